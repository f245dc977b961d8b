#include "spacelist/importpage.h"

#include "base/literals.h"
#include "labels.h"
#include "spacelist/importwords.h"
#include "widgets/role.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace parking::ui {

using domain::ImportSheet;
using domain::LineKind;

namespace {

constexpr int kFirstLines = 5;
constexpr int kFileName = 180; ///< pixels of it at most
constexpr int kMostFloorsNamed = 3;

/// On a button a single & would underline the next letter, and be gone.
QString plainLabel(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace

ImportPage::ImportPage(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_lines(new ImportLines(this))
{
    setObjectName(u"importPage"_s);
    setAcceptDrops(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeReading());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeFile());
    m_stack->addWidget(makePreview());
    m_stack->addWidget(makeResult());
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeFoot());
    connect(&theme, &Theme::changed, this, [this] {
        paintSigns();
        refresh();
    });
    paintSigns();
    begin();
}

void ImportPage::begin()
{
    m_form = m_shown = {};
    m_chosen.clear();
    m_shownChosen.clear();
    m_guessed.clear();
    m_source.clear();
    m_refusal.clear();
    m_isImporting = m_isAway = m_isUnsure = false;
    m_lines->setKind({});
    m_lines->setSheet({});
    m_heads->fill();
    m_unreadable->clear();
    m_how->hide();
    endReading();
    refreshFirstLines();
    showStep(File);
}

// --- What is known of the file -------------------------------------------------------------------

void ImportPage::setReading(int read, int lines)
{
    m_isReading = true;
    m_reading->show();
    m_bar->setRange(0, lines);
    m_bar->setValue(read);
    m_read->setText(
        lines == 0 ? tr("Reading the file")
                   : tr("Reading line %1 of %2").arg(labels::number(read), labels::number(lines)));
    refreshFoot();
}

/// What is shown stays, and with it how that was read.
void ImportPage::cancelReading()
{
    endReading();
    m_form = m_shown;
    m_chosen = m_shownChosen;
    showForm();
    Q_EMIT readingUnwanted();
    refresh();
}

/// How the file is read, as the fields say it.
void ImportPage::showForm()
{
    const ImportSheet &sheet = m_lines->sheet();
    m_coding->setCurrentIndex(m_coding->findData(int(sheet.coding)));
    m_separator->setCurrentIndex(m_separator->findData(QString(sheet.separator)));
    m_header->setCurrentIndex(sheet.hasHeader ? 0 : 1);
    m_heads->fill();
}

void ImportPage::endReading()
{
    m_isReading = false;
    m_reading->hide();
}

void ImportPage::setSheet(const QString &source, const ImportSheet &sheet)
{
    const bool isOther = source != m_source;
    const QModelIndex current = m_table->currentIndex();
    const int chosen = !isOther && current.isValid() ? m_lines->line(current.row()).line : 0;
    m_source = source;
    m_isAway = m_isUnsure = false;
    endReading();
    if (isOther)
        m_lines->setKind({});
    m_lines->setSheet(sheet);
    noteGuesses(sheet);
    m_unreadable->clear();
    m_shown = m_form;
    m_how->show();
    showForm();
    QWidget *before = m_floors;
    for (QWidget *column : m_heads->columns()) {
        setTabOrder(before, column);
        before = column;
    }
    setTabOrder(before, m_table);
    if (const int row = chosen > 0 ? m_lines->rowOf(chosen) : -1; row >= 0)
        m_table->goTo(row);
    refreshFirstLines();
    if (isOther || m_step == Result)
        showStep(File);
    refresh();
}

/// What the header alone says.
void ImportPage::noteGuesses(const ImportSheet &sheet)
{
    m_shownChosen = m_chosen;
    if (!m_form.columns.isEmpty())
        return;
    m_chosen.clear();
    m_shownChosen.clear();
    m_guessed.clear();
    for (const domain::SheetColumn &column : sheet.columns)
        m_guessed.append(column.column);
}

void ImportPage::setUnreadable(const QString &source, const QString &why, Bytes bytes)
{
    m_source = source;
    m_isAway = m_isUnsure = false;
    endReading();
    m_lines->setSheet({});
    m_heads->fill();
    m_unreadable->setText(why);
    m_how->setVisible(bytes == Bytes::Some);
    // What nobody chose is not known of this file.
    m_coding->setCurrentIndex(m_form.coding ? m_coding->findData(int(*m_form.coding)) : -1);
    m_separator->setCurrentIndex(
        m_form.separator ? m_separator->findData(QString(*m_form.separator)) : -1);
    refreshFirstLines();
    showStep(File);
}

void ImportPage::setAway(const QString &source)
{
    m_source = source;
    m_isAway = true;
    m_isImporting = false;
    endReading();
    refresh();
}

// --- What became of it ---------------------------------------------------------------------------

void ImportPage::setImported()
{
    m_isImporting = false;
    m_refusal.clear();
    setTakenBack(false);
    showStep(Result);
}

void ImportPage::setTakenBack(bool isTakenBack)
{
    const ImportSheet &sheet = m_lines->sheet();
    QStringList parts;
    if (const int created = sheet.count(LineKind::New); created > 0)
        parts.append(tr("%n spaces created", nullptr, created));
    if (const int changed = sheet.count(LineKind::Changed); changed > 0)
        parts.append(tr("%n spaces changed", nullptr, changed));
    if (const int wrong = sheet.count(LineKind::Wrong); wrong > 0)
        parts.append(tr("%n lines left out", nullptr, wrong));
    setRole(*m_verdict, isTakenBack ? "warning"_L1 : "ok"_L1);
    m_done->setText(isTakenBack ? tr("The import was taken back.") : parts.join(u", "_s));
    setRole(*m_done, isTakenBack ? "warning"_L1 : "ok"_L1);
    m_doneThen->setText(isTakenBack
                            ? tr("The spaces stand as they did before: %1 no longer counts.")
                                  .arg(parts.join(u", "_s))
                            : tr("Undo takes all of it back at once."));
    paintSigns();
}

void ImportPage::setRefused(const QString &why, int line)
{
    m_isImporting = false;
    m_refusal = line > 0 ? tr("Line %1: %2").arg(labels::number(line), why) : why;
    refresh();
}

void ImportPage::setUnsure()
{
    m_isImporting = false;
    m_isUnsure = true;
    refresh();
}

// --- Steps ---------------------------------------------------------------------------------------

void ImportPage::showStep(Step step)
{
    m_step = step;
    m_stack->setCurrentIndex(step);
    refresh();
    QWidget *first = m_next;
    if (step == Preview)
        first = m_table;
    else if (step == File && !m_next->isEnabled())
        first = m_choose;
    setFocusProxy(first);
    if (isVisible())
        first->setFocus(Qt::OtherFocusReason);
}

void ImportPage::next()
{
    const ImportSheet &sheet = m_lines->sheet();
    if (m_step == File)
        return showStep(Preview);
    if (m_step == Result) {
        const QList<domain::SpaceId> ids = sheet.change.spaces.keys();
        Q_EMIT showAsked({ids.cbegin(), ids.cend()});
        return;
    }
    if (sheet.change.spaces.isEmpty()) {
        Q_EMIT closed();
        return;
    }
    m_isImporting = true;
    m_refusal.clear();
    refresh();
    Q_EMIT importAsked(sheet);
}

void ImportPage::want(const domain::SheetForm &form)
{
    m_form = form;
    m_refusal.clear();
    m_isReading = true; // what is shown is not what was asked for
    refreshFoot();
    Q_EMIT formWanted(form);
}

/// A column that was chosen stays chosen, whatever else is read otherwise.
/// Of a file that could not be read yet what another field says stays a guess.
void ImportPage::readOtherwise(const QComboBox *chosen)
{
    if (m_source.isEmpty())
        return;
    domain::SheetForm form = m_form;
    const bool isRead = !m_lines->sheet().columns.isEmpty();
    if (isRead || chosen == m_coding)
        form.coding = TextCoding(m_coding->currentData().toInt());
    if (isRead || chosen == m_separator)
        form.separator = m_separator->currentData().toString().front();
    form.hasHeader = m_header->currentIndex() == 0;
    if (form.separator != m_lines->sheet().separator)
        form.columns.clear(); // they are others
    want(form);
}

/// What was guessed stays, but what somebody chose is that column's alone; given up, it goes back
/// to whose it was.
void ImportPage::chooseColumn(int place, const QString &column)
{
    m_chosen.removeIf(
        [&column](const auto &one) { return !column.isEmpty() && one.value() == column; });
    m_chosen.insert(place, column);
    const QStringList taken = m_chosen.values();
    domain::SheetForm form = m_form;
    for (int i = 0; i < int(m_guessed.size()); ++i) {
        const QString guess = taken.contains(m_guessed[i]) ? QString() : m_guessed[i];
        form.columns.insert(i, m_chosen.value(i, guess));
    }
    want(form);
}

// --- Contents ------------------------------------------------------------------------------------

void ImportPage::refresh()
{
    const ImportSheet &sheet = m_lines->sheet();
    const QFont mono = m_theme.monoFont(TextStyle::Body);
    const QString file = m_source.section(u'/', -1);
    m_file->setFont(mono);
    m_file->setText(
        QFontMetrics(mono).elidedText(file, Qt::ElideMiddle, m_theme.scaled(kFileName)));
    m_file->setToolTip(file);
    m_about->setText(sheet.columns.isEmpty()
                         ? QString()
                         : tr("%1, %2, %3")
                               .arg(tr("%n lines", nullptr, int(sheet.lines.size())),
                                    nameOf(sheet.coding), nameOf(sheet.separator)));
    m_steps->setStep(m_step == Result ? Result + 1 : m_step);
    refreshChips();
    refreshFoot();
}

void ImportPage::refreshChips()
{
    const ImportSheet &sheet = m_lines->sheet();
    const std::optional<LineKind> kinds[] = {std::nullopt, LineKind::New, LineKind::Changed,
                                             LineKind::Same, LineKind::Wrong};
    const QStringList words{tr("All"), tr("New"), tr("Changed"), tr("Same"), tr("Errors")};
    for (int i = 0; i < int(m_kinds.size()); ++i) {
        const int count = kinds[i] ? sheet.count(*kinds[i]) : int(sheet.lines.size());
        m_kinds[i]->setText(u"%1  %2"_s.arg(words[i], labels::number(count)));
        m_kinds[i]->setChecked(m_lines->kind() == kinds[i]);
    }
    QStringList floors;
    for (const domain::SitePlace &place : sheet.missingFloors)
        floors.append(place.floor);
    m_floors->setVisible(!floors.isEmpty());
    m_floors->setText(floors.size() == 1
                          ? tr("Create floor %1").arg(plainLabel(floors.first().left(20)))
                          : floors.size() <= kMostFloorsNamed
                          ? tr("Create floors %1").arg(plainLabel(floors.join(u", "_s).left(70)))
                          : tr("Create %n floors", nullptr, int(floors.size())));
    m_floors->setToolTip(floors.mid(0, 40).join(u", "_s));
    m_written->setText(m_isUnsure ? tr("Whether anything was written is not known")
                                  : tr("Nothing is written yet"));
}

void ImportPage::refreshFirstLines()
{
    const ImportSheet &sheet = m_lines->sheet();
    const int count = int(std::min<qsizetype>(sheet.lines.size(), kFirstLines));
    m_first->clear();
    m_first->setColumnCount(int(sheet.columns.size()));
    m_first->setRowCount(count);
    QStringList heads;
    for (const domain::SheetColumn &column : sheet.columns)
        heads.append(column.name.isEmpty() ? u"–"_s : column.name);
    m_first->setHorizontalHeaderLabels(heads);
    for (int row = 0; row < count; ++row) {
        for (int column = 0; column < m_first->columnCount(); ++column)
            m_first->setItem(row, column,
                             new QTableWidgetItem(sheet.lines[row].fields.value(column)));
    }
    m_first->resizeColumnsToContents();
    m_first->setVisible(count > 0);
    m_unreadable->setVisible(!m_unreadable->text().isEmpty());
}

ImportPage::Foot ImportPage::footOfPreview() const
{
    const ImportSheet &sheet = m_lines->sheet();
    const int wrong = sheet.count(LineKind::Wrong);
    const int written = int(sheet.change.spaces.size());
    const QString cannot = tr("%n lines cannot be imported.", nullptr, wrong);
    if (m_isUnsure)
        return {u"warning"_s, "danger"_L1, tr("Whether these lines were imported is not known."),
                tr("The database did not answer. They are read again when it is back.")};
    if (m_isAway)
        return {u"warning"_s, "danger"_L1, tr("The database does not answer."),
                tr("What these lines would do now is not known. They are read again when it is "
                   "back.")};
    if (!m_refusal.isEmpty())
        return {u"cross-circle"_s, "danger"_L1, tr("Nothing was imported."), m_refusal};
    if (m_isImporting)
        return {{}, {}, tr("Importing…"), {}};
    if (sheet.lines.isEmpty())
        return {u"warning"_s, "warning"_L1, tr("Nothing to import."),
                tr("The file has no line under its header.")};
    if (!sheet.hasCode())
        return {u"warning"_s, "warning"_L1, tr("No column is the code."),
                tr("Choose over its column which one it is.")};
    if (written > 0 && wrong > 0)
        return {u"cross-circle"_s, "danger"_L1, cannot,
                tr("Mend them in the file and import it again, lines that are already in read “no "
                   "change”.")};
    if (written > 0)
        return {};
    if (wrong > 0)
        return {u"cross-circle"_s, "danger"_L1, cannot,
                wrong == sheet.lines.size() ? tr("No line is left to import.")
                                            : tr("All others are as in the file.")};
    return {u"check"_s, "ok"_L1, tr("Nothing to import."),
            tr("All %n lines are as in the file.", nullptr, int(sheet.lines.size()))};
}

void ImportPage::refreshFoot()
{
    const ImportSheet &sheet = m_lines->sheet();
    const int wrong = sheet.count(LineKind::Wrong);
    const int written = int(sheet.change.spaces.size());
    Foot foot;
    if (m_step == Preview || m_isAway)
        foot = footOfPreview();
    else if (m_step == File)
        foot.then = tr("Nothing is written before you import.");
    else if (wrong > 0)
        foot.then = tr("The lines that were left out can be saved, each with its reason.");
    const Tokens &t = m_theme.tokens();
    m_footSign->setVisible(!foot.icon.isEmpty());
    if (!foot.icon.isEmpty())
        m_footSign->setPixmap(m_theme.pixmap(foot.icon, 18,
                                             foot.role == "danger"_L1   ? t.danger
                                                 : foot.role == "ok"_L1 ? t.ok
                                                                        : t.warning,
                                             devicePixelRatioF()));
    m_footFirst->setText(foot.first);
    m_footFirst->setVisible(!foot.first.isEmpty());
    m_footThen->setText(foot.then);
    m_back->setVisible(m_step == Preview);
    m_back->setEnabled(!m_isImporting);
    m_save->setVisible(m_step != File && wrong > 0);
    m_save->setText(tr("Save the %n lines", nullptr, wrong));
    const bool isKnown = !m_isReading && !m_isAway && !m_isUnsure;
    m_next->setText(m_step == File         ? tr("Preview")
                        : m_step == Result ? tr("Show them")
                        : written > 0      ? tr("Import %n lines", nullptr, written)
                                           : tr("Close"));
    m_next->setEnabled(m_step == File ? isKnown && !sheet.columns.isEmpty()
                                      : m_step == Result || (isKnown && !m_isImporting)
                               || (m_step == Preview && written == 0));
    m_heads->setEnabled(!m_isImporting);
    m_floors->setEnabled(!m_isImporting);
}

QList<QWidget *> ImportPage::panes() const
{
    if (m_step != Preview)
        return {m_step == File ? static_cast<QWidget *>(m_choose) : m_next, m_next};
    return {m_kinds.first(), m_table, m_next};
}

// --- A file that is dropped ----------------------------------------------------------------------

void ImportPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_step == File && event->mimeData()->urls().value(0).isLocalFile())
        event->acceptProposedAction();
}

void ImportPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    Q_EMIT fileDropped(event->mimeData()->urls().value(0).toLocalFile());
}

} // namespace parking::ui

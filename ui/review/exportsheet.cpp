#include "review/exportsheet.h"

#include "base/literals.h"
#include "labels.h"
#include "review/reviewlabels.h"
#include "shownzone.h"
#include "widgets/arrowbox.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>

namespace parking::ui {

namespace {

constexpr int kSteps = 1000; // of the bar

/// "Harbour Site" -> "harbour-site", for a file's name anywhere.
QString plainName(const QString &site)
{
    static const QRegularExpression others(u"[^\\p{L}\\p{N}]+"_s,
                                           QRegularExpression::UseUnicodePropertiesOption);
    QString name = site.toLower().replace(others, u"-"_s);
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name.isEmpty() ? u"site"_s : name.left(40);
}

} // namespace

ExportSheet::ExportSheet(const QString &site, const QStringList &buildings, UtcTime now,
                         const QString &folder, const Theme &theme, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_site(site), m_folder(folder),
      m_period(new PeriodFields(theme, this))
{
    build(site, buildings);
    m_period->setNow(now);
    proposePath();
    setStep(Step::Asking);
    m_period->setFocus();
}

// --- Parts ---------------------------------------------------------------------------------------

void ExportSheet::build(const QString &site, const QStringList &buildings)
{
    auto *layout = makeColumn(*this, m_theme, tr("Export an archive"));
    auto *what =
        makeLabel(this, "secondary"_L1,
                  tr("A period of %1 in one file, to look at without a server.").arg(site));
    what->setWordWrap(true);
    layout->addWidget(what);
    m_building = new ArrowBox(m_theme, this);
    m_building->addItem(tr("Whole site"));
    for (const QString &building : buildings)
        m_building->addItem(building, building);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(m_theme.scaled(16));
    form->setVerticalSpacing(m_theme.scaled(12));
    form->addRow(tr("Period"), m_period);
    form->addRow(tr("Building"), m_building);
    form->addRow(tr("With"), makeParts());
    form->addRow(tr("Persons"), m_redacted);
    form->addRow({}, m_persons);
    form->addRow(tr("File"), makePlace());
    m_size = makeLabel(this, "secondary"_L1);
    m_size->setObjectName(u"exportSize"_s);
    form->addRow(tr("Size"), m_size);
    layout->addLayout(form);
    m_bar = new QProgressBar(this);
    m_bar->setRange(0, kSteps);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("How far the export is"));
    layout->addWidget(m_bar);
    m_words = makeLabel(this);
    m_words->setObjectName(u"exportWords"_s);
    m_words->setWordWrap(true);
    layout->addWidget(m_words);
    layout->addStretch();
    layout->addWidget(makeButtons());
    setMinimumWidth(m_theme.scaled(600));
    connect(m_period, &PeriodFields::changed, this, &ExportSheet::onChange);
    connect(m_building, &QComboBox::currentIndexChanged, this, &ExportSheet::onChange);
    for (QCheckBox *box : {m_readings, m_bookings, m_downlinks, m_alarms, m_pictures, m_redacted})
        connect(box, &QCheckBox::toggled, this, &ExportSheet::onChange);
}

QWidget *ExportSheet::makeParts()
{
    m_parts = new QWidget(this);
    m_readings = new QCheckBox(tr("Readings of sensors"), m_parts);
    m_bookings = new QCheckBox(tr("Bookings, with who booked"), m_parts);
    m_downlinks = new QCheckBox(tr("Commands to lamps"), m_parts);
    m_alarms = new QCheckBox(tr("Alarms"), m_parts);
    m_pictures = new QCheckBox(tr("Pictures of floors"), m_parts);
    m_readings->setChecked(true);
    auto *grid = new QGridLayout(m_parts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(m_readings, 0, 0);
    grid->addWidget(m_bookings, 0, 1);
    grid->addWidget(m_downlinks, 1, 0);
    grid->addWidget(m_alarms, 1, 1);
    grid->addWidget(m_pictures, 2, 0);
    m_redacted = new QCheckBox(tr("Leave out names, plates, coordinates and free texts"), this);
    m_persons = makeLabel(this, "caption"_L1);
    m_persons->setWordWrap(true);
    return m_parts;
}

QWidget *ExportSheet::makePlace()
{
    m_place = new QWidget(this);
    m_path = new QLineEdit(m_place);
    m_path->setAccessibleName(tr("File"));
    auto *choose = new QPushButton(tr("Choose…"), m_place);
    choose->setAutoDefault(false);
    auto *line = new QHBoxLayout(m_place);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_path, 1);
    line->addWidget(choose);
    connect(m_path, &QLineEdit::textEdited, this, [this] {
        m_isPathTyped = true;
        refresh();
    });
    connect(choose, &QPushButton::clicked, this, [this] {
        auto *dialog =
            new QFileDialog(this, tr("Export to"), m_path->text(), tr("Archives (*.parkarchive)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(u"parkarchive"_s);
        dialog->selectFile(m_path->text());
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
            m_isPathTyped = true;
            m_path->setText(QDir::toNativeSeparators(path));
            refresh();
        });
        dialog->open();
    });
    return m_place;
}

QWidget *ExportSheet::makeButtons()
{
    auto *buttons = new QWidget(this);
    const auto add = [&](const QString &text) {
        auto *button = new QPushButton(text, buttons);
        button->setAutoDefault(false);
        return button;
    };
    m_export = add(tr("Export"));
    m_export->setProperty("kind", u"primary"_s);
    m_export->setDefault(true);
    m_open = add(tr("Look at it"));
    m_open->setProperty("kind", u"primary"_s);
    m_show = add(tr("Open folder"));
    m_cancel = add(tr("Cancel the export"));
    m_close = add(tr("Close"));
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins(0, 8, 0, 0);
    line->addStretch();
    for (QPushButton *button : {m_close, m_cancel, m_show, m_open, m_export})
        line->addWidget(button);
    connect(m_export, &QPushButton::clicked, this, &ExportSheet::exportWanted);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_isCancelled = true;
        m_cancel->setEnabled(false);
        m_words->setText(tr("Is being given up…"));
        Q_EMIT cancelWanted();
    });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(m_done); });
    connect(m_show, &QPushButton::clicked, this, [this] { Q_EMIT folderWanted(m_done); });
    connect(m_close, &QPushButton::clicked, this, &ExportSheet::reject);
    return buttons;
}

// --- Asking --------------------------------------------------------------------------------------

ExportWish ExportSheet::wish() const
{
    return {.from = m_period->from(),
            .to = m_period->to(),
            .building = m_building->currentData().toString(),
            .readings = m_readings->isChecked(),
            .bookings = m_bookings->isChecked(),
            .downlinks = m_downlinks->isChecked(),
            .alarms = m_alarms->isEnabled() && m_alarms->isChecked(),
            .pictures = m_pictures->isChecked(),
            .isRedacted = m_redacted->isChecked(),
            .path = QDir::fromNativeSeparators(m_path->text().trimmed())};
}

/// Its period and building stand in the name, until somebody chose another.
void ExportSheet::proposePath()
{
    if (m_isPathTyped)
        return;
    const QDate first = labels::local(m_period->from()).date();
    const QDate last = labels::local(m_period->to() - Milliseconds(1)).date();
    QString name = plainName(m_site);
    if (m_building->currentIndex() > 0)
        name += u'-' + plainName(m_building->currentText());
    name += u'-' + first.toString(Qt::ISODate);
    if (last != first)
        name += u"-to-"_s + last.toString(Qt::ISODate);
    m_path->setText(QDir::toNativeSeparators(QDir(m_folder).filePath(name + u".parkarchive"_s)));
}

void ExportSheet::onChange()
{
    proposePath();
    m_words->clear();
    m_size->setText(tr("is being counted…"));
    m_rows = 0;
    refresh();
    if (m_period->isValid())
        Q_EMIT estimateWanted();
    else
        setNoEstimate(tr("the last day is before the first"));
}

void ExportSheet::setEstimate(qint64 bytes, qint64 changes, qint64 readings, qint64 rows)
{
    const QLocale locale;
    m_rows = rows;
    QString words = tr("about %1 · %2 changes")
                        .arg(locale.formattedDataSize(bytes, 0), locale.toString(changes));
    if (readings > 0)
        words = tr("%1, %2 readings").arg(words, locale.toString(readings));
    m_size->setText(words);
}

void ExportSheet::setNoEstimate(const QString &why)
{
    m_size->setText(tr("not known: %1").arg(why));
}

void ExportSheet::refresh()
{
    const bool isAsking = m_step == Step::Asking;
    for (QWidget *field :
         std::initializer_list<QWidget *>{m_period, m_building, m_parts, m_redacted, m_place})
        field->setEnabled(isAsking);
    const bool isWhole = m_building->currentIndex() == 0;
    m_alarms->setEnabled(isWhole);
    m_alarms->setToolTip(isWhole ? QString() : tr("Alarms are of the whole site"));
    m_persons->setText(
        m_redacted->isChecked() ? tr("EUIs and names of spaces are others, the same for the same.")
            : m_bookings->isChecked() ? tr("The archive holds names, plates and notes of persons.")
                                      : tr("Without bookings nothing of a person is in it."));
    m_export->setEnabled(m_period->isValid() && !m_path->text().trimmed().isEmpty());
}

// --- Writing -------------------------------------------------------------------------------------

void ExportSheet::setStep(Step step)
{
    m_step = step;
    m_bar->setVisible(step == Step::Running);
    m_export->setVisible(step == Step::Asking);
    m_cancel->setVisible(step == Step::Running);
    m_cancel->setEnabled(true);
    m_open->setVisible(step == Step::Done);
    m_show->setVisible(step == Step::Done);
    m_close->setVisible(step != Step::Running);
    refresh();
}

void ExportSheet::setStarted()
{
    m_isCancelled = false;
    setStep(Step::Running);
    setRole(*m_words, {});
    setProgress(0, false);
    m_cancel->setFocus();
}

void ExportSheet::setProgress(qint64 rows, bool isSealing)
{
    if (m_step != Step::Running || m_isCancelled)
        return;
    const QLocale locale;
    // What is behind the rows, hashing them, has no count.
    const bool isCounted = m_rows > 0 && !isSealing;
    m_bar->setRange(0, isCounted ? kSteps : 0);
    if (isCounted)
        m_bar->setValue(int(std::min<qint64>(kSteps, rows * kSteps / m_rows)));
    m_words->setText(
        isSealing ? tr("%1 rows are written, and are being sealed.").arg(locale.toString(rows))
            : m_rows > 0
            ? tr("%1 of about %2 rows").arg(locale.toString(rows), locale.toString(m_rows))
            : tr("%1 rows").arg(locale.toString(rows)));
}

void ExportSheet::setDone(const QString &path, qint64 bytes, UtcTime to)
{
    m_done = path;
    setStep(Step::Done);
    m_words->setText(tr("Saved %1, %2, until %3.")
                         .arg(QDir::toNativeSeparators(path), QLocale().formattedDataSize(bytes),
                              labels::dayAndClock(to)));
    m_open->setFocus();
}

void ExportSheet::setFailed(const Error &error)
{
    setStep(Step::Asking);
    const bool isCancelled = error.code == u"CANCELLED";
    setRole(*m_words, isCancelled ? ""_L1 : "warning"_L1);
    m_words->setText(isCancelled ? tr("The export was given up. Nothing of it is left.")
                                 : tr("Nothing was exported: %1").arg(error.detail));
    m_export->setFocus();
}

void ExportSheet::reject()
{
    if (isRunning()) {
        raise();
        return;
    }
    QDialog::reject();
}

} // namespace parking::ui

// Of what the import of a table is made.

#include "base/literals.h"
#include "spacelist/importpage.h"
#include "spacelist/importwords.h"
#include "widgets/arrowbox.h"
#include "widgets/flowlayout.h"
#include "widgets/listtable.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>

namespace parking::ui {

using domain::LineKind;

namespace {

constexpr int kEdge = 20;
constexpr int kArrow = 8; ///< of a field, from its edge
constexpr int kWidest = 720; ///< of forms and prose

QWidget *labelled(QWidget *parent, const QString &text, QWidget *field)
{
    auto *box = new QWidget(parent);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    QLabel *label = makeLabel(box, {}, text);
    setTextStyle(*label, "strong"_L1);
    label->setBuddy(field);
    layout->addWidget(label);
    layout->addWidget(field);
    return box;
}

} // namespace

QWidget *ImportPage::makeHead()
{
    auto *head = new QFrame(this);
    head->setObjectName(u"pageHeader"_s);
    head->setMinimumHeight(m_theme.scaled(56));
    auto *title = makeLabel(head, {}, tr("Import spaces"));
    setTextStyle(*title, "pageTitle"_L1);
    m_file = makeLabel(head, "secondary"_L1);
    m_about = makeLabel(head, "secondary"_L1);
    m_about->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_steps = new ImportSteps({tr("File"), tr("Preview"), tr("Result")}, m_theme, head);
    auto *close = new QPushButton(m_theme.icon(u"close"_s), {}, head);
    close->setProperty("kind", u"icon"_s);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QPushButton::clicked, this, &ImportPage::closed);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(kEdge, 0, kEdge - 4, 0);
    layout->setSpacing(14);
    layout->addWidget(title);
    layout->addWidget(m_file);
    layout->addWidget(m_about, 1);
    layout->addWidget(m_steps);
    layout->addWidget(close);
    return head;
}

QWidget *ImportPage::makeReading()
{
    m_reading = new QFrame(this);
    m_reading->setObjectName(u"pageHeader"_s);
    m_bar = new QProgressBar(m_reading);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("How far the file is read"));
    m_read = makeLabel(m_reading, "secondary"_L1);
    auto *cancel = new QPushButton(tr("Cancel"), m_reading);
    connect(cancel, &QPushButton::clicked, this, &ImportPage::cancelReading);
    auto *layout = new QHBoxLayout(m_reading);
    layout->setContentsMargins(kEdge, 6, kEdge, 6);
    layout->setSpacing(12);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_read);
    layout->addWidget(cancel);
    m_reading->hide();
    return m_reading;
}

QWidget *ImportPage::makeDrop(QWidget *page)
{
    auto *area = new QFrame(page);
    area->setObjectName(u"dropArea"_s);
    auto *words = makeLabel(area, {}, tr("Drop a table here"));
    setTextStyle(*words, "cardTitle"_L1);
    auto *more = makeLabel(area, "secondary"_L1,
                           tr("CSV in any language, with any separator; a line for each space."));
    more->setWordWrap(true);
    more->setAlignment(Qt::AlignCenter);
    m_choose = new QPushButton(m_theme.icon(u"import"_s), tr("Choose a file"), area);
    connect(m_choose, &QPushButton::clicked, this, &ImportPage::fileAsked);
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(8);
    layout->addWidget(words, 0, Qt::AlignHCenter);
    layout->addWidget(more);
    layout->addWidget(m_choose, 0, Qt::AlignHCenter);
    return area;
}

QWidget *ImportPage::makeHow(QWidget *page)
{
    m_how = new QWidget(page);
    m_coding = new ArrowBox(m_theme, m_how, kArrow);
    m_coding->setAccessibleName(tr("Encoding"));
    for (const TextCoding coding : kTextCodings)
        m_coding->addItem(nameOf(coding), int(coding));
    m_separator = new ArrowBox(m_theme, m_how, kArrow);
    m_separator->setAccessibleName(tr("Separator"));
    const QStringList names{tr("Semicolon"), tr("Comma"), tr("Tab"), tr("Bar")};
    for (size_t i = 0; i < std::size(kSeparators); ++i)
        m_separator->addItem(names[qsizetype(i)], QString(QChar(kSeparators[i])));
    m_header = new ArrowBox(m_theme, m_how, kArrow);
    m_header->setAccessibleName(tr("First line"));
    m_header->addItems({tr("Names the columns"), tr("Is a space")});
    auto *how = new QHBoxLayout(m_how);
    how->setContentsMargins(0, 0, 0, 0);
    how->setSpacing(12);
    for (QComboBox *combo : {m_coding, m_separator, m_header}) {
        how->addWidget(labelled(m_how, combo->accessibleName(), combo));
        connect(combo, &QComboBox::activated, this, [this, combo] { readOtherwise(combo); });
    }
    how->addStretch(1);
    return m_how;
}

QWidget *ImportPage::makeFile()
{
    auto *page = new QWidget(this);
    QWidget *drop = makeDrop(page);
    drop->setMaximumWidth(m_theme.scaled(kWidest));
    m_unreadable = makeLabel(page, "danger"_L1);
    m_unreadable->setWordWrap(true);
    m_unreadable->setMaximumWidth(m_theme.scaled(kWidest));
    m_first = new QTableWidget(page);
    m_first->setAccessibleName(tr("The first lines of the file"));
    makeList(*m_first);
    m_first->setSelectionMode(QAbstractItemView::NoSelection);
    m_first->setFocusPolicy(Qt::NoFocus);
    m_first->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(kEdge, 20, kEdge, 12);
    layout->setSpacing(14);
    layout->addWidget(drop);
    layout->addWidget(makeHow(page));
    layout->addWidget(m_unreadable);
    layout->addWidget(m_first, 1);
    layout->addStretch(0);
    return page;
}

QWidget *ImportPage::makeChips(QWidget *page)
{
    auto *filter = new QFrame(page);
    filter->setObjectName(u"pageHeader"_s);
    auto *chips = new QWidget(filter);
    auto *flow = new FlowLayout;
    chips->setLayout(flow);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(8);
    const std::optional<LineKind> kinds[] = {std::nullopt, LineKind::New, LineKind::Changed,
                                             LineKind::Same, LineKind::Wrong};
    for (const std::optional<LineKind> &kind : kinds) {
        auto *chip = new QPushButton(filter);
        chip->setProperty("kind", u"chip"_s);
        chip->setCheckable(true);
        connect(chip, &QPushButton::clicked, this, [this, kind] {
            m_lines->setKind(kind);
            refresh();
        });
        flow->addWidget(chip);
        m_kinds.append(chip);
    }
    m_floors = new QPushButton(filter);
    m_floors->setProperty("kind", u"link"_s);
    connect(m_floors, &QPushButton::clicked, this, [this] {
        domain::SheetForm form = m_form;
        for (const domain::SitePlace &place : m_lines->sheet().missingFloors)
            form.newFloors.insert(domain::floorKey(place));
        want(form);
    });
    m_written = makeLabel(filter, "secondary"_L1);
    auto *layout = new QHBoxLayout(filter);
    layout->setContentsMargins(kEdge, 6, kEdge, 6);
    layout->setSpacing(12);
    layout->addWidget(chips, 1);
    layout->addWidget(m_floors);
    layout->addWidget(m_written);
    return filter;
}

QWidget *ImportPage::makePreview()
{
    auto *page = new QWidget(this);
    QWidget *chips = makeChips(page);
    m_table = new ImportTable(*m_lines, m_theme, page);
    m_heads = new ImportColumnHeads(*m_table, *m_lines, m_theme, page);
    m_heads->setObjectName(u"importHeads"_s);
    connect(m_heads, &ImportColumnHeads::chosen, this, &ImportPage::chooseColumn);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(chips);
    layout->addWidget(m_heads);
    layout->addWidget(makeRule(page));
    layout->addWidget(m_table, 1);
    return page;
}

QWidget *ImportPage::makeResult()
{
    auto *page = new QWidget(this);
    m_verdict = new QFrame(page);
    m_verdict->setObjectName(u"verdict"_s);
    m_verdict->setMaximumWidth(m_theme.scaled(kWidest));
    m_sign = makeLabel(m_verdict);
    m_done = makeLabel(m_verdict);
    m_done->setObjectName(u"importDone"_s);
    setTextStyle(*m_done, "strong"_L1);
    m_doneThen = makeLabel(m_verdict, "secondary"_L1);
    for (QLabel *label : {m_done, m_doneThen})
        label->setWordWrap(true);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_done);
    words->addWidget(m_doneThen);
    auto *line = new QHBoxLayout(m_verdict);
    line->setContentsMargins(16, 14, 16, 14);
    line->setSpacing(12);
    line->addWidget(m_sign, 0, Qt::AlignTop);
    line->addLayout(words, 1);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(kEdge, 20, kEdge, 20);
    layout->addWidget(m_verdict);
    layout->addStretch(1);
    return page;
}

QWidget *ImportPage::makeFoot()
{
    m_foot = new QFrame(this);
    m_foot->setObjectName(u"importFoot"_s);
    m_foot->setMinimumHeight(m_theme.scaled(64));
    m_footSign = makeLabel(m_foot);
    m_footFirst = makeLabel(m_foot);
    setTextStyle(*m_footFirst, "strong"_L1);
    m_footThen = makeLabel(m_foot, "secondary"_L1);
    m_footThen->setWordWrap(true);
    m_back = new QPushButton(tr("Back"), m_foot);
    m_save = new QPushButton(m_foot);
    m_save->setToolTip(tr("As CSV, with a column for the reason"));
    m_next = new QPushButton(m_foot);
    m_next->setProperty("kind", u"primary"_s);
    connect(m_back, &QPushButton::clicked, this, [this] { showStep(File); });
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT wrongAsked(m_lines->sheet()); });
    connect(m_next, &QPushButton::clicked, this, &ImportPage::next);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(kEdge, 10, kEdge, 10);
    line->setSpacing(8);
    line->addWidget(m_footSign);
    line->addWidget(m_footFirst);
    line->addWidget(m_footThen, 1);
    line->addSpacing(8);
    for (QPushButton *button : {m_back, m_save, m_next})
        line->addWidget(button);
    auto *layout = new QVBoxLayout(m_foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeRule(m_foot));
    layout->addLayout(line);
    return m_foot;
}

void ImportPage::paintSigns()
{
    const Tokens &t = m_theme.tokens();
    const std::pair<QString, QColor> signs[] = {
        {}, {u"plus"_s, t.ok}, {u"edit"_s, t.accent}, {}, {u"cross-circle"_s, t.danger}};
    for (qsizetype i = 0; i < m_kinds.size(); ++i) {
        const auto &[name, colour] = signs[i];
        if (!name.isEmpty())
            m_kinds[i]->setIcon(QIcon(m_theme.pixmap(name, 14, colour, devicePixelRatioF())));
    }
    m_save->setIcon(m_theme.icon(u"import"_s));
    const bool isTakenBack = m_verdict->property("role").toString() == u"warning";
    m_sign->setPixmap(m_theme.pixmap(isTakenBack ? u"undo"_s : u"check"_s, 18,
                                     isTakenBack ? t.warning : t.ok, devicePixelRatioF()));
}

} // namespace parking::ui

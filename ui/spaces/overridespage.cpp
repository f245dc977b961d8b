#include "spaces/overridespage.h"

#include "base/literals.h"
#include "labels.h"
#include "spaces/overridesmodel.h"
#include "widgets/listtable.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>

namespace parking::ui {

OverridesPage::OverridesPage(const SiteModel &site, const Situation &situation, const Theme &theme,
                             QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    m_rows = new OverridesModel(site, situation, theme, this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_rows);
    m_sorted->setSortRole(OverridesModel::kSortRole);
    m_sorted->setFilterKeyColumn(-1);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_notice = new NoticePage(theme, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 12);
    layout->setSpacing(12);
    layout->addLayout(makeHead());
    layout->addWidget(makeTable(), 1);
    layout->addWidget(m_notice, 1);
    layout->addLayout(makeFooter());
    setFocusProxy(m_table);
    // Of the model itself, which tells the sorted one first: that one has lost a row before the row
    // is gone.
    connect(m_rows, &QAbstractItemModel::rowsInserted, this, &OverridesPage::refresh);
    connect(m_rows, &QAbstractItemModel::rowsRemoved, this, &OverridesPage::refresh);
    connect(m_rows, &QAbstractItemModel::modelReset, this, &OverridesPage::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OverridesPage::refresh);
    connect(&situation, &Situation::roleChanged, this, &OverridesPage::refresh);
    connect(&theme, &Theme::changed, this, &OverridesPage::arrange);
    arrange();
    refresh();
}

// --- Parts ---------------------------------------------------------------------------------------

QLayout *OverridesPage::makeHead()
{
    auto *title = makeLabel(this, {}, tr("Overrides"));
    setTextStyle(*title, "pageTitle"_L1);
    auto *words = makeLabel(this, "secondary"_L1,
                            tr("Set by hand and in force: they outrank sensors and bookings."));
    words->setWordWrap(true);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Space, reason or person"));
    m_search->setAccessibleName(tr("Filter of this page"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_sorted->setFilterFixedString(text.trimmed());
        refresh();
    });
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    auto *titles = new QVBoxLayout;
    titles->setSpacing(4);
    titles->addWidget(title);
    titles->addWidget(words);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addLayout(titles, 1);
    head->addWidget(m_search, 0, Qt::AlignTop);
    return head;
}

QWidget *OverridesPage::makeTable()
{
    m_card = new QFrame(this);
    m_card->setObjectName(u"card"_s);
    m_table = new QTableView(m_card);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Overrides"));
    makeList(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(OverridesModel::Space, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSectionResizeMode(OverridesModel::Reason, QHeaderView::Stretch);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT spaceChosen(m_rows->spaceAt(m_sorted->mapToSource(index).row()));
    });
    auto *inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(1, 4, 1, 4); // inside of the card's round corners
    inside->addWidget(m_table);
    return m_card;
}

QLayout *OverridesPage::makeFooter()
{
    m_footer = makeLabel(this, "secondary"_L1);
    m_show = new QPushButton(m_theme.icon(u"map"_s), tr("Show on map"), this);
    m_change = new QPushButton(m_theme.icon(u"edit"_s), tr("Change reason or end"), this);
    m_clear = new QPushButton(m_theme.icon(u"undo"_s), tr("Take override back"), this);
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (const auto spaces = chosen(); !spaces.isEmpty())
            Q_EMIT spaceChosen(*spaces.cbegin());
    });
    connect(m_change, &QPushButton::clicked, this, [this] {
        if (const auto spaces = chosen(); !spaces.isEmpty())
            Q_EMIT changeRequested(*spaces.cbegin());
    });
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_table->setFocus(); // the button is disabled with what it took away
        Q_EMIT overrideCleared(chosen());
    });
    auto *footer = new QHBoxLayout;
    footer->setSpacing(12);
    footer->addWidget(m_footer, 1);
    for (QPushButton *button : {m_show, m_change, m_clear})
        footer->addWidget(button);
    return footer;
}

void OverridesPage::arrange()
{
    m_search->setFixedWidth(m_theme.scaled(200));
    m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(36));
    const std::pair<OverridesModel::Column, int> widths[] = {
        {OverridesModel::Space, 96}, {OverridesModel::Place, 176}, {OverridesModel::State, 132},
        {OverridesModel::By, 112},   {OverridesModel::Since, 72},  {OverridesModel::Until, 196}};
    for (const auto &[column, width] : widths)
        m_table->setColumnWidth(column, m_theme.scaled(width));
}

// --- Contents ------------------------------------------------------------------------------------

QSet<domain::SpaceId> OverridesPage::chosen() const
{
    QSet<domain::SpaceId> spaces;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        spaces.insert(m_rows->spaceAt(m_sorted->mapToSource(index).row()));
    return spaces;
}

bool OverridesPage::cancel()
{
    if (!m_table->selectionModel()->hasSelection())
        return false;
    m_table->clearSelection();
    return true;
}

void OverridesPage::refresh()
{
    const int shown = m_sorted->rowCount();
    const int count = int(chosen().size());
    m_card->setVisible(shown > 0);
    m_notice->setVisible(shown == 0);
    if (m_rows->rowCount() == 0)
        m_notice->setContent({.icon = u"wrench"_s,
                              .title = tr("No override is in force"),
                              .text = tr("Select a space on the map and press M, or use the "
                                         "buttons beside it.")});
    else if (shown == 0)
        m_notice->setContent({.icon = u"search"_s,
                              .title = tr("Nothing found with this filter"),
                              .text = tr("%n overrides are in force.", nullptr, m_rows->rowCount()),
                              .actions = {{tr("Show all"), [this] { m_search->clear(); }}}});
    const bool mayChange = !m_situation.isReadOnly() && shown > 0;
    m_show->setVisible(shown > 0);
    m_show->setEnabled(count == 1);
    m_change->setVisible(mayChange);
    m_change->setEnabled(count == 1);
    m_clear->setVisible(mayChange);
    m_clear->setEnabled(count > 0);
    m_clear->setText(count > 1 ? tr("Take %n overrides back", nullptr, count)
                               : tr("Take override back"));
    const QString all = shown > 0 ? tr("%n overrides", nullptr, shown) : QString();
    m_footer->setText(count > 0 ? tr("%1 · %2 chosen").arg(all, labels::number(count)) : all);
}

} // namespace parking::ui

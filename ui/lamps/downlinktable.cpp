#include "lamps/downlinktable.h"

#include <QHeaderView>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kMedium = 1000; ///< width at 100 % text below which columns go
constexpr int kWide = 1300;
constexpr int kWideCause = 200;

struct Column {
    DownlinkModel::Column column;
    int width;
    int from; ///< width of the table at 100 % text
};
constexpr Column kColumns[] = {
    {DownlinkModel::Time, 120, 0},        {DownlinkModel::Space, 80, 0},
    {DownlinkModel::Colour, 92, 0},       {DownlinkModel::State, 148, 0},
    {DownlinkModel::Cause, 128, kMedium}, {DownlinkModel::ToChirpStack, 108, kMedium},
    {DownlinkModel::ToAir, 88, 0},        {DownlinkModel::Attempts, 60, kWide},
    {DownlinkModel::Lamp, 148, kWide},
};

} // namespace

DownlinkTable::DownlinkTable(DownlinkModel &rows, const Theme &theme, QWidget *parent)
    : QTableView(parent), m_theme(theme)
{
    setModel(&rows);
    setAccessibleName(tr("Downlinks"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    connect(&theme, &Theme::changed, this, &DownlinkTable::arrange);
    arrange();
}

void DownlinkTable::arrange()
{
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(36));
    horizontalHeader()->setMinimumSectionSize(m_theme.scaled(48));
    for (const auto &[column, columnWidth, from] : kColumns) {
        setColumnHidden(column, width() < m_theme.scaled(from));
        setColumnWidth(
            column,
            std::max(m_theme.scaled(columnWidth), horizontalHeader()->sectionSizeHint(column)));
    }
    if (width() >= m_theme.scaled(kWide))
        setColumnWidth(DownlinkModel::Cause, m_theme.scaled(kWideCause));
    horizontalHeader()->setSectionResizeMode(DownlinkModel::Why, QHeaderView::Stretch);
}

void DownlinkTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
}

} // namespace parking::ui

#include "lamps/downlinktable.h"

#include "base/literals.h"
#include "widgets/listtable.h"

#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kNarrow = 600;
constexpr int kMedium = 1000; ///< width at 100 % text below which columns go
constexpr int kWide = 1300;
constexpr int kWideCause = 200;
constexpr int kAround = 20; ///< rows above and below those that can be seen
constexpr int kMostInSight = 200;

struct Column {
    DownlinkModel::Column column;
    int width;
    int from; ///< width of the table at 100 % text
};
constexpr Column kColumns[] = {
    {DownlinkModel::Time, 120, 0},        {DownlinkModel::Space, 80, 0},
    {DownlinkModel::Colour, 92, 0},       {DownlinkModel::State, 148, 0},
    {DownlinkModel::Cause, 128, kMedium}, {DownlinkModel::ToChirpStack, 108, kMedium},
    {DownlinkModel::ToAir, 88, kNarrow},  {DownlinkModel::Attempts, 60, kWide},
    {DownlinkModel::Lamp, 148, kWide},
};

} // namespace

DownlinkTable::DownlinkTable(DownlinkModel &rows, const Theme &theme, QWidget *parent)
    : QTableView(parent), m_rows(rows), m_theme(theme), m_gathered(new QPushButton(this))
{
    setModel(&rows);
    m_gathered->setProperty("kind", u"gathered"_s);
    m_gathered->setAccessibleName(tr("New commands"));
    m_gathered->hide();
    connect(m_gathered, &QPushButton::clicked, this, &DownlinkTable::gatheredWanted);
    setAccessibleName(tr("Commands to lamps"));
    makeList(*this);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&theme, &Theme::changed, this, &DownlinkTable::arrange);
    arrange();
}

void DownlinkTable::arrange()
{
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(36));
    horizontalHeader()->setMinimumSectionSize(m_theme.scaled(48));
    for (const auto &[column, columnWidth, from] : kColumns) {
        const bool isSaid =
            m_isOfOneLamp && (column == DownlinkModel::Space || column == DownlinkModel::Lamp);
        setColumnHidden(column, isSaid || width() < m_theme.scaled(from));
        setColumnWidth(
            column,
            std::max(m_theme.scaled(columnWidth), horizontalHeader()->sectionSizeHint(column)));
    }
    if (width() >= m_theme.scaled(kWide))
        setColumnWidth(DownlinkModel::Cause, m_theme.scaled(kWideCause));
    horizontalHeader()->setSectionResizeMode(DownlinkModel::Why, QHeaderView::Stretch);
}

void DownlinkTable::setOfOneLamp()
{
    m_isOfOneLamp = true;
    setAccessibleName(tr("Sent to this lamp"));
    arrange();
}

void DownlinkTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
    placeGathered();
}

// --- What is read --------------------------------------------------------------------------------

bool DownlinkTable::isBeingRead() const
{
    const bool hasMenu = findChild<QMenu *>() != nullptr;
    return m_rows.rowCount() > 0
        && (selectionModel()->hasSelection() || viewport()->underMouse() || hasMenu
            || verticalScrollBar()->value() > verticalScrollBar()->minimum());
}

void DownlinkTable::setGathered(int rows, bool more)
{
    m_gathered->setVisible(rows > 0);
    if (rows == 0)
        return;
    const QString number = QLocale().toString(rows);
    m_gathered->setText(more ? tr("More than %1 new").arg(number) : tr("%n new", nullptr, rows));
    m_gathered->setAccessibleName(m_gathered->text());
    m_gathered->setToolTip(tr("Show them; what is chosen stays chosen"));
    placeGathered();
}

/// Over the head, so that no row moves when it comes.
void DownlinkTable::placeGathered()
{
    m_gathered->adjustSize();
    const QRect head = horizontalHeader()->geometry();
    m_gathered->move(head.center().x() - m_gathered->width() / 2,
                     std::max(0, head.center().y() - m_gathered->height() / 2));
    m_gathered->raise();
}

QList<domain::DownlinkId> DownlinkTable::chosen() const
{
    QList<domain::DownlinkId> ids;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        ids.append(m_rows.row(index.row()).id);
    return ids;
}

void DownlinkTable::choose(const QList<domain::DownlinkId> &ids)
{
    QItemSelection selection;
    for (const domain::DownlinkId &id : ids) {
        if (const int row = m_rows.rowOf(id); row >= 0)
            selection.select(m_rows.index(row, 0), m_rows.index(row, DownlinkModel::kColumns - 1));
    }
    if (selection.isEmpty())
        return;
    selectionModel()->setCurrentIndex(selection.first().topLeft(), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

QList<domain::DownlinkId> DownlinkTable::inSight() const
{
    QList<domain::DownlinkId> ids;
    const int first = std::max(rowAt(0), 0);
    const int below = rowAt(viewport()->height() - 1);
    const int last = below < 0 ? m_rows.rowCount() - 1 : below;
    for (int row = std::max(first - kAround, 0);
         row <= std::min(last + kAround, m_rows.rowCount() - 1) && ids.size() < kMostInSight; ++row)
        ids.append(m_rows.row(row).id);
    return ids;
}

} // namespace parking::ui

#include "spacelist/spacetable.h"

#include "base/literals.h"
#include "spacelist/spacedelegate.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace parking::ui {

namespace {

constexpr int kRow = 36;

struct Width {
    SpaceRows::Column column;
    int least; ///< at 100 % text
    int share; ///< of what is left
};
constexpr std::array kWidths{
    Width{SpaceRows::Tick, 44, 0},      Width{SpaceRows::Code, 92, 1},
    Width{SpaceRows::Place, 104, 3},    Width{SpaceRows::State, 172, 2},
    Width{SpaceRows::Since, 72, 1},     Width{SpaceRows::Sensor, 112, 3},
    Width{SpaceRows::Battery, 84, 1},   Width{SpaceRows::Next, 136, 3},
    Width{SpaceRows::Features, 112, 2}, Width{SpaceRows::Lamp, 112, 2},
};
/// Which columns go first where there is no room for all.
constexpr std::array kFirstToGo{SpaceRows::Features, SpaceRows::Next, SpaceRows::Lamp,
                                SpaceRows::Battery, SpaceRows::Place};

} // namespace

SpaceTable::SpaceTable(SpaceRows &rows, const Theme &theme, QWidget *parent)
    : ListTable(rows, parent), m_rows(rows), m_theme(theme)
{
    setObjectName(u"spaceTable"_s);
    setItemDelegate(new SpaceDelegate(rows, theme, this));
    setHorizontalHeader(new SpaceHeader(rows, theme, this));
    setAccessibleName(tr("Spaces"));
    horizontalHeader()->setSortIndicator(SpaceRows::Code, Qt::AscendingOrder);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder order) {
                if (column == SpaceRows::Tick) // it ticks, and sorts nothing
                    return;
                m_rows.sort(column, order);
            });
    connect(this, &ListTable::rowChosen, this, [this](int row) {
        if (m_rows.space(row).id == m_chosen)
            return;
        m_chosen = m_rows.space(row).id;
        Q_EMIT chosenChanged();
    });
    connect(&rows, &SpaceRows::shownChanged, this, [this] {
        if (m_chosen)
            choose(*m_chosen);
    });
    connect(this, &QTableView::activated, this, &SpaceTable::opened);
    connect(&theme, &Theme::changed, this, &SpaceTable::arrange);
    arrange();
}

std::optional<domain::SpaceId> SpaceTable::chosen() const
{
    return m_chosen;
}

void SpaceTable::choose(const domain::SpaceId &space)
{
    m_chosen = space;
    const int row = m_rows.rowOf(space);
    if (row < 0)
        return;
    selectRow(row); // m_chosen is it already: nobody is told
    scrollTo(m_rows.index(row, SpaceRows::Code));
}

void SpaceTable::chooseNone()
{
    m_chosen.reset();
    clearChoice();
}

void SpaceTable::setHidden(SpaceRows::Column column, bool hidden)
{
    if (hidden)
        m_unwanted.insert(column);
    else
        m_unwanted.remove(column);
    arrange();
}

/// What has no room is not shown; what is left is shared out.
void SpaceTable::arrange()
{
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(kRow));
    horizontalHeader()->setMinimumSectionSize(m_theme.scaled(40));
    horizontalHeader()->setFixedHeight(m_theme.scaled(32));
    QSet<int> hidden = m_unwanted;
    const auto needed = [&] {
        int sum = 0;
        for (const Width &width : kWidths)
            sum += hidden.contains(width.column) ? 0 : m_theme.scaled(width.least);
        return sum;
    };
    const int room = viewport()->width();
    for (const SpaceRows::Column column : kFirstToGo) {
        if (needed() > room)
            hidden.insert(column);
    }
    int shares = 0;
    for (const Width &width : kWidths)
        shares += hidden.contains(width.column) ? 0 : width.share;
    const int spare = std::max(0, room - needed());
    for (const Width &width : kWidths) {
        setColumnHidden(width.column, hidden.contains(width.column));
        if (!hidden.contains(width.column))
            setColumnWidth(width.column,
                           m_theme.scaled(width.least) + spare * width.share / std::max(1, shares));
    }
}

void SpaceTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
}

// --- Ticks ---------------------------------------------------------------------------------------

void SpaceTable::keyPressEvent(QKeyEvent *event)
{
    const int row = currentIndex().row();
    const bool isArrow = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (event->matches(QKeySequence::SelectAll)) {
        m_rows.tickAll(true);
    } else if (event->key() == Qt::Key_Space && row >= 0) {
        m_anchor = row;
        m_rows.tick(row, row, !m_rows.isTicked(row));
    } else if (isArrow && event->modifiers() == Qt::ShiftModifier && row >= 0) {
        const int next =
            std::clamp(row + (event->key() == Qt::Key_Up ? -1 : 1), 0, m_rows.rowCount() - 1);
        m_rows.tick(row, next, true);
        m_anchor = next;
        setCurrentIndex(m_rows.index(next, SpaceRows::Code));
    } else {
        QTableView::keyPressEvent(event);
    }
}

void SpaceTable::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex at = indexAt(event->position().toPoint());
    if (at.isValid() && event->button() == Qt::LeftButton
        && event->modifiers() == Qt::ShiftModifier) {
        const int from = m_anchor >= 0 ? m_anchor
            : currentIndex().isValid() ? currentIndex().row()
                                       : at.row();
        m_rows.tick(from, at.row(), true);
        return;
    }
    if (at.isValid())
        m_anchor = at.row();
    if (at.isValid() && at.column() == SpaceRows::Tick && !m_rows.isReadOnly()) {
        setFocus(Qt::MouseFocusReason); // a tick chooses no row
        m_rows.tick(at.row(), at.row(), !m_rows.isTicked(at.row()));
        return;
    }
    QTableView::mousePressEvent(event);
}

} // namespace parking::ui

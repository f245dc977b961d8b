#include "widgets/listtable.h"

#include "base/literals.h"
#include "theme/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>

namespace parking::ui {

namespace {

constexpr int kMark = 3; ///< the bar of the chosen row
constexpr int kBox = 16;

} // namespace

void makeList(QTableView &table)
{
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.verticalHeader()->hide();
    table.horizontalHeader()->setHighlightSections(false);
}

void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option, bool isFirst,
                    const Theme &theme)
{
    const Tokens &t = theme.tokens();
    const QRect &rect = option.rect;
    const bool isChosen = option.state & QStyle::State_Selected;
    painter.fillRect(rect, isChosen ? t.accentSoft : t.surface);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.border);
    if (isChosen && isFirst)
        painter.fillRect(QRect(rect.topLeft(), QSize(kMark, rect.height())), t.accent);
}

void paintTickBox(QPainter &painter, const QRect &cell, int edge, bool ticked, bool some,
                  const Theme &theme)
{
    const Tokens &t = theme.tokens();
    const bool filled = ticked || some;
    const QRectF box(cell.left() + edge + 0.5, cell.center().y() - kBox / 2 + 0.5, kBox - 1,
                     kBox - 1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(filled ? t.accent : t.strong, 1));
    painter.setBrush(filled ? t.accent : t.surface);
    painter.drawRoundedRect(box, 4, 4);
    if (filled)
        painter.drawPixmap(QPointF(box.left() + 1, box.top() + 1),
                           theme.pixmap(some ? u"minus"_s : u"check"_s, kBox - 3, t.accentText,
                                        painter.device()->devicePixelRatioF()));
    painter.restore();
}

ListTable::ListTable(QAbstractItemModel &rows, QWidget *parent) : QTableView(parent)
{
    setModel(&rows);
    makeList(*this);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // no column moves for it
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (!m_isEntered && current.isValid())
                    Q_EMIT rowChosen(current.row());
            });
    // The keyboard was there, and chose nothing.
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex &at) { Q_EMIT rowChosen(at.row()); });
}

void ListTable::clearChoice()
{
    clearSelection();
    setCurrentIndex({});
}

void ListTable::focusInEvent(QFocusEvent *event)
{
    m_isEntered = true;
    QTableView::focusInEvent(event);
    m_isEntered = false;
}

} // namespace parking::ui

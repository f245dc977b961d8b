#include "widgets/flowlayout.h"

namespace parking::ui {

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        const QSize hint = item->sizeHint();
        size = {size.width() + hint.width() + spacing(), qMax(size.height(), hint.height())};
    }
    return size - QSize(m_items.isEmpty() ? 0 : spacing(), 0);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool moves) const
{
    QPoint at = rect.topLeft();
    int line = 0; // its height
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (at.x() > rect.left() && at.x() + size.width() > rect.left() + rect.width()) {
            at = {rect.left(), at.y() + line + spacing()};
            line = 0;
        }
        if (moves) {
            const QPoint mirrored(rect.left() + rect.right() - at.x() - size.width() + 1, at.y());
            const bool isMirrored = parentWidget() && parentWidget()->isRightToLeft();
            item->setGeometry(QRect(isMirrored ? mirrored : at, size));
        }
        at.rx() += size.width() + spacing();
        line = qMax(line, size.height());
    }
    return at.y() + line - rect.top();
}

} // namespace parking::ui

#include "widgets/arrowbox.h"

#include "base/literals.h"
#include "theme/theme.h"

#include <QPainter>

namespace parking::ui {

ArrowBox::ArrowBox(const Theme &theme, QWidget *parent, int edge)
    : QComboBox(parent), m_theme(theme), m_edge(edge)
{
}

void ArrowBox::paintEvent(QPaintEvent *event)
{
    QComboBox::paintEvent(event);
    constexpr int kArrow = 16;
    QPainter painter(this);
    painter.drawPixmap(
        QPointF(width() - kArrow - m_edge, (height() - kArrow) / 2.0),
        m_theme.pixmap(u"chevron-down"_s, kArrow, m_theme.tokens().text2, devicePixelRatioF()));
}

} // namespace parking::ui

#include "walk/walkstrip.h"

#include "base/literals.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kHeight = 44;
constexpr double kGap = 4;
constexpr double kWidest = 44;

} // namespace

WalkStrip::WalkStrip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Spaces of this walk"));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize WalkStrip::sizeHint() const
{
    return {400, m_theme.scaled(kHeight)};
}

void WalkStrip::setSpaces(const QList<Space> &spaces, int current)
{
    m_spaces = spaces;
    m_current = current;
    if (current >= 0 && current < spaces.size())
        setAccessibleDescription(
            tr("%1, %2 of %3").arg(spaces[current].code).arg(current + 1).arg(spaces.size()));
    update();
}

/// The current one has the others around it.
int WalkStrip::first() const
{
    const int most = std::max(0, int(m_spaces.size()) - kShown);
    return std::clamp(m_current - kShown / 2, 0, most);
}

QRectF WalkStrip::boxOf(int index) const
{
    const int at = index - first();
    if (at < 0 || at >= kShown || index >= m_spaces.size())
        return {};
    const int shown = std::min(kShown, int(m_spaces.size()));
    const double step = std::min((width() - 4.0) / shown, kWidest + kGap);
    return {2 + at * step, 4, step - kGap, height() - 8.0};
}

int WalkStrip::indexAt(const QPointF &pixels) const
{
    for (int index = first(); index < std::min(first() + kShown, int(m_spaces.size())); ++index) {
        if (boxOf(index).contains(pixels))
            return index;
    }
    return -1;
}

void WalkStrip::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(TextStyle::Caption));
    for (int index = first(); index < std::min(first() + kShown, int(m_spaces.size())); ++index) {
        const Space &space = m_spaces[index];
        const QRectF box = boxOf(index);
        const bool isOpen = !space.isWhole && !space.isLeft;
        painter.setPen(QPen(space.isWhole      ? t.ok
                                : space.isLeft ? t.warning
                                               : t.strong,
                            1, isOpen ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(space.isWhole ? t.okSoft : space.isLeft ? t.warningSoft : t.surface);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        if (isOpen) {
            painter.setPen(t.text2);
            painter.drawText(box, Qt::AlignCenter,
                             painter.fontMetrics().elidedText(space.code.right(3), Qt::ElideLeft,
                                                              int(box.width()) - 2));
        } else {
            painter.drawPixmap(box.center() - QPointF(8, 8),
                               m_theme.pixmap(space.isWhole ? u"check"_s : u"warning"_s, 16,
                                              space.isWhole ? t.ok : t.warning,
                                              painter.device()->devicePixelRatioF()));
        }
        if (index == m_current) {
            painter.setPen(QPen(t.accent, hasFocus() ? 4 : 3));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 6, 6);
        }
    }
}

void WalkStrip::mousePressEvent(QMouseEvent *event)
{
    const int index = indexAt(event->position());
    if (index >= 0)
        Q_EMIT chosen(index);
}

void WalkStrip::keyPressEvent(QKeyEvent *event)
{
    const int by = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const int to = m_current + by;
    if (by == 0)
        QWidget::keyPressEvent(event);
    else if (to >= 0 && to < m_spaces.size())
        Q_EMIT chosen(to);
}

bool WalkStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = indexAt(help->pos());
        QToolTip::showText(help->globalPos(), index < 0 ? QString() : m_spaces[index].code, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace parking::ui

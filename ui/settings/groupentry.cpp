#include "settings/groupentry.h"

#include "base/literals.h"

#include <QPainter>
#include <QPainterPath>

namespace parking::ui {

namespace {

constexpr int kHeight = 36;
constexpr int kMargin = 8; // of the box to the column's edges
constexpr int kIcon = 20;

} // namespace

GroupEntry::GroupEntry(const QString &icon, const QString &name, const Theme &theme,
                       QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon)
{
    setText(name);
    setAccessibleName(name);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void GroupEntry::setFailing(bool failing)
{
    if (m_isFailing == failing)
        return;
    m_isFailing = failing;
    setAccessibleDescription(failing ? tr("it fails") : QString());
    update();
}

QSize GroupEntry::sizeHint() const
{
    return {200, m_theme.scaled(kHeight)};
}

void GroupEntry::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(kMargin, 0, -kMargin, 0);
    painter.setPen(Qt::NoPen);
    if (isChecked() || underMouse()) {
        painter.setBrush(isChecked() ? t.accentSoft : t.sunken);
        painter.drawRoundedRect(box, 6, 6);
    }
    if (isChecked()) {
        painter.setBrush(t.accent);
        painter.drawRoundedRect(QRectF(0, 8, 3, height() - 16), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6);
    }
    const QColor colour = isChecked() ? t.accent : t.text2;
    painter.drawPixmap(QPointF(box.left() + 12, (height() - kIcon) / 2.0),
                       m_theme.pixmap(m_icon, kIcon, colour, devicePixelRatioF()));
    painter.setPen(colour);
    painter.setFont(m_theme.font(isChecked() ? TextStyle::BodyStrong : TextStyle::Body));
    const QRectF words = box.adjusted(42, 0, -30, 0);
    painter.drawText(words, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, int(words.width())));
    if (!m_isFailing)
        return;
    QPainterPath triangle;
    triangle.moveTo(box.right() - 16, height() / 2.0 - 4.5);
    triangle.lineTo(box.right() - 11, height() / 2.0 + 4);
    triangle.lineTo(box.right() - 21, height() / 2.0 + 4);
    triangle.closeSubpath();
    painter.fillPath(triangle, t.danger);
}

} // namespace parking::ui

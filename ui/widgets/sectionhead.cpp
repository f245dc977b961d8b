#include "widgets/sectionhead.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

SectionHead::SectionHead(const QString &title, QWidget *section, const Theme &theme,
                         QWidget *parent)
    : QAbstractButton(parent), m_theme(theme)
{
    setText(title);
    setAccessibleName(title);
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::toggled, section, &QWidget::setVisible);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void SectionHead::setDetail(const QString &detail)
{
    m_detail = detail;
    setAccessibleDescription(detail);
    update();
}

QSize SectionHead::sizeHint() const
{
    return {200, m_theme.scaled(28)};
}

void SectionHead::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, text());
    const double after = QFontMetricsF(painter.font()).horizontalAdvance(text()) + 6;
    if (!isChecked() || underMouse() || hasFocus()) {
        const QString icon = isChecked() ? u"chevron-down"_s : u"chevron-right"_s;
        painter.drawPixmap(QPointF(after, height() / 2.0 - 7),
                           m_theme.pixmap(icon, 14, t.text2, devicePixelRatioF()));
    }
    if (isChecked()) {
        painter.setFont(m_theme.font(TextStyle::Body));
        painter.setPen(t.text2);
        painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, m_detail);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

} // namespace parking::ui

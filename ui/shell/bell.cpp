#include "shell/bell.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

Bell::Bell(const Theme &theme, QWidget *parent) : QPushButton(parent), m_theme(theme)
{
    setObjectName(u"bell"_s);
    setProperty("kind", u"icon"_s);
    setCheckable(true);
    setIconSize(QSize(20, 20));
    connect(&theme, &Theme::changed, this, &Bell::refresh);
    connect(this, &QPushButton::toggled, this, &Bell::refresh);
    refresh();
}

void Bell::setCount(const std::optional<int> &count, int acknowledged)
{
    m_count = count;
    m_acknowledged = acknowledged;
    refresh();
}

void Bell::refresh()
{
    const Tokens &t = m_theme.tokens();
    setIcon(QIcon(
        m_theme.pixmap(u"bell"_s, 20, isChecked() ? t.accent : t.text2, devicePixelRatioF())));
    const QString words = !m_count ? tr("Alarms: not known now")
        : *m_count == 0 ? (m_acknowledged > 0 ? tr("No new alarms") : tr("No open alarms"))
                        : tr("%n open alarms", nullptr, *m_count);
    setAccessibleName(words);
    setToolTip(tr("%1 (F8)").arg(words));
    update();
}

void Bell::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    if (m_count && *m_count == 0)
        return;
    const Tokens &t = m_theme.tokens();
    const QString text = !m_count ? u"?"_s : *m_count > 99 ? u"99+"_s : QString::number(*m_count);
    QFont font = m_theme.font(TextStyle::Axis);
    font.setPixelSize(10);
    font.setWeight(QFont::Bold);
    const int wide = std::max(15, QFontMetrics(font).horizontalAdvance(text) + 8);
    const QRectF badge(std::min(width() / 2.0 + 1, width() - wide * 1.0), 1, wide, 15);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_count ? t.danger : t.text3);
    painter.drawRoundedRect(badge, 7.5, 7.5);
    painter.setFont(font);
    painter.setPen(t.surface);
    painter.drawText(badge, Qt::AlignCenter, text);
}

} // namespace parking::ui

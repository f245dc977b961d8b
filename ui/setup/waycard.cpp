#include "setup/waycard.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kHead = 72; // at 100 % text: icon, title, time
constexpr int kEdge = 16;

} // namespace

WayCard::WayCard(const Words &words, const Theme &theme, QWidget *parent)
    : QAbstractButton(parent), m_words(words), m_theme(theme)
{
    setText(words.title);
    setAccessibleName(words.title);
    setAccessibleDescription(QStringList{words.time, words.text, words.needs}.join(u". "_s));
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize WayCard::sizeHint() const
{
    return {m_theme.scaled(312), heightForWidth(m_theme.scaled(312))};
}

QRect WayCard::textBox(int width) const
{
    return {kEdge, m_theme.scaled(kHead), width - 2 * kEdge, 1000};
}

int WayCard::textHeight(int width) const
{
    return QFontMetrics(m_theme.font(TextStyle::Body))
        .boundingRect(textBox(width), Qt::TextWordWrap, m_words.text)
        .height();
}

int WayCard::heightForWidth(int width) const
{
    return qMax(m_theme.scaled(168), m_theme.scaled(kHead + 44) + textHeight(width));
}

void WayCard::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isMarked = isChecked() || hasFocus();
    painter.setPen(QPen(isMarked           ? t.accent
                            : underMouse() ? t.strong
                                           : t.border,
                        isMarked ? 2 : 1));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);

    const int side = m_theme.scaled(40);
    const QRectF icon(kEdge, kEdge + 1, side, side);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? t.accentSoft : t.window);
    painter.drawRoundedRect(icon, 6, 6);
    const QColor ink = isChecked() ? t.accent : t.text2;
    painter.drawPixmap(icon.center() - QPointF(12, 12),
                       m_theme.pixmap(m_words.icon, 24, ink, devicePixelRatioF()));

    const int left = kEdge + side + 12;
    const int right = width() - kEdge;
    painter.setPen(t.text);
    painter.setFont(m_theme.font(TextStyle::TopBar));
    painter.drawText(QRect(left, kEdge, right - left - 24, m_theme.scaled(22)),
                     Qt::AlignVCenter | Qt::AlignLeft, m_words.title);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    painter.drawText(QRect(left, kEdge + m_theme.scaled(22), right - left - 24, m_theme.scaled(18)),
                     Qt::AlignVCenter | Qt::AlignLeft, m_words.time);

    const QPointF radio(right - 9, kEdge + 15);
    painter.setPen(QPen(isChecked() ? t.accent : t.strong, isChecked() ? 2 : 1.25));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(radio, 8, 8);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        painter.drawEllipse(radio, 4.5, 4.5);
    }
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    painter.drawText(textBox(width()), Qt::TextWordWrap, m_words.text);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text3);
    painter.drawText(
        QRect(kEdge, height() - m_theme.scaled(34), right - kEdge, m_theme.scaled(20)),
        Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetrics(painter.font()).elidedText(m_words.needs, Qt::ElideRight, right - kEdge));
}

} // namespace parking::ui

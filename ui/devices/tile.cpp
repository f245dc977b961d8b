#include "devices/tile.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kEdge = 14;
constexpr int kHeight = 92;

} // namespace

Tile::Tile(const QString &title, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_title(title), m_theme(theme), m_value(QChar(0x2013))
{
    setObjectName(u"card"_s);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Tile::setValue(const QString &value, const QString &unit, const QString &words,
                    QLatin1StringView role)
{
    m_value = value;
    m_unit = unit;
    m_words = words;
    m_role = role;
    setAccessibleDescription(u"%1 %2, %3"_s.arg(value, unit, words));
    setToolTip(words);
    update();
}

QSize Tile::sizeHint() const
{
    return {m_theme.scaled(190), m_theme.scaled(kHeight)};
}

QSize Tile::minimumSizeHint() const
{
    return {m_theme.scaled(120), m_theme.scaled(kHeight)};
}

void Tile::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    const QRect inside = rect().adjusted(kEdge, 10, -kEdge, -10);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop, m_title);
    painter.setPen(m_role == u"ok"            ? t.ok
                       : m_role == u"warning" ? t.warning
                       : m_role == u"danger"  ? t.danger
                                              : t.text3);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignBottom,
                     painter.fontMetrics().elidedText(m_words, Qt::ElideRight, inside.width()));
    const QFont big = m_theme.font(TextStyle::BigCounter);
    painter.setFont(big);
    painter.setPen(t.text);
    const int base = inside.center().y() + QFontMetrics(big).ascent() / 2 - 2;
    painter.drawText(inside.left(), base, m_value);
    const int after = inside.left() + QFontMetrics(big).horizontalAdvance(m_value) + 5;
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    painter.drawText(
        after, base,
        painter.fontMetrics().elidedText(m_unit, Qt::ElideRight, inside.right() - after));
}

} // namespace parking::ui

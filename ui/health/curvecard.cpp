#include "health/curvecard.h"

#include "base/literals.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

constexpr double kEdge = 16;

QFont strong(QFont font)
{
    font.setWeight(QFont::Bold);
    return font;
}

} // namespace

double scaleTop(double value)
{
    if (!(value > 1))
        return 1;
    const double decade = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * decade)
            return step * decade;
    }
    return 10 * decade;
}

QStringList scaleWords(double top, bool isCount)
{
    QStringList words;
    for (const double value : {0.0, top / 2, top}) {
        const bool isWhole = value == std::floor(value);
        words.append(isCount && !isWhole ? QString()
                                         : QLocale().toString(value, 'f', isWhole ? 0 : 1));
    }
    return words;
}

CurveCard::CurveCard(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"card"_s);
    setFixedHeight(theme.scaled(148));
    setMinimumWidth(theme.scaled(260));
    connect(&theme, &Theme::changed, this, [this] {
        setFixedHeight(m_theme.scaled(148));
        update();
    });
}

void CurveCard::setContent(const Content &content)
{
    m_content = content;
    setAccessibleName(
        content.missing.isEmpty()
            ? tr("%1, %2: %3 %4").arg(content.title, content.about, content.now, content.nowAbout)
            : u"%1: %2"_s.arg(content.title, content.missing));
    update();
}

void CurveCard::paintHead(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    const QFont title = strong(m_theme.font(TextStyle::Body));
    const QFont small = m_theme.font(TextStyle::Caption);
    const int line = m_theme.scaled(28);
    const QRectF head(kEdge, m_theme.scaled(6), width() - 2 * kEdge, line);
    const auto middle = Qt::AlignVCenter | Qt::TextSingleLine;
    const double wordWidth = QFontMetricsF(small).horizontalAdvance(m_content.nowAbout);
    const double nowWidth = QFontMetricsF(title).horizontalAdvance(m_content.now);
    painter.setFont(title);
    painter.setPen(t.text);
    painter.drawText(head, middle | Qt::AlignLeft, m_content.title);
    painter.setPen(m_content.isBad ? t.danger : t.text);
    painter.drawText(head.adjusted(0, 0, -wordWidth - 6, 0), middle | Qt::AlignRight,
                     m_content.now);
    painter.setFont(small);
    painter.setPen(t.text2);
    painter.drawText(head, middle | Qt::AlignRight, m_content.nowAbout);
    const double left = QFontMetricsF(title).horizontalAdvance(m_content.title) + 8;
    const double room = head.width() - left - wordWidth - nowWidth - 18;
    if (room > 40)
        painter.drawText(QRectF(head.left() + left, head.top(), room, head.height()),
                         middle | Qt::AlignLeft,
                         QFontMetricsF(small).elidedText(m_content.about, Qt::ElideRight, room));
}

void CurveCard::paintCurve(QPainter &painter, const QRectF &plot, double top) const
{
    const Tokens &t = m_theme.tokens();
    const QColor colour = m_content.isBad ? t.danger : t.accent;
    const qsizetype count = m_content.values.size();
    QPolygonF part;
    const auto draw = [&] {
        if (part.size() == 1)
            part.append(part.first() + QPointF(1, 0));
        if (part.isEmpty())
            return;
        if (m_content.isBad) {
            QPolygonF area = part;
            area.append({part.last().x(), plot.bottom()});
            area.append({part.first().x(), plot.bottom()});
            QColor soft = colour;
            soft.setAlphaF(0.15F);
            painter.setPen(Qt::NoPen);
            painter.setBrush(soft);
            painter.drawPolygon(area);
        }
        painter.setPen(QPen(colour, 1.75));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(part);
        part.clear();
    };
    for (qsizetype i = 0; i < count; ++i) {
        const std::optional<double> &value = m_content.values[i];
        if (!value) {
            draw();
            continue;
        }
        const double x = plot.left() + plot.width() * double(i + 1) / double(count);
        part.append({x, plot.bottom() - plot.height() * std::clamp(*value / top, 0.0, 1.0)});
    }
    draw();
}

void CurveCard::paintMarks(QPainter &painter, const QRectF &plot) const
{
    const Tokens &t = m_theme.tokens();
    painter.setFont(m_theme.font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    QRectF last;
    for (const auto &[where, word] : m_content.marks) {
        const double x = plot.left() + plot.width() * where;
        painter.setPen(QPen(t.text2, 1));
        painter.drawLine(QPointF(x, plot.top() - 4), QPointF(x, plot.bottom()));
        const double wide = metrics.horizontalAdvance(word);
        const double left = x - wide - 6 >= plot.left() ? x - wide - 6 : x + 6;
        const QRectF box(left - 2, plot.top(), wide + 4, metrics.height());
        if (box.intersects(last))
            continue; // of two that are so near the line says enough
        last = box;
        painter.fillRect(box, t.surface);
        painter.drawText(QPointF(left, plot.top() + metrics.ascent()), word);
    }
}

void CurveCard::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &t = m_theme.tokens();
    paintHead(painter);
    const QFont caption = m_theme.font(TextStyle::Caption);
    const QFontMetricsF metrics(caption);
    if (!m_content.missing.isEmpty()) {
        painter.setFont(m_theme.font(TextStyle::Caption));
        painter.setPen(t.text2);
        painter.drawText(QRectF(rect()).adjusted(kEdge, m_theme.scaled(34), -kEdge, -kEdge),
                         Qt::AlignCenter | Qt::TextWordWrap, m_content.missing);
        return;
    }
    double highest = 0;
    for (const std::optional<double> &value : m_content.values)
        highest = std::max(highest, value.value_or(0));
    const double top = scaleTop(highest);
    const QStringList scale = scaleWords(top, m_content.isCount);
    double gutter = 0;
    for (const QString &word : scale)
        gutter = std::max(gutter, metrics.horizontalAdvance(word) + 10);
    const QRectF plot(kEdge + gutter, m_theme.scaled(42), width() - 2 * kEdge - gutter,
                      height() - m_theme.scaled(42) - metrics.height() - 12);
    painter.setFont(caption);
    for (qsizetype i = 0; i < scale.size(); ++i) {
        const double y = plot.bottom() - plot.height() * double(i) / 2;
        painter.setPen(QPen(i == 0 ? t.text3 : t.border, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(t.text2);
        painter.drawText(QRectF(kEdge, y - metrics.height() / 2, gutter - 10, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, scale[i]);
    }
    paintCurve(painter, plot, top);
    paintMarks(painter, plot);
    painter.setFont(caption);
    painter.setPen(t.text2);
    const qsizetype count = m_content.times.size();
    for (qsizetype i = 0; i < count; ++i) {
        const double x = plot.left() + plot.width() * double(i) / double(count - 1);
        const double wide = metrics.horizontalAdvance(m_content.times[i]);
        const double left = i == 0 ? x : i == count - 1 ? x - wide : x - wide / 2;
        painter.drawText(QPointF(left, height() - 8 - metrics.descent()), m_content.times[i]);
    }
}

} // namespace parking::ui

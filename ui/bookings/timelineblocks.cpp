#include "bookings/timelineblocks.h"

#include "base/literals.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace parking::ui {

using domain::BookingPhase;
using domain::SpaceState;

namespace {

constexpr double kRadius = 4;
constexpr double kBar = 4;
constexpr double kInside = 10; ///< from the edge to the words
constexpr double kLeastWords = 26; ///< pixels; a narrower block has none

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

QPainterPath rounded(const QRectF &box)
{
    QPainterPath path;
    path.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), kRadius - 0.5, kRadius - 0.5);
    return path;
}

} // namespace

QFont TimelineBlocks::font() const
{
    QFont font = m_theme.font(TextStyle::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

TimelineBlocks::Look TimelineBlocks::look(BookingPhase phase) const
{
    const Tokens &t = m_theme.tokens();
    const StateColours &reserved = t.state(SpaceState::Reserved);
    const StateColours &occupied = t.state(SpaceState::Occupied);
    switch (phase) {
    case BookingPhase::Upcoming:
    case BookingPhase::Soon:
        return {t.upcoming.fill, t.upcoming.edge, t.upcoming.text, true};
    case BookingPhase::Awaited:
        return {reserved.fill, t.dark ? reserved.chart : reserved.edge, reserved.text, true};
    case BookingPhase::Unverified:
        return {reserved.fill, t.dark ? reserved.chart : reserved.edge, reserved.text, true, true};
    case BookingPhase::Arrived:
        return {occupied.fill, occupied.edge, occupied.text};
    case BookingPhase::Blocked:
        return {t.dangerSoft, t.danger, t.danger, true};
    case BookingPhase::Completed:
    case BookingPhase::Overstay:
        return {t.sunken, t.border, t.text2};
    case BookingPhase::Ended:
        return {t.sunken, t.strong, t.text2, false, true};
    case BookingPhase::NoShow:
        return {t.surface, t.text2, t.text2, false, true};
    case BookingPhase::Cancelled:
        return {t.surface, t.strong, t.text3, false, true};
    }
    return {};
}

void TimelineBlocks::paint(QPainter &painter, const Block &block) const
{
    const Tokens &t = m_theme.tokens();
    const Look look = this->look(block.phase);
    const QPainterPath shape = rounded(block.box);
    painter.fillPath(shape, look.fill);
    if (look.hasBar) {
        painter.save();
        painter.setClipPath(shape, Qt::IntersectClip);
        painter.fillRect(QRectF(block.box.left(), block.box.top(), kBar + 0.5, block.box.height()),
                         look.edge);
        painter.restore();
    }
    QPen pen(look.edge, 1);
    if (look.isDashed)
        pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    paintWords(painter, block, look);
    if (!block.isCurrent)
        return;
    painter.setPen(QPen(block.hasFocus ? t.accent : t.strong, 2));
    painter.drawRoundedRect(block.box.adjusted(-2, -2, 2, 2), kRadius + 2, kRadius + 2);
}

void TimelineBlocks::paintWords(QPainter &painter, const Block &block, const Look &look) const
{
    QRectF inside = block.box.intersected(block.seen).adjusted(kInside, 0, -kInside + 2, 0);
    if (inside.width() < kLeastWords)
        return;
    painter.setPen(look.text);
    const QFont words = font();
    const QFontMetricsF metrics(words);
    const double needed = metrics.horizontalAdvance(block.words);
    if (!block.brief.isEmpty()) {
        const QFont plain = m_theme.font(TextStyle::Caption);
        const double brief = QFontMetricsF(plain).horizontalAdvance(block.brief);
        if (needed + 12 + brief <= inside.width()) {
            painter.setFont(plain);
            painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, block.brief);
        }
    }
    QFont font = words;
    font.setStrikeOut(block.phase == BookingPhase::Cancelled);
    painter.setFont(font);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignVCenter,
                     needed <= inside.width()
                         ? block.words
                         : metrics.elidedText(block.words, Qt::ElideRight, inside.width()));
}

/// 1.5 px every 7 px, diagonal.
void TimelineBlocks::paintHatch(QPainter &painter, const QRectF &box, const QPainterPath &inside,
                                const QColor &colour) const
{
    painter.save();
    painter.setClipPath(inside, Qt::IntersectClip);
    painter.setPen(QPen(faded(colour, 0.5), 1.5));
    const double height = box.height();
    for (double x = box.left() - height; x < box.right(); x += 7)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + height, box.top()));
    painter.restore();
}

void TimelineBlocks::paintOver(QPainter &painter, const QRectF &box) const
{
    const Tokens &t = m_theme.tokens();
    const QPainterPath shape = rounded(box);
    painter.fillPath(shape, t.dangerSoft);
    paintHatch(painter, box, shape, t.danger);
    painter.setPen(QPen(t.danger, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
}

void TimelineBlocks::paintOverPill(QPainter &painter, const QRectF &line,
                                   const QStringList &words) const
{
    constexpr double kIcon = 14;
    const Tokens &t = m_theme.tokens();
    const QFontMetricsF metrics(font());
    for (const QString &text : words) {
        const double width = 7 + kIcon + 3 + metrics.horizontalAdvance(text) + 8;
        if (width > line.width())
            continue;
        const QRectF pill = QRectF(line.left(), line.top() + 1, width, line.height() - 2)
                                .adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(QPen(t.danger, 1));
        painter.setBrush(t.dangerSoft);
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
        painter.drawPixmap(QPointF(pill.left() + 6.5, line.center().y() - kIcon / 2),
                           m_theme.pixmap(u"warning"_s, int(kIcon), t.danger,
                                          painter.device()->devicePixelRatioF()));
        painter.setFont(font());
        painter.setPen(t.danger);
        painter.drawText(pill.adjusted(6.5 + kIcon + 3, 0, 0, 0), Qt::AlignVCenter, text);
        return;
    }
}

void TimelineBlocks::paintGhost(QPainter &painter, const QRectF &box, const QString &words) const
{
    const Tokens &t = m_theme.tokens();
    QPen pen(t.strong, 1.5);
    pen.setDashPattern({4, 2});
    painter.setPen(pen);
    painter.setBrush(t.surface);
    painter.drawPath(rounded(box));
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    painter.drawText(box.adjusted(kInside, 0, -4, 0), Qt::AlignVCenter, words);
}

void TimelineBlocks::paintFit(QPainter &painter, const QRectF &box, const QString &words) const
{
    const Tokens &t = m_theme.tokens();
    QPen pen(t.accent, 1.5);
    pen.setDashPattern({4, 2});
    painter.setPen(pen);
    painter.setBrush(t.accentSoft);
    painter.drawPath(rounded(box));
    painter.setFont(font());
    painter.setPen(t.accent);
    painter.drawText(box.adjusted(kInside, 0, -4, 0), Qt::AlignVCenter, words);
}

void TimelineBlocks::paintWish(QPainter &painter, const QRectF &box, const QList<QRectF> &inTheWay,
                               const QString &words, bool isRefused) const
{
    const Tokens &t = m_theme.tokens();
    const QColor edge = isRefused ? t.danger : t.accent;
    const QRectF raised = box.adjusted(0, -2, 0, 2);
    m_theme.paintShadow(painter, raised);
    QPainterPath shape;
    shape.addRoundedRect(raised.adjusted(1, 1, -1, -1), kRadius, kRadius);
    painter.fillPath(shape, isRefused ? t.dangerSoft : t.accentSoft);
    QRectF free = raised;
    for (const QRectF &part : inTheWay) {
        const QRectF taken = part.intersected(raised);
        QPainterPath piece;
        piece.addRect(taken);
        paintHatch(painter, taken, shape.intersected(piece), t.danger);
        // Words stand in the larger part that is free.
        const QRectF before(free.topLeft(),
                            QPointF(std::max(taken.left(), free.left()), free.bottom()));
        const QRectF after(QPointF(std::min(taken.right(), free.right()), free.top()),
                           free.bottomRight());
        free = before.width() > after.width() ? before : after;
    }
    painter.setPen(QPen(edge, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    QFont bold = font();
    bold.setWeight(QFont::Bold);
    const double needed = QFontMetricsF(bold).horizontalAdvance(words) + 8;
    if (needed > free.width())
        free = raised;
    if (needed > free.width())
        return;
    painter.setFont(bold);
    painter.setPen(edge);
    painter.drawText(free, Qt::AlignCenter, words);
}

} // namespace parking::ui

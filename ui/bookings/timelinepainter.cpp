#include "bookings/timelinepainter.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "labels.h"
#include "widgets/statepill.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

constexpr double kNames = 176;
constexpr double kStrip = 57; ///< with its line
constexpr double kAxis = 36; ///< with its line
constexpr double kLeft = 20; ///< of words at the left edge

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::TimelinePainter", text);
}

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

} // namespace

TimelineMetrics TimelinePainter::metrics() const
{
    return {double(m_theme.scaled(32)), double(m_theme.scaled(30)), double(m_theme.scaled(24))};
}

TimelineFrame TimelinePainter::frame(const QSizeF &size) const
{
    const double names = m_theme.scaled(int(kNames)) + 1;
    const double strip = m_theme.scaled(int(kStrip));
    const double axis = m_theme.scaled(int(kAxis));
    const double wide = std::max(size.width() - names, 1.0);
    TimelineFrame frame;
    frame.strip = {names, 0, wide, strip};
    frame.axis = {names, strip, wide, axis};
    frame.rows = {names, strip + axis, wide, std::max(size.height() - strip - axis, 1.0)};
    frame.names = {0, frame.rows.top(), names, frame.rows.height()};
    return frame;
}

void TimelinePainter::paint(QPainter &painter, const TimelineScene &scene,
                            const TimelineFrame &frame, const TimelineMarks &marks,
                            const TimelineDrag &drag) const
{
    const Tokens &t = m_theme.tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(frame.rows.united(frame.names), t.surface);
    painter.save();
    painter.setClipRect(frame.rows);
    painter.translate(frame.rows.topLeft());
    paintGround(painter, scene, frame);
    painter.fillRect(QRectF(-1, 0, 1, frame.rows.height()), t.border);
    const int end = scene.endSeen();
    for (int line = std::max(scene.firstSeen(), 0); line < end; ++line) {
        if (scene.lines()[line].space >= 0)
            paintRow(painter, scene, line, marks, drag);
    }
    paintWishes(painter, scene, marks, drag);
    painter.restore();
    painter.save();
    painter.setClipRect(frame.rows.united(frame.names));
    for (int line = std::max(scene.firstSeen(), 0); line < end; ++line) {
        if (scene.lines()[line].space >= 0)
            paintName(painter, scene, frame, line);
        else
            paintGroup(painter, scene, frame, scene.lines()[line].group, scene.topOf(line));
    }
    if (const auto sticky = scene.stickyGroup())
        paintGroup(painter, scene, frame, sticky->first, sticky->second);
    paintChosen(painter, scene, frame, marks);
    painter.restore();
    paintStrip(painter, scene, frame);
    paintAxis(painter, scene, frame);
    painter.fillRect(QRectF(frame.names.right() - 1, 0, 1, frame.rows.top()), t.border);
    painter.save();
    painter.setClipRect(frame.rows);
    paintCard(painter, scene, frame, drag);
    painter.restore();
}

// --- Rows ----------------------------------------------------------------------------------------

/// What has passed, the lines of the hours, and now.
void TimelinePainter::paintGround(QPainter &painter, const TimelineScene &scene,
                                  const TimelineFrame &frame) const
{
    const Tokens &t = m_theme.tokens();
    const TimelineAxis &axis = scene.axis();
    const double now = axis.xOf(scene.now());
    const double height = frame.rows.height();
    const QRectF all(0, 0, frame.rows.width(), height);
    if (now > 0)
        painter.fillRect(QRectF(0, 0, std::min(now, all.width()), height), t.window);
    for (const TimelineTick &tick : axis.ticks()) {
        const double x = std::round(axis.xOf(tick.time));
        if (x >= 1 && x < all.width())
            painter.fillRect(QRectF(x, 0, 1, height),
                             tick.isDay && axis.days() > 1
                                 ? t.mark
                                 : faded(t.border, tick.isStrong ? 0.65 : 0.3));
    }
    if (now >= 0 && now < all.width())
        painter.fillRect(QRectF(std::round(now) - 1, 0, 2, height), t.accent);
    for (int line = std::max(scene.firstSeen(), 0); line < scene.endSeen(); ++line) {
        const double bottom = scene.topOf(line) + scene.lines()[line].height;
        if (scene.lines()[line].space >= 0)
            painter.fillRect(QRectF(0, bottom - 1, all.width(), 1), t.border);
    }
}

void TimelinePainter::paintRow(QPainter &painter, const TimelineScene &scene, int line,
                               const TimelineMarks &marks, const TimelineDrag &drag) const
{
    const QRectF seen(0, 0, scene.size().width(), scene.size().height());
    const QList<int> blocks = scene.seen(scene.lines()[line].space);
    for (int i = 0; i < blocks.size(); ++i) {
        const domain::Booking &row = scene.booking(blocks[i]);
        const QRectF box = scene.boxOf(line, scene.drawn(blocks[i]));
        if ((drag.isActive() && drag.booking() == row.id)
            || (marks.asked && marks.moving == row.id)) {
            m_blocks.paintGhost(painter, box, tr("moving"));
            continue;
        }
        const domain::BookingPhase phase = scene.phase(blocks[i]);
        m_blocks.paint(painter,
                       {.box = box,
                        .seen = seen,
                        .phase = phase,
                        .words = labels::who(row, marks.isReadOnly),
                        .brief = labels::brief(phase),
                        .isCurrent = marks.current == row.id && marks.hasFocus,
                        .hasFocus = marks.hasFocus});
        const auto over = scene.over(blocks[i]);
        if (!over)
            continue;
        const QRectF overBox = scene.boxOf(line, *over);
        m_blocks.paintOver(painter, overBox);
        if (row.leftAt)
            continue;
        const double next =
            i + 1 < blocks.size() ? scene.boxOf(blocks[i + 1]).left() : scene.size().width();
        QRectF pill = overBox;
        pill.setLeft(overBox.right() + 8);
        pill.setRight(next - 2);
        m_blocks.paintOverPill(painter, pill,
                               {labels::over(over->length()), labels::length(over->length())});
    }
}

QRectF TimelinePainter::wishBox(const TimelineScene &scene, const TimelineWish &wish) const
{
    const int line = scene.lineOf(scene.indexOf(wish.space));
    return line < 0 ? QRectF() : scene.boxOf(line, wish.span);
}

/// What a form holds, what was asked for, what the hand holds.
void TimelinePainter::paintWishes(QPainter &painter, const TimelineScene &scene,
                                  const TimelineMarks &marks, const TimelineDrag &drag) const
{
    const QTimeZone &zone = scene.axis().zone();
    const auto paint = [&](const TimelineWish &wish, const TimelineFinding &finding,
                           bool isRefused) {
        const QRectF box = wishBox(scene, wish);
        if (box.isNull())
            return;
        QList<QRectF> taken;
        for (const domain::BookingSpan &span : finding.inTheWay)
            taken.append(
                scene.boxOf(scene.lineOf(scene.indexOf(wish.space)), span).adjusted(0, -2, 0, 2));
        m_blocks.paintWish(painter, box, taken, labels::range(wish.span, zone), isRefused);
    };
    if (marks.asked && !wishBox(scene, *marks.asked).isNull())
        m_blocks.paintFit(painter, wishBox(scene, *marks.asked), tr("being booked"));
    if (marks.proposal && !drag.isActive()) {
        const TimelineFinding &finding = marks.finding;
        if (finding.other) {
            const QRectF box = wishBox(scene, {*finding.other, marks.proposal->span});
            if (!box.isNull())
                m_blocks.paintFit(painter, box, tr("fits here"));
        }
        paint(*marks.proposal, finding, !finding.inTheWay.isEmpty());
    }
    if (drag.isActive())
        paint(drag.wish(), drag.finding(), drag.problem() != TimelineDrag::Problem::None);
}

void TimelinePainter::paintName(QPainter &painter, const TimelineScene &scene,
                                const TimelineFrame &frame, int line) const
{
    const Tokens &t = m_theme.tokens();
    const TimelineLine &row = scene.lines()[line];
    const TimelineSpace &space = scene.spaces()[row.space];
    const QRectF box(0, frame.rows.top() + scene.topOf(line), frame.names.width() - 1, row.height);
    painter.fillRect(box, t.surface);
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), t.border);
    painter.fillRect(QRectF(box.right(), box.top(), 1, box.height()), t.border);
    paintStateSign(painter, QRectF(kLeft, std::round(box.center().y()) - 7.5, 12, 14), space.state,
                   space.confidence, m_theme);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    const QRectF words = box.adjusted(kLeft + 20, 0, -8, -1);
    painter.drawText(
        words, Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(space.code, Qt::ElideRight, words.width()));
}

void TimelinePainter::paintGroup(QPainter &painter, const TimelineScene &scene,
                                 const TimelineFrame &frame, int group, double top) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF box(0, frame.rows.top() + top, frame.rows.right(), scene.metrics().group);
    painter.fillRect(box, t.sunken);
    painter.drawPixmap(
        QPointF(14, std::round(box.center().y()) - 7),
        m_theme.pixmap(scene.isFolded(group) ? u"chevron-right"_s : u"chevron-down"_s, 14, t.text2,
                       painter.device()->devicePixelRatioF()));
    QFont font = m_theme.font(TextStyle::Caption);
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(t.text2);
    painter.drawText(box.adjusted(34, 0, -8, 0), Qt::AlignVCenter, scene.groups()[group]);
}

void TimelinePainter::paintChosen(QPainter &painter, const TimelineScene &scene,
                                  const TimelineFrame &frame, const TimelineMarks &marks) const
{
    const int line = scene.lineOf(marks.row);
    if (!marks.hasFocus || line < 0)
        return;
    const QRectF box(0, frame.rows.top() + scene.topOf(line), frame.names.width() - 1,
                     scene.lines()[line].height);
    painter.setPen(QPen(m_theme.tokens().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(2, 2, -2, -3), 4, 4);
}

// --- Over the rows -------------------------------------------------------------------------------

void TimelinePainter::paintStrip(QPainter &painter, const TimelineScene &scene,
                                 const TimelineFrame &frame) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF all(0, frame.strip.top(), frame.strip.right(), frame.strip.height());
    painter.fillRect(all, t.window);
    painter.fillRect(QRectF(0, all.bottom() - 1, all.width(), 1), t.border);
    const double half = (all.height() - 1) / 2;
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    painter.drawText(QRectF(kLeft, all.top() + 10, frame.names.width(), half - 8), Qt::AlignVCenter,
                     tr("Booked"));
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text3);
    painter.drawText(QRectF(kLeft, all.top() + half + 1, frame.names.width(), half - 8),
                     Qt::AlignVCenter, labels::ofSpaces(int(scene.spaces().size())));
    const TimelineStrip &strip = scene.strip();
    if (strip.most == 0)
        return;
    painter.save();
    painter.setClipRect(frame.strip);
    painter.translate(frame.strip.topLeft());
    const double base = std::round(frame.strip.height() - 7);
    const double highest = base - 17;
    QFont bold = m_theme.font(TextStyle::Axis);
    bold.setWeight(QFont::Bold);
    painter.setFont(bold);
    for (int i = 0; i < strip.counts.size(); ++i) {
        const double left = scene.axis().xOf(strip.borders[i]);
        const double right = scene.axis().xOf(strip.borders[i + 1]);
        if (strip.counts[i] == 0 || right < 0 || left > frame.strip.width())
            continue;
        const bool isPast = strip.borders[i + 1] <= scene.now();
        const double gap = right - left > 12 ? 2 : 0.5;
        const double height = std::max(2.0, highest * strip.counts[i] / strip.most);
        const QRectF bar(left + gap, base - height, right - left - 2 * gap, height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(isPast ? t.mark : faded(t.accent, 0.75));
        const double radius = std::min({2.0, bar.height() / 2, bar.width() / 2});
        painter.drawRoundedRect(bar, radius, radius);
        const bool isNow = strip.borders[i] <= scene.now() && !isPast;
        if (isNow && bar.width() > 16) {
            painter.setPen(t.accent);
            painter.drawText(QRectF(bar.left(), bar.top() - 15, bar.width(), 13), Qt::AlignCenter,
                             labels::number(strip.counts[i]));
        }
    }
    painter.restore();
}

void TimelinePainter::paintAxis(QPainter &painter, const TimelineScene &scene,
                                const TimelineFrame &frame) const
{
    const Tokens &t = m_theme.tokens();
    const TimelineAxis &axis = scene.axis();
    const QRectF all(0, frame.axis.top(), frame.axis.right(), frame.axis.height());
    painter.fillRect(all, t.surface);
    painter.fillRect(QRectF(0, all.bottom() - 1, all.width(), 1), t.border);
    painter.save();
    painter.setClipRect(frame.axis);
    painter.translate(frame.axis.topLeft());
    const double height = frame.axis.height() - 1;
    QFont bold = m_theme.font(TextStyle::Caption);
    bold.setWeight(QFont::Bold);
    const QString clock = labels::clock(scene.now(), axis.zone());
    const double x = axis.xOf(scene.now());
    const double pillHeight = std::round(height * 0.57);
    QRectF pill(0, (height - pillHeight) / 2, QFontMetricsF(bold).horizontalAdvance(clock) + 14,
                pillHeight);
    pill.moveLeft(std::round(x - pill.width() / 2));
    const bool hasPill = x >= 0 && x <= frame.axis.width();
    double behind = 0;
    for (const TimelineTick &tick : axis.ticks()) {
        const double at = axis.xOf(tick.time);
        if (at < -1 || at > frame.axis.width() + 1)
            continue;
        const bool isDay = tick.isDay && axis.days() > 1;
        painter.setFont(isDay ? bold : m_theme.font(TextStyle::Caption));
        const QString words = isDay ? QLocale().toString(axis.dayOf(tick.time), tr("ddd d"))
                                    : labels::axis(tick, axis.tickStep(), axis.zone());
        const double wide = QFontMetricsF(painter.font()).horizontalAdvance(words);
        const double left =
            std::clamp(at - wide / 2, 5.0, std::max(5.0, frame.axis.width() - wide - 5));
        const QRectF box(left, 0, wide + 1, height);
        if (left < behind
            || (hasPill && box.right() > pill.left() - 2 && box.left() < pill.right() + 2))
            continue;
        behind = box.right() + 4;
        painter.setPen(isDay ? t.text : t.text2);
        painter.drawText(box, Qt::AlignVCenter, words);
    }
    if (hasPill) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
        painter.setFont(bold);
        painter.setPen(t.accentText);
        painter.drawText(pill, Qt::AlignCenter, clock);
    }
    painter.restore();
}

/// Under the block that is dragged: what is in its way, and where it would fit.
void TimelinePainter::paintCard(QPainter &painter, const TimelineScene &scene,
                                const TimelineFrame &frame, const TimelineDrag &drag) const
{
    if (!drag.isActive())
        return;
    const labels::Told told = labels::obstacle(scene, drag);
    const QRectF block = wishBox(scene, drag.wish()).translated(frame.rows.topLeft());
    if (told.title.isEmpty() || block.isNull())
        return;
    constexpr double kIcon = 16;
    constexpr double kEdge = 14;
    const Tokens &t = m_theme.tokens();
    QFont bold = m_theme.font(TextStyle::Body);
    bold.setWeight(QFont::Bold);
    const QFont plain = m_theme.font(TextStyle::Caption);
    double wide = QFontMetricsF(bold).horizontalAdvance(told.title);
    for (const QString &line : told.lines)
        wide = std::max(wide, QFontMetricsF(plain).horizontalAdvance(line));
    const double line = m_theme.scaled(18);
    QRectF card(0, 0, std::max(wide + kIcon + 6 + 2 * kEdge + 2, double(m_theme.scaled(308))),
                line * double(told.lines.size() + 1) + 22);
    card.moveLeft(
        std::clamp(block.left() + 21, frame.rows.left() + 8,
                   std::max(frame.rows.left() + 8, frame.rows.right() - card.width() - 8)));
    card.moveTop(block.bottom() + 9);
    if (card.bottom() > frame.rows.bottom() - 8)
        card.moveBottom(block.top() - 9);
    m_theme.paintShadow(painter, card);
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.drawPixmap(
        QPointF(card.left() + kEdge, card.top() + 11),
        m_theme.pixmap(u"warning"_s, int(kIcon), t.danger, painter.device()->devicePixelRatioF()));
    QRectF words = card.adjusted(kEdge + kIcon + 6, 10, -kEdge, 0);
    words.setHeight(line);
    painter.setFont(bold);
    painter.setPen(t.text);
    painter.drawText(words, Qt::AlignVCenter, told.title);
    painter.setFont(plain);
    painter.setPen(t.text2);
    for (const QString &text : told.lines) {
        words.translate(0, line);
        painter.drawText(words.translated(0, 1), Qt::AlignVCenter, text);
    }
}

} // namespace parking::ui

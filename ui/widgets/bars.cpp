#include "widgets/bars.h"

#include "labels.h"

#include <QPainter>
#include <QPainterPath>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::SpaceState;

QColor freeColour(const Tokens &tokens, const domain::Counts &counts, const QColor &usual)
{
    if (counts.areAllUnknown())
        return tokens.text2;
    return counts.free() < domain::kFewFree ? tokens.warning : usual;
}

void paintMiniBar(QPainter &painter, const QRectF &box, const domain::Counts &counts,
                  const Theme &theme)
{
    const Tokens &t = theme.tokens();
    const double radius = box.height() / 2;
    QPainterPath shape;
    shape.addRoundedRect(box, radius, radius);
    painter.fillPath(shape, t.state(SpaceState::Free).fill);
    painter.setPen(QPen(t.state(SpaceState::Free).edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    // The taken part covers the edge: hollow is free alone.
    painter.save();
    QPainterPath outside;
    outside.addRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), radius + 0.5, radius + 0.5);
    painter.setClipPath(outside);
    double x = box.left() - 0.5;
    const double full = box.width() + 1;
    const double each = full / qMax(1, counts.total);
    for (const SpaceState state :
         {SpaceState::Occupied, SpaceState::Reserved, SpaceState::Maintenance}) {
        const double wide = each * counts.byState[size_t(state)];
        painter.fillRect(QRectF(x, box.top() - 0.5, wide, box.height() + 1),
                         state == SpaceState::Maintenance ? t.state(state).edge
                                                          : t.state(state).fill);
        x += wide;
    }
    const QRectF unknown(x, box.top() - 0.5, each * counts.unknown(), box.height() + 1);
    painter.fillRect(unknown, t.floor);
    painter.setClipRect(unknown, Qt::IntersectClip);
    painter.setPen(QPen(t.stale.edge, 1, Qt::DashLine));
    painter.drawPath(shape);
    painter.restore();
}

DayStrip::DayStrip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Last 24 hours"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DayStrip::setHistory(const QList<domain::StateChange> &changes, UtcTime now)
{
    m_now = now;
    m_spans.clear();
    const UtcTime start = now - 24h;
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const UtcTime from = std::max(changes[i].time, start);
        const UtcTime to = i + 1 < changes.size() ? std::min(changes[i + 1].time, now) : now;
        if (to > from && changes[i].isKnown())
            m_spans.append({from, to, changes[i].current});
    }
    update();
}

Milliseconds DayStrip::known() const
{
    Milliseconds known{0};
    for (const Span &span : m_spans)
        known += span.to - span.from;
    return known;
}

std::optional<double> DayStrip::occupied() const
{
    Milliseconds taken{0};
    for (const Span &span : m_spans) {
        if (span.state == SpaceState::Occupied)
            taken += span.to - span.from;
    }
    if (m_spans.isEmpty())
        return std::nullopt;
    return double(taken.count()) / double(known().count());
}

void DayStrip::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0.5, 2.5, width() - 1, 15);
    QPainterPath shape;
    shape.addRoundedRect(bar, 3, 3);
    painter.fillPath(shape, t.sunken);
    painter.save();
    painter.setClipPath(shape);
    const auto at = [&](UtcTime time) {
        const double hours = double((time - (m_now - 24h)).count()) / 3'600'000.0;
        return bar.left() + bar.width() * hours / 24.0;
    };
    for (const Span &span : m_spans) {
        const QRectF part(at(span.from), bar.top(), qMax(1.0, at(span.to) - at(span.from)),
                          bar.height());
        painter.fillRect(part, t.state(span.state).fill);
    }
    painter.restore();
    const bool isWhole = known() > kNearlyADay;
    painter.setPen(QPen(isWhole ? t.state(SpaceState::Free).edge : t.border, 1,
                        m_spans.isEmpty() ? Qt::DashLine : Qt::SolidLine));
    painter.drawPath(shape);

    painter.setFont(m_theme.font(TextStyle::Axis));
    painter.setPen(t.text3);
    for (int hours = 0; hours <= 24; hours += 6) {
        const double x = bar.left() + bar.width() * hours / 24.0;
        const QString text = hours == 24 && !m_isPast
            ? tr("now")
            : labels::clock(m_now - 24h + std::chrono::hours(hours));
        const Qt::Alignment side = hours == 0 ? Qt::AlignLeft
            : hours == 24                     ? Qt::AlignRight
                                              : Qt::AlignHCenter;
        const double left = hours == 0 ? x : hours == 24 ? x - 60 : x - 30;
        painter.drawText(QRectF(left, 21, 60, 16), side | Qt::AlignTop, text);
    }
}

} // namespace parking::ui

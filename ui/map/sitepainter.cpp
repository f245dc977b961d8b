#include "map/sitepainter.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/bars.h"

#include <QCoreApplication>
#include <QPainterPath>

#include <cmath>

namespace parking::ui {

using domain::SpaceState;

namespace {

constexpr double kCoarseFrom = 7; // pixels between dots from which their edges are smoothed
constexpr double kTwoLinesFrom = 28; // height of a floor with room for "+6" under the number
constexpr int kLabelHeight = 26;
constexpr double kLabelEdge = 10; // left and right of what the label says
constexpr double kSign = 14;
constexpr double kSignGap = 7;
constexpr double kFloorSign = 12; // beside a floor's name
constexpr double kNumbersGap = 12; // right of a building's name

QString tr(const char *text, const char *comment = nullptr, int n = -1)
{
    return QCoreApplication::translate("parking::ui::SitePainter", text, comment, n);
}

} // namespace

void SitePainter::paint(QPainter &painter, const MapOptions &options, const QRectF &seen)
{
    for (const SiteCard &card : m_scene.cards()) {
        if (!card.box.intersects(seen))
            continue;
        painter.setPen(QPen(m_theme.tokens().border, 1));
        painter.setBrush(m_theme.tokens().surface);
        painter.drawRoundedRect(card.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        paintHead(painter, card);
        for (const SiteStrip &strip : card.strips)
            paintStrip(painter, strip, options);
    }
    painter.setBrush(Qt::NoBrush);
}

/// Where not all cards are seen: how far down one is.
void SitePainter::paintScroll(QPainter &painter, const QSizeF &view) const
{
    const double hidden = m_scene.mostScrolled();
    if (hidden == 0)
        return;
    const double length = view.height() * view.height() / (view.height() + hidden);
    const double top = (view.height() - length) * m_scene.scrolled() / hidden;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.tokens().strong);
    painter.drawRoundedRect(QRectF(view.width() - 8, top + 2, 5, length - 4), 2.5, 2.5);
}

void SitePainter::paintNothing(QPainter &painter, const QRect &box) const
{
    painter.setFont(m_theme.font(TextStyle::CardTitle));
    painter.setPen(m_theme.tokens().text2);
    painter.drawText(box.adjusted(40, 0, -40, -60), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("No spaces yet. Import a CSV file, add them by hand, or start the demo."));
}

/// Two lines: name and number, then how many floors (or what its sensors have in common) and what
/// is unknown.
void SitePainter::paintHead(QPainter &painter, const SiteCard &card) const
{
    const Tokens &t = m_theme.tokens();
    const SiteModel &model = m_scene.model();
    const Counts counts = model.counts(card.building);
    const QRectF first(card.box.left() + kSiteSide, card.box.top() + 6,
                       card.box.width() - 2 * kSiteSide, 26);
    const QRectF second(first.left(), card.secondLine().top(), first.width(), 20);
    const QString name = card.building.isEmpty() ? model.site().name : card.building;
    const QFont title = m_theme.font(TextStyle::TopBar);
    const QFont body = m_theme.font(TextStyle::Body);
    const QFont big = m_theme.font(TextStyle::PageTitle);
    const QString free = labels::free(counts);
    const double number = QFontMetricsF(big).horizontalAdvance(free);
    const QString total = labels::number(counts.total);
    const auto roomBeside = [&](const QString &words) {
        return first.width() - QFontMetricsF(body).horizontalAdvance(words) - 7 - number
            - kNumbersGap;
    };
    QString of = tr("of %1").arg(total);
    const QString whole = tr("free of %1").arg(total);
    if (!counts.areAllUnknown() && !counts.isFull()
        && QFontMetricsF(title).horizontalAdvance(name) <= roomBeside(whole))
        of = whole; // on a small card the name is worth more
    painter.setFont(body);
    const double wide = QFontMetricsF(body).horizontalAdvance(of);
    painter.setPen(t.text2);
    painter.drawText(first.adjusted(first.width() - wide - 1, 2, 0, 2),
                     Qt::AlignRight | Qt::AlignVCenter, of);
    painter.setFont(big);
    painter.setPen(freeColour(t, counts, t.state(SpaceState::Free).text));
    painter.drawText(first.adjusted(0, 0, -wide - 7, 0), Qt::AlignRight | Qt::AlignVCenter, free);

    painter.setFont(title);
    painter.setPen(t.text);
    const double room = roomBeside(of);
    painter.drawText(QRectF(first.left(), first.top(), room + 1, first.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(title).elidedText(name, Qt::ElideMiddle, qMax(0.0, room)));
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text3);
    if (!card.hasCause)
        painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                         tr("%n floors", nullptr, int(card.strips.size())));
    if (counts.unknown() > 0)
        painter.drawText(second, Qt::AlignRight | Qt::AlignVCenter, labels::plusUnknown(counts));
}

void SitePainter::paintStrip(QPainter &painter, const SiteStrip &strip, const MapOptions &options)
{
    const Tokens &t = m_theme.tokens();
    const SiteModel &model = m_scene.model();
    const QRectF &box = strip.box;
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text2);
    const double signWidth = strip.isMarked ? kFloorSign : 0;
    const QRectF name(box.left(), box.top(), strip.dots.left() - box.left() - 2 - signWidth,
                      box.height());
    painter.drawText(
        name, Qt::AlignLeft | Qt::AlignVCenter, // the end tells floors apart: "Level 1", "Level 2"
        QFontMetricsF(painter.font()).elidedText(strip.place.floor, Qt::ElideMiddle, name.width()));
    if (strip.isMarked)
        painter.drawPixmap(QPointF(name.right(), std::round(box.center().y() - kFloorSign / 2)),
                           m_theme.pixmap(u"warning"_s, int(kFloorSign), t.warning,
                                          painter.device()->devicePixelRatioF()));
    const Counts counts = model.counts(strip.place.building, strip.place.floor);
    painter.setPen(freeColour(t, counts, t.text));
    QRectF count(box.right() - kStripCount, box.top(), kStripCount, box.height());
    const bool isTold =
        counts.unknown() > 0 && !counts.areAllUnknown() && box.height() >= kTwoLinesFrom;
    if (isTold)
        count.setBottom(box.center().y() + 2);
    painter.drawText(count, Qt::AlignRight | (isTold ? Qt::AlignBottom : Qt::AlignVCenter),
                     labels::free(counts));
    if (isTold) {
        painter.setFont(m_theme.font(TextStyle::Axis));
        painter.setPen(t.text3);
        painter.drawText(QRectF(count.left(), count.bottom() - 2, count.width(), 14),
                         Qt::AlignRight | Qt::AlignVCenter,
                         u'+' + labels::number(counts.unknown()));
    }
    if (strip.isBar()) {
        paintBar(painter, strip, counts);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, strip.grid.pitch >= kCoarseFrom);
    const double opacity = painter.opacity();
    for (int i = 0; i < strip.rows.size(); ++i) {
        SpaceLook look;
        const domain::SpaceStatus &status = model.status(strip.rows[i]);
        look.state = status.state;
        look.confidence = status.certainty(model.confidence(strip.rows[i]));
        look.wasHeard = status.hasSensor && status.lastHeard;
        if (options.dims(look.state, look.confidence))
            painter.setOpacity(opacity * kDimmed);
        m_spacePainter.paint(painter, strip.grid.dot(i), look, {});
        painter.setOpacity(opacity);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

/// A part for each state, as wide as its share, in the order of the floor list.
void SitePainter::paintBar(QPainter &painter, const SiteStrip &strip, const Counts &counts) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF bar = strip.bar();
    QPainterPath shape;
    shape.addRoundedRect(bar, 3, 3);
    painter.fillPath(shape, t.state(SpaceState::Free).fill);
    painter.setPen(QPen(t.state(SpaceState::Free).edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    painter.save();
    painter.setClipPath(shape);
    QRectF part = bar;
    const auto add = [&](int count, const QColor &colour) {
        part.setWidth(bar.width() * count / qMax(1, counts.total));
        painter.fillRect(part, colour);
        part.moveLeft(part.right());
    };
    for (const SpaceState state :
         {SpaceState::Occupied, SpaceState::Reserved, SpaceState::Maintenance})
        add(counts.byState[size_t(state)], t.state(state).chart);
    add(counts.unknown(), t.stale.chart);
    painter.restore();
}

// --- Common causes -------------------------------------------------------------------------------

double SitePainter::floorWidth(const QString &floor) const
{
    const QFontMetricsF metrics(m_theme.font(TextStyle::BodyStrong));
    return metrics.horizontalAdvance(floor);
}

QFont SitePainter::labelFont() const
{
    QFont font = m_theme.font(TextStyle::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

QSizeF SitePainter::labelSize(const QString &text) const
{
    const double advance = QFontMetricsF(labelFont()).horizontalAdvance(text);
    return {2 * kLabelEdge + kSign + kSignGap + std::ceil(advance),
            double(m_theme.scaled(kLabelHeight))};
}

void SitePainter::paintCauses(QPainter &painter, int lit, int focused) const
{
    const Tokens &t = m_theme.tokens();
    const QList<MapLink> &causes = m_scene.causes();
    painter.setBrush(Qt::NoBrush);
    for (int i = 0; i < causes.size(); ++i) {
        painter.setPen(QPen(t.warning, i == lit ? 2.5 : 2));
        for (const MapLink::Ring &ring : causes[i].rings)
            painter.drawRoundedRect(ring.box, 4, 4);
    }
    for (int i = 0; i < causes.size(); ++i) {
        paintLabel(painter, causes[i], i == lit);
        if (i != focused)
            continue;
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(causes[i].box.adjusted(-3, -3, 3, 3), 10, 10);
    }
}

void SitePainter::paintLabel(QPainter &painter, const MapLink &link, bool lit) const
{
    const Tokens &t = m_theme.tokens();
    if (!link.isInHead) {
        m_theme.paintShadow(painter, link.box);
        painter.setPen(QPen(lit ? t.strong : t.border, 1));
        painter.setBrush(t.raised);
        painter.drawRoundedRect(link.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    } else if (lit) {
        painter.fillRect(QRectF(link.box.left(), link.box.bottom() - 1, link.box.width(), 1),
                         t.warning);
    }
    const double edge = link.isInHead ? 0 : kLabelEdge;
    const QRectF inside = link.box.adjusted(edge, 0, -edge, 0);
    const QPointF sign(inside.left(), std::round(inside.center().y() - kSign / 2));
    painter.drawPixmap(
        sign,
        m_theme.pixmap(u"warning"_s, int(kSign), t.warning, painter.device()->devicePixelRatioF()));
    painter.setFont(labelFont());
    painter.setPen(link.isInHead ? t.warning : t.text);
    const QRectF line = inside.adjusted(kSign + kSignGap, 0, 1, 0);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(link.text, Qt::ElideRight, int(std::ceil(line.width()))));
}

} // namespace parking::ui

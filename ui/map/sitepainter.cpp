#include "map/sitepainter.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/bars.h"

#include <QCoreApplication>

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

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::SitePainter", text);
}

} // namespace

void SitePainter::paint(QPainter &painter, const MapOptions &options)
{
    for (const SiteCard &card : m_scene.cards()) {
        painter.setPen(QPen(m_theme.tokens().border, 1));
        painter.setBrush(m_theme.tokens().surface);
        painter.drawRoundedRect(card.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        paintHead(painter, card);
        for (const SiteStrip &strip : card.strips)
            paintStrip(painter, strip, options);
    }
}

void SitePainter::paintNothing(QPainter &painter, const QRect &box) const
{
    painter.setFont(m_theme.font(TextStyle::CardTitle));
    painter.setPen(m_theme.tokens().text2);
    painter.drawText(box.adjusted(40, 0, -40, -60), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("No spaces yet. Import a CSV file, add them by hand, or start the demo."));
}

void SitePainter::paintHead(QPainter &painter, const SiteCard &card) const
{
    const Tokens &t = m_theme.tokens();
    const SiteModel &model = m_scene.model();
    const Counts counts = model.counts(card.building);
    const QRectF head = card.box.adjusted(16, 12, -16, 0);
    painter.setFont(m_theme.font(TextStyle::TopBar));
    painter.setPen(t.text);
    painter.drawText(QRectF(head.topLeft(), QSizeF(head.width(), 28)),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     card.building.isEmpty() ? model.site().name : card.building);
    const QString total = labels::number(counts.total);
    QString of = counts.areAllUnknown() || counts.isFull() ? tr("of %1").arg(total)
                                                           : tr("free of %1").arg(total);
    if (counts.unknown() > 0)
        of += u" · "_s + labels::unknown(counts);
    painter.setFont(m_theme.font(TextStyle::Body));
    const double wide = QFontMetricsF(painter.font()).horizontalAdvance(of);
    painter.setPen(t.text2);
    painter.drawText(QRectF(head.right() - wide, head.top() + 3, wide + 1, 26),
                     Qt::AlignLeft | Qt::AlignVCenter, of);
    QFont big = m_theme.font(TextStyle::PageTitle);
    big.setPixelSize(22);
    painter.setFont(big);
    painter.setPen(freeColour(t, counts, t.state(SpaceState::Free).text));
    painter.drawText(QRectF(head.left(), head.top(), head.width() - wide - 8, 28),
                     Qt::AlignRight | Qt::AlignVCenter, labels::free(counts));
}

void SitePainter::paintStrip(QPainter &painter, const SiteStrip &strip, const MapOptions &options)
{
    const Tokens &t = m_theme.tokens();
    const SiteModel &model = m_scene.model();
    const QRectF &box = strip.box;
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text2);
    painter.drawText(QRectF(box.left(), box.top(), kStripName, box.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, strip.place.floor);
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

/// A part for each state, as wide as its share; last what is unknown.
void SitePainter::paintBar(QPainter &painter, const SiteStrip &strip, const Counts &counts) const
{
    const Tokens &t = m_theme.tokens();
    QRectF part = strip.bar();
    for (const SpaceState state :
         {SpaceState::Occupied, SpaceState::Reserved, SpaceState::Maintenance, SpaceState::Free}) {
        part.setWidth(strip.dots.width() * counts.byState[size_t(state)] / qMax(1, counts.total));
        painter.fillRect(part,
                         state == SpaceState::Free ? t.state(state).fill : t.state(state).chart);
        part.moveLeft(part.right());
    }
    part.setWidth(strip.dots.width() * counts.unknown() / qMax(1, counts.total));
    painter.fillRect(part, t.stale.chart);
}

// --- Common causes -------------------------------------------------------------------------------

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
    m_theme.paintShadow(painter, link.box);
    painter.setPen(QPen(lit ? t.strong : t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(link.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QRectF inside = link.box.adjusted(kLabelEdge, 0, -kLabelEdge, 0);
    const QPointF sign(inside.left(), std::round(inside.center().y() - kSign / 2));
    painter.drawPixmap(
        sign,
        m_theme.pixmap(u"warning"_s, int(kSign), t.warning, painter.device()->devicePixelRatioF()));
    painter.setFont(labelFont());
    painter.setPen(t.text);
    const QRectF line = inside.adjusted(kSign + kSignGap, 0, 1, 0);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(link.text, Qt::ElideRight, int(std::ceil(line.width()))));
}

} // namespace parking::ui

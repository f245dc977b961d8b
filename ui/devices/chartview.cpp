#include "devices/chartview.h"

#include "base/literals.h"
#include "devices/axisticks.h"
#include "labels.h"

#include <QApplication>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr double kTop = 12;
constexpr double kLeft = 44; ///< for the values
constexpr double kBottom = 24; ///< for the times
constexpr double kRight = 12;
constexpr double kName = 82; ///< for names at the ends of lines
constexpr double kBandShare = 0.14; ///< of a line's colour
constexpr double kZoomStep = 1.25;
constexpr double kPanStep = 0.1;
constexpr int kTickPixels = 96;
constexpr int kLeastDrag = 6;
constexpr Milliseconds kShortest = 1min;
constexpr Milliseconds kLongest = std::chrono::days(7300);
constexpr double kReach = 6; ///< pixels to a value that the crosshair tells

double millis(UtcTime time)
{
    return double(toMillis(time));
}

QColor faint(QColor colour)
{
    colour.setAlphaF(kBandShare);
    return colour;
}

} // namespace

ChartView::ChartView(const Theme &theme, QWidget *parent) : QChartView(parent), m_theme(theme)
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    viewport()->setFocusPolicy(Qt::NoFocus); // the view has the keyboard
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->legend()->hide();
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (const Qt::Alignment side : {Qt::AlignBottom, Qt::AlignLeft}) {
        auto *axis = new QValueAxis(this);
        axis->setVisible(false);
        chart()->addAxis(axis, side);
    }
    connect(&theme, &Theme::changed, this, [this] { setContent(ChartContent(m_content)); });
}

// --- What is shown -------------------------------------------------------------------------------

void ChartView::setContent(const ChartContent &content)
{
    m_content = content;
    const auto [low, high] = valueRange(content);
    m_ticks = valueTicks(low, high);
    m_low = m_ticks.first();
    m_high = m_ticks.last();
    makeSeries();
    arrange();
}

void ChartView::setRange(UtcTime from, UtcTime to)
{
    m_content.from = from;
    m_content.to = to;
    arrange();
}

void ChartView::setCrosshair(const std::optional<UtcTime> &time)
{
    if (m_crosshair == time)
        return;
    m_crosshair = time;
    viewport()->update();
}

void ChartView::arrange()
{
    chart()->resize(size());
    chart()->setPlotArea(plot());
    const auto axes = chart()->axes();
    axes[0]->setRange(millis(m_content.from), millis(m_content.to));
    axes[1]->setRange(m_low, m_high);
    viewport()->update();
}

void ChartView::makeSeries()
{
    chart()->removeAllSeries();
    for (const ChartLine &line : m_content.lines) {
        for (const auto &piece : line.pieces)
            addPiece(piece, m_theme.tokens().series[size_t(line.series)]);
    }
    if (m_content.forecast && m_content.limit)
        addForecast(*m_content.forecast, m_theme.tokens().series[0]);
}

void ChartView::addPiece(const QList<domain::Band> &piece, const QColor &colour)
{
    const auto attach = [this](QAbstractSeries *series) {
        chart()->addSeries(series);
        for (QAbstractAxis *axis : chart()->axes())
            series->attachAxis(axis);
    };
    auto *line = new QLineSeries;
    auto *low = new QLineSeries;
    auto *high = new QLineSeries;
    bool hasBand = false;
    for (const domain::Band &band : piece) {
        line->append(millis(band.time), band.mean);
        low->append(millis(band.time), band.low);
        high->append(millis(band.time), band.high);
        hasBand |= band.high > band.low;
    }
    if (hasBand && piece.size() > 1) {
        auto *area = new QAreaSeries(high, low);
        low->setParent(area);
        high->setParent(area);
        area->setBrush(faint(colour));
        area->setPen(Qt::NoPen);
        attach(area);
    } else {
        delete low;
        delete high;
    }
    line->setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (piece.size() == 1) { // a line of one point is none: a short stroke
        const double half = (millis(m_content.to) - millis(m_content.from)) / 800;
        line->append(millis(piece.first().time) + half, piece.first().mean);
    }
    attach(line);
}

void ChartView::addForecast(const ChartForecast &forecast, const QColor &colour)
{
    const double limit = m_content.limit->value;
    const double far = millis(m_content.to);
    const auto through = [&](UtcTime end) { // to the chart's right side
        auto *line = new QLineSeries;
        const double span = millis(end) - millis(forecast.from);
        line->append(millis(forecast.from), forecast.value);
        line->append(far,
                     span > 0 ? forecast.value
                             + (limit - forecast.value) * (far - millis(forecast.from)) / span
                              : limit);
        return line;
    };
    auto *steep = through(forecast.earliest);
    auto *flat = forecast.latest ? through(*forecast.latest) : new QLineSeries;
    if (!forecast.latest) {
        flat->append(millis(forecast.from), forecast.value);
        flat->append(far, forecast.value);
    }
    auto *area = new QAreaSeries(flat, steep);
    steep->setParent(area);
    flat->setParent(area);
    area->setBrush(faint(colour));
    area->setPen(Qt::NoPen);
    auto *likely = through(forecast.likely);
    QPen pen(colour, 2);
    pen.setDashPattern({4, 3});
    likely->setPen(pen);
    for (QAbstractSeries *series :
         {static_cast<QAbstractSeries *>(area), static_cast<QAbstractSeries *>(likely)}) {
        chart()->addSeries(series);
        for (QAbstractAxis *axis : chart()->axes())
            series->attachAxis(axis);
    }
}

// --- Places --------------------------------------------------------------------------------------

QRectF ChartView::plot() const
{
    const bool hasNames = std::any_of(m_content.lines.cbegin(), m_content.lines.cend(),
                                      [](const ChartLine &line) { return !line.name.isEmpty(); });
    const double scale = m_theme.scaled(100) / 100.0;
    return QRectF(rect()).adjusted(kLeft * scale, kTop, -(hasNames ? kName * scale : kRight),
                                   -kBottom * scale);
}

UtcTime ChartView::timeAt(double x) const
{
    const QRectF box = plot();
    const double share = (x - box.left()) / std::max(box.width(), 1.0);
    return m_content.from
        + Milliseconds(std::llround(share * double((m_content.to - m_content.from).count())));
}

double ChartView::xOf(UtcTime time) const
{
    const QRectF box = plot();
    const double span = std::max<double>(double((m_content.to - m_content.from).count()), 1);
    return box.left() + box.width() * double((time - m_content.from).count()) / span;
}

double ChartView::yOf(double value) const
{
    const QRectF box = plot();
    return box.bottom() - box.height() * (value - m_low) / (m_high - m_low);
}

// --- Painting ------------------------------------------------------------------------------------

void ChartView::drawBackground(QPainter *painter, const QRectF &)
{
    if (m_content.from == m_content.to)
        return; // nothing is known yet
    const Tokens &t = m_theme.tokens();
    const QRectF box = plot();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(m_theme.font(TextStyle::Axis));
    const QStringList words = valueLabels(m_ticks);
    for (qsizetype i = 0; i < m_ticks.size(); ++i) {
        const double y = std::round(yOf(m_ticks[i]));
        painter->setPen(i == 0 ? t.strong : t.border);
        painter->drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        painter->setPen(t.text3);
        painter->drawText(QRectF(0, y - 10, box.left() - 8, 20), Qt::AlignRight | Qt::AlignVCenter,
                          words[i]);
    }
    painter->setPen(t.text3);
    double free = box.left() - 20; // where the next word may begin
    for (const TimeTick &tick :
         timeTicks(m_content.from, m_content.to,
                   std::max(2, int(box.width()) / m_theme.scaled(kTickPixels)))) {
        const double width = painter->fontMetrics().horizontalAdvance(tick.text);
        const double left = std::clamp(xOf(tick.time) - width / 2, 0.0, this->width() - width);
        if (left < free)
            continue;
        painter->drawText(QRectF(left, box.bottom() + 5, width + 1, m_theme.scaled(18)),
                          Qt::AlignLeft | Qt::AlignTop, tick.text);
        free = left + width + 12;
    }
    if (m_content.today && xOf(*m_content.today) < box.right() - 1) {
        const double x = std::round(xOf(*m_content.today));
        painter->setPen(t.strong);
        painter->drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
        painter->setPen(t.text2);
        painter->drawText(QPointF(x + 6, box.top() + 10), tr("today"));
    }
    painter->setRenderHint(QPainter::Antialiasing);
    if (!m_content.bars.isEmpty())
        paintBars(*painter);
}

void ChartView::paintBars(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF box = plot();
    painter.save();
    painter.setClipRect(box);
    painter.setPen(Qt::NoPen);
    for (const domain::LossBar &bar : m_content.bars) {
        const double share = bar.share().value_or(0);
        const double left = xOf(bar.from) + 1;
        const double width = std::clamp(xOf(bar.to) - xOf(bar.from) - 2, 1.0, 14.0);
        const double top = std::min(yOf(100 * share), yOf(0) - 1);
        painter.setBrush(share > 0.1 ? t.warning : t.text3);
        painter.drawRect(QRectF(left, top, width, yOf(0) - top));
    }
    painter.restore();
}

void ChartView::drawForeground(QPainter *painter, const QRectF &)
{
    const Tokens &t = m_theme.tokens();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_theme.font(TextStyle::Caption));
    if (m_content.limit)
        paintLimit(*painter);
    paintNames(*painter);
    if (m_content.forecast)
        paintForecast(*painter);
    if (!m_content.empty.isEmpty()) {
        const QRectF box = plot().adjusted(8, 0, -8, 0);
        const int flags = Qt::AlignCenter | Qt::TextWordWrap;
        painter->fillRect(painter->boundingRect(box, flags, m_content.empty).adjusted(-8, -2, 8, 2),
                          t.surface);
        painter->setPen(t.text2);
        painter->drawText(box, flags, m_content.empty);
    }
    if (m_dragFrom) {
        QColor cover = t.accent;
        cover.setAlphaF(kBandShare);
        painter->fillRect(QRectF(QPointF(std::min(*m_dragFrom, m_dragTo), plot().top()),
                                 QPointF(std::max(*m_dragFrom, m_dragTo), plot().bottom())),
                          cover);
    }
    if (m_crosshair)
        paintCrosshair(*painter);
    if (hasFocus()) {
        painter->setPen(QPen(t.accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void ChartView::paintLimit(QPainter &painter) const
{
    const double y = std::round(yOf(m_content.limit->value)) + 0.5;
    const QRectF box = plot();
    QPen pen(m_theme.tokens().danger, 1);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
    painter.setPen(m_theme.tokens().danger);
    painter.drawText(QPointF(box.left() + 6, y - 5), m_content.limit->words);
}

/// At the ends of lines, apart from each other where the lines end close together.
void ChartView::paintNames(QPainter &painter) const
{
    struct Name {
        double y;
        const ChartLine *line;
    };
    QList<Name> names;
    for (const ChartLine &line : m_content.lines) {
        if (!line.name.isEmpty() && !line.pieces.isEmpty())
            names.append({yOf(line.pieces.last().last().mean), &line});
    }
    std::sort(names.begin(), names.end(), [](const Name &a, const Name &b) { return a.y < b.y; });
    const double height = painter.fontMetrics().height();
    double least = plot().top();
    for (const Name &name : names) {
        const double y = std::max(name.y, least);
        least = y + height;
        painter.setPen(m_theme.tokens().series[size_t(name.line->series)]);
        const QRectF box(plot().right() + 6, y - height / 2, width() - plot().right() - 6, height);
        painter.drawText(
            box, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(name.line->name, Qt::ElideLeft, int(box.width())));
    }
}

/// The likely end in words, over the place where the dashed line meets the limit.
void ChartView::paintForecast(QPainter &painter) const
{
    const ChartForecast &forecast = *m_content.forecast;
    const Tokens &t = m_theme.tokens();
    const QRectF box = plot();
    const QFontMetricsF metrics(m_theme.font(TextStyle::Caption));
    const double width = std::max(metrics.horizontalAdvance(forecast.title),
                                  metrics.horizontalAdvance(forecast.text))
        + 22;
    const double height = 2 * metrics.height() + 12;
    const double x = std::clamp(xOf(forecast.likely), box.left(), box.right());
    const QRectF card(std::clamp(x - width * 0.7, box.left(), box.right() - width), box.top() + 4,
                      width, height);
    if (m_content.limit && forecast.likely < m_content.to) {
        painter.setPen(t.strong);
        painter.drawLine(QPointF(x, card.bottom()), QPointF(x, yOf(m_content.limit->value)));
        painter.setPen(QPen(t.series[0], 2));
        painter.setBrush(t.surface);
        painter.drawEllipse(QPointF(x, yOf(m_content.limit->value)), 4, 4);
    }
    painter.setPen(t.border);
    painter.setBrush(t.raised);
    painter.drawRoundedRect(card, 6, 6);
    painter.setPen(t.text);
    painter.drawText(card.adjusted(10, 6, -10, 0), Qt::AlignLeft | Qt::AlignTop, forecast.title);
    painter.setPen(t.text2);
    painter.drawText(card.adjusted(10, 0, -10, -6), Qt::AlignLeft | Qt::AlignBottom, forecast.text);
}

QStringList ChartView::crosshairText() const
{
    if (!m_crosshair)
        return {};
    const Milliseconds reach = timeAt(plot().left() + kReach) - m_content.from;
    QStringList lines;
    for (const ChartLine &line : m_content.lines) {
        if (const auto band = bandAt(line, *m_crosshair, reach))
            lines.append(line.name.isEmpty() ? m_content.format(band->mean)
                                             : line.name + u'\t' + m_content.format(band->mean));
    }
    for (const domain::LossBar &bar : m_content.bars) {
        if (bar.from <= *m_crosshair && *m_crosshair < bar.to)
            lines.append(
                tr("%1 lost of %2")
                    .arg(labels::number(bar.lost), labels::number(bar.lost + bar.received)));
    }
    if (!lines.isEmpty())
        lines.prepend(m_content.to - m_content.from > std::chrono::days(60)
                          ? QLocale().toString(toDateTime(*m_crosshair).toLocalTime().date(),
                                               tr("d MMM yyyy"))
                          : labels::dayAndClock(*m_crosshair));
    return lines;
}

void ChartView::paintCrosshair(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    const QRectF box = plot();
    const double x = std::round(xOf(*m_crosshair));
    if (x < box.left() || x > box.right())
        return;
    painter.setPen(t.strong);
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
    const Milliseconds reach = timeAt(box.left() + kReach) - m_content.from;
    QList<QColor> colours;
    for (const ChartLine &line : m_content.lines) {
        const auto band = bandAt(line, *m_crosshair, reach);
        if (!band)
            continue;
        colours.append(t.series[size_t(line.series)]);
        painter.setPen(QPen(colours.last(), 2));
        painter.setBrush(t.surface);
        painter.drawEllipse(QPointF(xOf(band->time), yOf(band->mean)), 3.5, 3.5);
    }
    const QStringList lines = crosshairText();
    if (lines.isEmpty())
        return;
    const QFontMetricsF metrics(m_theme.font(TextStyle::Caption));
    const double line = metrics.height() + 2;
    double width = metrics.horizontalAdvance(lines.first());
    for (const QString &text : lines.mid(1))
        width = std::max(width,
                         metrics.horizontalAdvance(QString(text).replace(u'\t', u"    "_s)) + 16);
    QRectF card(x + 10, 2, width + 22, line * double(lines.size()) + 10);
    if (card.right() > this->width() - 2)
        card.moveRight(x - 10);
    m_theme.paintShadow(painter, card);
    painter.setPen(t.border);
    painter.setBrush(t.raised);
    painter.drawRoundedRect(card, 8, 8);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QRectF row(card.left() + 10, card.top() + 5 + line * double(i), width, line);
        painter.setPen(i == 0 ? t.text : t.text2);
        if (i > 0 && i <= colours.size() && m_content.bars.isEmpty()) {
            painter.fillRect(QRectF(row.left(), row.center().y() - 4, 8, 8), colours[i - 1]);
            row.setLeft(row.left() + 16);
        }
        const QStringList parts = lines[i].split(u'\t');
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, parts.first());
        if (parts.size() > 1) {
            painter.setPen(t.text);
            painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, parts.last());
        }
    }
}

// --- Hands ---------------------------------------------------------------------------------------

void ChartView::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    arrange();
}

void ChartView::zoom(double factor, UtcTime around)
{
    const auto scaled = [factor](Milliseconds span) {
        return Milliseconds(std::llround(double(span.count()) * factor));
    };
    const Milliseconds span = scaled(m_content.to - m_content.from);
    if (span >= kShortest && span <= kLongest)
        Q_EMIT rangeWanted(around - scaled(around - m_content.from),
                           around + scaled(m_content.to - around));
}

void ChartView::pan(double share)
{
    const Milliseconds by(std::llround(double((m_content.to - m_content.from).count()) * share));
    Q_EMIT rangeWanted(m_content.from + by, m_content.to + by);
}

/// Only over the plot, and only with the keyboard's focus or Ctrl: a page that scrolls goes on
/// scrolling under the pointer.
void ChartView::wheelEvent(QWheelEvent *event)
{
    const bool isMeant = hasFocus() || event->modifiers().testFlag(Qt::ControlModifier);
    if (!isMeant || !plot().contains(event->position()) || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    zoom(event->angleDelta().y() > 0 ? 1 / kZoomStep : kZoomStep, timeAt(event->position().x()));
    event->accept();
}

void ChartView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton && plot().contains(event->position()))
        m_dragTo = m_dragFrom.emplace(event->position().x());
    event->accept();
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    const double x = std::clamp(event->position().x(), plot().left(), plot().right());
    if (m_dragFrom) {
        m_dragTo = x;
        viewport()->update();
    }
    Q_EMIT pointed(plot().contains(event->position()) ? std::optional(timeAt(x)) : std::nullopt);
}

void ChartView::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_dragFrom)
        return;
    const double from = std::min(*m_dragFrom, m_dragTo);
    const double to = std::max(*m_dragFrom, m_dragTo);
    m_dragFrom.reset();
    viewport()->update();
    if (to - from >= kLeastDrag && timeAt(to) - timeAt(from) >= kShortest)
        Q_EMIT rangeWanted(timeAt(from), timeAt(to));
    event->accept();
}

void ChartView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_dragFrom.reset();
    Q_EMIT resetWanted();
    event->accept();
}

void ChartView::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    Q_EMIT pointed(std::nullopt);
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    const UtcTime middle = m_content.from + (m_content.to - m_content.from) / 2;
    const bool moves = event->modifiers().testFlag(Qt::ShiftModifier);
    const auto move = [&](double pixels) { // the crosshair, for who has no mouse
        const double x = xOf(m_crosshair.value_or(middle)) + pixels;
        Q_EMIT pointed(timeAt(std::clamp(x, plot().left(), plot().right())));
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return moves ? move(-8) : pan(-kPanStep);
    case Qt::Key_Right:
        return moves ? move(8) : pan(kPanStep);
    case Qt::Key_Plus:
        return zoom(1 / kZoomStep, m_crosshair.value_or(middle));
    case Qt::Key_Minus:
        return zoom(kZoomStep, m_crosshair.value_or(middle));
    case Qt::Key_0:
        Q_EMIT resetWanted();
        return;
    default:
        event->ignore(); // a scene takes all keys otherwise
    }
}

void ChartView::focusInEvent(QFocusEvent *event)
{
    QChartView::focusInEvent(event);
    viewport()->update();
}

void ChartView::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    viewport()->update();
}

} // namespace parking::ui

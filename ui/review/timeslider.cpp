#include "review/timeslider.h"

#include "base/literals.h"
#include "labels.h"
#include "review/reviewlabels.h"
#include "shownzone.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

constexpr double kBarHeight = 26;
constexpr double kShortestBar = 1.5;
constexpr double kTop = 12; // of the bars; bookmarks are above
constexpr QSizeF kFlag{9, 10}; // of a bookmark
constexpr double kRing = 14;
constexpr double kEdge = 12; // at both sides, for the ring
constexpr int kMostLabels = 7;

/// Days between labels: of a calendar, not of arithmetic.
int daysBetween(qint64 days)
{
    for (const int step : {1, 2, 5, 7, 14, 30, 61, 92, 183, 366}) {
        if (days / step < kMostLabels)
            return step;
    }
    return int(days / kMostLabels) + 1;
}

} // namespace

TimeSlider::TimeSlider(const Theme &theme, QWidget *parent)
    : QAbstractSlider(parent), m_theme(theme)
{
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Moment that is looked at"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TimeSlider::setPeriod(UtcTime from, UtcTime to, const QList<domain::RecordingGap> &gaps)
{
    m_from = from;
    m_to = to;
    m_gaps = gaps;
    m_isSetting = true;
    const int seconds = int(std::min<qint64>((to - from).count() / 1000, INT_MAX));
    setRange(0, qMax(0, seconds));
    setSingleStep(qMax(1, seconds / kMostBars));
    setPageStep(qMax(1, seconds / 10));
    m_isSetting = false;
    update();
}

void TimeSlider::setDensity(const QList<int> &counts)
{
    m_counts = counts;
    update();
}

void TimeSlider::setMoment(UtcTime moment)
{
    m_moment = moment;
    m_isSetting = true;
    setValue(int((moment - m_from).count() / 1000));
    m_isSetting = false;
    setAccessibleDescription(labels::dayAndClock(moment));
    update();
}

void TimeSlider::setBookmarks(const Bookmarks &bookmarks)
{
    m_bookmarks = bookmarks;
    update();
}

QSize TimeSlider::sizeHint() const
{
    return {m_theme.scaled(600), m_theme.scaled(56)};
}

/// Keys move the value; who set it knows already.
void TimeSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    if (change == SliderValueChange && !m_isSetting)
        choose(m_from + std::chrono::seconds(value()));
}

void TimeSlider::choose(UtcTime moment)
{
    Q_EMIT chosen(std::clamp(moment, m_from, m_to));
}

// --- Mouse ---------------------------------------------------------------------------------------

QRectF TimeSlider::plot() const
{
    return {kEdge, kTop, qMax(1.0, width() - 2 * kEdge), kBarHeight};
}

double TimeSlider::xOf(UtcTime time) const
{
    const double length = qMax<qint64>(1, (m_to - m_from).count());
    return plot().left() + plot().width() * double((time - m_from).count()) / length;
}

UtcTime TimeSlider::timeAt(double x) const
{
    const double share = std::clamp((x - plot().left()) / plot().width(), 0.0, 1.0);
    return m_from + Milliseconds(qint64(share * double((m_to - m_from).count())));
}

void TimeSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Bookmark *bookmark = bookmarkNear(event->position());
    choose(bookmark ? bookmark->moment : timeAt(event->position().x()));
}

const Bookmark *TimeSlider::bookmarkNear(const QPointF &at) const
{
    if (at.y() > kFlag.height() + 1)
        return nullptr;
    const Bookmark *found = nullptr;
    double nearest = kFlag.width() / 2 + 1;
    for (const Bookmark &one : m_bookmarks) {
        if (const double away = std::abs(xOf(one.moment) - at.x()); away <= nearest) {
            nearest = away;
            found = &one;
        }
    }
    return found;
}

void TimeSlider::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        choose(timeAt(event->position().x()));
}

bool TimeSlider::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractSlider::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const UtcTime moment = timeAt(help->pos().x());
    if (const Bookmark *bookmark = bookmarkNear(help->pos()))
        QToolTip::showText(
            help->globalPos(),
            labels::dayAndClock(bookmark->moment)
                + (bookmark->note.isEmpty() ? QString() : u'\n' + bookmark->note.toHtmlEscaped()),
            this);
    else if (const domain::RecordingGap *gap = domain::gapAt(m_gaps, moment))
        QToolTip::showText(
            help->globalPos(),
            labels::nothingRecorded(gap->to - gap->from) + u'\n' + labels::placeOf(*gap), this);
    else
        QToolTip::showText(help->globalPos(), labels::dayAndClock(moment), this);
    return true;
}

// --- Painting ------------------------------------------------------------------------------------

void TimeSlider::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_from >= m_to)
        return;
    paintGaps(painter);
    paintBars(painter);
    paintCalendar(painter);
    paintBookmarks(painter);
    paintMoment(painter);
}

void TimeSlider::paintGaps(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    for (const domain::RecordingGap &gap : m_gaps) {
        const double from = xOf(std::max(gap.from, m_from));
        QRectF area(from, plot().top(), xOf(std::min(gap.to, m_to)) - from, plot().height());
        area.setWidth(qMax(area.width(), 2.0));
        painter.fillRect(area, t.sunken);
        painter.fillRect(area, QBrush(t.strong, Qt::BDiagPattern));
    }
}

void TimeSlider::paintBars(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    if (m_counts.isEmpty())
        return;
    const int most = qMax(1, *std::max_element(m_counts.cbegin(), m_counts.cend()));
    const double width = plot().width() / double(m_counts.size());
    const double now = xOf(m_moment);
    for (qsizetype i = 0; i < m_counts.size(); ++i) {
        if (m_counts[i] == 0)
            continue;
        const double height = qMax(kShortestBar, plot().height() * m_counts[i] / most);
        const double x = plot().left() + double(i) * width;
        const QRectF bar(x, plot().bottom() - height, qMax(1.0, width - 1), height);
        painter.fillRect(bar, x < now ? t.strong : t.buttonEdge);
    }
}

void TimeSlider::paintCalendar(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    painter.fillRect(QRectF(plot().left(), plot().bottom(), plot().width(), 1), t.strong);
    painter.setFont(m_theme.font(TextStyle::Axis));
    painter.setPen(t.text2);
    const QFontMetricsF metrics(painter.font());
    const QLocale locale;
    const bool isHours = m_to - m_from <= std::chrono::hours(36);
    const qint64 days = (m_to - m_from) / std::chrono::hours(24);
    QDateTime at = labels::local(m_from);
    at.setTime({isHours ? at.time().hour() : 0, 0});
    const int step =
        isHours ? int((m_to - m_from) / std::chrono::hours(kMostLabels)) + 1 : daysBetween(days);
    double free = 0; // what is left of here has a label
    bool isFirst = true;
    for (; fromDateTime(at) <= m_to;
         at = isHours ? at.addSecs(qint64(step) * 3600) : at.addDays(step)) {
        const double x = xOf(fromDateTime(at));
        if (x < plot().left() - 1)
            continue;
        const QString text = isHours             ? labels::clock(fromDateTime(at))
            : isFirst || at.date().day() <= step ? locale.toString(at.date(), tr("d MMM"))
                                                 : QString::number(at.date().day());
        const double wide = metrics.horizontalAdvance(text);
        const double left = std::clamp(x - wide / 2, 0.0, width() - wide);
        if (left < free)
            continue;
        painter.fillRect(QRectF(x, plot().bottom(), 1, 4), t.strong);
        painter.drawText(QPointF(left, plot().bottom() + 5 + metrics.ascent()), text);
        free = left + wide + 8;
        isFirst = false;
    }
}

void TimeSlider::paintBookmarks(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    for (const Bookmark &one : m_bookmarks) {
        if (one.moment < m_from || one.moment > m_to)
            continue;
        const double left = xOf(one.moment) - kFlag.width() / 2;
        QPainterPath flag; // with a notch below
        flag.moveTo(left, 0);
        flag.lineTo(left + kFlag.width(), 0);
        flag.lineTo(left + kFlag.width(), kFlag.height());
        flag.lineTo(left + kFlag.width() / 2, kFlag.height() - 3);
        flag.lineTo(left, kFlag.height());
        flag.closeSubpath();
        painter.fillPath(flag, t.series[2]);
    }
}

void TimeSlider::paintMoment(QPainter &painter) const
{
    const Tokens &t = m_theme.tokens();
    const double x = xOf(m_moment);
    painter.fillRect(QRectF(x - 1, plot().top() - 6, 2, plot().height() + 6), t.text);
    painter.setPen(QPen(t.accent, hasFocus() ? 4 : 3));
    painter.setBrush(t.surface);
    painter.drawEllipse(QPointF(x, plot().bottom()), kRing / 2, kRing / 2);
}

} // namespace parking::ui

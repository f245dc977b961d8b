// How long the timeline is busy with one frame at 2,000 rows and 20,000 bookings: scrolling,
// zooming, and a booking under the hand.

#include "base/literals.h"
#include "bookings/timelineview.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMouseEvent>
#include <QRandomGenerator>
#include <QScrollBar>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

constexpr int kRows = 2000;
constexpr int kEach = 10; ///< bookings of a row
constexpr int kFrames = 300;
constexpr double kLimitMs = 16; ///< of a frame at 60 a second

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[size_t(share * double(values.size() - 1))];
}

QList<TimelineSpace> spaces()
{
    QList<TimelineSpace> rows;
    for (int i = 0; i < kRows; ++i) {
        TimelineSpace row;
        row.id = domain::SpaceId::create();
        row.code = u"P-%1"_s.arg(i, 4, 10, QChar(u'0'));
        row.group = u"House %1 · Floor %2"_s.arg(i / 500).arg(i / 100 % 5);
        rows.append(row);
    }
    return rows;
}

QList<domain::Booking> bookings(const QList<TimelineSpace> &rows, UtcTime midnight)
{
    QRandomGenerator random(7);
    QList<domain::Booking> all;
    for (const TimelineSpace &row : rows) {
        for (int i = 0; i < kEach; ++i) {
            domain::Booking one;
            one.id = domain::BookingId::create();
            one.spaceId = row.id;
            one.start = midnight + i * 140min + std::chrono::minutes(random.bounded(30));
            one.end = one.start + std::chrono::minutes(30 + random.bounded(70));
            one.email = u"visitor%1@example.com"_s.arg(all.size());
            if (i < 3)
                one.status = domain::BookingStatus::Completed;
            all.append(one);
        }
    }
    return all;
}

class Bench {
public:
    explicit Bench(TimelineView &view) : m_view(view) { }

    /// `step` moves something; then the whole picture is painted.
    void measure(const char *what, const std::function<void(int)> &step)
    {
        std::vector<double> took;
        for (int i = 0; i < kFrames; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            step(i);
            m_view.viewport()->repaint();
            took.push_back(
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                    .count());
        }
        const double p50 = percentile(took, 0.5);
        const double p99 = percentile(took, 0.99);
        std::printf("  %-30s p50 %6.2f ms   p99 %6.2f ms   %5.2f of %.0f ms\n", what, p50, p99,
                    p99 / kLimitMs, kLimitMs);
        std::fflush(stdout);
        figures.insert(QString::fromLatin1(what), QJsonObject{{u"p50"_s, p50}, {u"p99"_s, p99}});
    }

    void mouse(QEvent::Type type, const QPointF &at, Qt::MouseButtons held)
    {
        const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, at, m_view.viewport()->mapToGlobal(at), button, held,
                          Qt::NoModifier);
        QApplication::sendEvent(m_view.viewport(), &event);
    }

    QJsonObject figures;

private:
    TimelineView &m_view;
};

void run(Bench &bench, TimelineView &view)
{
    QScrollBar &down = *view.verticalScrollBar();
    bench.measure("scrolling by rows",
                  [&](int i) { down.setValue(int((i % 100) * double(down.maximum()) / 100)); });
    view.change([](TimelineScene &scene) { scene.zoom(400, 4); });
    QScrollBar &along = *view.horizontalScrollBar();
    bench.measure("scrolling by hours",
                  [&](int i) { along.setValue(int((i % 100) * double(along.maximum()) / 100)); });
    bench.measure("zooming", [&](int i) {
        view.change([i](TimelineScene &scene) { scene.zoom(500, i % 40 < 20 ? 1.1 : 1 / 1.1); });
    });
    view.change([](TimelineScene &scene) { scene.fit(); });
    const int held = view.scene().firstBooking();
    if (held < 0)
        return;
    const QPointF from = view.boxOf(view.scene().booking(held).id).center();
    bench.mouse(QEvent::MouseButtonPress, from, Qt::LeftButton);
    const double height = view.viewport()->height();
    bench.measure("dragging a booking", [&](int i) {
        bench.mouse(QEvent::MouseMove, {200.0 + i * 7 % 900, 60 + std::fmod(i * 5.0, height - 80)},
                    Qt::LeftButton);
    });
    bench.mouse(QEvent::MouseButtonRelease, from, Qt::NoButton);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    parser.addHelpOption();
    parser.addOption(json);
    parser.process(application);

    const Theme theme(application);
    TimelineView view(theme);
    const QDate day(2026, 9, 14);
    const UtcTime midnight = fromDateTime(QDateTime(day, QTime(0, 0), QTimeZone::utc()));
    const QList<TimelineSpace> rows = spaces();
    view.resize(1440, 900);
    view.show();
    view.change([&](TimelineScene &scene) {
        scene.setNow(midnight + 7h);
        scene.setSpaces(rows);
        scene.setDays(day, 1, QTimeZone::utc());
        scene.setBookings(bookings(rows, midnight));
        scene.fit();
    });
    QCoreApplication::processEvents();
    std::printf("timeline, %d rows, %d bookings\n", kRows, kRows * kEach);
    Bench bench(view);
    run(bench, view);
    if (!parser.isSet(json))
        return 0;
    QFile file(parser.value(json));
    const QByteArray text = QJsonDocument(bench.figures).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? 0 : 1;
}

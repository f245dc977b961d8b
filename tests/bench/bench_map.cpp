// How long the window is busy with one frame while 1,000 spaces a second change among 10,000, and
// how soon the first picture is complete.

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "sim/site.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace parking;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSpaces = 10'000;
constexpr int kChangesPerSecond = 1000;
constexpr auto kBatchEvery = 50ms; // as the engine gathers them
constexpr auto kEach = 8s;

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// Sums up what the GUI thread does per turn of the event loop: applying, layout, painting.
class Application : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0)
            return noted(receiver, event);
        ++m_depth;
        const auto begin = Clock::now();
        const bool done = noted(receiver, event);
        const double took = milliseconds(Clock::now() - begin);
        --m_depth;
        m_busy += took;
        if (event->type() == QEvent::UpdateRequest && m_measuring) {
            frames.push_back(m_busy); // with all that came before this picture
            m_busy = 0;
        }
        return done;
    }
    void measure(bool on)
    {
        m_measuring = on;
        m_busy = 0;
        frames.clear();
    }

    std::vector<double> frames; ///< ms
    qint64 paints = 0; ///< of widgets, also those of a window's first exposure, which is no frame
    Clock::time_point painted; ///< the end of the last of them

private:
    bool noted(QObject *receiver, QEvent *event)
    {
        const bool done = QApplication::notify(receiver, event);
        if (event->type() == QEvent::Paint) {
            ++paints;
            painted = Clock::now();
        }
        return done;
    }

    int m_depth = 0;
    bool m_measuring = false;
    double m_busy = 0;
};

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[size_t(share * double(values.size() - 1))];
}

/// All spaces of the site on one floor: more than any screen can show well.
domain::SiteSnapshot oneFloor(domain::SiteSnapshot site)
{
    site.floors.clear();
    for (domain::Space &space : site.spaces) {
        space.building = u"Hall"_s;
        space.floor = u"Field"_s;
        space.zone.clear();
        space.placement.reset();
    }
    return site;
}

domain::SiteSnapshot snapshot(UtcTime now)
{
    const sim::SimSite sim = sim::makeSite(kSpaces, 3);
    domain::SiteSnapshot site{sim.site, sim.floors, sim.spaces, {}};
    for (const domain::Space &space : site.spaces) {
        domain::SpaceStatus status;
        status.id = space.id;
        status.since = now - 1h;
        status.lastHeard = now - 1min;
        status.silentAfter = 2h;
        site.statuses.append(status);
    }
    return site;
}

void spin(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

QJsonObject figures(const std::vector<double> &frames)
{
    return {{u"frames"_s, int(frames.size())},
            {u"p50"_s, percentile(frames, 0.5)},
            {u"p99"_s, percentile(frames, 0.99)},
            {u"worst"_s, percentile(frames, 1)}};
}

void print(const char *what, const QJsonObject &f)
{
    std::printf("  %-34s p50 %6.2f ms   p99 %6.2f ms   worst %6.2f ms   (%d frames)\n", what,
                f[u"p50"].toDouble(), f[u"p99"].toDouble(), f[u"worst"].toDouble(),
                f[u"frames"].toInt());
    std::fflush(stdout);
}

class MapBench {
public:
    MapBench(Application &application, ui::Theme &theme)
        : m_application(application), m_theme(theme)
    {
    }

    QJsonObject run(const char *name, const domain::SiteSnapshot &site, const ui::MapPlace &place)
    {
        std::printf("%s\n", name);
        const auto begin = Clock::now();
        m_application.paints = 0;
        ui::SiteModel model;
        model.setNow(systemNow());
        model.load(site);
        ui::Situation situation;
        ui::Notices notices;
        ui::OperatorWindow window(model, situation, notices, m_theme);
        window.resize(1440, 900);
        situation.setRole(u"Operator"_s, false);
        window.spaces().map().view().show(place);
        window.show();
        for (qint64 painted = -1; painted != m_application.paints || painted == 0;) {
            painted = m_application.paints;
            QCoreApplication::processEvents();
        }
        const double first = milliseconds(m_application.painted - begin);
        std::printf("  %-34s %.0f ms\n", "start to first complete picture", first);
        const auto isThere = [&window](const ui::Page &page) { return window.isMade(page.id); };
        while (!std::all_of(window.pages().cbegin(), window.pages().cend(), isThere))
            QCoreApplication::processEvents();
        const double whole = milliseconds(Clock::now() - begin);
        std::printf("  %-34s %.0f ms\n", "start to all pages", whole);

        QJsonObject result{{u"firstPictureMs"_s, first}, {u"allPagesMs"_s, whole}};
        result.insert(u"changesMs"_s, changes(model, site));
        print("1,000 changes a second", result[u"changesMs"].toObject());
        if (place.building.isEmpty())
            return result; // the site level has one scale
        result.insert(u"zoomMs"_s, zooming(window.spaces().map().view()));
        print("zooming, whole picture each time", result[u"zoomMs"].toObject());
        return result;
    }

private:
    QJsonObject changes(ui::SiteModel &model, const domain::SiteSnapshot &site)
    {
        QRandomGenerator random(5);
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
            QList<domain::SpaceStatus> batch;
            const UtcTime now = systemNow();
            for (int i = 0; i < kChangesPerSecond * int(kBatchEvery.count()) / 1000; ++i) {
                domain::SpaceStatus status = site.statuses[random.bounded(site.statuses.size())];
                status.state = domain::SpaceState(random.bounded(4));
                status.since = now;
                status.lastHeard = now;
                batch.append(status);
            }
            model.setNow(now);
            model.apply(batch);
        });
        timer.start(kBatchEvery);
        spin(500ms);
        m_application.measure(true);
        spin(kEach);
        return figures(m_application.frames);
    }

    QJsonObject zooming(ui::MapView &view)
    {
        QTimer timer;
        int step = 0;
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
            view.zoomBy(step % 40 < 20 ? 1.1 : 1 / 1.1);
            ++step;
        });
        timer.start(33ms);
        m_application.measure(true);
        spin(kEach / 2);
        return figures(m_application.frames);
    }

    Application &m_application;
    ui::Theme &m_theme;
};

} // namespace

int main(int argc, char **argv)
{
    Application application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    parser.addHelpOption();
    parser.addOption(json);
    parser.process(application);

    ui::Theme theme(application);
    MapBench bench(application, theme);
    const domain::SiteSnapshot site = snapshot(systemNow());
    const QString building = site.floors.first().building;
    const QString floor = site.floors.first().name;
    QJsonObject report{
        {u"spaces"_s, kSpaces},
        {u"site"_s, bench.run("site level, 10,000 spaces", site, {})},
        {u"building"_s, bench.run("one building", site, {building, {}})},
        {u"floor"_s, bench.run("one floor", site, {building, floor})},
        {u"field"_s,
         bench.run("10,000 spaces on one floor", oneFloor(site), {u"Hall"_s, u"Field"_s})}};
    if (parser.isSet(json)) {
        QFile file(parser.value(json));
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(report).toJson()) < 0) {
            std::fprintf(stderr, "bench_map: %s\n", qPrintable(file.errorString()));
            return 1;
        }
    }
    return 0;
}

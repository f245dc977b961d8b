#include "importedshots.h"

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "devices/fleettable.h"
#include "fixturedevices.h"
#include "fixturelamps.h"
#include "fixturesite.h"
#include "importedsite.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::DownlinkState;
using domain::SpaceState;

namespace {

constexpr int kCommands = 10'000;
const QString kNorth = u"North"_s;

/// A plan as architects draw it: black on white.
QByteArray planPicture()
{
    QByteArray svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 900 600'>"
                     "<rect width='900' height='600' fill='white'/>"
                     "<g fill='none' stroke='black' stroke-width='3'>"
                     "<rect x='20' y='20' width='860' height='560'/>";
    for (int x = 80; x < 880; x += 100)
        svg += QByteArray("<path d='M%1 20V140M%1 460V580'/>").replace("%1", QByteArray::number(x));
    return svg + "<circle cx='450' cy='300' r='40'/><path d='M20 300H410M490 300H880'/></g></svg>";
}

/// As the window stores it.
domain::SiteSnapshot withPicture(domain::SiteSnapshot site)
{
    QRectF spaces;
    for (const domain::Space &space : std::as_const(site.spaces)) {
        if (space.building == kNorth && space.floor == u"B1" && space.placement)
            spaces |= boxOf(*space.placement);
    }
    for (domain::Floor &floor : site.floors) {
        if (floor.building != kNorth || floor.name != u"B1")
            continue;
        floor.picture = planPicture();
        floor.pictureType = u"image/svg+xml"_s;
        floor.plan.backdrop.area = covering({900, 600}, spaces);
    }
    return site;
}

domain::DownlinkPage commands(const SiteModel &model)
{
    constexpr std::array kEnds{DownlinkState::Echoed,     DownlinkState::Echoed,
                               DownlinkState::Superseded, DownlinkState::Acked,
                               DownlinkState::Failed,     DownlinkState::Expired};
    domain::DownlinkPage page;
    page.total = kCommands;
    for (int i = 0; i < 200; ++i) { // as many as a page brings
        const domain::Space &space = model.space(i * 7 % model.count());
        const DownlinkState end = kEnds[size_t(i) % kEnds.size()];
        domain::Downlink row =
            fixture::command(space.code, SpaceState(i % 4), i < 4 ? DownlinkState::Pending : end);
        row.sequence = kCommands - i;
        row.spaceId = space.id;
        row.decidedAt = fixture::kNow - i * 9s;
        if (end == DownlinkState::Failed)
            row.problem = u"CHIRPSTACK_NO_DEVICE"_s;
        page.rows.append(row);
    }
    page.totals.byState = {4, 0, 0, 310, 1500, 6900, 1100, 120, 66};
    page.totals.toChirpStackP50Ms = 42;
    page.totals.toChirpStackP95Ms = 180;
    page.totals.toAirP50Ms = 1240;
    page.totals.toAirP95Ms = 5200;
    return page;
}

struct Stage {
    explicit Stage(Theme &theme) : window(model, situation, notices, theme)
    {
        model.setNow(fixture::kNow);
        model.load(site);
        situation.setRole(u"Operator"_s, false);
        situation.setNow(fixture::kNow);
        situation.setHealth(fixture::healthy());
        window.setMinimumSize(1, 1);
        window.show();
    }
    domain::SiteSnapshot site = fixture::imported(fixture::harbourCsv(true));
    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
};

class Camera {
public:
    Camera(const QString &folder, Theme &theme, const QList<QSize> &sizes, double scale)
        : m_folder(folder), m_theme(theme), m_sizes(sizes), m_scale(scale)
    {
    }
    void take(const QString &name, Stage &stage)
    {
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            m_theme.setChoice(choice);
            for (const QSize &size : m_sizes) {
                stage.window.resize((QSizeF(size) / m_scale).toSize());
                settle();
                const QString theme = choice == ThemeChoice::Dark ? u"dark"_s : u"light"_s;
                stage.window.grab().save(
                    m_folder.filePath(u"screen-%1-%2-%3x%4-%5%.png"_s.arg(name, theme)
                                          .arg(size.width())
                                          .arg(size.height())
                                          .arg(qRound(m_scale * 100))));
            }
        }
    }

private:
    /// Pictures of floors are drawn beside the window.
    static void settle()
    {
        QElapsedTimer since;
        since.start();
        while (since.elapsed() < 60)
            QApplication::processEvents(QEventLoop::AllEvents, 20);
    }

    QDir m_folder;
    Theme &m_theme;
    QList<QSize> m_sizes;
    double m_scale;
};

} // namespace

void takeImportedPages(const QString &folder, Theme &theme, const QList<QSize> &sizes, double scale)
{
    Camera camera(folder, theme, sizes, scale);
    Stage stage(theme);
    OperatorWindow &window = stage.window;
    MapView &map = window.spaces().map().view();
    camera.take(u"site"_s, stage);
    map.show({kNorth, u"B1"_s});
    QApplication::processEvents();
    stage.model.load(withPicture(stage.site));
    camera.take(u"picture"_s, stage);
    map.reveal(stage.model.space(stage.model.rowsOf(kNorth, u"B1"_s)[54]).id);
    camera.take(u"picture-inspector"_s, stage);
    map.select({});
    map.show({});
    map.reveal(stage.model.space(stage.model.rowsOf(kNorth, u"B1"_s)[54]).id);
    map.show({});
    camera.take(u"site-inspector"_s, stage);
    map.select({});
    for (const char *page : {"bookings", "spaces", "devices", "events", "settings"}) {
        const QString id = QLatin1StringView(page);
        window.showPage(id);
        if (id == u"devices")
            window.devices().setPage(fixture::sensors());
        if (id == u"spaces") {
            window.spaceList().rows().tick(0, 2, true);
            window.spaceList().table().setCurrentIndex(
                window.spaceList().rows().index(1, SpaceRows::Code));
        }
        camera.take(id, stage);
    }
    stage.situation.setHealth(fixture::withChirpStack({}));
    window.showCommands();
    window.devices().setPage(fixture::lamps());
    window.downlinks().setPage(commands(stage.model));
    camera.take(u"commands"_s, stage);
    window.showPage(u"map"_s);
    map.show({kNorth, u"B1"_s});
    for (const auto &[name, health] : {std::pair(u"broker"_s, fixture::brokerDown(4min)),
                                       std::pair(u"database"_s, fixture::databaseDown(4min))}) {
        window.showPage(u"map"_s);
        stage.situation.setHealth(health);
        stage.situation.setNow(fixture::kNow);
        camera.take(name + u"-down"_s, stage);
        window.showPage(u"health"_s);
        camera.take(name + u"-down-health"_s, stage);
    }
}

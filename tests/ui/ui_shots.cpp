// Renders the window, off-screen: `ui_shots FOLDER [PERCENT [WORDS [WHAT [SCALE]]]]`. PERCENT: text
// size. WORDS = long makes every text a third longer, as German is. WHAT: `lamps`, `bookings`,
// `devices`, `alarms`, `settings`, `setup`, `spaces`, `events` or `kiosk` alone, `imported`: sites
// that came by CSV, of 1 to 40 buildings, with and without coordinates, or `screens`: pages of one
// of them, with a picture under a floor, outages and 10,000 commands; else the fixture's site.
// SCALE: per cent of the screen; sizes are a screen's pixels. Not a test: pictures to look at.

#include "alarmshots.h"
#include "app/operatorwindow.h"
#include "base/literals.h"
#include "bookingshots.h"
#include "devices/fleettable.h"
#include "deviceshots.h"
#include "fixturebookings.h"
#include "fixturedevices.h"
#include "fixturelamps.h"
#include "fixturesite.h"
#include "importedshots.h"
#include "importedsite.h"
#include "kioskshots.h"
#include "lamps/lampview.h"
#include "listshots.h"
#include "reviewshots.h"
#include "settingshots.h"
#include "setupshots.h"

#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QScrollArea>
#include <QTranslator>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

class LongWords : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *text, const char *, int n) const override
    {
        QString words = QString::fromUtf8(text);
        if (n >= 0)
            words.replace(u"%n"_s, QString::number(n));
        return words.size() < 4 || words.startsWith(u'%')
            ? words
            : words + QString(words.size() * 35 / 100, u'n');
    }
};

class Camera {
public:
    Camera(const QString &folder, Theme &theme, double scale)
        : m_folder(folder), m_theme(theme), m_scale(scale)
    {
    }

    /// One picture per theme and size of what `prepare` set up.
    void take(const QString &name, MainWindow &window, const QList<QSize> &sizes,
              const std::function<void()> &arrange = {})
    {
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            m_theme.setChoice(choice);
            for (const QSize &size : sizes) {
                window.resize((QSizeF(size) / m_scale).toSize());
                for (int i = 0; i < 3; ++i)
                    QApplication::processEvents();
                if (arrange)
                    arrange();
                const QString theme = choice == ThemeChoice::Dark ? u"dark"_s : u"light"_s;
                const QString scale =
                    m_scale == 1 ? QString() : u"-%1%"_s.arg(qRound(m_scale * 100));
                window.grab().save(m_folder.filePath(u"%1-%2-%3x%4%5.png"_s.arg(name, theme)
                                                         .arg(size.width())
                                                         .arg(size.height())
                                                         .arg(scale)));
            }
        }
    }

private:
    QDir m_folder;
    Theme &m_theme;
    double m_scale; ///< pixels of the screen for one of the window
};

struct Stage {
    explicit Stage(Theme &theme, domain::SiteSnapshot site)
        : window(model, situation, notices, theme)
    {
        model.setNow(fixture::kNow);
        model.load(std::move(site));
        situation.setRole(u"Operator"_s, false);
        situation.setNow(fixture::kNow);
        situation.setHealth(fixture::healthy());
        window.show();
    }
    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
};

QList<domain::Booking> bookingsOf(const QString &code)
{
    QList<domain::Booking> found = fixture::harbourBookings();
    found.removeIf([&code](const domain::Booking &one) {
        return one.spaceId != fixture::spaceId(code) || one.status != domain::BookingStatus::Active;
    });
    return found;
}

void takeHarbour(Camera &camera, Theme &theme, const QList<QSize> &sizes)
{
    Stage stage(theme, fixture::harbourSite());
    MapView &map = stage.window.spaces().map().view();
    const QString north = u"North"_s;
    camera.take(u"site"_s, stage.window, sizes);
    map.show({north, {}});
    camera.take(u"building"_s, stage.window, sizes);
    map.show({north, u"B1"_s});
    camera.take(u"floor"_s, stage.window, sizes);
    map.select({fixture::spaceId(u"B1-055"_s)});
    stage.window.spaces().inspector().history().setChanges(fixture::spaceId(u"B1-055"_s),
                                                           fixture::history(u"B1-055"_s));
    BookingSection &booked = stage.window.spaces().inspector().bookings();
    booked.setBookings(fixture::spaceId(u"B1-055"_s), bookingsOf(u"B1-055"_s));
    camera.take(u"inspector"_s, stage.window, sizes);
    map.select({fixture::spaceId(u"B1-061"_s)});
    booked.setBookings(fixture::spaceId(u"B1-061"_s), bookingsOf(u"B1-061"_s));
    camera.take(u"walk-in"_s, stage.window, sizes);
    map.select({fixture::spaceId(u"B1-058"_s)});
    stage.window.spaces().inspector().askMaintenance();
    camera.take(u"reason"_s, stage.window, sizes);
    map.select({fixture::spaceId(u"B1-060"_s), fixture::spaceId(u"B1-061"_s),
                fixture::spaceId(u"B1-059"_s)});
    camera.take(u"many"_s, stage.window, sizes);
    map.select({});
    stage.window.spaces().map().setLayer(MapLayer::Signal);
    camera.take(u"layer"_s, stage.window, sizes);
    stage.window.spaces().map().setLayer(MapLayer::State);
    map.setEditing(true);
    map.select({fixture::spaceId(u"B1-055"_s)});
    camera.take(u"edit"_s, stage.window, sizes);
    map.setEditing(false);
    map.select({});
    stage.window.showPage(u"health"_s);
    camera.take(u"health"_s, stage.window, sizes);
    stage.window.showPage(u"map"_s);
    stage.situation.setHealth(fixture::databaseDown(4min));
    const auto nothing = [](const Notices::Answer &) {};
    stage.notices.tellDone(u"B1-055 set to maintenance"_s, nothing, nothing);
    camera.take(u"down"_s, stage.window, sizes);
    stage.window.showPage(u"health"_s);
    camera.take(u"down-health"_s, stage.window, sizes);
}

/// A lost gateway at site level, and what nobody placed yet.
void takeCauses(Camera &camera, Theme &theme, const QList<QSize> &sizes)
{
    const QString north = u"North"_s;
    const QString lowest = u"B2-"_s;
    {
        domain::SiteSnapshot site = fixture::largeSite(32, 312);
        fixture::loseGateway(
            site, fixture::codes(u"P32-"_s, 99, 14) + fixture::codes(u"P32-"_s, 177, 14));
        Stage stage(theme, site);
        camera.take(u"cause-airport"_s, stage.window, sizes);
    }
    domain::SiteSnapshot site = fixture::harbourSite();
    fixture::loseGateway(site, fixture::codes(u"B1-"_s, 97, 28));
    Stage stage(theme, site);
    MapView &map = stage.window.spaces().map().view();
    camera.take(u"cause"_s, stage.window, sizes);
    map.press(0);
    camera.take(u"cause-opened"_s, stage.window, sizes);
    site = fixture::harbourSite();
    fixture::unplace(site, fixture::codes(lowest, 51, 24));
    stage.model.load(site);
    map.select({});
    map.show({north, {}});
    camera.take(u"unplaced-building"_s, stage.window, sizes);
    map.show({north, u"B2"_s});
    camera.take(u"unplaced"_s, stage.window, sizes);
    map.press(0);
    camera.take(u"placing"_s, stage.window, sizes);
    const QPointF from = map.scene().boxOf(fixture::spaceId(u"B2-050"_s)).center()
        + QPointF(0, 11 * map.scene().scale().pixelsPerMetre);
    const QPointF to = from + QPointF(-13 * map.scene().scale().pixelsPerMetre * 2.5, 0);
    for (const auto &[type, at] :
         {std::pair(QEvent::MouseButtonPress, from), std::pair(QEvent::MouseMove, to)}) {
        QMouseEvent event(type, at, map.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, {});
        QApplication::sendEvent(&map, &event);
    }
    camera.take(u"placing-drag"_s, stage.window, {{2560, 1440}});
}

/// The lamp's part of the inspector in each condition, and the ledger's page.
void takeLamps(Camera &camera, Theme &theme, const QList<QSize> &sizes)
{
    Stage stage(theme, fixture::harbourSite());
    OperatorWindow &window = stage.window;
    const QString code = u"B1-060"_s;
    window.spaces().map().view().show({u"North"_s, u"B1"_s});
    window.spaces().map().view().select({fixture::spaceId(code)});
    const auto take = [&](const char *name, const domain::LampStatus &lamp,
                          const domain::Health &health) {
        stage.situation.setHealth(health);
        window.spaces().inspector().lamp().setLamp(fixture::spaceId(code), lamp);
        camera.take(QLatin1StringView(name), window, sizes, [&window] {
            auto *scroll = window.spaces().inspector().findChild<QScrollArea *>();
            auto *card = window.spaces().inspector().findChild<LampCard *>();
            scroll->ensureVisible(0, card->mapTo(scroll->widget(), QPoint(0, card->height())).y(),
                                  0, 12);
        });
    };
    const domain::Health well = fixture::withChirpStack({});
    take("lamp-confirmed", fixture::confirmedLamp(code), well);
    take("lamp-unconfirmed",
         fixture::lamp(
             fixture::command(code, domain::SpaceState::Occupied, domain::DownlinkState::Sent)),
         well);
    take("lamp-ignoring", fixture::ignoringLamp(code), well);
    take("lamp-foreign", fixture::foreignLamp(code), well);
    take("lamp-unknown", fixture::unknownLamp(code), well);
    take("lamp-mute", fixture::muteLamp(code), well);
    take("lamp-outage", fixture::waitingLamp(code),
         fixture::withChirpStack(u"CHIRPSTACK_UNREACHABLE"_s, 4min));

    window.showCommands();
    window.downlinks().setPage(fixture::everyOutcome());
    camera.take(u"commands-trouble"_s, window, sizes);
    stage.situation.setHealth(fixture::withChirpStack(u"CHIRPSTACK_NOT_ASKED"_s));
    window.downlinks().setPage({});
    camera.take(u"commands-empty"_s, window, sizes);
    window.showPage(u"health"_s);
    camera.take(u"not-asked-health"_s, window, sizes);
}

/// The page of one lamp, and the lamps that do not follow before all commands.
void takeLampPage(Camera &camera, Theme &theme, const QList<QSize> &sizes)
{
    Stage stage(theme, fixture::harbourSite());
    OperatorWindow &window = stage.window;
    stage.situation.setHealth(fixture::withChirpStack({}));
    window.showCommands();
    window.devices().setPage(fixture::lamps());
    window.downlinks().setTroubles(
        {{u"B1-055"_s, u"NOT_FOLLOWING"_s, fixture::kNow - 3h, domain::DevEui(1)},
         {u"B1-120"_s, u"CHIRPSTACK_NO_DEVICE"_s, fixture::kNow - 40min, domain::DevEui(2)}});
    window.downlinks().setPage(fixture::everyOutcome());
    camera.take(u"commands"_s, window, sizes);
    window.devices().cancel();
    DevicesPage &page = window.devices();
    page.list().table().selectRow(0);
    LampView &lamp = page.device().lamp();
    domain::LampStatus status = fixture::ignoringLamp(u"B1-055"_s);
    status.display.devEui = *page.device().device();
    lamp.setLamp(status);
    lamp.setCommands(*lamp.device(), fixture::everyOutcome());
    camera.take(u"lamp-page"_s, window, sizes);
    lamp.setAdvancedOpen(true);
    domain::LampQueue queue;
    queue.device = *lamp.device();
    queue.askedAt = fixture::kNow;
    queue.items.resize(2);
    for (domain::LampQueueItem &item : queue.items) {
        item.fPort = 15;
        item.payload = QByteArray::fromHex("ff00a5ff00");
        item.expiresAt = fixture::kNow + 90s;
    }
    queue.items[0].row = domain::DownlinkId::create();
    lamp.console().setQueue(queue);
    for (QAbstractButton *kind : lamp.console().findChildren<QAbstractButton *>()) {
        if (kind->text() == u"Raw bytes")
            kind->setChecked(true);
    }
    camera.take(u"lamp-console"_s, window, sizes, [&page, &lamp] {
        page.device().ensureVisible(
            0, lamp.mapTo(page.device().widget(), QPoint(0, lamp.height())).y(), 0, 12);
    });
}

void takeOthers(Camera &camera, Theme &theme, const QList<QSize> &sizes)
{
    {
        Stage stage(theme, fixture::largeSite(32, 312));
        camera.take(u"airport"_s, stage.window, sizes);
        stage.window.spaces().map().view().show({u"P3"_s, {}});
        camera.take(u"airport-building"_s, stage.window, sizes);
    }
    {
        Stage stage(theme, fixture::largeSite(2, 30));
        camera.take(u"small"_s, stage.window, sizes);
        stage.situation.setHealth(fixture::brokerDown(4min));
        stage.situation.setNow(fixture::kNow);
        camera.take(u"broker-down"_s, stage.window, sizes);
    }
    Stage stage(theme, {});
    camera.take(u"empty"_s, stage.window, sizes);
    stage.situation.setRefusal(
        Error{u"MIGRATION_NEEDED"_s, u"the database needs its tables"_s, {}});
    camera.take(u"refused"_s, stage.window, sizes);
}

/// What people have after an import, at each level.
void takeImported(Camera &camera, Theme &theme, const QList<QSize> &sizes)
{
    const QString north = u"North"_s;
    for (const bool withCoordinates : {false, true}) {
        const QString name = withCoordinates ? u"placed"_s : u"listed"_s;
        Stage stage(theme, fixture::imported(fixture::harbourCsv(withCoordinates)));
        MapView &map = stage.window.spaces().map().view();
        camera.take(u"imported-%1-site"_s.arg(name), stage.window, sizes);
        map.show({north, {}});
        camera.take(u"imported-%1-building"_s.arg(name), stage.window, sizes);
        map.show({north, u"B1"_s});
        camera.take(u"imported-%1-floor"_s.arg(name), stage.window, sizes);
        map.reveal(stage.model.space(stage.model.rowsOf(north, u"B1"_s)[54]).id);
        camera.take(u"imported-%1-inspector"_s.arg(name), stage.window, sizes);
    }
    for (const int buildings : {1, 4, 12, 40}) {
        Stage stage(theme, fixture::imported(fixture::buildingsCsv(buildings)));
        camera.take(u"imported-%1-buildings"_s.arg(buildings), stage.window, sizes);
    }
    Stage stage(theme, fixture::imported(fixture::harbourCsv(true), 0));
    camera.take(u"imported-unknown-site"_s, stage.window, sizes);
    stage.window.spaces().map().view().show({north, u"B1"_s});
    camera.take(u"imported-unknown-floor"_s, stage.window, sizes);
}

} // namespace

int main(int argc, char **argv)
{
    const double scale = argc > 5 ? std::atoi(argv[5]) / 100.0 : 1;
    qputenv("QT_SCALE_FACTOR", QByteArray::number(scale));
    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString folder = arguments.value(1, u"."_s);
    QDir().mkpath(folder);
    LongWords words;
    if (arguments.value(3) == u"long")
        QApplication::installTranslator(&words);
    Theme theme(application);
    theme.setTextPercent(arguments.value(2, u"100"_s).toInt());
    Camera camera(folder, theme, scale);
    const QList<QSize> sizes{{1024, 680}, {1280, 800}, {1440, 900}, {2560, 1440}};
    if (arguments.value(4) == u"imported") {
        takeImported(camera, theme, {{1024, 680}, {1366, 768}, {1440, 900}, {2560, 1440}});
        return 0;
    }
    if (arguments.value(4) == u"screens") {
        takeImportedPages(folder, theme, {{1024, 680}, {1366, 768}, {2560, 1440}}, scale);
        return 0;
    }
    if (arguments.value(4) == u"lamps") {
        takeLamps(camera, theme, sizes);
        takeLampPage(camera, theme, sizes);
        return 0;
    }
    if (arguments.value(4) == u"bookings") {
        takeBookings(folder, theme, sizes);
        return 0;
    }
    if (arguments.value(4) == u"devices") {
        takeDevices(folder, theme, sizes);
        return 0;
    }
    if (arguments.value(4) == u"review") {
        takeReview(arguments.value(1), theme);
        return 0;
    }
    if (arguments.value(4) == u"kiosk") {
        takeKiosk(folder, theme);
        return 0;
    }
    if (arguments.value(4) == u"settings") {
        takeSettings(folder, theme, sizes);
        return 0;
    }
    if (arguments.value(4) == u"setup") {
        takeSetup(folder, theme);
        return 0;
    }
    if (arguments.value(4) == u"alarms") {
        takeAlarms(folder, theme, sizes);
        return 0;
    }
    if (arguments.value(4) == u"spaces" || arguments.value(4) == u"events") {
        const auto takeList = arguments.value(4) == u"spaces" ? takeSpaces : takeEvents;
        takeList(folder, theme, {{1024, 680}, {1440, 900}});
        return 0;
    }
    takeHarbour(camera, theme, sizes);
    takeCauses(camera, theme, sizes);
    takeLamps(camera, theme, sizes);
    takeLampPage(camera, theme, sizes);
    takeBookings(folder, theme, sizes);
    takeDevices(folder, theme, sizes);
    takeKiosk(folder, theme);
    takeAlarms(folder, theme, sizes);
    takeSettings(folder, theme, sizes);
    takeOthers(camera, theme, sizes);
    return 0;
}

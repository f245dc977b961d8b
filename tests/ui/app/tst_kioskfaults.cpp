// A screen beside a real PostgreSQL that is stopped, started, cut off, whose tables are renamed,
// and whose station goes silent, in an order that a seed decides. At every look its number is
// right, or carries its age. KIOSK_SEED and KIOSK_STEPS make other and longer days (./dev trial
// kiosk).

#include "app/kioskfeed.h"
#include "kiosk/kioskwindow.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/stationstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QApplication>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::DataAge;

namespace {

constexpr int kPatience = 60'000; // ms, for slow machines only
constexpr int kSpaces = 12;

/// What was true at the site: from `from` on so many were free.
struct Truth {
    UtcTime from;
    int free = 0;
};

/// The site and its station, played by the test over a connection of its own.
class Site {
public:
    Result<> make(const QString &url)
    {
        auto opened = store::Database::open({.url = url});
        if (!opened)
            return opened.error();
        m_database = std::move(*opened);
        const Result<domain::Site> site = store::SiteStore(*m_database).first();
        if (!site)
            return site.error();
        QList<domain::Space> spaces;
        for (int i = 0; i < kSpaces; ++i) {
            domain::Space space;
            space.id = domain::SpaceId::create();
            space.siteId = site->id;
            space.code = u"S-%1"_s.arg(i);
            space.name = space.code;
            space.building = u"Main"_s;
            space.floor = i % 2 ? u"1"_s : u"G"_s;
            spaces.append(space);
        }
        if (Result<> made = store::SpaceStore(*m_database).createMany(spaces, systemNow()); !made)
            return made;
        return move(kSpaces);
    }

    /// The first so many are free by an operator's word, the others taken; the station tells it.
    Result<> move(int free)
    {
        if (Result<> there = come(); !there)
            return there;
        const Truth before{now(), free};
        const Result<> done = m_database->run(
            u"UPDATE spaces SET state_reason = 'override', override_since = now(), "
            "override_state = CASE WHEN substr(code, 3)::int < %1 THEN 'FREE' ELSE 'OCCUPIED' END, "
            "state = CASE WHEN substr(code, 3)::int < %1 THEN 'FREE' ELSE 'OCCUPIED' END"_s.arg(
                free));
        if (!done)
            return done;
        truths.append(before);
        return report();
    }

    Result<> report()
    {
        if (Result<> there = come(); !there)
            return there;
        const Result<UtcTime> shared = store::sharedNow(*m_database, {});
        if (!shared)
            return shared.error();
        store::StationStatus status;
        status.stationId = u"11111111-2222-3333-4444-555555555555"_s;
        status.host = u"station"_s;
        status.version = u"1"_s;
        status.reportedAt = *shared;
        status.startedAt = *shared - 5h;
        status.ingesting = true;
        status.mqttState = u"connected"_s;
        status.details.insert(u"checks"_s,
                              QJsonObject{{u"mqtt"_s,
                                           QJsonObject{{u"level"_s, u"healthy"_s},
                                                       {u"since"_s, toIso(status.startedAt)}}}});
        return store::StationStore(*m_database).report(status);
    }

    Result<> sql(const QString &statement)
    {
        if (Result<> there = come(); !there)
            return there;
        return m_database->run(statement);
    }

    /// The numbers that may stand with this moment: the one that was true then, and later ones.
    QList<int> allowed(UtcTime asOf) const
    {
        QList<int> found;
        for (qsizetype i = 0; i < truths.size(); ++i) {
            if (i + 1 == truths.size() || truths[i + 1].from >= asOf)
                found.append(truths[i].free);
        }
        return found;
    }

    QList<Truth> truths;

private:
    /// By the server's clock, as asOf is.
    UtcTime now()
    {
        const Result<UtcTime> shared = store::sharedNow(*m_database, {});
        return shared ? *shared : UtcTime();
    }
    Result<> come() { return m_database->isOpen() ? Result<>() : m_database->reopen(); }

    std::unique_ptr<store::Database> m_database;
};

int fromEnvironment(const char *name, int otherwise)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? number : otherwise;
}

} // namespace

class TestKioskFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void numberIsRightOrCarriesItsAge();
    void beginsWithoutADatabase();

private:
    void look(KioskFeed &feed);
    void fault(QRandomGenerator &random);
    void repair();
    QString wrong(const KioskPicture &picture) const;

    // What was committed is there after the server was killed, or the site itself would forget.
    test::TestDatabases m_databases{test::PostgresServer::Durability::Durable};
    QTemporaryDir m_folder;
    Theme m_theme{*qApp};
    test::TurnedClock m_clock{systemNow()};
    SiteModel m_model;
    Situation m_situation;
    Site m_site;
    QString m_url;
    bool m_isRenamed = false;
    QString m_done; ///< what happened, for messages
};

void TestKioskFaults::initTestCase()
{
    const Result<QString> url = m_databases.migratedUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    m_url = *url;
    VERIFY_OK(m_site.make(m_url));
}

/// Turns the clock to the feed's next look and waits for what comes of it.
void TestKioskFaults::look(KioskFeed &feed)
{
    QSignalSpy looked(&feed, &KioskFeed::looked);
    QSignalSpy failed(&feed, &KioskFeed::failed);
    m_clock.turn(20s); // the longest pause after failures
    QTRY_VERIFY_WITH_TIMEOUT(looked.size() + failed.size() > 0, kPatience);
}

void TestKioskFaults::fault(QRandomGenerator &random)
{
    switch (random.bounded(8)) {
    case 0:
        m_databases.server().stopImmediately();
        m_done += u" stop"_s;
        break;
    case 1:
        if (!m_isRenamed && m_site.sql(u"ALTER TABLE spaces RENAME TO spaces_away"_s))
            m_isRenamed = true;
        m_done += u" rename"_s;
        break;
    case 2: // all connections are cut, the screen's among them
        (void)m_site.sql(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                         "WHERE datname = current_database()"_s);
        m_done += u" cut"_s;
        break;
    case 3:
        m_clock.turn(25s); // the station says nothing for a while
        m_done += u" silence"_s;
        break;
    case 4:
        repair();
        m_done += u" repair"_s;
        break;
    default:
        (void)m_site.move(random.bounded(kSpaces + 1)); // where there is somebody to tell it
        m_done += u" move"_s;
    }
}

void TestKioskFaults::repair()
{
    if (!m_databases.server().isRunning())
        VERIFY_OK(m_databases.server().start());
    if (m_isRenamed && m_site.sql(u"ALTER TABLE spaces_away RENAME TO spaces"_s))
        m_isRenamed = false;
    if (m_isRenamed && m_site.sql(u"ALTER TABLE spaces_away RENAME TO spaces"_s))
        m_isRenamed = false; // the first try found that its connection is gone
    (void)m_site.report();
    (void)m_site.report();
}

/// Why this must not be shown; empty: it may.
QString TestKioskFaults::wrong(const KioskPicture &picture) const
{
    const KioskScene scene = kioskScene(picture, {768, 1024}, m_theme.font(TextStyle::Body));
    const bool hasNumber =
        std::any_of(scene.texts.cbegin(), scene.texts.cend(),
                    [](const KioskText &text) { return text.role == KioskText::Role::Number; });
    if (!hasNumber)
        return {};
    if (!picture.asOf)
        return u"a number without a moment"_s;
    if (!m_site.allowed(*picture.asOf).contains(picture.board->counts.free()))
        return u"%1 free as of %2"_s.arg(picture.board->counts.free()).arg(toIso(*picture.asOf));
    return {};
}

void TestKioskFaults::numberIsRightOrCarriesItsAge()
{
    const int seed = fromEnvironment("KIOSK_SEED", 20260914);
    const int steps = fromEnvironment("KIOSK_STEPS", 24);
    QRandomGenerator random{quint32(seed)};
    read::ReadThread reads(m_url);
    KioskFeed feed(reads, m_clock, m_model, m_situation);
    KioskWindow window(m_model, m_situation, m_clock, m_theme,
                       {.place = {},
                        .screen = 0,
                        .languages = {},
                        .passwordHash = {},
                        .memoryFile = m_folder.filePath(u"kiosk.json"_s),
                        .trustsClock = true});
    connect(&feed, &KioskFeed::looked, &window, &KioskWindow::takeLook);
    window.resize(768, 1024);
    window.show();
    feed.begin();
    QTRY_COMPARE_WITH_TIMEOUT(window.view().picture().age(), DataAge::Live, kPatience);
    int live = 0;
    for (int step = 0; step < steps; ++step) {
        fault(random);
        look(feed);
        const KioskPicture picture = window.view().picture();
        live += picture.age() == DataAge::Live;
        const QString why = wrong(picture);
        QVERIFY2(why.isEmpty(), qPrintable(u"seed %1: %2 after%3"_s.arg(seed).arg(why, m_done)));
    }
    repair();
    QVERIFY(m_databases.server().isRunning() && !m_isRenamed);
    VERIFY_OK(m_site.move(7));
    for (int i = 0; i < 3 && window.view().picture().board->counts.free() != 7; ++i)
        look(feed);
    QCOMPARE(window.view().picture().board->counts.free(), 7); // it came back by itself
    QCOMPARE(window.view().picture().age(), DataAge::Live);
    qInfo("%d of %d looks were live", live, steps);

    // The server goes for good: grey after a minute, dashes after half an hour.
    m_databases.server().stopImmediately();
    look(feed);
    m_clock.turn(70s);
    QCOMPARE(window.view().picture().age(), DataAge::Old);
    QCOMPARE(window.view().picture().board->counts.free(), 7);
    m_clock.turn(30min);
    QCOMPARE(window.view().picture().age(), DataAge::Gone);
    QVERIFY(window.isVisible());
}

/// What another run kept is shown with its age; without one there is no number.
void TestKioskFaults::beginsWithoutADatabase()
{
    m_databases.server().stopImmediately();
    read::ReadThread reads(m_url); // nobody is there
    // Also right after what was kept: no station vouched for it since the start.
    for (const auto &[hasMemory, later] :
         {std::pair(true, Milliseconds(10min)), std::pair(true, Milliseconds(5s)),
          std::pair(false, Milliseconds(10min))}) {
        SiteModel model;
        Situation situation;
        m_clock.set(systemNow() + later);
        KioskFeed feed(reads, m_clock, model, situation);
        KioskWindow window(model, situation, m_clock, m_theme,
                           {.place = {},
                            .screen = 0,
                            .languages = {},
                            .passwordHash = {},
                            .memoryFile = hasMemory ? m_folder.filePath(u"kiosk.json"_s)
                                                    : m_folder.filePath(u"none.json"_s),
                            .trustsClock = true});
        QSignalSpy failed(&feed, &KioskFeed::failed);
        feed.begin();
        QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), kPatience);
        const KioskPicture picture = window.view().picture();
        QCOMPARE(picture.board.has_value(), hasMemory);
        QCOMPARE(picture.age(), hasMemory ? DataAge::Old : DataAge::Gone);
        QCOMPARE(wrong(picture), QString());
    }
}

PARKING_TEST(TestKioskFaults)
#include "tst_kioskfaults.moc"

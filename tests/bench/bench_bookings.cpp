// What questions about bookings cost at 5,000 spaces and 200,000 bookings on both databases, and a
// look of the station's clock there.

#include "base/literals.h"
#include "domain/space.h"
#include "read/bookings.h"
#include "station.h"
#include "store/bookingstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"
#include "testdatabases.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <cstdio>

using namespace parking;
using namespace std::chrono_literals;
using domain::BookingSpan;
using domain::SpaceId;
using store::Database;

namespace {

constexpr int kSpaces = 5000;
constexpr int kPerSpace = 40; ///< 6 h apart, half of them over
constexpr int kRounds = 40;
constexpr int kBlocked = 500; ///< at once, in an hour in which nobody keeps to what is booked

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[size_t(share * double(values.size() - 1))];
}

Result<QList<SpaceId>> makeSpaces(Database &db)
{
    const Result<domain::Site> site = store::SiteStore(db).first();
    if (!site)
        return site.error();
    QList<domain::Space> spaces;
    QList<SpaceId> ids;
    for (int i = 0; i < kSpaces; ++i) {
        domain::Space space;
        space.id = SpaceId::create();
        space.siteId = site->id;
        space.code = space.name = u"P-%1"_s.arg(i, 4, 10, QChar(u'0'));
        space.building = u"House %1"_s.arg(i / 1000);
        space.floor = QString::number(i / 200 % 5);
        space.zone = QString(QChar(u'A' + i / 50 % 4));
        if (i % 10 == 0)
            space.features = {u"charging"_s};
        if (i % 2 == 0)
            space.sensorEui = domain::DevEui(0xe8e1'e100'0500'0000 + quint64(i));
        spaces.append(space);
        ids.append(space.id);
    }
    const Result<> done =
        store::transact(db, [&] { return store::SpaceStore(db).createMany(spaces, systemNow()); });
    return done ? Result<QList<SpaceId>>(ids) : done.error();
}

/// Two hours each, every six hours, from five days ago to five days ahead.
Result<> makeBookings(Database &db, UtcTime now)
{
    const QVariantMap bound{{u"first"_s, db.bind(now - 5 * 24h)}};
    const QString sql = db.isPostgres()
        ? u"INSERT INTO reservations (id, space_id, start_time, end_time, user_email, plate, "
          u"status) "
          "SELECT gen_random_uuid(), s.id, :first::timestamptz + n * interval '6 hours', "
          ":first::timestamptz + n * interval '6 hours' + interval '2 hours', 'p' || n || "
          "'@example.com', "
          "'HH ' || n, CASE WHEN n < 19 THEN 'completed' ELSE 'active' END "
          "FROM spaces s, generate_series(0, %1) AS n"_s.arg(kPerSpace - 1)
        : u"INSERT INTO reservations (id, space_id, start_time, end_time, user_email, plate, "
          u"status) "
          "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < %1) "
          "SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-a' "
          "|| substr(h, 18, 3) || '-' || substr(h, 21, 12), i, :first + n * 21600000, "
          ":first + n * 21600000 + 7200000, 'p' || n || '@example.com', 'HH ' || n, "
          "CASE WHEN n < 19 THEN 'completed' ELSE 'active' END "
          "FROM (SELECT s.id AS i, n, lower(hex(randomblob(16))) AS h FROM spaces s, c)"_s.arg(
              kPerSpace - 1);
    if (Result<> done = store::transact(db, [&] { return db.run(sql, bound); }); !done)
        return done;
    return db.runScript(u"ANALYZE"_s);
}

class Bench {
public:
    Bench(Database &db, const QString &name) : m_db(db), m_name(name) { }

    /// `limitMs`: what it may take, 0: nobody said.
    template <class Question>
    Result<> measure(const char *what, double limitMs, Question question)
    {
        std::vector<double> took;
        for (int i = 0; i < kRounds; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto answer = question();
            took.push_back(double(timer.nsecsElapsed()) / 1e6);
            if (!answer)
                return answer.error();
        }
        const double p50 = percentile(took, 0.5);
        const double p99 = percentile(took, 0.99);
        std::printf("  %-44s p50 %8.2f ms   p99 %8.2f ms", what, p50, p99);
        if (limitMs > 0)
            std::printf("   %5.2f of %.0f ms", p99 / limitMs, limitMs);
        std::printf("\n");
        std::fflush(stdout);
        figures.insert(QString::fromLatin1(what), QJsonObject{{u"p50"_s, p50}, {u"p99"_s, p99}});
        return {};
    }

    Result<> questions(const QList<SpaceId> &spaces, UtcTime now)
    {
        const double limit = m_db.isPostgres() ? 50 : 100;
        QRandomGenerator random(7);
        const auto some = [&] { return spaces[random.bounded(spaces.size())]; };
        const auto span = [&] {
            const UtcTime start = now + std::chrono::minutes(random.bounded(3 * 24 * 60));
            return BookingSpan{start, start + 2h};
        };
        const auto page = [&](const domain::BookingSearch &search, domain::BookingOrder by,
                              int offset) {
            return read::bookingList(m_db, search, {by, false}, {100, offset},
                                     domain::Persons::Shown);
        };
        const domain::BookingSearch fromNow{{.from = now}, {}, {}, {}};
        using Question = std::pair<const char *, std::function<Result<>()>>;
        const Question availability[] = {
            {"free on a floor",
             [&] {
                 return told(
                     read::freeSpaces(m_db, span(), {.building = u"House 2"_s, .floor = u"3"_s}));
             }},
            {"free in a building, with a feature",
             [&] {
                 return told(read::freeSpaces(
                     m_db, span(), {.building = u"House 2"_s, .features = {u"charging"_s}}));
             }},
            {"free in a zone",
             [&] {
                 return told(read::freeSpaces(
                     m_db, span(), {.building = u"House 2"_s, .floor = u"3"_s, .zone = u"B"_s}));
             }},
            {"when a space is next free",
             [&] { return told(read::nextFree(m_db, some(), now, 5h)); }},
            {"booked in each hour of a day to come",
             [&] { return told(read::bookedPerHour(m_db, now, 24)); }},
            {"booked in each hour of a day half over",
             [&] { return told(read::bookedPerHour(m_db, now - 719min, 24)); }},
            {"what fits instead",
             [&] {
                 domain::BookingDraft draft;
                 draft.spaceId = some();
                 draft.start = span().start;
                 draft.end = draft.start + 2h;
                 return told(read::bookingAlternatives(m_db, draft, now));
             }},
        };
        const auto live = store::BookingStore(m_db).live(now);
        const QList<domain::Booking> blocked = live.valueOr({}).mid(0, kBlocked);
        const Question others[] = {
            {"what 500 blocked ones are offered, every 5 s",
             [&] { return told(read::offeredInstead(m_db, blocked, now)); }},
            {"bookings of a space",
             [&] { return told(read::bookingsOf(m_db, some(), now, 5, domain::Persons::Shown)); }},
            {"what is amiss",
             [&] {
                 return told(
                     read::bookingsAmiss(m_db, now, domain::Persons::Shown, read::Offers::Made));
             }},
            {"list, from now on, first page",
             [&] { return told(page(fromNow, domain::BookingOrder::Start, 0)); }},
            {"list, from now on, by space, page 100",
             [&] { return told(page(fromNow, domain::BookingOrder::Space, 9900)); }},
            {"list, all times, plate with a text",
             [&] {
                 return told(page({{}, {}, {}, u"hh1"_s}, domain::BookingOrder::Start, 0));
             }},
            {"what runs or soon does (such a look asks this)",
             [&] { return told(store::BookingStore(m_db).live(now + 15min)); }},
            {"its bookings of one space",
             [&] { return told(store::BookingStore(m_db).live(now + 15min, {some()})); }},
            {"the next boundary",
             [&] { return told(store::BookingStore(m_db).nextBoundary({}, now)); }},
            {"timeline, a day of all spaces",
             [&] {
                 return told(read::bookingsBetween(m_db, {now, now + 24h}));
             }},
        };
        std::printf("%s, %d spaces, %d bookings\n", qPrintable(m_name), kSpaces,
                    kSpaces * kPerSpace);
        for (const auto &[what, question] : availability) {
            if (Result<> done = measure(what, limit, question); !done)
                return done;
        }
        for (const auto &[what, question] : others) {
            if (Result<> done = measure(what, 0, question); !done)
                return done;
        }
        return {};
    }

    QJsonObject figures;

private:
    template <class T>
    static Result<> told(const Result<T> &answer)
    {
        return answer ? Result<>() : Result<>(answer.error());
    }

    Database &m_db;
    QString m_name;
};

/// What a look of the clock takes from the engine's thread: at each boundary of a booking, when
/// others booked, and each 30 s. Here all 5,000 spaces are booked now, so that it reads as many
/// bookings. A sensor's word makes it look at that space alone.
Result<> look(const QString &url, Bench &bench)
{
    test::Station station(url);
    if (Result<> done = station->start(); !done)
        return done;
    const QDeadlineTimer patience(60s);
    while (!station->isIdle() && !patience.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    for (int i = 0; i < 20; ++i) // the first looks settle what time has brought
        QCoreApplication::processEvents(QEventLoop::AllEvents, 200);
    return bench.measure("a look of the station's clock at everything", 0, [&]() -> Result<> {
        station->bookings().lookSoon();
        QCoreApplication::processEvents();
        return {};
    });
}

Result<QJsonObject> run(test::TestDatabases &databases, store::Dialect dialect)
{
    const bool isPostgres = dialect == store::Dialect::Postgres;
    const auto url = databases.migratedUrl(dialect);
    if (!url)
        return url.error();
    auto db = Database::open({.url = *url});
    if (!db)
        return db.error();
    const UtcTime now = systemNow();
    const auto spaces = makeSpaces(**db);
    if (!spaces)
        return spaces.error();
    if (Result<> done = makeBookings(**db, now); !done)
        return done.error();
    Bench bench(**db, isPostgres ? u"PostgreSQL"_s : u"SQLite"_s);
    if (Result<> done = bench.questions(*spaces, now); !done)
        return done.error();
    if (Result<> done = look(*url, bench); !done)
        return done.error();
    return bench.figures;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    parser.addHelpOption();
    parser.addOption(json);
    parser.process(application);
    test::TestDatabases databases;
    QJsonObject report{{u"spaces"_s, kSpaces}, {u"bookings"_s, kSpaces * kPerSpace}};
    for (const store::Dialect dialect : {store::Dialect::Postgres, store::Dialect::Sqlite}) {
        const auto figures = run(databases, dialect);
        if (!figures) {
            std::fprintf(stderr, "bench_bookings: %s\n", qPrintable(figures.error().detail));
            return 1;
        }
        report.insert(dialect == store::Dialect::Postgres ? u"postgres"_s : u"sqlite"_s, *figures);
    }
    if (!parser.isSet(json))
        return 0;
    QFile file(parser.value(json));
    const QByteArray text = QJsonDocument(report).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? 0 : 1;
}

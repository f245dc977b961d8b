// A computer whose clock is not the database server's: bookings go by the server's, and Health says
// which way they differ.

#include "engine/engine.h"
#include "station.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QMutex>
#include <QRegularExpression>
#include <QSqlQuery>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::HealthLevel;

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers

/// Goes as the computer's, but so much ahead of it.
class SetClock final : public Clock {
public:
    explicit SetClock(Milliseconds ahead) : m_ahead(ahead) { }

    UtcTime now() const override { return systemNow() + m_ahead; }
    Steady::time_point steady() const override { return Steady::now(); }
    bool isReal() const override { return true; }

private:
    void arm(ClockTimer &timer, Milliseconds pause) override
    {
        const QMutexLocker locker(&m_mutex);
        QTimer *&own = m_timers[&timer];
        if (!own) {
            own = new QTimer(&timer);
            own->setSingleShot(true);
            QObject::connect(own, &QTimer::timeout, &timer, &ClockTimer::fire);
            QObject::connect(&timer, &QObject::destroyed, own, [this, &timer] {
                const QMutexLocker gone(&m_mutex);
                m_timers.remove(&timer);
            });
        }
        own->start(pause);
    }
    void disarm(ClockTimer &timer) override
    {
        const QMutexLocker locker(&m_mutex);
        if (QTimer *own = m_timers.value(&timer))
            own->stop();
    }

    Milliseconds m_ahead;
    QMutex m_mutex;
    QHash<ClockTimer *, QTimer *> m_timers;
};

} // namespace

class tst_DatabaseClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bookingsGoByTheServers_data();
    void bookingsGoByTheServers();

private:
    test::TestDatabases m_databases;
};

void tst_DatabaseClock::bookingsGoByTheServers_data()
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::addColumn<int>("ahead"); // of the server: this computer's clock, in ms
    QTest::addColumn<QString>("told"); // what the server's is by Health; empty: nothing to tell
    const auto row = [](const char *name, store::Dialect dialect, int ahead, const char *told) {
        QTest::newRow(name) << dialect << ahead << QString::fromLatin1(told);
    };
    using store::Dialect;
    row("ten seconds behind", Dialect::Postgres, -10'000, "ahead");
    row("ten seconds ahead", Dialect::Postgres, 10'000, "behind");
    row("more than five seconds", Dialect::Postgres, -5'800, "ahead");
    row("less than five seconds behind", Dialect::Postgres, -4'500, "");
    row("less than five seconds ahead", Dialect::Postgres, 4'500, "");
    row("a file has no clock", Dialect::Sqlite, -10'000, "");
}

void tst_DatabaseClock::bookingsGoByTheServers()
{
    QFETCH(store::Dialect, dialect);
    QFETCH(int, ahead);
    QFETCH(QString, told);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    test::Station station(*url, [ahead](engine::EngineOptions &options) {
        options.clock = std::make_shared<SetClock>(Milliseconds(ahead));
    });
    VERIFY_OK(station->start());
    const auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    // Its second report comes after it has measured.
    const auto reported = [&] {
        QString time;
        const Result<> done =
            (*database)->each(u"SELECT CAST(reported_at AS text) FROM station_status"_s, {},
                              [&time](const QSqlQuery &row) { time = row.value(0).toString(); });
        return done ? time : QString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!reported().isEmpty(), kPatience);
    const QString first = reported();
    QTRY_VERIFY_WITH_TIMEOUT(reported() != first, kPatience);
    const domain::HealthCheck check = station.check(u"clock"_s);
    if (told.isEmpty()) {
        QCOMPARE(check.problem, u"-"_s); // there is none
    } else {
        QVERIFY(check.level == HealthLevel::Degraded);
        QCOMPARE(check.problem, u"DATABASE_CLOCK_DIFFERS"_s);
        static const QRegularExpression words(
            u"\\Athe database server's clock is ([0-9]+\\.[0-9]) s (ahead|behind)\\z"_s);
        const QRegularExpressionMatch match = words.match(check.detail);
        QVERIFY2(match.hasMatch(), qPrintable(check.detail));
        QCOMPARE(match.captured(2), told);
        QCOMPARE(qRound(match.captured(1).toDouble()), qRound(std::abs(ahead) / 1000.0));
    }
    const Milliseconds off = station->bookings().now() - systemNow();
    const Milliseconds expected(dialect == store::Dialect::Sqlite ? ahead : 0);
    QVERIFY2(std::chrono::abs(off - expected) < 1s, qPrintable(QString::number(off.count())));
}

PARKING_TEST(tst_DatabaseClock)
#include "tst_databaseclock.moc"

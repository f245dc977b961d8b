// What one jumps to in the past: held against a plain look at every change.

#include "archive/archivefile.h"
#include "archive/exporter.h"
#include "base/literals.h"
#include "domain/counts.h"
#include "pastweek.h"
#include "read/pastevents.h"
#include "store/alarmstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;

class TestPastEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsEachFullZone_data() { addSources(); }
    void findsEachFullZone();
    void looksAtTheseSpacesAlone_data() { addSources(); }
    void looksAtTheseSpacesAlone();
    void findsAlarms_data() { addSources(); }
    void findsAlarms();

private:
    static void addSources();
    store::Database &source() const;
    static QList<domain::SpaceId> all(const read::Past &past);

    TestDatabases m_databases;
    PastWeek m_week{16, 3};
    QTemporaryDir m_folder;
    std::unique_ptr<store::Database> m_sqlite;
    std::unique_ptr<store::Database> m_postgres;
    std::unique_ptr<store::Database> m_archive;
};

void TestPastEvents::initTestCase()
{
    for (const auto dialect : {store::Dialect::Sqlite, store::Dialect::Postgres}) {
        auto database = m_databases.open(dialect);
        VERIFY_OK(database);
        VERIFY_OK(m_week.fill(**database));
        QList<domain::Alarm> alarms;
        for (const auto after : {-5h, 20h, 70h, 200h}) {
            domain::Alarm alarm;
            alarm.id = domain::AlarmId(QUuid::createUuid());
            alarm.cause = {domain::AlarmKind::BatteryLow, u"x%1"_s.arg(after.count())};
            alarm.raisedAt = PastWeek::from() + after;
            alarm.clearedAt = alarm.raisedAt + 1h;
            alarms.append(alarm);
        }
        VERIFY_OK((*database)->runScript(u"DELETE FROM alarms"_s));
        VERIFY_OK(store::AlarmStore(**database).insert(alarms));
        (dialect == store::Dialect::Sqlite ? m_sqlite : m_postgres) = *std::move(database);
    }
    const QString file = m_folder.filePath(u"week.parkarchive"_s);
    VERIFY_OK(archive::exportArchive(
        *m_sqlite, file,
        {.from = PastWeek::from(), .to = PastWeek::to(), .parts = {archive::Part::Alarms}},
        PastWeek::to() + 24h));
    auto opened = archive::openArchive(file);
    VERIFY_OK(opened);
    m_archive = std::move(opened->database);
}

void TestPastEvents::addSources()
{
    QTest::addColumn<QString>("source");
    for (const char *name : {"sqlite", "postgres", "archive"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

store::Database &TestPastEvents::source() const
{
    const QString name =
        *static_cast<const QString *>(QTest::qData("source", qMetaTypeId<QString>()));
    return name == u"sqlite" ? *m_sqlite : name == u"postgres" ? *m_postgres : *m_archive;
}

QList<domain::SpaceId> TestPastEvents::all(const read::Past &past)
{
    QList<domain::SpaceId> spaces;
    for (const domain::Space &space : past.site.spaces)
        spaces.append(space.id);
    return spaces;
}

/// Each moment at which a floor that had a space not taken has, by what is known, none any more.
void TestPastEvents::findsEachFullZone()
{
    const auto past = read::past(source(), PastWeek::from(), PastWeek::to());
    VERIFY_OK(past);
    QHash<domain::SpaceId, QString> places;
    for (const domain::Space &space : past->site.spaces)
        places.insert(space.id, space.building + u' ' + space.floor);
    const auto countsAt = [&](UtcTime moment, bool known) {
        QHash<QString, domain::Counts> counts;
        const auto statuses = read::stateAt(source(), *past, moment);
        if (!statuses)
            return counts;
        for (domain::SpaceStatus status : *statuses)
            counts[places.value(status.id)].add(
                status, known ? status.confidence(moment) : domain::Confidence::Fresh);
        return counts;
    };
    QMap<UtcTime, QString> expected;
    for (const domain::StateChange &change : m_week.changes()) {
        if (change.time <= PastWeek::from() || change.time >= PastWeek::to()
            || domain::gapAt(past->gaps, change.time - 1ms))
            continue;
        const QString place = places.value(change.spaceId);
        if (countsAt(change.time, true).value(place).isFull()
            && countsAt(change.time - 1ms, false).value(place).free() > 0)
            expected.insert(change.time, place);
    }
    QVERIFY(expected.size() > 3);
    QMap<UtcTime, QString> found;
    UtcTime moment = PastWeek::from();
    while (true) {
        const auto next = read::fullAfter(source(), *past, all(*past), moment);
        VERIFY_OK(next);
        if (!*next)
            break;
        QVERIFY((*next)->at > moment);
        QCOMPARE(places.value((*next)->last), (*next)->building + u' ' + (*next)->floor);
        found.insert((*next)->at, (*next)->building + u' ' + (*next)->floor);
        moment = (*next)->at;
    }
    QCOMPARE(found, expected);
}

void TestPastEvents::looksAtTheseSpacesAlone()
{
    const auto past = read::past(source(), PastWeek::from(), PastWeek::to());
    VERIFY_OK(past);
    QList<domain::SpaceId> spaces;
    for (const domain::Space &space : past->site.spaces) {
        if (space.building == u"South")
            spaces.append(space.id);
    }
    QVERIFY(!spaces.isEmpty());
    UtcTime moment = PastWeek::from();
    for (int i = 0; i < 5; ++i) {
        const auto next = read::fullAfter(source(), *past, spaces, moment);
        VERIFY_OK(next);
        if (!*next)
            break;
        QCOMPARE((*next)->building, u"South"_s);
        moment = (*next)->at;
    }
    const auto none = read::fullAfter(source(), *past, {}, PastWeek::from());
    VERIFY_OK(none);
    QVERIFY(!*none);
    const auto beyond = read::fullAfter(source(), *past, spaces, PastWeek::to());
    VERIFY_OK(beyond);
    QVERIFY(!*beyond);
}

void TestPastEvents::findsAlarms()
{
    const auto past = read::past(source(), PastWeek::from(), PastWeek::to());
    VERIFY_OK(past);
    const UtcTime first = PastWeek::from() + 20h;
    const UtcTime second = PastWeek::from() + 70h;
    using Moment = std::optional<UtcTime>;
    const auto after = [&](UtcTime moment) {
        return read::alarmAfter(source(), *past, moment).valueOr(Moment(UtcTime()));
    };
    const auto before = [&](UtcTime moment) {
        return read::alarmBefore(source(), *past, moment).valueOr(Moment(UtcTime()));
    };
    QVERIFY(after(PastWeek::from()) == Moment(first));
    QVERIFY(after(first) == Moment(second));
    QVERIFY(after(second) == Moment()); // the one after it is of another week
    QVERIFY(before(PastWeek::to()) == Moment(second));
    QVERIFY(before(second) == Moment(first));
    QVERIFY(before(first) == Moment()); // nobody looks at what was before
}

PARKING_TEST(TestPastEvents)
#include "tst_pastevents.moc"

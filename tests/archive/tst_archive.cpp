// From a running database of both kinds into one file, and nothing under its name until it is
// whole.

#include "archive/archivefile.h"
#include "archive/exporter.h"
#include "base/literals.h"
#include "pastweek.h"
#include "read/past.h"
#include "store/bookingstore.h"
#include "store/changestore.h"
#include "store/readingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QDir>
#include <QFile>

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;
using archive::Part;

namespace {

const UtcTime kMade = PastWeek::to() + 24h;

archive::ExportOptions week(QList<Part> parts = {})
{
    return {.from = PastWeek::from(),
            .to = PastWeek::to(),
            .parts = std::move(parts),
            .madeBy = u"grace.hopper"_s,
            .program = u"1.2.3"_s};
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void holdsThePeriod_data() { TestDatabases::addRows(); }
    void holdsThePeriod();
    void keepsReadings_data() { TestDatabases::addRows(); }
    void keepsReadings();
    void isTheSameOfTheSame();
    void holdsNobody_data() { TestDatabases::addRows(); }
    void holdsNobody();
    void redacts_data() { TestDatabases::addRows(); }
    void redacts();
    void holdsOneBuilding();
    void isOfOneMoment_data() { TestDatabases::addRows(); }
    void isOfOneMoment();
    void leavesNothingWhenGivenUp();
    void takesAwayWhatAKilledOneLeft();
    void replacesNothing();
    void refusesPeriods();
    void endsNow();
    void isSmall();

private:
    store::Database &database();
    QString file() const { return m_folder->filePath(u"week.parkarchive"_s); }
    QStringList left() const { return QDir(m_folder->path()).entryList(QDir::Files); }
    Result<> book(store::Database &database);
    void hasOthers() const; ///< the archive, each table that can have words in it

    const PastWeek m_week{60};
    TestDatabases m_databases;
    std::unique_ptr<store::Database> m_sqlite;
    std::unique_ptr<store::Database> m_postgres;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestArchive::initTestCase()
{
    auto sqlite = m_databases.open(store::Dialect::Sqlite);
    auto postgres = m_databases.open(store::Dialect::Postgres);
    VERIFY_OK(sqlite);
    VERIFY_OK(postgres);
    m_sqlite = *std::move(sqlite);
    m_postgres = *std::move(postgres);
    for (store::Database *database : {m_sqlite.get(), m_postgres.get()}) {
        VERIFY_OK(m_week.fill(*database));
        VERIFY_OK(book(*database));
    }
}

/// One booking of Ada's.
Result<> TestArchive::book(store::Database &database)
{
    domain::Booking booking;
    booking.id = domain::BookingId::create();
    booking.spaceId = m_week.spaces()[5].id;
    booking.start = PastWeek::from() + 10h;
    booking.end = PastWeek::from() + 12h;
    booking.email = u"ada@example.org"_s;
    booking.plate = u"HH-AL 1815"_s;
    booking.title = u"Ada visits"_s;
    booking.actor = u"grace.hopper"_s;
    booking.createdAt = PastWeek::from();
    return store::BookingStore(database).insert({booking});
}

void TestArchive::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

store::Database &TestArchive::database()
{
    const auto dialect = *static_cast<const store::Dialect *>(
        QTest::qData("dialect", qMetaTypeId<store::Dialect>()));
    return dialect == store::Dialect::Sqlite ? *m_sqlite : *m_postgres;
}

void TestArchive::holdsThePeriod()
{
    const auto exported = archive::exportArchive(database(), file(), week(), kMade);
    VERIFY_OK(exported);
    QCOMPARE(left(), QStringList{u"week.parkarchive"_s});
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    QCOMPARE(opened->manifest, exported->manifest);
    QCOMPARE(opened->manifest.from, PastWeek::from());
    QCOMPARE(opened->manifest.program, u"1.2.3"_s);
    QCOMPARE(opened->manifest.madeBy, QString()); // a person
    QCOMPARE(opened->bytes, exported->bytes);
    const auto verdict = archive::verify(*opened);
    VERIFY_OK(verdict);
    QVERIFY2(verdict->isSound(), qPrintable(verdict->damaged().join(u' ')));

    // Each change of the period, and of each space the last one before.
    QHash<domain::SpaceId, QList<domain::StateChange>> expected;
    for (domain::StateChange change : m_week.changes()) {
        if (change.time >= PastWeek::to())
            continue;
        change.eventKey.clear();
        change.actor.clear();
        change.note.clear();
        QList<domain::StateChange> &ofSpace = expected[change.spaceId];
        if (change.time < PastWeek::from())
            ofSpace.clear();
        ofSpace.append(change);
    }
    for (const domain::Space &space : m_week.spaces()) {
        const auto found = store::ChangeStore(*opened->database)
                               .between(space.id, PastWeek::from(), PastWeek::to());
        VERIFY_OK(found);
        QCOMPARE(*found, expected.value(space.id));
    }
}

void TestArchive::keepsReadings()
{
    VERIFY_OK(archive::exportArchive(database(), file(), week({Part::Readings}), kMade));
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    for (const domain::Space &space : m_week.spaces()) {
        const auto archived =
            store::ReadingStore(*opened->database)
                .between(*space.sensorEui, PastWeek::from() - 48h, PastWeek::to() + 48h);
        auto kept = store::ReadingStore(database())
                        .between(*space.sensorEui, PastWeek::from(), PastWeek::to());
        VERIFY_OK(archived);
        VERIFY_OK(kept);
        for (domain::Reading &reading : *kept) {
            reading.eventKey.clear();
            reading.gateways.clear();
        }
        QCOMPARE(archived->size(), kept->size());
        QVERIFY(*archived == *kept);
    }
}

void TestArchive::isTheSameOfTheSame()
{
    const QString other = m_folder->filePath(u"other.parkarchive"_s);
    const auto one = archive::exportArchive(*m_postgres, file(), week({Part::Readings}), kMade);
    const auto two = archive::exportArchive(*m_postgres, other, week({Part::Readings}), kMade);
    VERIFY_OK(one);
    VERIFY_OK(two);
    QCOMPARE(archive::fingerprint(one->tables), archive::fingerprint(two->tables));
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    QCOMPARE(archive::fingerprint(opened->tables), archive::fingerprint(one->tables));
}

void TestArchive::holdsNobody()
{
    VERIFY_OK(archive::exportArchive(
        database(), file(), week({Part::Readings, Part::Downlinks, Part::Alarms, Part::Pictures}),
        kMade));
    const QByteArray bytes = bytesOf(file());
    QVERIFY(bytes.contains("Place of Ada")); // a space's name
    QVERIFY(bytes.contains("Words of Ada")); // what a lamp's device is called
    hasOthers();
    for (const char *word :
         {"ada@example.org", "HH-AL", "Ada visits", "ada.lovelace", "Kept for", "grace.hopper"})
        QVERIFY2(!bytes.contains(word), word);
}

void TestArchive::hasOthers() const
{
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    for (const char *table :
         {"devices", "displays", "downlinks", "downlink_events", "alarms", "outages"})
        QCOMPARE(opened->tables.value(QLatin1StringView(table)).rows, 1);
}

void TestArchive::redacts()
{
    archive::ExportOptions options =
        week({Part::Readings, Part::Bookings, Part::Downlinks, Part::Alarms});
    options.isRedacted = true;
    VERIFY_OK(archive::exportArchive(database(), file(), options, kMade));
    hasOthers();
    const QByteArray bytes = bytesOf(file());
    const QString eui = m_week.spaces()[5].sensorEui->toString();
    for (const QByteArray &word :
         {QByteArray("ada@example.org"), QByteArray("HH-AL"), QByteArray("Ada visits"),
          QByteArray("ada.lovelace"), QByteArray("Kept for"), QByteArray("grace.hopper"),
          QByteArray("of Ada"), eui.toUtf8(), QByteArray("00000000000000aa"),
          QByteArray("70b3d5ffffffff07")})
        QVERIFY2(!bytes.contains(word), word.constData());
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    QVERIFY(opened->manifest.isRedacted);
    QVERIFY(!opened->manifest.hasNames());
    // The same other name everywhere: readings are still those of their sensors.
    store::Database &archived = *opened->database;
    QCOMPARE(archived.count(u"SELECT count(*) FROM reservations"_s).valueOr(0), 1);
    QCOMPARE(archived
                 .count(u"SELECT count(DISTINCT s.id) FROM spaces s JOIN sensor_readings r "
                        "ON r.device_eui = s.sensor_eui AND r.space_id = s.id"_s)
                 .valueOr(0),
             59); // one was never heard
    QCOMPARE(
        archived.count(u"SELECT count(*) FROM spaces WHERE gps_latitude IS NOT NULL"_s).valueOr(-1),
        0);
}

void TestArchive::holdsOneBuilding()
{
    archive::ExportOptions options = week({Part::Readings});
    options.building = u"South"_s;
    VERIFY_OK(archive::exportArchive(*m_postgres, file(), options, kMade));
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    QCOMPARE(opened->database->count(u"SELECT count(*) FROM spaces"_s).valueOr(0), 20);
    QCOMPARE(opened->database
                 ->count(u"SELECT count(*) FROM state_changes WHERE space_id IN "
                         "(SELECT id FROM spaces WHERE building = 'South')"_s)
                 .valueOr(-1),
             opened->database->count(u"SELECT count(*) FROM state_changes"_s).valueOr(-2));
    for (const char *other : {"south", "South ", "East"}) {
        options.building = QString::fromLatin1(other);
        const auto refused =
            archive::exportArchive(*m_postgres, m_folder->filePath(u"b"_s), options, kMade);
        VERIFY_ERROR(refused, "VALIDATION_ERROR");
        QVERIFY(refused.error().detail.contains(u"North, South"_s));
    }
    options.building = u"South"_s;
    options.parts.append(Part::Alarms);
    VERIFY_ERROR(archive::exportArchive(*m_postgres, m_folder->filePath(u"b"_s), options, kMade),
                 "VALIDATION_ERROR");
}

void TestArchive::isOfOneMoment()
{
    QFETCH(store::Dialect, dialect);
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    const auto reading = store::Database::open({.url = *url, .readOnly = true});
    const auto writing = store::Database::open({.url = *url});
    VERIFY_OK(reading);
    VERIFY_OK(writing);
    VERIFY_OK(m_week.fill(**writing));
    // Somebody stores a change, and moves a space, at each word that the export gives.
    domain::StateChange change = m_week.changes().last();
    change.time = PastWeek::to() - 1min;
    int written = 0;
    const auto exported = archive::exportArchive(
        **reading, file(), week(), kMade, [&](const archive::ExportProgress &) {
            written += store::ChangeStore(**writing).append({change}).hasValue();
            return true;
        });
    VERIFY_OK(exported);
    QVERIFY(written > 5);
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    const auto found =
        store::ChangeStore(*opened->database).between(change.spaceId, change.time, kMade);
    VERIFY_OK(found);
    const auto seen = std::count_if(found->cbegin(), found->cend(),
                                    [&change](const auto &one) { return one.time == change.time; });
    QCOMPARE(seen, m_week.changes().last().time == change.time ? 1 : 0);
}

void TestArchive::leavesNothingWhenGivenUp()
{
    int words = 0;
    const auto count = [&words](const archive::ExportProgress &) { return ++words > 0; };
    VERIFY_OK(archive::exportArchive(*m_sqlite, file(), week({Part::Readings}), kMade, count));
    QVERIFY(words > 5);
    for (int last = 0; last < words; ++last) {
        init();
        int left = last;
        const auto exported =
            archive::exportArchive(*m_sqlite, file(), week({Part::Readings}), kMade,
                                   [&left](const archive::ExportProgress &) { return left-- > 0; });
        VERIFY_ERROR(exported, "CANCELLED");
        QCOMPARE(this->left(), QStringList());
    }
}

void TestArchive::takesAwayWhatAKilledOneLeft()
{
    for (const char *rest : {"", "-wal", "-journal"}) {
        QFile stale(archive::partialPath(file()) + QLatin1StringView(rest));
        QVERIFY(stale.open(QIODevice::WriteOnly));
        stale.write("half of an archive");
    }
    VERIFY_OK(archive::exportArchive(*m_sqlite, file(), week(), kMade));
    QCOMPARE(left(), QStringList{u"week.parkarchive"_s});
}

void TestArchive::replacesNothing()
{
    QFile there(file());
    QVERIFY(there.open(QIODevice::WriteOnly));
    there.write("somebody's");
    there.close();
    VERIFY_ERROR(archive::exportArchive(*m_sqlite, file(), week(), kMade), "BAD_FILE");
    QCOMPARE(bytesOf(file()), QByteArray("somebody's"));
    VERIFY_ERROR(
        archive::exportArchive(*m_sqlite, u"/nowhere/at/all/x.parkarchive"_s, week(), kMade),
        "BAD_FILE");
}

void TestArchive::refusesPeriods()
{
    archive::ExportOptions options = week();
    std::swap(options.from, options.to);
    VERIFY_ERROR(archive::exportArchive(*m_sqlite, file(), options, kMade), "VALIDATION_ERROR");
    QCOMPARE(left(), QStringList());
}

/// Of a period that is not over nobody knows the rest.
void TestArchive::endsNow()
{
    const UtcTime now = PastWeek::from() + 50h;
    const auto exported = archive::exportArchive(*m_sqlite, file(), week(), now);
    VERIFY_OK(exported);
    QCOMPARE(exported->manifest.to, now);
    const auto opened = archive::openArchive(file());
    VERIFY_OK(opened);
    QCOMPARE(opened->manifest.to, now);
    const auto past = read::past(*opened->database, PastWeek::from(), PastWeek::to());
    VERIFY_OK(past);
    QCOMPARE(past->to, now);
    const auto statuses = read::stateAt(*opened->database, *past, now + 1h);
    VERIFY_OK(statuses);
    for (const domain::SpaceStatus &status : *statuses)
        QVERIFY(status.confidence(now + 1h) != domain::Confidence::Fresh);
    const QString other = m_folder->filePath(u"other.parkarchive"_s);
    for (const UtcTime early : {PastWeek::from(), PastWeek::from() - 24h})
        VERIFY_ERROR(archive::exportArchive(*m_sqlite, other, week(), early), "VALIDATION_ERROR");
    QCOMPARE(left(), QStringList{u"week.parkarchive"_s});
}

/// What a change and a reading take more in a larger archive than in a smaller one.
void TestArchive::isSmall()
{
    const auto size = [this](const PastWeek &site,
                             const QList<Part> &parts) -> std::pair<qint64, qint64> {
        init();
        const auto database = m_databases.open(store::Dialect::Sqlite);
        if (!database || !site.fill(**database))
            return {};
        const auto exported = archive::exportArchive(**database, file(), week(parts), kMade);
        if (!exported)
            return {};
        const char *table = parts.isEmpty() ? "archive_changes" : "archive_readings";
        return {exported->bytes, exported->tables.value(QLatin1StringView(table)).rows};
    };
    // Spaces take room, too: the difference that readings make is theirs alone.
    const PastWeek site(400, 5);
    const auto without = size(site, {});
    const auto with = size(site, {Part::Readings});
    QVERIFY(without.second > 5000 && with.second > 8000);
    const double reading = double(with.first - without.first) / double(with.second);
    qInfo() << "bytes a reading" << reading;
    QVERIFY(reading < 60);
    const auto database = m_databases.open(store::Dialect::Sqlite);
    VERIFY_OK(database);
    init();
    VERIFY_OK(site.fill(**database));
    VERIFY_OK((*database)->run(u"DELETE FROM state_changes"_s));
    const auto none = archive::exportArchive(**database, file(), week(), kMade);
    VERIFY_OK(none);
    const double change = double(without.first - none->bytes) / double(without.second);
    qInfo() << "bytes a change" << change;
    QVERIFY(change < 40);
}

PARKING_TEST(TestArchive)
#include "tst_archive.moc"

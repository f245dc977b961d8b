// The state of every space at any moment: of a running database of both kinds and of an archive it
// is what a plain look over all changes gives.

#include "archive/archivefile.h"
#include "archive/exporter.h"
#include "base/literals.h"
#include "domain/counts.h"
#include "pastweek.h"
#include "read/past.h"
#include "store/changestore.h"

#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

using namespace parking;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::Confidence;

class TestStatesAtMoments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void areThoseOfAllChanges_data();
    void areThoseOfAllChanges();
    void areAsSureEverywhere();
    void areUnknownUntilASensorSpeaks_data();
    void areUnknownUntilASensorSpeaks();
    void areUnknownInGaps_data();
    void areUnknownInGaps();
    void areUnknownOutsideOfAnArchive();
    void fallSilent_data();
    void fallSilent();
    void stepsToChanges_data();
    void stepsToChanges();
    void countsChanges_data();
    void countsChanges();

private:
    void addSources();
    store::Database &source() const;
    Result<read::Past> past(store::Database &database) const;

    PastWeek m_week{500};
    TestDatabases m_databases;
    QTemporaryDir m_folder;
    std::unique_ptr<store::Database> m_sqlite;
    std::unique_ptr<store::Database> m_postgres;
    std::unique_ptr<store::Database> m_archive; ///< without readings
};

void TestStatesAtMoments::initTestCase()
{
    auto sqlite = m_databases.open(store::Dialect::Sqlite);
    auto postgres = m_databases.open(store::Dialect::Postgres);
    VERIFY_OK(sqlite);
    VERIFY_OK(postgres);
    m_sqlite = *std::move(sqlite);
    m_postgres = *std::move(postgres);
    VERIFY_OK(m_week.fill(*m_sqlite));
    VERIFY_OK(m_week.fill(*m_postgres));
    VERIFY_OK(m_postgres->runScript(u"ANALYZE"_s));
    const QString file = m_folder.filePath(u"week.parkarchive"_s);
    VERIFY_OK(archive::exportArchive(
        *m_postgres, file, {.from = PastWeek::from(), .to = PastWeek::to()}, PastWeek::to() + 24h));
    auto opened = archive::openArchive(file);
    VERIFY_OK(opened);
    m_archive = std::move(opened->database);
}

void TestStatesAtMoments::addSources()
{
    QTest::addColumn<QString>("source");
    for (const char *name : {"sqlite", "postgres", "archive"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

store::Database &TestStatesAtMoments::source() const
{
    const QString name = *static_cast<const QString *>(QTest::qData("source", QMetaType::QString));
    return name == u"sqlite" ? *m_sqlite : name == u"postgres" ? *m_postgres : *m_archive;
}

Result<read::Past> TestStatesAtMoments::past(store::Database &database) const
{
    return read::past(database, PastWeek::from(), PastWeek::to());
}

void TestStatesAtMoments::areThoseOfAllChanges_data()
{
    addSources();
}

void TestStatesAtMoments::areThoseOfAllChanges()
{
    const auto past = this->past(source());
    VERIFY_OK(past);
    QCOMPARE(past->site.spaces.size(), 500);
    QRandomGenerator dice(7);
    for (int i = 0; i < 200; ++i) {
        UtcTime moment = m_week.anyMoment(dice);
        while (domain::gapAt(past->gaps, moment))
            moment = m_week.anyMoment(dice);
        const auto statuses = read::stateAt(source(), *past, moment);
        VERIFY_OK(statuses);
        QCOMPARE(statuses->size(), 500);
        const auto expected = m_week.at(moment);
        for (const domain::SpaceStatus &status : *statuses) {
            const PastWeek::Expected one = expected.value(status.id);
            const bool isSame = status.state == one.state && status.reason == one.reason
                && status.since == one.since;
            QVERIFY2(isSame, qPrintable(u"%1 at %2"_s.arg(status.id.toString(), toIso(moment))));
        }
    }
}

void TestStatesAtMoments::areAsSureEverywhere()
{
    const auto sqlite = past(*m_sqlite);
    const auto postgres = past(*m_postgres);
    const auto archive = past(*m_archive);
    VERIFY_OK(sqlite);
    VERIFY_OK(postgres);
    VERIFY_OK(archive);
    QRandomGenerator dice(11);
    for (int i = 0; i < 40; ++i) {
        const UtcTime moment = m_week.anyMoment(dice);
        const auto one = read::stateAt(*m_sqlite, *sqlite, moment);
        const auto two = read::stateAt(*m_postgres, *postgres, moment);
        const auto three = read::stateAt(*m_archive, *archive, moment);
        VERIFY_OK(one);
        VERIFY_OK(two);
        VERIFY_OK(three);
        QHash<domain::SpaceId, Confidence> known;
        for (const domain::SpaceStatus &status : *one)
            known.insert(status.id, status.confidence(moment));
        for (const auto &others : {*two, *three}) {
            for (const domain::SpaceStatus &status : others)
                QVERIFY2(status.confidence(moment) == known.value(status.id),
                         qPrintable(u"%1 at %2: %3, %4"_s.arg(status.id.toString(), toIso(moment))
                                        .arg(int(status.confidence(moment)))
                                        .arg(int(known.value(status.id)))));
        }
    }
}

void TestStatesAtMoments::areUnknownUntilASensorSpeaks_data()
{
    addSources();
}

/// A sensor was taken off or replaced: what the one before said is no word on the space.
void TestStatesAtMoments::areUnknownUntilASensorSpeaks()
{
    const auto past = this->past(source());
    VERIFY_OK(past);
    int unknown = 0;
    int known = 0;
    int looks = 0;
    for (const domain::StateChange &change : m_week.changes()) {
        if (change.isKnown() || change.time < PastWeek::from() || change.time >= PastWeek::to() - 8h
            || ++looks > 60)
            continue;
        for (const UtcTime moment : {change.time, change.time + 30min, change.time + 7h}) {
            if (domain::gapAt(past->gaps, moment))
                continue;
            const bool isKnown = m_week.knownFrom(moment).contains(change.spaceId);
            const bool isDefault =
                m_week.at(moment).value(change.spaceId).reason == domain::StateReason::Default;
            if (!isDefault || change.spaceId == m_week.silent())
                continue;
            const auto statuses = read::stateAt(source(), *past, moment);
            VERIFY_OK(statuses);
            for (const domain::SpaceStatus &status : *statuses) {
                if (status.id == change.spaceId)
                    QVERIFY2((status.confidence(moment) == Confidence::Fresh) == isKnown,
                             qPrintable(u"%1 at %2"_s.arg(status.id.toString(), toIso(moment))));
            }
            ++(isKnown ? known : unknown);
        }
    }
    QVERIFY(unknown > 40 && known > 20);
}

void TestStatesAtMoments::areUnknownInGaps_data()
{
    addSources();
}

void TestStatesAtMoments::areUnknownInGaps()
{
    const auto past = this->past(source());
    VERIFY_OK(past);
    QCOMPARE(past->gaps.size(), 1);
    const domain::RecordingGap gap = past->gaps.first();
    QVERIFY(gap.from <= PastWeek::gapFrom() && gap.from > PastWeek::gapFrom() - 10min);
    QVERIFY(gap.to >= PastWeek::gapTo() && gap.to < PastWeek::gapTo() + 10min);
    const UtcTime moment = gap.from + 1h;
    const auto statuses = read::stateAt(source(), *past, moment);
    VERIFY_OK(statuses);
    domain::Counts counts;
    for (const domain::SpaceStatus &status : *statuses) {
        QVERIFY(status.certainty(status.confidence(moment)) != Confidence::Fresh);
        counts.add(status, status.confidence(moment));
    }
    QVERIFY(counts.areAllUnknown()); // none is counted as taken, or as reserved
    const auto last = m_week.at(moment);
    QVERIFY(std::any_of(last.cbegin(), last.cend(), [](const PastWeek::Expected &one) {
        return one.state == domain::SpaceState::Occupied;
    }));
    const auto after = read::stateAt(source(), *past, gap.to + 7h);
    VERIFY_OK(after);
    const auto fresh = std::count_if(after->cbegin(), after->cend(), [&](const auto &status) {
        return status.confidence(gap.to + 7h) == Confidence::Fresh;
    });
    auto known = m_week.knownFrom(gap.to + 7h);
    QVERIFY(known.remove(m_week.silent()));
    QVERIFY(known.size() > 450 && !known.contains(m_week.unheard()));
    QCOMPARE(fresh, known.size());
}

void TestStatesAtMoments::areUnknownOutsideOfAnArchive()
{
    const auto past = this->past(*m_archive);
    VERIFY_OK(past);
    for (const UtcTime moment : {PastWeek::from() - 1h, PastWeek::to() + 1h}) {
        const auto statuses = read::stateAt(*m_archive, *past, moment);
        VERIFY_OK(statuses);
        for (const domain::SpaceStatus &status : *statuses)
            QVERIFY(status.certainty(status.confidence(moment)) != Confidence::Fresh);
    }
}

void TestStatesAtMoments::fallSilent_data()
{
    addSources();
}

void TestStatesAtMoments::fallSilent()
{
    const auto past = this->past(source());
    VERIFY_OK(past);
    const auto of = [&](const domain::SpaceId &space, UtcTime moment) {
        const auto statuses = read::stateAt(source(), *past, moment);
        if (statuses) {
            for (const domain::SpaceStatus &status : *statuses) {
                if (status.id == space)
                    return status.confidence(moment);
            }
        }
        return Confidence::Unverified;
    };
    QCOMPARE(of(m_week.silent(), PastWeek::silentFrom()), Confidence::Fresh);
    QCOMPARE(of(m_week.silent(), PastWeek::silentFrom() + 18h), Confidence::Fresh);
    QCOMPARE(of(m_week.silent(), PastWeek::silentFrom() + 26h), Confidence::Stale);
    QCOMPARE(of(m_week.silent(), PastWeek::to() - 1h), Confidence::Stale);
    QCOMPARE(of(m_week.unheard(), PastWeek::from() + 30h), Confidence::Unverified);
}

void TestStatesAtMoments::stepsToChanges_data()
{
    addSources();
}

void TestStatesAtMoments::stepsToChanges()
{
    const auto past = this->past(source());
    VERIFY_OK(past);
    QRandomGenerator dice(3);
    for (int i = 0; i < 30; ++i) {
        const UtcTime moment = m_week.anyMoment(dice);
        QList<domain::SpaceId> spaces;
        for (int n = 0; n < 1 + i % 4; ++n)
            spaces.append(m_week.spaces()[dice.bounded(500)].id);
        std::optional<UtcTime> next;
        std::optional<UtcTime> last;
        for (const domain::StateChange &change : m_week.changes()) {
            const bool isIn = change.time >= PastWeek::from() && change.time < PastWeek::to();
            if (!spaces.contains(change.spaceId) || !isIn)
                continue;
            if (change.time > moment && !next)
                next = change.time;
            if (change.time < moment)
                last = change.time;
        }
        const auto after = read::changeAfter(source(), *past, spaces, moment);
        const auto before = read::changeBefore(source(), *past, spaces, moment);
        VERIFY_OK(after);
        VERIFY_OK(before);
        QVERIFY(*after == next);
        QVERIFY(*before == last);
    }
}

void TestStatesAtMoments::countsChanges_data()
{
    addSources();
}

void TestStatesAtMoments::countsChanges()
{
    const auto density = store::ChangeStore(source()).density(PastWeek::from(), PastWeek::to(), 4h);
    VERIFY_OK(density);
    QCOMPARE(density->size(), 42);
    QList<int> expected(42, 0);
    for (const domain::StateChange &change : m_week.changes()) {
        if (change.time >= PastWeek::from() && change.time < PastWeek::to())
            ++expected[(change.time - PastWeek::from()) / Milliseconds(4h)];
    }

    QCOMPARE(*density, expected);
}

PARKING_TEST(TestStatesAtMoments)
#include "tst_statesatmoments.moc"

// Who did what, on both engines.

#include "store/actstore.h"
#include "store/eventstore.h"
#include "store/transaction.h"
#include "storefixture.h"
#include "testmain.h"

#include <QSqlQuery>
#include <QTest>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::Act;
using domain::ActSubject;
using domain::ActVerb;

namespace {

Act zoned(const QString &code)
{
    const domain::SpaceId id = domain::SpaceId::create();
    return {.subject = ActSubject::Space,
            .verb = ActVerb::Changed,
            .row = id.toString(),
            .space = id,
            .name = code,
            .differences = {{text("zone"), text("A"), text("C")}}};
}

} // namespace

class TestActStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasDone_data() { TestDatabases::addRows(); }
    void keepsWhatWasDone();
    void goesWithItsTransaction_data() { TestDatabases::addRows(); }
    void goesWithItsTransaction();
    void takesAnyText_data() { addHostileRows(200); }
    void takesAnyText();
    void tellsManyRowsOnce_data() { TestDatabases::addRows(); }
    void tellsManyRowsOnce();
    void areEventsInTheirPlace_data() { TestDatabases::addRows(); }
    void areEventsInTheirPlace();
    void noTableIsWalked_data();
    void noTableIsWalked();

private:
    Database &open()
    {
        m_database = std::move(*m_databases.open(rowDialect()));
        return *m_database;
    }

    TestDatabases m_databases;
    std::unique_ptr<Database> m_database;
};

void TestActStore::noTableIsWalked_data()
{
    QTest::addColumn<QString>("question");
    QTest::addColumn<QString>("index");
    QTest::newRow("the list of events")
        << text("id < 9 AND subject <> 'booking' AND place = 0") << text("idx_acts_shown");
    QTest::newRow("newer ones") << text("id > 9 AND subject <> 'booking' AND place = 0")
                                << text("idx_acts_shown");
    QTest::newRow("of floors") << text("subject = 'floor'") << text("idx_acts_subject");
}

/// Bookings are most of all acts, and no act is ever deleted. The conditions are EventStore's and
/// ActStore::recent()'s.
void TestActStore::noTableIsWalked()
{
    QFETCH(const QString, question);
    QFETCH(const QString, index);
    const auto database = m_databases.open(Dialect::Sqlite);
    VERIFY_OK(database);
    QStringList steps;
    VERIFY_OK((*database)->each(
        text("EXPLAIN QUERY PLAN SELECT * FROM acts WHERE %1 ORDER BY id DESC LIMIT 500")
            .arg(question),
        {}, [&](const QSqlQuery &row) { steps.append(row.value(3).toString()); }));
    QVERIFY2(steps.size() == 1 && steps.first().contains(index), qPrintable(steps.join(u' ')));
}

void TestActStore::keepsWhatWasDone()
{
    ActStore store(open());
    Act act = zoned(text("B1-007"));
    VERIFY_OK(store.append({act}, text("ann"), kNow));
    const auto found = store.recent(10);
    VERIFY_OK(found);
    QCOMPARE(found->size(), 1);
    QVERIFY(found->first().id > 0);
    act.id = found->first().id;
    act.actor = text("ann");
    act.time = kNow;
    QCOMPARE(found->first(), act);
    VERIFY_OK(store.append({}, text("ann"), kNow)); // nothing was done
    // Every subject and every verb has its word in the table.
    for (const ActSubject subject : domain::kActSubjects) {
        for (int verb = 0; verb <= int(ActVerb::Withdrawn); ++verb) {
            Act other = zoned(text("x"));
            other.subject = subject;
            other.verb = ActVerb(verb);
            VERIFY_OK(store.append({other}, {}, kNow));
        }
    }
    QCOMPARE(store.recent(1000).valueOr({}).size(), 1 + 6 * 8);
    QCOMPARE(store.recent(1000, ActSubject::Space, act.row).valueOr({}), QList<Act>{act});
    QVERIFY(store.recent(1000, ActSubject::Floor, act.row).valueOr({act}).isEmpty());
}

void TestActStore::goesWithItsTransaction()
{
    Database &db = open();
    const Result<> done = transact(db, [&]() -> Result<> {
        if (Result<> appended = ActStore(db).append({zoned(text("a"))}, {}, kNow); !appended)
            return appended;
        return Error{text("OTHER"), text("the change itself failed")};
    });
    VERIFY_ERROR(done, "OTHER");
    QVERIFY(ActStore(db).recent(10).valueOr({Act()}).isEmpty());
}

void TestActStore::takesAnyText()
{
    QFETCH(const QString, words);
    ActStore store(open());
    Act act = zoned(words);
    act.differences = {{words, words, words}, {text("plan"), {}, {}}};
    act.row = words;
    VERIFY_OK(store.append({act}, words, kNow));
    const QList<Act> found = store.recent(1, ActSubject::Space, words).valueOr({});
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().name, words);
    QCOMPARE(found.first().actor, words.left(100));
    QCOMPARE(found.first().differences, act.differences);
}

void TestActStore::tellsManyRowsOnce()
{
    Database &db = open();
    ActStore store(db);
    EventStore events(db);
    const Act first = zoned(text("a"));
    const Act second = zoned(text("b"));
    VERIFY_OK(store.append({first, second, zoned(text("c"))}, text("ann"), kNow));
    QCOMPARE(store.recent(10).valueOr({}).size(), 3); // of each row its own history
    const auto page = events.older({}, std::nullopt, 10);
    VERIFY_OK(page);
    QCOMPARE(page->events.size(), 1);
    const Act told = std::get<Act>(page->events.first().body);
    QCOMPARE(told.name, text("a"));
    QCOMPARE(told.others, 2);
    const auto own = events.older({.space = second.space}, std::nullopt, 10);
    VERIFY_OK(own);
    QCOMPARE(own->events.size(), 1);
    QCOMPARE(std::get<Act>(own->events.first().body).name, text("b"));
}

void TestActStore::areEventsInTheirPlace()
{
    Database &db = open();
    ActStore store(db);
    EventStore events(db);
    for (int i = 0; i < 5; ++i)
        VERIFY_OK(store.append({zoned(QString::number(i))}, text("ann"), kNow + i * 1s));
    const domain::DevEui device(0x58a0cb0000000001);
    VERIFY_OK(store.append({domain::deviceAct(device, {text("type"), {}, text("heltec")})}, {},
                           kNow + 5s));
    const auto end = events.end();
    VERIFY_OK(end);
    QVERIFY(events.newer(*end, 10).valueOr({}).events.isEmpty());
    VERIFY_OK(store.append({zoned(text("new"))}, text("bob"), kNow + 6s));
    const auto fresh = events.newer(*end, 10);
    VERIFY_OK(fresh);
    QCOMPARE(fresh->events.size(), 1);
    QCOMPARE(std::get<Act>(fresh->events.first().body).actor, text("bob"));
    QVERIFY(events.newer(fresh->position, 10).valueOr({}).events.isEmpty());
    // Older ones page by page, none twice.
    QStringList names;
    std::optional<domain::EventPosition> at;
    for (bool more = true; more;) {
        const auto page = events.older({}, at, 2);
        VERIFY_OK(page);
        for (const domain::SiteEvent &event : page->events)
            names.append(std::get<Act>(event.body).name);
        at = page->position;
        more = page->hasMore && !page->events.isEmpty();
    }
    QCOMPARE(names,
             (QStringList{text("new"), device.toString(), text("4"), text("3"), text("2"),
                          text("1"), text("0")}));
    const auto ofDevice = events.older({.device = device}, std::nullopt, 10);
    VERIFY_OK(ofDevice);
    QCOMPARE(ofDevice->events.size(), 1);
}

PARKING_TEST(TestActStore)
#include "tst_actstore.moc"

// Notices between programs on one database: gathered, cut, and not taken for one's own.

#include "engine/station/databaselink.h"
#include "engine/station/peers.h"
#include "store/sessions.h"
#include "testdatabases.h"
#include "testmain.h"
#include "turnedclock.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceId;
using engine::DatabaseLink;
using engine::Peers;

namespace {

QSet<SpaceId> someSpaces(int count)
{
    QSet<SpaceId> spaces;
    for (int i = 0; i < count; ++i)
        spaces.insert(SpaceId::create());
    return spaces;
}

/// One program.
struct Program {
    Program(const QString &url, const QString &name, Clock &clock)
        : link({.url = url}, clock), peers(link, clock), heard(&peers, &Peers::heard),
          layouts(&peers, &Peers::layoutHeard)
    {
        peers.setStation(name);
        link.beforeUp([this](store::Database &database) { return peers.listen(database); });
    }

    DatabaseLink link;
    Peers peers;
    QSignalSpy heard;
    QSignalSpy layouts;
};

} // namespace

class tst_Peers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const QString url = m_databases.migratedUrl(store::Dialect::Postgres).valueOr({});
        m_one = std::make_unique<Program>(url, u"one"_s, m_clock);
        m_other = std::make_unique<Program>(url, u"other"_s, m_clock);
        VERIFY_OK(m_one->link.open());
        VERIFY_OK(m_other->link.open());
    }
    void cleanup()
    {
        m_one.reset();
        m_other.reset();
    }

    void whatMovesIsGathered()
    {
        const QSet<SpaceId> first = someSpaces(2);
        const QSet<SpaceId> second = someSpaces(1);
        m_one->peers.tell(first);
        m_clock.turn(100ms);
        m_one->peers.tell(second);
        m_clock.turn(100ms);
        QTRY_COMPARE(m_other->heard.size(), 1);
        const auto told = m_other->heard.first().first().value<QList<SpaceId>>();
        QCOMPARE(QSet<SpaceId>(told.cbegin(), told.cend()), first + second);
        // The next notice is the first that its own program could hear.
        m_other->peers.tell(first);
        m_other->peers.flush();
        QTRY_COMPARE(m_one->heard.size(), 1);
        QCOMPARE(m_other->heard.size(), 1);
    }

    void manyAreAll()
    {
        m_one->peers.tell(someSpaces(201));
        m_one->peers.flush();
        QTRY_COMPARE(m_other->heard.size(), 1);
        QVERIFY(m_other->heard.first().first().value<QList<SpaceId>>().isEmpty());
    }

    void aLayoutIsEverything()
    {
        m_one->peers.tell(someSpaces(1));
        m_one->peers.tellLayout();
        m_clock.turn(200ms);
        QTRY_COMPARE(m_other->layouts.size(), 1);
        QVERIFY(m_other->heard.isEmpty());
        VERIFY_OK(m_other->link.with([](store::Database &database) -> Result<> {
            engine::tellLayoutChanged(database);
            return {};
        }));
        QTRY_COMPARE(m_one->layouts.size(), 1); // of a program without an engine
        QTRY_COMPARE(m_other->layouts.size(), 2);
    }

    /// A file gives no notice: whoever has it open looks.
    void writesToAFileAreSeen()
    {
        const QString url = m_databases.migratedUrl(store::Dialect::Sqlite).valueOr({});
        Program one(url, u"one"_s, m_clock);
        VERIFY_OK(one.link.open());
        one.peers.tick();
        QCOMPARE(one.layouts.size(), 0);
        VERIFY_OK(one.link.with([](store::Database &database) {
            return database.run(u"UPDATE sites SET name = 'mine'"_s);
        }));
        one.peers.tick();
        QCOMPARE(one.layouts.size(), 0); // its own
        const auto other = store::Database::open({.url = url});
        VERIFY_OK(other);
        VERIFY_OK((*other)->run(u"UPDATE sites SET name = 'theirs'"_s));
        one.peers.tick();
        QCOMPARE(one.layouts.size(), 1);
        one.peers.tick();
        QCOMPARE(one.layouts.size(), 1);
    }

    void nonsenseIsLeftAlone()
    {
        const auto notify = [this](const QString &payload) {
            return m_one->link.with([&](store::Database &database) {
                return store::notify(database, u"parking_spaces"_s, payload);
            });
        };
        VERIFY_OK(notify(u"nobody;not an id"_s));
        VERIFY_OK(notify(u""_s));
        VERIFY_OK(notify(u"nobody;layout"_s));
        QTRY_COMPARE(m_other->layouts.size(), 1);
        QVERIFY(m_other->heard.isEmpty());
    }

private:
    test::TestDatabases m_databases;
    test::TurnedClock m_clock;
    std::unique_ptr<Program> m_one;
    std::unique_ptr<Program> m_other;
};

PARKING_TEST(tst_Peers)
#include "tst_peers.moc"

// What is known of lamps, and what follows from it: unknown outcomes, joins, echoes, who asks.

#include "lampstation.h"
#include "store/downlinkquery.h"
#include "store/downlinkstore.h"
#include "store/sessions.h"
#include "store/transaction.h"
#include "testmain.h"

#include <atomic>
#include <thread>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test::lamps;
using domain::Downlink;
using domain::DownlinkCause;
using domain::DownlinkState;
using domain::Evidence;
using store::Dialect;

namespace {

domain::Override maintenance()
{
    domain::Override value;
    value.state = domain::SpaceState::Maintenance;
    value.reason = u"paint"_s;
    value.actor = u"ann"_s;
    return value;
}

} // namespace

class TestLampLedger : public QObject, LampBench {
    Q_OBJECT

private Q_SLOTS:
    void init() { prepare(); }
    void cleanup() { finish(); }

    void aSilentEndLeavesTheLampUnknown_data() { test::TestDatabases::addRows(); }
    void aSilentEndLeavesTheLampUnknown();
    void aNackLeavesTheLampUnknown_data() { test::TestDatabases::addRows(); }
    void aNackLeavesTheLampUnknown();
    void aNackBeforeItsTxAck();
    void anEchoAfterAJoinIsNoMismatch_data() { test::TestDatabases::addRows(); }
    void anEchoAfterAJoinIsNoMismatch();
    void aJoinEmptiesTheQueue_data() { test::TestDatabases::addRows(); }
    void aJoinEmptiesTheQueue();
    void aLateTxAckOfBeforeAJoinProvesNothing();
    void aFrameWithAnOldCounterIsSentAgain();
    void whatWasFlushedStaysSo_data() { test::TestDatabases::addRows(); }
    void whatWasFlushedStaysSo();
    void anEchoStandsInForALostTxAck();
    void anEchoOfWhatEndedSilently();
    void theOneByteFirmwareCloses();
    void anOperatorWithoutAKeyMovesLamps();
    void aBatchMayReadTheStateFirst();
    void anOperatorsChangeIsNotForgotten();
    void nobodyToSend();
    void aLateReaderNeverOvertakes_data() { test::TestDatabases::addRows(); }
    void aLateReaderNeverOvertakes();
    void theLedgerIsPruned();
    void settingsReachThePost_data() { test::TestDatabases::addRows(); }
    void settingsReachThePost();
    void settingsThatCannotBeRead_data() { test::TestDatabases::addRows(); }
    void settingsThatCannotBeRead();
    void aPolicyIsForAllLamps();
    void lampsGoDarkWithoutABroker();

private:
    QStringList colours(int n) const;
    void restart();
    void nack(int n, const QString &item, UtcTime time = systemNow());
    void set(int n, const QByteArray &settings);
};

void TestLampLedger::restart()
{
    (*m_station)->stop();
    m_station = std::make_unique<LampStation>(m_url, m_folder->path(), m_rest->port());
    VERIFY_OK((*m_station)->start());
}

void TestLampLedger::nack(int n, const QString &item, UtcTime time)
{
    m_station->tell(
        lamp(n), "ack",
        "\"queueItemId\":\"" + item.toLatin1() + "\",\"acknowledged\":false,\"fCntDown\":2", time);
}

void TestLampLedger::set(int n, const QByteArray &settings)
{
    VERIFY_OK(m_database->run(
        u"UPDATE displays SET settings = :settings WHERE dev_eui = :device"_s,
        {{u"settings"_s, QString::fromLatin1(settings)}, {u"device"_s, lamp(n).toString()}}));
}

/// Its txack may have been lost: when the state goes back, the lamp has to be told.
void TestLampLedger::aSilentEndLeavesTheLampUnknown()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    VERIFY_OK(m_database->run(
        u"UPDATE downlinks SET expires_at = :past WHERE id = :id"_s,
        {{u"past"_s, m_database->bind(systemNow() - 40s)}, {u"id"_s, last(0)->id.toString()}}));
    restart();
    QVERIFY(settled(0, DownlinkState::Expired));
    QCOMPARE(last(0)->problem, u"EXPIRED_SILENTLY"_s);
    QCOMPARE(display(0).evidence, Evidence::None);
    QVERIFY(!display(0).shown.has_value());
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kGreen);
    QVERIFY(settled(0, DownlinkState::Queued));
    // Red's word never came, so green may have its counter: once more, and only then it is known.
    m_station->txAck(*m_rest->takeOldest(lamp(0).toString()));
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 3, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    transmit(0);
    QVERIFY(display(0).shown.has_value());
    QCOMPARE(display(0).shown->payload, kGreen);
    // A comparison sends nothing.
    m_station->tell(lamp(0), "up", upBody(1, "x"));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QCOMPARE(posts(0).size(), 3);
}

void TestLampLedger::aNackLeavesTheLampUnknown()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    set(0, R"({"confirmed": true})");
    m_station->park(0, true);
    transmit(0);
    QVERIFY(posts(0).last().confirmed);
    QCOMPARE(display(0).evidence, Evidence::Sent);
    nack(0, last(0)->queueItemId);
    QVERIFY(settled(0, DownlinkState::Failed));
    QCOMPARE(last(0)->problem, u"NOT_ACKNOWLEDGED"_s);
    QCOMPARE(display(0).evidence, Evidence::None);
    QCOMPARE(posts(0).size(), 1);
    // The lamp is heard: once more, and once only.
    m_station->tell(lamp(0), "up", upBody(1, "x"));
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(last(0)->cause, DownlinkCause::Reconcile);
    m_station->tell(lamp(0), "up", upBody(1, "x"));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QCOMPARE(posts(0).size(), 2);
}

/// The order in which a broker delivers them does not matter.
void TestLampLedger::aNackBeforeItsTxAck()
{
    start(Dialect::Sqlite);
    set(0, R"({"confirmed": true})");
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const UtcTime sent = systemNow();
    nack(0, last(0)->queueItemId, sent + 1s);
    QVERIFY(settled(0, DownlinkState::Failed));
    m_station->txAck(*m_rest->takeOldest(lamp(0).toString()), sent);
    QTRY_VERIFY_WITH_TIMEOUT(last(0)->sentAt.has_value(), kPatience);
    QCOMPARE(stateOf(0), DownlinkState::Failed);
    QCOMPARE(display(0).evidence, Evidence::None);
}

/// A lamp that joins is dark until its command is on the air: that is no disobedience.
void TestLampLedger::anEchoAfterAJoinIsNoMismatch()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    const UtcTime joined = systemNow() - 60s;
    m_station->tell(lamp(0), "join", "\"devAddr\":\"00189440\"", joined);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(0, 0, 0)), joined + 20s);
    QTRY_COMPARE_WITH_TIMEOUT(display(0).evidence, Evidence::Echoed, kPatience);
    QCOMPARE(display(0).shownColour, std::optional(domain::Rgb{0, 0, 0}));
    QCOMPARE(display(0).problem, QString());
    QCOMPARE(display(0).mismatches, 0);
    QCOMPARE(posts(0).size(), 1); // the join's row says it already
    transmit(0, joined + 30s);
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(0, 255, 0)), joined + 45s);
    QVERIFY(settled(0, DownlinkState::Echoed));
    // From now on it has been asked: dark is wrong.
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(0, 0, 0)), joined + 55s);
    QTRY_COMPARE_WITH_TIMEOUT(display(0).problem, u"NOT_FOLLOWING"_s, kPatience);
}

/// What waited there is gone, and nobody tells: the row goes back and is sent again.
void TestLampLedger::aJoinEmptiesTheQueue()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    const QString eui = lamp(0).toString();
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Downlink row = *last(0);
    m_rest->join(eui);
    m_station->tell(lamp(0), "join", "\"devAddr\":\"00189440\"");
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(last(0)->id, row.id);
    QVERIFY(last(0)->queueItemId != row.queueItemId);
    transmit(0);
    QCOMPARE(m_rest->shown(eui), kRed);
    QCOMPARE(display(0).shown->payload, kRed);
    // Where a profile leaves the queue alone, nothing is sent twice.
    m_station->park(1, true);
    QVERIFY(settled(1, DownlinkState::Queued));
    const int looks = m_rest->requests("GET");
    m_station->tell(lamp(1), "join", "\"devAddr\":\"00189440\"");
    QTRY_VERIFY_WITH_TIMEOUT(m_rest->requests("GET") > looks, kPatience);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(posts(1).size(), 1);
}

/// The frame came, the lamp lost its power and joined, and the broker tells the join first: when it
/// does, the row says already what the lamp should show.
void TestLampLedger::aLateTxAckOfBeforeAJoinProvesNothing()
{
    start(Dialect::Sqlite);
    const QString eui = lamp(0).toString();
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const UtcTime sent = systemNow();
    const test::StandInItem red = *m_rest->takeOldest(eui);
    m_rest->join(eui);
    m_station->tell(lamp(0), "join", "\"devAddr\":\"00189440\"", sent + 70ms);
    QTRY_VERIFY_WITH_TIMEOUT(display(0).joinedAt.has_value(), kPatience);
    m_station->txAck(red, sent);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kRed);
    QVERIFY(settled(0, DownlinkState::Queued));
    transmit(0, sent + 1s); // behind the join, however fast this runs
    QCOMPARE(m_rest->shown(eui), kRed);
    QCOMPARE(display(0).shown->payload, kRed);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QCOMPARE(posts(0).size(), 2);
}

/// Red was at the gateway when somebody emptied the queue, so that its word never came and green
/// has the same counter: the lamp stays red until green comes once more.
void TestLampLedger::aFrameWithAnOldCounterIsSentAgain()
{
    start(Dialect::Sqlite);
    const QString eui = lamp(0).toString();
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const test::StandInItem red = *m_rest->handOver(eui);
    m_station->park(0, false); // of unknown class, so after a while it is replaced
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QVERIFY(!m_rest->isTxAckTaken(red));
    m_station->txAck(*m_rest->takeOldest(eui));
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 3, kPatience);
    QCOMPARE(m_rest->shown(eui), kRed);
    QVERIFY(!display(0).shown.has_value()); // nobody says that it is green
    QVERIFY(settled(0, DownlinkState::Queued));
    transmit(0);
    QCOMPARE(m_rest->shown(eui), kGreen);
    QCOMPARE(display(0).shown->payload, kGreen);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QCOMPARE(posts(0).size(), 3);
}

/// `parkctl downlinks flush` beside a station that has its own copy of the row.
void TestLampLedger::whatWasFlushedStaysSo()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    hear(0, "CLASS_C");
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Downlink red = *last(0);
    (void)m_rest->takeOldest(lamp(0).toString());
    VERIFY_OK(store::transact(*m_database, [&] {
        return store::DownlinkStore(*m_database).flushed(lamp(0), {red.id}, systemNow());
    }));
    m_station->park(0, false); // nothing is before it any more
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    Downlink late = red;
    late.state = DownlinkState::Superseded;
    VERIFY_OK(store::DownlinkStore(*m_database).update({late}));
    const auto row = store::DownlinkStore(*m_database).find(red.id);
    VERIFY_OK(row);
    QCOMPARE(row->state, DownlinkState::Superseded);
    QCOMPARE(row->problem, u"FLUSHED"_s);
}

void TestLampLedger::anEchoStandsInForALostTxAck()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    (void)m_rest->takeOldest(lamp(0).toString());
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(255, 0, 0)), systemNow() + 1s);
    QVERIFY(settled(0, DownlinkState::Echoed));
    QCOMPARE(display(0).shown->payload, kRed);
    QVERIFY(!last(0)->sentAt.has_value());
}

/// What nobody told of was on the air after all, and the state went back meanwhile.
void TestLampLedger::anEchoOfWhatEndedSilently()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Downlink red = *last(0);
    m_station->park(0, false); // flushes red, which had been on the air
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->tell(lamp(0), "up", upBody(15, kuandoStatus(255, 0, 0)), systemNow() + 1s);
    const auto state = [&] {
        const auto row = store::DownlinkStore(*m_database).find(red.id);
        return row ? row->state : DownlinkState::Pending;
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(), DownlinkState::Echoed, kPatience);
    QCOMPARE(display(0).shown->payload, kRed);
    QCOMPARE(display(0).problem, QString());
    QCOMPARE(stateOf(0), DownlinkState::Queued); // green is on its way
}

/// Its three bytes end with the status that it shows.
void TestLampLedger::theOneByteFirmwareCloses()
{
    start(Dialect::Sqlite);
    VERIFY_OK((*m_station)->lamps().setDeviceType(lamp(0), u"heltec_status"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!posts(0).isEmpty(), kPatience);
    transmit(0);
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).last().data.toHex(), QByteArray("02"), kPatience);
    QCOMPARE(posts(0).last().fPort, 1);
    transmit(0, systemNow() - 60s);
    m_station->tell(lamp(0), "up", upBody(1, QByteArray::fromHex("000502")));
    QVERIFY(settled(0, DownlinkState::Echoed));
    QCOMPARE(display(0).shownState, std::optional(domain::SpaceState::Occupied));
    QCOMPARE(display(0).problem, QString());
    m_station->tell(lamp(0), "up", upBody(1, QByteArray::fromHex("000601")));
    QTRY_COMPARE_WITH_TIMEOUT(display(0).problem, u"NOT_FOLLOWING"_s, kPatience);
}

/// A desktop that is no station and knows no key: the station makes the row and sends it.
void TestLampLedger::anOperatorWithoutAKeyMovesLamps()
{
    start(Dialect::Postgres);
    QTemporaryDir folder;
    LampStation desktop(m_url, folder.path(), 0, 0, [](auto &options) { options.ingest = false; });
    VERIFY_OK(desktop->start());
    VERIFY_OK(desktop->spaces().setOverrides({{m_site.spaces[2].id, maintenance()}}, u"ann"_s));
    QTRY_COMPARE_WITH_TIMEOUT(posts(2).size(), 1, kPatience);
    QCOMPARE(posts(2).first().data, kOrange);
    transmit(2);
    QCOMPARE(last(2)->cause, DownlinkCause::Change);
    VERIFY_OK(desktop->spaces().setOverrides({{m_site.spaces[2].id, std::nullopt}}, u"ann"_s));
    QTRY_COMPARE_WITH_TIMEOUT(posts(2).size(), 2, kPatience);
    transmit(2);

    const auto made = desktop->lamps().resend({m_site.spaces[3].id}, u"ann"_s);
    VERIFY_OK(made);
    QCOMPARE(*made, 1);
    QTRY_COMPARE_WITH_TIMEOUT(posts(3).size(), 1, kPatience);
    QCOMPARE(last(3)->actor, u"ann"_s);
    QVERIFY(settled(3, DownlinkState::Queued));

    // Another type is another layout: the station hears of it.
    VERIFY_OK(desktop->lamps().setDeviceType(lamp(4), u"kuando_busylight_plan"_s));
    QTRY_COMPARE_WITH_TIMEOUT(posts(4).size(), 1, kPatience);
    QCOMPARE(posts(4).first().data.toHex(), QByteArray("0000ff0000"));
    desktop->stop();
}

/// The station knows the operator's state already, by an uplink, when the message of it comes.
void TestLampLedger::aBatchMayReadTheStateFirst()
{
    start(Dialect::Postgres);
    VERIFY_OK(m_database->run(
        u"UPDATE spaces SET state = 'MAINTENANCE', state_reason = 'override', "
        "override_state = 'MAINTENANCE', override_since = :now WHERE code = 'A-2'"_s,
        {{u"now"_s, m_database->bind(systemNow())}}));
    m_station->park(2, true);
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QCOMPARE(posts(2).size(), 0);
    VERIFY_OK(store::notify(*m_database, u"parking_spaces"_s,
                            u"another;"_s + m_site.spaces[2].id.toString()));
    QTRY_COMPARE_WITH_TIMEOUT(posts(2).size(), 1, kPatience);
    QCOMPARE(posts(2).first().data, kOrange);
    QVERIFY(settled(2, DownlinkState::Queued));
}

/// A station that starts later finds what was changed meanwhile.
void TestLampLedger::anOperatorsChangeIsNotForgotten()
{
    start(Dialect::Postgres);
    (*m_station)->stop();
    QTemporaryDir folder;
    LampStation desktop(m_url, folder.path(), 0, 0, [](auto &options) { options.ingest = false; });
    VERIFY_OK(desktop->start());
    VERIFY_OK(desktop->spaces().setOverrides({{m_site.spaces[2].id, maintenance()}}, u"ann"_s));
    QCOMPARE(last(2)->state, DownlinkState::Sent); // no row without a station
    desktop->stop();
    m_station = std::make_unique<LampStation>(m_url, m_folder->path(), m_rest->port());
    VERIFY_OK((*m_station)->start());
    QTRY_COMPARE_WITH_TIMEOUT(posts(2).size(), 1, kPatience);
    QCOMPARE(posts(2).first().data, kOrange);
}

void TestLampLedger::nobodyToSend()
{
    const auto url = m_databases.migratedUrl(Dialect::Postgres);
    VERIFY_OK(url);
    QTemporaryDir folder;
    LampStation desktop(*url, folder.path(), m_rest->port(), 0,
                        [](auto &options) { options.ingest = false; });
    VERIFY_OK(desktop->start());
    VERIFY_OK(desktop->spaces().createSite(m_site));
    VERIFY_ERROR(desktop->lamps().resend({m_site.spaces[0].id}, {}), "STATION_DOWN");
    m_station = std::make_unique<LampStation>(*url, m_folder->path(), 0);
    VERIFY_OK((*m_station)->start());
    VERIFY_ERROR(desktop->lamps().resend({m_site.spaces[0].id}, {}), "CHIRPSTACK_NOT_SET_UP");
    VERIFY_ERROR((*m_station)->lamps().resend({m_site.spaces[0].id}, {}), "CHIRPSTACK_NOT_SET_UP");
    QVERIFY(!m_rest->requests("POST"));
    desktop->stop();
}

/// Whoever reads a state for a command while another moves it waits for that one's commit.
void TestLampLedger::aLateReaderNeverOvertakes()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    (*m_station)->stop();
    const auto wish = [](store::Database &db, DownlinkCause cause) -> Result<> {
        const engine::LampContext context{
            .enabled = true, .policy = {}, .blind = false, .onlyWishes = true};
        engine::LampLedger ledger(db, context, systemNow());
        ledger.wish({.devEui = lamp(0), .cause = cause, .always = true});
        const auto done = ledger.finish();
        return done ? Result<>() : Result<>(done.error());
    };
    // The station: the space is taken, the row made, not committed yet.
    auto transaction = store::Transaction::begin(*m_database);
    VERIFY_OK(transaction);
    VERIFY_OK(m_database->run(u"UPDATE spaces SET state = 'OCCUPIED' WHERE code = 'A-0'"_s));
    VERIFY_OK(wish(*m_database, DownlinkCause::Change));
    std::atomic<bool> ended = false;
    Result<> sent;
    std::thread other([&] {
        const auto opened = store::Database::open({.url = m_url});
        sent = [&]() -> Result<> {
            auto mine = store::Transaction::begin(**opened);
            if (!mine)
                return mine.error();
            if (Result<> done = wish(**opened, DownlinkCause::Operator); !done)
                return done;
            return mine->commit();
        }();
        ended = true;
    });
    const bool locked =
        dialect == Dialect::Sqlite
        || QTest::qWaitFor(
            [&] {
                return ended
                    || m_database->count(u"SELECT count(*) FROM pg_locks WHERE NOT granted"_s)
                           .valueOr(0)
                    > 0;
            },
            kPatience);
    const bool waited = locked && !ended;
    const Result<> committed = transaction->commit();
    other.join();
    VERIFY_OK(committed);
    QVERIFY(waited);
    VERIFY_OK(sent);
    const auto open = store::DownlinkStore(*m_database).open({lamp(0)});
    VERIFY_OK(open);
    QVERIFY(!open->isEmpty());
    for (const Downlink &row : *open)
        QCOMPARE(row.frame.payload, kRed);
}

/// Rows past their time go by themselves; what is known of the lamp stays.
void TestLampLedger::theLedgerIsPruned()
{
    start(Dialect::Sqlite);
    m_station->park(0, true);
    transmit(0);
    VERIFY_OK(m_database->run(u"UPDATE downlinks SET decided_at = :old"_s,
                              {{u"old"_s, m_database->bind(systemNow() - 91 * 24h)}}));
    QCOMPARE(store::DownlinkQuery(*m_database).page({})->total, kSpaces + 1);
    restart();
    QTRY_COMPARE_WITH_TIMEOUT(store::DownlinkQuery(*m_database).page({})->total, qint64(kSpaces),
                              kPatience);
    QCOMPARE(last(0)->frame.payload, kRed);
}

/// A code of its own on a port of its own, acknowledged (B5); another state keeps the colour.
void TestLampLedger::settingsReachThePost()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    domain::DisplaySettings settings;
    settings.fPort = 7;
    settings.confirmed = true;
    settings.codes[domain::indexOf(domain::SpaceState::Occupied)] = QByteArray::fromHex("c0ffee");
    settings.colours[domain::indexOf(domain::SpaceState::Free)] = domain::Rgb{0, 0, 255};
    VERIFY_OK((*m_station)->lamps().setDisplaySettings(lamp(0), settings));
    QCOMPARE(display(0).settings, settings);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience); // free is blue now
    QCOMPARE(posts(0).last().data.toHex(), QByteArray("00ff00ff00"));
    QCOMPARE(posts(0).last().fPort, 7);
    QVERIFY(posts(0).last().confirmed);
    transmit(0);
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data.toHex(), QByteArray("c0ffee"));
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(display(0).settings, settings); // whatever the station learns of the lamp

    settings.fPort = 300;
    VERIFY_ERROR((*m_station)->lamps().setDisplaySettings(lamp(0), settings), "VALIDATION_ERROR");
    VERIFY_ERROR((*m_station)->lamps().setDisplaySettings(lamp(kSpaces), {}), "RECORD_NOT_FOUND");
}

void TestLampLedger::settingsThatCannotBeRead()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    set(0, R"({"fPort": 300})");
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    QCOMPARE(posts(0).last().data, kRed); // the type's own
    QTRY_COMPARE_WITH_TIMEOUT(display(0).problem, u"BAD_SETTINGS"_s, kPatience);
    QVERIFY(display(0).settingsError.contains(u"223"));
    transmit(0);
    const auto kept = m_database->count(
        u"SELECT count(*) FROM displays WHERE CAST(settings AS text) LIKE '%300%'"_s);
    QCOMPARE(kept.valueOr(-1), qint64(1));
    VERIFY_OK((*m_station)->lamps().setDisplaySettings(lamp(0), {}));
    QTRY_COMPARE_WITH_TIMEOUT(display(0).problem, QString(), kPatience);
}

void TestLampLedger::aPolicyIsForAllLamps()
{
    start(Dialect::Sqlite);
    domain::DisplayPolicy policy;
    policy.colours[domain::indexOf(domain::SpaceState::Free)] = domain::Rgb{1, 2, 3};
    policy.whenBlind = domain::LampsWhenBlind::Off;
    VERIFY_OK((*m_station)->lamps().setDisplayPolicy(policy));
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->posts().size(), kSpaces, kPatience);
    QCOMPARE(posts(3).last().data.toHex(), QByteArray("010302ff00"));
    const auto site = (*m_station)->spaces().snapshot();
    VERIFY_OK(site);
    QCOMPARE(domain::parseDisplayPolicy(site->site.settings).valueOr({}), policy);
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
}

QStringList TestLampLedger::colours(int n) const
{
    QStringList list;
    for (const test::SeenPost &post : posts(n))
        list.append(QString::fromLatin1(post.data.toHex()));
    return list;
}

/// Dark, back with the first arrival, dark again, and back when the operator wants them to keep
/// their colour.
void TestLampLedger::lampsGoDarkWithoutABroker()
{
    start(Dialect::Sqlite, 0, [](engine::EngineOptions &options) {
        options.mqtt.emplace();
        options.mqtt->url = QUrl(u"mqtt://127.0.0.1:1"_s);
        options.mqtt->topics = {u"x"_s};
        options.blindAfter = 2s;
    });
    domain::DisplayPolicy policy;
    policy.whenBlind = domain::LampsWhenBlind::Off;
    VERIFY_OK((*m_station)->lamps().setDisplayPolicy(policy));
    const QString dark = u"000000ff00"_s;
    QTRY_COMPARE_WITH_TIMEOUT(colours(0), QStringList{dark}, kPatience);
    m_station->park(1, true);
    QTRY_COMPARE_WITH_TIMEOUT(colours(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kGreen);
    QTRY_COMPARE_WITH_TIMEOUT(posts(1).last().data, kRed, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(colours(0).size(), 3, kPatience);
    QCOMPARE(colours(0).last(), dark);
    policy.whenBlind = domain::LampsWhenBlind::Keep;
    VERIFY_OK((*m_station)->lamps().setDisplayPolicy(policy));
    QTRY_COMPARE_WITH_TIMEOUT(colours(0).size(), 4, kPatience);
    QCOMPARE(posts(0).last().data, kGreen);
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
}

PARKING_TEST(TestLampLedger)
#include "tst_lampledger.moc"

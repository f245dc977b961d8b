// What is known of lamps, and what follows from it: unknown outcomes, joins, echoes, who asks.

#include "lampstation.h"

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test::lamps;
using domain::Downlink;
using domain::DownlinkCause;
using domain::DownlinkState;
using domain::Evidence;
using store::Dialect;

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

private:
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
        u"UPDATE displays SET settings = :settings WHERE dev_eui = :device"_qs,
        {{u"settings"_qs, QString::fromLatin1(settings)}, {u"device"_qs, lamp(n).toString()}}));
}

/// Its txack may have been lost: when the state goes back, the lamp has to be told.
void TestLampLedger::aSilentEndLeavesTheLampUnknown()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    VERIFY_OK(m_database->run(
        u"UPDATE downlinks SET expires_at = :past WHERE id = :id"_qs,
        {{u"past"_qs, m_database->bind(systemNow() - 40s)}, {u"id"_qs, last(0)->id.toString()}}));
    restart();
    QVERIFY(settled(0, DownlinkState::Expired));
    QCOMPARE(last(0)->problem, u"EXPIRED_SILENTLY"_qs);
    QCOMPARE(display(0).evidence, Evidence::None);
    QVERIFY(!display(0).shown.has_value());
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kGreen);
    transmit(0);
    QCOMPARE(display(0).shown->payload, kGreen);
    // Now it is known, and a comparison sends nothing.
    m_station->tell(lamp(0), "up", upBody(1, "x"));
    QTRY_VERIFY_WITH_TIMEOUT((*m_station)->isIdle(), kPatience);
    QCOMPARE(posts(0).size(), 2);
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
    QCOMPARE(last(0)->problem, u"NOT_ACKNOWLEDGED"_qs);
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

QTEST_GUILESS_MAIN(TestLampLedger)
#include "tst_lampledger.moc"

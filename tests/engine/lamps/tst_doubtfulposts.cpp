// POSTs whose outcome is open, and servers that ignore a part of them.

#include "lampfixture.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test;
using domain::DownlinkState;
using store::Dialect;

class TestDoubtfulPosts : public QObject, private LampFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    // POSTs without an outcome
    void anItemOnTheAirIsFound();
    void aForeignItemIsNotTakenForOurs_data();
    void aForeignItemIsNotTakenForOurs();
    void aLostItemIsNotTakenForTheNextOne();
    void aRefusedLookLeavesTheColourOpen();
    void anUnknownColourIsSetAnew();
    void itemsWithoutExpiryAreFound();
    void aKnownItemIsNotFoundAgain();

    // Servers that ignore flushQueue
    void anItemThatWasPlayedProvesNothing();
    void aFlushedItemProvesThatFlushingWorks();
};

// --- POSTs without an outcome --------------------------------------------------------------------

/// It arrived, its answer did not, and a gateway transmitted it before we looked.
void TestDoubtfulPosts::anItemOnTheAirIsFound()
{
    start(Dialect::Sqlite);
    m_rest->failNext({RestFailure::NoAnswerAfter});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->items(lamp(0).toString()).size(), 1, kPatience);
    const StandInItem item = *m_rest->takeOldest(lamp(0).toString());
    tellTransmitted(item);
    QVERIFY(settled(0, DownlinkState::Sent));
    QCOMPARE(last(0)->queueItemId, item.id);
    QCOMPARE(posts(0).size(), 1);
    QCOMPARE(display(0).evidence, domain::Evidence::Sent);
    QCOMPARE(display(0).shown->payload, kRed);
}

void TestDoubtfulPosts::aForeignItemIsNotTakenForOurs_data()
{
    QTest::addColumn<QString>("sign");
    for (const char *sign : {"transmitted before", "another one transmitted before",
                             "another one waits", "another one transmitted too", "thrown away"})
        QTest::newRow(sign) << QString::fromLatin1(sign);
}

/// Somebody commands the lamp past us while a POST of ours gets lost: ours is sent again.
void TestDoubtfulPosts::aForeignItemIsNotTakenForOurs()
{
    QFETCH(QString, sign);
    start(Dialect::Sqlite);
    const QString eui = lamp(0).toString();
    const auto foreign = [&] {
        (void)m_rest->addForeign(eui, 15, kOrange);
        return *m_rest->takeOldest(eui);
    };
    if (sign == u"another one transmitted before")
        tellTransmitted(foreign(), systemNow() - 1h);
    if (sign == u"transmitted before")
        tellTransmitted(foreign(), systemNow() - 5s);
    m_rest->failNext({RestFailure::NoAnswer});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    if (sign == u"thrown away") {
        const StandInItem item = foreign();
        tellExpired(item);
    } else if (sign != u"transmitted before") {
        tellTransmitted(foreign());
        if (sign == u"another one transmitted too")
            tellTransmitted(foreign());
        if (sign == u"another one waits")
            (void)m_rest->addForeign(eui, 15, kOrange);
    }
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(last(0)->queueItemId, posts(0).last().itemId);
    QCOMPARE(last(0)->frame.payload, kRed);
}

/// Red arrived and could not be found; green got lost. Then red is on the air.
void TestDoubtfulPosts::aLostItemIsNotTakenForTheNextOne()
{
    m_adjust = [](engine::EngineOptions &options) { options.chirpstack->firstPause = 400ms; };
    start(Dialect::Sqlite);
    const QString eui = lamp(0).toString();
    m_rest->failNext({RestFailure::GarbageAfter, RestFailure::NoAnswer});
    m_rest->failNextReads({RestFailure::NotFound404});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    m_station->park(0, false); // while red's outcome is open
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kGreen);
    const StandInItem red = *m_rest->takeOldest(eui);
    QCOMPARE(red.data, kRed);
    tellTransmitted(red);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 3, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(m_rest->takeOldest(eui)->data, kGreen);
}

/// Red arrived, and looking for it was refused for this device alone; then green is wanted again.
void TestDoubtfulPosts::aRefusedLookLeavesTheColourOpen()
{
    start(Dialect::Sqlite);
    m_rest->failNext({RestFailure::GarbageAfter});
    m_rest->onEnqueued([this](const StandInItem &) { m_rest->setDevices({lamp(1)}); });
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Failed));
    m_rest->onEnqueued({});
    m_rest->setDevices({});
    QCOMPARE(display(0).evidence, domain::Evidence::None);
    QCOMPARE(m_rest->takeOldest(lamp(0).toString())->data, kRed);
    m_station->park(0, false);
    // A comparison may want red once more before.
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).last().data, kGreen, kPatience);
    QVERIFY(posts(0).size() >= 2);
}

/// A frame was played and nobody told; then the colour from before is wanted again.
void TestDoubtfulPosts::anUnknownColourIsSetAnew()
{
    start(Dialect::Sqlite);
    m_rest->setRetryAfter(2s);
    m_rest->failNext({RestFailure::NoAnswerAfter, RestFailure::TooMany429});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->items(lamp(0).toString()).size(), 1, kPatience);
    QCOMPARE(m_rest->takeOldest(lamp(0).toString())->data, kRed);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QVERIFY(settled(0, DownlinkState::Pending)); // red waits; the lamp is red already
    QCOMPARE(display(0).evidence, domain::Evidence::None);
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 3, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(posts(0).last().data, kGreen);
}

void TestDoubtfulPosts::itemsWithoutExpiryAreFound()
{
    m_rest->setWithoutExpiry(true);
    start(Dialect::Sqlite);
    m_rest->failNext({RestFailure::NoAnswerAfter});
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(posts(0).size(), 1);
    QCOMPARE(last(0)->queueItemId, posts(0).first().itemId);
}

/// The same bytes were queued before: that item is another row's.
void TestDoubtfulPosts::aKnownItemIsNotFoundAgain()
{
    m_rest->setWithoutExpiry(true);
    m_rest->setOldServer(true);
    start(Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const QString first = last(0)->queueItemId;
    m_rest->failNext({RestFailure::NoAnswer});
    VERIFY_OK((*m_station)->lamps().resend({m_site.spaces[0].id}, u"ann"_s));
    QTRY_VERIFY_WITH_TIMEOUT(posts(0).size() >= 3, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QVERIFY(last(0)->queueItemId != first);
}

// --- Servers that ignore flushQueue --------------------------------------------------------------

/// An old server; the older item is transmitted just when the newer one arrives.
void TestDoubtfulPosts::anItemThatWasPlayedProvesNothing()
{
    start(Dialect::Sqlite);
    m_rest->setOldServer(true);
    const QString eui = lamp(0).toString();
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    std::optional<StandInItem> played;
    m_rest->onEnqueued([&](const StandInItem &) {
        if (!played)
            played = m_rest->takeOldest(eui);
    });
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->requests("GET"), 1, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(played->data, kRed);
    tellTransmitted(*played);
    QCOMPARE(m_rest->items(eui).first().data, kGreen);
    m_station->park(0, true);
    const auto isRedAlone = [&] {
        const auto items = m_rest->items(eui);
        return items.size() == 1 && items.first().data == kRed && posts(0).size() == 4;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isRedAlone(), kPatience);
    QCOMPARE(m_rest->requests("DELETE"), 1);
}

void TestDoubtfulPosts::aFlushedItemProvesThatFlushingWorks()
{
    start(Dialect::Sqlite);
    const QString eui = lamp(0).toString();
    for (int n : {0, 1})
        hear(n, "CLASS_A"); // items of others wait for their end
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->requests("GET"), 1, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    // Looked at again while nothing is proved.
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->requests("GET"), 2, kPatience);
    m_station->park(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->requests("GET"), 3, kPatience);
    QVERIFY(settled(0, DownlinkState::Queued));
    const StandInItem green = *m_rest->takeOldest(eui);
    tellTransmitted(green);
    QVERIFY(settled(0, DownlinkState::Sent));
    // Proved: no look after the next flush.
    m_station->park(1, true);
    QVERIFY(settled(1, DownlinkState::Queued));
    const auto isBelieved = [&] {
        const int before = m_rest->requests("GET");
        const QString known = last(1)->queueItemId;
        m_station->park(1, last(1)->frame.payload == kGreen);
        const bool isQueued = QTest::qWaitFor(
            [&] { return stateOf(1) == DownlinkState::Queued && last(1)->queueItemId != known; },
            kPatience);
        return isQueued && !QTest::qWaitFor([&] { return m_rest->requests("GET") > before; }, 300);
    };
    QVERIFY(!isBelieved());
    QTRY_VERIFY_WITH_TIMEOUT(isBelieved(), kPatience);
    QCOMPARE(m_rest->items(lamp(1).toString()).size(), 1);
}

PARKING_TEST(TestDoubtfulPosts)
#include "tst_doubtfulposts.moc"

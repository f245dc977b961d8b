// When ChirpStack may be asked again, and what is told of it.

#include "engine/lamps/pauses.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using engine::Pauses;

namespace {

const Steady::time_point kNow{1h};

/// Pauses without jitter.
Pauses calm(double chance = 0.5)
{
    return Pauses(1s, 60s, [chance] { return chance; });
}

Error error(const char *code, std::optional<Milliseconds> retryAfter = {})
{
    Error error{QString::fromLatin1(code), u"what the log says"_s, {{u"message"_s, u"words"_s}}};
    if (retryAfter)
        error.details.insert(u"retryAfterMs"_s, qint64(retryAfter->count()));
    return error;
}

} // namespace

class TestPauses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausesGrow_data();
    void pausesGrow();
    void jitterIsAQuarter();
    void nothingIsKnownAtFirst();
    void troubleCloses_data();
    void troubleCloses();
    void retryAfterIsKept_data();
    void retryAfterIsKept();
    void nothingEndsABusyPauseEarlier();
    void requestsTogetherAreOneFailure();
    void aGoodAnswerEndsAnOutage();
    void onlyPostsPauseWhileLookingWorks();
    void itIsLookedForEachFiveSeconds();
    void aRefusedKeyWaits();
    void aKeyThatMayOnlyReadWaits();
    void aRefusalShowsThatItIsThere();
    void aNewConnectionForgetsTheProblemOnly();
};

void TestPauses::pausesGrow_data()
{
    QTest::addColumn<int>("failures");
    QTest::addColumn<Milliseconds>("pause");
    QTest::newRow("first") << 0 << Milliseconds(1s);
    QTest::newRow("second") << 1 << Milliseconds(2s);
    QTest::newRow("fifth") << 4 << Milliseconds(16s);
    QTest::newRow("seventh") << 6 << Milliseconds(60s);
    QTest::newRow("very many") << 1'000'000 << Milliseconds(60s);
}

void TestPauses::pausesGrow()
{
    QFETCH(int, failures);
    QFETCH(Milliseconds, pause);
    QCOMPARE(calm().grown(failures), pause);
}

void TestPauses::jitterIsAQuarter()
{
    QCOMPARE(calm(0).grown(2), Milliseconds(3s));
    QCOMPARE(calm(1).grown(2), Milliseconds(5s));
}

void TestPauses::nothingIsKnownAtFirst()
{
    const Pauses pauses = calm();
    QVERIFY(!pauses.hasAnswered());
    QCOMPARE(pauses.problem(), QString());
    QVERIFY(!pauses.isWell(kNow));
    QVERIFY(!pauses.isOutage());
    QVERIFY(pauses.until() <= kNow && pauses.postsUntil() <= kNow);
}

void TestPauses::troubleCloses_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<Milliseconds>("pause");
    QTest::addColumn<bool>("isOutage");
    QTest::newRow("away") << u"CHIRPSTACK_UNREACHABLE"_s << Milliseconds(1s) << true;
    QTest::newRow("not available") << u"CHIRPSTACK_UNAVAILABLE"_s << Milliseconds(1s) << true;
    QTest::newRow("no answer") << u"CHIRPSTACK_DOUBTFUL"_s << Milliseconds(1s) << true;
    QTest::newRow("failing") << u"CHIRPSTACK_INTERNAL"_s << Milliseconds(1s) << true;
    QTest::newRow("something else answers") << u"NOT_CHIRPSTACK"_s << Milliseconds(60s) << true;
    QTest::newRow("asks for a pause") << u"CHIRPSTACK_BUSY"_s << Milliseconds(30s) << false;
}

void TestPauses::troubleCloses()
{
    QFETCH(QString, code);
    QFETCH(Milliseconds, pause);
    QFETCH(bool, isOutage);
    Pauses pauses = calm();
    pauses.answered(kNow);
    QVERIFY(pauses.isWell(kNow));
    pauses.troubled(error(code.toLatin1().constData()), kNow);
    QCOMPARE(pauses.problem(), code);
    QCOMPARE(pauses.detail(), u"words"_s);
    QCOMPARE(pauses.isOutage(), isOutage);
    QCOMPARE(pauses.until(), kNow + pause);
    QVERIFY(!pauses.isWell(kNow + pause)); // before an answer
}

void TestPauses::retryAfterIsKept_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<Milliseconds>("asked");
    QTest::addColumn<Milliseconds>("kept");
    const QString busy = u"CHIRPSTACK_BUSY"_s;
    const QString unavailable = u"CHIRPSTACK_UNAVAILABLE"_s;
    QTest::newRow("busy") << busy << Milliseconds(7s) << Milliseconds(7s);
    QTest::newRow("at once") << busy << Milliseconds(0) << Milliseconds(0);
    QTest::newRow("a day: an hour") << busy << Milliseconds(24h) << Milliseconds(1h);
    QTest::newRow("not available") << unavailable << Milliseconds(7s) << Milliseconds(7s);
    QTest::newRow("not available for less than our own pause")
        << unavailable << Milliseconds(10ms) << Milliseconds(1s);
}

void TestPauses::retryAfterIsKept()
{
    QFETCH(QString, code);
    QFETCH(Milliseconds, asked);
    QFETCH(Milliseconds, kept);
    Pauses pauses = calm();
    pauses.troubled(error(code.toLatin1().constData(), asked), kNow);
    QCOMPARE(pauses.until(), kNow + kept);
}

void TestPauses::nothingEndsABusyPauseEarlier()
{
    Pauses pauses = calm();
    pauses.troubled(error("CHIRPSTACK_BUSY", 10s), kNow);
    pauses.troubled(error("CHIRPSTACK_BUSY", 2s), kNow);
    // Answers of requests that were under way.
    pauses.accepted(kNow + 1s);
    QVERIFY(pauses.isBusy(kNow + 1s));
    QCOMPARE(pauses.until(), kNow + 10s);
    QCOMPARE(pauses.problem(), u"CHIRPSTACK_BUSY"_s);
    pauses.answered(kNow + 10s);
    QCOMPARE(pauses.problem(), QString());
    QVERIFY(pauses.isWell(kNow + 10s));
}

void TestPauses::requestsTogetherAreOneFailure()
{
    Pauses pauses = calm();
    for (int i = 0; i < 8; ++i)
        pauses.troubled(error("CHIRPSTACK_UNREACHABLE"), kNow + 1ms * i);
    QCOMPARE(pauses.until(), kNow + 1s);
    QVERIFY(pauses.isFeelingTheWay());
    pauses.troubled(error("CHIRPSTACK_UNREACHABLE"), kNow + 1s);
    QCOMPARE(pauses.until(), kNow + 3s);
    // One of several that failed together may ask for more.
    pauses.troubled(error("CHIRPSTACK_UNAVAILABLE", 5s), kNow + 1s);
    QCOMPARE(pauses.until(), kNow + 6s);
}

void TestPauses::aGoodAnswerEndsAnOutage()
{
    Pauses pauses = calm();
    pauses.troubled(error("CHIRPSTACK_UNREACHABLE"), kNow);
    pauses.answered(kNow + 500ms); // of a request that was under way
    QVERIFY(pauses.until() <= kNow);
    QVERIFY(pauses.isWell(kNow + 500ms));
    QVERIFY(!pauses.isFeelingTheWay());
    QVERIFY(!pauses.isOutage());
}

/// No storm of POSTs when looking into queues works and every POST fails.
void TestPauses::onlyPostsPauseWhileLookingWorks()
{
    Pauses pauses = calm();
    Steady::time_point now = kNow;
    for (const auto pause : {1s, 2s, 4s}) {
        pauses.outcomeLost(error("CHIRPSTACK_UNAVAILABLE"), now);
        pauses.answered(now);
        QVERIFY(pauses.until() <= now);
        QCOMPARE(pauses.postsUntil(), now + pause);
        QVERIFY(pauses.isFeelingTheWayForPosts());
        QVERIFY(!pauses.isFeelingTheWay());
        QCOMPARE(pauses.problem(), u"CHIRPSTACK_UNAVAILABLE"_s); // it is told until one gets in
        now = pauses.postsUntil();
    }
    pauses.accepted(now);
    QVERIFY(!pauses.isFeelingTheWayForPosts());
    QVERIFY(pauses.postsUntil() <= now);
    QVERIFY(pauses.isWell(now));
}

/// However long it was away, it is found again soon.
void TestPauses::itIsLookedForEachFiveSeconds()
{
    Pauses pauses = calm();
    Steady::time_point now = kNow;
    for (int i = 0; i < 100; ++i) {
        pauses.troubled(error("CHIRPSTACK_UNAVAILABLE"), now);
        QVERIFY(pauses.until() <= now + 5s);
        now = pauses.until();
    }
    QVERIFY(now > kNow + 480s);
}

void TestPauses::aRefusedKeyWaits()
{
    Pauses pauses = calm();
    pauses.keyRefused(u"invalid token"_s, kNow);
    QCOMPARE(pauses.problem(), u"CHIRPSTACK_KEY"_s);
    QCOMPARE(pauses.detail(), u"invalid token"_s);
    QCOMPARE(pauses.until(), kNow + 60s);
    QVERIFY(pauses.isOutage());
}

/// Questions work, which is no sign that commands do.
void TestPauses::aKeyThatMayOnlyReadWaits()
{
    Pauses pauses = calm();
    pauses.keyReadOnly(kNow);
    pauses.answered(kNow + 1s);
    QCOMPARE(pauses.problem(), u"CHIRPSTACK_READ_ONLY"_s);
    QCOMPARE(pauses.postsUntil(), kNow + 60s);
    QVERIFY(pauses.until() <= kNow + 1s);
    QVERIFY(pauses.isFeelingTheWayForPosts());
    pauses.accepted(kNow + 61s);
    QVERIFY(pauses.isWell(kNow + 61s));
}

void TestPauses::aRefusalShowsThatItIsThere()
{
    Pauses pauses = calm();
    pauses.refused();
    QVERIFY(pauses.hasAnswered());
    QVERIFY(pauses.isWell(kNow));
}

void TestPauses::aNewConnectionForgetsTheProblemOnly()
{
    Pauses pauses = calm();
    pauses.troubled(error("CHIRPSTACK_BUSY", 10s), kNow);
    pauses.forgetProblem();
    QCOMPARE(pauses.problem(), QString());
    QCOMPARE(pauses.detail(), QString());
    QVERIFY(!pauses.hasAnswered());
    QCOMPARE(pauses.until(), kNow + 10s);
}

PARKING_TEST(TestPauses)
#include "tst_pauses.moc"

// What this ChirpStack does with flushQueue, learnt from proof only.

#include "engine/lamps/flushproof.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using engine::FlushProof;

namespace {

const UtcTime kStart = *fromIso(u"2026-03-29T01:30:00Z");
const QString kNewer = u"newer"_s;

QList<domain::Downlink> older(const QString &item = u"older"_s)
{
    domain::Downlink row;
    row.queueItemId = item;
    return {row};
}

QList<chirpstack::QueueItem> queue(const QStringList &items, bool isPending = false)
{
    QList<chirpstack::QueueItem> queue;
    for (const QString &id : items)
        queue.append({.id = id, .data = {}, .isPending = isPending, .expiresAt = {}});
    return queue;
}

QList<DownlinkEvent> events(const QList<DownlinkEventKind> &kinds)
{
    QList<DownlinkEvent> events;
    for (DownlinkEventKind kind : kinds)
        events.append({.kind = kind, .time = kStart});
    return events;
}

} // namespace

class TestFlushProof : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheQueueShows_data();
    void whatTheQueueShows();
    void whatEventsProve_data();
    void whatEventsProve();
    void theFirstClaimStays();
    void whatIsIgnoredOnceIsIgnored();
};

void TestFlushProof::whatTheQueueShows_data()
{
    QTest::addColumn<QStringList>("items");
    QTest::addColumn<bool>("isPending");
    QTest::addColumn<bool>("remains");
    QTest::addColumn<bool>("isClaim");
    QTest::newRow("the newer one alone") << QStringList{kNewer} << false << false << true;
    QTest::newRow("nothing: both were on the air") << QStringList() << false << false << true;
    QTest::newRow("both") << QStringList{u"older"_s, kNewer} << false << true << false;
    QTest::newRow("the older one waits for its acknowledgement")
        << QStringList{u"older"_s} << true << false << true;
    QTest::newRow("somebody else's") << QStringList{u"foreign"_s, kNewer} << false << false << true;
}

void TestFlushProof::whatTheQueueShows()
{
    QFETCH(QStringList, items);
    QFETCH(bool, isPending);
    QFETCH(bool, remains);
    QFETCH(bool, isClaim);
    FlushProof proof;
    QVERIFY(proof.isOpen() && !proof.isIgnored());
    QCOMPARE(proof.look(queue(items, isPending), older(), kNewer), remains);
    QCOMPARE(proof.isIgnored(), remains);
    QCOMPARE(proof.isOpen(), !remains);
    QCOMPARE(proof.claim().has_value(), isClaim);
}

void TestFlushProof::whatEventsProve_data()
{
    using enum DownlinkEventKind;
    QTest::addColumn<QList<DownlinkEventKind>>("ofOlder");
    QTest::addColumn<QList<DownlinkEventKind>>("ofNewer");
    QTest::addColumn<Milliseconds>("after");
    QTest::addColumn<QString>("proves");
    const auto row = [](const char *name, const QList<DownlinkEventKind> &ofOlder,
                        const QList<DownlinkEventKind> &ofNewer, Milliseconds after,
                        const char *proves) {
        QTest::newRow(name) << ofOlder << ofNewer << after << QString::fromLatin1(proves);
    };
    row("nothing was told yet", {}, {}, 1h, "nothing yet");
    row("only the newer one was transmitted", {}, {TxAck}, 3s, "it works");
    row("word of the older one may still come", {}, {TxAck}, 2s, "nothing yet");
    row("the older one was transmitted too", {TxAck}, {TxAck}, 3s, "nothing");
    row("the older one was transmitted alone", {TxAck}, {}, 3s, "nothing");
    row("the older one expired", {Expired}, {TxAck}, 3s, "nothing");
    row("the newer one was never transmitted", {}, {Expired}, 1h, "nothing");
    row("the newer one was acknowledged too", {}, {TxAck, Ack}, 3s, "it works");
}

void TestFlushProof::whatEventsProve()
{
    QFETCH(QList<DownlinkEventKind>, ofOlder);
    QFETCH(QList<DownlinkEventKind>, ofNewer);
    QFETCH(Milliseconds, after);
    QFETCH(QString, proves);
    FlushProof proof;
    QVERIFY(!proof.look(queue({kNewer}), older(), kNewer));
    proof.judge(events(ofOlder), events(ofNewer), kStart + after);
    QCOMPARE(proof.claim().has_value(), proves == u"nothing yet");
    QCOMPARE(proof.isOpen(), proves != u"it works");
    QVERIFY(!proof.isIgnored());
}

/// Else a lamp that changes often would never come to an end with it.
void TestFlushProof::theFirstClaimStays()
{
    FlushProof proof;
    (void)proof.look(queue({kNewer}), older(), kNewer);
    (void)proof.look(queue({u"other lamp's newer"_s}), older(u"other lamp's older"_s),
                     u"other lamp's newer"_s);
    QCOMPARE(proof.claim(), (FlushProof::Claim{.older = u"older"_s, .newer = kNewer}));
    // Its newer item was flushed itself: the claim moves on.
    (void)proof.look(queue({u"newest"_s}), older(kNewer), u"newest"_s);
    QCOMPARE(proof.claim(), (FlushProof::Claim{.older = kNewer, .newer = u"newest"_s}));
}

void TestFlushProof::whatIsIgnoredOnceIsIgnored()
{
    FlushProof proof;
    QVERIFY(proof.look(queue({u"older"_s, kNewer}), older(), kNewer));
    // A look at another lamp that was under way.
    QVERIFY(!proof.look(queue({kNewer}), older(), kNewer));
    QVERIFY(proof.isIgnored());
    QVERIFY(!proof.claim());
}

PARKING_TEST(TestFlushProof)
#include "tst_flushproof.moc"

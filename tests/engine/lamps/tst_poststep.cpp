// What an answer, or its absence, makes of a row.

#include "engine/lamps/poststep.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace engine::poststep;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkOutcome;
using domain::DownlinkState;
using engine::PostStep;

namespace {

const UtcTime kNow = *fromIso(u"2026-03-29T01:30:00Z");

Downlink sending()
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.devEui = domain::DevEui(7);
    row.state = DownlinkState::Pending;
    row.decidedAt = kNow - 1s;
    row.problem = u"CHIRPSTACK_UNREACHABLE"_s;
    row.detail = u"Connection refused"_s;
    return posted(row, 2min, kNow);
}

DownlinkEvent told(DownlinkEventKind kind)
{
    DownlinkEvent event;
    event.key = u"k"_s;
    event.queueItemId = u"item"_s;
    event.devEui = domain::DevEui(7);
    event.kind = kind;
    event.time = kNow + 50ms;
    return event;
}

} // namespace

class TestPostStep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPostCounts();
    void queuedRowsKnowTheirItem();
    void aTxAckMayHaveComeFirst();
    void aPostFlushesTheOlder();
    void answersKeepTheRow();
    void failuresEnd();
    void aDeviceThatIsNotKnown_data();
    void aDeviceThatIsNotKnown();
    void silentRowsExpire();
};

void TestPostStep::aPostCounts()
{
    const Downlink row = sending();
    QCOMPARE(row.state, DownlinkState::Sending);
    QCOMPARE(row.attempts, 1);
    QCOMPARE(row.postedAt, std::optional(kNow));
    QCOMPARE(row.expiresAt, std::optional<UtcTime>(kNow + 2min));
    QCOMPARE(posted(row, 2min, kNow).attempts, 2);
    const DownlinkEvent event = postEvent(row);
    QCOMPARE(event.kind, DownlinkEventKind::Post);
    QCOMPARE(event.downlinkId, row.id);
    QCOMPARE(event.time, kNow);
    QCOMPARE(event.detail, u"attempt 1, expires 2026-03-29T01:32:00.000Z"_s);
    QVERIFY(!event.key.isEmpty() && event.key != postEvent(row).key);
    QVERIFY(!event.outcome);
}

void TestPostStep::queuedRowsKnowTheirItem()
{
    const PostStep step = queued(sending(), {u"item"_s}, kNow + 1s);
    QCOMPARE(step.rows.size(), 1);
    const Downlink &row = step.rows.first();
    QCOMPARE(row.state, DownlinkState::Queued);
    QCOMPARE(row.queueItemId, u"item"_s);
    QCOMPARE(row.queuedAt, std::optional<UtcTime>(kNow + 1s));
    QVERIFY(row.problem.isEmpty() && row.detail.isEmpty());
    QCOMPARE(step.events.size(), 1);
    QCOMPARE(step.events.first().kind, DownlinkEventKind::Answer);
    QCOMPARE(step.events.first().outcome, DownlinkOutcome::Queued);
    QCOMPARE(step.events.first().detail, u"queued as item"_s);
    QCOMPARE(step.shown, PostStep::Shown::ByEvents);
}

void TestPostStep::aTxAckMayHaveComeFirst()
{
    const QList<DownlinkEvent> known{told(DownlinkEventKind::TxAck)};
    const PostStep step = queued(sending(), {u"item"_s, known}, kNow + 1s);
    QCOMPARE(step.rows.first().state, DownlinkState::Sent);
    QCOMPARE(step.rows.first().sentAt, std::optional<UtcTime>(kNow + 50ms));
    QCOMPARE(step.ofItem, known);
}

void TestPostStep::aPostFlushesTheOlder()
{
    Downlink older = sending();
    older.state = DownlinkState::Queued;
    const PostStep step = queued(sending(), {u"item"_s, {}, {older}}, kNow + 1s);
    QCOMPARE(step.rows.size(), 2);
    QCOMPARE(step.rows.last().id, older.id);
    QCOMPARE(step.rows.last().state, DownlinkState::Superseded);
    QCOMPARE(step.rows.last().endedAt, std::optional<UtcTime>(kNow + 1s));
    QCOMPARE(step.events.size(), 1);
}

void TestPostStep::answersKeepTheRow()
{
    const Downlink row = sending();
    const PostStep step = answered(row, DownlinkOutcome::HeldBack, u"words"_s, kNow + 1s);
    QCOMPARE(step.rows, QList<Downlink>{row});
    QCOMPARE(step.events.first().outcome, DownlinkOutcome::HeldBack);
    QCOMPARE(step.events.first().detail, u"words"_s);
    QCOMPARE(step.events.first().time, kNow + 1s);
    QCOMPARE(step.shown, PostStep::Shown::AsBefore);
}

void TestPostStep::failuresEnd()
{
    const PostStep step = failed(sending(), DownlinkOutcome::Refused, kNow + 1s);
    QCOMPARE(step.rows.first().state, DownlinkState::Failed);
    QCOMPARE(step.rows.first().endedAt, std::optional<UtcTime>(kNow + 1s));
    QCOMPARE(step.events.first().outcome, DownlinkOutcome::Refused);
    QCOMPARE(step.events.first().detail, u"CHIRPSTACK_UNREACHABLE Connection refused"_s);
}

void TestPostStep::aDeviceThatIsNotKnown_data()
{
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<PostStep::Shown>("shown");
    QTest::newRow("its POST was refused") << DownlinkState::Pending << PostStep::Shown::AsBefore;
    QTest::newRow("its POST has no outcome, looking for it was refused")
        << DownlinkState::Sending << PostStep::Shown::Unknown;
}

void TestPostStep::aDeviceThatIsNotKnown()
{
    QFETCH(DownlinkState, state);
    QFETCH(PostStep::Shown, shown);
    Downlink row = sending();
    row.state = state;
    const PostStep step = unknownDevice(row, u"CHIRPSTACK_UNAUTHORIZED"_s, kNow + 1s);
    QCOMPARE(step.rows.first().state, DownlinkState::Failed);
    QCOMPARE(step.rows.first().problem, u"CHIRPSTACK_UNAUTHORIZED"_s);
    QCOMPARE(step.events.first().outcome, DownlinkOutcome::Unauthorized);
    QCOMPARE(step.shown, shown);
}

void TestPostStep::silentRowsExpire()
{
    const PostStep step = expired({sending(), sending()}, kNow + 3min);
    QCOMPARE(step.rows.size(), 2);
    for (const Downlink &row : step.rows) {
        QCOMPARE(row.state, DownlinkState::Expired);
        QCOMPARE(row.problem, u"EXPIRED_SILENTLY"_s);
        QCOMPARE(row.endedAt, std::optional<UtcTime>(kNow + 3min));
    }
    QVERIFY(step.events.isEmpty());
}

PARKING_TEST(TestPostStep)
#include "tst_poststep.moc"

// POSTs whose outcome is not known, and what settles it.

#include "engine/lamps/doubts.h"
#include "testmain.h"

#include <QtTest>

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace engine::doubts;
using chirpstack::QueueItem;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkOutcome;

namespace {

const UtcTime kPosted = *fromIso(u"2026-03-29T01:30:00Z");

Downlink row(const QString &item = {})
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.state = domain::DownlinkState::Sending;
    row.frame.fPort = 15;
    row.frame.payload = "red";
    row.attempts = 1;
    row.postedAt = kPosted;
    row.expiresAt = kPosted + 2min;
    row.queueItemId = item;
    return row;
}

QueueItem item(const QString &id, std::optional<UtcTime> expiresAt,
               const QByteArray &payload = "red", int fPort = 15)
{
    return {.id = id, .fPort = fPort, .data = payload, .expiresAt = expiresAt};
}

DownlinkEvent stray(const QString &item, DownlinkEventKind kind, Milliseconds after)
{
    DownlinkEvent event;
    event.queueItemId = item;
    event.kind = kind;
    event.time = kPosted + after;
    return event;
}

/// A command of before whose POST has no outcome either.
Downlink lost(Milliseconds expires, int attempts = 1, const QString &item = {})
{
    Downlink other = row(item);
    other.attempts = attempts;
    other.expiresAt = kPosted + expires;
    return other;
}

} // namespace

class TestDoubts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOpen_data();
    void whatIsOpen();
    void whenToLook_data();
    void whenToLook();
    void whatWaits_data();
    void whatWaits();
    void whatWasOnTheAir_data();
    void whatWasOnTheAir();
    void itsOwnRowIsNotLost();
};

void TestDoubts::whatIsOpen_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("open");
    for (const char *code : {"CHIRPSTACK_DOUBTFUL", "CHIRPSTACK_UNAVAILABLE"})
        QTest::newRow(code) << QString::fromLatin1(code) << true;
    for (const char *code : {"CHIRPSTACK_UNREACHABLE", "CHIRPSTACK_BUSY", "CHIRPSTACK_UNAUTHORIZED",
                             "CHIRPSTACK_REFUSED", "CHIRPSTACK_INTERNAL", "NOT_CHIRPSTACK"})
        QTest::newRow(code) << QString::fromLatin1(code) << false;
}

void TestDoubts::whatIsOpen()
{
    QFETCH(QString, code);
    QFETCH(bool, open);
    QCOMPARE(isOpen(domain::outcomeOf(code)), open);
    // Of a request before the POST: it did not leave.
    const Error error = notPosted({code, u"words"_s, {}});
    QCOMPARE(error.code, open ? u"CHIRPSTACK_UNREACHABLE"_s : code);
    QCOMPARE(error.detail, u"words"_s);
}

void TestDoubts::whenToLook_data()
{
    QTest::addColumn<Milliseconds>("after");
    QTest::addColumn<Milliseconds>("wait");
    QTest::newRow("just posted") << Milliseconds(0) << Milliseconds(10s);
    QTest::newRow("on its way") << Milliseconds(4s) << Milliseconds(6s);
    QTest::newRow("arrived or never will") << Milliseconds(11s) << Milliseconds(0);
    QTest::newRow("the other computer's clock is ahead") << Milliseconds(-1h) << Milliseconds(10s);
}

void TestDoubts::whenToLook()
{
    QFETCH(Milliseconds, after);
    QFETCH(Milliseconds, wait);
    QCOMPARE(untilArrived(row(), 10s, kPosted + after), wait);
    Downlink never = row();
    never.postedAt.reset();
    QCOMPARE(untilArrived(never, 10s, kPosted), Milliseconds(0));
}

void TestDoubts::whatWaits_data()
{
    QTest::addColumn<QList<QueueItem>>("queue");
    QTest::addColumn<QString>("found");
    const UtcTime ours = kPosted + 2min;
    const auto add = [](const char *name, const QList<QueueItem> &queue, const char *found) {
        QTest::newRow(name) << queue << QString::fromLatin1(found);
    };
    add("nothing", {}, "");
    add("our item", {item(u"a"_s, ours)}, "a");
    add("behind somebody else's", {item(u"x"_s, ours + 1s), item(u"a"_s, ours)}, "a");
    add("another expiry", {item(u"x"_s, ours + 1ms)}, "");
    add("other bytes", {item(u"x"_s, ours, "green")}, "");
    add("another port", {item(u"x"_s, ours, "red", 14)}, "");
    add("without expiry", {item(u"a"_s, {})}, "a");
    add("the newest without expiry", {item(u"x"_s, {}), item(u"a"_s, {})}, "a");
    add("without expiry, another row's", {item(u"claimed"_s, {})}, "");
    add("without expiry, the newest is another row's", {item(u"a"_s, {}), item(u"claimed"_s, {})},
        "a");
    add("with expiry before one without", {item(u"a"_s, ours), item(u"x"_s, {})}, "a");
}

void TestDoubts::whatWaits()
{
    QFETCH(QList<QueueItem>, queue);
    QFETCH(QString, found);
    QCOMPARE(waitingItem(row(), {.queue = queue, .claimants = {row(u"claimed"_s)}}), found);
}

void TestDoubts::whatWasOnTheAir_data()
{
    using enum DownlinkEventKind;
    QTest::addColumn<Evidence>("evidence");
    QTest::addColumn<QString>("found");
    const auto add = [](const char *name, const Evidence &evidence, const char *found) {
        QTest::newRow(name) << evidence << QString::fromLatin1(found);
    };
    const DownlinkEvent sent = stray(u"a"_s, TxAck, 1s);
    add("nothing was told", {}, "");
    add("one item was transmitted", {.strays = {sent}}, "a");
    add("and acknowledged", {.strays = {sent, stray(u"a"_s, Ack, 2s)}}, "a");
    add("acknowledged, its txack got lost", {.strays = {stray(u"a"_s, Ack, 2s)}}, "a");
    add("thrown away", {.strays = {stray(u"a"_s, Expired, 2s)}}, "");
    add("transmitted before the POST", {.strays = {stray(u"a"_s, TxAck, -1s)}}, "");
    add("another one was transmitted before", {.strays = {stray(u"x"_s, TxAck, -1h), sent}}, "");
    add("another one was transmitted too", {.strays = {sent, stray(u"x"_s, TxAck, 2s)}}, "");
    add("another one waits", {.queue = {item(u"x"_s, {})}, .strays = {sent}}, "");
    add("another row's waits",
        {.queue = {item(u"claimed"_s, {})}, .claimants = {row(u"claimed"_s)}, .strays = {sent}},
        "a");
    add("an earlier command got lost", {.strays = {sent}, .rows = {lost(1min)}}, "");
    add("it cannot be played any more", {.strays = {sent}, .rows = {lost(-1s)}}, "a");
    add("it was never posted", {.strays = {sent}, .rows = {lost(1min, 0)}}, "a");
    add("its item is known", {.strays = {sent}, .rows = {lost(1min, 1, u"known"_s)}}, "a");
}

void TestDoubts::whatWasOnTheAir()
{
    QFETCH(Evidence, evidence);
    QFETCH(QString, found);
    QCOMPARE(transmittedItem(row(), evidence), found);
    Downlink never = row();
    never.postedAt.reset();
    QCOMPARE(transmittedItem(never, evidence), QString());
}

void TestDoubts::itsOwnRowIsNotLost()
{
    const Downlink own = row();
    QCOMPARE(transmittedItem(
                 own, {.strays = {stray(u"a"_s, DownlinkEventKind::TxAck, 1s)}, .rows = {own}}),
             u"a"_s);
    QCOMPARE(straysSince(own), kPosted - 24h);
}

PARKING_TEST(TestDoubts)
#include "tst_doubts.moc"

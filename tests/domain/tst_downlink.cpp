// What events make of a row, what is then known of the lamp, and what is to be sent.

#include "domain/downlink.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = DownlinkEventKind;
using State = DownlinkState;

Q_DECLARE_METATYPE(parking::domain::DownlinkState)
Q_DECLARE_METATYPE(parking::domain::LampDecision)

namespace {

const UtcTime kStart = *fromIso(u"2026-03-29T01:30:00.517Z");

LampFrame frame(SpaceState state)
{
    LampFrame lamp;
    lamp.state = state;
    lamp.fPort = 15;
    lamp.payload = QByteArray(5, char('a' + int(state)));
    return lamp;
}

Downlink rowIn(State state, int attempts = 1, const QString &problem = {})
{
    Downlink row;
    row.frame = frame(SpaceState::Occupied);
    row.state = state;
    row.attempts = attempts;
    row.problem = problem;
    row.decidedAt = kStart;
    if (!isOpen(state))
        row.endedAt = kStart + 60s;
    return row;
}

Downlink rowOf(SpaceState wanted, State state)
{
    Downlink row = rowIn(state);
    row.frame = frame(wanted);
    return row;
}

DownlinkEvent happened(Kind kind, Milliseconds after)
{
    DownlinkEvent event;
    event.kind = kind;
    event.time = kStart + after;
    event.gatewayId = u"0016c001f153a14c"_s;
    event.detail = u"words"_s;
    return event;
}

Display showing(std::optional<SpaceState> state, Evidence evidence = Evidence::Sent)
{
    Display display;
    display.evidence = state ? evidence : Evidence::None;
    if (state) {
        display.shown = frame(*state);
        display.shownAt = kStart;
    }
    return display;
}

} // namespace

class TestDownlink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsInAnyOrder_data();
    void eventsInAnyOrder();
    void whatMayHavePlayed_data();
    void whatMayHavePlayed();
    void forgetsOnlyWhatIsOlder();
    void whatIsOlderThanThePostIsNoNews();
    void whoseCounterItMayHave_data();
    void whoseCounterItMayHave();
    void decides_data();
    void decides();
    void lifetimes();
    void outcomesHaveWordsOfTheirOwn();
    void outcomesByCode_data();
    void outcomesByCode();
};

void TestDownlink::eventsInAnyOrder_data()
{
    QTest::addColumn<QList<Kind>>("kinds");
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const QList<Kind> &kinds, State state,
                        const char *problem = "") {
        QTest::newRow(name) << kinds << state << QString::fromLatin1(problem);
    };
    row("txack", {Kind::TxAck}, State::Sent);
    row("txack, ack", {Kind::TxAck, Kind::Ack}, State::Acked);
    row("txack, nack", {Kind::TxAck, Kind::Nack}, State::Failed, "NOT_ACKNOWLEDGED");
    row("nack, ack: the late ack counts", {Kind::TxAck, Kind::Nack, Kind::Ack}, State::Acked);
    row("expired", {Kind::Expired}, State::Expired, "EXPIRED");
    row("expired, txack: it was on the air", {Kind::Expired, Kind::TxAck}, State::Sent);
    row("refused", {Kind::Refused}, State::Failed, "REFUSED_BY_NETWORK");
    row("refused, txack", {Kind::Refused, Kind::TxAck}, State::Sent);
    row("post, answer and echo move nothing", {Kind::Post, Kind::Answer, Kind::Echo},
        State::Queued);
}

void TestDownlink::eventsInAnyOrder()
{
    QFETCH(QList<Kind>, kinds);
    QFETCH(DownlinkState, state);
    QFETCH(QString, problem);
    QList<DownlinkEvent> events;
    for (qsizetype i = 0; i < kinds.size(); ++i)
        events.append(happened(kinds[i], 1s * (i + 1)));
    QList<qsizetype> order;
    for (qsizetype i = 0; i < kinds.size(); ++i)
        order.append(i);
    do {
        Downlink row = rowIn(State::Queued);
        for (qsizetype i : order)
            apply(row, events[i]);
        QCOMPARE(row.state, state);
        QCOMPARE(row.problem, problem);
        QCOMPARE(row.endedAt.has_value(), state == State::Failed || state == State::Expired);
        if (kinds.contains(Kind::TxAck))
            QCOMPARE(row.gatewayId, u"0016c001f153a14c"_s);
        for (qsizetype i : order)
            QVERIFY(!apply(row, events[i])); // redelivered
    } while (std::next_permutation(order.begin(), order.end()));
}

void TestDownlink::whatMayHavePlayed_data()
{
    QTest::addColumn<Downlink>("row");
    QTest::addColumn<bool>("may");
    QTest::newRow("never posted") << rowIn(State::Pending, 0) << false;
    QTest::newRow("posted without an answer, waits again") << rowIn(State::Pending) << true;
    QTest::newRow("under way") << rowIn(State::Sending) << true;
    QTest::newRow("queued") << rowIn(State::Queued) << true;
    QTest::newRow("withdrawn before it left") << rowIn(State::Superseded, 0) << false;
    QTest::newRow("flushed") << rowIn(State::Superseded) << true;
    QTest::newRow("on the air") << rowIn(State::Sent) << false;
    QTest::newRow("acknowledged") << rowIn(State::Acked) << false;
    QTest::newRow("echoed") << rowIn(State::Echoed) << false;
    QTest::newRow("a gateway may have sent it, and never told")
        << rowIn(State::Expired, 1, u"EXPIRED"_s) << true;
    QTest::newRow("nobody says what became of it")
        << rowIn(State::Expired, 1, u"EXPIRED_SILENTLY"_s) << true;
    QTest::newRow("not acknowledged") << rowIn(State::Failed, 1, u"NOT_ACKNOWLEDGED"_s) << true;
    QTest::newRow("refused by the network")
        << rowIn(State::Failed, 2, u"REFUSED_BY_NETWORK"_s) << false;
    QTest::newRow("refused at once") << rowIn(State::Failed, 1, u"CHIRPSTACK_REFUSED"_s) << false;
    QTest::newRow("refused after an attempt without an answer")
        << rowIn(State::Failed, 2, u"CHIRPSTACK_REFUSED"_s) << true;
    Downlink five = rowIn(State::Failed, 5, u"CHIRPSTACK_INTERNAL"_s);
    five.refusals = 5;
    QTest::newRow("refused five times") << five << false;
}

void TestDownlink::whatMayHavePlayed()
{
    QFETCH(Downlink, row);
    QFETCH(bool, may);
    QCOMPARE(mayHavePlayed(row), may);
    Display display = showing(SpaceState::Free);
    QCOMPARE(forget(display, row), may && !isOpen(row.state));
    QCOMPARE(display.evidence == Evidence::None, may && !isOpen(row.state));
    QCOMPARE(display.shown.has_value(), display.evidence != Evidence::None);
}

void TestDownlink::forgetsOnlyWhatIsOlder()
{
    Downlink row = rowIn(State::Failed, 1, u"NOT_ACKNOWLEDGED"_s);
    row.sentAt = kStart + 30s;
    Display display = showing(SpaceState::Free);
    display.shownAt = kStart + 31s; // a newer frame, or an echo
    QVERIFY(!forget(display, row));
    display.shownAt = kStart + 30s; // by this very txack
    QVERIFY(forget(display, row));
    QVERIFY(!forget(display, row)); // nothing is left

    row = rowIn(State::Expired, 1, u"EXPIRED_SILENTLY"_s);
    row.expiresAt = kStart + 20s; // noticed at 60 s
    display = showing(SpaceState::Free);
    display.shownAt = kStart + 21s;
    QVERIFY(!forget(display, row));
    display.shownAt = kStart + 10s;
    QVERIFY(forget(display, row));
    QCOMPARE(display.shownAt, std::optional(kStart + 10s));
}

/// Its own txack may come late and the next frame's follows at once; a txack from before that the
/// broker brings twice says nothing: the lost frame may have been played since.
void TestDownlink::whatIsOlderThanThePostIsNoNews()
{
    Downlink row = rowIn(State::Superseded);
    row.postedAt = kStart + 40s;
    Display display = showing(SpaceState::Free);
    QVERIFY(forget(display, row));
    QCOMPARE(display.shownAt, row.postedAt);
    display = showing({});
    QVERIFY(forget(display, row)); // also where nothing was known
    QCOMPARE(display.shownAt, row.postedAt);
    QVERIFY(!forget(display, row));
    display.shownAt = kStart + 50s; // a join since
    QVERIFY(!forget(display, row));
    QCOMPARE(display.shownAt, std::optional(kStart + 50s));
}

void TestDownlink::whoseCounterItMayHave_data()
{
    QTest::addColumn<State>("older");
    QTest::addColumn<QString>("deviceClass");
    QTest::addColumn<bool>("wasQueued");
    QTest::addColumn<bool>("hasJoined");
    QTest::addColumn<bool>("may");
    const auto row = [](const char *name, State older, const char *deviceClass, bool wasQueued,
                        bool hasJoined, bool may) {
        QTest::newRow(name) << older << QString::fromLatin1(deviceClass) << wasQueued << hasJoined
                            << may;
    };
    row("replaced while it could be on the air", State::Superseded, "CLASS_C", true, false, true);
    row("replaced, and nobody knows how it listens", State::Superseded, "", true, false, true);
    row("replaced between uplinks", State::Superseded, "CLASS_A", true, false, false);
    row("about to be replaced", State::Queued, "CLASS_C", true, false, true);
    row("never in the queue", State::Superseded, "CLASS_C", false, false, false);
    row("its gateway never told", State::Expired, "CLASS_C", true, false, true);
    row("its gateway never told, after an uplink", State::Expired, "CLASS_A", true, false, true);
    row("echoed before its gateway told", State::Echoed, "CLASS_C", true, false, true);
    row("counted anew since", State::Expired, "CLASS_C", true, true, false);
    row("on the air", State::Sent, "CLASS_C", true, false, false);
    row("refused by the network", State::Failed, "CLASS_C", true, false, false);
}

void TestDownlink::whoseCounterItMayHave()
{
    QFETCH(State, older);
    QFETCH(QString, deviceClass);
    QFETCH(bool, wasQueued);
    QFETCH(bool, hasJoined);
    QFETCH(bool, may);
    Downlink before = rowIn(older);
    before.sequence = 1;
    if (wasQueued) {
        before.queueItemId = u"item"_s;
        before.queuedAt = kStart;
    }
    Downlink sent = rowIn(State::Sent);
    sent.sequence = 2;
    Display display = showing(SpaceState::Free);
    display.deviceClass = deviceClass;
    if (hasJoined)
        display.joinedAt = kStart + 1s;
    QCOMPARE(mayRepeatCounter(sent, display, {before, sent}), may);
    QVERIFY(!mayRepeatCounter(before, display, {before, sent})); // not of a younger one
}

void TestDownlink::decides_data()
{
    QTest::addColumn<std::optional<SpaceState>>("shown");
    QTest::addColumn<QList<Downlink>>("open"); // of OCCUPIED
    QTest::addColumn<SpaceState>("wanted");
    QTest::addColumn<bool>("always");
    QTest::addColumn<LampDecision>("decision");
    using Rows = QList<Downlink>;
    const auto row = [](const char *name, std::optional<SpaceState> shown, const Rows &open,
                        SpaceState wanted, bool always, LampDecision decision) {
        QTest::newRow(name) << shown << open << wanted << always << decision;
    };
    constexpr auto kFree = SpaceState::Free;
    constexpr auto kOccupied = SpaceState::Occupied;
    const Rows waiting{rowIn(State::Pending, 0)};
    const Rows doubtful{rowIn(State::Pending, 1)};
    const Rows queued{rowIn(State::Queued)};
    row("nothing is known", {}, {}, kFree, false, LampDecision::Send);
    row("it shows it", kFree, {}, kFree, false, LampDecision::Nothing);
    row("it shows another", kOccupied, {}, kFree, false, LampDecision::Send);
    row("a row says so already", kFree, waiting, kOccupied, false, LampDecision::Nothing);
    row("a queued row says so already", kFree, queued, kOccupied, false, LampDecision::Nothing);
    row("back before it left", kFree, waiting, kFree, false, LampDecision::Withdraw);
    row("back, but it may have arrived", kFree, doubtful, kFree, false, LampDecision::Send);
    row("back, but it is in the queue", kFree, queued, kFree, false, LampDecision::Send);
    row("back to what is under way", kFree, {rowIn(State::Queued), rowOf(kFree, State::Pending)},
        kOccupied, false, LampDecision::Withdraw);
    row("another before what is under way", kFree,
        {rowIn(State::Queued), rowOf(kFree, State::Queued), rowIn(State::Pending, 0)}, kFree, false,
        LampDecision::Withdraw);
    row("asked for", kFree, {}, kFree, true, LampDecision::Send);
    row("asked for, and it waits", kFree, waiting, kOccupied, true, LampDecision::Nothing);
    row("asked for, and it is in the queue", kFree, queued, kOccupied, true, LampDecision::Send);
}

void TestDownlink::decides()
{
    QFETCH(std::optional<SpaceState>, shown);
    QFETCH(QList<Downlink>, open);
    QFETCH(SpaceState, wanted);
    QFETCH(bool, always);
    QFETCH(LampDecision, decision);
    QCOMPARE(decide(frame(wanted), showing(shown), open, always), decision);
}

void TestDownlink::lifetimes()
{
    QCOMPARE(queueLifetime(u"CLASS_C"_s, 1h), Milliseconds(2min));
    QCOMPARE(queueLifetime(u"CLASS_A"_s, 1h), Milliseconds(2h));
    QCOMPARE(queueLifetime(u"CLASS_A"_s, 1min), Milliseconds(10min));
    QCOMPARE(queueLifetime({}, 0ms), Milliseconds(10min));
}

void TestDownlink::outcomesHaveWordsOfTheirOwn()
{
    QSet<QString> words;
    for (int i = 0; i <= int(DownlinkOutcome::Other); ++i) {
        const QString word = nameOf(DownlinkOutcome(i));
        QVERIFY(!word.isEmpty());
        QCOMPARE(downlinkOutcomeFromString(word), DownlinkOutcome(i));
        words.insert(word);
    }
    QCOMPARE(words.size(), int(DownlinkOutcome::Other) + 1);
    QCOMPARE(downlinkOutcomeFromString(u"teleported"), std::nullopt);
    QCOMPARE(downlinkOutcomeFromString(u""), std::nullopt);
}

void TestDownlink::outcomesByCode_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("word");
    QTest::newRow("unreachable") << u"CHIRPSTACK_UNREACHABLE"_s << u"unreachable"_s;
    QTest::newRow("unavailable") << u"CHIRPSTACK_UNAVAILABLE"_s << u"unavailable"_s;
    QTest::newRow("doubtful") << u"CHIRPSTACK_DOUBTFUL"_s << u"doubtful"_s;
    QTest::newRow("busy") << u"CHIRPSTACK_BUSY"_s << u"busy"_s;
    QTest::newRow("unauthorized") << u"CHIRPSTACK_UNAUTHORIZED"_s << u"unauthorized"_s;
    QTest::newRow("the key as a whole") << u"CHIRPSTACK_KEY"_s << u"unauthorized"_s;
    QTest::newRow("a key for looking") << u"CHIRPSTACK_READ_ONLY"_s << u"unauthorized"_s;
    QTest::newRow("no such device") << u"CHIRPSTACK_NO_DEVICE"_s << u"refused"_s;
    QTest::newRow("refused") << u"CHIRPSTACK_REFUSED"_s << u"refused"_s;
    QTest::newRow("internal") << u"CHIRPSTACK_INTERNAL"_s << u"internal"_s;
    QTest::newRow("something else") << u"NOT_CHIRPSTACK"_s << u"not_chirpstack"_s;
    QTest::newRow("of another version") << u"SOMETHING_NEW"_s << u"other"_s;
    QTest::newRow("none") << QString() << u"other"_s;
}

void TestDownlink::outcomesByCode()
{
    QFETCH(QString, code);
    QFETCH(QString, word);
    QCOMPARE(nameOf(outcomeOf(code)), word);
}

PARKING_TEST(TestDownlink)
#include "tst_downlink.moc"

// The ledger of lamp commands on both engines.

#include "base/literals.h"
#include "store/devicestore.h"
#include "store/displaystore.h"
#include "store/downlinkquery.h"
#include "store/downlinkstore.h"
#include "store/spacestore.h"
#include "storefixture.h"
#include "testmain.h"

#include <QSet>

using namespace parking;
using namespace parking::store;
using namespace parking::test;
using namespace std::chrono_literals;
using domain::DevEui;
using domain::DeviceHeard;
using domain::Downlink;
using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkFilter;
using domain::DownlinkId;
using domain::DownlinkOutcome;
using domain::DownlinkState;
using domain::Evidence;

namespace {

DevEui lamp(int n)
{
    return DevEui(0x2020'20ab'cdef'0000 + quint64(n));
}

Downlink makeRow(int n, DownlinkState state = DownlinkState::Pending, UtcTime decided = kNow)
{
    Downlink row;
    row.id = DownlinkId::create();
    row.devEui = lamp(n);
    row.frame.state = domain::SpaceState::Occupied;
    row.frame.colour = {255, 0, 0};
    row.frame.deviceType = text("kuando_busylight");
    row.frame.fPort = 15;
    row.frame.payload = QByteArray::fromHex("ff0000ff00");
    row.cause = domain::DownlinkCause::Change;
    row.decidedAt = decided;
    row.state = state;
    if (state != DownlinkState::Pending) {
        row.attempts = 1;
        row.postedAt = decided + 10ms;
        row.expiresAt = decided + 2min;
    }
    if (state == DownlinkState::Queued || state == DownlinkState::Sent) {
        row.queueItemId = newKey();
        row.queuedAt = decided + 40ms;
    }
    if (state == DownlinkState::Sent)
        row.sentAt = decided + 140ms;
    return row;
}

DownlinkEvent eventOf(const Downlink &row, DownlinkEventKind kind, UtcTime time)
{
    DownlinkEvent event;
    event.key = newKey();
    event.queueItemId = row.queueItemId;
    event.devEui = row.devEui;
    event.kind = kind;
    event.time = time;
    event.gatewayId = text("0016c001f153a14c");
    return event;
}

QList<DownlinkId> idsOf(const QList<Downlink> &rows)
{
    QList<DownlinkId> ids;
    for (const Downlink &row : rows)
        ids.append(row.id);
    return ids;
}

} // namespace

class TestDownlinkStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void insertsInOrderAndReadsBack_data() { TestDatabases::addRows(); }
    void insertsInOrderAndReadsBack();
    void updatesWhatMoves_data() { TestDatabases::addRows(); }
    void updatesWhatMoves();
    void beginsOnlyWhatWaits_data() { TestDatabases::addRows(); }
    void beginsOnlyWhatWaits();
    void supersedesOnlyWhatWaits_data() { TestDatabases::addRows(); }
    void supersedesOnlyWhatWaits();
    void aWithdrawnRowStaysSo_data() { TestDatabases::addRows(); }
    void aWithdrawnRowStaysSo();
    void forgetsWhatALampShows_data() { TestDatabases::addRows(); }
    void forgetsWhatALampShows();
    void aWithdrawnWishIsNotTheLast_data() { TestDatabases::addRows(); }
    void aWithdrawnWishIsNotTheLast();
    void eventsMayComeFirst_data() { TestDatabases::addRows(); }
    void eventsMayComeFirst();
    void outcomesAreKept_data() { TestDatabases::addRows(); }
    void outcomesAreKept();
    void olderAnswersAreUnderstood_data();
    void olderAnswersAreUnderstood();
    void filters_data() { TestDatabases::addRows(); }
    void filters();
    void pagesByKey_data() { TestDatabases::addRows(); }
    void pagesByKey();
    void totalsAndDelays_data() { TestDatabases::addRows(); }
    void totalsAndDelays();
    void whatALampMayShow_data() { TestDatabases::addRows(); }
    void whatALampMayShow();
    void prunes_data() { TestDatabases::addRows(); }
    void prunes();
    void displaysKeepTheirSettings_data() { TestDatabases::addRows(); }
    void displaysKeepTheirSettings();

private:
    TestDatabases m_databases;
};

/// What is under way says what the lamp will show, not what was wanted in between.
void TestDownlinkStore::aWithdrawnWishIsNotTheLast()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1), makeRow(1)};
    VERIFY_OK(ledger.insert(rows));
    rows[1].state = DownlinkState::Superseded;
    rows[1].endedAt = kNow;
    VERIFY_OK(ledger.update({rows[1]}));
    QCOMPARE(ledger.lastOf(lamp(1)).valueOr({})->id, rows[0].id);
    QList<Downlink> flushed{makeRow(1)};
    VERIFY_OK(ledger.insert(flushed));
    VERIFY_OK(ledger.flushed(lamp(1), {flushed[0].id}, kNow));
    QCOMPARE(ledger.lastOf(lamp(1)).valueOr({})->id, flushed[0].id); // somebody did that
    // A station that does not know of it writes its own copy.
    flushed[0].state = DownlinkState::Superseded;
    VERIFY_OK(ledger.update(flushed));
    QCOMPARE(ledger.find(flushed[0].id).valueOr({}).problem, text("FLUSHED"));
}

void TestDownlinkStore::insertsInOrderAndReadsBack()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1), makeRow(2), makeRow(1)};
    rows[0].actor = text("O'Neil \"x\"");
    rows[1].receivedAt = kNow - 5ms;
    const QList<DownlinkId> ids = idsOf(rows);
    VERIFY_OK(ledger.insert(rows));
    QCOMPARE(idsOf(rows), ids);
    QVERIFY(rows[0].sequence < rows[1].sequence && rows[1].sequence < rows[2].sequence);
    const auto pending = ledger.pending();
    VERIFY_OK(pending);
    QCOMPARE(*pending, rows);
    const auto open = ledger.open({lamp(1)});
    VERIFY_OK(open);
    QCOMPARE(*open, QList<Downlink>({rows[0], rows[2]}));
    QCOMPARE(ledger.lastOf(lamp(1)).valueOr({})->id, ids[2]);
    QVERIFY(!ledger.lastOf(lamp(9)).valueOr(rows[0]).has_value());
    VERIFY_ERROR(ledger.find(DownlinkId::create()), "RECORD_NOT_FOUND");
}

void TestDownlinkStore::updatesWhatMoves()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1), makeRow(2)};
    VERIFY_OK(ledger.insert(rows));
    Downlink moved = rows[0];
    moved.state = DownlinkState::Failed;
    moved.problem = text("CHIRPSTACK_REFUSED");
    moved.detail = text("a\\b {c} 'd' \"e\"");
    moved.attempts = 3;
    moved.refusals = 2;
    moved.queueItemId = newKey();
    moved.gatewayId = text("0016c001f153a14c");
    moved.postedAt = kNow + 1s;
    moved.queuedAt = kNow + 2s;
    moved.sentAt = kNow + 3s;
    moved.ackedAt = kNow + 4s;
    moved.echoedAt = kNow + 5s;
    moved.endedAt = kNow + 6s;
    moved.expiresAt = kNow + 7s;
    VERIFY_OK(ledger.update({moved}));
    QCOMPARE(ledger.find(moved.id).valueOr({}), moved);
    QCOMPARE(ledger.find(rows[1].id).valueOr({}), rows[1]);
    const auto byItem = ledger.byItems({moved.queueItemId, newKey()});
    VERIFY_OK(byItem);
    QCOMPARE(*byItem, QList<Downlink>{moved});
    VERIFY_OK(ledger.update({}));
}

void TestDownlinkStore::beginsOnlyWhatWaits()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1), makeRow(2), makeRow(3)};
    VERIFY_OK(ledger.insert(rows));
    VERIFY_OK(ledger.supersedePending({lamp(2)}, kNow));
    QList<Downlink> sending = rows;
    for (Downlink &row : sending) {
        row.state = DownlinkState::Sending;
        row.attempts = 1;
        row.postedAt = kNow;
    }
    auto begun = ledger.begin({sending[0], sending[1]});
    VERIFY_OK(begun);
    QCOMPARE(*begun, QSet<DownlinkId>{rows[0].id});
    QCOMPARE(ledger.find(rows[1].id).valueOr({}).state, DownlinkState::Superseded);
    begun = ledger.begin(sending);
    VERIFY_OK(begun);
    QCOMPARE(*begun, QSet<DownlinkId>{rows[2].id});
    QVERIFY(ledger.begin({}).valueOr({rows[0].id}).isEmpty());
}

void TestDownlinkStore::supersedesOnlyWhatWaits()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1), makeRow(1, DownlinkState::Sending),
                         makeRow(1, DownlinkState::Queued), makeRow(2)};
    VERIFY_OK(ledger.insert(rows));
    const auto superseded = ledger.supersedePending({lamp(1)}, kNow + 1s);
    VERIFY_OK(superseded);
    QCOMPARE(idsOf(*superseded), QList<DownlinkId>{rows[0].id});
    QCOMPARE(superseded->first().endedAt, std::optional(kNow + 1s));
    const auto open = ledger.open();
    VERIFY_OK(open);
    QCOMPARE(idsOf(*open), QList<DownlinkId>({rows[1].id, rows[2].id, rows[3].id}));
}

void TestDownlinkStore::aWithdrawnRowStaysSo()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1, DownlinkState::Queued), makeRow(1, DownlinkState::Queued),
                         makeRow(1), makeRow(2)};
    VERIFY_OK(ledger.insert(rows));
    const auto gone = ledger.flushed(lamp(1), {rows[0].id}, kNow + 1s);
    VERIFY_OK(gone);
    QCOMPARE(gone->size(), 2);
    QVERIFY(gone->first().id != gone->last().id);
    for (const Downlink &row : *gone) {
        QVERIFY(row.id == rows[0].id || row.id == rows[2].id);
        QCOMPARE(row.problem, text("FLUSHED"));
    }
    QCOMPARE(ledger.find(rows[1].id).valueOr({}).state, DownlinkState::Queued);
    // Somebody who read it before.
    for (const DownlinkState state :
         {DownlinkState::Pending, DownlinkState::Queued, DownlinkState::Expired}) {
        Downlink late = rows[0];
        late.state = state;
        VERIFY_OK(ledger.update({late}));
        QCOMPARE(ledger.find(late.id).valueOr({}).state, DownlinkState::Superseded);
    }
    Downlink played = rows[0];
    played.state = DownlinkState::Sent;
    played.sentAt = kNow;
    VERIFY_OK(ledger.update({played}));
    QCOMPARE(ledger.find(played.id).valueOr({}).state, DownlinkState::Sent);
}

void TestDownlinkStore::forgetsWhatALampShows()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    domain::Display shows;
    shows.devEui = lamp(1);
    shows.evidence = Evidence::Sent;
    shows.shown = makeRow(1).frame;
    shows.shownState = shows.shown->state;
    shows.shownColour = shows.shown->colour;
    shows.shownAt = kNow;
    domain::Display other = shows;
    other.devEui = lamp(2);
    VERIFY_OK(DisplayStore(db).save({shows, other}));
    QList<Downlink> rows{makeRow(1, DownlinkState::Queued)};
    VERIFY_OK(ledger.insert(rows));
    Downlink row = rows[0];
    const auto evidence = [&] {
        return DisplayStore(db).find({lamp(1)}).valueOr({}).value(lamp(1)).evidence;
    };
    row.state = DownlinkState::Expired;
    row.problem = text("EXPIRED");
    row.endedAt = kNow + 3min;
    row.expiresAt = kNow - 1s;
    VERIFY_OK(ledger.update({row}));
    QCOMPARE(evidence(), Evidence::Sent); // what is known is newer
    row.expiresAt = kNow + 2min; // a gateway that told nothing may have sent it until then
    VERIFY_OK(ledger.update({row}));
    QCOMPARE(evidence(), Evidence::None);
    const auto displays = DisplayStore(db).find({lamp(1), lamp(2)});
    VERIFY_OK(displays);
    QVERIFY(!displays->value(lamp(1)).shown && !displays->value(lamp(1)).shownColour);
    QCOMPARE(displays->value(lamp(2)).evidence, Evidence::Sent);
    QVERIFY(row.postedAt > kNow);
    QCOMPARE(displays->value(lamp(1)).shownAt, row.postedAt);
    row.postedAt = kNow + 1min;
    VERIFY_OK(ledger.update({row}));
    QCOMPARE(DisplayStore(db).find({lamp(1)}).valueOr({}).value(lamp(1)).shownAt, row.postedAt);
    row.postedAt = kNow - 1min;
    VERIFY_OK(ledger.update({row}));
    QCOMPARE(DisplayStore(db).find({lamp(1)}).valueOr({}).value(lamp(1)).shownAt,
             std::optional(kNow + 1min));
}

void TestDownlinkStore::eventsMayComeFirst()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1, DownlinkState::Sending)};
    VERIFY_OK(ledger.insert(rows));
    Downlink row = rows[0];
    row.queueItemId = newKey();
    const DownlinkEvent txAck = eventOf(row, DownlinkEventKind::TxAck, kNow + 1s);
    VERIFY_OK(ledger.addEvents({txAck}));
    VERIFY_OK(ledger.addEvents({txAck})); // redelivered
    QCOMPARE(ledger.eventsOfItem(row.queueItemId).valueOr({}), QList<DownlinkEvent>{txAck});
    QCOMPARE(ledger.strayEvents(lamp(1), kNow).valueOr({}), QList<DownlinkEvent>{txAck});
    QVERIFY(ledger.strayEvents(lamp(1), kNow + 2s).valueOr({txAck}).isEmpty());
    QVERIFY(ledger.strayEvents(lamp(2), kNow).valueOr({txAck}).isEmpty());
    DownlinkEvent post;
    post.key = newKey();
    post.downlinkId = row.id;
    post.devEui = row.devEui;
    post.kind = DownlinkEventKind::Post;
    post.time = kNow;
    VERIFY_OK(ledger.addEvents({post}));
    QCOMPARE(ledger.chain(rows[0]).valueOr({}), QList<DownlinkEvent>{post}); // no id yet
    row.state = DownlinkState::Queued;
    VERIFY_OK(ledger.update({row}));
    QCOMPARE(ledger.chain(row).valueOr({}), (QList<DownlinkEvent>{post, txAck}));
    QVERIFY(ledger.strayEvents(lamp(1), kNow).valueOr({txAck}).isEmpty());
}

void TestDownlinkStore::outcomesAreKept()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1)};
    VERIFY_OK(ledger.insert(rows));
    QList<DownlinkEvent> answers;
    for (int i = 0; i <= int(DownlinkOutcome::Other); ++i) {
        DownlinkEvent answer = eventOf(rows[0], DownlinkEventKind::Answer, kNow + i * 1s);
        answer.downlinkId = rows[0].id;
        answer.outcome = DownlinkOutcome(i);
        answers.append(answer);
    }
    VERIFY_OK(ledger.addEvents(answers));
    QCOMPARE(ledger.chain(rows[0]).valueOr({}), answers);
    // A later program knows more of them.
    VERIFY_OK(db.run(text("UPDATE downlink_events SET outcome = 'teleported'")));
    for (const DownlinkEvent &answer : ledger.chain(rows[0]).valueOr({}))
        QCOMPARE(answer.outcome, DownlinkOutcome::Other);
}

void TestDownlinkStore::olderAnswersAreUnderstood_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<DownlinkOutcome>("outcome");
    const auto row = [](const char *detail, DownlinkOutcome outcome) {
        for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgres})
            QTest::addRow("%s: %s", dialect == Dialect::Sqlite ? "sqlite" : "postgres", detail)
                << dialect << text(detail) << outcome;
    };
    row("queued as 0b0dbbd4-91a5-4c0c-8b3c-3a2f6fd3c1f6", DownlinkOutcome::Queued);
    row("not sent: a pause began", DownlinkOutcome::HeldBack);
    row("not in the queue", DownlinkOutcome::NotInQueue);
    row("withdrew 0b0dbbd4-91a5-4c0c-8b3c-3a2f6fd3c1f6 by DELETE", DownlinkOutcome::Withdrawn);
    row("CHIRPSTACK_UNREACHABLE Connection refused", DownlinkOutcome::Unreachable);
    row("CHIRPSTACK_UNAVAILABLE connection error", DownlinkOutcome::Unavailable);
    row("CHIRPSTACK_DOUBTFUL no answer in time", DownlinkOutcome::Doubtful);
    row("CHIRPSTACK_BUSY", DownlinkOutcome::Busy);
    row("CHIRPSTACK_UNAUTHORIZED ", DownlinkOutcome::Unauthorized);
    row("CHIRPSTACK_REFUSED FPort must be between 1 - 255", DownlinkOutcome::Refused);
    row("CHIRPSTACK_INTERNAL Error: deadlock detected", DownlinkOutcome::Internal);
    row("NOT_CHIRPSTACK redirected (302)", DownlinkOutcome::NotChirpStack);
    row("SOMETHING_NEW of another version", DownlinkOutcome::Other);
    row("", DownlinkOutcome::Other);
}

/// Rows of a program that wrote the outcome into the detail only.
void TestDownlinkStore::olderAnswersAreUnderstood()
{
    QFETCH(QString, detail);
    QFETCH(DownlinkOutcome, outcome);
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1)};
    VERIFY_OK(ledger.insert(rows));
    DownlinkEvent answer = eventOf(rows[0], DownlinkEventKind::Answer, kNow);
    answer.downlinkId = rows[0].id;
    answer.detail = detail;
    DownlinkEvent post = eventOf(rows[0], DownlinkEventKind::Post, kNow - 1s);
    post.downlinkId = rows[0].id;
    VERIFY_OK(ledger.addEvents({answer, post}));
    const QList<DownlinkEvent> chain = ledger.chain(rows[0]).valueOr({});
    QCOMPARE(chain.size(), 2);
    QCOMPARE(chain[0].outcome, std::nullopt);
    QCOMPARE(chain[1].outcome, outcome);
    QCOMPARE(chain[1].detail, detail);
}

void TestDownlinkStore::filters()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    domain::Space space = makeSpace(firstSite(db), text("100%_A"));
    space.displayEui = lamp(1);
    VERIFY_OK(SpaceStore(db).create(space, kNow));
    QList<Downlink> rows{
        makeRow(1, DownlinkState::Sent, kNow - 25h), makeRow(1, DownlinkState::Pending, kNow - 2h),
        makeRow(2, DownlinkState::Failed, kNow - 1h), makeRow(3, DownlinkState::Expired, kNow)};
    rows[0].spaceId = space.id;
    rows[1].spaceId = space.id;
    rows[2].detail = text("no such device");
    VERIFY_OK(ledger.insert(rows));
    const auto found = [&](const DownlinkFilter &filter, int limit = 100, int offset = 0) {
        QString numbers;
        const auto page = DownlinkQuery(db).page(filter, {.limit = limit, .offset = offset});
        if (!page)
            return page.error().detail;
        for (const Downlink &row : page->rows)
            numbers += QString::number(idsOf(rows).indexOf(row.id));
        return numbers + u" of "_s + QString::number(page->total);
    };
    QCOMPARE(found({}), text("3210 of 4"));
    QCOMPARE(found({}, 2), text("32 of 4"));
    QCOMPARE(found({}, 2, 3), text("0 of 4"));
    QCOMPARE(found({.state = DownlinkState::Sent}), text("0 of 1"));
    QCOMPARE(found({.openOnly = true}), text("1 of 1"));
    QCOMPARE(found({.troubleOnly = true}), text("32 of 2"));
    QCOMPARE(found({.devEui = lamp(1)}), text("10 of 2"));
    QCOMPARE(found({.spaceId = space.id}), text("10 of 2"));
    QCOMPARE(found({.text = text("100%_a")}), text("10 of 2"));
    QCOMPARE(found({.text = text("such")}), text("2 of 1"));
    QCOMPARE(found({.text = text("cdef0003")}), text("3 of 1"));
    QCOMPARE(found({.since = kNow - 24h}), text("321 of 3"));
    QCOMPARE(found({.devEui = lamp(1), .since = kNow - 24h}), text("1 of 1"));
    QVERIFY(!DownlinkQuery(db).page({}, {.limit = 0, .offset = 0}));
}

void TestDownlinkStore::pagesByKey()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows;
    for (int n = 0; n < 7; ++n)
        rows.append(makeRow(n % 3, n == 4 ? DownlinkState::Superseded : DownlinkState::Sent));
    VERIFY_OK(ledger.insert(rows));
    const auto numbers = [&rows](const QList<Downlink> &found) {
        QString text;
        for (const Downlink &row : found) {
            const auto is = [&row](const Downlink &one) { return one.id == row.id; };
            text += QString::number(std::find_if(rows.cbegin(), rows.cend(), is) - rows.cbegin());
        }
        return text;
    };
    // A command that comes between two pages moves nothing of the second.
    auto page = DownlinkQuery(db).page({}, {.limit = 3, .offset = 0});
    VERIFY_OK(page);
    QCOMPARE(numbers(page->rows), text("654"));
    QList<Downlink> newer{makeRow(1, DownlinkState::Pending)};
    VERIFY_OK(ledger.insert(newer));
    auto older = DownlinkQuery(db).older({}, page->rows.last().sequence, 3);
    VERIFY_OK(older);
    QCOMPARE(numbers(*older), text("321"));
    older = DownlinkQuery(db).older({}, older->last().sequence, 3);
    QCOMPARE(numbers(older.valueOr({})), text("0"));
    older = DownlinkQuery(db).older({}, older->last().sequence, 3);
    VERIFY_OK(older);
    QVERIFY(older->isEmpty());
    older = DownlinkQuery(db).older({.state = DownlinkState::Superseded}, rows[6].sequence, 3);
    QCOMPARE(numbers(older.valueOr({})), text("4"));
    // What became of the first page since.
    const auto news = DownlinkQuery(db).news(
        {.oldest = page->rows.last().sequence, .seen = {rows[5].id, rows[6].id}});
    VERIFY_OK(news);
    QCOMPARE(news->total, 8);
    QCOMPARE(news->seen.size(), 2);
    QCOMPARE(news->matching, (QSet<DownlinkId>{newer[0].id, rows[6].id, rows[5].id, rows[4].id}));
    // Of these lamps the newest that was not withdrawn.
    page = DownlinkQuery(db).page({}, {}, QList{lamp(0), lamp(1)});
    VERIFY_OK(page);
    QCOMPARE(page->total, 2);
    QCOMPARE(page->rows.first().id, newer[0].id);
    QCOMPARE(page->rows.last().id, rows[6].id);
    page = DownlinkQuery(db).page({}, {}, QList<DevEui>());
    VERIFY_OK(page);
    QCOMPARE(page->total, 0);
}

void TestDownlinkStore::totalsAndDelays()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows;
    for (int n = 1; n <= 100; ++n) {
        Downlink row = makeRow(n, DownlinkState::Sent);
        row.queuedAt = kNow + n * 1ms;
        row.sentAt = kNow + n * 10ms;
        rows.append(row);
    }
    rows.append(makeRow(200));
    rows.append(makeRow(201, DownlinkState::Sent, kNow - 48h));
    rows.last().sentAt = kNow;
    VERIFY_OK(ledger.insert(rows));
    const auto page = DownlinkQuery(db).page({.since = kNow - 24h}, {.limit = 1, .offset = 0});
    VERIFY_OK(page);
    QCOMPARE(page->total, 101);
    QCOMPARE(page->totals.byState[size_t(DownlinkState::Sent)], 100);
    QCOMPARE(page->totals.byState[size_t(DownlinkState::Pending)], 1);
    QCOMPARE(page->totals.byState[size_t(DownlinkState::Failed)], 0);
    QCOMPARE(page->totals.toChirpStackP50Ms, std::optional(51.0));
    QCOMPARE(page->totals.toChirpStackP95Ms, std::optional(96.0));
    QCOMPARE(page->totals.toAirP50Ms, std::optional(510.0));
    QCOMPARE(page->totals.toAirP95Ms, std::optional(960.0));
    const auto none = DownlinkQuery(db).page({.devEui = lamp(999)});
    VERIFY_OK(none);
    QVERIFY(!none->totals.toAirP50Ms.has_value() && none->rows.isEmpty());
}

void TestDownlinkStore::whatALampMayShow()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows{makeRow(1, DownlinkState::Sent),   makeRow(1, DownlinkState::Sent),
                         makeRow(1, DownlinkState::Queued), makeRow(1),
                         makeRow(2, DownlinkState::Sent),   makeRow(3, DownlinkState::Failed)};
    VERIFY_OK(ledger.insert(rows));
    const auto found = ledger.lastSent({lamp(1), lamp(3), lamp(4)});
    VERIFY_OK(found);
    QCOMPARE(idsOf(*found), (QList<DownlinkId>{rows[1].id, rows[2].id, rows[5].id}));
    QVERIFY(ledger.lastSent({}).valueOr(rows).isEmpty());
    const auto ended = ledger.lastEnded({lamp(1), lamp(3), lamp(4)});
    VERIFY_OK(ended);
    QCOMPARE(idsOf(*ended), (QList<DownlinkId>{rows[2].id, rows[5].id}));
    QVERIFY(ledger.lastEnded({}).valueOr(rows).isEmpty());
}

void TestDownlinkStore::prunes()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    QList<Downlink> rows;
    for (int n = 0; n < 5; ++n)
        rows.append(makeRow(1, DownlinkState::Sent, kNow - 100h + n * 1h));
    rows.append(makeRow(2, DownlinkState::Sent, kNow - 200h)); // its newest
    rows.append(makeRow(3, DownlinkState::Pending, kNow - 300h)); // nobody settled it
    rows.append(makeRow(3, DownlinkState::Sent, kNow - 50h));
    VERIFY_OK(ledger.insert(rows));
    QList<DownlinkEvent> events;
    for (const Downlink &row : std::as_const(rows)) {
        if (!row.queueItemId.isEmpty())
            events.append(eventOf(row, DownlinkEventKind::TxAck, row.decidedAt));
        DownlinkEvent post = eventOf(row, DownlinkEventKind::Post, row.decidedAt);
        post.queueItemId.clear();
        post.downlinkId = row.id;
        events.append(post);
    }
    Downlink stranger = makeRow(4, DownlinkState::Queued);
    events.append(eventOf(stranger, DownlinkEventKind::TxAck, kNow - 400h));
    events.append(eventOf(stranger, DownlinkEventKind::Ack, kNow));
    VERIFY_OK(ledger.addEvents(events));
    QCOMPARE(ledger.prune(kNow - 90h, 2).valueOr(-1), qint64(2 + 1));
    QCOMPARE(ledger.prune(kNow - 90h, 2).valueOr(-1), qint64(2));
    QCOMPARE(ledger.prune(kNow - 90h, 2).valueOr(-1), qint64(0));
    const auto left = DownlinkQuery(db).page({}, {.limit = 100, .offset = 0});
    VERIFY_OK(left);
    QCOMPARE(idsOf(left->rows),
             (QList<DownlinkId>{rows[7].id, rows[6].id, rows[5].id, rows[4].id}));
    for (const Downlink &row : left->rows)
        QCOMPARE(ledger.chain(row).valueOr({}).size(), row.queueItemId.isEmpty() ? 1 : 2);
    QCOMPARE(ledger.eventsOfItem(stranger.queueItemId).valueOr({}).size(), 1);
    QVERIFY(ledger.chain(rows[0]).valueOr(events).isEmpty());
}

void TestDownlinkStore::displaysKeepTheirSettings()
{
    OPEN_ROW_DATABASE(db);
    DownlinkStore ledger(db);
    domain::DisplaySettings settings;
    settings.fPort = 7;
    settings.codes[0] = QByteArray::fromHex("c0ffee");
    VERIFY_OK(DisplayStore(db).saveSettings(lamp(1), settings));
    DeviceHeard heard;
    heard.devEui = lamp(1);
    heard.kind = domain::DeviceKind::Display;
    heard.profileName = text("Busylight");
    heard.gatewayId = text("0016c001f153a14c");
    heard.lastJoin = kNow - 1h;
    VERIFY_OK(DeviceStore(db).touch({heard}, kNow));
    auto displays = DisplayStore(db).find({lamp(1), lamp(2)});
    VERIFY_OK(displays);
    QCOMPARE(displays->size(), 2);
    domain::Display display = displays->value(lamp(1));
    QCOMPARE(display.settings, settings);
    QCOMPARE(display.profileName, heard.profileName);
    QCOMPARE(display.joinedAt, heard.lastJoin);
    QCOMPARE(displays->value(lamp(2)).devEui, lamp(2)); // nothing is known of it
    display.settings = {}; // as a station has it that read before
    display.problem = text("NOT_FOLLOWING");
    display.problemSince = kNow;
    display.mismatches = 2;
    VERIFY_OK(DisplayStore(db).save({display}));
    display.settings = settings;
    QCOMPARE(DisplayStore(db).find({lamp(1)}).valueOr({}).value(lamp(1)), display);
    VERIFY_OK(db.run(text("UPDATE displays SET settings = '[1]'")));
    displays = DisplayStore(db).find({lamp(1)});
    VERIFY_OK(displays);
    QVERIFY(!displays->value(lamp(1)).settingsError.isEmpty());
    QCOMPARE(displays->value(lamp(1)).settings, domain::DisplaySettings());
}

PARKING_TEST(TestDownlinkStore)
#include "tst_downlinkstore.moc"

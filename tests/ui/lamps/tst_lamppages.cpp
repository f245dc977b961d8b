#include "devices/devicetype.h"
#include "fixturelamps.h"
#include "fixturesite.h"
#include "labels.h"
#include "lamps/downlinkspage.h"
#include "lamps/downlinktable.h"
#include "lamps/lampcard.h"
#include "lamps/lamplabels.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Downlink;
using domain::DownlinkEventKind;
using domain::DownlinkOutcome;
using domain::DownlinkState;
using domain::SpaceState;
using fixture::command;
using fixture::kNow;
using fixture::lamp;
using fixture::withChirpStack;

Q_DECLARE_METATYPE(parking::domain::DownlinkState)

namespace {

constexpr auto kMinute = std::chrono::minutes(1);

bool isShown(const QWidget &in, const QString &text)
{
    for (const QLabel *label : in.findChildren<QLabel *>()) {
        if (label->isVisible() && label->text() == text)
            return true;
    }
    return false;
}

} // namespace

/// The lamp's part of the inspector and the page "Downlinks".
class TestLampPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cardShowsBothColoursAndTheWay();
    void onlyTheLampConfirms_data();
    void onlyTheLampConfirms();
    void whatIsWantedOfUnknownSpaces();
    void cardOffersTheTypeThatIsSpoken();
    void typeCanBeChosen();
    void waitingSaysTheTrueReason_data();
    void waitingSaysTheTrueReason();
    void aLampThatJoinedHasToSpeakFirst();
    void withdrawnInventsNothingNewer();
    void chainSpeaksWords();
    void everyOutcomeHasWords_data();
    void everyOutcomeHasWords();
    void longChainsAreCut();
    void everyStateSaysWhy_data();
    void everyStateSaysWhy();
    void pageShowsRowsTotalsAndDelays();
    void chipsAndSearchAskAnew();
    void chosenRowsCanBeSentAgain();
    void viewersCannotSend();
    void emptyPagesSayWhy();
    void movedRowsKeepTheSelection();
    void everyOutcomeIsCounted();
    void asksForTheLastDayFirst();
    void movesAreAskedForSeldom();
    void failedQuestionsAreTold();
    void narrowPagesKeepTheReason();
    void newCommandsGatherWhileSomebodyReads();
    void rowsUnderThePointerStay();
    void anAnswerThatComesTooLateMovesNothing();
    void allRowsAreReachedByScrolling();
    void rowsThatLeaveTheFilterFade();
    void nothingIsClaimedWithoutTheDatabase();
    void rowsOfAnotherFilterAreNotShown();

private:
    QStringList words(const QWidget &widget) const;
    QPushButton *button(const QString &beginning) const;
    domain::DownlinkPage threeRows() const;
    /// Of `total` commands the newest `count`; the newest has the sequence `total`.
    domain::DownlinkPage newest(int count, int total) const;
    DownlinkTable &table() const { return *m_page->findChild<DownlinkTable *>(); }
    void click(int row) const;

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<DownlinksPage> m_page;
};

void TestLampPages::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
}

void TestLampPages::init()
{
    m_situation.setNow(kNow);
    m_situation.setHealth({});
    m_situation.setRole(u"Operator"_s, false);
    m_page = std::make_unique<DownlinksPage>(m_model, m_situation, m_theme);
    m_page->resize(1300, 700);
    m_page->show();
}

QStringList TestLampPages::words(const QWidget &widget) const
{
    QStringList found;
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            found.append(label->text());
    }
    return found;
}

QPushButton *TestLampPages::button(const QString &beginning) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->text().startsWith(beginning))
            return candidate;
    }
    return nullptr;
}

domain::DownlinkPage TestLampPages::threeRows() const
{
    domain::DownlinkPage page;
    page.rows = {command(u"B1-001"_s, SpaceState::Occupied, DownlinkState::Echoed),
                 command(u"B1-002"_s, SpaceState::Free, DownlinkState::Failed),
                 command(u"B1-055"_s, SpaceState::Maintenance, DownlinkState::Pending)};
    page.rows[1].problem = u"CHIRPSTACK_UNAUTHORIZED"_s;
    page.total = 3;
    page.totals.byState[size_t(DownlinkState::Echoed)] = 1;
    page.totals.byState[size_t(DownlinkState::Failed)] = 1;
    page.totals.byState[size_t(DownlinkState::Pending)] = 1;
    page.totals.toChirpStackP50Ms = 42;
    page.totals.toChirpStackP95Ms = 1234;
    return page;
}

domain::DownlinkPage TestLampPages::newest(int count, int total) const
{
    domain::DownlinkPage page;
    for (int i = 0; i < count; ++i) {
        page.rows.append(command(u"B1-001"_s, SpaceState::Free, DownlinkState::Queued));
        page.rows.last().sequence = total - i;
    }
    page.total = total;
    page.totals.byState[size_t(DownlinkState::Queued)] = total;
    return page;
}

void TestLampPages::click(int row) const
{
    const QRect cell = table().visualRect(table().model()->index(row, 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, cell.center());
}

void TestLampPages::cardShowsBothColoursAndTheWay()
{
    LampCard card(m_situation, m_theme);
    card.resize(300, 400);
    card.setLamp(fixture::confirmedLamp(u"B1-001"_s));
    card.show();
    const QStringList said = words(card);
    for (const QString &expected :
         {u"Wanted"_s, u"Red"_s, u"Occupied"_s, u"Confirmed"_s, u"sent to ChirpStack"_s,
          u"in ChirpStack’s queue"_s, u"on the air"_s, u"gateway 0016c001f153a14c"_s,
          u"the lamp shows it"_s, u"decided: state changed"_s, u"Kuando Busylight"_s})
        QVERIFY2(said.contains(expected), qPrintable(expected + u" in "_s + said.join(u'|')));
    QCOMPARE(said.count(u"Red"_s), 2);
    QCOMPARE(said.filter(u"+1.2"_s).size(), 1);
    QCOMPARE(said.filter(u"The lamp said at"_s).size(), 1);
}

void TestLampPages::onlyTheLampConfirms_data()
{
    QTest::addColumn<domain::LampStatus>("lamp");
    QTest::addColumn<QStringList>("says");
    const QString code = u"B1-001"_s;
    const auto sent = command(code, SpaceState::Occupied, DownlinkState::Sent);
    QTest::newRow("transmitted") << lamp(
        sent) << QStringList{u"Confirmed"_s, u"Not yet"_s, u"Red on the air 14:01"_s};
    const auto acked = command(code, SpaceState::Occupied, DownlinkState::Acked);
    QTest::newRow("acknowledged") << lamp(acked)
                                  << QStringList{u"Confirmed"_s, u"acknowledged 14:01"_s};
    QTest::newRow("cannot") << fixture::muteLamp(code)
                            << QStringList{u"On the air"_s, u"at 14:01, cannot confirm"_s,
                                           u"A gateway transmitted it at 14:01:37. This lamp "
                                           "cannot confirm what it shows."_s};
    QTest::newRow("another colour")
        << fixture::ignoringLamp(code) << QStringList{u"Confirmed"_s, u"Blue"_s};
    auto soon = command(code, SpaceState::Reserved, DownlinkState::Acked);
    soon.frame.payload = QByteArray::fromHex("ff00ff3232");
    QTest::newRow("blinking") << lamp(
        soon) << QStringList{u"Yellow, blinking"_s, u"Reserved"_s, u"acknowledged 14:01"_s};
    QTest::newRow("never heard") << fixture::unknownLamp(code)
                                 << QStringList{u"Nothing yet"_s, u"nothing heard"_s};
}

void TestLampPages::onlyTheLampConfirms()
{
    QFETCH(domain::LampStatus, lamp);
    QFETCH(QStringList, says);
    LampCard card(m_situation, m_theme);
    card.setLamp(lamp);
    card.show();
    for (const QString &expected : says)
        QVERIFY2(isShown(card, expected),
                 qPrintable(expected + u" in "_s + words(card).join(u'|')));
}

void TestLampPages::whatIsWantedOfUnknownSpaces()
{
    LampCard card(m_situation, m_theme);
    card.show();
    domain::LampStatus lamp = fixture::confirmedLamp(u"B1-001"_s);
    lamp.unknown = domain::Unknown::NeverHeard;
    lamp.order = domain::LampOrder::StayAsItIs;
    lamp.wanted.reset();
    card.setLamp(lamp);
    QVERIFY(isShown(card, u"Left as it is"_s) && isShown(card, u"no sensor was ever heard here"_s));
    lamp.unknown = domain::Unknown::Silent;
    card.setLamp(lamp);
    QVERIFY(isShown(card, u"its sensor is silent"_s));
    lamp.unknown = domain::Unknown::NoWord;
    lamp.order = domain::LampOrder::GoDark;
    lamp.wanted = domain::LampFrame();
    card.setLamp(lamp);
    QVERIFY(isShown(card, u"Dark"_s)
            && isShown(card, u"its sensor has said nothing of the space"_s));
    lamp.unknown.reset(); // the station is blind
    card.setLamp(lamp);
    QVERIFY(isShown(card, u"the station hears nothing"_s));
}

void TestLampPages::cardOffersTheTypeThatIsSpoken()
{
    LampCard card(m_situation, m_theme);
    const auto accept = [&card]() -> QPushButton * {
        for (QPushButton *button : card.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == u"Use this type")
                return button;
        }
        return nullptr;
    };
    card.setLamp(lamp(command(u"B1-001"_s, SpaceState::Occupied, DownlinkState::Sent)));
    card.show();
    QVERIFY(!accept());
    card.setLamp(fixture::foreignLamp(u"B1-001"_s));
    QVERIFY(accept());
    QCOMPARE(words(card).filter(u"speaks like a Heltec display"_s).size(), 1);
    QSignalSpy accepted(&card, &LampCard::typeAccepted);
    QTest::mouseClick(accept(), Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(accepted.first().at(1).toString(), u"heltec_status"_s);
    QCOMPARE(accepted.first().at(2).toString(), QString());
    m_situation.setRole(u"Viewer"_s, true);
    QVERIFY(!accept());
}

void TestLampPages::typeCanBeChosen()
{
    LampCard card(m_situation, m_theme);
    card.setLamp(fixture::unknownLamp(u"B1-001"_s));
    card.show();
    QCOMPARE(words(card).filter(u"Choose its type"_s).size(), 1);
    auto *menu = card.findChild<QMenu *>();
    QVERIFY(menu);
    auto *button = qobject_cast<QPushButton *>(menu->parent());
    QCOMPARE(button->text(), u"Choose a type"_s);
    QVERIFY(button->isVisible() && button->focusPolicy() & Qt::TabFocus);
    Q_EMIT menu->aboutToShow();
    QStringList offered;
    for (const QAction *action : menu->actions()) {
        if (!action->isSeparator())
            offered.append(action->text());
    }
    QStringList expected{u"Automatic: not known"_s};
    for (const devices::DeviceType &type : devices::deviceTypes()) {
        if (type.encode)
            expected.append(labels::deviceType(QString::fromLatin1(type.name)));
    }
    QCOMPARE(offered, expected);
    QSignalSpy accepted(&card, &LampCard::typeAccepted);
    menu->actions().at(offered.indexOf(u"Kuando Busylight") + 1)->trigger();
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(accepted.first().at(1).toString(), u"kuando_busylight"_s);
    m_situation.setRole(u"Viewer"_s, true);
    QVERIFY(!button->isVisible());
}

/// A command that was never tried: its own row knows no reason, the state of the parts does.
void TestLampPages::waitingSaysTheTrueReason_data()
{
    QTest::addColumn<domain::Health>("health");
    QTest::addColumn<QString>("says");
    QTest::newRow("well") << withChirpStack({}) << u"gateways may send for a small share"_s;
    QTest::newRow("unreachable") << withChirpStack(u"CHIRPSTACK_UNREACHABLE"_s, 4 * kMinute)
                                 << u"cannot be reached since 13:58"_s;
    QTest::newRow("since yesterday")
        << withChirpStack(u"CHIRPSTACK_UNREACHABLE"_s, 30h) << u"since 13 Sept, 08:02"_s;
    QTest::newRow("unavailable") << withChirpStack(u"CHIRPSTACK_UNAVAILABLE"_s, 4 * kMinute)
                                 << u"cannot be reached since 13:58"_s;
    QTest::newRow("key") << withChirpStack(u"CHIRPSTACK_KEY"_s, 4 * kMinute)
                         << u"rejects the API key since 13:58"_s;
    QTest::newRow("busy") << withChirpStack(u"CHIRPSTACK_BUSY"_s, 4 * kMinute)
                          << u"asks for a pause since 13:58"_s;
    QTest::newRow("something else")
        << withChirpStack(u"NOT_CHIRPSTACK"_s, 4 * kMinute) << u"Something else than ChirpStack"_s;
    QTest::newRow("not asked yet")
        << withChirpStack(u"CHIRPSTACK_NOT_ASKED"_s) << u"It waits for its turn"_s;
    QTest::newRow("not set up") << fixture::healthy() << u"not set up, so nothing is sent"_s;
    domain::Health viewer = fixture::healthy();
    viewer.ingesting = false;
    domain::HealthCheck station;
    station.name = u"station"_s;
    viewer.checks.append(station);
    QTest::newRow("a viewer") << viewer << u"It waits for its turn."_s;
    viewer.checks.last().level = domain::HealthLevel::Unhealthy;
    viewer.checks.last().problem = u"STATION_DOWN"_s;
    QTest::newRow("no station") << viewer << u"No station runs, so nothing is sent."_s;
}

void TestLampPages::waitingSaysTheTrueReason()
{
    QFETCH(domain::Health, health);
    QFETCH(QString, says);
    LampCard card(m_situation, m_theme);
    card.setLamp(fixture::waitingLamp(u"B1-001"_s));
    m_situation.setHealth(health);
    card.show();
    QVERIFY2(words(card).filter(says).size() == 1, qPrintable(words(card).join(u'|')));
    // The page says the same.
    m_page->setPage({{.rows = {*fixture::waitingLamp(u"B1-001"_s).last}, .total = 1}, {}});
    const QAbstractItemModel *model = m_page->findChild<QTableView *>()->model();
    const QString why = model->index(0, DownlinkModel::Why).data().toString();
    QVERIFY2(why.contains(says), qPrintable(why));
}

/// ChirpStack sends a lamp that joined nothing before its first word, and says nothing of that.
void TestLampPages::aLampThatJoinedHasToSpeakFirst()
{
    domain::LampStatus lamp = fixture::waitingLamp(u"B1-001"_s);
    lamp.last->state = DownlinkState::Queued;
    lamp.last->queuedAt = kNow - 10s;
    lamp.last->expiresAt = kNow + 110s;
    lamp.display.evidence = domain::Evidence::None;
    lamp.display.joinedAt = kNow - 20s;
    const auto isTold = [&] {
        LampCard card(m_situation, m_theme);
        card.setLamp(lamp);
        card.show();
        return !words(card).filter(u"before the lamp’s first word"_s).isEmpty();
    };
    m_situation.setNow(kNow);
    QVERIFY(isTold());
    lamp.last->state = DownlinkState::Expired;
    lamp.last->problem = u"EXPIRED"_s;
    QVERIFY(isTold());
    lamp.last->queuedAt = kNow - 30s; // before the join
    QVERIFY(!isTold());
    lamp.last->queuedAt = kNow - 10s;
    lamp.display.evidence = domain::Evidence::Sent; // something reached it
    QVERIFY(!isTold());
}

void TestLampPages::withdrawnInventsNothingNewer()
{
    const Downlink row = command(u"B1-001"_s, SpaceState::Free, DownlinkState::Superseded);
    QVERIFY(labels::why(row, {.now = kNow, .hasNewer = true}).contains(u"newer colour took"));
    QVERIFY(!labels::why(row, {.now = kNow}).contains(u"newer"));
    QVERIFY(labels::why(row, {.now = kNow, .hasNewer = false}).contains(u"nothing newer"));
    Downlink flushed = row;
    flushed.problem = u"FLUSHED"_s;
    QVERIFY(labels::why(flushed, {.now = kNow, .hasNewer = true}).contains(u"emptied"));
    // On the page a later command of the same lamp counts, others do not.
    Downlink later = command(u"B1-001"_s, SpaceState::Occupied, DownlinkState::Queued);
    const Downlink other = command(u"B1-002"_s, SpaceState::Free, DownlinkState::Superseded);
    m_page->setPage({{.rows = {later, row, other}, .total = 3}, {}});
    const QAbstractItemModel *model = m_page->findChild<QTableView *>()->model();
    QVERIFY(model->index(1, DownlinkModel::Why).data().toString().contains(u"newer colour"));
    QCOMPARE(model->index(2, DownlinkModel::Why).data().toString(),
             u"It was withdrawn before it was on the air."_s);
}

void TestLampPages::chainSpeaksWords()
{
    domain::LampStatus status =
        lamp(command(u"B1-001"_s, SpaceState::Occupied, DownlinkState::Failed));
    status.last->problem = u"CHIRPSTACK_REFUSED"_s;
    status.last->detail = u"FPort must be between 1 - 255"_s;
    status.chain.clear();
    const auto add = [&status](DownlinkEventKind kind, const QString &detail,
                               std::optional<DownlinkOutcome> outcome = {}) {
        status.chain.append({.kind = kind, .time = kNow, .detail = detail, .outcome = outcome});
    };
    add(DownlinkEventKind::Answer, u"CHIRPSTACK_UNREACHABLE Connection refused"_s,
        DownlinkOutcome::Unreachable);
    add(DownlinkEventKind::Answer, u"not in the queue"_s, DownlinkOutcome::NotInQueue);
    add(DownlinkEventKind::Answer, u"SOMETHING_NEW of another version"_s, DownlinkOutcome::Other);
    add(DownlinkEventKind::Refused, u"TX_FREQ"_s);
    LampCard card(m_situation, m_theme);
    card.setLamp(status);
    card.show();
    const QString said = words(card).join(u'|');
    for (const char *raw : {"CHIRPSTACK", "Connection refused", "SOMETHING", "TX_FREQ", "FPort"})
        QVERIFY2(!said.contains(QLatin1StringView(raw)), qPrintable(said));
    for (const char *expected :
         {"ChirpStack could not be reached", "not found in ChirpStack’s queue", "not accepted",
          "thrown away by the network", "ChirpStack refused it."})
        QVERIFY2(said.contains(QString::fromUtf8(expected)), qPrintable(said));
    // Who wants to know more opens the details.
    for (QPushButton *button : card.findChildren<QPushButton *>()) {
        if (button->text() == u"Details")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(words(card).filter(u"Connection refused"_s).size(), 1);
}

void TestLampPages::everyOutcomeHasWords_data()
{
    QTest::addColumn<DownlinkOutcome>("outcome");
    QTest::addColumn<bool>("isFailure");
    const QList<DownlinkOutcome> steps{DownlinkOutcome::Queued, DownlinkOutcome::HeldBack,
                                       DownlinkOutcome::Withdrawn};
    for (int i = 0; i <= int(DownlinkOutcome::Other); ++i) {
        const auto outcome = DownlinkOutcome(i);
        QTest::newRow(qPrintable(domain::nameOf(outcome))) << outcome << !steps.contains(outcome);
    }
}

void TestLampPages::everyOutcomeHasWords()
{
    QFETCH(DownlinkOutcome, outcome);
    QFETCH(bool, isFailure);
    domain::DownlinkEvent event;
    event.kind = DownlinkEventKind::Answer;
    event.outcome = outcome;
    event.detail = u"what the log says"_s;
    QCOMPARE(labels::isFailure(event), isFailure);
    QCOMPARE(labels::text(event), labels::text(outcome));
    QCOMPARE(labels::text(event) == u"not accepted"_s, outcome == DownlinkOutcome::Other);
    QVERIFY(!labels::text(event).isEmpty());
}

void TestLampPages::longChainsAreCut()
{
    domain::LampStatus status = fixture::confirmedLamp(u"B1-001"_s);
    for (int i = 0; i < 30; ++i)
        status.chain.prepend({.kind = DownlinkEventKind::Answer,
                              .time = kNow - 60s,
                              .detail = u"CHIRPSTACK_UNREACHABLE"_s,
                              .outcome = DownlinkOutcome::Unreachable});
    LampCard card(m_situation, m_theme);
    card.setLamp(status);
    card.show();
    QCOMPARE(words(card).filter(u"steps between"_s).size(), 1);
    QCOMPARE(words(card).filter(u"the lamp shows it"_s).size(), 1);
    QVERIFY(words(card).filter(u"could not be reached"_s).size() < 7);
}

void TestLampPages::everyStateSaysWhy_data()
{
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, DownlinkState state, const char *problem,
                        const char *says) {
        QTest::newRow(name) << state << QString::fromLatin1(problem) << QString::fromLatin1(says);
    };
    using enum DownlinkState;
    row("waiting", Pending, "", "waits for its turn");
    row("waiting for ChirpStack", Pending, "CHIRPSTACK_UNREACHABLE", "cannot be reached");
    row("key refused", Pending, "CHIRPSTACK_KEY", "rejects the API key");
    row("being sent", Sending, "", "under way");
    row("doubtful", Sending, "CHIRPSTACK_DOUBTFUL", "its queue is looked at");
    row("queued", Queued, "", "not on the air yet");
    row("sent", Sent, "", "not confirmed");
    row("acknowledged", Acked, "", "acknowledged it");
    row("echoed", Echoed, "", "that it shows it");
    row("replaced", Superseded, "", "newer colour");
    row("unknown there", Failed, "CHIRPSTACK_UNAUTHORIZED", "does not know this device");
    row("refused", Failed, "CHIRPSTACK_REFUSED", "refused it.");
    row("failed there", Failed, "CHIRPSTACK_INTERNAL", "failed.");
    row("not acknowledged", Failed, "NOT_ACKNOWLEDGED", "did not acknowledge");
    row("thrown away", Failed, "REFUSED_BY_NETWORK", "threw it away.");
    row("expired", Expired, "EXPIRED", "in time");
}

void TestLampPages::everyStateSaysWhy()
{
    QFETCH(DownlinkState, state);
    QFETCH(QString, problem);
    QFETCH(QString, says);
    Downlink row = command(u"B1-001"_s, SpaceState::Free, state);
    row.problem = problem;
    row.detail = u"detail"_s;
    const QString words =
        labels::why(row, {.now = kNow, .health = withChirpStack({}), .hasNewer = true});
    QVERIFY2(words.contains(says), qPrintable(words));
    QVERIFY(words.endsWith(u'.') && !words.contains(u"detail"));
    QVERIFY(!labels::text(state).isEmpty());
}

void TestLampPages::pageShowsRowsTotalsAndDelays()
{
    m_page->setPage(threeRows());
    auto *table = m_page->findChild<QTableView *>();
    const QAbstractItemModel *model = table->model();
    QAbstractItemModelTester tester(table->model());
    QCOMPARE(model->rowCount(), 3);
    const auto cell = [model](int row, int column) {
        return model->index(row, column).data().toString();
    };
    QCOMPARE(cell(0, DownlinkModel::Space), u"B1-001"_s);
    QCOMPARE(cell(0, DownlinkModel::Colour), u"Red"_s);
    QCOMPARE(cell(1, DownlinkModel::State), u"Failed"_s);
    QCOMPARE(cell(0, DownlinkModel::ToChirpStack), labels::milliseconds(42));
    QCOMPARE(cell(2, DownlinkModel::ToChirpStack), QString());
    QVERIFY(cell(1, DownlinkModel::Why).contains(u"does not know this device"));
    QVERIFY(button(u"All"_s)->text().endsWith(u'3'));
    QVERIFY(button(u"Failed"_s)->text().endsWith(u'1'));
    QVERIFY(button(u"Waiting"_s)->text().endsWith(u'1'));
    QVERIFY(words(*m_page).filter(labels::milliseconds(1234)).size() == 1);
    QVERIFY(words(*m_page).filter(u"3 command"_s).size() == 1);
}

void TestLampPages::chipsAndSearchAskAnew()
{
    m_page->setPage(threeRows());
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    QTest::mouseClick(button(u"Failed"_s), Qt::LeftButton);
    QTRY_COMPARE(wanted.size(), 1);
    QVERIFY(m_page->filter().troubleOnly);
    QTest::mouseClick(button(u"Waiting"_s), Qt::LeftButton);
    QVERIFY(m_page->filter().openOnly && !m_page->filter().troubleOnly);
    QTest::mouseClick(button(u"Acknowledged"_s), Qt::LeftButton);
    QCOMPARE(m_page->filter().state, DownlinkState::Acked);
    QTest::mouseClick(button(u"Confirmed"_s), Qt::LeftButton);
    QCOMPARE(m_page->filter().state, DownlinkState::Echoed);
    QTest::mouseClick(button(u"All"_s), Qt::LeftButton);
    QTest::keyClicks(m_page->findChild<QLineEdit *>(), u" B1-0 "_s);
    QCOMPARE(m_page->filter().text, u"B1-0"_s);
    QVERIFY(!m_page->filter().state && !m_page->filter().openOnly);
    wanted.clear();
    QTRY_VERIFY(!wanted.isEmpty());
    // Hidden it asks nothing; shown again at once.
    m_page->hide();
    wanted.clear();
    m_page->refresh();
    m_page->show();
    QCOMPARE(wanted.size(), 1);
}

void TestLampPages::chosenRowsCanBeSentAgain()
{
    m_page->setPage(threeRows());
    QVERIFY(!button(u"Resend"_s)->isEnabled());
    auto *table = m_page->findChild<QTableView *>();
    table->selectRow(0);
    QVERIFY(button(u"Resend"_s)->isEnabled());
    QSignalSpy resend(m_page.get(), &DownlinksPage::resendRequested);
    QTest::mouseClick(button(u"Resend"_s), Qt::LeftButton);
    QCOMPARE(resend.size(), 1);
    QCOMPARE(resend.first().first().value<QSet<domain::SpaceId>>(),
             QSet<domain::SpaceId>{fixture::spaceId(u"B1-001"_s)});
    QSignalSpy chosen(m_page.get(), &DownlinksPage::spaceChosen);
    QTest::mouseClick(button(u"Show on map"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
}

void TestLampPages::viewersCannotSend()
{
    m_situation.setRole(u"Viewer"_s, true);
    m_page->setPage(threeRows());
    QVERIFY(!button(u"Resend"_s)->isVisible());
    QVERIFY(button(u"Show on map"_s)->isVisible());
}

void TestLampPages::emptyPagesSayWhy()
{
    m_situation.setHealth(withChirpStack({}));
    m_page->setPage({});
    QVERIFY(isShown(*m_page, u"No lamp was commanded in this period"_s));
    QVERIFY(!m_page->findChild<QTableView *>()->isVisible());
    QVERIFY(!button(u"Resend"_s)->isVisible());
    QTest::mouseClick(button(u"Show all times"_s), Qt::LeftButton);
    QVERIFY(!m_page->filter().since);
    m_page->setPage({});
    QVERIFY(isShown(*m_page, u"No lamp was commanded yet"_s));
    QTest::mouseClick(button(u"Failed"_s), Qt::LeftButton);
    m_page->setPage({});
    QVERIFY(isShown(*m_page, u"Nothing found with this filter"_s));
    QTest::mouseClick(button(u"Show all"_s), Qt::LeftButton);
    QVERIFY(!m_page->filter().troubleOnly);
    m_situation.setHealth(fixture::healthy()); // a station without ChirpStack
    m_page->setPage({});
    QVERIFY(isShown(*m_page, u"Lamps are not commanded"_s));
}

void TestLampPages::movedRowsKeepTheSelection()
{
    domain::DownlinkPage page = threeRows();
    m_page->setPage(page);
    auto *table = m_page->findChild<QTableView *>();
    table->selectRow(2);
    page.rows[2].state = DownlinkState::Queued;
    m_page->setPage(page);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table->model()->index(2, DownlinkModel::State).data().toString(),
             labels::text(DownlinkState::Queued));
}

void TestLampPages::everyOutcomeIsCounted()
{
    const domain::DownlinkPage page = fixture::everyOutcome();
    m_page->setPage(page);
    int counted = 0;
    for (const char *chip :
         {"Waiting", "Failed", "Confirmed", "Acknowledged", "Transmitted", "Withdrawn"}) {
        const QPushButton *found = button(QString::fromLatin1(chip));
        QVERIFY2(found, chip);
        counted += found->text().section(u' ', -1).toInt();
    }
    QCOMPARE(counted, int(page.total));
    for (int row = 0; row < page.rows.size(); ++row) {
        const QAbstractItemModel *model = m_page->findChild<QTableView *>()->model();
        QVERIFY(!model->index(row, DownlinkModel::Why).data().toString().isEmpty());
    }
}

void TestLampPages::asksForTheLastDayFirst()
{
    QCOMPARE(m_page->filter().since, std::optional(kNow - 24h));
    auto *period = m_page->findChild<QComboBox *>();
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    QTest::keyClick(period, Qt::Key_Down);
    QCOMPARE(m_page->filter().since, std::optional(kNow - 7 * 24h));
    QTest::keyClick(period, Qt::Key_Down);
    QVERIFY(!m_page->filter().since);
    QCOMPARE(wanted.size(), 2);
}

/// The whole ledger is read for a page: a station that sends 50 commands a second must not.
void TestLampPages::movesAreAskedForSeldom()
{
    m_page->setPage(threeRows()); // the answer to what it asked when it was shown
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    auto *ask = m_page->findChild<QTimer *>(u"ask"_s);
    for (int i = 0; i < 50; ++i)
        m_page->refresh();
    QVERIFY(ask->isSingleShot() && ask->isActive());
    QCOMPARE(wanted.size(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, 5000);
    QVERIFY(!ask->isActive());
    // Without an answer nothing more is asked because of moves, for long.
    m_page->refresh();
    QVERIFY(ask->intervalAsDuration() > 2s);
    m_page->setPage(threeRows());
    m_page->hide();
    m_page->refresh();
    QVERIFY(QMetaObject::invokeMethod(ask, "timeout"));
    QCOMPARE(wanted.size(), 1);
}

void TestLampPages::failedQuestionsAreTold()
{
    m_page->setPage(threeRows());
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(isShown(*m_page, u"The database does not answer."_s));
    QCOMPARE(m_page->findChild<QTableView *>()->model()->rowCount(), 3);
    m_page->setPage(threeRows());
    QVERIFY(isShown(*m_page, u"3 commands"_s));
}

void TestLampPages::narrowPagesKeepTheReason()
{
    m_page->setPage(threeRows());
    auto *table = m_page->findChild<QTableView *>();
    for (const int width : {968, 1208, 2352}) {
        m_page->resize(width, 600);
        QApplication::sendPostedEvents();
        QVERIFY(!table->isColumnHidden(DownlinkModel::Why));
        QVERIFY2(table->columnWidth(DownlinkModel::Why) > 250, qPrintable(QString::number(width)));
        QCOMPARE(table->isColumnHidden(DownlinkModel::Lamp), width < 1300);
        QVERIFY(table->horizontalHeader()->length() <= table->width());
    }
}

/// A row that was clicked stays chosen and where it is, whatever is commanded meanwhile.
void TestLampPages::newCommandsGatherWhileSomebodyReads()
{
    const domain::DownlinkPage before = newest(5, 5);
    m_page->setPage(before);
    click(2);
    QSignalSpy news(m_page.get(), &DownlinksPage::newsWanted);
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    m_page->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(news.size(), 1, 5000);
    QCOMPARE(wanted.size(), 0);
    const auto look = news.first().first().value<domain::DownlinkLook>();
    QCOMPARE(look.oldest, 1);
    QCOMPARE(look.seen.size(), 5);
    domain::DownlinkPage after = newest(12, 17);
    after.rows += before.rows;
    after.rows[14].state = DownlinkState::Echoed;
    domain::DownlinkNews answer{.total = 17, .totals = after.totals, .seen = {after.rows[14]}};
    for (const Downlink &row : after.rows)
        answer.matching.insert(row.id);
    m_page->setNews(answer);
    QCOMPARE(table().model()->rowCount(), 5);
    QCOMPARE(table().chosen(), QList{before.rows[2].id});
    QCOMPARE(table().model()->index(2, DownlinkModel::State).data().toString(),
             labels::text(DownlinkState::Echoed));
    QPushButton *gathered = button(u"12 new"_s);
    QVERIFY(gathered && gathered->isVisible());
    QVERIFY(isShown(*m_page, u"5 of 17 commands, newest first · 1 chosen"_s));
    QTest::mouseClick(gathered, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    m_page->setPage(after);
    QVERIFY(!gathered->isVisible());
    QCOMPARE(table().model()->rowCount(), 17);
    QCOMPARE(table().chosen(), QList{before.rows[2].id});
    QCOMPARE(table().verticalScrollBar()->value(), 0);
    // Esc gives the choice up, and the page goes on by itself.
    QVERIFY(m_page->cancel() && !m_page->cancel());
    QVERIFY(table().chosen().isEmpty());
}

void TestLampPages::rowsUnderThePointerStay()
{
    m_page->setPage(newest(5, 5));
    QTest::mouseMove(m_page.get(), QPoint(100, 10)); // the test before left the pointer somewhere
    QTRY_VERIFY(!table().isBeingRead());
    QTest::mouseMove(table().viewport(), QPoint(100, 60));
    QTRY_VERIFY(table().isBeingRead());
    QSignalSpy news(m_page.get(), &DownlinksPage::newsWanted);
    m_page->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(news.size(), 1, 5000);
    m_page->setNews({});
    QTest::mouseMove(m_page.get(), QPoint(100, 10));
    QTRY_VERIFY(!table().isBeingRead());
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    m_page->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, 5000);
}

void TestLampPages::anAnswerThatComesTooLateMovesNothing()
{
    const domain::DownlinkPage before = newest(5, 5);
    m_page->setPage(before);
    m_page->refresh(); // nobody read yet
    click(1);
    domain::DownlinkPage after = newest(3, 8);
    after.rows += before.rows;
    m_page->setPage(after);
    QCOMPARE(table().model()->rowCount(), 5);
    QCOMPARE(table().chosen(), QList{before.rows[1].id});
    QVERIFY(button(u"3 new"_s)->isVisible());
}

void TestLampPages::allRowsAreReachedByScrolling()
{
    constexpr int kAll = 450;
    const domain::DownlinkPage all = newest(kAll, kAll);
    domain::DownlinkPage first = all;
    first.rows = all.rows.first(DownlinksPage::kShown);
    m_page->setPage(first);
    QVERIFY(isShown(*m_page, u"200 of 450 commands, newest first"_s));
    connect(m_page.get(), &DownlinksPage::olderWanted, this,
            [this, &all](const domain::DownlinkFilter &, qint64 before) {
                const qsizetype from = kAll - before + 1;
                m_page->setOlder(all.rows.mid(from, DownlinksPage::kShown));
            });
    table().setFocus();
    QTRY_VERIFY(table().verticalScrollBar()->maximum() > 0);
    QTest::keyClick(&table(), Qt::Key_Down);
    QTest::keyClick(&table(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(table().currentIndex().row(), DownlinksPage::kShown - 1);
    QTRY_COMPARE(table().model()->rowCount(), 400);
    QTRY_VERIFY(table().verticalScrollBar()->maximum() > table().verticalScrollBar()->value());
    table().verticalScrollBar()->setValue(table().verticalScrollBar()->maximum());
    QTRY_COMPARE(table().model()->rowCount(), kAll);
    QTRY_VERIFY(table().verticalScrollBar()->maximum() > table().verticalScrollBar()->value());
    table().verticalScrollBar()->setValue(table().verticalScrollBar()->maximum());
    QTRY_VERIFY(!table().model()->canFetchMore({})); // the next answer was empty
    table().clearSelection();
    QVERIFY(isShown(*m_page, u"450 commands"_s));
    QAbstractItemModelTester tester(table().model()); // not before: it asks for older ones itself
    const auto *rows = qobject_cast<const DownlinkModel *>(table().model());
    for (int row = 0; row < kAll; ++row)
        QCOMPARE(rows->row(row).sequence, kAll - row);
}

void TestLampPages::rowsThatLeaveTheFilterFade()
{
    const domain::DownlinkPage page = newest(2, 2);
    m_page->setPage(page);
    click(0);
    m_page->refresh();
    m_page->setNews({.total = 1, .totals = page.totals, .matching = {page.rows[1].id}});
    const auto colour = [this](int row) {
        return table().model()->index(row, DownlinkModel::Space).data(Qt::ForegroundRole);
    };
    QCOMPARE(table().model()->rowCount(), 2);
    QCOMPARE(colour(0).value<QColor>(), m_theme.tokens().text3);
    QVERIFY(!colour(1).isValid());
    QVERIFY(!button(u"1 new"_s));
}

void TestLampPages::nothingIsClaimedWithoutTheDatabase()
{
    const QString unknown = u"Nobody knows what was commanded"_s;
    const QString none = u"No lamp was commanded in this period"_s;
    // Nothing was answered yet.
    QVERIFY(!isShown(*m_page, none) && !isShown(*m_page, unknown));
    QCOMPARE(button(u"All"_s)->text(), u"All"_s);
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(isShown(*m_page, unknown) && isShown(*m_page, u"The database does not answer."_s));
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    QTest::mouseClick(button(u"Try again"_s), Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    m_situation.setHealth(withChirpStack({}));
    m_page->setPage({});
    QVERIFY(isShown(*m_page, none));
    // What was true before the outage is not said during it.
    m_situation.setHealth(fixture::databaseDown(1min));
    QVERIFY(isShown(*m_page, unknown) && !isShown(*m_page, none));
    m_situation.setHealth(withChirpStack({}));
    QVERIFY(isShown(*m_page, none));
    m_page->setPage(threeRows());
    m_situation.setHealth(fixture::databaseDown(1min));
    QVERIFY(table().isVisible());
    QVERIFY(isShown(*m_page, u"The database does not answer: what is shown may be old."_s));
}

void TestLampPages::rowsOfAnotherFilterAreNotShown()
{
    m_page->setPage(threeRows());
    QTest::mouseClick(button(u"Waiting"_s), Qt::LeftButton);
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(!table().isVisible());
    QVERIFY(isShown(*m_page, u"Nobody knows what was commanded"_s));
    QCOMPARE(button(u"Waiting"_s)->text(), u"Waiting"_s);
}

PARKING_TEST(TestLampPages)
#include "tst_lamppages.moc"

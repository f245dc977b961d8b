#include "domain/problems.h"
#include "spaces/inspector.h"
#include "testmain.h"
#include "timelabels.h"
#include "widgets/sectionhead.h"

#include "fixturesite.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::SpaceState;
using fixture::spaceId;

class TestInspector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void tellsStateAndWhy_data();
    void tellsStateAndWhy();
    void factsOfTheSensor();
    void tellsHowOftenASensorIsExpected();
    void asksForTheTypeOfWhatIsNotUnderstood();
    void agesRunWithTheClock();
    void aChangeFromOutsideShowsAtOnce();
    void maintenanceGoesOutWithItsReason();
    void cancelKeepsTheSpaceAsItIs();
    void whatIsNotKnownCanBeSetBothWays_data();
    void whatIsNotKnownCanBeSetBothWays();
    void namesAreTold();
    void overrideCanBeTakenBack();
    void manySpacesShowCountsAndNumberedActions();
    void viewersHaveNoActions();
    void historyIsAskedForAndShown();
    void whatNobodySawIsNoHistory();
    void aPastDayHasItsGapsAndNoOthers_data();
    void aPastDayHasItsGapsAndNoOthers();
    void historyOfAnotherSpaceIsLeftOut();
    void foldedSectionsStayFolded();
    void maintenanceMayEndByItself();
    void anEndThatIsNoneIsRefused();
    void reasonAndEndCanBeChanged();
    void theHeadStaysInSight();

private:
    QPushButton *button(const QString &text) const;
    QStringList words() const; ///< of all labels that can be seen
    void select(const QStringList &codes);

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Inspector> m_inspector;
};

void TestInspector::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestInspector::init()
{
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(fixture::harbourSite());
    m_situation = std::make_unique<Situation>();
    m_situation->setNow(fixture::kNow);
    m_inspector = std::make_unique<Inspector>(*m_model, *m_situation, m_theme);
    m_inspector->resize(328, 720);
    m_inspector->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_inspector.get()));
}

void TestInspector::cleanup()
{
    m_inspector.reset();
    m_situation.reset();
    m_model.reset();
}

QPushButton *TestInspector::button(const QString &text) const
{
    for (QPushButton *candidate : m_inspector->findChildren<QPushButton *>()) {
        if (candidate->text() == text && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

QStringList TestInspector::words() const
{
    QStringList result;
    for (const QLabel *label : m_inspector->findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            result.append(label->text());
    }
    return result;
}

void TestInspector::select(const QStringList &codes)
{
    QSet<domain::SpaceId> ids;
    for (const QString &code : codes)
        ids.insert(spaceId(code));
    m_inspector->setSelection(ids);
}

void TestInspector::tellsStateAndWhy_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("pill");
    QTest::addColumn<QString>("since");
    QTest::addColumn<QStringList>("why");
    QTest::newRow("occupied by its sensor")
        << u"B1-001"_s << u"Occupied"_s << u"for 3 min"_s << QStringList{u"occupied"_s};
    QTest::newRow("reserved until a time")
        << u"B1-055"_s << u"Reserved"_s << u"for 2 min, until 16:30"_s
        << QStringList{u"free"_s, u"14:00 – 16:30"_s, u"running"_s};
    QTest::newRow("maintenance with reason")
        << u"B1-058"_s << u"Maintenance"_s << u"for 3 h"_s
        << QStringList{u"Maintenance: Oil on the floor"_s, u"3 h ago"_s};
    QTest::newRow("silent says for how long")
        << u"B1-073"_s << u"Silent 9 h"_s << QString() << QStringList{u"9 h ago"_s};
}

void TestInspector::tellsStateAndWhy()
{
    QFETCH(const QString, code);
    QFETCH(const QString, pill);
    QFETCH(const QString, since);
    QFETCH(const QStringList, why);
    select({code});
    const QStringList said = words();
    QVERIFY2(said.contains(code), qPrintable(said.join(u'|')));
    QVERIFY(said.contains(u"North · Basement 1 · Zone "_s
                          + m_model->space(m_model->rowOf(spaceId(code))).zone));
    // Units stand behind a narrow no-break space.
    const auto plain = [](QString text) { return text.replace(QChar(0x202f), u' '); };
    QCOMPARE(plain(m_inspector->findChild<StatePill *>()->accessibleName()), pill);
    QStringList plainWords;
    for (const QString &text : said)
        plainWords.append(plain(text));
    for (const QString &text : why + (since.isEmpty() ? QStringList() : QStringList{since}))
        QVERIFY2(plainWords.contains(text), qPrintable(text + u" in "_s + plainWords.join(u'|')));
}

void TestInspector::factsOfTheSensor()
{
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-001"_s)));
    status.batteryVolt = 3.61;
    status.rssiDbm = -87;
    status.snrDb = 8.5;
    status.lastHeard = fixture::kNow - 42s;
    m_model->apply({status});
    select({u"B1-001"_s});
    const QStringList said = words();
    for (const QString &text :
         {u"3.61 V"_s, u"Good"_s, u"−87 dBm · SNR 8.5"_s, u"42 s ago"_s, u"silent after 2 h"_s})
        QVERIFY2(said.join(u'|').replace(QChar(0x202f), u' ').contains(text), qPrintable(text));
}

/// Where the limit of silence comes from.
void TestInspector::tellsHowOftenASensorIsExpected()
{
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-001"_s)));
    select({u"B1-001"_s});
    using Origin = domain::SilenceLimit::Origin;
    const std::pair<domain::SilenceLimit, QString> limits[] = {
        {{25min, 10min, Origin::Learnt}, u"expected every 10 min, learnt"_s},
        {{150min, 60min, Origin::DataSheet}, u"expected every 1 h"_s},
        {{25h, 0min, Origin::Usual}, u"silent after 25 h"_s}};
    for (const auto &[limit, text] : limits) {
        status.setLimit(limit);
        m_model->apply({status});
        m_inspector->setSelection({});
        select({u"B1-001"_s});
        QVERIFY2(words().join(u'|').replace(QChar(0x202f), u' ').contains(text), qPrintable(text));
    }
}

void TestInspector::asksForTheTypeOfWhatIsNotUnderstood()
{
    QSignalSpy wanted(&m_inspector->sensor(), &SensorSection::wanted);
    select({u"B1-001"_s});
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!button(u"Choose type"_s));
    const domain::SpaceId id = spaceId(u"B1-001"_s);
    domain::SensorStatus sensor;
    sensor.device.devEui = domain::DevEui(1);
    sensor.last.emplace();
    sensor.last->fPort = 2;
    sensor.last->payload = QByteArray::fromHex("01640e2a00");
    sensor.fitting = {u"chirpstack_object"_s};
    sensor.alike = {domain::DevEui(2), domain::DevEui(3)};
    m_inspector->sensor().setSensor(spaceId(u"B1-004"_s), sensor); // of another space
    QVERIFY(!button(u"Choose type"_s));
    m_inspector->sensor().setSensor(id, sensor);
    QVERIFY(words().contains(u"01 64 0E 2A 00 · port 2, 5 bytes"_s));
    QVERIFY(words().contains(u"Applies to 2 more devices of the same profile."_s));

    QSignalSpy chosen(&m_inspector->sensor(), &SensorSection::typeChosen);
    QPushButton *choose = button(u"Choose type"_s);
    QVERIFY(choose);
    Q_EMIT choose->menu()->aboutToShow();
    const QList<QAction *> types = choose->menu()->actions();
    QCOMPARE(types.size(), 4);
    QCOMPARE(types[2]->text(), u"ChirpStack’s own codec, which reads its last uplink"_s);
    QCOMPARE(types[3]->text(), u"Browan TABS"_s);
    types[3]->trigger();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].value<QList<domain::DevEui>>(),
             (QList<domain::DevEui>{domain::DevEui(1), domain::DevEui(2), domain::DevEui(3)}));
    QCOMPARE(chosen[0][1].toString(), u"browan_tabs"_s);

    sensor.last->occupancy = domain::Occupancy::Free; // it is understood now
    m_inspector->sensor().setSensor(id, sensor);
    QVERIFY(!button(u"Choose type"_s));
}

void TestInspector::agesRunWithTheClock()
{
    select({u"B1-055"_s});
    QVERIFY(words().join(u'|').contains(u"until 16:30"_s));
    const QString before = words().join(u'|');
    m_model->setNow(fixture::kNow + 5min);
    m_situation->setNow(fixture::kNow + 5min);
    QVERIFY(words().join(u'|') != before);
    QVERIFY(words().join(u'|').replace(QChar(0x202f), u' ').contains(u"for 7 min"_s));
}

void TestInspector::aChangeFromOutsideShowsAtOnce()
{
    select({u"B1-001"_s});
    QSignalSpy asked(&m_inspector->history(), &SpaceHistory::wanted);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-001"_s)));
    status.state = SpaceState::Free;
    status.inputs.sensor->occupancy = domain::Occupancy::Free;
    m_model->apply({status});
    QCOMPARE(m_inspector->findChild<StatePill *>()->accessibleName(), u"Free"_s);
    QCOMPARE(asked.size(), 1);
}

void TestInspector::maintenanceGoesOutWithItsReason()
{
    select({u"B1-001"_s});
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    QVERIFY(button(u"Set maintenance"_s));
    QTest::mouseClick(button(u"Set maintenance"_s), Qt::LeftButton);
    auto *reason = m_inspector->findChild<QLineEdit *>();
    QVERIFY(reason->isVisible());
    QVERIFY(reason->hasFocus());
    QTest::keyClicks(reason, u"  lamp is broken "_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.spaces, QSet{spaceId(u"B1-001"_s)});
    QVERIFY(request.value.state == SpaceState::Maintenance);
    QCOMPARE(request.value.reason, u"lamp is broken"_s);
    QVERIFY(reason->isVisible()); // until it is set
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(requested.size(), 1); // and asked for once
    QVERIFY(m_inspector->setAnswer(Error{problem::kDatabase, u"x"_s, {}}));
    QCOMPARE(reason->text(), u"  lamp is broken "_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(requested.size(), 2);
    QVERIFY(m_inspector->setAnswer({}));
    QVERIFY(!reason->isVisible());
    QVERIFY(!m_inspector->setAnswer(Error{problem::kDatabase, u"x"_s, {}})); // nobody would see it
}

void TestInspector::cancelKeepsTheSpaceAsItIs()
{
    select({u"B1-001"_s});
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    m_inspector->askMaintenance();
    auto *reason = m_inspector->findChild<QLineEdit *>();
    QTest::keyClicks(reason, u"never mind"_s);
    QTest::mouseClick(button(u"Cancel"_s), Qt::LeftButton);
    QVERIFY(!reason->isVisible());
    QCOMPARE(requested.size(), 0);
    m_inspector->askMaintenance();
    QVERIFY(reason->text().isEmpty());
    QVERIFY(m_inspector->cancel());
    QVERIFY(!m_inspector->cancel());
}

void TestInspector::whatIsNotKnownCanBeSetBothWays_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("free");
    QTest::addColumn<bool>("occupied");
    QTest::newRow("known free") << u"free"_s << false << true;
    QTest::newRow("known occupied") << u"occupied"_s << true << false;
    QTest::newRow("no sensor") << u"none"_s << true << true;
    QTest::newRow("never heard") << u"never"_s << true << true;
    QTest::newRow("not understood") << u"strange"_s << true << true;
    QTest::newRow("silent, was free") << u"silent"_s << true << true;
    // A car that stood there is taken into account until somebody says that it left.
    QTest::newRow("silent, was occupied") << u"silent occupied"_s << true << false;
}

/// Who walked there and looked may say what he saw.
void TestInspector::whatIsNotKnownCanBeSetBothWays()
{
    QFETCH(const QString, how);
    QFETCH(const bool, free);
    QFETCH(const bool, occupied);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-055"_s)));
    const bool taken = how.contains(u"occupied");
    status.state = taken ? SpaceState::Occupied : SpaceState::Free;
    status.reason = domain::StateReason::Sensor;
    status.inputs = {};
    status.inputs.sensor = domain::SensorInput{
        taken ? domain::Occupancy::Occupied : domain::Occupancy::Free, fixture::kNow - 1min, {}};
    status.hasSensor = how != u"none";
    status.lastHeard = fixture::kNow - (how.contains(u"silent") ? Milliseconds(30h) : 1min);
    status.silentAfter = 2h;
    if (how == u"none" || how == u"never" || how == u"strange") {
        status.inputs.sensor.reset();
        status.reason = domain::StateReason::Default;
    }
    if (how == u"none" || how == u"never")
        status.lastHeard.reset();
    m_model->apply({status});
    select({u"B1-055"_s});
    QCOMPARE(button(u"Set free"_s) != nullptr, free);
    QCOMPARE(button(u"Set occupied"_s) != nullptr, occupied);
    QVERIFY(button(u"Set maintenance"_s));
}

/// Beside the code, which is the same everywhere.
void TestInspector::namesAreTold()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    for (domain::Space &space : site.spaces) {
        if (space.code == u"B1-055")
            space.name = u"Doctor's space"_s;
    }
    m_model->load(site);
    select({u"B1-055"_s});
    QVERIFY(words().contains(u"Doctor's space"_s));
    select({u"B1-056"_s});
    QVERIFY(!words().contains(u"Doctor's space"_s));
}

void TestInspector::overrideCanBeTakenBack()
{
    select({u"B1-058"_s});
    QSignalSpy cleared(m_inspector.get(), &Inspector::overrideCleared);
    QVERIFY(!button(u"Set maintenance"_s));
    QTest::mouseClick(button(u"Take override back"_s), Qt::LeftButton);
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(cleared.first().first().value<QSet<domain::SpaceId>>(), QSet{spaceId(u"B1-058"_s)});
}

void TestInspector::manySpacesShowCountsAndNumberedActions()
{
    select({u"B1-001"_s, u"B1-004"_s, u"B1-058"_s, u"B1-073"_s});
    QVERIFY(words().contains(u"4 spaces"_s));
    QCOMPARE(m_inspector->findChild<StateCounts *>()->accessibleName(),
             u"1 Free, 2 Occupied, 1 Maintenance"_s);
    QVERIFY(button(u"Take 1 override back"_s));
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    QTest::mouseClick(button(u"Set 4 to occupied"_s), Qt::LeftButton);
    QTest::keyClick(m_inspector->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.spaces.size(), 4);
    QVERIFY(request.value.state == SpaceState::Occupied);
}

void TestInspector::viewersHaveNoActions()
{
    m_situation->setRole(u"Viewer"_s, true);
    select({u"B1-001"_s});
    QVERIFY(!button(u"Set maintenance"_s));
    m_inspector->askMaintenance();
    QVERIFY(!m_inspector->findChild<QLineEdit *>()->isVisible());
    QVERIFY(words().contains(u"Why this state"_s));
}

void TestInspector::historyIsAskedForAndShown()
{
    QSignalSpy asked(&m_inspector->history(), &SpaceHistory::wanted);
    select({u"B1-055"_s});
    QCOMPARE(asked.size(), 1);
    QTRY_VERIFY(words().contains(u"No changes yet."_s));
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), fixture::history(u"B1-055"_s));
    QTRY_VERIFY(words().contains(u"booking started"_s));
    QVERIFY(!words().contains(u"No changes yet."_s));
    const std::optional<double> share = m_inspector->findChild<DayStrip *>()->occupied();
    QVERIFY(share && *share > 0.25 && *share < 0.35);
}

/// Maintenance that was taken back from a space that was never heard: nobody knows what it was
/// before and is since, so no day is drawn as free.
void TestInspector::whatNobodySawIsNoHistory()
{
    select({u"B1-055"_s});
    QList<domain::StateChange> changes = fixture::history(u"B1-055"_s).first(2);
    changes[0].previous = SpaceState::Maintenance;
    changes[0].current = SpaceState::Free;
    changes[0].reason = domain::StateReason::Default;
    changes[1].previous = SpaceState::Free;
    changes[1].current = SpaceState::Maintenance;
    changes[1].reason = domain::StateReason::Override;
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), changes);
    auto *strip = m_inspector->findChild<DayStrip *>();
    QCOMPARE(strip->known(), changes[0].time - changes[1].time); // 19 min
    const auto said = [this] { // beside "Last 24 hours"
        QString told;
        for (const SectionHead *head : m_inspector->findChildren<SectionHead *>())
            told += head->accessibleDescription().replace(QChar(0x202f), u' ');
        return told;
    };
    QVERIFY2(said().contains(u"occupied 0 % of 19 min known"), qPrintable(said()));
    // The day ends now, also while nothing changes.
    QList<domain::StateChange> lasting = changes;
    lasting[0].reason = domain::StateReason::Sensor;
    lasting[0].current = SpaceState::Occupied;
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), lasting);
    const Milliseconds before = strip->known();
    m_situation->setNow(m_situation->now() + 5min);
    QCOMPARE(strip->known(), before + 5min);
    m_situation->setNow(fixture::kNow);
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), changes);
    changes.removeLast();
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), changes);
    QCOMPARE(strip->known(), Milliseconds(0));
    QVERIFY(!strip->occupied());
    QVERIFY2(!said().contains(u"occupied"), qPrintable(said()));
}

void TestInspector::aPastDayHasItsGapsAndNoOthers_data()
{
    // Occupied from the twentieth hour on before the moment until the tenth, then free; hours.
    QTest::addColumn<QList<int>>("gaps"); // from and to, from the moment
    QTest::addColumn<int>("known");
    QTest::addColumn<int>("occupied");
    QTest::newRow("none") << QList<int>{} << 24 << 10;
    QTest::newRow("days later") << QList<int>{30, 60, 100, 200} << 24 << 10;
    QTest::newRow("days before") << QList<int>{-60, -50, -40, -24} << 24 << 10;
    QTest::newRow("while it was occupied") << QList<int>{-18, -12} << 18 << 4;
    QTest::newRow("into the day") << QList<int>{-30, -22} << 22 << 10;
    QTest::newRow("at the moment") << QList<int>{-4, 50} << 20 << 10;
    QTest::newRow("across a change") << QList<int>{-22, -18} << 20 << 8;
    QTest::newRow("across all changes") << QList<int>{-30, -5} << 5 << 0;
    QTest::newRow("several") << QList<int>{-40, -30, -23, -22, -15, -14, 1, 2} << 22 << 9;
    QTest::newRow("that overlap") << QList<int>{-18, -14, -16, -12, -13, -12} << 18 << 4;
}

/// Of a review: what nobody recorded is left out of the day, and what came after it has no part.
void TestInspector::aPastDayHasItsGapsAndNoOthers()
{
    QFETCH(QList<int>, gaps);
    QFETCH(int, known);
    QFETCH(int, occupied);
    select({u"B1-055"_s});
    QList<domain::RecordingGap> past;
    for (qsizetype i = 0; i < gaps.size(); i += 2)
        past.append({fixture::kNow + gaps[i] * 1h, fixture::kNow + gaps[i + 1] * 1h, {}});
    m_inspector->history().setPast(past);
    QList<domain::StateChange> changes = fixture::history(u"B1-055"_s).mid(3);
    changes[0].time = fixture::kNow - 10h;
    changes[1].time = fixture::kNow - 20h;
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), changes);
    const auto *strip = m_inspector->findChild<DayStrip *>();
    QCOMPARE(strip->known(), Milliseconds(known * 1h));
    QCOMPARE(qRound(*strip->occupied() * known), occupied);
}

void TestInspector::historyOfAnotherSpaceIsLeftOut()
{
    select({u"B1-001"_s});
    m_inspector->history().setChanges(spaceId(u"B1-055"_s), fixture::history(u"B1-055"_s));
    QTRY_VERIFY(words().contains(u"No changes yet."_s));
}

void TestInspector::foldedSectionsStayFolded()
{
    select({u"B1-001"_s});
    auto *strip = m_inspector->findChild<DayStrip *>();
    QVERIFY(strip->isVisible());
    for (SectionHead *head : m_inspector->findChildren<SectionHead *>()) {
        if (head->text() == u"Last 24 hours")
            QTest::mouseClick(head, Qt::LeftButton);
    }
    QVERIFY(!strip->isVisible());
    select({u"B1-055"_s});
    QVERIFY(!strip->isVisible());
}

void TestInspector::maintenanceMayEndByItself()
{
    select({u"B1-001"_s});
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    QTest::mouseClick(button(u"Set maintenance"_s), Qt::LeftButton);
    QVERIFY(words().contains(u"Lasts until somebody takes it back."_s));
    QTest::keyClicks(QApplication::focusWidget(), u"oil"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"+2h"_s);
    const UtcTime end = fixture::kNow + 2h;
    QVERIFY(words().contains(u"Lasts %1."_s.arg(labels::until(end, fixture::kNow))));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.value.reason, u"oil"_s);
    QCOMPARE(request.value.until, std::optional(end));
    QCOMPARE(request.value.since, UtcTime());
}

void TestInspector::anEndThatIsNoneIsRefused()
{
    select({u"B1-001"_s});
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    m_inspector->askMaintenance();
    auto *until = m_inspector->findChildren<QLineEdit *>().at(1);
    for (const QString &typed : {u"soon"_s, u"25:00"_s, u"2020-01-01"_s}) {
        until->setText({});
        QTest::keyClicks(until, typed);
        QTest::keyClick(until, Qt::Key_Return);
        QCOMPARE(requested.size(), 0);
        QVERIFY(until->hasFocus());
        QCOMPARE(until->text(), typed);
    }
    QVERIFY(words().contains(u"This time is past."_s));
}

void TestInspector::reasonAndEndCanBeChanged()
{
    select({u"B1-058"_s});
    const domain::Override before =
        *m_model->status(m_model->rowOf(spaceId(u"B1-058"_s))).inputs.operatorOverride;
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    QTest::mouseClick(button(u"Change reason or end"_s), Qt::LeftButton);
    auto *reason = m_inspector->findChild<QLineEdit *>();
    QCOMPARE(reason->text(), before.reason);
    QTest::keyClick(reason, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(reason, u"Oil is gone, paint dries"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.standing, before);
    QCOMPARE(request.value.reason, u"Oil is gone, paint dries"_s);
    QCOMPARE(request.value.since, before.since);
    QVERIFY(request.value.state == before.state);
    // A click leaves the focus in the form, not at whatever comes next.
    QVERIFY(reason->hasFocus());
}

void TestInspector::theHeadStaysInSight()
{
    m_inspector->resize(328, 320);
    select({u"B1-058"_s});
    QTest::mouseClick(button(u"Change reason or end"_s), Qt::LeftButton);
    auto *scroll = m_inspector->findChild<QScrollArea *>();
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    for (const QLabel *label : m_inspector->findChildren<QLabel *>()) {
        if (label->text() == u"B1-058")
            QVERIFY(!label->visibleRegion().isEmpty());
    }
    QVERIFY(!m_inspector->findChild<StatePill *>()->visibleRegion().isEmpty());
}

PARKING_TEST(TestInspector)
#include "tst_inspector.moc"

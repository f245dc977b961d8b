// A walk from space to space, as somebody on a ladder drives it.

#include "base/csv.h"
#include "base/literals.h"
#include "fixturedevices.h"
#include "fixturesite.h"
#include "testmain.h"
#include "walk/walkpage.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::Occupancy;
using domain::TickState;
using domain::WalkStep;
using fixture::kNow;
using fixture::spaceId;

class TestWalkPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void startsWithAFloor();
    void saysWhatToDoNext();
    void nothingIsClaimedBeforeAnAnswer();
    void oldAnswersDoNotCount();
    void aClickTicksByHand();
    void nextKeepsWhatIsOpen();
    void keysAndClicksGoAlongTheRow();
    void anotherSpaceIsOfferedToSwap();
    void strangersAreBoundHere();
    void aWholeEuiIsTaken();
    void aWalkThatWasCutOffGoesOn();
    void theListIsATable();
    void labelsNameEveryDevice();
    void withoutABrokerNothingIsTested();
    void viewersTickNothing();
    void goingBackTakesNothingAway();
    void anotherSensorBeginsAnew();
    void aSpaceThatWentIsLeft();
    void handsBindNoSensor();
    void aFloorCanBeginAnew();
    void nothingIsTestedWhileNobodyListens();

private:
    domain::WalkFacts heard(std::initializer_list<std::optional<Occupancy>> said) const;
    void tell(const domain::WalkFacts &facts)
    {
        m_page->setNews(*m_page->space(), facts, fixture::sensors().rows.first(3));
    }
    void works() { tell(heard({Occupancy::Free, Occupancy::Occupied, Occupancy::Free})); }
    QPushButton *button(const QString &begin) const;
    WalkTickRow *row(WalkStep step) const { return m_page->ticks()[qsizetype(step)]; }
    QString code() const { return m_model.space(m_model.rowOf(*m_page->space())).code; }

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<WalkPage> m_page;
};

void TestWalkPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
}

void TestWalkPage::init()
{
    m_situation.setNow(kNow);
    m_situation.setHealth(fixture::healthy());
    m_situation.setRole(u"Operator"_s, false);
    m_page = std::make_unique<WalkPage>(m_model, m_situation, m_theme);
    m_page->resize(1360, 780);
    m_page->show();
    m_page->begin(u"North"_s, u"B1"_s);
}

domain::WalkFacts TestWalkPage::heard(std::initializer_list<std::optional<Occupancy>> said) const
{
    domain::WalkFacts facts;
    facts.begun = m_page->begun();
    facts.sensor = m_model.space(m_model.rowOf(*m_page->space())).sensorEui;
    facts.lastHeard = facts.begun;
    for (const auto &one : said) {
        domain::Reading reading;
        reading.time = facts.begun + facts.readings.size() * 1s;
        reading.occupancy = one;
        reading.rssiDbm = -91;
        reading.fCnt = quint32(facts.readings.size());
        facts.readings.append(reading);
    }
    return facts;
}

QPushButton *TestWalkPage::button(const QString &begin) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text().startsWith(begin))
            return candidate;
    }
    return nullptr;
}

void TestWalkPage::startsWithAFloor()
{
    WalkPage page(m_model, m_situation, m_theme);
    page.resize(1200, 700);
    page.show();
    QVERIFY(!page.isWalking());
    auto *floors = page.findChild<QComboBox *>();
    QVERIFY(floors->count() > 1);
    floors->setFocus();
    QTest::keyClick(floors, Qt::Key_End);
    for (QPushButton *one : page.findChildren<QPushButton *>()) {
        if (one->isVisible() && one->text() == u"Start the walk")
            QTest::mouseClick(one, Qt::LeftButton);
    }
    QVERIFY(page.isWalking() && page.space());
}

void TestWalkPage::saysWhatToDoNext()
{
    QCOMPARE(code(), u"B1-001"_s);
    tell(heard({}));
    QCOMPARE(m_page->title(), u"Listening for B1-001"_s);
    tell(heard({Occupancy::Free}));
    QCOMPARE(m_page->title(), u"Now put a car over B1-001"_s);
    QVERIFY(row(WalkStep::Signal)->tick().state == TickState::Done);
    QVERIFY(row(WalkStep::CarComes)->tick().state == TickState::Waiting);
    QVERIFY(row(WalkStep::CarComes)->accessibleName().endsWith(u"waiting"_s));
    tell(heard({Occupancy::Free, Occupancy::Occupied}));
    QCOMPARE(m_page->title(), u"Now drive the car away from B1-001"_s);
    works();
    QCOMPARE(m_page->title(), u"B1-001 works"_s);
    m_situation.setNow(kNow + 3min);
    tell(heard({}));
    QVERIFY(m_page->title().startsWith(u"Not heard for 3"));
}

void TestWalkPage::nothingIsClaimedBeforeAnAnswer()
{
    QCOMPARE(m_page->title(), u"Looking at B1-001"_s);
    for (const WalkTickRow *tick : m_page->ticks())
        QVERIFY(tick->tick().state == TickState::Before);
    works();
    m_page->setFailed(u"The database does not answer."_s);
    QCOMPARE(m_page->title(), u"Nobody knows what is heard"_s);
    QTest::mouseClick(button(u"Next"_s), Qt::LeftButton);
    QVERIFY(!m_page->record().entries.value(spaceId(u"B1-001"_s)).isWhole);
}

void TestWalkPage::oldAnswersDoNotCount()
{
    const domain::WalkFacts before = heard({Occupancy::Free});
    const domain::SpaceId space = *m_page->space();
    m_situation.setNow(kNow + 10s);
    m_page->go(1);
    m_page->setNews(space, before, {});
    QCOMPARE(m_page->title(), u"Looking at B1-002"_s);
    m_page->setNews(*m_page->space(), before, {}); // of another visit
    QCOMPARE(m_page->title(), u"Looking at B1-002"_s);
}

void TestWalkPage::aClickTicksByHand()
{
    tell(heard({Occupancy::Free}));
    QTest::mouseClick(row(WalkStep::CarComes), Qt::LeftButton);
    QVERIFY(row(WalkStep::CarComes)->tick().state == TickState::ByHand);
    QCOMPARE(row(WalkStep::CarComes)->seen(), u"seen by you"_s);
    row(WalkStep::CarComes)->setFocus();
    QTest::keyClick(row(WalkStep::CarComes), Qt::Key_Space); // takes it back
    QVERIFY(row(WalkStep::CarComes)->tick().state == TickState::Waiting);
    QTest::mouseClick(row(WalkStep::Signal), Qt::LeftButton); // the program saw that itself
    QVERIFY(row(WalkStep::Signal)->tick().state == TickState::Done);
}

void TestWalkPage::nextKeepsWhatIsOpen()
{
    QSignalSpy kept(m_page.get(), &WalkPage::recordChanged);
    works();
    QTest::mouseClick(button(u"Next: B1-002"_s), Qt::LeftButton);
    QVERIFY(m_page->record().entries.value(spaceId(u"B1-001"_s)).isWhole);
    QCOMPARE(code(), u"B1-002"_s);
    tell(heard({Occupancy::Free}));
    QTest::mouseClick(button(u"Next: B1-003"_s), Qt::LeftButton);
    const domain::WalkEntry open = m_page->record().entries.value(spaceId(u"B1-002"_s));
    QVERIFY(!open.isWhole && open.at && open.done.contains(WalkStep::Signal));
    QVERIFY(!open.done.contains(WalkStep::CarComes));
    QCOMPARE(m_page->record().whole(), 1);
    QVERIFY(kept.size() >= 2);
}

void TestWalkPage::keysAndClicksGoAlongTheRow()
{
    m_page->strip().setFocus();
    QTest::keyClick(&m_page->strip(), Qt::Key_Right);
    QTest::keyClick(&m_page->strip(), Qt::Key_Right);
    QCOMPARE(code(), u"B1-003"_s);
    QTest::keyClick(&m_page->strip(), Qt::Key_Left);
    QCOMPARE(code(), u"B1-002"_s);
    QTest::mouseClick(&m_page->strip(), Qt::LeftButton, {},
                      m_page->strip().boxOf(7).center().toPoint());
    QCOMPARE(code(), u"B1-008"_s);
    QTest::mouseClick(button(u"B1-007"_s), Qt::LeftButton);
    QCOMPARE(code(), u"B1-007"_s);
}

void TestWalkPage::anotherSpaceIsOfferedToSwap()
{
    QSignalSpy swapped(m_page.get(), &WalkPage::swapRequested);
    domain::WalkFacts facts = heard({Occupancy::Free});
    facts.others = {{spaceId(u"B1-066"_s), u"B1-066"_s, kNow}};
    tell(facts);
    QCOMPARE(m_page->title(), u"B1-066 saw a car come, B1-001 did not"_s);
    QTest::mouseClick(button(u"Swap them"_s), Qt::LeftButton);
    QCOMPARE(swapped.size(), 1);
    QCOMPARE(swapped[0][1].value<domain::SpaceId>(), spaceId(u"B1-066"_s));
    tell(heard({Occupancy::Free}));
    QVERIFY(!button(u"Swap them"_s));
}

void TestWalkPage::strangersAreBoundHere()
{
    QSignalSpy bound(m_page.get(), &WalkPage::bindRequested);
    QList<domain::FleetDevice> devices = fixture::newDevices(1).rows;
    m_page->setNews(*m_page->space(), heard({}), devices);
    QTest::mouseClick(button(u"Bind here"_s), Qt::LeftButton);
    QCOMPARE(bound.size(), 1);
    QCOMPARE(bound[0][1].value<domain::SpaceId>(), spaceId(u"B1-001"_s));
}

void TestWalkPage::aWholeEuiIsTaken()
{
    QSignalSpy entered(m_page.get(), &WalkPage::euiEntered);
    auto *field = m_page->heard().findChild<QLineEdit *>();
    field->setFocus();
    QTest::keyClicks(field, u"58a0cb00"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(entered.size(), 0);
    QCOMPARE(field->text(), u"58a0cb00"_s); // nothing is lost
    QTest::keyClicks(field, u"00102a51"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(entered.size(), 1);
    QCOMPARE(entered[0][0].value<domain::DevEui>(), domain::DevEui(0x58a0cb0000102a51));
}

void TestWalkPage::aWalkThatWasCutOffGoesOn()
{
    works();
    m_page->go(1);
    const QJsonObject stored = domain::toJson(m_page->record());
    WalkPage later(m_model, m_situation, m_theme);
    later.setRecord(
        domain::walkRecordOf(QJsonDocument::fromJson(QJsonDocument(stored).toJson()).object()));
    QCOMPARE(later.record(), m_page->record());
    later.begin(u"North"_s, u"B1"_s);
    QCOMPARE(*later.space(), spaceId(u"B1-002"_s));
    QCOMPARE(later.record().whole(), 1);
    later.begin(u"North"_s, u"B2"_s); // another walk, which takes nothing of the one before
    QCOMPARE(later.record().whole(), 1);
    QVERIFY(later.record().floor == u"B2" && later.strip().isVisibleTo(&later));
    // What is no record begins a new walk.
    QVERIFY(domain::walkRecordOf({{u"entries"_s, u"nonsense"_s}, {u"current"_s, 7}}).isEmpty());
}

void TestWalkPage::theListIsATable()
{
    tell(heard({Occupancy::Free}));
    auto *note = m_page->findChildren<QLineEdit *>().first();
    for (QLineEdit *field : m_page->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == u"Note")
            note = field;
    }
    note->setFocus();
    QTest::keyClicks(note, u"=1+1, wet"_s);
    m_page->go(1);
    const auto records = parseCsv(m_page->csv());
    QVERIFY(records);
    QCOMPARE(records->size(), m_model.rowsOf(u"North"_s, u"B1"_s).size() + 1);
    const QStringList first = records->at(1).fields;
    QCOMPARE(first[0], u"B1-001"_s);
    QCOMPARE(first[1], u"no"_s);
    QVERIFY(first[2].contains(u"Sees a car come"));
    QCOMPARE(first[4], u"'=1+1, wet"_s);
    QCOMPARE(records->at(5).fields[1], QString()); // nobody was there
}

void TestWalkPage::labelsNameEveryDevice()
{
    QSignalSpy saved(m_page.get(), &WalkPage::saveWanted);
    QTest::mouseClick(button(u"Labels"_s), Qt::LeftButton);
    QCOMPARE(saved.size(), 1);
    QCOMPARE(saved[0][0].toString(), u"labels.pdf"_s);
    QVERIFY(saved[0][1].toByteArray().startsWith("%PDF-"));
    qsizetype devices = 0;
    for (const int row : m_model.rowsOf(u"North"_s, u"B1"_s)) {
        const domain::Space &space = m_model.space(row);
        devices += (space.sensorEui ? 1 : 0) + (space.displayEui ? 1 : 0);
    }
    const QList<DeviceLabel> labels = m_page->deviceLabels();
    QCOMPARE(labels.size(), devices);
    QCOMPARE(labels.first().title, u"B1-001"_s);
    QVERIFY(labels.first().place.startsWith(u"North · B1"_s));
}

void TestWalkPage::withoutABrokerNothingIsTested()
{
    tell(heard({Occupancy::Free}));
    m_situation.setHealth(fixture::brokerDown(4min));
    QCOMPARE(m_page->title(), u"No connection to the broker"_s);
    m_situation.setHealth(fixture::healthy());
    QCOMPARE(m_page->title(), u"Now put a car over B1-001"_s);
}

void TestWalkPage::viewersTickNothing()
{
    m_situation.setRole(u"Viewer"_s, true);
    m_page->setNews(*m_page->space(), heard({Occupancy::Free}), fixture::newDevices(1).rows);
    QVERIFY(!button(u"Bind here"_s));
    QTest::mouseClick(row(WalkStep::CarComes), Qt::LeftButton);
    QVERIFY(row(WalkStep::CarComes)->tick().state == TickState::Waiting);
    m_situation.setRole(u"Operator"_s, false);
}

void TestWalkPage::goingBackTakesNothingAway()
{
    works();
    m_page->go(1);
    tell(heard({Occupancy::Free}));
    m_page->go(0);
    tell(heard({}));
    QCOMPARE(m_page->title(), u"B1-001 works"_s);
    QVERIFY(row(WalkStep::CarLeaves)->tick().state == TickState::Done);
    QCOMPARE(row(WalkStep::CarLeaves)->seen(), u"seen before"_s);
    m_page->go(1);
    const domain::WalkEntry entry = m_page->record().entries.value(spaceId(u"B1-001"_s));
    QVERIFY(entry.isWhole && entry.done.contains(WalkStep::CarLeaves));
}

/// What the sensor of before did is not what this one does.
void TestWalkPage::anotherSensorBeginsAnew()
{
    works();
    m_page->go(1);
    domain::SiteSnapshot site = fixture::harbourSite();
    for (domain::Space &space : site.spaces) {
        if (space.code == u"B1-001")
            space.sensorEui = domain::DevEui(0x58a0cb00000fffff);
    }
    m_model.load(site);
    m_page->go(0);
    tell(heard({}));
    QVERIFY(row(WalkStep::CarLeaves)->tick().state != TickState::Done);
    QVERIFY(m_page->title() != u"B1-001 works"_s);
    m_model.load(fixture::harbourSite());
}

void TestWalkPage::aSpaceThatWentIsLeft()
{
    tell(heard({Occupancy::Free}));
    const domain::SpaceId gone = *m_page->space();
    const domain::WalkFacts late = heard({Occupancy::Free});
    domain::SiteSnapshot site = fixture::harbourSite();
    site.spaces.removeIf([&gone](const domain::Space &space) { return space.id == gone; });
    site.statuses.removeIf([&gone](const domain::SpaceStatus &one) { return one.id == gone; });
    m_model.load(site);
    QCOMPARE(code(), u"B1-002"_s);
    m_page->setNews(gone, late, {});
    QCOMPARE(m_page->title(), u"Looking at B1-002"_s);
    m_model.load(fixture::harbourSite());
}

void TestWalkPage::handsBindNoSensor()
{
    domain::WalkFacts facts;
    facts.begun = m_page->begun();
    tell(facts);
    for (WalkTickRow *tick : m_page->ticks())
        QTest::mouseClick(tick, Qt::LeftButton);
    QVERIFY(row(WalkStep::Bound)->tick().state == TickState::Waiting);
    m_page->go(1);
    QVERIFY(!m_page->record().entries.value(spaceId(u"B1-001"_s)).isWhole);
}

void TestWalkPage::aFloorCanBeginAnew()
{
    works();
    m_page->go(1);
    m_page->cancel();
    m_page->show();
    QSignalSpy forgotten(m_page.get(), &WalkPage::forgotten);
    QTest::mouseClick(button(u"Begin anew"_s), Qt::LeftButton);
    QCOMPARE(m_page->record().whole(), 0);
    QCOMPARE(forgotten.size(), 1);
    m_page->setRecord(forgotten[0][0].value<domain::WalkRecord>()); // undone
    QCOMPARE(m_page->record().whole(), 1);
    QVERIFY(button(u"Go on"_s) && button(u"Begin anew"_s));
}

void TestWalkPage::nothingIsTestedWhileNobodyListens()
{
    tell(heard({Occupancy::Free}));
    domain::Health health = fixture::healthy();
    domain::HealthCheck station;
    station.name = u"station"_s;
    station.level = domain::HealthLevel::Unhealthy;
    station.problem = u"STATION_DOWN"_s;
    station.since = kNow - 4min;
    health.checks = {station};
    m_situation.setHealth(health);
    QCOMPARE(m_page->title(), u"What sensors say is not taken in"_s);
}

PARKING_TEST(TestWalkPage)
#include "tst_walkpage.moc"

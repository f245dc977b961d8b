#include "shell/inspector.h"

#include "fixturesite.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

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
    void agesRunWithTheClock();
    void aChangeFromOutsideShowsAtOnce();
    void maintenanceGoesOutWithItsReason();
    void cancelKeepsTheSpaceAsItIs();
    void overrideCanBeTakenBack();
    void manySpacesShowCountsAndNumberedActions();
    void viewersHaveNoActions();
    void historyIsAskedForAndShown();
    void historyOfAnotherSpaceIsLeftOut();
    void foldedSectionsStayFolded();

private:
    QPushButton *button(const QString &text) const;
    QStringList words() const; ///< of all labels that can be seen
    void select(const QStringList &codes);

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
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
    m_inspector = std::make_unique<Inspector>(*m_model, m_theme);
    m_inspector->resize(328, 720);
    m_inspector->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_inspector.get()));
}

void TestInspector::cleanup()
{
    m_inspector.reset();
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
        << u"B1-001"_qs << u"Occupied"_qs << u"for 3 min"_qs << QStringList{u"occupied"_qs};
    QTest::newRow("reserved until a time")
        << u"B1-055"_qs << u"Reserved"_qs << u"for 2 min, until 16:30"_qs
        << QStringList{u"free"_qs, u"14:00 – 16:30"_qs, u"running"_qs};
    QTest::newRow("maintenance with reason")
        << u"B1-058"_qs << u"Maintenance"_qs << u"for 3 h"_qs
        << QStringList{u"Maintenance: Oil on the floor"_qs, u"3 h ago"_qs};
    QTest::newRow("silent says for how long")
        << u"B1-073"_qs << u"Silent 9 h"_qs << QString() << QStringList{u"9 h ago"_qs};
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
    QVERIFY(said.contains(u"North · Basement 1 · Zone "_qs
                          + m_model->space(m_model->rowOf(spaceId(code))).zone));
    // Units stand behind a narrow no-break space.
    const auto plain = [](QString text) { return text.replace(QChar(0x202f), u' '); };
    QCOMPARE(plain(m_inspector->findChild<StatePill *>()->accessibleName()), pill);
    QStringList plainWords;
    for (const QString &text : said)
        plainWords.append(plain(text));
    for (const QString &text : why + (since.isEmpty() ? QStringList() : QStringList{since}))
        QVERIFY2(plainWords.contains(text), qPrintable(text + u" in "_qs + plainWords.join(u'|')));
}

void TestInspector::factsOfTheSensor()
{
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-001"_qs)));
    status.batteryVolt = 3.61;
    status.rssiDbm = -87;
    status.snrDb = 8.5;
    status.lastHeard = fixture::kNow - 42s;
    m_model->apply({status});
    select({u"B1-001"_qs});
    const QStringList said = words();
    for (const QString &text : {u"3.61 V"_qs, u"Good"_qs, u"−87 dBm · SNR 8.5"_qs, u"42 s ago"_qs,
                                u"silent after 2 h"_qs})
        QVERIFY2(said.join(u'|').replace(QChar(0x202f), u' ').contains(text), qPrintable(text));
}

void TestInspector::agesRunWithTheClock()
{
    select({u"B1-055"_qs});
    QVERIFY(words().join(u'|').contains(u"until 16:30"_qs));
    const QString before = words().join(u'|');
    m_model->setNow(fixture::kNow + 5min);
    m_inspector->refreshAges();
    QVERIFY(words().join(u'|') != before);
    QVERIFY(words().join(u'|').replace(QChar(0x202f), u' ').contains(u"for 7 min"_qs));
}

void TestInspector::aChangeFromOutsideShowsAtOnce()
{
    select({u"B1-001"_qs});
    QSignalSpy asked(m_inspector.get(), &Inspector::historyWanted);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-001"_qs)));
    status.state = SpaceState::Free;
    status.inputs.sensor->occupancy = domain::Occupancy::Free;
    m_model->apply({status});
    QCOMPARE(m_inspector->findChild<StatePill *>()->accessibleName(), u"Free"_qs);
    QCOMPARE(asked.size(), 1);
}

void TestInspector::maintenanceGoesOutWithItsReason()
{
    select({u"B1-001"_qs});
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    QVERIFY(button(u"Set maintenance"_qs));
    QTest::mouseClick(button(u"Set maintenance"_qs), Qt::LeftButton);
    auto *reason = m_inspector->findChild<QLineEdit *>();
    QVERIFY(reason->isVisible());
    QVERIFY(reason->hasFocus());
    QTest::keyClicks(reason, u"  lamp is broken "_qs);
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.spaces, QSet{spaceId(u"B1-001"_qs)});
    QVERIFY(request.state == SpaceState::Maintenance);
    QCOMPARE(request.reason, u"lamp is broken"_qs);
    QVERIFY(!reason->isVisible());
}

void TestInspector::cancelKeepsTheSpaceAsItIs()
{
    select({u"B1-001"_qs});
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    m_inspector->askMaintenance();
    auto *reason = m_inspector->findChild<QLineEdit *>();
    QTest::keyClicks(reason, u"never mind"_qs);
    QTest::mouseClick(button(u"Cancel"_qs), Qt::LeftButton);
    QVERIFY(!reason->isVisible());
    QCOMPARE(requested.size(), 0);
    m_inspector->askMaintenance();
    QVERIFY(reason->text().isEmpty());
    QVERIFY(m_inspector->cancel());
    QVERIFY(!m_inspector->cancel());
}

void TestInspector::overrideCanBeTakenBack()
{
    select({u"B1-058"_qs});
    QSignalSpy cleared(m_inspector.get(), &Inspector::overrideCleared);
    QVERIFY(!button(u"Set maintenance"_qs));
    QTest::mouseClick(button(u"Take override back"_qs), Qt::LeftButton);
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(cleared.first().first().value<QSet<domain::SpaceId>>(), QSet{spaceId(u"B1-058"_qs)});
}

void TestInspector::manySpacesShowCountsAndNumberedActions()
{
    select({u"B1-001"_qs, u"B1-004"_qs, u"B1-058"_qs, u"B1-073"_qs});
    QVERIFY(words().contains(u"4 spaces"_qs));
    QCOMPARE(m_inspector->findChild<StateCounts *>()->accessibleName(),
             u"1 Free, 2 Occupied, 1 Maintenance, 1 of these, sensor silent"_qs);
    QVERIFY(button(u"Take 1 override back"_qs));
    QSignalSpy requested(m_inspector.get(), &Inspector::overrideRequested);
    QTest::mouseClick(button(u"Set 4 to occupied"_qs), Qt::LeftButton);
    QTest::keyClick(m_inspector->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.spaces.size(), 4);
    QVERIFY(request.state == SpaceState::Occupied);
}

void TestInspector::viewersHaveNoActions()
{
    m_inspector->setReadOnly(true);
    select({u"B1-001"_qs});
    QVERIFY(!button(u"Set maintenance"_qs));
    m_inspector->askMaintenance();
    QVERIFY(!m_inspector->findChild<QLineEdit *>()->isVisible());
    QVERIFY(words().contains(u"Why this state"_qs));
}

void TestInspector::historyIsAskedForAndShown()
{
    QSignalSpy asked(m_inspector.get(), &Inspector::historyWanted);
    select({u"B1-055"_qs});
    QCOMPARE(asked.size(), 1);
    QTRY_VERIFY(words().contains(u"No changes yet."_qs));
    m_inspector->setHistory(spaceId(u"B1-055"_qs), fixture::history(u"B1-055"_qs));
    QTRY_VERIFY(words().contains(u"booking started"_qs));
    QVERIFY(!words().contains(u"No changes yet."_qs));
    const std::optional<double> share = m_inspector->findChild<DayStrip *>()->occupied();
    QVERIFY(share && *share > 0.25 && *share < 0.35);
}

void TestInspector::historyOfAnotherSpaceIsLeftOut()
{
    select({u"B1-001"_qs});
    m_inspector->setHistory(spaceId(u"B1-055"_qs), fixture::history(u"B1-055"_qs));
    QTRY_VERIFY(words().contains(u"No changes yet."_qs));
}

void TestInspector::foldedSectionsStayFolded()
{
    select({u"B1-001"_qs});
    auto *strip = m_inspector->findChild<DayStrip *>();
    QVERIFY(strip->isVisible());
    for (SectionHead *head : m_inspector->findChildren<SectionHead *>()) {
        if (head->text() == u"Last 24 hours")
            QTest::mouseClick(head, Qt::LeftButton);
    }
    QVERIFY(!strip->isVisible());
    select({u"B1-055"_qs});
    QVERIFY(!strip->isVisible());
}

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"

// The bell and its panel, by keys and mouse: what is open is counted by cause, told with its way
// out, and nothing is claimed while it is not known.

#include "app/operatorwindow.h"
#include "fixturealarms.h"
#include "fixturesite.h"
#include "shell/bell.h"
#include "testmain.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Alarm;
using domain::AlarmKind;

class TestAlarmsPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void theBellCountsCauses();
    void f8OpensAndEscapeGivesTheFocusBack();
    void aClickOnTheBellOpensAndCloses();
    void criticalOnesStandFirst();
    void namesUnfoldUpToEight();
    void remediesGoThere();
    void acknowledgingIsAsked();
    void acknowledgedOnesStandBelow();
    void aClearedOneIsSeenToGo();
    void noneSaysWhenTheLastOneWas();
    void nothingIsClaimedWhileItIsNotKnown();
    void viewersCannotAcknowledge();
    void everyKindHasItsWords_data();
    void everyKindHasItsWords();

private:
    AlarmsPanel &panel() const { return m_window->alarms(); }
    QPushButton *button(const QString &begin) const;
    int shown(const QString &text) const; ///< buttons of that text
    QString words() const; ///< all that the panel shows
    void click(const QString &begin);

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    Notices m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestAlarmsPanel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
    m_model.setNow(fixture::kNow);
    m_model.load(fixture::harbourSite());
    m_situation.setNow(fixture::kNow);
    m_situation.setHealth(fixture::healthy());
}

void TestAlarmsPanel::init()
{
    m_situation.setRole(u"Operator"_s, false);
    m_window = std::make_unique<OperatorWindow>(m_model, m_situation, m_notices, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    panel().setAlarms(fixture::alarms());
}

void TestAlarmsPanel::cleanup()
{
    m_window.reset();
}

QPushButton *TestAlarmsPanel::button(const QString &begin) const
{
    for (QPushButton *candidate : panel().findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text().startsWith(begin))
            return candidate;
    }
    return nullptr;
}

int TestAlarmsPanel::shown(const QString &text) const
{
    int count = 0;
    for (const QPushButton *candidate : panel().findChildren<QPushButton *>())
        count += candidate->isVisible() && candidate->text() == text;
    return count;
}

void TestAlarmsPanel::click(const QString &begin)
{
    QPushButton *found = button(begin);
    QVERIFY2(found, qPrintable(begin));
    QTest::mouseClick(found, Qt::LeftButton);
}

QString TestAlarmsPanel::words() const
{
    QStringList words;
    for (const QLabel *label : panel().findChildren<QLabel *>()) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'\n');
}

void TestAlarmsPanel::theBellCountsCauses()
{
    QCOMPARE(m_window->bell().count(), std::optional(5)); // two were acknowledged
    QCOMPARE(m_window->bell().accessibleName(), u"5 open alarms"_s);
    QCOMPARE(panel().deviceCount(), 4); // the booking is none
    for (const Page &page : m_window->pages()) {
        if (page.id == u"devices") {
            QVERIFY(page.badge);
            QCOMPARE(page.badge(), 4);
        }
    }
}

void TestAlarmsPanel::f8OpensAndEscapeGivesTheFocusBack()
{
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(panel().isOpen());
    QVERIFY(m_window->bell().isChecked());
    QVERIFY(panel().isAncestorOf(m_window->focusWidget()));
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
    QVERIFY(panel().isAncestorOf(m_window->focusWidget()));
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel().isOpen());
    QVERIFY(!m_window->bell().isChecked());
    QCOMPARE(m_window->focusWidget(), static_cast<QWidget *>(&m_window->bell()));
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(!panel().isOpen());
}

void TestAlarmsPanel::aClickOnTheBellOpensAndCloses()
{
    QTest::mouseClick(&m_window->bell(), Qt::LeftButton);
    QVERIFY(panel().isOpen());
    QVERIFY(m_window->bell().isChecked());
    const QRect card = panel().geometry().marginsRemoved({12, 10, 12, 16});
    QCOMPARE(card.width(), 400);
    QCOMPARE(panel().parentWidget()->width() - card.right() - 1, 16);
    QVERIFY(card.bottom() < m_window->height());
    QTest::mouseClick(&m_window->bell(), Qt::LeftButton);
    QVERIFY(!panel().isOpen());
    QVERIFY(!m_window->bell().isChecked());
}

void TestAlarmsPanel::criticalOnesStandFirst()
{
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    const QList<AlarmRow *> rows = panel().rows();
    QCOMPARE(rows.size(), 5);
    QVERIFY(rows[0]->alarm().cause.kind == AlarmKind::GatewayLost);
    QVERIFY(rows[1]->alarm().cause.kind == AlarmKind::BookingBlocked);
    QCOMPARE(rows[0]->accessibleName(), u"Critical: Gateway GW hall is lost"_s);
    const QString said = words();
    for (const QString &part :
         {u"5 open, by cause"_s, u"Gateway GW hall is lost"_s, u"North, B1 · since 13:41"_s,
          u"B1-046 is blocked for its booking"_s, u"Nearest fit: B1-050"_s,
          u"3 sensors are silent"_s, u"B1-073, B1-082, B2-014"_s, u"Expected every 15"_s,
          u"3 batteries are low"_s, u"One visit to North, B1 covers all."_s,
          u"Cleared today: 7. Alarms clear by themselves."_s})
        QVERIFY2(said.contains(part), qPrintable(part + u" in "_s + said));
    for (int i = 1; i < rows.size(); ++i)
        QVERIFY(rows[i]->y() >= rows[i - 1]->geometry().bottom());
}

void TestAlarmsPanel::namesUnfoldUpToEight()
{
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    click(u"15 devices"_s);
    QVERIFY(button(u"B1-127"_s));
    QVERIFY(button(u"B1-134"_s));
    QVERIFY(!button(u"B1-151"_s));
    QVERIFY(button(u"Open Devices, 15 are concerned"_s));
    click(u"B1-129"_s);
    QVERIFY(!panel().isOpen());
    QCOMPARE(m_window->shown().id, u"map"_s);
    QVERIFY(m_window->spaces().map().view().selection().contains(fixture::spaceId(u"B1-129"_s)));
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    click(u"Open Devices, 15 are concerned"_s);
    QCOMPARE(m_window->shown().id, u"devices"_s);
}

void TestAlarmsPanel::remediesGoThere()
{
    m_window->showPage(u"health"_s);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    click(u"Show on map"_s);
    QVERIFY(!panel().isOpen());
    QCOMPARE(m_window->shown().id, u"map"_s);
    QCOMPARE(m_window->spaces().map().view().place().floor, u"B1"_s);
    QCOMPARE(m_window->spaces().map().view().selection().size(), 15);
    QSignalSpy trips(&m_window->devices(), &DevicesPage::tripsWanted);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    click(u"Plan a visit"_s);
    QCOMPARE(m_window->shown().id, u"devices"_s);
    QCOMPARE(trips.size(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    m_window->showPage(u"map"_s);
    click(u"Open lamps"_s);
    QCOMPARE(m_window->shown().id, u"devices"_s);
    QVERIFY(m_window->devices().isCommandsOpen());
    QSignalSpy asked(&panel(), &AlarmsPanel::remedyAsked);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    click(u"Move the booking"_s);
    QCOMPARE(asked.size(), 1);
    QVERIFY(asked[0][0].value<Alarm>().cause.kind == AlarmKind::BookingBlocked);
}

void TestAlarmsPanel::acknowledgingIsAsked()
{
    QSignalSpy asked(&panel(), &AlarmsPanel::acknowledgeAsked);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    const QList<AlarmRow *> rows = panel().rows();
    for (QPushButton *candidate : rows[2]->findChildren<QPushButton *>()) {
        if (candidate->text() == u"Acknowledge")
            QTest::mouseClick(candidate, Qt::LeftButton);
    }
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].value<QList<domain::AlarmId>>(),
             QList<domain::AlarmId>({rows[2]->alarm().id}));
    QTest::keyClick(button(u"Acknowledge all"_s), Qt::Key_Space);
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[1][0].value<QList<domain::AlarmId>>().size(), 5);
}

void TestAlarmsPanel::acknowledgedOnesStandBelow()
{
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(button(u"Acknowledged, still there  2"_s));
    click(u"Acknowledged, still there"_s);
    QCOMPARE(panel().rows().size(), 7);
    QVERIFY(words().contains(u"Acknowledged by Kim, 13:02"_s));
    domain::AlarmsKnown known = fixture::alarms();
    for (Alarm &alarm : known.open)
        alarm.acknowledgedAt = fixture::kNow;
    panel().setAlarms(known);
    QCOMPARE(m_window->bell().count(), std::optional(0));
    QVERIFY(!button(u"Acknowledge all"_s)->isEnabled());
    QCOMPARE(m_window->bell().accessibleName(), u"No new alarms"_s);
    QVERIFY(words().contains(u"none new"_s) && !words().contains(u"No open alarms"_s));
    QVERIFY(panel().isAncestorOf(m_window->focusWidget()) || m_window->focusWidget() == &panel());
}

void TestAlarmsPanel::aClearedOneIsSeenToGo()
{
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    domain::AlarmsKnown known = fixture::alarms();
    known.open.clear();
    panel().setAlarms(known);
    QCOMPARE(m_window->bell().count(), std::optional(0));
    QCOMPARE(panel().rows().size(), 5); // for five seconds
    QVERIFY(words().contains(u"cleared"_s));
    QCOMPARE(shown(u"Acknowledge"_s), 0);
    QTRY_COMPARE_WITH_TIMEOUT(panel().rows().size(), 0, 30'000);
}

void TestAlarmsPanel::noneSaysWhenTheLastOneWas()
{
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    panel().close();
    domain::AlarmsKnown none;
    panel().setAlarms(none);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(words().contains(u"No open alarms. There was none yet."_s));
    none.lastCleared = fixture::kNow - 40min;
    panel().setAlarms(none);
    QVERIFY(words().contains(u"No open alarms. The last one cleared at 13:22."_s));
    QCOMPARE(m_window->bell().accessibleName(), u"No open alarms"_s);
}

void TestAlarmsPanel::nothingIsClaimedWhileItIsNotKnown()
{
    panel().setUnknown(u"The database is away since 13:58."_s);
    QVERIFY(!m_window->bell().count());
    QCOMPARE(m_window->bell().accessibleName(), u"Alarms: not known now"_s);
    QCOMPARE(panel().deviceCount(), 0);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(words().contains(u"The database is away since 13:58. What follows is as it was at "_s));
    QVERIFY(words().contains(u"not known now"_s));
    QVERIFY(!button(u"Acknowledge all"_s)->isEnabled());
    QCOMPARE(panel().rows().size(), 5);
    // Before the first answer.
    OperatorWindow fresh(m_model, m_situation, m_notices, m_theme);
    QVERIFY(!fresh.bell().count());
}

void TestAlarmsPanel::viewersCannotAcknowledge()
{
    m_situation.setRole(u"Viewer"_s, true);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(!button(u"Acknowledge all"_s)->isEnabled());
    QSignalSpy asked(&panel(), &AlarmsPanel::acknowledgeAsked);
    QCOMPARE(shown(u"Acknowledge"_s), 5);
    for (QPushButton *candidate : panel().findChildren<QPushButton *>()) {
        if (candidate->text() == u"Acknowledge" && candidate->isVisible()) {
            QVERIFY(!candidate->isEnabled());
            QVERIFY(candidate->toolTip().contains(u"Viewers cannot"_s));
            QTest::mouseClick(candidate, Qt::LeftButton);
        }
    }
    QVERIFY(asked.isEmpty());
}

void TestAlarmsPanel::everyKindHasItsWords_data()
{
    QTest::addColumn<int>("kind");
    for (int i = 0; i <= int(AlarmKind::MessagesRefused); ++i)
        QTest::addRow("%s", qPrintable(domain::nameOf(AlarmKind(i)))) << i;
}

void TestAlarmsPanel::everyKindHasItsWords()
{
    QFETCH(int, kind);
    domain::AlarmsKnown known;
    known.open = {fixture::alarm(AlarmKind(kind), {u"B1-001"_s, u"B1-002"_s}, 5min,
                                 {{u"building"_s, u"North"_s}}, u"subject"_s)};
    panel().setAlarms(known);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QCOMPARE(panel().rows().size(), 1);
    for (const QLabel *label : panel().rows().first()->findChildren<QLabel *>())
        QVERIFY(!label->text().isEmpty() && !label->text().contains(u'%'));
    for (const QPushButton *found : panel().rows().first()->findChildren<QPushButton *>())
        QVERIFY(!found->isVisible() || !found->accessibleName().isEmpty());
}

PARKING_TEST(TestAlarmsPanel)
#include "tst_alarmspanel.moc"

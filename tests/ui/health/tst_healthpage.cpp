#include "base/literals.h"
#include "fixturesite.h"
#include "health/checktable.h"
#include "health/healthpage.h"
#include "health/unheard.h"
#include "testmain.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::HealthLevel;
using fixture::kNow;
using fixture::spaceId;

class TestHealthPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init();
    void worstIsFirst();
    void gatewayLeadsToTheMap();
    void lampsLeadToTheirCommands();
    void thatItIsShownChoosesNoCheck();
    void rowsKeepTheFocus();
    void whatIsPressedIsFollowed();
    void tellsWhatWasBefore();
    void screensAreSeenFromTheDesk();
    void aCheckIsToldOfByKeys();
    void theReportHasNoSecrets();

private:
    domain::Health with(const QString &check, HealthLevel level, const QString &problem) const;
    QPushButton *link(const QString &name) const;
    QStringList shownRows() const; ///< the checks, from top to bottom
    static QStringList namesOf(const QList<CheckLine> &lines);

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<HealthPage> m_page;
};

void TestHealthPage::init()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    fixture::loseGateway(site, fixture::codes(u"B1-"_s, 70, 12));
    m_model.setNow(kNow);
    m_model.load(site);
    m_situation.setNow(kNow);
    m_situation.setHealth(fixture::healthy());
    m_page = std::make_unique<HealthPage>(m_model, m_situation, m_theme);
    m_page->resize(1200, 900);
    m_page->show();
}

domain::Health TestHealthPage::with(const QString &name, HealthLevel level,
                                    const QString &problem) const
{
    domain::Health health = fixture::healthy();
    domain::HealthCheck check;
    check.name = name;
    check.level = level;
    check.problem = problem;
    check.detail = u"detail"_s;
    check.since = kNow - 1h;
    health.checks.append(check);
    health.level = level;
    return health;
}

QPushButton *TestHealthPage::link(const QString &name) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->accessibleName().startsWith(name + u':'))
            return candidate;
    }
    return nullptr;
}

QStringList TestHealthPage::shownRows() const
{
    m_page->findChild<CheckTable *>()->layout()->activate();
    QList<CheckRow *> rows = m_page->findChildren<CheckRow *>();
    std::sort(rows.begin(), rows.end(), [](auto *a, auto *b) { return a->y() < b->y(); });
    QStringList names;
    for (const CheckRow *row : std::as_const(rows))
        names.append(row->line().name);
    return names;
}

QStringList TestHealthPage::namesOf(const QList<CheckLine> &lines)
{
    QStringList names;
    for (const CheckLine &line : lines)
        names.append(line.name);
    return names;
}

void TestHealthPage::worstIsFirst()
{
    const QList<Unheard> unheard =
        unheardOf(m_model, domain::commonCauses(m_model.spaces(), m_model.statuses(), kNow));
    QVERIFY(unheard.size() > 1);
    QVERIFY(unheard.first().cause.has_value());
    QSet<domain::SpaceId> explained(unheard.first().cause->spaces.cbegin(),
                                    unheard.first().cause->spaces.cend());
    Milliseconds before = Milliseconds::max();
    for (const Unheard &one : unheard.mid(1)) {
        QVERIFY(!one.cause && !explained.contains(one.space));
        QVERIFY(one.overdue <= before);
        before = one.overdue;
    }
    // Of the checks too.
    m_situation.setHealth(with(u"gateways"_s, HealthLevel::Degraded, u"GATEWAY_LOST"_s));
    const auto *table = m_page->findChild<CheckTable *>();
    QCOMPARE(table->lines().first().name, u"Gateways"_s);
    QCOMPARE(shownRows(), namesOf(table->lines()));
}

void TestHealthPage::gatewayLeadsToTheMap()
{
    m_situation.setHealth(with(u"gateways"_s, HealthLevel::Degraded, u"GATEWAY_LOST"_s));
    QSignalSpy chosen(m_page.get(), &HealthPage::unheardChosen);
    QVERIFY(link(u"Gateways"_s));
    QTest::mouseClick(link(u"Gateways"_s), Qt::LeftButton);
    QCOMPARE(chosen.first().first().value<domain::SpaceId>(), spaceId(u"B1-070"_s));
    QVERIFY(link(u"Gateway 0016c001f1530001"_s));
    QTest::mouseClick(link(u"Gateway 0016c001f1530001"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 2);
    QVERIFY(!link(u"Broker"_s)); // nothing is there to be shown
}

void TestHealthPage::lampsLeadToTheirCommands()
{
    m_situation.setHealth(with(u"lamps"_s, HealthLevel::Degraded, u"LAMPS_AMISS"_s));
    QSignalSpy chosen(m_page.get(), &HealthPage::lampsChosen);
    QVERIFY(link(u"Lamps"_s));
    QTest::mouseClick(link(u"Lamps"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
}

/// Who comes by the keyboard sees where it stands.
void TestHealthPage::thatItIsShownChoosesNoCheck()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    auto *table = m_page->findChild<CheckTable *>();
    table->setFocus(Qt::OtherFocusReason);
    QVERIFY(table->hasFocus());
    QCOMPARE(table->chosen(), QString());
    table->clearFocus();
    table->setFocus(Qt::TabFocusReason);
    QCOMPARE(table->chosen(), table->lines().first().id);
}

/// Health comes each second: a link that has the keyboard keeps it.
void TestHealthPage::rowsKeepTheFocus()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_situation.setHealth(with(u"lamps"_s, HealthLevel::Degraded, u"LAMPS_AMISS"_s));
    QPushButton *focused = link(u"Lamps"_s);
    focused->setFocus();
    domain::Health later = with(u"lamps"_s, HealthLevel::Degraded, u"LAMPS_AMISS"_s);
    later.backlog = 7;
    m_situation.setHealth(later);
    QVERIFY(focused->hasFocus());
    QCOMPARE(QApplication::focusWidget(), focused);
}

/// A check that gets worse comes above: who presses another one's link presses that.
void TestHealthPage::whatIsPressedIsFollowed()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    domain::Health health = with(u"lamps"_s, HealthLevel::Degraded, u"LAMPS_AMISS"_s);
    m_situation.setHealth(health);
    QSignalSpy lamps(m_page.get(), &HealthPage::lampsChosen);
    QSignalSpy unheard(m_page.get(), &HealthPage::unheardChosen);
    QPushButton *pressed = link(u"Lamps"_s);
    const auto nameAt = [this](const QWidget *inside) {
        for (const CheckRow *row : m_page->findChildren<CheckRow *>()) {
            if (row->isAncestorOf(inside))
                return row->line().name;
        }
        return QString();
    };
    pressed->setFocus();
    QTest::mousePress(pressed, Qt::LeftButton);
    health.checks.append(
        with(u"gateways"_s, HealthLevel::Unhealthy, u"GATEWAY_LOST"_s).checks.last());
    m_situation.setHealth(health);
    const auto *table = m_page->findChild<CheckTable *>();
    QCOMPARE(table->lines().first().name, u"Gateways"_s); // another one stands there now
    QCOMPARE(nameAt(QApplication::focusWidget()), u"Lamps"_s);
    QTest::mouseRelease(pressed, Qt::LeftButton);
    QCOMPARE(lamps.size(), 1);
    QCOMPARE(unheard.size(), 0);
    // The rows lie as they are told, and Tab goes that way.
    QCOMPARE(shownRows(), namesOf(table->lines()));
    QTest::keyClick(pressed, Qt::Key_Backtab);
    QCOMPARE(nameAt(QApplication::focusWidget()), u"Gateways"_s);
    // With its reason the link goes: the focus does not jump to another one's.
    pressed->setFocus();
    m_situation.setHealth(with(u"gateways"_s, HealthLevel::Unhealthy, u"GATEWAY_LOST"_s));
    QVERIFY(!link(u"Lamps"_s));
    QCOMPARE(QApplication::focusWidget(), static_cast<const QWidget *>(table));
    QCOMPARE(table->chosen(), QString(u"lamps"_s));
}

void TestHealthPage::tellsWhatWasBefore()
{
    QSignalSpy wanted(m_page.get(), &HealthPage::outagesWanted);
    m_page->hide();
    m_page->show();
    QCOMPARE(wanted.size(), 1);
    domain::Outage outage;
    outage.check = u"database"_s;
    outage.level = HealthLevel::Unhealthy;
    outage.problem = u"UNREACHABLE"_s;
    outage.from = kNow - 26h;
    outage.to = kNow - 25h;
    m_page->setOutages({outage});
    const auto labels = [this] {
        QStringList said;
        for (const QLabel *label : m_page->findChildren<QLabel *>()) {
            if (label->isVisible())
                said.append(label->text());
        }
        return said;
    };
    QTRY_VERIFY2(labels().contains(u"The database does not answer."_s),
                 qPrintable(labels().join(u'|')));
    const QStringList said = labels();
    QCOMPARE(said.filter(u", for 1"_s).size(), 1);
    m_page->setOutagesFailed(u"The database does not answer now."_s);
    bool isTold = false;
    for (const QLabel *label : m_page->findChildren<QLabel *>())
        isTold = isTold || label->text() == u"The database does not answer now.";
    QVERIFY(isTold);
}

void TestHealthPage::screensAreSeenFromTheDesk()
{
    const auto words = [this] {
        QStringList texts;
        for (const QLabel *label : m_page->findChildren<QLabel *>()) {
            if (label->isVisibleTo(m_page.get()))
                texts.append(label->text());
        }
        return texts.join(u'|');
    };
    QVERIFY(!words().contains(u"Screens for the public"_s)); // there are none
    domain::Screen screen;
    screen.host = u"lobby"_s;
    screen.version = u"1.0"_s;
    screen.shows = u"North"_s;
    screen.age = domain::DataAge::Live;
    screen.free = 161;
    screen.reportedAt = kNow - 5s;
    m_page->setScreens({screen}, kNow);
    QTRY_VERIFY2(words().contains(u"Shows 161 free."_s), qPrintable(words()));
    screen.age = domain::DataAge::Old;
    m_page->setScreens({screen}, kNow);
    QVERIFY2(words().contains(u"Shows old numbers"_s), qPrintable(words()));
    m_page->setScreens({screen}, kNow + 10min); // its last word is no news
    QVERIFY2(words().contains(u"it is dark, or cut off"_s), qPrintable(words()));
    QVERIFY(!words().contains(u"Shows"_s));
}

/// Down, Enter, C and Esc; the row stays chosen while the seconds pass.
void TestHealthPage::aCheckIsToldOfByKeys()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_situation.setHealth(fixture::databaseDown(4min));
    auto *table = m_page->findChild<CheckTable *>();
    auto *inspector = m_page->findChild<CheckInspector *>();
    QVERIFY(inspector->isHidden());
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(table->chosen(), u"database"_s); // the worst
    QTest::keyClick(table, Qt::Key_Down);
    const QString second = table->chosen();
    QVERIFY(second != u"database");
    QTest::keyClick(table, Qt::Key_Up);
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(inspector->isVisible());
    QCOMPARE(inspector->id(), u"database"_s);
    QStringList said;
    for (const QLabel *label : inspector->findChildren<QLabel *>())
        said.append(label->text());
    QVERIFY2(said.contains(u"connection refused"_s), qPrintable(said.join(u'|')));
    QSignalSpy copied(m_page.get(), &HealthPage::copied);
    QTest::keyClick(table, Qt::Key_C);
    QCOMPARE(copied.size(), 1);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Database; Does not work; "));
    m_situation.setHealth(fixture::databaseDown(5min));
    QCOMPARE(table->chosen(), u"database"_s);
    QSignalSpy settings(m_page.get(), &HealthPage::settingsChosen);
    for (QPushButton *button : inspector->findChildren<QPushButton *>()) {
        if (button->text() == u"Settings")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(settings.size(), 1);
    QCOMPARE(settings.first().first().toString(), u"database"_s);
    QVERIFY(m_page->cancel());
    QVERIFY(inspector->isHidden());
    QVERIFY(!m_page->cancel());
    // By the mouse too; and a check that is gone takes its words along.
    auto *row = table->findChildren<CheckRow *>().last();
    QTest::mouseClick(row, Qt::LeftButton, {}, {60, 10});
    QCOMPARE(inspector->id(), row->line().id);
    m_situation.setHealth({});
    QVERIFY(inspector->isHidden());
}

void TestHealthPage::theReportHasNoSecrets()
{
    domain::Health health = fixture::databaseDown(4min);
    health.checks[1].detail = u"postgresql://me:hush@db/x and password=hush"_s;
    m_situation.setHealth(health);
    QSignalSpy copied(m_page.get(), &HealthPage::copied);
    m_page->copyReport();
    QVERIFY(!QGuiApplication::clipboard()->text().contains(u"hush"));
    QVERIFY(copied.first().first().toString().endsWith(u"2 secrets masked"));
}

PARKING_TEST(TestHealthPage)
#include "tst_healthpage.moc"

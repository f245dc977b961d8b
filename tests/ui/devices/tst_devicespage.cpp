// The page "Devices", as people drive it, without a database.

#include "base/csv.h"
#include "base/literals.h"
#include "devices/chartcard.h"
#include "devices/chartview.h"
#include "devices/devicelabels.h"
#include "devices/devicepill.h"
#include "devices/devicesdesk.h"
#include "devices/devicespage.h"
#include "devices/fleettable.h"
#include "devices/mountplan.h"
#include "devices/tickbar.h"
#include "devices/tile.h"
#include "engine/spaces/deviceimport.h"
#include "fixturedevices.h"
#include "fixturesite.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QWheelEvent>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::DeviceState;
using fixture::kNow;

class TestDevicesPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void asksWhenItIsShown();
    void listTellsWhatIsWorst();
    void chipsAndFiltersAskAnew();
    void headersSort();
    void valuesMoveInPlace();
    void moreRowsAreAskedFor();
    void ticksGatherForOneAction();
    void viewersTickForExportsAndLabelsOnly();
    void aDeviceIsDroppedOnThePlan();
    void emptyAndFailedListsSaySo();
    void aChosenDeviceAsksForItsCharts();
    void tilesTellFigures();
    void outlooksAreHonest_data();
    void outlooksAreHonest();
    void rangesAreOneForAllCharts();
    void theRangeIsThatOfTheCurves();
    void crosshairsAreLinked();
    void keysPanAndZoom();
    void gapsAreDrawnAsGaps();
    void chartsAreTablesToo();
    void emptyChartsSayWhen();
    void oldAnswersAreNotTaken();
    void nobodyKnowsADeviceWithoutTheDatabase();
    void whatStandsBesideTheListIsNoOlder();
    void inboxBindsByChoosingASpace();
    void inboxSaysWhatIsReplaced();
    void inboxProposesNamesakesAlone();
    void inboxKeepsWhatIsWritten();
    void inboxHandsNoKeyToTheNextDevice_data();
    void inboxHandsNoKeyToTheNextDevice();
    void noKeyPressesWhatAButtonBecame();
    void inboxTakesWhatIsMeant();
    void inboxFinishesNothingByASuggestion();
    void viewersBindNothing();
    void gatewaysTellWhoGoesDark();
    void whatShrankBehindAnotherPageFits();
    void laddersGoWhereMostIsToDo();
    void formulasAreDisarmed();

private:
    QPushButton *button(const QString &beginning) const;
    bool isShown(const QString &part) const;
    void chooseRow(int row) { m_page->list().table().selectRow(row); }
    void openInbox(int count);

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<DevicesPage> m_page;
};

void TestDevicesPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
}

void TestDevicesPage::init()
{
    m_situation.setNow(kNow);
    m_situation.setRole(u"Operator"_s, false);
    m_page = std::make_unique<DevicesPage>(m_model, m_situation, m_theme);
    m_page->resize(1360, 800);
    m_page->show();
    m_page->setPage(fixture::sensors());
}

QPushButton *TestDevicesPage::button(const QString &beginning) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text().startsWith(beginning))
            return candidate;
    }
    return nullptr;
}

bool TestDevicesPage::isShown(const QString &part) const
{
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(part))
            return true;
    }
    return false;
}

void TestDevicesPage::openInbox(int count)
{
    m_page->openInbox();
    m_page->setInbox(fixture::newDevices(count));
}

// --- Many at once --------------------------------------------------------------------------------

/// By mouse and by key; what is ticked stays so while another list is shown.
void TestDevicesPage::ticksGatherForOneAction()
{
    FleetTable &table = m_page->list().table();
    QSignalSpy retired(&m_page->list(), &FleetList::retireRequested);
    const auto click = [&table](int row) {
        const QRect cell = table.visualRect(table.model()->index(row, FleetModel::Name));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell.topLeft() + QPoint(24, 20));
    };
    QVERIFY(!button(u"Retire 1"_s));
    click(0);
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Down);
    QTest::keyClick(&table, Qt::Key_Space);
    QVERIFY(isShown(u"2 ticked"_s));
    button(u"Lamps"_s)->click();
    m_page->setPage(fixture::lamps());
    QVERIFY(isShown(u"2 ticked"_s));
    QTest::mouseClick(button(u"Retire 2"_s), Qt::LeftButton);
    QCOMPARE(retired.size(), 1);
    QVERIFY(retired[0][1].toBool());
    const auto devices = retired[0][0].value<QList<domain::FleetDevice>>();
    QCOMPARE(devices.size(), 2);
    QCOMPARE(devices[0].place.code, u"B1-031"_s);
    button(u"Clear"_s)->click();
    QVERIFY(!button(u"Retire 2"_s) && !isShown(u"ticked"_s));
}

void TestDevicesPage::viewersTickForExportsAndLabelsOnly()
{
    m_situation.setRole(u"Viewer"_s, true);
    QSignalSpy exported(&m_page->list(), &FleetList::exportTickedWanted);
    m_page->list().rows().setTicked(1, true);
    QVERIFY(!button(u"Retire"_s) && !button(u"Import"_s));
    QTest::mouseClick(button(u"Export ticked"_s), Qt::LeftButton);
    QCOMPARE(exported.size(), 1);
    QSignalSpy labels(&m_page->list(), &FleetList::labelsWanted);
    QTest::mouseClick(button(u"Labels"_s), Qt::LeftButton);
    QCOMPARE(labels.size(), 1);
    QCOMPARE(labels[0][0].value<QList<domain::FleetDevice>>(), m_page->list().rows().ticked());
    m_situation.setRole(u"Operator"_s, false);
    QVERIFY(button(u"Retire 1"_s) && button(u"Import"_s));
}

/// A space that has a sensor says whose place is taken before the hand lets go.
void TestDevicesPage::aDeviceIsDroppedOnThePlan()
{
    openInbox(3);
    InboxView &inbox = m_page->inbox();
    MountPlan &plan = inbox.plan();
    plan.show({u"North"_s, u"B1"_s});
    QApplication::processEvents();
    QSignalSpy bound(&inbox, &InboxView::bindRequested);
    const domain::SpaceId space = fixture::spaceId(u"B1-066"_s);
    const QPointF at = plan.scene().boxOf(space).center();
    QMimeData mime;
    mime.setData(DeviceRows::kMime, inbox.chosen()->toString().toLatin1());
    const auto drag = [&](const QPointF &where) {
        QDragEnterEvent enter(where.toPoint(), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QApplication::sendEvent(&plan, &enter);
        QDragMoveEvent move(where.toPoint(), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QApplication::sendEvent(&plan, &move);
        return move.isAccepted();
    };
    QVERIFY(drag(at));
    QVERIFY2(plan.card().contains(u"B1-066"_s), qPrintable(plan.card()));
    const bool hasSensor = m_model.space(m_model.rowOf(space)).sensorEui.has_value();
    QCOMPARE(plan.card().contains(u"in place of"_s), hasSensor);
    QVERIFY(!drag(QPointF(1, 1))); // no space there
    QCOMPARE(plan.card(), QString());
    QDropEvent beside(QPointF(1, 1), Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(&plan, &beside);
    QCOMPARE(bound.size(), 0);
    // What is chosen is brought into sight, so it may lie elsewhere now.
    const QPointF now = plan.scene().boxOf(space).center();
    QVERIFY(drag(now));
    QDropEvent drop(now, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(&plan, &drop);
    QCOMPARE(bound.size(), 1);
    QCOMPARE(bound[0][1].value<domain::SpaceId>(), space);
    QMimeData foreign;
    foreign.setText(u"hello"_s);
    QDragEnterEvent stranger(at.toPoint(), Qt::CopyAction, &foreign, Qt::LeftButton, {});
    stranger.ignore();
    QApplication::sendEvent(&plan, &stranger);
    QVERIFY(!stranger.isAccepted());
}

// --- The list ------------------------------------------------------------------------------------

void TestDevicesPage::asksWhenItIsShown()
{
    m_page->hide();
    QSignalSpy asked(m_page.get(), &DevicesPage::fleetWanted);
    m_situation.setNow(kNow + 1min);
    QCOMPARE(asked.size(), 0); // nobody looks
    m_page->show();
    QCOMPARE(asked.size(), 1);
    QVERIFY(asked[0][0].value<domain::FleetFilter>().kind == domain::DeviceKind::Sensor);
}

void TestDevicesPage::listTellsWhatIsWorst()
{
    const FleetModel &rows = m_page->list().rows();
    QAbstractItemModelTester tester(&m_page->list().rows());
    const auto cell = [&rows](int row, int column) {
        return rows.index(row, column).data().toString();
    };
    QCOMPARE(cell(0, FleetModel::Name), u"Sensor 88A0"_s);
    QCOMPARE(cell(0, FleetModel::Heard), u"9\u202fh"_s);
    QCOMPARE(cell(1, FleetModel::Name), u"Sensor 4F21"_s);
    QCOMPARE(cell(1, FleetModel::Battery), u"2.94\u202fV"_s);
    QCOMPARE(rows.index(0, 0).data(Qt::AccessibleTextRole).toString(),
             u"Sensor 88A0, on B2-014 · North, B2, Silent"_s);
    QVERIFY(rows.index(1, FleetModel::Battery)
                .data(Qt::AccessibleTextRole)
                .toString()
                .startsWith(u"battery low"));
    QVERIFY(button(u"Sensors  486"_s) && button(u"Lamps  473"_s));
    QVERIFY(button(u"4 new devices heard"_s));
    QVERIFY(isShown(u"16 devices, worst first"_s));
}

void TestDevicesPage::chipsAndFiltersAskAnew()
{
    QSignalSpy asked(m_page.get(), &DevicesPage::fleetWanted);
    button(u"Lamps"_s)->click();
    QVERIFY(asked.takeLast()[0].value<domain::FleetFilter>().kind == domain::DeviceKind::Display);
    button(u"Sensors"_s)->click();
    asked.clear();
    auto *show = m_page->list().findChild<QComboBox *>();
    const int silent = show->findText(u"Silent"_s);
    show->setCurrentIndex(silent);
    Q_EMIT show->activated(silent);
    QVERIFY(asked.takeLast()[0].value<domain::FleetFilter>().state == DeviceState::Silent);
    const int type = show->findText(u"Browan TABS"_s);
    QVERIFY(type > 0);
    show->setCurrentIndex(type);
    Q_EMIT show->activated(type);
    QCOMPARE(asked.takeLast()[0].value<domain::FleetFilter>().type,
             std::optional(u"browan_tabs"_s));
    QTest::keyClicks(m_page->list().findChild<QLineEdit *>(u"search"_s), u"1c07"_s);
    QTRY_COMPARE(asked.size(), 1);
    QCOMPARE(asked.takeLast()[0].value<domain::FleetFilter>().text, u"1c07"_s);
}

void TestDevicesPage::headersSort()
{
    QSignalSpy asked(m_page.get(), &DevicesPage::fleetWanted);
    QHeaderView *header = m_page->list().table().horizontalHeader();
    header->setSortIndicator(FleetModel::Battery, Qt::DescendingOrder);
    QCOMPARE(asked.size(), 1);
    const auto sort = asked[0][1].value<domain::FleetSort>();
    QVERIFY(sort.by == domain::FleetOrder::Battery && sort.descending);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    QVERIFY(asked.takeLast()[1].value<domain::FleetSort>().by == domain::FleetOrder::Worst);
}

/// What somebody reads does not jump, and what is chosen stays chosen.
void TestDevicesPage::valuesMoveInPlace()
{
    chooseRow(2);
    const domain::DevEui chosen = *m_page->list().table().chosen();
    QSignalSpy reset(&m_page->list().rows(), &QAbstractItemModel::modelReset);
    domain::FleetPage page = fixture::sensors();
    std::swap(page.rows[0], page.rows[5]);
    page.rows[0].device.batteryVolt = 2.5;
    const domain::DevEui moved = page.rows[0].device.devEui;
    page.rows.removeAt(7);
    page.total -= 1;
    m_page->setPage(page);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(m_page->list().rows().rowCount(), 15);
    QCOMPARE(m_page->list().rows().rowOf(moved), 5);
    QCOMPARE(m_page->list().rows().row(5).device.batteryVolt, std::optional(2.5));
    QCOMPARE(m_page->list().table().chosen(), std::optional(chosen));
}

void TestDevicesPage::moreRowsAreAskedFor()
{
    m_page->list().setView(FleetList::Sensors);
    m_page->setPage(fixture::manySensors(1000));
    QSignalSpy asked(m_page.get(), &DevicesPage::fleetWanted);
    QVERIFY(m_page->list().rows().canFetchMore({}));
    m_page->list().rows().fetchMore({});
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][2].toInt(), 400);
}

void TestDevicesPage::emptyAndFailedListsSaySo()
{
    m_page->list().setView(FleetList::Lamps);
    QVERIFY(!isShown(u"No devices yet"_s)); // not known yet
    m_page->setPage({});
    QVERIFY(isShown(u"No devices yet"_s));
    QTest::keyClicks(m_page->list().findChild<QLineEdit *>(u"search"_s), u"zzz"_s);
    m_page->setPage({});
    QVERIFY(isShown(u"Nothing found"_s));
    QTRY_VERIFY(button(u"Clear filter"_s));
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(isShown(u"Nobody knows how devices do"_s));
    QTRY_VERIFY(button(u"Try again"_s));
    for (const QLabel *label : m_page->list().findChildren<QLabel *>()) {
        if (label->text() == u"Nobody knows how devices do")
            QTRY_COMPARE(label->visibleRegion().boundingRect().width(), label->width());
    }
    QSignalSpy asked(m_page.get(), &DevicesPage::fleetWanted);
    button(u"Try again"_s)->click();
    QCOMPARE(asked.size(), 1);
    m_page->list().clearFilter();
    m_page->setPage(fixture::sensors());
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(m_page->list().table().isVisible()); // the rows stay, and the footer says so
    QVERIFY(isShown(u"The database does not answer."_s));
}

// --- A device ------------------------------------------------------------------------------------

void TestDevicesPage::aChosenDeviceAsksForItsCharts()
{
    QSignalSpy details(m_page.get(), &DevicesPage::detailWanted);
    QSignalSpy charts(&m_page->device(), &DeviceView::chartsWanted);
    chooseRow(0);
    QCOMPARE(details.size(), 1);
    QCOMPARE(charts.size(), 1);
    QCOMPARE(charts[0][2].value<UtcTime>() - charts[0][1].value<UtcTime>(), Milliseconds(168h));
    QVERIFY(isShown(u"Sensor 88A0"_s));
    QSignalSpy places(&m_page->device(), &DeviceView::spaceChosen);
    button(u"Show on map"_s)->click();
    QCOMPARE(places.size(), 1);
}

void TestDevicesPage::tilesTellFigures()
{
    chooseRow(m_page->list().rows().rowOf(fixture::fallingDevice().fleet.device.devEui));
    DeviceView &view = m_page->device();
    QCOMPARE(view.tile(3).value(), QString(QChar(0x2013))); // nothing is claimed before it is read
    m_page->setDetail(fixture::fallingDevice());
    QCOMPARE(view.tile(0).value(), u"3.61"_s);
    QVERIFY(view.tile(0).words().startsWith(u"until about "));
    QCOMPARE(view.tile(1).value(), u"−87"_s);
    QCOMPARE(view.tile(2).value(), u"42"_s);
    QCOMPARE(view.tile(3).value(), u"0.4"_s);
    QCOMPARE(view.tile(3).words(), u"3 of 702 uplinks"_s);
    chooseRow(0);
    QVERIFY(view.tile(2).words().startsWith(u"expected every"));
}

void TestDevicesPage::outlooksAreHonest_data()
{
    using Verdict = domain::BatteryTrend::Verdict;
    QTest::addColumn<domain::DeviceDetail>("detail");
    QTest::addColumn<QString>("words");
    domain::DeviceDetail detail;
    QTest::newRow("too few") << detail << u"too few days for a trend"_s;
    detail.trend.verdict = Verdict::NoTrend;
    QTest::newRow("flat") << detail << u"no trend yet"_s;
    detail.charge = domain::ChargeEstimate{1, 1, 1080, {kNow + std::chrono::days(900), kNow, {}}};
    QTest::newRow("flat, by charge") << detail << u"no trend yet · by charge about Mar 2029"_s;
    detail.trend.verdict = Verdict::Falling;
    QTest::newRow("falls, beyond what can be told") << detail << u"falls slowly"_s;
    detail.trend.end = domain::EndForecast{kNow + std::chrono::days(300), kNow, {}};
    QTest::newRow("falls") << detail << u"until about Jul 2027"_s;
    detail.trend.end->likely = kNow;
    QTest::newRow("empty") << detail << u"replace it now"_s;
}

void TestDevicesPage::outlooksAreHonest()
{
    QFETCH(domain::DeviceDetail, detail);
    QTEST(labels::outlook(detail.trend, detail.charge, kNow), "words");
}

void TestDevicesPage::rangesAreOneForAllCharts()
{
    chooseRow(0);
    m_page->device().setCharts(fixture::yearOfReadings());
    QSignalSpy wanted(&m_page->device(), &DeviceView::chartsWanted);
    button(u"Year"_s)->click();
    QCOMPARE(wanted.size(), 1);
    ChartView &first = m_page->device().cards()[1]->view();
    Q_EMIT first.rangeWanted(kNow - 40h, kNow - 10h);
    for (ChartCard *card : m_page->device().cards()) {
        QCOMPARE(card->view().content().from, kNow - 40h);
        QCOMPARE(card->view().content().to, kNow - 10h);
    }
    QTRY_COMPARE(wanted.size(), 2); // once the hand rests
    QCOMPARE(wanted[1][1].value<UtcTime>(), kNow - 40h);
    QVERIFY(!button(u"Year"_s)->isChecked());
    Q_EMIT first.resetWanted();
    QCOMPARE(wanted.size(), 3);
    QVERIFY(button(u"Year"_s)->isChecked());
}

/// A longer one is asked for, and may never come.
void TestDevicesPage::theRangeIsThatOfTheCurves()
{
    chooseRow(0);
    domain::DeviceCharts week = fixture::noReadings();
    week.from = kNow - std::chrono::days(7);
    m_page->device().setCharts(week);
    const auto says = [this](const QString &range) {
        for (const QLabel *label : m_page->device().findChildren<QLabel *>()) {
            if (label->toolTip() == range)
                return true;
        }
        return false;
    };
    const QString ofWeek = u"7 Sept – 14 Sept 2026"_s;
    QVERIFY(says(ofWeek));
    button(u"Year"_s)->click();
    QVERIFY(says(ofWeek));
    m_page->device().setFailed(u"The database does not answer."_s);
    QVERIFY(says(ofWeek));
    m_page->device().setCharts(fixture::yearOfReadings());
    QVERIFY(says(u"Sept 2025 – Sept 2026"_s));
    // Zoomed, the curves show that at once.
    Q_EMIT m_page->device().cards()[1]->view().rangeWanted(kNow - std::chrono::days(7), kNow);
    QVERIFY(says(ofWeek));
}

void TestDevicesPage::crosshairsAreLinked()
{
    chooseRow(0);
    m_page->device().setRange(DeviceView::Year);
    m_page->device().setCharts(fixture::yearOfReadings());
    ChartView &signal = m_page->device().cards()[1]->view();
    Q_EMIT signal.pointed(fixture::yearOfReadings().rssi[0].bands[100].time);
    for (ChartCard *card : m_page->device().cards())
        QVERIFY2(card->view().crosshairText().size() >= 2, qPrintable(card->title()));
    QCOMPARE(signal.crosshairText().size(), 4); // the day, and three gateways
    // In the two weeks of silence it claims nothing.
    Q_EMIT signal.pointed(kNow - std::chrono::days(365 - 207));
    QVERIFY(signal.crosshairText().isEmpty());
    Q_EMIT signal.pointed(std::nullopt);
    QVERIFY(m_page->device().cards()[0]->view().crosshairText().isEmpty());
}

void TestDevicesPage::keysPanAndZoom()
{
    chooseRow(0);
    m_page->device().setCharts(fixture::yearOfReadings());
    ChartView &view = m_page->device().cards()[0]->view();
    view.setFocus();
    const UtcTime from = view.content().from;
    const UtcTime to = view.content().to;
    QTest::keyClick(&view, Qt::Key_Left);
    QVERIFY(view.content().from < from);
    QCOMPARE(view.content().to - view.content().from, to - from);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Plus);
    QVERIFY(view.content().to - view.content().from < to - from);
    QTest::keyClick(&view, Qt::Key_Minus);
    QVERIFY(std::chrono::abs(view.content().from - from) < 1min);
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(!view.crosshairText().isEmpty());
    // The wheel, about the pointer: what lies under it stays there.
    const QPointF at(view.plot().left() + view.plot().width() * 0.25, view.plot().center().y());
    const UtcTime under = view.timeAt(at.x());
    QWheelEvent wheel(at, view.mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(view.viewport(), &wheel);
    QVERIFY(std::chrono::abs(view.timeAt(at.x()) - under) < 10min);
    QVERIFY(view.content().to - view.content().from < to - from);
}

void TestDevicesPage::gapsAreDrawnAsGaps()
{
    chooseRow(0);
    m_page->device().setCharts(fixture::yearOfReadings());
    for (const int card : {0, 1, 3, 4}) {
        for (const ChartLine &line : m_page->device().cards()[card]->view().content().lines)
            QCOMPARE(line.pieces.size(), 2);
    }
}

void TestDevicesPage::chartsAreTablesToo()
{
    chooseRow(0);
    m_page->device().setCharts(fixture::yearOfReadings());
    button(u"Show as table"_s)->click();
    auto *table = m_page->device().cards()[0]->findChild<QTableWidget *>();
    QVERIFY(table && table->isVisible());
    QCOMPARE(table->rowCount(), 351);
    QVERIFY(table->item(0, 1)->text().contains(u"3.5"));
    button(u"Show as chart"_s)->click();
    QVERIFY(!table->isVisible());
    const QByteArray csv = csvOf(m_page->device().cards()[1]->view().content());
    QVERIFY(csv.startsWith("time,"));
    QCOMPARE(csv.count('\n'), 352);
}

void TestDevicesPage::emptyChartsSayWhen()
{
    chooseRow(0);
    m_page->device().setCharts(fixture::noReadings());
    QVERIFY(m_page->device().cards()[0]->view().content().empty.startsWith(
        u"No readings in this period. The last one was on 3 Sep"));
    QVERIFY(m_page->device().cards()[2]->view().content().empty.startsWith(u"No readings"));
    domain::DeviceCharts never = fixture::noReadings();
    never.newest.reset();
    m_page->device().setCharts(never);
    QCOMPARE(m_page->device().cards()[1]->view().content().empty, u"It was never heard."_s);
}

void TestDevicesPage::oldAnswersAreNotTaken()
{
    chooseRow(0);
    m_page->setDetail(fixture::fallingDevice()); // of another one
    QCOMPARE(m_page->device().tile(3).value(), QString(QChar(0x2013)));
    QVERIFY(isShown(u"Sensor 88A0"_s));
}

void TestDevicesPage::nobodyKnowsADeviceWithoutTheDatabase()
{
    chooseRow(3);
    const auto *pill = m_page->device().findChild<DevicePill *>();
    QVERIFY(pill->isVisible());
    m_page->setFailed(u"The database does not answer."_s);
    QVERIFY(!pill->isVisible());
    QSignalSpy details(m_page.get(), &DevicesPage::detailWanted);
    m_page->setPage(fixture::sensors()); // it is back
    QCOMPARE(details.size(), 1);
    domain::DeviceDetail detail;
    detail.fleet = fixture::sensors().rows[3];
    m_page->setDetail(detail);
    QVERIFY(pill->isVisible());
    QVERIFY(m_page->device().isFailed()); // the charts are old
    m_page->device().setCharts(fixture::noReadings());
    QVERIFY(!m_page->device().isFailed());
}

/// The list says that it was heard just now: the tiles do not go on saying "3 min ago".
void TestDevicesPage::whatStandsBesideTheListIsNoOlder()
{
    chooseRow(3);
    domain::FleetPage page = fixture::sensors();
    domain::DeviceDetail detail;
    detail.fleet = page.rows[3];
    m_page->setDetail(detail);
    QSignalSpy details(m_page.get(), &DevicesPage::detailWanted);
    m_page->setPage(page);
    QCOMPARE(details.size(), 0); // nothing is newer
    page.rows[3].device.lastHeard = page.rows[3].device.lastHeard.value_or(UtcTime()) + 2min;
    m_page->setPage(page);
    QCOMPARE(details.size(), 1);
    QCOMPARE(details[0][0].value<domain::DevEui>(), page.rows[3].device.devEui);
}

// --- Newcomers -----------------------------------------------------------------------------------

void TestDevicesPage::inboxBindsByChoosingASpace()
{
    QSignalSpy asked(m_page.get(), &DevicesPage::inboxWanted);
    button(u"4 new devices heard"_s)->click();
    QCOMPARE(asked.size(), 1);
    QSignalSpy details(m_page.get(), &DevicesPage::detailWanted);
    m_page->setInbox(fixture::newDevices(18));
    QVERIFY(isShown(u"18 new devices"_s));
    QCOMPARE(details.last()[0].value<domain::DevEui>(), *m_page->inbox().chosen());
    QVERIFY(!button(u"Bind"_s)->isEnabled());
    auto *space = m_page->inbox().findChild<QComboBox *>();
    space->setEditText(u"b1-001"_s);
    QCOMPARE(m_page->inbox().space(), std::optional(fixture::spaceId(u"B1-001"_s)));
    QSignalSpy bound(&m_page->inbox(), &InboxView::bindRequested);
    button(u"Bind to B1-001"_s)->click();
    QCOMPARE(bound.size(), 1);
    QCOMPARE(bound[0][1].value<domain::SpaceId>(), fixture::spaceId(u"B1-001"_s));
    space->setEditText(u"nowhere"_s);
    QVERIFY(isShown(u"There is no such space"_s));
    QVERIFY(!button(u"Bind"_s)->isEnabled());
    QVERIFY(m_page->cancel());
    QVERIFY(!m_page->isInboxOpen());
}

void TestDevicesPage::inboxSaysWhatIsReplaced()
{
    openInbox(2);
    const domain::Space *bound = nullptr;
    for (const domain::Space &space : m_model.spaces()) {
        if (space.sensorEui && !bound)
            bound = &space;
    }
    QVERIFY(bound);
    m_page->inbox().findChild<QComboBox *>()->setEditText(bound->code);
    QVERIFY(isShown(u"It replaces sensor %1"_s.arg(labels::eui(*bound->sensorEui))));
}

void TestDevicesPage::inboxProposesNamesakesAlone()
{
    openInbox(3);
    QVERIFY(!m_page->inbox().space());
    auto *table = m_page->inbox().findChild<QTableWidget *>();
    table->setCurrentCell(1, 0); // its name is B1-066
    QCOMPARE(m_page->inbox().space(), std::optional(fixture::spaceId(u"B1-066"_s)));
    table->setCurrentCell(2, 0);
    QVERIFY(!m_page->inbox().space());
}

void TestDevicesPage::inboxKeepsWhatIsWritten()
{
    openInbox(3);
    m_page->inbox().findChild<QComboBox *>()->setEditText(u"B1-00"_s);
    m_page->setInbox(fixture::newDevices(3)); // asked again each 5 s
    QCOMPARE(m_page->inbox().findChild<QComboBox *>()->currentText(), u"B1-00"_s);
}

void TestDevicesPage::inboxHandsNoKeyToTheNextDevice_data()
{
    QTest::addColumn<QString>("act");
    QTest::addColumn<int>("left"); // of the newcomers, behind the act
    QTest::newRow("bound, the next has no space") << u"Bind to B1-001"_s << 2;
    QTest::newRow("bound, the next has one by its name") << u"Bind to B1-001"_s << 1;
    QTest::newRow("bound, none is left") << u"Bind to B1-001"_s << 0;
    QTest::newRow("ignored") << u"Ignore"_s << 1;
    QTest::newRow("ignored, none is left") << u"Ignore"_s << 0;
}

/// The answer comes while a finger is on the key: pressed again it does nothing to the next one.
void TestDevicesPage::inboxHandsNoKeyToTheNextDevice()
{
    QFETCH(const QString, act);
    QFETCH(const int, left);
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    openInbox(3);
    auto *space = m_page->inbox().findChild<QComboBox *>();
    space->setEditText(u"B1-001"_s);
    QSignalSpy bound(&m_page->inbox(), &InboxView::bindRequested);
    QSignalSpy ignored(&m_page->inbox(), &InboxView::ignoreRequested);
    button(act)->setFocus();
    QTest::keyClick(button(act), Qt::Key_Space);
    QCOMPARE(bound.size() + ignored.size(), 1);
    domain::FleetPage rest = fixture::newDevices(3);
    rest.rows = left == 0 ? QList<domain::FleetDevice>()
        : left == 1       ? rest.rows.mid(1)
                          : rest.rows.mid(2);
    rest.total = rest.rows.size();
    m_page->setInbox(rest);
    QWidget *focused = QApplication::focusWidget();
    QVERIFY(focused);
    QVERIFY(!qobject_cast<QPushButton *>(focused));
    if (left > 0)
        QVERIFY(focused == space || focused == space->lineEdit());
    QTest::keyClick(focused, Qt::Key_Space);
    QCOMPARE(bound.size() + ignored.size(), 1);
}

/// "Retire" that was pressed is "Bring back" when the answer is there, and "Replace" is gone.
void TestDevicesPage::noKeyPressesWhatAButtonBecame()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QSignalSpy retired(&m_page->device(), &DeviceView::retireWanted);
    for (const QString &act : {u"Retire"_s, u"Replace"_s}) {
        chooseRow(3);
        domain::DeviceDetail detail;
        detail.fleet = fixture::sensors().rows[3];
        m_page->setDetail(detail);
        QVERIFY(button(act));
        button(act)->setFocus();
        detail.fleet.retiredAt = kNow;
        m_page->setDetail(detail);
        QVERIFY(button(u"Bring back"_s));
        QWidget *focused = QApplication::focusWidget();
        QVERIFY(focused && !qobject_cast<QPushButton *>(focused));
        QTest::keyClick(focused, Qt::Key_Space);
        QCOMPARE(retired.size(), 0);
        detail.fleet.retiredAt.reset();
        m_page->setDetail(detail);
    }
}

/// What can be one space only is completed by Enter; Enter again binds.
void TestDevicesPage::inboxTakesWhatIsMeant()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    openInbox(3);
    QSignalSpy bound(&m_page->inbox(), &InboxView::bindRequested);
    auto *space = m_page->inbox().findChild<QComboBox *>();
    space->setFocus();
    const auto enter = [space] {
        if (QWidget *popup = QApplication::activePopupWidget())
            QTest::keyClick(popup, Qt::Key_Return);
        else
            QTest::keyClick(space, Qt::Key_Return);
    };
    QString one; // a part of one code only
    for (const domain::Space &candidate : m_model.spaces()) {
        int found = 0;
        const QString part = candidate.code.mid(1).toLower();
        for (const domain::Space &other : m_model.spaces())
            found += other.code.contains(part, Qt::CaseInsensitive);
        if (found == 1 && one.isEmpty())
            one = candidate.code;
    }
    QVERIFY(!one.isEmpty());
    QTest::keyClicks(space->lineEdit(), one.mid(1).toLower());
    QVERIFY(isShown(u"Enter takes %1"_s.arg(one)));
    QVERIFY(!button(u"Bind"_s)->isEnabled()); // nothing is guessed
    enter();
    QTRY_COMPARE(space->currentText(), one);
    QCOMPARE(bound.size(), 0);
    QVERIFY(button(u"Bind to %1"_s.arg(one))->isEnabled());
    QTest::keyClick(space, Qt::Key_Return);
    QCOMPARE(bound.size(), 1);
    QCOMPARE(bound[0][1].value<domain::SpaceId>(), fixture::spaceId(one));
    // A whole code needs Enter once, also while it is suggested.
    space->lineEdit()->selectAll();
    QTest::keyClicks(space->lineEdit(), u"b1-001"_s);
    enter();
    QCOMPARE(bound.size(), 2);
    // Many are none.
    space->lineEdit()->selectAll();
    QTest::keyClicks(space->lineEdit(), u"B1-0"_s);
    QVERIFY(isShown(u"spaces have this in their code"_s));
    enter();
    QCOMPARE(bound.size(), 2);
    QCOMPARE(space->currentText(), u"B1-0"_s);
}

/// Enter on a row of the suggestions chooses the space, and no more.
void TestDevicesPage::inboxFinishesNothingByASuggestion()
{
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    openInbox(3);
    QSignalSpy bound(&m_page->inbox(), &InboxView::bindRequested);
    auto *space = m_page->inbox().findChild<QComboBox *>();
    space->setFocus();
    QTest::keyClicks(space->lineEdit(), u"B1-00"_s);
    QWidget *popup = space->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QTRY_VERIFY(m_page->inbox().space());
    QCOMPARE(bound.size(), 0);
    QTest::keyClick(space, Qt::Key_Return);
    QCOMPARE(bound.size(), 1);
}

void TestDevicesPage::viewersBindNothing()
{
    m_situation.setRole(u"Viewer"_s, true);
    openInbox(2);
    QVERIFY(!button(u"Bind"_s) && !button(u"Ignore"_s));
    QVERIFY(isShown(u"Viewers cannot bind devices"_s));
    m_page->cancel();
    chooseRow(0);
    QVERIFY(!button(u"Replace"_s) && !button(u"Retire"_s));
}

// --- Gateways ------------------------------------------------------------------------------------

void TestDevicesPage::gatewaysTellWhoGoesDark()
{
    QSignalSpy asked(m_page.get(), &DevicesPage::gatewaysWanted);
    button(u"Gateways"_s)->click();
    QCOMPARE(asked.size(), 1);
    m_page->setGateways(fixture::gateways());
    QTableWidget *table = nullptr;
    for (auto *candidate : m_page->list().findChildren<QTableWidget *>())
        table = candidate;
    QVERIFY(table && table->rowCount() == 6);
    table->setCurrentCell(0, 0);
    QVERIFY(m_page->gateway().isVisible());
    QCOMPARE(m_page->gateway().alone().size(), 9);
    table->setCurrentCell(1, 0);
    QVERIFY(isShown(u"Every device that it hears was heard by another one too."_s));
}

void TestDevicesPage::laddersGoWhereMostIsToDo()
{
    QSignalSpy asked(m_page.get(), &DevicesPage::tripsWanted);
    QVERIFY(button(u"2 need a visit"_s));
    button(u"2 need a visit"_s)->click();
    QCOMPARE(asked.size(), 1);
    m_page->setTrips(domain::ladderTrips(fixture::manySensors(100).rows));
    QVERIFY(m_page->trips().isVisible());
    QVERIFY(m_page->trips().title().startsWith(u"Next ladder trip: "));
    QVERIFY(csvOf(m_page->trips().trips()).count('\n') > 10);
    QVERIFY(m_page->cancel());
    QVERIFY(!m_page->trips().isVisible());
    m_page->setTrips({});
    QCOMPARE(m_page->trips().title(), u"Nothing needs a ladder"_s);
}

/// Names come from somebody's network server.
void TestDevicesPage::formulasAreDisarmed()
{
    domain::FleetDevice d = fixture::sensors().rows.first();
    d.device.name = u"=HYPERLINK(\"http://x\")"_s;
    const QByteArray csv = engine::csvOf(QList{d});
    const auto records = parseCsv(csv);
    QVERIFY(records && records->size() == 2);
    QCOMPARE(records->at(1).fields[2], u"'=HYPERLINK(\"http://x\")"_s);
    for (const QString &text : {u"=1"_s, u"+1"_s, u"-1"_s, u"@x"_s, u" =1"_s, u"\t=1"_s})
        QCOMPARE(disarmedField(text), u'\'' + text);
    for (const QString &text : {u"B1-055"_s, QString(), u"Sensor"_s})
        QCOMPARE(disarmedField(text), text);
}

/// The window became smaller while another page was shown: the charts stand below each other.
void TestDevicesPage::whatShrankBehindAnotherPageFits()
{
    m_page->resize(1900, 900);
    chooseRow(0);
    m_page->device().show(m_page->list().rows().row(0));
    QApplication::processEvents();
    QVERIFY(m_page->device().isVisible());
    m_page->hide();
    m_page->resize(968, 600);
    m_page->show();
    QApplication::processEvents();
    const QWidget *inside = m_page->device().widget();
    QVERIFY2(inside->width() <= m_page->device().viewport()->width(),
             qPrintable(QString::number(inside->width())));
    QCOMPARE(m_page->width(), 968);
}

PARKING_TEST(TestDevicesPage)
#include "tst_devicespage.moc"

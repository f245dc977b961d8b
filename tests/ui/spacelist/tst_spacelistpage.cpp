// The page "Spaces", as people drive it, without a database.

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "fixturedevices.h"
#include "fixturesite.h"
#include "importedsite.h"
#include "labels.h"
#include "spacelist/placesdialog.h"
#include "spacelist/spacelistpage.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using domain::SpaceId;
using domain::SpaceState;
using fixture::kNow;
using fixture::spaceId;

class TestSpaceListPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void chipsCountTheirPlace();
    void chipsNarrow();
    void whatIsTypedIsFound();
    void headersSort_data();
    void headersSort();
    void rowsStayWhereTheyAre();
    void silentOnesAreNotFree();
    void bookingsOfAnotherDaySayTheDay_data();
    void bookingsOfAnotherDaySayTheDay();
    void whatWentIsNotCountedAsImported();
    void theFormFollowsWhatWasTakenBack();
    void theHeadersTickIsOfWhatIsShown();
    void spaceBarAndShiftTick();
    void ticksSurviveTheFilter();
    void theFormOfASpaceThatWentCloses();
    void theBarTellsNumbers();
    void aRowOpensItsForm();
    void whatWasTypedIsKept();
    void whatIsTypedOnStays();
    void aTakenCodeIsTold();
    void twentyInARow();
    void sensorsAreOfferedNewestFirst();
    void anEuiNobodyHeardIsTaken();
    void sensorsOfOthersSayWhere();
    void viewersChangeNothing();
    void placesAreRenamedAndMerged();
    void emptySitesSayWhatToDo();
    void anotherSpaceIsReadFromItsTop();
    void tenThousandRowsScroll();

private:
    QPushButton *button(const QString &begin, const QWidget *within = nullptr) const;
    SpaceRows &rows() const { return m_page->rows(); }
    SpaceTable &table() const { return m_page->table(); }
    void click(const QString &code, SpaceRows::Column column, Qt::KeyboardModifiers keys = {});
    QLineEdit *code() const { return m_page->findChild<QLineEdit *>(u"code"_s); }
    domain::SpaceDevices devices() const;

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<SpaceListPage> m_page;
};

void TestSpaceListPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestSpaceListPage::init()
{
    m_page.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(kNow);
    m_model->load(fixture::harbourSite());
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(kNow);
    m_page = std::make_unique<SpaceListPage>(*m_model, *m_situation, m_theme);
    m_page->resize(1366, 760);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

QPushButton *TestSpaceListPage::button(const QString &begin, const QWidget *within) const
{
    const QList<QPushButton *> all =
        (within ? within : m_page.get())->findChildren<QPushButton *>();
    for (QPushButton *candidate : all) {
        if (candidate->text().startsWith(begin) && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

void TestSpaceListPage::click(const QString &code, SpaceRows::Column column,
                              Qt::KeyboardModifiers keys)
{
    const QModelIndex index = rows().index(rows().rowOf(spaceId(code)), column);
    table().scrollTo(index);
    QTest::mouseClick(table().viewport(), Qt::LeftButton, keys, table().visualRect(index).center());
}

/// Two newcomers, one that has a space, and one that nobody hears any more.
domain::SpaceDevices TestSpaceListPage::devices() const
{
    domain::SpaceDevices known;
    const auto add = [&](quint64 eui, const QString &name, Milliseconds ago,
                         std::optional<SpaceId> space) {
        domain::FleetDevice device;
        device.device.devEui = domain::DevEui(eui);
        device.device.name = name;
        device.device.lastHeard = kNow - ago;
        device.device.spaceId = space;
        device.place.code = space ? u"B1-031"_s : QString();
        device.state = space ? domain::DeviceState::Active : domain::DeviceState::New;
        device.signal = domain::SignalLevel::Good;
        known.devices.append(device);
    };
    add(0x58a0cb0000102a5c, u"Sensor 2A5C"_s, 3min, {});
    add(0x58a0cb0000102a51, u"Sensor 2A51"_s, 4s, {});
    add(0x58a0cb0000102b00, u"Sensor 2B00"_s, 1min, spaceId(u"B1-031"_s));
    return known;
}

void TestSpaceListPage::chipsCountTheirPlace()
{
    const domain::Counts all = m_model->counts();
    QVERIFY(button(u"Free  %1"_s.arg(all.free())));
    QVERIFY(button(u"Occupied  %1"_s.arg(all.byState[1])));
    m_page->filters().setFilter({.building = u"North"_s});
    const domain::Counts north = m_model->counts(u"North"_s);
    QVERIFY(north.free() < all.free());
    QVERIFY(button(u"Free  %1"_s.arg(north.free())));
    QCOMPARE(rows().rowCount(), north.total);
    // Another chip leaves the counts alone.
    QTest::mouseClick(button(u"Occupied"_s), Qt::LeftButton);
    QVERIFY(button(u"Free  %1"_s.arg(north.free())));
    QCOMPARE(rows().rowCount(), north.byState[1]);
}

void TestSpaceListPage::chipsNarrow()
{
    QTest::mouseClick(button(u"Free"_s), Qt::LeftButton);
    const int free = rows().rowCount();
    QCOMPARE(free, m_model->counts().free()); // none of them is only said to be
    QTest::mouseClick(button(u"Reserved"_s), Qt::LeftButton);
    QCOMPARE(rows().rowCount(), free + m_model->counts().byState[2]);
    QTest::mouseClick(button(u"Free"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"Reserved"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"Silent"_s), Qt::LeftButton);
    QCOMPARE(rows().rowCount(), m_model->counts().silent);
}

void TestSpaceListPage::whatIsTypedIsFound()
{
    QTest::keyClick(m_page.get(), Qt::Key_F, Qt::ControlModifier);
    QLineEdit *search = &m_page->filters().search();
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, u"b1-055"_s);
    QCOMPARE(rows().rowCount(), 1);
    QCOMPARE(rows().space(0).code, u"B1-055"_s);
    QTest::keyClicks(search, u"xx"_s);
    QCOMPARE(rows().rowCount(), 0);
    QTRY_VERIFY(button(u"Clear filter"_s));
    QTest::mouseClick(button(u"Clear filter"_s), Qt::LeftButton);
    QCOMPARE(rows().rowCount(), m_model->count());
    QVERIFY(search->text().isEmpty());
}

void TestSpaceListPage::headersSort_data()
{
    QTest::addColumn<int>("column");
    for (const auto column :
         {SpaceRows::Code, SpaceRows::Place, SpaceRows::State, SpaceRows::Since, SpaceRows::Sensor,
          SpaceRows::Battery, SpaceRows::Next, SpaceRows::Features, SpaceRows::Lamp})
        QTest::addRow("column %d", int(column)) << int(column);
}

void TestSpaceListPage::headersSort()
{
    QFETCH(int, column);
    QAbstractItemModelTester tester(&rows());
    rows().sort(column, Qt::AscendingOrder);
    QCOMPARE(rows().rowCount(), m_model->count());
    const SpaceId first = rows().space(0).id;
    rows().sort(column, Qt::DescendingOrder);
    QCOMPARE(rows().rowCount(), m_model->count());
    if (column == SpaceRows::Code) {
        QCOMPARE(rows().space(rows().rowCount() - 1).id, first);
        QHeaderView *header = table().horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(SpaceRows::Battery) + 20, 12));
        QCOMPARE(header->sortIndicatorSection(), int(SpaceRows::Battery));
    }
}

/// A live value changes in place; who no longer fits stays until the filter is touched.
void TestSpaceListPage::rowsStayWhereTheyAre()
{
    QTest::mouseClick(button(u"Free"_s), Qt::LeftButton);
    const SpaceId id = rows().space(3).id;
    const int before = rows().rowCount();
    domain::SpaceStatus status = m_model->status(m_model->rowOf(id));
    status.state = SpaceState::Occupied;
    status.since = kNow;
    m_model->apply({status});
    QCOMPARE(rows().rowCount(), before);
    QCOMPARE(rows().space(3).id, id);
    QVERIFY(!rows().fits(3));
    QTest::mouseClick(button(u"Free"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"Free"_s), Qt::LeftButton);
    QCOMPARE(rows().rowCount(), before - 1);
}

void TestSpaceListPage::silentOnesAreNotFree()
{
    for (int row = 0; row < rows().rowCount(); ++row) {
        const QString state = rows().cell(row, SpaceRows::State).text;
        if (rows().confidence(row) == domain::Confidence::Stale
            && rows().status(row).reason != domain::StateReason::Override)
            QVERIFY2(state.startsWith(u"Silent"), qPrintable(state));
        if (domain::whyUnknown(rows().status(row), rows().confidence(row)))
            QVERIFY2(state != u"Free", qPrintable(state));
    }
}

void TestSpaceListPage::bookingsOfAnotherDaySayTheDay_data()
{
    QTest::addColumn<int>("hours"); // from 21:57 on
    QTest::addColumn<bool>("isToday");
    QTest::newRow("an hour before midnight") << 1 << true;
    QTest::newRow("tomorrow morning, within half a day") << 11 << false;
    QTest::newRow("tomorrow at noon") << 15 << false;
    QTest::newRow("in a week") << 170 << false;
}

/// The first would read as today.
void TestSpaceListPage::bookingsOfAnotherDaySayTheDay()
{
    QFETCH(const int, hours);
    QFETCH(const bool, isToday);
    const UtcTime evening = fromDateTime(QDateTime(QDate(2026, 11, 27), QTime(21, 57)));
    m_situation->setNow(evening);
    m_model->setNow(evening);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-055"_s)));
    const UtcTime start = evening + std::chrono::hours(hours);
    status.inputs.reservation = domain::ReservationInput{{}, start, start + 2h};
    m_model->apply({status});
    const QString text = rows().cell(rows().rowOf(spaceId(u"B1-055"_s)), SpaceRows::Next).text;
    const QDate day = toDateTime(start).toLocalTime().date();
    const QString named = QLocale().toString(day, u"d MMM"_s);
    QVERIFY2(text.contains(labels::clock(start)), qPrintable(text));
    QVERIFY2(text.startsWith(named) != isToday, qPrintable(text));
}

/// An import that was taken back, or spaces that were deleted since.
void TestSpaceListPage::whatWentIsNotCountedAsImported()
{
    const SpaceId kept = spaceId(u"B1-055"_s);
    const SpaceId gone = spaceId(u"B1-056"_s);
    m_page->filters().setFilter({.only = {kept, gone}});
    QVERIFY(button(u"Imported  2"_s));
    domain::SiteSnapshot site = fixture::harbourSite();
    site.spaces.removeIf([&gone](const domain::Space &space) { return space.id == gone; });
    m_model->load(site);
    QVERIFY(button(u"Imported  1"_s));
    QCOMPARE(rows().rowCount(), 1);
    site.spaces.removeIf([&kept](const domain::Space &space) { return space.id == kept; });
    m_model->load(site);
    QVERIFY(!button(u"Imported"_s));
    QCOMPARE(rows().rowCount(), m_model->count()); // nothing is left of that filter
}

/// As long as nobody typed there.
void TestSpaceListPage::theFormFollowsWhatWasTakenBack()
{
    click(u"B1-055"_s, SpaceRows::Code);
    const auto zone = [this] { return m_page->findChild<QComboBox *>(u"zone"_s); };
    domain::SiteSnapshot site = fixture::harbourSite();
    const auto set = [&site, this](const QString &name) {
        for (domain::Space &space : site.spaces) {
            if (space.code == u"B1-055")
                space.zone = name;
        }
        m_model->load(site);
    };
    set(u"Q"_s);
    QCOMPARE(zone()->currentText(), u"Q"_s);
    QVERIFY(!m_page->form().draft().isChanged());
    zone()->lineEdit()->selectAll();
    QTest::keyClicks(zone()->lineEdit(), u"Mine"_s);
    set(u"R"_s);
    QCOMPARE(zone()->currentText(), u"Mine"_s); // what was typed is never lost
}

/// One is ticked and filtered out: the tick above the others is not theirs.
void TestSpaceListPage::theHeadersTickIsOfWhatIsShown()
{
    click(u"B1-055"_s, SpaceRows::Tick);
    QCOMPARE(rows().tickedCount(), 1);
    QTest::keyClicks(&m_page->filters().search(), u"B1-06"_s);
    const int shown = rows().rowCount();
    QVERIFY(shown > 1 && rows().rowOf(spaceId(u"B1-055"_s)) < 0);
    QHeaderView *header = table().horizontalHeader();
    const QPoint tick(header->sectionViewportPosition(SpaceRows::Tick) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, tick);
    QCOMPARE(rows().tickedCount(), shown + 1);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, tick);
    QCOMPARE(rows().tickedCount(), 1);
}

void TestSpaceListPage::spaceBarAndShiftTick()
{
    click(u"B1-055"_s, SpaceRows::Code);
    QCOMPARE(table().chosen(), std::optional(spaceId(u"B1-055"_s)));
    m_page->cancel();
    click(u"B1-055"_s, SpaceRows::Code);
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_Space);
    QCOMPARE(rows().tickedCount(), 1);
    QTest::keyClick(&table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&table(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(rows().tickedCount(), 3);
    click(u"B1-062"_s, SpaceRows::Code, Qt::ShiftModifier);
    QCOMPARE(rows().tickedCount(), 8);
    click(u"B1-062"_s, SpaceRows::Tick);
    QCOMPARE(rows().tickedCount(), 7);
    QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(rows().tickedCount(), rows().rowCount());
    QTest::mouseClick(button(u"Clear"_s), Qt::LeftButton);
    QCOMPARE(rows().tickedCount(), 0);
}

void TestSpaceListPage::ticksSurviveTheFilter()
{
    click(u"B1-055"_s, SpaceRows::Tick);
    click(u"B1-056"_s, SpaceRows::Tick);
    m_page->filters().setFilter({.text = u"B2-"_s});
    rows().sort(SpaceRows::Battery, Qt::DescendingOrder);
    QCOMPARE(rows().ticked().size(), 2);
    QVERIFY(button(u"Delete 2"_s));
    const auto says = [this](const QString &words) {
        const auto labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&words](const QLabel *label) {
            return label->isVisible() && label->text() == words;
        });
    };
    QVERIFY(says(u"2 of them not shown"_s)); // and yet they would be deleted
    m_page->filters().setFilter({.text = u"055"_s});
    QVERIFY(says(u"1 of them not shown"_s));
    m_page->filters().setFilter({});
    QVERIFY(!says(u"1 of them not shown"_s));
}

/// It was deleted, here or by somebody else.
void TestSpaceListPage::theFormOfASpaceThatWentCloses()
{
    click(u"B1-066"_s, SpaceRows::Code);
    QVERIFY(m_page->form().isVisible());
    domain::SiteSnapshot site = fixture::harbourSite();
    m_model->load(site);
    QVERIFY(m_page->form().isVisible()); // another load is no reason
    const auto is066 = [](const domain::Space &space) { return space.code == u"B1-066"; };
    site.spaces.removeIf(is066);
    m_model->load(site);
    QVERIFY(!m_page->form().isVisible());
}

void TestSpaceListPage::theBarTellsNumbers()
{
    QSignalSpy maintenance(m_page.get(), &SpaceListPage::maintenanceAsked);
    QSignalSpy deleted(m_page.get(), &SpaceListPage::deleteAsked);
    QSignalSpy changed(m_page.get(), &SpaceListPage::changeAsked);
    QVERIFY(!button(u"Set"_s));
    click(u"B1-058"_s, SpaceRows::Tick);
    click(u"B1-059"_s, SpaceRows::Tick);
    click(u"B1-060"_s, SpaceRows::Tick);
    QTest::mouseClick(button(u"Set 3 to maintenance"_s), Qt::LeftButton);
    QCOMPARE(maintenance.first().first().value<QSet<SpaceId>>().size(), 3);
    QTest::mouseClick(button(u"Delete 3"_s), Qt::LeftButton);
    QCOMPARE(deleted.first().first().value<QList<domain::Space>>().size(), 3);
    QMenu *features = button(u"Features"_s)->menu();
    Q_EMIT features->aboutToShow();
    features->actions().first()->trigger();
    QCOMPARE(changed.first().first().value<domain::SpacesChange>().spaces.size(), 3);
    QVERIFY(changed.first().last().toString().contains(u"3 spaces now have"));
}

void TestSpaceListPage::aRowOpensItsForm()
{
    QSignalSpy saved(m_page.get(), &SpaceListPage::saveAsked);
    click(u"B1-066"_s, SpaceRows::Code);
    QVERIFY(m_page->form().isVisible());
    QCOMPARE(code()->text(), u"B1-066"_s);
    code()->selectAll();
    QTest::keyClicks(code(), u"B1-900"_s);
    QTest::mouseClick(button(u"Family"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(saved.count(), 1);
    const auto draft = saved.first().first().value<SpaceDraft>();
    QCOMPARE(draft.before.code, u"B1-066"_s);
    QCOMPARE(draft.space.code, u"B1-900"_s);
    QVERIFY(draft.space.features.contains(u"family"_s));
    m_page->setSaved(draft, u"The code B1-900 is taken by another space."_s);
    QCOMPARE(code()->text(), u"B1-900"_s); // what was typed stays
    m_page->setSaved(draft);
    QVERIFY(!m_page->form().draft().isChanged());
}

/// What is typed between "Save" and its answer is not lost with the answer.
void TestSpaceListPage::whatIsTypedOnStays()
{
    QSignalSpy saved(m_page.get(), &SpaceListPage::saveAsked);
    click(u"B1-066"_s, SpaceRows::Code);
    code()->selectAll();
    QTest::keyClicks(code(), u"B1-900"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    const auto draft = saved.takeFirst().first().value<SpaceDraft>();
    QTest::keyClicks(code(), u"7"_s);
    m_page->setSaved(draft);
    QCOMPARE(code()->text(), u"B1-9007"_s);
    QCOMPARE(m_page->form().draft().before.code, u"B1-900"_s); // that is stored
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);

    QTest::mouseClick(button(u"New space"_s), Qt::LeftButton);
    QTRY_VERIFY(code()->hasFocus());
    QTest::keyClicks(code(), u"N-001"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(saved.count(), 1);
    const auto first = saved.takeFirst().first().value<SpaceDraft>();
    QVERIFY(first.isNew());
    code()->selectAll();
    QTest::keyClicks(code(), u"N-002"_s);
    m_page->setSaved(first);
    QVERIFY(m_page->form().isVisible());
    QCOMPARE(code()->text(), u"N-002"_s);
}

void TestSpaceListPage::whatWasTypedIsKept()
{
    click(u"B1-066"_s, SpaceRows::Code);
    code()->selectAll();
    QTest::keyClicks(code(), u"NEW-1"_s);
    click(u"B1-067"_s, SpaceRows::Code);
    QCOMPARE(code()->text(), u"B1-067"_s);
    QVERIFY(rows().hasDraft(rows().rowOf(spaceId(u"B1-066"_s))));
    click(u"B1-066"_s, SpaceRows::Code);
    QCOMPARE(code()->text(), u"NEW-1"_s);
    QTest::mouseClick(button(u"Discard"_s), Qt::LeftButton);
    QCOMPARE(code()->text(), u"B1-066"_s);
    QVERIFY(!rows().hasDraft(rows().rowOf(spaceId(u"B1-066"_s))));
    QVERIFY(m_page->cancel());
    QVERIFY(!m_page->cancel());
}

void TestSpaceListPage::aTakenCodeIsTold()
{
    QSignalSpy saved(m_page.get(), &SpaceListPage::saveAsked);
    click(u"B1-066"_s, SpaceRows::Code);
    code()->selectAll();
    QTest::keyClicks(code(), u"B1-067"_s);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QCOMPARE(saved.count(), 0);
    QVERIFY(code()->hasFocus());
    QVERIFY(code()->accessibleDescription().contains(u"B1-067 is taken"));
}

void TestSpaceListPage::twentyInARow()
{
    QSignalSpy saved(m_page.get(), &SpaceListPage::saveAsked);
    QTest::mouseClick(button(u"New space"_s), Qt::LeftButton);
    QTRY_VERIFY(code()->hasFocus());
    QTest::keyClicks(code(), u"N-001"_s);
    QSpinBox *count = m_page->findChild<QSpinBox *>();
    count->setFocus();
    count->selectAll();
    QTest::keyClicks(count, u"20"_s);
    QVERIFY(code()->accessibleDescription().contains(u"N-001 to N-020"));
    QTest::mouseClick(button(u"Add 20 spaces"_s), Qt::LeftButton);
    QCOMPARE(saved.count(), 1);
    const auto draft = saved.first().first().value<SpaceDraft>();
    QCOMPARE(draft.count, 20);
    QVERIFY(draft.isNew());
    m_page->setSaved(draft);
    QVERIFY(m_page->form().isHidden());
}

void TestSpaceListPage::sensorsAreOfferedNewestFirst()
{
    m_page->setDevices(devices());
    click(u"B1-066"_s, SpaceRows::Code);
    DeviceField &sensor = m_page->form().sensor();
    QTest::mouseClick(&sensor.field(), Qt::LeftButton);
    QVERIFY(sensor.isOpen());
    const QAbstractItemModel *list = sensor.list().model();
    QCOMPARE(list->index(0, 0).data().toString(), u"Sensor 2A51"_s);
    QCOMPARE(list->index(1, 0).data().toString(), u"Sensor 2A5C"_s);
    QCOMPARE(list->index(2, 0).data().toString(), u"No sensor"_s);
    sensor.field().selectAll();
    QTest::keyClicks(&sensor.field(), u"2a:5c"_s); // with separators, in any case
    QCOMPARE(list->index(0, 0).data().toString(), u"Sensor 2A5C"_s);
    QTest::keyClick(&sensor.field(), Qt::Key_Return);
    QVERIFY(!sensor.isOpen());
    QCOMPARE(m_page->form().draft().space.sensorEui,
             std::optional(domain::DevEui(0x58a0cb0000102a5c)));
    QTest::keyClick(&sensor.field(), Qt::Key_Down);
    QVERIFY(sensor.isOpen());
    QTest::keyClick(&sensor.field(), Qt::Key_Escape);
    QVERIFY(!sensor.isOpen());
    QCOMPARE(sensor.chosen(), std::optional(domain::DevEui(0x58a0cb0000102a5c)));
}

void TestSpaceListPage::anEuiNobodyHeardIsTaken()
{
    const QList<DeviceChoice> choices =
        deviceChoices(devices().devices, domain::DeviceKind::Sensor, u"58-A0-CB-00-00-10-FF-FF"_s,
                      std::nullopt, kNow);
    QCOMPARE(choices.last().kind, DeviceChoice::Kind::Unheard);
    QCOMPARE(choices.last().eui, std::optional(domain::DevEui(0x58a0cb000010ffff)));
    const QList<DeviceChoice> half =
        deviceChoices(devices().devices, domain::DeviceKind::Sensor, u"58A0"_s, std::nullopt, kNow);
    QCOMPARE(half.last().kind, DeviceChoice::Kind::None);
    const QList<DeviceChoice> hostile = deviceChoices(devices().devices, domain::DeviceKind::Sensor,
                                                      QString(5000, QChar::Null), {}, kNow);
    QCOMPARE(hostile.size(), 1);
}

void TestSpaceListPage::sensorsOfOthersSayWhere()
{
    const QList<DeviceChoice> choices = deviceChoices(devices().devices, domain::DeviceKind::Sensor,
                                                      u"2B00"_s, spaceId(u"B1-066"_s), kNow);
    QCOMPARE(choices.first().kind, DeviceChoice::Kind::Elsewhere);
    QCOMPARE(choices.first().detail, u"on B1-031; it would move here"_s);
}

void TestSpaceListPage::viewersChangeNothing()
{
    m_situation->setRole(u"Viewer"_s, true);
    QVERIFY(!button(u"New space"_s));
    QVERIFY(!button(u"Import CSV"_s));
    click(u"B1-055"_s, SpaceRows::Code);
    QVERIFY(!button(u"Save"_s));
    QVERIFY(!code()->isEnabled());
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(rows().tickedCount(), 0);
}

void TestSpaceListPage::placesAreRenamedAndMerged()
{
    PlacesDialog dialog(*m_model, m_theme, nullptr);
    QSignalSpy changed(&dialog, &PlacesDialog::changeAsked);
    QSignalSpy ordered(&dialog, &PlacesDialog::orderAsked);
    dialog.show();
    auto *tree = dialog.findChild<QTreeWidget *>();
    const auto find = [&](const QString &text) {
        return tree->findItems(text, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    };
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    tree->setCurrentItem(find(u"B1"_s));
    auto *name = dialog.findChild<QLineEdit *>(u"placeName"_s);
    QCOMPARE(name->text(), u"B1"_s);
    name->selectAll();
    QTest::keyClicks(name, u"U1"_s);
    QVERIFY(button(u"Rename"_s, &dialog));
    QTest::mouseClick(button(u"Rename"_s, &dialog), Qt::LeftButton);
    QCOMPARE(changed.count(), 1);
    const auto change = changed.takeFirst().first().value<domain::SpacesChange>();
    QCOMPARE(change.spaces.size(), m_model->counts(u"North"_s, u"B1"_s).total);
    tree->setCurrentItem(find(u"B2"_s));
    name->selectAll();
    QTest::keyClicks(name, u"B1"_s);
    QVERIFY(button(u"Merge into B1"_s, &dialog));
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    tree->setCurrentItem(find(u"G"_s));
    QVERIFY(button(u"Move up"_s, &dialog));
    QTest::mouseClick(button(u"Move down"_s, &dialog), Qt::LeftButton);
    QCOMPARE(ordered.count(), 1);
    const QStringList order = ordered.first().last().toStringList();
    QVERIFY(order != m_model->floorsOf(u"North"_s));
    QCOMPARE(order.size(), m_model->floorsOf(u"North"_s).size());
}

void TestSpaceListPage::emptySitesSayWhatToDo()
{
    m_model->load({}); // no word of a site at all
    QVERIFY(m_page->findChild<NoticePage *>()->isVisible());
    const auto says = [this](const QString &words) {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&words](const QLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    };
    QVERIFY(!says(u"No spaces"_s));
    for (const QString &chip : {u"Free"_s, u"Occupied"_s, u"Silent"_s, u"No sensor"_s})
        QCOMPARE(button(chip)->text(), chip); // "Free 0" would be a claim
    QVERIFY(!says(u"0 spaces"_s));
    domain::Health away;
    away.checks.resize(1);
    away.checks[0].name = u"database"_s;
    away.checks[0].level = domain::HealthLevel::Unhealthy;
    away.checks[0].problem = u"DATABASE_ERROR"_s;
    away.checks[0].detail = u"no answer"_s;
    m_situation->setHealth(away);
    QVERIFY(says(u"The spaces are not known yet"_s) && says(u"no answer"_s));
    domain::SiteSnapshot empty;
    empty.site = fixture::harbourSite().site;
    m_model->load(empty);
    QVERIFY(says(u"No spaces yet"_s) && says(u"0 spaces"_s));
    QCOMPARE(button(u"Free"_s)->text(), u"Free  0"_s);
    QTest::mouseClick(button(u"Import CSV"_s), Qt::LeftButton);
    QVERIFY(m_page->import().isVisible());
    QVERIFY(m_page->cancel());
    QVERIFY(m_page->import().isHidden());
    m_situation->setRole(u"Viewer"_s, true);
    QVERIFY(!button(u"Import CSV"_s));
}

void TestSpaceListPage::anotherSpaceIsReadFromItsTop()
{
    m_page->resize(1366, 380);
    click(u"B1-055"_s, SpaceRows::Code);
    auto *form = m_page->findChild<SpaceForm *>();
    QTRY_VERIFY(form->isVisible());
    QScrollBar *bar = form->findChild<QScrollArea *>()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    click(u"B1-056"_s, SpaceRows::Code);
    QTRY_COMPARE(code()->text(), u"B1-056"_s);
    QCOMPARE(bar->value(), 0);
}

/// One row costs a number: no widget, and no words that nobody sees.
void TestSpaceListPage::tenThousandRowsScroll()
{
    m_model->load(fixture::largeSite(20, 500));
    QCOMPARE(rows().rowCount(), 10'000);
    const qsizetype widgets = m_page->findChildren<QWidget *>().size();
    table().scrollToBottom();
    QTRY_COMPARE(table().rowAt(table().viewport()->height() - 4), 9'999);
    QCOMPARE(m_page->findChildren<QWidget *>().size(), widgets);
    m_page->filters().setFilter({.states = {SpaceState::Free}});
    QCOMPARE(rows().rowCount(), m_model->counts().free());
}

PARKING_TEST(TestSpaceListPage)
#include "tst_spacelistpage.moc"

// The page "Events" on a running engine: what is stored appears, older events come by page, and a
// message that was set aside is tried again and deleted.

#include "sessiontest.h"
#include "store/changestore.h"
#include "store/devicestore.h"
#include "store/ingeststore.h"
#include "store/readingstore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QMessageBox>
#include <QUuid>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DevEui;
using domain::EventKind;
using store::Dialect;

namespace {

const DevEui kSensor(0x58a0cb0000001c07);

} // namespace

class TestEventsSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredAppears_data() { test::TestDatabases::addRows(); }
    void whatIsStoredAppears();
    void olderOnesComeByPage_data() { test::TestDatabases::addRows(); }
    void olderOnesComeByPage();
    void whatWasTrimmedComesBack_data() { test::TestDatabases::addRows(); }
    void whatWasTrimmedComesBack();
    void lettersGo_data() { test::TestDatabases::addRows(); }
    void lettersGo();

private:
    void start();
    void hear(int count, Milliseconds ago);
    EventsPage &page() const { return m_window->events(); }
    QPushButton *button(const QString &begin) const { return buttonIn(page(), begin); }
    void click(int row);

    test::TestDatabases m_databases;
    QString m_url;
};

void TestEventsSession::start()
{
    QFETCH(Dialect, dialect);
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    engine::EngineOptions options;
    options.databaseUrl = m_url;
    runOn(options);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit());
    const QByteArray csv = "code,building,floor,sensor_eui\nG-001,Main,G,58a0cb0000001c07\n";
    m_engine->ask([csv](engine::Engine &engine) { return engine.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 1, kPatience);
}

/// As the station stores it, the newest last.
void TestEventsSession::hear(int count, Milliseconds ago)
{
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const UtcTime now = systemNow() - ago;
    QList<domain::Reading> readings;
    for (int i = count - 1; i >= 0; --i) {
        domain::Reading reading;
        reading.eventKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
        reading.devEui = kSensor;
        reading.spaceId = m_model->space(0).id;
        reading.time = now - i * 1s;
        reading.receivedAt = reading.time;
        reading.deviceType = u"browan_tabs"_s;
        reading.occupancy = domain::Occupancy::Free;
        reading.fPort = 102;
        reading.payload = QByteArray::fromHex("000b340000dc7801");
        readings.append(reading);
    }
    domain::DeviceHeard heard{.devEui = kSensor, .resolvedType = u"browan_tabs"_s};
    heard.firstHeard = heard.lastHeard = now;
    heard.uplinks = count;
    VERIFY_OK(store::DeviceStore(**database).touch({heard}, now));
    VERIFY_OK(store::ReadingStore(**database).insert(readings));
}

void TestEventsSession::click(int row)
{
    EventTable &table = page().table();
    const QModelIndex index = page().events().index(row, EventModel::What);
    table.scrollTo(index);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
}

void TestEventsSession::whatIsStoredAppears()
{
    start();
    hear(3, 10s);
    m_window->showPage(u"events"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page().events().countOf(EventKind::Uplink), 3, kPatience);
    hear(1, 0s); // and what comes while somebody looks
    QTRY_COMPARE_WITH_TIMEOUT(
        page().events().countOf(EventKind::Uplink) + page().events().waiting(), 4, kPatience);
    domain::Override value;
    value.state = domain::SpaceState::Maintenance;
    value.reason = u"oil"_s;
    value.actor = u"Anna"_s;
    const domain::Overrides wanted =
        domain::overridesOf({m_model->space(0).id}, std::optional(value));
    m_engine->ask([wanted](engine::Engine &engine) {
        return engine.spaces().setOverrides(wanted, u"Anna"_s);
    });
    const auto acts = [this] {
        page().events().setHeld(false);
        return page().events().countOf(EventKind::Operator);
    };
    QTRY_COMPARE_WITH_TIMEOUT(acts(), 2, kPatience);
    QStringList told;
    for (int row = 0; row < page().events().rowCount(); ++row) {
        if (page().events().event(row).kind != EventKind::Operator)
            continue;
        QCOMPARE(page().events().index(row, EventModel::Subject).data().toString(), u"G-001"_s);
        told.append(page().events().index(row, EventModel::What).data().toString());
    }
    QVERIFY2(told.last() == u"added, sensor none → 1C07, and 1 others at once"_s,
             qPrintable(told.join(u'\n')));
}

void TestEventsSession::olderOnesComeByPage()
{
    start();
    hear(1200, 60s);
    m_window->showPage(u"events"_s);
    const auto count = [this] { return page().events().countOf(EventKind::Uplink); };
    QTRY_TRUE(page().events().kept() >= 500); // what else happened takes its place in a page too
    QVERIFY(count() < 600);
    int pages = 1;
    const auto goesOn = [&] {
        QPushButton *older = button(u"Older events"_s);
        if (older && older->isEnabled() && count() < 1200) {
            QTest::mouseClick(older, Qt::LeftButton);
            ++pages;
        }
        return count() >= 1200;
    };
    QTRY_TRUE(goesOn());
    QCOMPARE(count(), 1200);
    QVERIFY2(pages >= 3 && pages <= 5, qPrintable(QString::number(pages)));
    QTRY_TRUE(button(u"Older events"_s) == nullptr);
}

/// The oldest rows went for newer ones: what is read next begins with them, and leaves no hole.
void TestEventsSession::whatWasTrimmedComesBack()
{
    start();
    hear(1200, 60s);
    m_window->showPage(u"events"_s);
    EventModel &events = page().events();
    const auto older = [&] {
        QTRY_TRUE(button(u"Older events"_s) != nullptr);
        QTest::mouseClick(button(u"Older events"_s), Qt::LeftButton);
        QTRY_TRUE(button(u"Reading"_s) == nullptr); // other events come meanwhile
    };
    const auto stored = [&events] { // of the 1,200
        int found = 0;
        for (int row = 0; row < events.rowCount(); ++row) {
            const domain::SiteEvent &event = events.event(row);
            found += event.kind == EventKind::Uplink && !event.key.startsWith(u"more");
        }
        return found;
    };
    const auto holes = [&events] {
        QStringList found;
        for (int row = 1; row < events.rowCount(); ++row) {
            const domain::SiteEvent &newer = events.event(row - 1);
            const domain::SiteEvent &next = events.event(row);
            if (newer.time - next.time > 1s && newer.device == kSensor)
                found.append(u"%1 %2, %3 %4"_s.arg(newer.key, toIso(newer.time), next.key,
                                                   toIso(next.time)));
        }
        return found;
    };
    QTRY_TRUE(events.kept() >= 500);
    older();
    QVERIFY(stored() < 1200);
    int row = 0;
    while (events.event(row).kind != EventKind::Uplink)
        ++row;
    const domain::SiteEvent newest = events.event(row);
    QList<domain::SiteEvent> more;
    for (int i = 9300; i > 0; --i) {
        domain::SiteEvent event = newest;
        event.key = u"more%1"_s.arg(i);
        event.time = newest.time + i * 1ms;
        more.append(event);
    }
    events.setHeld(false);
    events.add(more);
    QCOMPARE(events.kept(), EventModel::kMost);
    older(); // past the newest five hundred, which are shown
    QCOMPARE(holes().join(u"; "_s), QString());
    for (int i = 0; i < 3 && stored() < 1200; ++i) {
        older();
        QCOMPARE(holes().join(u"; "_s), QString());
    }
    QCOMPARE(stored(), 1200);
}

void TestEventsSession::lettersGo()
{
    start();
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const UtcTime now = systemNow();
    VERIFY_OK(store::IngestStore(**database)
                  .addDeadLetters({store::makeDeadLetter(
                      "application/1/device/58a0cb0000001c07/event/up", "no JSON",
                      Error{u"BAD_JSON"_s, u"illegal value"_s}, now, now)}));
    m_window->showPage(u"events"_s);
    const auto letter = [this] { // what people did, and outages, stand there too
        for (int row = 0; row < page().events().rowCount(); ++row) {
            if (std::holds_alternative<domain::LetterNote>(page().events().event(row).body))
                return row;
        }
        return -1;
    };
    QTRY_TRUE(letter() >= 0);
    click(letter());
    QTRY_TRUE(button(u"Try again"_s) != nullptr);
    QTest::mouseClick(button(u"Try again"_s), Qt::LeftButton);
    QTRY_TRUE(said() == u"It is to be tried again by the station"); // it need not run
    QTRY_TRUE(page().detail().restores()); // this login may do a station's work
    const auto stored = [&] { return store::IngestStore(**database).deadLetters().valueOr({}); };
    const store::DeadLetter before = stored().value(0);
    QTest::mouseClick(button(u"Delete"_s), Qt::LeftButton);
    QTRY_TRUE(said() == u"1 message deleted");
    QVERIFY(!m_window->findChild<QMessageBox *>());
    QVERIFY(stored().isEmpty());
    QTRY_TRUE(letter() < 0);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_TRUE(said() == u"Taken back: 1 message deleted");
    QCOMPARE(stored().size(), 1);
    store::DeadLetter back = stored().first();
    back.id = before.id;
    QCOMPARE(back.payload, before.payload);
    QCOMPARE(back.topic, before.topic);
    QCOMPARE(back.receivedAt, before.receivedAt);
    QCOMPARE(back.askedAt, before.askedAt);
    const auto isShown = [&] { // though the pointer may hold the list
        page().events().setHeld(false);
        return letter() >= 0;
    };
    QTRY_TRUE(isShown());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_TRUE(said() == u"Done again: 1 message deleted");
    QVERIFY(stored().isEmpty());
    QTRY_TRUE(letter() < 0);
    // It is not done again where somebody else did it, and does not come back by another undo.
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_TRUE(said() == u"Taken back: 1 message deleted");
    m_engine->ask([id = stored().value(0).id](engine::Engine &engine) {
        return engine.arrival().deleteLetters({id}, u"Ben"_s);
    });
    QTRY_TRUE(stored().isEmpty());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_TRUE(said().startsWith(u"Not done again: This message is gone"));
    QVERIFY(stored().isEmpty());
}

PARKING_TEST(TestEventsSession)
#include "tst_eventssession.moc"

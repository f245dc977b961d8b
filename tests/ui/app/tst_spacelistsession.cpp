// The page "Spaces" on a running engine: a whole floor is set up without a file, changed, deleted
// and brought back; each step goes back.

#include "sessiontest.h"
#include "spacelist/deletedspacesdialog.h"
#include "spacelist/placesdialog.h"
#include "store/devicestore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"
#include "widgets/clashbox.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QSpinBox>
#include <QTreeWidget>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DevEui;
using domain::Space;
using store::Dialect;

namespace {

const DevEui kNew(0x58a0cb0000002a51);

} // namespace

class TestSpaceListSession : public test::SessionTest {
    Q_OBJECT

private Q_SLOTS:
    void aFloorWithoutAFile_data() { test::TestDatabases::addRows(); }
    void aFloorWithoutAFile();
    void deletedOnesComeBack();
    void exportsTellHowMuch();
    void bookedOnesStay();
    void twoPeopleEditOneSpace_data();
    void twoPeopleEditOneSpace();
    void whatIsTypedOnIsReckonedAnew();
    void twoPeopleOrderFloors();
    void twoPeopleChooseHowASensorIsRead();
    void floorsGetOtherNames();

private:
    void start(Dialect dialect);
    void hear(DevEui device);
    std::optional<Space> space(const QString &code) const;
    SpaceListPage &page() const { return m_window->spaceList(); }
    QPushButton *button(const QString &begin) const { return buttonIn(page(), begin); }
    QLineEdit *code() const { return page().findChild<QLineEdit *>(u"code"_s); }
    void addRow(const QString &first, int count);
    void choose(const QString &code);
    void tick(const QStringList &codes);
    void deleteTicked(int count);

    test::TestDatabases m_databases;
    QString m_url;
};

void TestSpaceListSession::start(Dialect dialect)
{
    const Result<QString> url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    m_url = *url;
    engine::EngineOptions options;
    options.databaseUrl = m_url;
    runOn(options);
    m_window->showPage(u"spaces"_s);
    m_engine->start();
    QTRY_TRUE(m_window->spaces().mayEdit());
}

/// As the station stores it.
void TestSpaceListSession::hear(DevEui device)
{
    const auto database = store::Database::open({.url = m_url});
    VERIFY_OK(database);
    const UtcTime now = systemNow();
    domain::DeviceHeard heard{.devEui = device, .resolvedType = u"browan_tabs"_s};
    heard.lastHeard = now - 1s;
    heard.firstHeard = now - 1s;
    heard.uplinks = 1;
    VERIFY_OK(store::DeviceStore(**database).touch({heard}, now - 1s));
}

std::optional<Space> TestSpaceListSession::space(const QString &code) const
{
    for (const Space &one : m_model->spaces()) {
        if (one.code == code)
            return one;
    }
    return std::nullopt;
}

void TestSpaceListSession::addRow(const QString &first, int count)
{
    QTest::mouseClick(button(u"New space"_s), Qt::LeftButton);
    QTRY_TRUE(page().form().isVisible());
    const QList<QComboBox *> combos = page().form().findChildren<QComboBox *>();
    for (QComboBox *combo : combos) {
        if (combo->accessibleName() == u"Building")
            combo->setEditText(u"Main"_s);
        if (combo->accessibleName() == u"Floor")
            combo->setEditText(u"B1"_s);
    }
    code()->setFocus();
    code()->selectAll();
    QTest::keyClicks(code(), first);
    page().findChild<QSpinBox *>()->setValue(count);
    const auto before = m_model->count();
    QTest::mouseClick(button(count == 1 ? u"Save"_s : u"Add %1 spaces"_s.arg(count)),
                      Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), before + count, kPatience);
    QTRY_TRUE(page().form().isHidden());
}

void TestSpaceListSession::choose(const QString &code)
{
    SpaceTable &table = page().table();
    const QModelIndex index =
        page().rows().index(page().rows().rowOf(space(code)->id), SpaceRows::Code);
    table.scrollTo(index);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
    QVERIFY(page().form().isVisible());
}

void TestSpaceListSession::tick(const QStringList &codes)
{
    for (const QString &code : codes) {
        SpaceTable &table = page().table();
        const QModelIndex index =
            page().rows().index(page().rows().rowOf(space(code)->id), SpaceRows::Tick);
        table.scrollTo(index);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
    }
    QCOMPARE(page().rows().tickedCount(), int(codes.size()));
}

void TestSpaceListSession::deleteTicked(int count)
{
    QTest::mouseClick(button(u"Delete %1"_s.arg(count)), Qt::LeftButton);
}

void TestSpaceListSession::aFloorWithoutAFile()
{
    QFETCH(Dialect, dialect);
    start(dialect);
    addRow(u"B1-001"_s, 20);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"20 spaces added"_s, kPatience);
    QVERIFY(space(u"B1-020"_s));
    QCOMPARE(m_model->floorsOf(u"Main"_s), QStringList{u"B1"_s});
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 0, kPatience);
    m_notices->redo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 20, kPatience);
    // Its sensor is one that was heard.
    hear(kNew);
    Q_EMIT page().devicesWanted();
    QTRY_TRUE(page().rows().device(kNew) != nullptr);
    choose(u"B1-007"_s);
    DeviceField &sensor = page().form().sensor();
    QTest::mouseClick(&sensor.field(), Qt::LeftButton);
    QVERIFY(sensor.isOpen());
    QTest::keyClick(&sensor.field(), Qt::Key_Return);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_TRUE(space(u"B1-007"_s)->sensorEui == kNew);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"B1-007 saved"_s, kPatience);
    m_notices->undo();
    QTRY_TRUE(!space(u"B1-007"_s)->sensorEui);
    m_notices->redo();
    QTRY_TRUE(space(u"B1-007"_s)->sensorEui == kNew);
    // Another space takes it over.
    page().cancel();
    Q_EMIT page().devicesWanted();
    QTRY_TRUE(page().rows().device(kNew)->device.spaceId.has_value());
    choose(u"B1-008"_s);
    QTest::mouseClick(&sensor.field(), Qt::LeftButton);
    sensor.field().selectAll();
    QTest::keyClicks(&sensor.field(), u"2A51"_s);
    QTest::keyClick(&sensor.field(), Qt::Key_Return);
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_TRUE(space(u"B1-008"_s)->sensorEui == kNew);
    QVERIFY(!space(u"B1-007"_s)->sensorEui);
    // Three of them are closed.
    page().cancel();
    tick({u"B1-001"_s, u"B1-002"_s, u"B1-003"_s});
    QTest::mouseClick(button(u"Set 3 to maintenance"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->counts().byState[3], 3, kPatience);
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->counts().byState[3], 0, kPatience);
}

void TestSpaceListSession::deletedOnesComeBack()
{
    start(Dialect::Sqlite);
    addRow(u"B1-001"_s, 5);
    const domain::SpaceId first = space(u"B1-001"_s)->id;
    tick({u"B1-001"_s, u"B1-002"_s});
    deleteTicked(2);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 3, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"2 spaces deleted"_s, kPatience);
    const auto dialog = [this] { return m_window->findChild<DeletedSpacesDialog *>(); };
    Q_EMIT page().deletedAsked();
    m_window->showPage(u"devices"_s); // where nobody asks for it
    bool isAnswered = false;
    whenAnswered(m_reads->ask([](store::Database &) { return Result<int>(0); }), this,
                 [&isAnswered](const Result<int> &) { isAnswered = true; });
    QTRY_TRUE(isAnswered);
    QVERIFY(!dialog());
    m_window->showPage(u"spaces"_s);
    Q_EMIT page().deletedAsked();
    QTRY_TRUE(dialog() != nullptr);
    auto *list = dialog()->findChild<QListWidget *>();
    QCOMPARE(list->count(), 2);
    list->item(0)->setCheckState(Qt::Checked);
    list->item(1)->setCheckState(Qt::Checked);
    dialog()->accept();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 5, kPatience);
    QCOMPARE(space(u"B1-001"_s)->id, first); // and so its history
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 3, kPatience);
}

/// What is filtered is not in the file, which says so; spreadsheets read its umlauts by its mark,
/// and so does the import.
void TestSpaceListSession::exportsTellHowMuch()
{
    start(Dialect::Sqlite);
    addRow(u"N-001"_s, 3);
    const auto save = [this](const QString &name) {
        const QString path = m_folder->filePath(name);
        QTest::mouseClick(button(u"Export"_s), Qt::LeftButton);
        auto *dialog = m_window->findChild<QFileDialog *>();
        dialog->selectFile(path);
        QMetaObject::invokeMethod(dialog, "accept");
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QLineEdit &search = page().filters().search();
    QTest::keyClicks(&search, u"N-002"_s);
    const QByteArray one = save(u"one.csv"_s);
    QCOMPARE(said(), u"Saved one.csv: 1 of 3 spaces"_s);
    QVERIFY(one.contains("N-002") && !one.contains("N-001"));
    search.clear();
    const QByteArray all = save(u"all.csv"_s);
    QCOMPARE(said(), u"Saved all.csv: 3 spaces"_s);
    QVERIFY(all.startsWith("\xef\xbb\xbf"));
    auto same = m_engine->ask(
        [all](engine::Engine &engine) { return engine.spaces().importCsv(all, true); });
    QTRY_TRUE(same.isFinished());
    VERIFY_OK(same.result());
    QVERIFY(same.result()->isGood());
    QCOMPARE(same.result()->unchanged, 3);
}

void TestSpaceListSession::bookedOnesStay()
{
    start(Dialect::Sqlite);
    addRow(u"B1-001"_s, 3);
    domain::BookingDraft draft;
    draft.spaceId = space(u"B1-002"_s)->id;
    draft.start = systemNow() + 1h;
    draft.end = draft.start + 1h;
    draft.email = u"anna@example.org"_s;
    bool isBooked = false;
    m_engine
        ->ask([draft](engine::Engine &engine) {
            return engine.bookings().create({.draft = draft, .actor = u"Anna"_s});
        })
        .then(this, [&isBooked](const Result<engine::BookingAnswer> &result) {
            isBooked = bool(result);
        });
    QTRY_TRUE(isBooked);
    tick({u"B1-001"_s, u"B1-002"_s});
    deleteTicked(2);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->count(), 2, kPatience);
    QVERIFY(space(u"B1-002"_s));
    QTRY_TRUE(said().startsWith(u"1 of 2 deleted. B1-002 is booked"));
}

void TestSpaceListSession::twoPeopleEditOneSpace_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("theirs"); // a column of a file
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("told");
    QTest::addColumn<QString>("code"); // as it is then
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("shown"); // in the form's field
    QTest::newRow("other fields") << Dialect::Sqlite << u"name,Theirs"_s << u"Save both"_s
                                  << u"Ben changed it just now: name B1-001 → Theirs."_s
                                  << u"MINE"_s << QString() << u"Z"_s;
    QTest::newRow("postgres") << Dialect::Postgres << u"name,Theirs"_s << u"Save both"_s
                              << u"Ben changed it just now: name B1-001 → Theirs."_s << u"MINE"_s
                              << QString() << u"Z"_s;
    QTest::newRow("mine") << Dialect::Sqlite << u"zone,C"_s << u"Keep mine"_s
                          << u"Both of you changed the zone: theirs is C, yours Z."_s << u"MINE"_s
                          << u"Z"_s << u"Z"_s;
    QTest::newRow("theirs") << Dialect::Sqlite << u"zone,C"_s << u"Take theirs"_s
                            << u"Both of you changed the zone: theirs is C, yours Z."_s
                            << u"B1-001"_s << u"C"_s << u"C"_s;
}

void TestSpaceListSession::twoPeopleEditOneSpace()
{
    QFETCH(const Dialect, dialect);
    QFETCH(const QString, theirs);
    start(dialect);
    addRow(u"B1-001"_s, 1);
    const domain::SpaceId id = space(u"B1-001"_s)->id;
    choose(u"B1-001"_s);
    code()->selectAll();
    QTest::keyClicks(code(), u"MINE"_s);
    auto *zone = page().findChild<QComboBox *>(u"zone"_s);
    zone->setFocus();
    QTest::keyClicks(zone->lineEdit(), u"Z"_s);
    const QString csv =
        u"code,%1\nB1-001,%2\n"_s.arg(theirs.section(u',', 0, 0), theirs.section(u',', 1, 1));
    m_engine->ask([csv](engine::Engine &engine) {
        return engine.spaces().importCsv(csv.toUtf8(), false, u"Ben"_s);
    });
    const Space before = *space(u"B1-001"_s);
    QTRY_TRUE(!domain::saySame(space(u"B1-001"_s), before));
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    auto *clash = page().form().findChild<ClashBox *>();
    QTRY_TRUE(clash->isVisible());
    QFETCH(const QString, told);
    QStringList words;
    for (const QLabel *label : clash->findChildren<QLabel *>())
        words.append(label->text());
    QVERIFY2(words.contains(told), qPrintable(words.join(u'|')));
    QVERIFY(!space(u"MINE"_s)); // nothing was written over
    QCOMPARE(code()->text(), u"MINE"_s); // and what was typed is not lost
    QCOMPARE(zone->currentText(), u"Z"_s);
    QFETCH(const QString, button);
    QTest::mouseClick(this->button(button), Qt::LeftButton);
    QTRY_TRUE(clash->isHidden());
    const auto stands = [&] {
        const int row = m_model->rowOf(id);
        return row < 0 ? Space() : m_model->space(row);
    };
    QFETCH(const QString, code);
    QTRY_COMPARE_WITH_TIMEOUT(stands().code, code, kPatience);
    if (const QString zoned =
            *static_cast<const QString *>(QTest::qData("zone", QMetaType::QString));
        !zoned.isEmpty())
        QTRY_COMPARE_WITH_TIMEOUT(stands().zone, zoned, kPatience);
    QFETCH(const QString, shown);
    QTRY_COMPARE_WITH_TIMEOUT(zone->currentText(), shown, kPatience);
    QCOMPARE(this->code()->text(), u"MINE"_s); // of theirs, too: nobody else changed it
}

/// The box tells of what the form holds when it is pressed, not of what was refused.
void TestSpaceListSession::whatIsTypedOnIsReckonedAnew()
{
    start(Dialect::Sqlite);
    addRow(u"B1-001"_s, 1);
    choose(u"B1-001"_s);
    code()->selectAll();
    QTest::keyClicks(code(), u"MINE"_s);
    const Space before = *space(u"B1-001"_s);
    m_engine->ask([](engine::Engine &engine) {
        return engine.spaces().importCsv("code,zone\nB1-001,C\n", false, u"Ben"_s);
    });
    QTRY_TRUE(!domain::saySame(space(u"B1-001"_s), before));
    QTest::mouseClick(button(u"Save"_s), Qt::LeftButton);
    QTRY_TRUE(button(u"Save both"_s) != nullptr);
    auto *zone = page().findChild<QComboBox *>(u"zone"_s);
    zone->setFocus();
    QTest::keyClicks(zone->lineEdit(), u"Z"_s);
    QVERIFY(!button(u"Save both"_s)); // it would write over theirs
    QVERIFY(button(u"Keep mine"_s));
    const auto *clash = page().form().findChild<ClashBox *>();
    QVERIFY(hasLabel(*clash, u"Both of you changed the zone: theirs is C, yours Z."_s));
    QTest::keyClick(zone->lineEdit(), Qt::Key_Backspace);
    QVERIFY(!button(u"Keep mine"_s));
    QTest::mouseClick(button(u"Save both"_s), Qt::LeftButton);
    QTRY_TRUE(space(u"MINE"_s).has_value());
    QCOMPARE(space(u"MINE"_s)->zone, u"C"_s);
}

/// Ben's order is not undone by who has not seen it.
void TestSpaceListSession::twoPeopleOrderFloors()
{
    start(Dialect::Sqlite);
    m_engine->ask([](engine::Engine &engine) {
        return engine.spaces().importCsv("code,building,floor\na,Main,B1\nb,Main,G\nc,Main,1\n",
                                         false, u"Ben"_s);
    });
    const QStringList seen{u"1"_s, u"G"_s, u"B1"_s};
    QTRY_COMPARE_WITH_TIMEOUT(m_model->floorsOf(u"Main"_s), seen, kPatience);
    const QStringList bens{u"G"_s, u"1"_s, u"B1"_s};
    m_engine->ask([bens](engine::Engine &engine) {
        return engine.spaces().orderFloors({u"Main"_s, bens}, u"Ben"_s);
    });
    const QStringList annas{u"1"_s, u"B1"_s, u"G"_s};
    Q_EMIT page().orderAsked(u"Main"_s, annas); // she has not heard of it
    QTRY_COMPARE_WITH_TIMEOUT(said(),
                              u"Ben changed the floors of Main meanwhile, and nothing was put in "
                              "order. Look at them, and order them again."_s,
                              kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->floorsOf(u"Main"_s), bens, kPatience);
    Q_EMIT page().orderAsked(u"Main"_s, annas);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->floorsOf(u"Main"_s), annas, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->undoable(), 1, kPatience);
    m_notices->undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->floorsOf(u"Main"_s), bens, kPatience);
    // Nor does a redo write over what came since.
    QTRY_COMPARE_WITH_TIMEOUT(m_notices->redoable(), 1, kPatience);
    m_engine->ask([seen](engine::Engine &engine) {
        return engine.spaces().orderFloors({u"Main"_s, seen}, u"Ben"_s);
    });
    QTRY_COMPARE_WITH_TIMEOUT(m_model->floorsOf(u"Main"_s), seen, kPatience);
    m_notices->redo();
    QTRY_TRUE(said().endsWith(u"Ben changed it since."_s));
    QCOMPARE(m_model->floorsOf(u"Main"_s), seen);
}

void TestSpaceListSession::twoPeopleChooseHowASensorIsRead()
{
    start(Dialect::Sqlite);
    const DevEui sensor(0x58a0cb00000000ab);
    const QString tabs = u"browan_tabs"_s;
    m_engine->ask([sensor, tabs](engine::Engine &engine) {
        return engine.spaces().setSensorTypes({{sensor, tabs}}, u"Ben"_s);
    });
    SensorSection &section = m_window->spaces().inspector().sensor();
    const auto typeOf = [&] {
        const auto database = store::Database::open({.url = m_url});
        return store::DeviceStore(**database).find(sensor).valueOr({}).typeSetting;
    };
    Q_EMIT section.typeChosen({sensor}, u"chirpstack_object"_s, {}); // as it was shown to her
    QTRY_TRUE(said().startsWith(u"Ben chose meanwhile how sensor 00AB is read: "_s));
    QCOMPARE(typeOf(), tabs);
    Q_EMIT section.typeChosen({sensor}, {}, tabs);
    QTRY_TRUE(typeOf().isEmpty());
}

void TestSpaceListSession::floorsGetOtherNames()
{
    start(Dialect::Sqlite);
    addRow(u"B1-001"_s, 3);
    page().openPlaces();
    auto *dialog = m_window->findChild<PlacesDialog *>();
    QVERIFY(dialog);
    auto *tree = dialog->findChild<QTreeWidget *>();
    tree->setCurrentItem(tree->findItems(u"B1"_s, Qt::MatchExactly | Qt::MatchRecursive).value(0));
    auto *name = dialog->findChild<QLineEdit *>(u"placeName"_s);
    name->selectAll();
    QTest::keyClicks(name, u"U1"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_TRUE(space(u"B1-001"_s)->floor == u"U1");
    QCOMPARE(m_model->floorsOf(u"Main"_s), QStringList{u"U1"_s});
    dialog->close();
    m_notices->undo();
    QTRY_TRUE(space(u"B1-001"_s)->floor == u"B1");
    QCOMPARE(m_model->floorsOf(u"Main"_s), QStringList{u"B1"_s});
}

PARKING_TEST(TestSpaceListSession)
#include "tst_spacelistsession.moc"

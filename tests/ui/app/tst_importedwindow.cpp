// The window over a site that came by CSV, by mouse and keys alone: commands of lamps, health,
// maintenance with an end, the search, menus and keys.

#include "app/operatorwindow.h"
#include "fixturelamps.h"
#include "fixturesite.h"
#include "importedsite.h"
#include "lamps/downlinktable.h"
#include "shell/searchpopup.h"
#include "shell/shortcutsdialog.h"
#include "spaces/overrideform.h"
#include "testmain.h"
#include "widgets/toast.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTimer>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::HealthLevel;
using domain::SpaceState;

class TestImportedWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void theChosenCommandStays();
    void lampsAreALayer();
    void lampsThatDoNotFollowAreAFilter();
    void aLostGatewayLeadsToTheMap();
    void maintenanceEndsByItselfAndIsListed();
    void whatIsSilentIsSaidOnce();
    void titlesHaveTheirSizeAtOnce();
    void afterAFormTheMapHasTheFocus();
    void theSearchFindsWhatWasImported();
    void menusAndKeys();

private:
    MapView &map() { return m_window->spaces().map().view(); }
    domain::SpaceId idOf(const QString &code) const;
    void page(int number)
    {
        QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_0 + number), Qt::ControlModifier);
        QApplication::processEvents();
    }
    void floor();
    QPoint at(const QString &code) { return map().scene().boxOf(idOf(code)).center().toPoint(); }
    QPushButton *button(const QString &begin) const; ///< by its text, or what is told of it
    void press(const QString &begin);
    QString words() const; ///< of all labels that are seen
    domain::Health with(const QString &check, const QString &problem) const;

    Theme m_theme{*qApp};
    domain::SiteSnapshot m_site;
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestImportedWindow::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
    m_site = fixture::imported(fixture::harbourCsv(true));
}

void TestImportedWindow::init()
{
    m_window.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(m_site);
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(fixture::kNow);
    m_situation->setHealth(fixture::healthy());
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QApplication::processEvents();
}

domain::SpaceId TestImportedWindow::idOf(const QString &code) const
{
    for (const domain::Space &space : m_model->spaces()) {
        if (space.code == code)
            return space.id;
    }
    return {};
}

void TestImportedWindow::floor()
{
    map().show({u"North"_s, u"B1"_s});
    QApplication::processEvents();
    map().setFocus();
}

QPushButton *TestImportedWindow::button(const QString &begin) const
{
    for (QPushButton *candidate : m_window->findChildren<QPushButton *>()) {
        const bool isIt =
            candidate->text().startsWith(begin) || candidate->accessibleName().startsWith(begin);
        if (isIt && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

void TestImportedWindow::press(const QString &begin)
{
    QVERIFY2(button(begin), qPrintable(begin));
    QTest::mouseClick(button(begin), Qt::LeftButton);
    QApplication::processEvents();
}

QString TestImportedWindow::words() const
{
    QStringList words;
    for (const QLabel *label : m_window->findChildren<QLabel *>()) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'|').replace(QChar(0x202f), u' ');
}

domain::Health TestImportedWindow::with(const QString &check, const QString &problem) const
{
    domain::Health health = fixture::healthy();
    domain::HealthCheck bad;
    bad.name = check;
    bad.level = HealthLevel::Degraded;
    bad.problem = problem;
    bad.since = fixture::kNow - 1h;
    health.checks.append(bad);
    health.level = bad.level;
    return health;
}

// --- Lamps ---------------------------------------------------------------------------------------

/// New commands gather behind their number; the row that somebody reads stays where it is.
void TestImportedWindow::theChosenCommandStays()
{
    page(4);
    press(u"Lamps"_s);
    press(u"Commands"_s);
    DownlinksPage &downlinks = m_window->downlinks();
    QVERIFY(downlinks.isVisible());
    domain::DownlinkPage first;
    for (int i = 0; i < 9; ++i) {
        domain::Downlink row = fixture::command(m_model->space(i).code, SpaceState::Free,
                                                domain::DownlinkState::Queued);
        row.spaceId = m_model->space(i).id;
        row.sequence = 9 - i;
        first.rows.append(row);
    }
    first.total = 9;
    downlinks.setPage(first);
    auto &table = *downlinks.findChild<DownlinkTable *>();
    const QPoint on = table.visualRect(table.model()->index(2, 0)).center();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, on);
    QCOMPARE(table.chosen(), QList{first.rows[2].id});
    domain::DownlinkPage later = first;
    for (int i = 0; i < 3; ++i) {
        domain::Downlink row = first.rows[i];
        row.id = domain::DownlinkId::create();
        row.sequence = 10 + i;
        later.rows.prepend(row);
    }
    later.total = 12;
    downlinks.setPage(later);
    QCOMPARE(table.chosen(), QList{first.rows[2].id});
    QCOMPARE(table.visualRect(table.model()->index(2, 0)).center(), on);
    QSignalSpy wanted(&downlinks, &DownlinksPage::wanted);
    press(u"3 new"_s);
    QCOMPARE(wanted.size(), 1);
    // Without the database nothing is said of the period.
    QTest::keyClick(&table, Qt::Key_Escape);
    downlinks.setPage({});
    m_situation->setHealth(fixture::databaseDown(4min));
    QApplication::processEvents();
    QVERIFY2(!words().contains(u"No lamp was commanded"), qPrintable(words()));
}

void TestImportedWindow::lampsAreALayer()
{
    floor();
    QTimer::singleShot(0, m_window.get(), [] { // the click comes back when the menu has closed
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (int i = 0; i < menu->actions().size(); ++i) {
            QTest::keyClick(menu, Qt::Key_Down);
            if (menu->activeAction()->text() == u"Lamps")
                break;
        }
        QTest::keyClick(menu, Qt::Key_Return);
    });
    press(u"Layers"_s);
    QCOMPARE(m_window->spaces().map().layer(), MapLayer::Lamps);
}

void TestImportedWindow::lampsThatDoNotFollowAreAFilter()
{
    m_situation->setHealth(with(u"lamps"_s, u"LAMPS_AMISS"_s));
    page(7);
    press(u"Lamps:"_s); // the row leads there
    QVERIFY(m_window->downlinks().isVisible());
    QPushButton *filter = button(u"Not as wanted"_s);
    QVERIFY(filter && filter->isChecked());
}

// --- Health --------------------------------------------------------------------------------------

void TestImportedWindow::aLostGatewayLeadsToTheMap()
{
    domain::SiteSnapshot site = m_site;
    fixture::loseGateway(site, fixture::codes(u"B1-"_s, 70, 12));
    m_model->load(site);
    m_situation->setHealth(with(u"gateways"_s, u"GATEWAY_LOST"_s));
    page(7);
    press(u"Gateway 0016c001f1530001"_s);
    QCOMPARE(map().place(), (MapPlace{u"North"_s, u"B1"_s}));
    QVERIFY(!map().selection().isEmpty());
    QVERIFY(map().isVisible());
}

// --- Maintenance ---------------------------------------------------------------------------------

void TestImportedWindow::maintenanceEndsByItselfAndIsListed()
{
    floor();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, at(u"B1-055"_s));
    QSignalSpy requested(&m_window->spaces().inspector(), &Inspector::overrideRequested);
    QTest::keyClick(&map(), Qt::Key_M);
    QTest::keyClicks(QApplication::focusWidget(), u"paint"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"+2h"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<OverrideRequest>();
    QCOMPARE(request.value.until, std::optional(fixture::kNow + 2h));
    // As the station tells it.
    domain::SpaceStatus status = m_model->status(m_model->rowOf(idOf(u"B1-055"_s)));
    status.inputs.operatorOverride = request.value;
    status.inputs.operatorOverride->since = fixture::kNow;
    status.state = SpaceState::Maintenance;
    status.reason = domain::StateReason::Override;
    m_model->apply({status});
    page(5); // Overrides
    auto *table = m_window->overrides().findChild<QTableView *>();
    QModelIndex row;
    for (int i = 0; i < table->model()->rowCount(); ++i) {
        if (table->model()->index(i, 0).data().toString() == u"B1-055")
            row = table->model()->index(i, 0);
    }
    QVERIFY(row.isValid());
    table->scrollTo(row);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(row).center());
    press(u"Change"_s);
    auto *form = m_window->spaces().inspector().findChild<OverrideForm *>();
    QVERIFY(form->isOpen() && map().isVisible());
    QCOMPARE(form->findChild<QLineEdit *>()->text(), u"paint"_s);
}

// --- Words ---------------------------------------------------------------------------------------

/// One age, not "3 h" beside "6 h"; no share of a day of which minutes are known.
void TestImportedWindow::whatIsSilentIsSaidOnce()
{
    floor();
    QString silent;
    for (const int row : m_model->rowsOf(u"North"_s, u"B1"_s)) {
        if (m_model->status(row).lastHeard == fixture::kNow - Milliseconds(9h))
            silent = m_model->space(row).code;
    }
    QVERIFY(!silent.isEmpty());
    QTest::mouseClick(&map(), Qt::LeftButton, {}, at(silent));
    QApplication::processEvents();
    QVERIFY2(words().contains(u"9 h"), qPrintable(words()));
    QVERIFY2(!words().contains(u"occupied 100 %"), qPrintable(words()));
    QVERIFY2(!words().contains(u"-"_s + u"898"_s), qPrintable(words()));
}

void TestImportedWindow::titlesHaveTheirSizeAtOnce()
{
    for (int number = 2; number <= 7; ++number) {
        page(number);
        const QString title = m_window->pages().at(number - 1).title;
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == title)
                QCOMPARE(label->fontInfo().pixelSize(), 20);
        }
    }
}

// --- The window ----------------------------------------------------------------------------------

void TestImportedWindow::afterAFormTheMapHasTheFocus()
{
    floor();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, at(u"B1-055"_s));
    QTest::keyClick(&map(), Qt::Key_M);
    QTest::keyClicks(QApplication::focusWidget(), u"oil"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(m_window->spaces().inspector().setAnswer({}));
    QCOMPARE(QApplication::focusWidget(), &map());
    QTest::keyClick(&map(), Qt::Key_Right); // and goes on from there
    QCOMPARE(map().selection(), QSet{idOf(u"B1-056"_s)});
}

void TestImportedWindow::theSearchFindsWhatWasImported()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *popup = m_window->findChild<SearchPopup *>();
    auto *field = popup->findChild<QLineEdit *>();
    auto *results = popup->findChild<QListWidget *>();
    const auto first = [&](const QString &typed) {
        field->clear();
        QTest::keyClicks(field, typed);
        return results->item(0)->text();
    };
    const domain::Space &space = m_model->space(m_model->rowOf(idOf(u"B1-055"_s)));
    QVERIFY(space.sensorEui);
    QVERIFY(first(space.sensorEui->toString()).startsWith(u"B1-055 "));
    QVERIFY(first(u"mainten"_s).endsWith(u"· Maintenance"));
    QVERIFY(first(u"show health"_s).startsWith(u"Show Health"));
    QVERIFY(first(u"north b1"_s).startsWith(u"B1 "));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(map().place(), (MapPlace{u"North"_s, u"B1"_s}));
}

void TestImportedWindow::menusAndKeys()
{
    floor();
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    auto *dialog = m_window->findChild<ShortcutsDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
    const QPoint on = at(u"B1-055"_s);
    QContextMenuEvent event(QContextMenuEvent::Mouse, on, map().mapToGlobal(on));
    QApplication::sendEvent(&map(), &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    int down = 0;
    while (menu->actions()[down]->text() != u"Set maintenance")
        QVERIFY(++down < menu->actions().size());
    menu->setActiveAction(menu->actions()[down]);
    QTest::keyClick(menu, Qt::Key_Return);
    QVERIFY(m_window->spaces().inspector().findChild<OverrideForm *>()->isOpen());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    page(7);
    press(u"Copy report"_s);
    QCOMPARE(m_window->findChild<Toast *>()->text(), u"The report is on the clipboard"_s);
}

PARKING_TEST(TestImportedWindow)
#include "tst_importedwindow.moc"

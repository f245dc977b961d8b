#include "app/operatorwindow.h"
#include "app/refusal.h"
#include "testmain.h"

#include "fixturelamps.h"
#include "fixturesite.h"
#include "shell/rail.h"
#include "shell/searchpopup.h"
#include "shell/shortcutsdialog.h"
#include "shell/statusline.h"
#include "shell/topbar.h"
#include "widgets/toast.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>
#include <QTranslator>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using fixture::spaceId;

namespace {

/// Every text a third longer, as German is.
class LongWords : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *text, const char *, int n) const override
    {
        QString words = QString::fromUtf8(text);
        if (n >= 0)
            words.replace(u"%n"_s, QString::number(n));
        return words.size() < 4 ? words : words + QString(words.size() * 35 / 100, u'n');
    }
};

/// A step that is done at once, and counted.
Notices::Step counts(int &runs)
{
    return [&runs](const Notices::Answer &answer) {
        ++runs;
        answer({});
    };
}

} // namespace

class TestShell : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void pagesAreMadeAfterTheFirstPicture();
    void keysChooseThePage();
    void railChoosesThePage();
    void searchFindsASpaceAndShowsIt();
    void searchSaysWhenNothingIsFound();
    void selectionOpensTheInspectorAndEscapeClosesIt();
    void controlIOpensAndClosesTheInspector();
    void f6WalksBetweenThePanes();
    void themeSwitchTurnsTheWindowDark();
    void undoAndRedoByKeys();
    void toastUndoes();
    void theToastCoversNothingThatActs();
    void undoKeepsTwentySteps();
    void maintenanceKeyAsksForTheReason();
    void requestsLeaveTheWindow();
    void bannerComesAfterAMoment_data();
    void bannerComesAfterAMoment();
    void aWindowThatCannotBeginSaysSoEverywhere();
    void healthPageSaysWhatIsWrong();
    void viewersCannotEdit();
    void partsHaveTheirSizes_data();
    void partsHaveTheirSizes();
    void everyControlHasAName();
    void noNumberLosesItsPoint();
    void nothingIsClipped_data();
    void nothingIsClipped();
    void emptySiteSaysWhatToDo();
    void emptySiteOfAViewerHasNoActions();
    void refusedStartIsExplained_data();
    void refusedStartIsExplained();
    void searchFindsCommands();
    void allLampsOfTheFloorAfterAQuestion();
    void f1ShowsTheKeys();
    void afterAFormTheMapHasTheFocus_data();
    void afterAFormTheMapHasTheFocus();
    void theReportSaysThatItWasCopied();
    void titlesHaveTheirSizeAtOnce();
    void searchFindsDevEuisFloorsAndStates();
    void recentThingsComeFirst();
    void chosenRowsAreNotTinted();
    void rightClickOffersWhatCanBeDone();
    void wrongSettingsAreShown();

private:
    void showFloor();
    template <class T>
    T *find() const
    {
        return m_window->findChild<T *>();
    }
    QPushButton *button(const QString &text) const;
    QFrame *banner() const { return m_window->findChild<QFrame *>(u"banner"_s); }

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestShell::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestShell::init()
{
    m_theme.setChoice(ThemeChoice::Light);
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(fixture::harbourSite());
    m_situation = std::make_unique<Situation>();
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_window->resize(1440, 900);
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(fixture::kNow);
    m_situation->setHealth(fixture::healthy());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestShell::cleanup()
{
    m_window.reset();
    m_notices.reset();
    m_situation.reset();
    m_model.reset();
}

void TestShell::showFloor()
{
    m_window->spaces().map().view().show({u"North"_s, u"B1"_s});
    m_window->spaces().map().view().setFocus();
}

void TestShell::pagesAreMadeAfterTheFirstPicture()
{
    OperatorWindow window(*m_model, *m_situation, *m_notices, m_theme);
    const auto made = [&window] {
        QStringList ids;
        for (const Page &page : window.pages()) {
            if (window.isMade(page.id))
                ids.append(page.id);
        }
        return ids;
    };
    QCOMPARE(made(), QStringList{u"map"_s});
    window.showPage(u"overrides"_s); // what is needed is there at once
    QCOMPARE(made(), (QStringList{u"map"_s, u"overrides"_s}));
    QCOMPARE(window.shown().id, u"overrides"_s);
    window.devices();
    QCOMPARE(made(), (QStringList{u"map"_s, u"devices"_s, u"overrides"_s}));
    QCOMPARE(window.shown().id, u"overrides"_s);
    QSignalSpy spy(&window, &MainWindow::pageMade);
    window.show();
    QTRY_COMPARE(made().size(), window.pages().size());
    QCOMPARE(spy.size(), window.pages().size() - 3); // each once
    QCOMPARE(window.shown().id, u"overrides"_s);
}

void TestShell::keysChooseThePage()
{
    int number = 0;
    for (const Page &page : m_window->pages()) {
        ++number;
        if (page.id == u"health")
            break;
    }
    QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_0 + number), Qt::ControlModifier);
    QTRY_VERIFY(find<HealthPage>()->isVisible());
    QVERIFY(!m_window->spaces().map().isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(m_window->spaces().map().isVisible());
}

void TestShell::railChoosesThePage()
{
    for (RailButton *button : m_window->findChildren<RailButton *>()) {
        if (button->text() == u"Health")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QVERIFY(find<HealthPage>()->isVisible());
}

void TestShell::searchFindsASpaceAndShowsIt()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *popup = find<SearchPopup>();
    QTRY_VERIFY(popup->isVisible());
    auto *field = popup->findChild<QLineEdit *>();
    QTest::keyClicks(field, u"b1-055"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!popup->isVisible());
    const MapView &map = m_window->spaces().map().view();
    QCOMPARE(map.place().building, u"North"_s);
    QCOMPARE(map.place().floor, u"B1"_s);
    QCOMPARE(map.selection(), QSet{spaceId(u"B1-055"_s)});
    QVERIFY(m_window->spaces().inspector().isVisible());
}

void TestShell::searchSaysWhenNothingIsFound()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *popup = find<SearchPopup>();
    auto *field = popup->findChild<QLineEdit *>();
    QSignalSpy asked(&m_window->bookings(), &BookingsPage::searched);
    QTest::keyClicks(field, u"B9-1"_s);
    auto *results = popup->findChild<QListWidget *>();
    QCOMPARE(results->count(), 1); // bookings are looked through first
    QCOMPARE(results->item(0)->text(), u"Looking…"_s);
    QTRY_COMPARE(asked.size(), 1);
    m_window->bookings().setFound(u"B9-1"_s, {});
    QCOMPARE(results->count(), 1);
    QCOMPARE(results->item(0)->text(), u"Nothing found for “B9-1”. Codes look like B1-055."_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(m_window->spaces().map().view().selection().isEmpty());
}

void TestShell::selectionOpensTheInspectorAndEscapeClosesIt()
{
    showFloor();
    MapView &map = m_window->spaces().map().view();
    QVERIFY(!m_window->spaces().inspector().isVisible());
    map.select({spaceId(u"B1-055"_s)});
    QVERIFY(m_window->spaces().inspector().isVisible());
    QTest::keyClick(&map, Qt::Key_Escape);
    QVERIFY(!m_window->spaces().inspector().isVisible());
    QCOMPARE(map.selection().size(), 1);
}

void TestShell::controlIOpensAndClosesTheInspector()
{
    showFloor();
    m_window->spaces().map().view().select({spaceId(u"B1-055"_s)});
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(!m_window->spaces().inspector().isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(m_window->spaces().inspector().isVisible());
}

void TestShell::f6WalksBetweenThePanes()
{
    showFloor();
    MapView &map = m_window->spaces().map().view();
    map.select({spaceId(u"B1-055"_s)});
    map.setFocus();
    QTest::keyClick(&map, Qt::Key_F6);
    QVERIFY(QApplication::focusWidget());
    QVERIFY(m_window->spaces().inspector().isAncestorOf(QApplication::focusWidget()));
    for (int i = 0; i < 4 && !map.hasFocus(); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    QVERIFY(map.hasFocus());
}

void TestShell::themeSwitchTurnsTheWindowDark()
{
    m_window->resize(1440, 900); // where nothing stands at the place that is looked at
    const QColor before = m_window->grab().toImage().pixelColor(480, 28);
    for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
        if (button->accessibleName() == u"Light or dark")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QVERIFY(m_theme.tokens().dark);
    QVERIFY(before.lightness() > 200);
    QVERIFY(m_window->grab().toImage().pixelColor(480, 28).lightness() < 60);
}

void TestShell::undoAndRedoByKeys()
{
    int undone = 0;
    int redone = 0;
    m_notices->tellDone(u"B1-055 set to maintenance"_s, counts(undone), counts(redone));
    QCOMPARE(redone, 0);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 1);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(redone, 1);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 2);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 2);
}

void TestShell::toastUndoes()
{
    int undone = 0;
    int redone = 0;
    m_notices->tellDone(u"B1-055 set to maintenance"_s, counts(undone), counts(redone));
    auto *toast = find<Toast>();
    QVERIFY(toast->isVisible());
    QCOMPARE(toast->text(), u"B1-055 set to maintenance"_s);
    QTest::mouseClick(toast->findChild<QPushButton *>(), Qt::LeftButton);
    QCOMPARE(undone, 1);
    QVERIFY(toast->isVisible());
    QCOMPARE(toast->text(), u"Taken back: B1-055 set to maintenance"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 1);
    QCOMPARE(toast->text(), u"There is nothing to take back."_s);
    QVERIFY(!toast->findChild<QPushButton *>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(redone, 1);
    QCOMPARE(toast->findChild<QPushButton *>()->text(), u"Undo"_s);
}

/// Neither what is there when it comes nor the bar that comes when a row is ticked under it.
void TestShell::theToastCoversNothingThatActs()
{
    int undone = 0;
    m_window->showPage(u"spaces"_s);
    SpaceListPage &page = m_window->spaceList();
    auto *toast = find<Toast>();
    const auto covered = [&]() -> QString {
        // Nor does it touch them.
        const QRect box = QRect(toast->mapToGlobal(QPoint()), toast->size()).adjusted(-7, -7, 7, 7);
        for (const QPushButton *button : page.findChildren<QPushButton *>()) {
            if (button->isVisible()
                && QRect(button->mapToGlobal(QPoint()), button->size()).intersects(box))
                return button->text();
        }
        return {};
    };
    m_notices->tellDone(u"B1-055 set to maintenance"_s, counts(undone), counts(undone));
    QVERIFY(toast->isVisible());
    const int low = toast->geometry().bottom();
    QVERIFY(low > m_window->height() / 2); // at its usual place
    page.rows().tick(0, 0, true);
    auto *bar = page.findChild<SpaceTickBar *>();
    QTRY_VERIFY(!bar->findChildren<QPushButton *>().isEmpty()
                && bar->findChildren<QPushButton *>().first()->isVisible());
    QTRY_COMPARE(covered(), QString());
    m_notices->tellDone(u"Again"_s, counts(undone), counts(undone));
    QTRY_COMPARE(covered(), QString());
    page.rows().untickAll();
    QTRY_COMPARE(toast->geometry().bottom(), low);
    m_window->resize(1024, 680);
    QTest::mouseClick(page.table().viewport(), Qt::LeftButton, {},
                      page.table().visualRect(page.rows().index(0, SpaceRows::Code)).center());
    QTRY_VERIFY(page.findChild<SpaceForm *>()->isVisible());
    QTRY_COMPARE(covered(), QString()); // "Save" at the foot of the form
    // And ticks take one line beside it.
    page.rows().tick(0, 2, true);
    QTRY_VERIFY(!bar->findChildren<QPushButton *>().isEmpty()
                && bar->findChildren<QPushButton *>().first()->isVisible());
    QSet<int> lines;
    for (const QPushButton *act : bar->findChildren<QPushButton *>()) {
        if (!act->isVisible())
            continue;
        lines.insert(act->y());
        QVERIFY(!act->accessibleName().isEmpty() || !act->text().isEmpty());
    }
    QCOMPARE(lines.size(), 1);
}

void TestShell::undoKeepsTwentySteps()
{
    int undone = 0;
    int redone = 0;
    for (int i = 0; i < 25; ++i)
        m_notices->tellDone(QString::number(i), counts(undone), counts(redone));
    for (int i = 0; i < 30; ++i)
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 20);
}

void TestShell::maintenanceKeyAsksForTheReason()
{
    showFloor();
    MapView &map = m_window->spaces().map().view();
    map.select({spaceId(u"B1-001"_s)});
    QTest::keyClick(&map, Qt::Key_M);
    auto *reason = m_window->spaces().inspector().findChild<QLineEdit *>();
    QVERIFY(reason->isVisible());
    QTRY_VERIFY(reason->hasFocus());
    QTest::keyClick(reason, Qt::Key_Escape);
    QVERIFY(!reason->isVisible());
    QVERIFY(m_window->spaces().inspector().isVisible());
}

void TestShell::requestsLeaveTheWindow()
{
    showFloor();
    MapView &map = m_window->spaces().map().view();
    QSignalSpy history(&m_window->spaces().inspector().history(), &SpaceHistory::wanted);
    QSignalSpy requested(&m_window->spaces().inspector(), &Inspector::overrideRequested);
    map.select({spaceId(u"B1-001"_s)});
    QCOMPARE(history.size(), 1);
    QTest::keyClick(&map, Qt::Key_M);
    QTest::keyClick(m_window->spaces().inspector().findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
}

void TestShell::bannerComesAfterAMoment_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("shown");
    QTest::newRow("a moment") << 2 << false;
    QTest::newRow("longer") << 3 << true;
    QTest::newRow("minutes") << 240 << true;
}

/// Also where the map is not the page that is shown first.
void TestShell::aWindowThatCannotBeginSaysSoEverywhere()
{
    m_situation->setHealth({});
    m_situation->setRefusal(
        Error{u"JOURNAL_LOCKED"_s, {}, {{u"application"_s, u"smart-parking"_s}, {u"pid"_s, 12}}});
    QVERIFY(banner()->isVisible());
    QVERIFY(banner()->findChild<QLabel *>()->text().contains(u"uses this data folder"_s));
    QStringList words;
    for (const QLabel *label : m_window->health().findChildren<QLabel *>())
        words.append(label->text());
    QVERIFY2(words.filter(u"uses this data folder"_s).size() == 1, qPrintable(words.join(u'|')));
    m_situation->setRefusal(std::nullopt);
    QVERIFY(!banner()->isVisible());
}

void TestShell::bannerComesAfterAMoment()
{
    QFETCH(const int, seconds);
    QFETCH(const bool, shown);
    m_situation->setHealth(fixture::databaseDown(std::chrono::seconds(seconds)));
    QCOMPARE(banner()->isVisible(), shown);
    if (shown) {
        const QString text = banner()->findChild<QLabel *>()->text();
        QVERIFY2(text.contains(u"database does not answer"), qPrintable(text));
        QVERIFY2(text.contains(u"kept on this computer"), qPrintable(text));
    }
    m_situation->setHealth(fixture::healthy());
    QVERIFY(!banner()->isVisible());
}

void TestShell::healthPageSaysWhatIsWrong()
{
    m_situation->setHealth(fixture::databaseDown(4min));
    QTest::mouseClick(banner()->findChild<QPushButton *>(), Qt::LeftButton);
    auto *page = find<HealthPage>();
    QVERIFY(page->isVisible());
    const QString report = page->report();
    QVERIFY2(report.contains(u"UNREACHABLE"), qPrintable(report));
    for (QPushButton *button : page->findChildren<QPushButton *>()) {
        if (button->text() == u"Copy report")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(QApplication::clipboard()->text(), report);
}

void TestShell::viewersCannotEdit()
{
    m_situation->setRole(u"Viewer"_s, true);
    showFloor();
    m_window->spaces().map().view().select({spaceId(u"B1-001"_s)});
    for (const QPushButton *button : m_window->findChildren<QPushButton *>()) {
        if (button->text() == u"Edit layout" || button->text() == u"Set maintenance")
            QVERIFY(!button->isVisible());
    }
    QTest::keyClick(&m_window->spaces().map().view(), Qt::Key_M);
    QVERIFY(!m_window->spaces().inspector().findChild<QLineEdit *>()->isVisible());
}

void TestShell::partsHaveTheirSizes_data()
{
    QTest::addColumn<QSize>("window");
    QTest::addColumn<int>("rail");
    QTest::addColumn<int>("floorList"); // 0: a combo box instead
    QTest::addColumn<int>("inspector");
    QTest::addColumn<int>("map");
    QTest::newRow("smallest") << QSize(1024, 680) << 56 << 0 << 328 << 968;
    QTest::newRow("1280") << QSize(1280, 800) << 72 << 152 << 328 << 728;
    QTest::newRow("1440") << QSize(1440, 900) << 72 << 152 << 328 << 888;
    QTest::newRow("2560") << QSize(2560, 1440) << 208 << 200 << 400 << 1752;
}

void TestShell::partsHaveTheirSizes()
{
    QFETCH(const QSize, window);
    QFETCH(const int, rail);
    QFETCH(const int, floorList);
    QFETCH(const int, inspector);
    QFETCH(const int, map);
    m_window->resize(window);
    showFloor();
    m_window->spaces().map().view().select({spaceId(u"B1-001"_s)});
    QTRY_COMPARE(find<Rail>()->width(), rail);
    const auto *floors = find<FloorList>();
    QTRY_COMPARE(floors->isVisible() ? floors->width() : 0, floorList);
    QTRY_COMPARE(m_window->spaces().map().findChild<QComboBox *>()->isVisible(), floorList == 0);
    QTRY_COMPARE(m_window->spaces().inspector().width(), inspector);
    QTRY_COMPARE(m_window->spaces().map().view().width(), map);
    // What is shown over the map beside a space is not under the inspector.
    const MapView &view = m_window->spaces().map().view();
    const QWidget &panel = m_window->spaces().inspector();
    QVERIFY(view.mapToGlobal(view.uncovered().topRight()).x()
            <= panel.mapToGlobal(QPointF()).x() + 0.5);
    QCOMPARE(find<TopBar>()->height(), 56);
    QCOMPARE(find<StatusLine>()->height(), 28);
}

void TestShell::everyControlHasAName()
{
    showFloor();
    m_window->spaces().map().view().select({spaceId(u"B1-001"_s)});
    int controls = 0;
    for (QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->window() != m_window.get())
            continue;
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(interface && !interface->text(QAccessible::Name).isEmpty(),
                 qPrintable(u"%1 in %2"_s.arg(
                     QLatin1StringView(widget->metaObject()->className()),
                     QLatin1StringView(widget->parentWidget()->metaObject()->className()))));
        ++controls;
    }
    QVERIFY(controls > 12);
}

/// In all fields for numbers, whatever the locale groups thousands by: "2,5" is two and a half, or
/// it is no number; never 25.
void TestShell::noNumberLosesItsPoint()
{
    int fields = 0;
    for (const QString &page : {u"map"_s, u"bookings"_s, u"spaces"_s, u"settings"_s})
        m_window->showPage(page);
    for (auto *box : m_window->findChildren<QDoubleSpinBox *>()) {
        QCOMPARE(box->valueFromText(u"2,5"_s), 2.5);
        QCOMPARE(box->valueFromText(u"2.5"_s), 2.5);
        ++fields;
    }
    for (auto *box : m_window->findChildren<QSpinBox *>()) {
        const int before = box->value();
        auto *line = box->findChild<QLineEdit *>();
        for (const QString &typed : {u"2,5"_s, u"2.5"_s}) {
            line->setText(box->prefix() + typed + box->suffix());
            QVERIFY2(!line->hasAcceptableInput(), qPrintable(box->accessibleName()));
            box->interpretText(); // as when it is left
            QCOMPARE(box->value(), before);
        }
        ++fields;
    }
    QVERIFY2(fields >= 8, qPrintable(QString::number(fields)));
}

void TestShell::nothingIsClipped_data()
{
    QTest::addColumn<QSize>("window");
    QTest::addColumn<int>("percent");
    QTest::addColumn<bool>("longWords");
    QTest::newRow("small") << QSize(1024, 680) << 100 << false;
    QTest::newRow("small, long words") << QSize(1024, 680) << 100 << true;
    QTest::newRow("1280, large text") << QSize(1280, 800) << 130 << false;
    QTest::newRow("1440, large text and long words") << QSize(1440, 900) << 130 << true;
    QTest::newRow("2560") << QSize(2560, 1440) << 100 << false;
}

void TestShell::nothingIsClipped()
{
    QFETCH(const QSize, window);
    QFETCH(const int, percent);
    QFETCH(const bool, longWords);
    LongWords words;
    if (longWords) {
        QApplication::installTranslator(&words);
        cleanup();
        init();
    }
    m_theme.setTextPercent(percent);
    m_window->resize(window);
    showFloor();
    m_window->spaces().map().view().select({spaceId(u"B1-055"_s)});
    m_window->spaces().inspector().lamp().setLamp(spaceId(u"B1-055"_s),
                                                  fixture::foreignLamp(u"B1-055"_s));
    QApplication::sendPostedEvents();
    QStringList clipped;
    const auto check = [&](const QWidget &widget, const QString &text, bool wraps) {
        if (widget.isVisible() && !text.isEmpty() && !wraps
            && widget.width() < widget.minimumSizeHint().width())
            clipped.append(text);
    };
    const auto checkAll = [&] {
        for (const QLabel *label : m_window->findChildren<QLabel *>())
            check(*label, label->text(), label->wordWrap());
        for (const QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->width() < button->sizeHint().width())
                clipped.append(button->text());
        }
    };
    checkAll();
    m_window->showCommands();
    m_window->downlinks().setPage(fixture::everyOutcome());
    QApplication::sendPostedEvents();
    checkAll();
    const QWidget &page = m_window->downlinks();
    if (page.minimumSizeHint().width() > page.width())
        clipped.append(u"the view Commands"_s);
    m_theme.setTextPercent(100);
    QApplication::removeTranslator(&words);
    QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(u'|')));
}

QPushButton *TestShell::button(const QString &text) const
{
    for (QPushButton *candidate : m_window->findChildren<QPushButton *>()) {
        if (candidate->text() == text && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

void TestShell::emptySiteSaysWhatToDo()
{
    m_model->load({});
    QVERIFY(!m_window->spaces().map().isVisible());
    const QList<QPair<QString, QSignalSpy *>> ways{
        {u"Import a CSV file…"_s,
         new QSignalSpy(&m_window->spaces(), &SpacesPage::importRequested)},
        {u"Add spaces…"_s, new QSignalSpy(&m_window->spaces(), &SpacesPage::addSpacesRequested)},
        {u"Start the demo"_s, new QSignalSpy(&m_window->spaces(), &SpacesPage::demoRequested)}};
    for (const auto &[text, spy] : ways) {
        m_window->showPage(u"map"_s); // the way before led to another one
        QVERIFY2(button(text), qPrintable(text));
        QTest::mouseClick(button(text), Qt::LeftButton);
        QCOMPARE(spy->size(), 1);
        delete spy;
    }
    // Health can still be looked at, and the first space brings the map.
    m_window->showPage(u"health"_s);
    QVERIFY(find<HealthPage>()->isVisible());
    m_window->showPage(u"map"_s);
    QVERIFY(m_window->spaces().findChild<NoticePage *>()->isVisible());
    m_model->load(fixture::harbourSite());
    QVERIFY(m_window->spaces().map().isVisible());
}

void TestShell::emptySiteOfAViewerHasNoActions()
{
    m_situation->setRole(u"Viewer"_s, true);
    m_model->load({});
    QVERIFY(m_window->spaces().findChild<NoticePage *>()->isVisible());
    QVERIFY(!button(u"Import a CSV file…"_s));
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *popup = find<SearchPopup>();
    QTest::keyClicks(popup->findChild<QLineEdit *>(), u"import"_s);
    QCOMPARE(popup->findChild<QListWidget *>()->item(0)->flags(), Qt::NoItemFlags);
}

void TestShell::refusedStartIsExplained_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("firstButton");
    QTest::newRow("data folder in use") << u"JOURNAL_LOCKED"_s << u"Try again"_s;
    QTest::newRow("no tables") << u"MIGRATION_NEEDED"_s << u"Make the tables"_s;
    QTest::newRow("newer database") << u"DATABASE_TOO_NEW"_s << u"Try again"_s;
}

void TestShell::refusedStartIsExplained()
{
    QFETCH(const QString, code);
    QFETCH(const QString, firstButton);
    QSignalSpy retried(&m_window->spaces(), &SpacesPage::retryRequested);
    QSignalSpy migrated(&m_window->spaces(), &SpacesPage::migrateRequested);
    m_situation->setRefusal(
        Error{code, u"the detail"_s, {{u"application"_s, u"parkctl"_s}, {u"pid"_s, 4711}}});
    QVERIFY(!m_window->spaces().map().isVisible());
    QStringList words;
    for (const QLabel *label :
         m_window->spaces().findChild<NoticePage *>()->findChildren<QLabel *>())
        words.append(label->text());
    const QString said = words.join(u'|');
    QVERIFY(said.contains(u"the detail"_s));
    QCOMPARE(said.contains(u"parkctl, process 4711"_s), code == u"JOURNAL_LOCKED");
    QVERIFY(button(firstButton));
    QTest::mouseClick(button(firstButton), Qt::LeftButton);
    QCOMPARE(retried.size() + migrated.size(), 1);
    QCOMPARE(migrated.size(), code == u"MIGRATION_NEEDED" ? 1 : 0);
    m_situation->setRefusal(std::nullopt);
    QVERIFY(m_window->spaces().map().isVisible());
}

void TestShell::searchFindsCommands()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *field = find<SearchPopup>()->findChild<QLineEdit *>();
    QTest::keyClicks(field, u"csv"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(m_window->spaceList().import().isVisible());
}

/// From the search's command to the question; Esc does nothing, the button with the number sends.
void TestShell::allLampsOfTheFloorAfterAQuestion()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    QSet<domain::SpaceId> lamps;
    for (domain::Space &space : site.spaces) {
        if (space.building != u"North" || space.floor != u"B1" || space.code > u"B1-007")
            continue;
        space.displayEui = domain::DevEui(0x2020'2000'0000'0000 + quint64(lamps.size()));
        lamps.insert(space.id);
    }
    QCOMPARE(lamps.size(), 7);
    m_model->load(site);
    showFloor();
    QSignalSpy resent(&m_window->spaces(), &SpacesPage::resendRequested);
    const auto ask = [this]() -> QMessageBox * {
        m_window->activateWindow(); // no window manager gives the focus back
        (void)QTest::qWaitForWindowActive(m_window.get());
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = find<SearchPopup>()->findChild<QLineEdit *>();
        QTest::keyClicks(field, u"all lamps"_s);
        QTest::keyClick(field, Qt::Key_Return);
        return qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
    };
    QPointer<QMessageBox> question = ask();
    QVERIFY(question);
    QCOMPARE(question->text(), u"Resend the colour to 7 lamps of B1?"_s);
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!question);
    QCOMPARE(resent.size(), 0);
    question = ask();
    QVERIFY(question);
    for (QAbstractButton *choice : question->buttons()) {
        if (choice->text() == u"Resend 7 colours")
            QTest::mouseClick(choice, Qt::LeftButton);
    }
    QTRY_COMPARE(resent.size(), 1);
    QCOMPARE(resent.first().first().value<QSet<domain::SpaceId>>(), lamps);
    // A viewer has no such command.
    m_situation->setRole(u"Viewer"_s, true);
    QVERIFY(!ask());
    QCOMPARE(resent.size(), 1);
}

void TestShell::f1ShowsTheKeys()
{
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    auto *dialog = find<ShortcutsDialog>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    QVERIFY(dialog->height() <= dialog->screen()->availableSize().height());
    QStringList words;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        words.append(label->text());
    for (const Page &page : m_window->pages()) { // each page's own
        for (const KeyHint &hint : page.keys)
            QVERIFY2(words.contains(hint.keys) && words.contains(hint.what), qPrintable(hint.what));
    }
    QVERIFY(words.contains(u"Move it by 15 min or to another space; Alt: by 1 min"_s));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void TestShell::afterAFormTheMapHasTheFocus_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("Enter") << false;
    QTest::newRow("a click on the button") << true;
}

void TestShell::afterAFormTheMapHasTheFocus()
{
    QFETCH(const bool, byMouse);
    showFloor();
    MapView &map = m_window->spaces().map().view();
    map.select({spaceId(u"B1-001"_s)});
    QTest::keyClick(&map, Qt::Key_M);
    Inspector &inspector = m_window->spaces().inspector();
    auto *form = inspector.findChild<OverrideForm *>();
    QVERIFY(form->isOpen());
    if (byMouse) {
        for (QPushButton *candidate : form->findChildren<QPushButton *>()) {
            if (candidate->text() == u"Set maintenance")
                QTest::mouseClick(candidate, Qt::LeftButton);
        }
    } else {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    QVERIFY(form->isAncestorOf(QApplication::focusWidget())); // while the answer is awaited
    QVERIFY(inspector.setAnswer({}));
    QCOMPARE(QApplication::focusWidget(), &map);
    // A button that goes with what it took back leaves the focus to the map too.
    map.select({spaceId(u"B1-058"_s)});
    QPushButton *back = button(u"Take override back"_s);
    QVERIFY(back);
    QTest::mouseClick(back, Qt::LeftButton);
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(u"B1-058"_s)));
    status.inputs.operatorOverride.reset();
    status.reason = domain::StateReason::Sensor;
    status.state = domain::SpaceState::Free;
    m_model->apply({status});
    QVERIFY(!back->isVisible());
    QCOMPARE(QApplication::focusWidget(), &map);
}

void TestShell::theReportSaysThatItWasCopied()
{
    m_window->showPage(u"health"_s);
    QTest::mouseClick(button(u"Copy report"_s), Qt::LeftButton);
    QCOMPARE(find<Toast>()->text(), u"The report is on the clipboard"_s);
}

void TestShell::titlesHaveTheirSizeAtOnce()
{
    for (const bool isToggled : {false, true}) {
        if (isToggled)
            m_theme.setChoice(ThemeChoice::Dark);
        for (const Page &page : m_window->pages()) {
            m_window->showPage(page.id);
            for (const QLabel *label : m_window->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text() == page.title)
                    QCOMPARE(label->fontInfo().pixelSize(), 20);
            }
        }
    }
}

void TestShell::searchFindsDevEuisFloorsAndStates()
{
    domain::SiteSnapshot site = fixture::harbourSite();
    for (domain::Space &space : site.spaces) {
        if (space.code == u"B1-003") {
            space.sensorEui = domain::DevEui(0x58a0'cb00'0010'2a51);
            space.displayEui = domain::DevEui(0x2020'2000'0000'9f1e);
        }
    }
    m_model->load(site);
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *popup = find<SearchPopup>();
    auto *field = popup->findChild<QLineEdit *>();
    auto *results = popup->findChild<QListWidget *>();
    const auto first = [&](const QString &typed) {
        field->clear();
        QTest::keyClicks(field, typed);
        return results->item(0)->text();
    };
    QVERIFY(first(u"2a51"_s).startsWith(u"B1-003 "));
    QVERIFY(first(u"58:A0:CB:00:00:10:2A:51"_s).startsWith(u"B1-003 "));
    QVERIFY(first(u"9F1E"_s).startsWith(u"B1-003 "));
    QVERIFY(first(u"mainten"_s).endsWith(u"· Maintenance"));
    QCOMPARE(first(u"undo"_s), u"Looking…"_s); // nothing is there to be undone
    QVERIFY(first(u"full screen"_s).startsWith(u"Full screen"));
    QVERIFY(first(u"north b1"_s).startsWith(u"B1 "));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(m_window->spaces().map().view().place(), (MapPlace{u"North"_s, u"B1"_s}));
}

void TestShell::recentThingsComeFirst()
{
    auto *popup = find<SearchPopup>();
    auto *field = popup->findChild<QLineEdit *>();
    auto *results = popup->findChild<QListWidget *>();
    const auto open = [&] {
        m_window->activateWindow();
        (void)QTest::qWaitForWindowActive(m_window.get());
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    };
    open();
    QTest::keyClicks(field, u"b1-055"_s);
    QTest::keyClick(field, Qt::Key_Return);
    open();
    QTest::keyClicks(field, u"show health"_s);
    QTest::keyClick(field, Qt::Key_Return);
    open();
    QVERIFY(results->item(0)->text().startsWith(u"Show Health"));
    QVERIFY(results->item(1)->text().startsWith(u"B1-055 "));
}

void TestShell::chosenRowsAreNotTinted()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *popup = find<SearchPopup>();
    QTest::keyClicks(popup->findChild<QLineEdit *>(), u"b1-055"_s);
    const QIcon sign = popup->findChild<QListWidget *>()->item(0)->icon();
    QCOMPARE(sign.pixmap(16, QIcon::Selected).toImage(), sign.pixmap(16).toImage());
    m_window->downlinks().setPage(fixture::everyOutcome());
    const QVariant disc = m_window->downlinks()
                              .findChild<QTableView *>()
                              ->model()
                              ->index(0, DownlinkModel::Colour)
                              .data(Qt::DecorationRole);
    const auto colour = disc.value<QIcon>();
    QVERIFY(!colour.isNull());
    QCOMPARE(colour.pixmap(12, QIcon::Selected).toImage(), colour.pixmap(12).toImage());
}

void TestShell::rightClickOffersWhatCanBeDone()
{
    showFloor();
    MapView &map = m_window->spaces().map().view();
    const auto menuAt = [&](const QString &code) {
        const QPoint at = map.scene().boxOf(spaceId(code)).center().toPoint();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, map.mapToGlobal(at));
        QApplication::sendEvent(&map, &event);
        QStringList actions;
        QPointer<QMenu> menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (menu) {
            for (const QAction *action : menu->actions())
                actions.append(action->text());
            menu->close();
        }
        return actions;
    };
    QVERIFY(menuAt(u"B1-001"_s).contains(u"Set maintenance"_s));
    QCOMPARE(map.selection(), QSet{spaceId(u"B1-001"_s)});
    const QStringList overridden = menuAt(u"B1-058"_s);
    QVERIFY(overridden.contains(u"Take override back"_s));
    QVERIFY(overridden.contains(u"Change reason or end"_s));
    m_situation->setRole(u"Viewer"_s, true);
    const QStringList viewer = menuAt(u"B1-001"_s);
    QVERIFY(viewer.contains(u"Copy the code"_s) && !viewer.contains(u"Set maintenance"_s));
}

void TestShell::wrongSettingsAreShown()
{
    const QJsonObject wrong{{u"key"_s, u"LOG_LEVEL"_s},
                            {u"value"_s, u"LOUD"_s},
                            {u"origin"_s, u"/etc/smart-parking.ini, line 3"_s},
                            {u"allowed"_s, u"DEBUG, INFO"_s}};
    RefusalWindow window(
        Error{u"CONFIGURATION"_s, u"the detail"_s, {{u"settings"_s, QJsonArray{wrong}}}}, m_theme);
    window.show();
    QStringList said;
    for (const QLabel *label : window.findChildren<QLabel *>())
        said.append(label->text());
    const QString all = said.join(u'|');
    for (const char *word : {"cannot start", "LOG_LEVEL", "LOUD", "line 3", "DEBUG, INFO"})
        QVERIFY2(all.contains(QLatin1StringView(word)), qPrintable(all));
    QSignalSpy retried(&window, &RefusalWindow::retryRequested);
    for (QPushButton *candidate : window.findChildren<QPushButton *>()) {
        if (candidate->text() == u"Try again")
            QTest::mouseClick(candidate, Qt::LeftButton);
    }
    QCOMPARE(retried.size(), 1);
    const auto missing =
        RefusalWindow::contentOf(Error{u"CONFIGURATION"_s, u"cannot read /nowhere.ini"_s});
    QCOMPARE(missing.details, u"cannot read /nowhere.ini"_s);
    QCOMPARE(missing.text, u"The settings cannot be read."_s);
    const auto noDemo = RefusalWindow::contentOf(Error{u"NETWORK"_s, u"no port is free"_s});
    QCOMPARE(noDemo.text, u"Something that it needs is not to be had."_s);
    QCOMPARE(noDemo.details, u"no port is free"_s);
}

PARKING_TEST(TestShell)
#include "tst_shell.moc"

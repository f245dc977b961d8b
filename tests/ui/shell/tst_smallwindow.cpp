// Pages on small screens: 1366 x 768 at 125, 150 and 200 %, and 1024 x 680.

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "fixturedevices.h"
#include "fixturesite.h"
#include "importedsite.h"
#include "shell/banner.h"
#include "shell/topbar.h"
#include "testmain.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTest>

#include <algorithm>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

class TestSmallWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void nothingIsSqueezed_data();
    void nothingIsSqueezed();
    void thereIsRoomAt1024();
    void healthSaysItOnce();
    void theTopBarOverprintsNothing_data();
    void theTopBarOverprintsNothing();
    void oneOfListAndCommandsIsShown();
    void theInspectorTakesWhatIsLeft();

private:
    void open(const QString &page, const QSize &size);
    QScrollArea &frame() const
    {
        return *qobject_cast<QScrollArea *>(
            m_window->centralWidget()->findChild<QStackedWidget *>()->currentWidget());
    }

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestSmallWindow::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestSmallWindow::init()
{
    m_window.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(fixture::imported(fixture::harbourCsv(true)));
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(fixture::kNow);
    m_situation->setHealth(fixture::healthy());
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_window->setMinimumSize(1, 1); // as on a screen that has no more room
}

void TestSmallWindow::open(const QString &page, const QSize &size)
{
    m_window->resize(size);
    m_window->show();
    if (page == u"commands") {
        m_window->showCommands();
    } else {
        m_window->showPage(page);
        if (page == u"devices")
            m_window->devices().setPage(fixture::sensors());
    }
    for (int i = 0; i < 3; ++i)
        QApplication::processEvents();
}

void TestSmallWindow::nothingIsSqueezed_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QSize>("size");
    for (const QString &page : {u"bookings"_s, u"spaces"_s, u"devices"_s, u"commands"_s,
                                u"overrides"_s, u"events"_s, u"health"_s, u"settings"_s}) {
        for (const QSize &size : {QSize(683, 384), QSize(911, 512), QSize(1093, 614)})
            QTest::addRow("%s at %d", qPrintable(page), size.width()) << page << size;
    }
}

/// No word of a button is cut, and what has no room beside the rest is reached by scrolling.
void TestSmallWindow::nothingIsSqueezed()
{
    QFETCH(const QString, page);
    QFETCH(const QSize, size);
    open(page, size);
    const QWidget *shown = frame().widget();
    QVERIFY2(shown->width() >= shown->minimumSizeHint().width(),
             qPrintable(u"%1 of %2"_s.arg(shown->width()).arg(shown->minimumSizeHint().width())));
    QVERIFY(shown->height() >= shown->minimumSizeHint().height());
    for (const QPushButton *button : shown->findChildren<QPushButton *>()) {
        if (button->isVisible() && !button->text().isEmpty())
            QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                     qPrintable(button->text()));
    }
    frame().horizontalScrollBar()->setValue(frame().horizontalScrollBar()->maximum());
    QApplication::processEvents();
    QVERIFY(shown->mapTo(frame().viewport(), QPoint(shown->width(), 0)).x()
            <= frame().viewport()->width());
}

void TestSmallWindow::thereIsRoomAt1024()
{
    for (const QString &page : {u"map"_s, u"bookings"_s, u"spaces"_s, u"devices"_s, u"commands"_s,
                                u"overrides"_s, u"events"_s, u"health"_s, u"settings"_s}) {
        open(page, {1024, 680});
        QVERIFY2(frame().horizontalScrollBar()->maximum() == 0, qPrintable(page));
        QVERIFY2(frame().verticalScrollBar()->maximum() == 0, qPrintable(page));
    }
}

/// The banner stands over every page but the one that it leads to.
void TestSmallWindow::healthSaysItOnce()
{
    open(u"map"_s, {1024, 680});
    m_situation->setHealth(fixture::brokerDown(4s));
    m_situation->setNow(fixture::kNow);
    auto *banner = m_window->findChild<Banner *>();
    QVERIFY(banner->isVisible()); // at once, not after half a minute
    m_window->showPage(u"health"_s);
    QVERIFY(!banner->isVisible());
    m_window->showPage(u"bookings"_s);
    QVERIFY(banner->isVisible());
}

void TestSmallWindow::theTopBarOverprintsNothing_data()
{
    QTest::addColumn<QSize>("size");
    for (const QSize &size : {QSize(512, 340), QSize(683, 384), QSize(1024, 680)})
        QTest::addRow("%d", size.width()) << size;
}

void TestSmallWindow::theTopBarOverprintsNothing()
{
    QFETCH(const QSize, size);
    open(u"map"_s, size);
    auto *bar = m_window->findChild<TopBar *>();
    int end = 0; // of what stands before
    QList<QWidget *> parts;
    for (QWidget *part : bar->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (part->isVisible())
            parts.append(part);
    }
    std::sort(parts.begin(), parts.end(), [](auto *a, auto *b) { return a->x() < b->x(); });
    for (const QWidget *part : std::as_const(parts)) {
        QVERIFY2(part->x() >= end, part->metaObject()->className());
        end = part->geometry().right();
    }
    QVERIFY(end <= bar->width());
}

/// Beside each other neither could be read; by Escape, and by a button, one is back at the list.
void TestSmallWindow::oneOfListAndCommandsIsShown()
{
    open(u"commands"_s, {683, 384});
    DevicesPage &page = m_window->devices();
    QVERIFY(page.list().isHidden());
    QVERIFY2(frame().horizontalScrollBar()->maximum() == 0,
             qPrintable(QString::number(frame().horizontalScrollBar()->maximum())));
    QPushButton *back = nullptr;
    for (QPushButton *button : page.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == u"All devices")
            back = button;
    }
    QVERIFY(back);
    QTest::mouseClick(back, Qt::LeftButton);
    QVERIFY(page.list().isVisible());
    QVERIFY(!page.isCommandsOpen());
    page.openCommands();
    QVERIFY(page.list().isHidden());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QTRY_VERIFY(page.list().isVisible());
    open(u"commands"_s, {1440, 900});
    QVERIFY(page.list().isVisible() && page.isCommandsOpen());
    open(u"commands"_s, {683, 384}); // it becomes narrow
    QVERIFY(page.list().isHidden());
    QCOMPARE(frame().horizontalScrollBar()->maximum(), 0);
}

/// Of 128 pixels of map nothing could be told.
void TestSmallWindow::theInspectorTakesWhatIsLeft()
{
    open(u"map"_s, {512, 340});
    SpacesPage &page = m_window->spaces();
    MapView &map = page.map().view();
    map.show({u"North"_s, u"B1"_s});
    map.reveal(m_model->space(m_model->rowsOf(u"North"_s, u"B1"_s).first()).id);
    QApplication::processEvents();
    QVERIFY(page.inspector().isVisible());
    QCOMPARE(page.inspector().width(), page.width());
    QTest::keyClick(&page.inspector(), Qt::Key_Escape);
    QTRY_VERIFY(!page.inspector().isVisible());
}

PARKING_TEST(TestSmallWindow)
#include "tst_smallwindow.moc"

// Pages on small screens: 1366 x 768 at 125, 150 and 200 %, and 1024 x 680.

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "fixturedevices.h"
#include "fixturesite.h"
#include "importedsite.h"
#include "shell/banner.h"
#include "testmain.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTest>

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

PARKING_TEST(TestSmallWindow)
#include "tst_smallwindow.moc"

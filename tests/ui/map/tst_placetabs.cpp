// The tabs over the map in windows of all sizes, under real mouse events: nothing is cut in the
// middle of a word, every place can be reached, and what is unknown is not the first thing to go.

#include "app/operatorwindow.h"
#include "fixturesite.h"
#include "importedsite.h"
#include "testmain.h"

#include <QApplication>
#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using Form = PlaceTabs::Form;

class TestPlaceTabs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingIsCut_data();
    void nothingIsCut();
    void everyPlaceIsInTheMenu();
    void aNameAloneIsElided();

private:
    void open(const domain::SiteSnapshot &site, const QSize &size);
    MapPage &page() { return m_window->spaces().map(); }
    PlaceTabs &tabs() { return *m_window->findChild<PlaceTabs *>(); }

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    Situation m_situation;
    Notices m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestPlaceTabs::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
    m_situation.setRole(u"Operator"_s, false);
    m_situation.setNow(fixture::kNow);
    m_situation.setHealth(fixture::healthy());
}

void TestPlaceTabs::open(const domain::SiteSnapshot &site, const QSize &size)
{
    m_window.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(site);
    m_window = std::make_unique<OperatorWindow>(*m_model, m_situation, m_notices, m_theme);
    m_window->setMinimumSize(1, 1);
    m_window->resize(size);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QApplication::processEvents();
}

void TestPlaceTabs::nothingIsCut_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("heard"); // per cent of the sensors
    for (const int heard : {0, 97}) {
        QTest::addRow("1366 at 200 per cent, %d heard", heard) << QSize(683, 384) << heard;
        QTest::addRow("1366 at 150 per cent, %d heard", heard) << QSize(911, 512) << heard;
        QTest::addRow("1024, %d heard", heard) << QSize(1024, 680) << heard;
        QTest::addRow("1366 at 125 per cent, %d heard", heard) << QSize(1093, 614) << heard;
        QTest::addRow("1366, %d heard", heard) << QSize(1366, 768) << heard;
    }
}

void TestPlaceTabs::nothingIsCut()
{
    QFETCH(const QSize, size);
    QFETCH(const int, heard);
    open(fixture::imported(fixture::harbourCsv(true), heard), size);
    const auto isWhole = [this](const char *where) {
        QApplication::processEvents();
        QVERIFY2(tabs().width() >= tabs().sizeHint().width(), where);
        int edge = m_window->width();
        if (const Inspector &panel = m_window->spaces().inspector();
            panel.isVisible() && m_window->width() < 1200)
            edge = panel.mapTo(m_window.get(), QPoint()).x();
        for (const QWidget *part : tabs().parentWidget()->findChildren<QWidget *>()) {
            if (!part->isVisible() || part == &tabs())
                continue;
            const int left = part->mapTo(m_window.get(), QPoint()).x();
            QVERIFY2(left >= tabs().mapTo(m_window.get(), QPoint(tabs().width(), 0)).x(), where);
            QVERIFY2(left + part->width() <= edge, where);
        }
        QVERIFY2(tabs().mapTo(m_window.get(), QPoint(tabs().width(), 0)).x() <= edge, where);
    };
    isWhole("site");
    page().view().show({u"North"_s, u"B1"_s});
    isWhole("floor");
    QVERIFY(tabs().form() != Form::Bare); // with its numbers, known and unknown
    page().view().setFocus();
    QTest::keyClick(&page().view(), Qt::Key_Right);
    QTest::keyClick(&page().view(), Qt::Key_Return);
    QTRY_VERIFY(m_window->spaces().inspector().isVisible());
    isWhole("beside the inspector");
    // Cards end beside it: the numbers stand at their right end.
    page().view().show({});
    isWhole("site beside the inspector");
    QVERIFY(m_window->spaces().inspector().isVisible());
    const QImage seen = page().view().grab().toImage();
    const int margin = int(page().view().uncovered().right()) - 14;
    for (int y = 0; y < seen.height(); ++y)
        QCOMPARE(seen.pixelColor(margin, y), m_theme.tokens().window);
}

void TestPlaceTabs::everyPlaceIsInTheMenu()
{
    open(fixture::imported(fixture::harbourCsv(true), 97), {683, 384});
    page().view().show({u"North"_s, u"B1"_s});
    QApplication::processEvents();
    QCOMPARE(tabs().form(), Form::One);
    QVERIFY(tabs().accessibleDescription().contains(u"unknown"));
    const auto choose = [this](int row) {
        QTest::mouseClick(&tabs(), Qt::LeftButton, {}, QPoint(20, tabs().height() / 2));
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), m_model->buildings().size() + 1);
        QVERIFY(menu->actions().at(1)->text().contains(u"unknown"));
        QTest::mouseClick(menu, Qt::LeftButton, {},
                          menu->actionGeometry(menu->actions().at(row)).center());
        QApplication::processEvents();
    };
    choose(2);
    QCOMPARE(page().view().place().building, m_model->buildings().at(1));
    choose(0);
    QCOMPARE(page().view().place().building, QString());
}

/// A building with a long name, beside the inspector: its name says that it goes on.
void TestPlaceTabs::aNameAloneIsElided()
{
    const QString name = u"Multi-storey car park at the old harbour"_s;
    open(fixture::imported("code,building,floor\nA-1," + name.toUtf8() + ",G\n", 0), {683, 384});
    page().view().show({name, u"G"_s});
    QApplication::processEvents();
    QCOMPARE(tabs().form(), Form::Bare);
    QVERIFY(tabs().width() >= tabs().sizeHint().width());
    QVERIFY(tabs().toolTip().contains(name) && tabs().toolTip().contains(u"1 unknown"));
}

PARKING_TEST(TestPlaceTabs)
#include "tst_placetabs.moc"

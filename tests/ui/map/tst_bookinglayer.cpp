// The map's colours for what is booked in the next two hours.

#include "base/literals.h"
#include "fixturesite.h"
#include "map/bookinglayer.h"
#include "map/mappage.h"
#include "testmain.h"

#include <QApplication>
#include <QMenu>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::kNow;
using fixture::spaceId;

class TestBookingLayer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void steps_data();
    void steps();
    void aBookingForLaterIsPainted();

private:
    Theme m_theme{*qApp};
};

void TestBookingLayer::steps_data()
{
    QTest::addColumn<int>("from"); // minutes from now
    QTest::addColumn<int>("to");
    QTest::addColumn<int>("step");
    QTest::newRow("over") << -60 << 0 << 0;
    QTest::newRow("runs") << -60 << 1 << 4;
    QTest::newRow("begins") << 0 << 60 << 4;
    QTest::newRow("soon") << 1 << 60 << 3;
    QTest::newRow("half an hour") << 30 << 60 << 3;
    QTest::newRow("an hour") << 31 << 60 << 2;
    QTest::newRow("two hours") << 120 << 180 << 1;
    QTest::newRow("later") << 121 << 180 << 0;
}

void TestBookingLayer::steps()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(int, step);
    const domain::ReservationInput next{u"x"_s, kNow + std::chrono::minutes(from),
                                        kNow + std::chrono::minutes(to)};
    QCOMPARE(bookingStep(next, kNow), step);
    QCOMPARE(bookingStep({}, kNow), 0);
    QCOMPARE(bookingStepNames().size(), kLayerSteps);
}

/// What moves no state moves the picture all the same.
void TestBookingLayer::aBookingForLaterIsPainted()
{
    SiteModel model;
    model.setNow(kNow);
    model.load(fixture::harbourSite());
    MapPage page(model, m_theme);
    page.resize(1200, 800);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    page.view().show({u"North"_s, u"B1"_s});
    for (QAction *action : page.findChildren<QAction *>()) {
        if (action->text() == u"Bookings in the next 2 h")
            action->trigger();
    }
    QVERIFY(page.view().options().layer == MapLayer::Bookings);
    domain::SpaceStatus status = model.status(model.rowOf(spaceId(u"B1-004"_s)));
    status.inputs.reservation = domain::ReservationInput{u"x"_s, kNow + 45min, kNow + 2h};
    model.apply({status});
    const QRectF box = page.view().scene().boxOf(spaceId(u"B1-004"_s));
    const QPoint at = QPointF(box.center().x(), box.center().y() - 4).toPoint();
    const Tokens &t = m_theme.tokens();
    QCOMPARE(page.view().grab().toImage().pixelColor(at).rgb(), stepFill(t, 2).rgb());
}

PARKING_TEST(TestBookingLayer)
#include "tst_bookinglayer.moc"

#include "map/maplink.h"
#include "testmain.h"

#include <QtTest>

using namespace parking::ui;
using namespace Qt::StringLiterals;

class TestMapLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isFoundByPoint_data();
    void isFoundByPoint();
    void isNamedWithItsPlace();
};

void TestMapLink::isFoundByPoint_data()
{
    QTest::addColumn<QPointF>("at");
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("floor");
    QTest::newRow("none") << QPointF(500, 500) << -1 << QString();
    QTest::newRow("a label") << QPointF(10, 10) << 0 << u"B1"_s;
    QTest::newRow("a ring of another floor opens that floor") << QPointF(110, 10) << 0 << u"B2"_s;
    QTest::newRow("a label above a ring") << QPointF(160, 10) << 1 << u"G"_s;
}

void TestMapLink::isFoundByPoint()
{
    QFETCH(const QPointF, at);
    QFETCH(const int, index);
    QFETCH(const QString, floor);
    MapLink first;
    first.box = {0, 0, 50, 20};
    first.place = {u"North"_s, u"B1"_s};
    first.rings = {{{100, 0, 100, 20}, {u"North"_s, u"B2"_s}}};
    MapLink second;
    second.box = {150, 0, 50, 20};
    second.place = {u"North"_s, u"G"_s};
    const LinkHit hit = linkAt({first, second}, at);
    QCOMPARE(hit.index, index);
    QCOMPARE(hit.place.floor, floor);
}

void TestMapLink::isNamedWithItsPlace()
{
    MapLink link;
    link.where = u"North · B1"_s;
    link.text = u"28 sensors silent, gateway lost"_s;
    QCOMPARE(nameOf(link), u"North · B1: 28 sensors silent, gateway lost"_s);
}

PARKING_TEST(TestMapLink)
#include "tst_maplink.moc"

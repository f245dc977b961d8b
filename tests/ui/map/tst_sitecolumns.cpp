#include "map/sitecolumns.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;

namespace {

/// Buildings of one to nine floors with 20 to 440 spaces on the largest.
QList<CardNeed> needs(int count)
{
    QList<CardNeed> needs;
    for (int i = 1; i <= count; ++i)
        needs.append({1 + i * 5 % 9, 20 + i * 53 % 9 * 52});
    return needs;
}

double heightOf(const SiteColumns::Column &column, const QList<CardNeed> &needs, qsizetype first)
{
    double height = (column.cards - 1) * kCardGap;
    for (int i = 0; i < column.cards; ++i)
        height += kCardHead + kCardFoot + needs[first + i].floors * column.pitch;
    return height;
}

} // namespace

/// How many columns of cards, and how high their floors are.
class TestSiteColumns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneToFortyBuildingsAtEachSize_data()
    {
        QTest::addColumn<QSizeF>("size");
        for (const QSizeF &size : {QSizeF(960, 560), QSizeF(1294, 630), QSizeF(1368, 768),
                                   QSizeF(1896, 940), QSizeF(2352, 1310)})
            QTest::addRow("%dx%d", int(size.width()), int(size.height())) << size;
    }

    void oneToFortyBuildingsAtEachSize()
    {
        QFETCH(const QSizeF, size);
        for (int count = 1; count <= 40; ++count) {
            const QList<CardNeed> cards = needs(count);
            const SiteColumns laid = columnsFor(size, cards);
            QVERIFY(laid.cardWidth >= 280);
            const bool areEnough = count * (640 + kCardGap) >= size.width() - 2 * kSiteSide;
            QVERIFY(laid.cardWidth <= 640 || !areEnough);
            const double wide = double(laid.columns.size()) * (laid.cardWidth + kCardGap);
            QVERIFY(2 * kSiteSide + wide - kCardGap <= size.width());
            QVERIFY(wide > size.width() - 2 * kSiteSide - 24); // the room is used
            int shown = 0;
            for (const SiteColumns::Column &column : laid.columns) {
                QVERIFY(column.cards >= 1);
                QVERIFY(column.pitch >= 14 - 1e-9);
                // All columns end at the same height.
                QVERIFY(std::abs(heightOf(column, cards, shown) - laid.height) < 1e-6);
                shown += column.cards;
            }
            QCOMPARE(shown, count);
        }
    }

    void whatFitsIsNotScrolled()
    {
        const QSizeF size(1368, 768);
        QCOMPARE(columnsFor(size, needs(12)).height, size.height() - 2 * kSiteSide);
        QVERIFY(columnsFor({960, 560}, needs(40)).height > 560);
    }

    void theFullestColumnIsLowest()
    {
        const SiteColumns laid = columnsFor({960, 560}, {{9, 20}, {1, 20}, {1, 20}, {7, 20}});
        QCOMPARE(laid.columns.size(), 2);
        QCOMPARE(laid.columns[0].cards, 2); // 13.2 beside 11.2; not 10.6 beside 13.8
    }

    void smallSitesAreNotStretched()
    {
        const SiteColumns laid = columnsFor({1200, 2000}, {{2, 30}});
        QCOMPARE(laid.height, kCardHead + kCardFoot + 2 * 120);
    }

    void dotsAreAsLargeAsFits()
    {
        QCOMPARE(dotFor(38, {534, 12}), 12.0); // a row of 38
        QCOMPARE(dotFor(39, {534, 12}), 11.0);
        QCOMPARE(dotFor(2 * 133, {534, 7}), 3.0);
        QCOMPARE(dotFor(2 * 133 + 1, {534, 7}), 0.0); // a bar
        QCOMPARE(dotRows(39, 534, 12), 2);
    }
};

PARKING_TEST(TestSiteColumns)
#include "tst_sitecolumns.moc"

#include "map/recentchanges.h"
#include "testmain.h"

#include <QSignalSpy>
#include <QtTest>

using namespace parking::ui;

class TestRecentChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gathersRows();
    void ringsFadeAndEnd();
    void tooManyRingsTellNothing();
};

void TestRecentChanges::gathersRows()
{
    RecentChanges changes;
    QSignalSpy due(&changes, &RecentChanges::due);
    changes.add({1, 2});
    changes.add({2, 3});
    QCOMPARE(due.size(), 0);
    QVERIFY(due.wait());
    QCOMPARE(due.size(), 1);
    QCOMPARE(due.first().first().value<QSet<int>>(), (QSet<int>{1, 2, 3}));
    QVERIFY(changes.rings().isEmpty());
}

void TestRecentChanges::ringsFadeAndEnd()
{
    RecentChanges changes;
    QSignalSpy due(&changes, &RecentChanges::due);
    changes.ring({7});
    QCOMPARE(changes.rings().size(), 1);
    double strength = changes.rings().first().second;
    QVERIFY(strength > 0.5);
    while (!changes.rings().isEmpty()) {
        QVERIFY(due.wait());
        QVERIFY(due.takeFirst().first().value<QSet<int>>().contains(
            7)); // drawn with less, at last without
        const double next = changes.rings().isEmpty() ? 0 : changes.rings().first().second;
        QVERIFY(next <= strength);
        strength = next;
    }
    changes.ring({8});
    changes.dropRings();
    QVERIFY(changes.rings().isEmpty());
}

void TestRecentChanges::tooManyRingsTellNothing()
{
    RecentChanges changes;
    QList<int> rows;
    for (int row = 0; row < 200; ++row)
        rows.append(row);
    changes.ring(rows);
    QCOMPARE(changes.rings().size(), 50);
}

PARKING_TEST(TestRecentChanges)
#include "tst_recentchanges.moc"

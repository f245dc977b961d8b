// The database stands and refuses a statement: what was to be done for lamps is done later.

#include "base/failpoint.h"
#include "lampstation.h"
#include "testmain.h"

using namespace parking;
using namespace parking::test::lamps;

class TestLampsRetry : public QObject, private LampBench {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        prepare();
        start(store::Dialect::Sqlite);
    }
    void cleanup()
    {
        plantFaults({});
        finish();
    }

    void aBeginningThatFailed();
    void aComparisonThatFailed();
};

/// Else nobody sends until the connection is lost and comes back.
void TestLampsRetry::aBeginningThatFailed()
{
    plantFaults([](const char *) { return "53100"; });
    (*m_station)->lamps().begin();
    plantFaults({});
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    QCOMPARE(posts(0).first().data, kRed);
}

/// Else the lamps keep their colours until the next hour.
void TestLampsRetry::aComparisonThatFailed()
{
    (*m_station)->lamps().hold(true);
    m_station->park(0, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->told(m_site.spaces[0].id), domain::SpaceState::Occupied,
                              kPatience);
    plantFaults([](const char *place) { return qstrcmp(place, "begin") == 0 ? "53100" : nullptr; });
    (*m_station)->lamps().hold(false);
    plantFaults({});
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
    QCOMPARE(posts(0).first().data, kRed);
}

PARKING_TEST(TestLampsRetry)
#include "tst_lampsretry.moc"

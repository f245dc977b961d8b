#include "engine/ingest/batchpace.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace std::chrono_literals;
using engine::BatchPace;

namespace {

constexpr int kMost = 5000;

/// Batches on a database that takes so long for each record; the longest of them.
Milliseconds longest(BatchPace &pace, std::chrono::microseconds each, int batches)
{
    Milliseconds most{0};
    for (int i = 0; i < batches; ++i) {
        const auto time = each * pace.records();
        most = std::max(most, std::chrono::duration_cast<Milliseconds>(time));
        pace.took(pace.records(), time);
    }
    return most;
}

} // namespace

class tst_BatchPace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesMoreFromAQuickDatabase()
    {
        BatchPace pace(kMost);
        longest(pace, 10us, 10);
        QCOMPARE(pace.records(), kMost);
    }

    void noBatchOfASlowOneIsLongTwice_data()
    {
        QTest::addColumn<int>("each"); // us
        for (const int each : {10, 100, 300, 1'000, 5'000, 25'000})
            QTest::addRow("%d us", each) << each;
    }

    void noBatchOfASlowOneIsLongTwice()
    {
        QFETCH(const int, each);
        BatchPace pace(kMost);
        longest(pace, 10us, 10); // it was quick before
        longest(pace, std::chrono::microseconds(each), 1);
        QVERIFY(longest(pace, std::chrono::microseconds(each), 20) <= BatchPace::kLong);
    }

    /// Each record costs, and one is always taken.
    void someAreTakenHoweverSlowItIs()
    {
        BatchPace pace(kMost);
        longest(pace, 10s, 10);
        QCOMPARE(pace.records(), 20);
        longest(pace, 10us, 20);
        QCOMPARE(pace.records(), kMost);
    }

    /// A transaction takes 300 ms whatever is in it: after a standstill the pace must not stay
    /// where arrivals outrun it.
    void whatAnyTransactionTakesIsNoReasonForFewer()
    {
        BatchPace pace(kMost);
        pace.took(5, 3s); // the computer was elsewhere
        for (int i = 0; i < 20; ++i)
            pace.took(pace.records(), 300ms + pace.records() * 300us);
        QVERIFY2(pace.records() >= 1000, qPrintable(QString::number(pace.records())));
    }

    void whatIsNotFullTellsOfNoHaste()
    {
        BatchPace pace(kMost);
        const int before = pace.records();
        pace.took(before - 1, 1ms);
        QCOMPARE(pace.records(), before);
        pace.took(0, 10s); // nothing was there to be stored
        QCOMPARE(pace.records(), before);
    }

    void neverMoreThanIsAllowed()
    {
        BatchPace pace(7);
        longest(pace, 10us, 5);
        QCOMPARE(pace.records(), 7);
        longest(pace, 10s, 5);
        QCOMPARE(pace.records(), 7);
    }
};

PARKING_TEST(tst_BatchPace)
#include "tst_batchpace.moc"

// A few days of the simulated site. `simulate` runs as many as there is time for.

#include "base/literals.h"
#include "days.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::simulation;

class TestSimulation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allIsRightInTheEvening_data();
    void allIsRightInTheEvening();
    void aSeedRepeatsItself();

private:
    QSet<QByteArray> m_traces;
};

void TestSimulation::allIsRightInTheEvening_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 2; ++seed)
        QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
}

void TestSimulation::allIsRightInTheEvening()
{
    QFETCH(quint64, seed);
    const Outcome outcome = simulateDay(seed);
    QVERIFY2(outcome.blames.isEmpty(), qPrintable(outcome.blames.join(u"; "_s)));
    QVERIFY(outcome.uplinks > 50);
    QVERIFY(!m_traces.contains(outcome.trace));
    m_traces.insert(outcome.trace);
}

void TestSimulation::aSeedRepeatsItself()
{
    const Outcome first = simulateDay(3);
    QVERIFY2(first.blames.isEmpty(), qPrintable(first.blames.join(u"; "_s)));
    const Outcome second = simulateDay(3);
    QVERIFY(first.lines > 1000);
    QCOMPARE(second.lines, first.lines);
    QCOMPARE(second.trace, first.trace);
}

PARKING_TEST(TestSimulation)
#include "tst_simulation.moc"

#include "engine/ingest/sessiondispute.h"
#include "testmain.h"

#include <QTest>

#include <array>

using namespace parking;
using namespace std::chrono_literals;
using engine::SessionDispute;

namespace {

/// Programs with one client id at one broker, a second at a time. Who connects has the session and
/// takes it from the other.
struct Broker {
    std::array<SessionDispute, 2> programs;
    std::array<bool, 2> isAlive{true, true};
    std::array<int, 2> seconds{}; ///< with the session
    int owner = 0;
    int changes = 0;
    Steady::time_point now{};

    void connect(int program)
    {
        programs[size_t(program)].cameBack(now);
        if (owner != program && isAlive[size_t(owner)])
            programs[size_t(owner)].lost(now);
        changes += owner != program;
        owner = program;
    }
    void run(std::chrono::seconds time)
    {
        for (const Steady::time_point end = now + time; now < end; now += 1s) {
            for (const int program : {0, 1}) {
                if (isAlive[size_t(program)] && programs[size_t(program)].isTimeToComeBack(now))
                    connect(program);
            }
            ++seconds[size_t(owner)];
        }
    }
};

} // namespace

class tst_SessionDispute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyElseIsNoDispute()
    {
        const SessionDispute dispute;
        QVERIFY(!dispute.isOpen({}));
        QVERIFY(!dispute.isTimeToComeBack({}));
    }

    /// Half of the uplinks each would be the worst of all.
    void oneOfTwoKeepsIt()
    {
        Broker broker;
        broker.connect(1);
        broker.run(24h);
        const int most = std::max(broker.seconds[0], broker.seconds[1]);
        QVERIFY2(most > 24 * 3600 * 99 / 100,
                 qPrintable(
                     QStringLiteral("%1 and %2 s").arg(broker.seconds[0]).arg(broker.seconds[1])));
        QVERIFY(broker.changes < 24 * 3600 / 300);
        QVERIFY(broker.programs[0].isOpen(broker.now));
        QVERIFY(broker.programs[1].isOpen(broker.now));
    }

    void comesBackAfterAMistakeThatEnded()
    {
        Broker broker;
        broker.connect(1);
        broker.isAlive[1] = false;
        broker.run(10s);
        QCOMPARE(broker.owner, 0);
        QVERIFY(broker.programs[0].isOpen(broker.now)); // it may have been there again
        broker.run(1h);
        QVERIFY(!broker.programs[0].isOpen(broker.now));
    }

    void comesBackAfterALongMistake()
    {
        Broker broker;
        broker.connect(1);
        broker.run(10min);
        broker.isAlive[size_t(broker.owner)] = false;
        const int other = 1 - broker.owner;
        broker.run(16min);
        QCOMPARE(broker.owner, other);
    }
};

PARKING_TEST(tst_SessionDispute)
#include "tst_sessiondispute.moc"

#include "domain/counts.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const UtcTime kNow = fromMillis(1'790'000'000'000);

SpaceStatus heard(SpaceState state, Milliseconds ago)
{
    SpaceStatus status;
    status.state = state;
    status.reason = StateReason::Sensor;
    status.hasSensor = true;
    status.lastHeard = kNow - ago;
    status.silentAfter = 2h;
    status.inputs.sensor = SensorInput{
        state == SpaceState::Free ? Occupancy::Free : Occupancy::Occupied, kNow - ago, u"k"_s};
    return status;
}

} // namespace

Q_DECLARE_METATYPE(std::optional<Unknown>)

class TestCounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowledge_data();
    void knowledge();
    void aBookingHoldsWithoutAWord();
    void takesOutWhatItTookIn();
};

void TestCounts::knowledge_data()
{
    QTest::addColumn<SpaceStatus>("status");
    QTest::addColumn<bool>("isFree");
    QTest::addColumn<std::optional<Unknown>>("unknown");
    const auto row = [](const char *name, const SpaceStatus &status, bool isFree,
                        std::optional<Unknown> unknown = {}) {
        QTest::newRow(name) << status << isFree << unknown;
    };
    row("heard free", heard(SpaceState::Free, 1min), true);
    row("heard occupied", heard(SpaceState::Occupied, 1min), false);
    row("silent, was free", heard(SpaceState::Free, 3h), false, Unknown::Silent);
    row("silent, was occupied", heard(SpaceState::Occupied, 3h), false);
    row("no sensor", {}, false, Unknown::NeverHeard);
    SpaceStatus status;
    status.hasSensor = true;
    row("never heard", status, false, Unknown::NeverHeard);
    status.lastHeard = kNow - 1min;
    row("heard, not understood", status, false, Unknown::NoWord);
    status.reason = StateReason::Override;
    row("an operator said free", status, true);
    status.state = SpaceState::Maintenance;
    row("maintenance", status, false);
}

/// "Reserved" is known by the booking where no sensor says anything; of one that went silent it is
/// known only until then.
void TestCounts::aBookingHoldsWithoutAWord()
{
    SpaceStatus status;
    status.state = SpaceState::Reserved;
    for (const StateReason reason : {StateReason::Reservation, StateReason::ReservationSoon}) {
        status.reason = reason;
        QCOMPARE(status.certainty(Confidence::Unverified), Confidence::Fresh);
        QCOMPARE(status.certainty(Confidence::Stale), Confidence::Stale);
    }
    status.reason = StateReason::Default;
    QCOMPARE(status.certainty(Confidence::Unverified), Confidence::Unverified);
}

void TestCounts::knowledge()
{
    QFETCH(SpaceStatus, status);
    QFETCH(std::optional<Unknown>, unknown);
    Counts counts;
    counts.add(status, status.confidence(kNow));
    QTEST(counts.free() == 1, "isFree");
    QCOMPARE(whyUnknown(status, status.confidence(kNow)), unknown);
    QCOMPARE(counts.unknown(), unknown ? 1 : 0);
    QCOMPARE(counts.areAllUnknown(), unknown.has_value());
    if (unknown)
        QCOMPARE(counts.byUnknown[size_t(*unknown)], 1);
    QCOMPARE(counts.isFull(), status.state != SpaceState::Free);
}

void TestCounts::takesOutWhatItTookIn()
{
    Counts counts;
    for (const int sign : {1, -1}) {
        for (const SpaceStatus &status :
             {heard(SpaceState::Free, 1min), heard(SpaceState::Free, 3h), SpaceStatus()})
            counts.add(status, status.confidence(kNow), sign);
    }
    QCOMPARE(counts, Counts());
}

PARKING_TEST(TestCounts)
#include "tst_counts.moc"

// The one rule that makes a state, and the plan's small rules beside it.

#include "base/literals.h"
#include "domain/deveui.h"
#include "domain/resolve.h"
#include "domain/space.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = *fromIso(u"2026-09-14T14:00:00Z");

StateInputs inputs(std::optional<Occupancy> sensor, std::optional<Milliseconds> startsIn = {},
                   std::optional<SpaceState> set = {}, std::optional<Milliseconds> setEndsIn = {})
{
    StateInputs made;
    if (sensor)
        made.sensor = SensorInput{*sensor, kNow - 1min, u"k"_s};
    if (startsIn)
        made.reservation = ReservationInput{u"r"_s, kNow + *startsIn, kNow + *startsIn + 2h};
    if (set) {
        made.operatorOverride = Override{*set, {}, {}, kNow - 1h, {}};
        if (setEndsIn)
            made.operatorOverride->until = kNow + *setEndsIn;
    }
    return made;
}

} // namespace

class tst_Resolve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resolve_data()
    {
        using enum SpaceState;
        QTest::addColumn<StateInputs>("given");
        QTest::addColumn<SpaceState>("state");
        QTest::addColumn<StateReason>("reason");
        QTest::addColumn<bool>("forSomeone");
        const auto row = [](const char *name, const StateInputs &given, SpaceState state,
                            StateReason reason, bool forSomeone = false) {
            QTest::newRow(name) << given << state << reason << forSomeone;
        };
        const auto F = Occupancy::Free;
        const auto O = Occupancy::Occupied;
        row("nothing known", inputs({}), Free, StateReason::Default);
        row("sensor free", inputs(F), Free, StateReason::Sensor);
        row("sensor occupied", inputs(O), Occupied, StateReason::Sensor);
        row("booking runs", inputs(F, -1min), Reserved, StateReason::Reservation);
        row("booking begins now", inputs(F, 0ms), Reserved, StateReason::Reservation);
        row("booking ends now", inputs(F, -2h), Free, StateReason::Sensor);
        row("booking within the lead time", inputs(F, 15min), Reserved,
            StateReason::ReservationSoon);
        row("booking later", inputs(F, 15min + 1ms), Free, StateReason::Sensor);
        row("parked in a booking", inputs(O, -1min), Occupied, StateReason::Sensor, true);
        row("maintenance beats all", inputs(O, -1min, Maintenance), Maintenance,
            StateReason::Override);
        row("override free beats the sensor", inputs(O, {}, Free), Free, StateReason::Override);
        row("override that ended", inputs(O, {}, Maintenance, 0ms), Occupied, StateReason::Sensor);
        row("override that ends soon", inputs(O, {}, Maintenance, 1ms), Maintenance,
            StateReason::Override);
    }

    void resolve()
    {
        QFETCH(StateInputs, given);
        QFETCH(SpaceState, state);
        QFETCH(StateReason, reason);
        QFETCH(bool, forSomeone);
        const Resolved resolved = domain::resolve(given, {}, kNow);
        QCOMPARE(resolved.state, state);
        QCOMPARE(resolved.reason, reason);
        QCOMPARE(resolved.reservedForSomeone, forSomeone);
    }

    void nextResolve()
    {
        QCOMPARE(domain::nextResolve(inputs({}), {}, kNow), std::optional<UtcTime>());
        QCOMPARE(domain::nextResolve(inputs({}, 1h), {}, kNow), std::optional(kNow + 45min));
        QCOMPARE(domain::nextResolve(inputs({}, 1h, SpaceState::Free, 5min), {}, kNow),
                 std::optional(kNow + 5min));
    }

    void transitions_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("allowed");
        QTest::newRow("free") << u"FREE"_s << u"FREE OCCUPIED RESERVED MAINTENANCE"_s;
        QTest::newRow("occupied") << u"OCCUPIED"_s << u"FREE OCCUPIED MAINTENANCE"_s;
        QTest::newRow("reserved") << u"RESERVED"_s << u"FREE OCCUPIED RESERVED MAINTENANCE"_s;
        QTest::newRow("maintenance") << u"MAINTENANCE"_s << u"FREE MAINTENANCE"_s;
    }

    void transitions()
    {
        QFETCH(QString, from);
        QFETCH(QString, allowed);
        const SpaceState start = *spaceStateFromString(from);
        for (int i = 0; i < 4; ++i) {
            const auto to = SpaceState(i);
            const bool named = allowed.split(u' ').contains(nameOf(to));
            QCOMPARE(isValidTransition(start, to, u"sensor"), named);
            QVERIFY(isValidTransition(start, to, u"manual"));
        }
    }

    void devEui()
    {
        QCOMPARE(DevEui::parse(u"58A0CB00001C07E4").valueOr({}).toString(), u"58a0cb00001c07e4"_s);
        QVERIFY(!DevEui::parse(u"58:A0:CB:00:00:1C:07:E4"));
        QCOMPARE(DevEui::normalize(u"58:A0:CB:00:00-1C 07E4").valueOr({}).toString(),
                 u"58a0cb00001c07e4"_s);
        for (const char16_t *bad :
             {u"", u"58a0cb00001c07e", u"58a0cb00001c07e4f", u"58a0cb00001c07eg"}) {
            const auto eui = DevEui::parse(QStringView(bad));
            QVERIFY(!eui);
            QVERIFY(eui.error().detail.contains(u"Invalid DevEUI format"_s));
        }
    }

    void spaceCodes()
    {
        const QString a1 = u"A"_s;
        QCOMPARE(generateSpaceCode(a1, u"1"_s, 5), u"A1-005"_s);
        QCOMPARE(generateSpaceCode({}, {}, 7), u"X0-007"_s);
        QCOMPARE(generateSpaceCode(a1, u"1"_s, 1234), u"A1-1234"_s);
        QCOMPARE(generateSpaceCode(u"Building B"_s, u"Ground"_s, 1, {u"BGr-001"_s}), u"BGr-002"_s);
    }

    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: refused
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(expected);
        };
        row("no fraction", "2025-11-23T10:56:01Z", "2025-11-23T10:56:01.000Z");
        row("nine digits are cut", "2025-11-23T10:56:01.123999999+00:00",
            "2025-11-23T10:56:01.123Z");
        row("one digit", "2025-11-23T10:56:01.5Z", "2025-11-23T10:56:01.500Z");
        row("zone", "2025-11-23T00:30:00+01:00", "2025-11-22T23:30:00.000Z");
        row("ten digits", "2025-11-23T10:56:01.1234567890Z", "");
        row("no zone", "2025-11-23T10:56:01", "");
        row("no day", "2025-02-29T10:56:01Z", "");
        row("leap day", "2024-02-29T10:56:01Z", "2024-02-29T10:56:01.000Z");
        row("hour 24", "2025-11-23T24:00:00Z", "");
        row("words", "yesterday at about noon", "");
    }

    void times()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto time = fromIso(text);
        QCOMPARE(time ? toIso(*time) : QString(), expected);
    }
};

PARKING_TEST(tst_Resolve)
#include "tst_resolve.moc"

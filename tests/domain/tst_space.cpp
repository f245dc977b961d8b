// The rules for a space (A15, A16) at their borders, and its generated code (A44).

#include "base/literals.h"
#include "domain/limits.h"
#include "domain/space.h"
#include "testmain.h"

#include <QTest>

#include <functional>
#include <limits>

using namespace parking;
using namespace parking::domain;

using Change = std::function<void(Space &)>;
Q_DECLARE_METATYPE(Change)

namespace {

Space good()
{
    Space space;
    space.id = SpaceId::create();
    space.code = u"B1-142"_s;
    space.name = u"North B1-142"_s;
    return space;
}

QString letters(int count)
{
    return QString(count, u'x');
}

} // namespace

class tst_Space : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validate_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("field"); // empty: allowed
        texts();
        places();
        features();
        const DevEui eui(0x58a0cb00001c07e4);
        row(
            "two devices", [=](Space &s) { s.sensorEui = eui, s.displayEui = DevEui(1); }, "");
        row(
            "one device twice", [=](Space &s) { s.sensorEui = s.displayEui = eui; }, "display_eui");
    }

    void validate()
    {
        QFETCH(Change, change);
        QFETCH(QString, field);
        Space space = good();
        change(space);
        const Result<> checked = domain::validate(space);
        QCOMPARE(bool(checked), field.isEmpty());
        if (!checked) {
            QCOMPARE(checked.error().code, u"VALIDATION_ERROR"_s);
            QCOMPARE(checked.error().details.value(u"field").toString(), field);
            QVERIFY(checked.error().detail.contains(field));
        }
    }

    void codes_data()
    {
        QTest::addColumn<QString>("building");
        QTest::addColumn<QString>("floor");
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("taken");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *building, const char *floor, int number,
                            const char *taken, const char *code) {
            QTest::newRow(name) << QString::fromUtf8(building) << QString::fromUtf8(floor) << number
                                << QString::fromUtf8(taken) << QString::fromUtf8(code);
        };
        row("the plan's", "A", "1", 5, "", "A1-005");
        row("lower case", "north", "b1", 5, "", "Nb1-005");
        row("no building", "", "1", 5, "", "X1-005");
        row("no floor", "A", "", 5, "", "A0-005");
        row("four digits", "A", "1", 12'345, "", "A1-12345");
        row("taken", "A", "1", 5, "A1-005", "A1-006");
        row("more taken", "A", "1", 5, "A1-005 A1-006 A1-008", "A1-007");
        row("others are taken", "A", "1", 5, "A1-004 B1-005", "A1-005");
    }

    void codes()
    {
        QFETCH(QString, building);
        QFETCH(QString, floor);
        QFETCH(int, number);
        QFETCH(QString, taken);
        QFETCH(QString, code);
        const QStringList list = taken.split(u' ', Qt::SkipEmptyParts);
        QCOMPARE(generateSpaceCode(building, floor, number, {list.cbegin(), list.cend()}), code);
    }

private:
    static void row(const char *name, const Change &change, const char *field)
    {
        QTest::newRow(name) << change << QString::fromLatin1(field);
    }

    static void texts()
    {
        row(
            "as it is", [](Space &) {}, "");
        row(
            "name missing", [](Space &s) { s.name.clear(); }, "name");
        row(
            "name of 100", [](Space &s) { s.name = letters(kNameMax); }, "");
        row(
            "name of 101", [](Space &s) { s.name = letters(kNameMax + 1); }, "name");
        row(
            "code missing", [](Space &s) { s.code.clear(); }, "code");
        row(
            "code of 20", [](Space &s) { s.code = letters(kCodeMax); }, "");
        row(
            "code of 21", [](Space &s) { s.code = letters(kCodeMax + 1); }, "code");
        row(
            "building of 100", [](Space &s) { s.building = letters(kBuildingMax); }, "");
        row(
            "building of 101", [](Space &s) { s.building = letters(kBuildingMax + 1); },
            "building");
        row(
            "floor of 20", [](Space &s) { s.floor = letters(kFloorMax); }, "");
        row(
            "floor of 21", [](Space &s) { s.floor = letters(kFloorMax + 1); }, "floor");
        row(
            "zone of 50", [](Space &s) { s.zone = letters(kZoneMax); }, "");
        row(
            "zone of 51", [](Space &s) { s.zone = letters(kZoneMax + 1); }, "zone");
        row(
            "U+0000", [](Space &s) { s.zone = QString(QChar::Null); }, "zone");
        row(
            "lone surrogate", [](Space &s) { s.name = QString(QChar(0xd83c)); }, "name");
        row(
            "a pair of surrogates", [](Space &s) { s.name = u"\U0001f17f"_s; }, "");
    }

    static void places()
    {
        const auto at = [](double latitude, double longitude) {
            return [=](Space &s) { s.position = GeoPoint{latitude, longitude}; };
        };
        const auto placed = [](const Placement &placement) {
            return [=](Space &s) { s.placement = placement; };
        };
        const double nan = std::numeric_limits<double>::quiet_NaN();
        row("south-west end", at(-90, -180), "");
        row("north-east end", at(90, 180), "");
        row("beyond the pole", at(90.1, 0), "gps_latitude");
        row("beyond the date line", at(0, -180.1), "gps_longitude");
        row("latitude is no number", at(nan, 0), "gps_latitude");
        row("longitude is no number", at(0, nan), "gps_longitude");
        row("placed", placed({}), "");
        row("placed at the end", placed({.x = -10'000, .y = 10'000}), "");
        row("placed beyond", placed({.x = 10'001}), "placement");
        row("placed nowhere", placed({.y = nan}), "placement");
        row("no width", placed({.w = 0}), "placement");
        row("negative height", placed({.h = -5}), "placement");
        row("smallest", placed({.w = 0.1, .h = 0.1}), "");
        row("too large", placed({.w = 1000.5}), "placement");
        row("turned around", placed({.rotation = -360}), "");
        row("turned too far", placed({.rotation = 361}), "placement");
        row("turned by no number", placed({.rotation = nan}), "placement");
    }

    static void features()
    {
        const auto with = [](int count, int length) {
            return [=](Space &s) {
                for (int i = 0; i < count; ++i)
                    s.features.append(letters(length));
            };
        };
        row("16 features of 30", with(16, 30), "");
        row("17 features", with(17, 3), "features");
        row("feature of 31", with(1, 31), "features");
        row("empty feature", with(1, 0), "features");
    }
};

PARKING_TEST(tst_Space)
#include "tst_space.moc"

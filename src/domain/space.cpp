#include "domain/space.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/limits.h"

#include <cmath>

namespace parking::domain {

namespace {

constexpr int kFeaturesMax = 16;
constexpr int kFeatureMax = 30;
constexpr double kPlanMax = 10'000.0; // metres; larger is a slip of the pen

/// U+0000 cannot be stored by PostgreSQL, lone surrogates by no UTF-8 encoder.
bool isStorable(const QString &text)
{
    return !text.contains(QChar::Null) && text.isValidUtf16();
}

Result<> checkText(const char *field, const QString &text, int low, int high)
{
    const QString name = QString::fromLatin1(field);
    if (text.size() < low)
        return errors::validation(name, u"must not be empty"_s);
    if (text.size() > high)
        return errors::validation(name, u"at most %1 characters"_s.arg(high));
    if (!isStorable(text))
        return errors::validation(name, u"contains a character that cannot be stored"_s);
    return {};
}

Result<> checkPlacement(const Placement &placement)
{
    const auto inside = [](double value) { return std::abs(value) <= kPlanMax; }; // NaN: false
    const auto size = [](double value) { return value >= 0.1 && value <= 1000.0; };
    if (!inside(placement.x) || !inside(placement.y) || !size(placement.w) || !size(placement.h)
        || !(std::abs(placement.rotation) <= 360.0))
        return errors::validation(u"placement"_s,
                                  u"x and y within 10 km, sizes 0.1 to 1000 m, "
                                  "rotation within 360 degrees"_s);
    return {};
}

Result<> checkFeatures(const QStringList &features)
{
    if (features.size() > kFeaturesMax)
        return errors::validation(u"features"_s, u"at most %1"_s.arg(kFeaturesMax));
    for (const QString &feature : features) {
        if (Result<> checked = checkText("features", feature, 1, kFeatureMax); !checked)
            return checked;
    }
    return {};
}

} // namespace

Result<> validate(const Space &space)
{
    struct Text {
        const char *field;
        const QString &value;
        int low;
        int high;
    };
    const Text texts[] = {{"name", space.name, 1, kNameMax},
                          {"code", space.code, 1, kCodeMax},
                          {"building", space.building, 0, kBuildingMax},
                          {"floor", space.floor, 0, kFloorMax},
                          {"zone", space.zone, 0, kZoneMax}};
    for (const Text &text : texts) {
        if (Result<> checked = checkText(text.field, text.value, text.low, text.high); !checked)
            return checked;
    }
    if (space.position) {
        if (!kLatitude.contains(space.position->latitude))
            return errors::validation(u"gps_latitude"_s, u"-90 to 90"_s);
        if (!kLongitude.contains(space.position->longitude))
            return errors::validation(u"gps_longitude"_s, u"-180 to 180"_s);
    }
    if (space.sensorEui && space.sensorEui == space.displayEui)
        return errors::validation(u"display_eui"_s, u"sensor and display cannot be one device"_s);
    if (Result<> checked = checkFeatures(space.features); !checked)
        return checked;
    return space.placement ? checkPlacement(*space.placement) : Result<>();
}

QString generateSpaceCode(const QString &building, const QString &floor, int number,
                          const QSet<QString> &taken)
{
    const QString prefix = (building.isEmpty() ? u"X"_s : building.left(1).toUpper())
        + (floor.isEmpty() ? u"0"_s : floor.left(2));
    for (;; ++number) {
        const QString code = prefix + u'-' + QString::number(number).rightJustified(3, u'0');
        if (!taken.contains(code))
            return code;
    }
}

} // namespace parking::domain

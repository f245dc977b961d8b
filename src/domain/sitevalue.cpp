#include "domain/sitevalue.h"

#include "base/literals.h"
#include "domain/alarmlimits.h"
#include "domain/bookingpolicy.h"
#include "domain/display.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "domain/walkin.h"

#include <QTimeZone>

namespace parking::domain {

namespace {

constexpr qsizetype kNameMax = 100; // characters, as the tables have it

const SitePath &namePath()
{
    static const SitePath path{u"name"_s};
    return path;
}

const SitePath &zonePath()
{
    static const SitePath path{u"timeZone"_s};
    return path;
}

/// All members that this program reads; defaults where nobody set them.
Result<QJsonObject> known(const QJsonObject &settings)
{
    const Result<DisplayPolicy> lamps = parseDisplayPolicy(settings);
    if (!lamps)
        return lamps.error();
    const Result<BookingPolicy> bookings = parseBookingPolicy(settings);
    if (!bookings)
        return bookings.error();
    const Result<AlarmLimits> alarms = parseAlarmLimits(settings);
    if (!alarms)
        return alarms.error();
    QJsonObject booked = toJson(*bookings);
    booked.insert(u"walkInContact"_s, walkInContact(settings));
    return QJsonObject{
        {u"lamps"_s, toJson(*lamps)}, {u"bookings"_s, booked}, {u"alarms"_s, toJson(*alarms)}};
}

QJsonValue at(QJsonValue value, const SitePath &path)
{
    for (const QString &step : path)
        value = value.isObject() ? value.toObject().value(step) : QJsonValue::Undefined;
    return value;
}

/// Undefined takes the member away.
QJsonObject with(QJsonObject object, const SitePath &path, const QJsonValue &value)
{
    const QString &step = path.first();
    const QJsonValue inside = path.size() == 1
        ? value
        : QJsonValue(with(object.value(step).toObject(), path.mid(1), value));
    if (inside.isUndefined())
        object.remove(step);
    else
        object.insert(step, inside);
    return object;
}

/// All of them at once, as an object.
const SitePath &coloursPath()
{
    static const SitePath path{u"lamps"_s, u"colours"_s};
    return path;
}

bool isHours(const SitePath &path)
{
    return path.size() == 3 && path[0] == u"bookings" && path[1] == u"hours" && !path[2].isEmpty();
}

Result<> check(const SitePath &path, const QJsonValue &value)
{
    const QString text = value.toString();
    if (path == namePath() && (text.trimmed().isEmpty() || text.size() > kNameMax))
        return errors::validation(u"name"_s, u"1 to %1 characters"_s.arg(kNameMax));
    if (path == zonePath() && !QTimeZone::isTimeZoneIdAvailable(text.toUtf8()))
        return errors::validation(u"timeZone"_s, u"a time zone such as Europe/Berlin"_s);
    if (text.contains(QChar::Null))
        return errors::validation(path.last(), u"a text"_s);
    return {};
}

} // namespace

bool isSitePath(const SitePath &path)
{
    static const QJsonObject defaults = known({}).valueOr({});
    if (path == namePath() || path == zonePath() || path == coloursPath() || isHours(path))
        return true;
    const QJsonValue found = at(defaults, path);
    return !path.isEmpty() && !found.isUndefined() && !found.isObject();
}

QJsonValue siteValue(const Site &site, const SitePath &path)
{
    if (!isSitePath(path))
        return QJsonValue::Undefined;
    if (path == namePath())
        return site.name;
    if (path == zonePath())
        return site.timeZone;
    const Result<QJsonObject> settings = known(site.settings);
    return settings ? at(*settings, path) : QJsonValue(QJsonValue::Undefined);
}

bool isSiteDefault(const Site &site, const SitePath &path)
{
    return path != namePath() && path != zonePath() && at(site.settings, path).isUndefined();
}

Result<Site> withSiteValue(Site site, const SitePath &path, const QJsonValue &value)
{
    if (!isSitePath(path))
        return errors::validation(path.join(u'.'), u"no value of the site"_s);
    const bool isColumn = path == namePath() || path == zonePath();
    if (Result<> good = isColumn || value.isString() ? check(path, value) : Result<>(); !good)
        return good.error();
    if (path == namePath()) {
        site.name = value.toString().trimmed();
        return site;
    }
    if (path == zonePath()) {
        site.timeZone = value.toString();
        return site;
    }
    site.settings = with(site.settings, path, value);
    if (path.last() == u"walkInContact" && !value.isUndefined()) {
        const Result<QJsonObject> good = withWalkInContact(site.settings, value.toString());
        if (!good)
            return good.error();
    }
    if (const Result<QJsonObject> read = known(site.settings); !read)
        return read.error();
    return site;
}

Result<Site> changed(const Site &site, const SiteChange &change)
{
    if (siteValue(site, change.path) != change.before)
        return Error{problem::kChangedMeanwhile,
                     u"%1 is not what it was"_s.arg(change.path.join(u'.'))};
    return withSiteValue(site, change.path, change.value);
}

} // namespace parking::domain

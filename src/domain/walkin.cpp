#include "domain/walkin.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking::domain {

using namespace std::chrono_literals;

QString walkInContact(const QJsonObject &siteSettings)
{
    const QString email = siteSettings.value(u"bookings")[u"walkInContact"].toString();
    return isEmail(email) ? email : QString();
}

Result<QJsonObject> withWalkInContact(QJsonObject siteSettings, const QString &email)
{
    if (!email.isEmpty() && (email.size() > kBookingEmailMax || !isEmail(email))) {
        Error error = errors::validation(u"walkInContact"_s, u"Invalid e-mail address"_s);
        error.details.insert(u"rule"_s, problem::kBadEmail);
        return error;
    }
    QJsonObject bookings = siteSettings.value(u"bookings").toObject();
    bookings.insert(u"walkInContact"_s, email);
    siteSettings.insert(u"bookings"_s, bookings);
    return siteSettings;
}

QList<UtcTime> walkInEnds(UtcTime now, const std::optional<UtcTime> &next,
                          const BookingPolicy &policy)
{
    constexpr Milliseconds kLengths[] = {30min, 1h, 2h, 4h, 8h};
    constexpr Milliseconds kQuarter = 15min;
    constexpr Milliseconds kShortest = 5min;
    UtcTime last = latestEnd(std::chrono::floor<std::chrono::minutes>(now), policy);
    if (next)
        last = std::min(last, *next);
    QList<UtcTime> ends;
    for (const Milliseconds length : kLengths) {
        const Milliseconds since = (now + length).time_since_epoch();
        const UtcTime end = UtcTime((since + kQuarter - 1ms) / kQuarter * kQuarter);
        if (end >= last)
            break;
        ends.append(end);
    }
    if (last - now >= kShortest && last - now < kLengths[std::size(kLengths) - 1] + kQuarter)
        ends.append(last);
    return ends;
}

} // namespace parking::domain

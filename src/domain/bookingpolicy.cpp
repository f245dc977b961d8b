#include "domain/bookingpolicy.h"

#include "base/literals.h"
#include "domain/errors.h"

#include <QDateTime>
#include <QJsonArray>

#include <cmath>

namespace parking::domain {

namespace {

using namespace std::chrono_literals;

constexpr int kDayMinutes = 1440;
constexpr std::array<QLatin1StringView, 7> kDays = {"mon"_L1, "tue"_L1, "wed"_L1, "thu"_L1,
                                                    "fri"_L1, "sat"_L1, "sun"_L1};

Error wrong(const QString &member, const QString &message)
{
    return errors::validation(u"bookings."_s + member, message);
}

/// A whole number in [low, high] of `json`; absent: `value` stays.
Result<> readNumber(const QJsonObject &json, const char *member, int low, int high, int &value)
{
    const QString name = QString::fromLatin1(member);
    const QJsonValue found = json.value(name);
    if (found.isUndefined())
        return {};
    const double number = found.toDouble(low - 1.0);
    if (!(number >= low && number <= high) || number != std::floor(number))
        return wrong(name, u"a whole number from %1 to %2"_s.arg(low).arg(high));
    value = int(number);
    return {};
}

/// "07:00" or "24:00" in minutes.
std::optional<int> minutesOf(const QString &text)
{
    if (text == "24:00"_L1)
        return kDayMinutes;
    const QTime time = QTime::fromString(text, u"HH:mm"_s);
    return time.isValid() ? std::optional(time.hour() * 60 + time.minute()) : std::nullopt;
}

QString clockText(int minutes)
{
    return u"%1:%2"_s.arg(minutes / 60, 2, 10, QChar(u'0')).arg(minutes % 60, 2, 10, QChar(u'0'));
}

Result<OpeningHours> readHours(const QString &building, const QJsonObject &json)
{
    OpeningHours hours;
    for (size_t day = 0; day < kDays.size(); ++day) {
        const QJsonValue found = json.value(kDays[day]);
        if (found.isUndefined() || found.isNull())
            continue;
        const QStringList ends = found.toString().split(u'-');
        const std::optional<int> from = minutesOf(ends.value(0));
        const std::optional<int> to = minutesOf(ends.value(1));
        if (ends.size() != 2 || !from || !to || *to <= *from)
            return wrong(u"hours."_s + building + u'.' + kDays[day],
                         u"from and to, as 07:00-22:00"_s);
        hours.days[day] = OpeningHours::Span{*from, *to};
    }
    return hours;
}

Result<> readHours(const QJsonObject &json, BookingPolicy &policy)
{
    const QJsonValue found = json.value(u"hours");
    if (found.isUndefined())
        return {};
    if (!found.isObject())
        return wrong(u"hours"_s, u"an object of buildings"_s);
    const QJsonObject buildings = found.toObject();
    for (auto it = buildings.begin(); it != buildings.end(); ++it) {
        const Result<OpeningHours> hours = readHours(it.key(), it->toObject());
        if (!it->isObject())
            return wrong(u"hours."_s + it.key(), u"an object of days"_s);
        if (!hours)
            return hours.error();
        policy.hours.insert(it.key(), *hours);
    }
    return {};
}

Result<> readFeatures(const QJsonObject &json, BookingPolicy &policy)
{
    const QJsonValue found = json.value(u"reasonFor");
    if (found.isUndefined())
        return {};
    if (!found.isArray())
        return wrong(u"reasonFor"_s, u"a list of features"_s);
    policy.reasonFor.clear();
    for (const QJsonValue &feature : found.toArray()) {
        if (feature.toString().isEmpty())
            return wrong(u"reasonFor"_s, u"a list of features"_s);
        policy.reasonFor.append(feature.toString());
    }
    return {};
}

} // namespace

Result<BookingPolicy> parseBookingPolicy(const QJsonObject &siteSettings)
{
    const QJsonValue member = siteSettings.value(u"bookings");
    if (!member.isUndefined() && !member.isObject())
        return errors::validation(u"bookings"_s, u"an object"_s);
    const QJsonObject json = member.toObject();
    BookingPolicy policy;
    int lead = int(policy.lead / 1s);
    int grace = int(policy.grace / 1min);
    int longest = int(policy.longest / 1min);
    struct Number {
        const char *member;
        int low;
        int high;
        int &value;
    };
    const Number numbers[] = {{"leadSeconds", 0, int(kLongestLead / 1s), lead},
                              {"graceMinutes", 0, kDayMinutes, grace},
                              {"longestMinutes", 1, kDayMinutes, longest},
                              {"aheadDays", 0, 3650, policy.aheadDays},
                              {"activePerEmail", 0, 10'000, policy.activePerEmail},
                              {"personalDays", 0, 3650, policy.personalDays}};
    for (const Number &number : numbers) {
        if (Result<> done = readNumber(json, number.member, number.low, number.high, number.value);
            !done)
            return done.error();
    }
    policy.lead = std::chrono::seconds(lead);
    policy.grace = std::chrono::minutes(grace);
    policy.longest = std::chrono::minutes(longest);
    if (Result<> done = readHours(json, policy); !done)
        return done.error();
    if (Result<> done = readFeatures(json, policy); !done)
        return done.error();
    return policy;
}

QJsonObject toJson(const BookingPolicy &policy)
{
    QJsonObject buildings;
    for (auto it = policy.hours.begin(); it != policy.hours.end(); ++it) {
        QJsonObject days;
        for (size_t day = 0; day < kDays.size(); ++day) {
            if (const auto &span = it->days[day])
                days.insert(kDays[day], clockText(span->from) + u'-' + clockText(span->to));
        }
        buildings.insert(it.key(), days);
    }
    return {{u"leadSeconds"_s, qint64(policy.lead / 1s)},
            {u"graceMinutes"_s, qint64(policy.grace / 1min)},
            {u"longestMinutes"_s, qint64(policy.longest / 1min)},
            {u"aheadDays"_s, policy.aheadDays},
            {u"activePerEmail"_s, policy.activePerEmail},
            {u"hours"_s, buildings},
            {u"reasonFor"_s, QJsonArray::fromStringList(policy.reasonFor)},
            {u"personalDays"_s, policy.personalDays}};
}

bool isOpen(const BookingPolicy &policy, const QString &building, const QDateTime &local,
            bool atEnd)
{
    const auto hours = policy.hours.constFind(building);
    if (hours == policy.hours.cend())
        return true;
    const auto openAt = [&](int weekday, int minutes, bool inclusive) {
        const auto &span = hours->days[size_t(weekday - 1)];
        return span && span->from <= minutes
            && (minutes < span->to || (inclusive && minutes == span->to));
    };
    const QTime time = local.time();
    const int minutes = time.hour() * 60 + time.minute();
    const bool isWhole = time.second() == 0 && time.msec() == 0;
    const int weekday = local.date().dayOfWeek();
    if (atEnd && isWhole && minutes == 0 // the midnight that ends a day belongs to that day
        && openAt(weekday == 1 ? 7 : weekday - 1, kDayMinutes, true))
        return true;
    return openAt(weekday, minutes, atEnd && isWhole);
}

} // namespace parking::domain

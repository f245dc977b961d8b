#include "fixturealarms.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "fixturesite.h"

#include <algorithm>

namespace parking::fixture {

using namespace std::chrono_literals;
using domain::Alarm;
using domain::AlarmKind;

Alarm alarm(AlarmKind kind, const QStringList &codes, Milliseconds age, const QJsonObject &facts,
            const QString &subject)
{
    Alarm made;
    made.id = domain::AlarmId::create();
    made.cause = {.kind = kind, .subject = subject};
    made.level = domain::levelOf(kind);
    for (const QString &code : codes)
        made.members.append({.space = spaceId(code), .name = code});
    made.count = int(codes.size());
    made.raisedAt = kNow - age;
    made.since = made.raisedAt;
    made.facts = facts;
    return made;
}

domain::AlarmsKnown alarms()
{
    const QJsonObject basement{{u"building"_s, u"North"_s}, {u"floor"_s, u"B1"_s}};
    domain::AlarmsKnown known;
    known.open = {
        alarm(AlarmKind::GatewayLost, codes(u"B1-"_s, 127, 8) + codes(u"B1-"_s, 151, 7), 21min,
              basement, u"GW hall"_s),
        alarm(AlarmKind::BookingBlocked, {u"B1-046"_s}, 47min,
              {{u"start"_s, toIso(kNow + 2h)},
               {u"end"_s, toIso(kNow + 4h)},
               {u"instead"_s, u"B1-050"_s}},
              domain::BookingId::create().toString()),
        alarm(AlarmKind::LampsAmiss, {u"B1-060"_s}, 12min,
              {{u"problem"_s, QString(problem::kNotFollowing)}}),
        alarm(AlarmKind::SensorsSilent, {u"B1-073"_s, u"B1-082"_s, u"B2-014"_s}, 9h,
              {{u"everyMs"_s, 900'000}}),
        alarm(AlarmKind::BatteryLow, {u"B1-031"_s, u"B1-096"_s, u"B1-117"_s}, 48h, basement),
        alarm(AlarmKind::Stuck, {u"B1-001"_s}, 30h),
        alarm(AlarmKind::Backlog, {}, 3h),
    };
    for (qsizetype i = 5; i < known.open.size(); ++i) {
        known.open[i].acknowledgedAt = kNow - 1h;
        known.open[i].acknowledgedBy = u"Kim"_s;
    }
    std::sort(known.open.begin(), known.open.end(), domain::isBefore);
    known.clearedToday = 7;
    known.lastCleared = kNow - 40min;
    return known;
}

} // namespace parking::fixture

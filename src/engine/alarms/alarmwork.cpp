#include "engine/alarms/alarmwork.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "store/actstore.h"
#include "store/alarmstore.h"
#include "store/sessions.h"
#include "store/sitestore.h"

namespace parking::engine {

using domain::Alarm;
using domain::AlarmId;

namespace {

Result<QList<AlarmId>> unseen(store::Database &database)
{
    const auto open = store::AlarmStore(database).open();
    if (!open)
        return open.error();
    QList<AlarmId> ids;
    for (const Alarm &alarm : *open) {
        if (!alarm.acknowledgedAt)
            ids.append(alarm.id);
    }
    return ids;
}

Result<> note(store::Database &database, const QList<Alarm> &alarms, domain::ActVerb verb,
              const QString &actor, UtcTime now)
{
    QList<domain::Act> acts;
    for (const Alarm &alarm : alarms)
        acts.append(domain::actOf(alarm, verb));
    return store::ActStore(database).append(acts, actor, now);
}

} // namespace

Result<QList<Alarm>> acknowledgeAlarms(store::Database &database, const QList<AlarmId> &ids,
                                       const QString &actor, UtcTime now)
{
    const Result<QString> name = store::actorOf(database, actor);
    if (!name)
        return name.error();
    const auto wanted = ids.isEmpty() ? unseen(database) : Result<QList<AlarmId>>(ids);
    if (!wanted)
        return wanted.error();
    store::AlarmStore store(database);
    QList<Alarm> done;
    for (const AlarmId &id : *wanted) {
        const Result<bool> isDone = store.acknowledge(id, now, *name);
        if (!isDone)
            return isDone.error();
        const Result<Alarm> alarm = store.find(id);
        if (!alarm)
            return alarm.error();
        if (*isDone)
            done.append(*alarm);
    }
    if (done.isEmpty() && !ids.isEmpty())
        return Error{problem::kChangedMeanwhile,
                     u"it has cleared, or somebody acknowledged it before"_s};
    if (Result<> noted = note(database, done, domain::ActVerb::Acknowledged, actor, now); !noted)
        return noted.error();
    return done;
}

Result<> withdrawAcknowledgement(store::Database &database, const QList<Alarm> &acknowledged,
                                 const QString &actor, UtcTime now)
{
    store::AlarmStore store(database);
    QList<Alarm> done;
    for (const Alarm &alarm : acknowledged) {
        const Result<bool> withdrawn =
            store.withdraw(alarm.id, alarm.acknowledgedAt.value_or(UtcTime::min()));
        if (!withdrawn)
            return withdrawn.error();
        if (*withdrawn) {
            done.append(alarm);
            continue;
        }
        const Result<Alarm> standing = store.find(alarm.id);
        if (!standing)
            return standing.error();
        if (standing->isOpen())
            return Error{problem::kChangedMeanwhile, u"the alarm is not as it was"_s};
    }
    if (done.isEmpty())
        return Error{problem::kChangedMeanwhile, u"the alarms have cleared since"_s};
    return note(database, done, domain::ActVerb::Withdrawn, actor, now);
}

Result<> storeAlarmLimits(store::Database &database, const domain::AlarmLimits &limits,
                          const QString &actor, UtcTime now)
{
    const QJsonObject ours = domain::toJson(limits);
    if (const auto read = domain::parseAlarmLimits({{u"alarms"_s, ours}}); !read)
        return read.error();
    store::SiteStore sites(database);
    Result<domain::Site> site = sites.firstLocked();
    if (!site)
        return site.error();
    QJsonObject alarms = site->settings.value(u"alarms").toObject(); // others' members stay
    for (auto it = ours.begin(); it != ours.end(); ++it)
        alarms.insert(it.key(), it.value());
    const domain::Site before = *site;
    site->settings.insert(u"alarms"_s, alarms);
    return sites.change(before, *site, actor, now);
}

} // namespace parking::engine

// parkctl alarms limits [KEY=VALUE ...]: what a site's alarms go by.

#include "base/literals.h"
#include "cli/cmd_alarms.h"
#include "domain/alarmlimits.h"
#include "domain/errors.h"
#include "engine/alarms/alarmwork.h"
#include "engine/station/peers.h"
#include "store/sitestore.h"
#include "store/transaction.h"

namespace parking::cli {

namespace {

Result<domain::AlarmLimits> changed(const domain::AlarmLimits &limits, const QStringList &pairs)
{
    QJsonObject json = domain::toJson(limits);
    for (const QString &pair : pairs) {
        const QString key = pair.section(u'=', 0, 0);
        if (!pair.contains(u'=') || !json.contains(key))
            return domain::errors::validation(
                key, u"unknown; known are %1"_s.arg(json.keys().join(u", "_s)));
        bool isNumber = false;
        const int value = pair.section(u'=', 1).toInt(&isNumber);
        json.insert(key, isNumber ? QJsonValue(value) : QJsonValue(pair.section(u'=', 1)));
    }
    return domain::parseAlarmLimits({{u"alarms"_s, json}});
}

Result<domain::AlarmLimits> read(store::Database &database)
{
    const auto site = store::SiteStore(database).first();
    return site ? domain::parseAlarmLimits(site->settings) : site.error();
}

} // namespace

int alarmLimits(const Parser &parser, store::Database &database, const QStringList &pairs)
{
    auto limits = read(database);
    if (!limits && !pairs.isEmpty()) // what cannot be read is written anew
        limits = domain::AlarmLimits();
    if (!limits)
        return fail(limits.error());
    if (!pairs.isEmpty()) {
        limits = changed(*limits, pairs);
        if (!limits)
            return fail(limits.error());
        const Result<> done = store::transact(database, [&] {
            return engine::storeAlarmLimits(database, *limits, u"parkctl"_s, systemNow());
        });
        if (!done)
            return fail(done.error());
        engine::tellLayoutChanged(database);
    }
    const QJsonObject json = domain::toJson(*limits);
    if (parser.isSet(u"json"_s)) {
        printJson(json);
        return kOk;
    }
    for (auto it = json.begin(); it != json.end(); ++it)
        print(it.key().leftJustified(22) + QString::number(it.value().toInt()));
    return kOk;
}

} // namespace parking::cli

// parkctl devices show|bind|replace|retire|restore, parkctl gateways list.

#include "base/literals.h"
#include "cli/command.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "engine/spaces/devicechanges.h"
#include "engine/station/peers.h"
#include "read/devicecharts.h"
#include "read/fleet.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"

#include <QJsonArray>

#include <functional>

namespace parking::cli {

namespace {

using domain::DevEui;
using domain::DeviceChange;
using domain::DeviceDetail;
using domain::FleetDevice;

QJsonValue orNull(const std::optional<UtcTime> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

template <class T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonObject toJson(const domain::EndForecast &end)
{
    return {{u"likely"_s, toIso(end.likely)},
            {u"earliest"_s, toIso(end.earliest)},
            {u"latest"_s, orNull(end.latest)}};
}

QJsonObject toJson(const domain::BatteryTrend &trend)
{
    using Verdict = domain::BatteryTrend::Verdict;
    return {{u"verdict"_s,
             trend.verdict == Verdict::Falling       ? u"falling"_s
                 : trend.verdict == Verdict::NoTrend ? u"no_trend"_s
                                                     : u"too_few"_s},
            {u"days"_s, trend.days},
            {u"voltPerDay"_s, trend.days > 0 ? QJsonValue(trend.voltPerDay) : QJsonValue()},
            {u"end"_s, trend.end ? QJsonValue(toJson(*trend.end)) : QJsonValue()}};
}

QJsonValue toJson(const std::optional<domain::ChargeEstimate> &charge,
                  const domain::CellFigures &figures)
{
    if (!charge)
        return {};
    return QJsonObject{{u"since"_s, toIso(charge->since)},
                       {u"usedMilliampHours"_s, charge->usedMilliampHours},
                       {u"capacityMilliampHours"_s, charge->capacityMilliampHours},
                       {u"milliampHoursPerDay"_s, charge->milliampHoursPerDay},
                       {u"end"_s, toJson(charge->end)},
                       {u"source"_s, QString::fromLatin1(figures.source)}};
}

QJsonObject toJson(const DeviceDetail &detail)
{
    const FleetDevice &d = detail.fleet;
    const domain::Device &device = d.device;
    return {{u"devEui"_s, device.devEui.toString()},
            {u"kind"_s, domain::nameOf(device.kind)},
            {u"name"_s, device.name},
            {u"type"_s, orNull(device.resolvedType)},
            {u"profile"_s, orNull(device.profileName)},
            {u"state"_s, domain::nameOf(d.state)},
            {u"space"_s, orNull(d.place.code)},
            {u"building"_s, orNull(d.place.building)},
            {u"floor"_s, orNull(d.place.floor)},
            {u"retiredAt"_s, orNull(d.retiredAt)},
            {u"lastHeard"_s, orNull(device.lastHeard)},
            {u"batteryVolt"_s, orNull(device.batteryVolt)},
            {u"batteryPercent"_s, orNull(device.batteryPercent)},
            {u"battery"_s, domain::nameOf(d.battery)},
            {u"rssiDbm"_s, orNull(device.rssiDbm)},
            {u"snrDb"_s, orNull(device.snrDb)},
            {u"signal"_s, domain::nameOf(d.signal)},
            {u"gateway"_s, orNull(device.gatewayId)},
            {u"uplinksInWeek"_s, detail.uplinksInWeek},
            {u"lostInWeek"_s, detail.lostInWeek},
            {u"intervalSeconds"_s,
             detail.usualInterval
                 ? QJsonValue(qint64(*detail.usualInterval / std::chrono::seconds(1)))
                 : QJsonValue()},
            {u"trend"_s, toJson(detail.trend)},
            {u"charge"_s, toJson(detail.charge, detail.figures)}};
}

/// Without what a terminal would take for commands.
QString printable(QString text)
{
    text.removeIf([](QChar c) { return !c.isPrint(); });
    return text.left(120);
}

int show(store::Database &database, DevEui eui, bool asJson)
{
    const auto detail = read::deviceDetail(database, eui, systemNow());
    if (!detail)
        return fail(detail.error());
    const QJsonObject json = toJson(*detail);
    if (asJson) {
        printJson(json);
        return kOk;
    }
    for (auto it = json.begin(); it != json.end(); ++it) {
        const QJsonValue value = it.value();
        if (!value.isObject() && !value.isNull())
            print(u"%1: %2"_s.arg(it.key(), printable(value.toVariant().toString())));
    }
    if (detail->trend.end)
        print(u"battery: likely empty %1"_s.arg(toIso(detail->trend.end->likely)));
    else
        print(u"battery: no end can be told by its voltage"_s);
    if (detail->charge)
        print(u"charge: %1 of %2 mAh used, empty about %3"_s
                  .arg(detail->charge->usedMilliampHours, 0, 'f', 0)
                  .arg(detail->charge->capacityMilliampHours, 0, 'f', 0)
                  .arg(toIso(detail->charge->end.likely)));
    return kOk;
}

/// The space, by what it is called; its binding with this device in the place of its kind.
Result<DeviceChange> binding(store::Database &database, const QString &code, DevEui eui)
{
    const Result<domain::Space> space = store::SpaceStore(database).findByCode(code);
    if (!space)
        return space.error();
    const auto detail = read::deviceDetail(database, eui, systemNow());
    const bool isLamp = detail && detail->fleet.device.kind == domain::DeviceKind::Display;
    if (!detail && detail.error().code != problem::kNotFound)
        return detail.error();
    domain::Binding wanted{space->sensorEui, space->displayEui};
    (isLamp ? wanted.display : wanted.sensor) = eui;
    DeviceChange change;
    change.bindings.insert(space->id, wanted);
    if (detail && detail->fleet.retiredAt)
        change.retired.insert(eui, std::nullopt);
    return change;
}

/// Takes a device out of use, and out of its space.
Result<DeviceChange> retirement(store::Database &database, DevEui eui, std::optional<DevEui> by)
{
    const auto detail = read::deviceDetail(database, eui, systemNow());
    if (!detail)
        return detail.error();
    const FleetDevice &d = detail->fleet;
    DeviceChange change;
    if (by && d.place.code.isEmpty())
        return domain::errors::validation(u"device"_s, u"no space names it"_s);
    if (by) {
        auto bound = binding(database, d.place.code, *by);
        if (!bound)
            return bound;
        change = *bound;
    } else if (d.device.spaceId) {
        const Result<domain::Space> space = store::SpaceStore(database).find(*d.device.spaceId);
        if (!space)
            return space.error();
        domain::Binding left{space->sensorEui, space->displayEui};
        (left.sensor == eui ? left.sensor : left.display).reset();
        change.bindings.insert(space->id, left);
    }
    if (d.device.lastHeard)
        change.retired.insert(eui, systemNow());
    return change;
}

/// `wanted` is asked where nobody else can change what it reads.
int write(store::Database &database, const std::function<Result<DeviceChange>()> &wanted,
          bool asJson)
{
    DeviceChange before;
    const Result<> done = store::transact(database, [&]() -> Result<> {
        if (const auto locked = store::SiteStore(database).firstLocked(); !locked)
            return locked.error();
        const Result<DeviceChange> change = wanted();
        if (!change)
            return change.error();
        const auto changed =
            engine::changeDevices(database, *change, {}, systemNow(), u"parkctl"_s);
        if (!changed)
            return changed.error();
        before = *changed;
        return {};
    });
    if (!done)
        return fail(done.error());
    engine::tellLayoutChanged(database);
    if (asJson)
        printJson({{u"spaces"_s, before.bindings.size()}, {u"retired"_s, before.retired.size()}});
    else
        print(u"%1 spaces changed"_s.arg(before.bindings.size()));
    return kOk;
}

std::optional<DevEui> euiOf(const QString &text)
{
    const auto eui = DevEui::normalize(text);
    if (eui)
        return *eui;
    complain(u"\"%1\" is no DevEUI"_s.arg(text));
    return std::nullopt;
}

} // namespace

int runDeviceWork(const QStringList &words)
{
    Parser parser(
        "devices",
        "show EUI: what is known of a device. bind EUI --space CODE: it is of that space. "
        "replace EUI --by EUI: another one takes its place. retire EUI, restore EUI: out "
        "of use, and back.",
        true);
    parser.takeWords();
    parser.addOption({u"space"_s, u"The space's code."_s, u"CODE"_s});
    parser.addOption({u"by"_s, u"The new device."_s, u"EUI"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString verb = parser.verb();
    const bool isComplete = parser.positionalArguments().size() == 2
        && (verb != u"bind" || parser.isSet(u"space"_s))
        && (verb != u"replace" || parser.isSet(u"by"_s));
    if (!isComplete) {
        complain(u"usage: parkctl devices show EUI | bind EUI --space CODE | replace EUI --by EUI "
                 "| retire EUI | restore EUI"_s);
        return kUsage;
    }
    const auto eui = euiOf(parser.positionalArguments().at(1));
    const auto by = verb == u"replace" ? euiOf(parser.value(u"by"_s)) : std::nullopt;
    if (!eui || (verb == u"replace" && !by))
        return kUsage;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    const bool asJson = parser.isSet(u"json"_s);
    if (verb == u"show")
        return show(**database, *eui, asJson);
    return write(
        **database,
        [&]() -> Result<DeviceChange> {
            if (verb == u"bind")
                return binding(**database, parser.value(u"space"_s), *eui);
            if (verb == u"restore")
                return DeviceChange{{}, {{*eui, std::nullopt}}};
            return retirement(**database, *eui, by);
        },
        asJson);
}

int runGateways(const QStringList &words)
{
    Parser parser("gateways",
                  "Lists the gateways of the last 7 days, by the uplinks that came over them, and "
                  "which devices no other gateway hears.",
                  true);
    parser.takeVerbs({u"list"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    const auto gateways = read::gateways(**database, systemNow());
    if (!gateways)
        return fail(gateways.error());
    QJsonArray rows;
    for (const domain::GatewayDetail &gateway : *gateways) {
        QJsonArray alone;
        for (const FleetDevice &d : gateway.alone)
            alone.append(QJsonObject{{u"devEui"_s, d.device.devEui.toString()},
                                     {u"space"_s, orNull(d.place.code)}});
        rows.append(QJsonObject{{u"id"_s, gateway.id},
                                {u"lastHeard"_s, toIso(gateway.lastHeard)},
                                {u"uplinksLastHour"_s, gateway.uplinksLastHour},
                                {u"devices"_s, gateway.devices},
                                {u"alone"_s, alone}});
        if (!parser.isSet(u"json"_s))
            print(u"%1  last heard %2  %3 uplinks in the last hour  %4 devices, %5 by it alone"_s
                      .arg(gateway.id, toIso(gateway.lastHeard))
                      .arg(gateway.uplinksLastHour)
                      .arg(gateway.devices)
                      .arg(alone.size()));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"gateways"_s, rows}});
    return kOk;
}

} // namespace parking::cli

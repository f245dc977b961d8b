// parkctl devices: what was heard, and what is told of it.

#include "base/literals.h"
#include "cli/command.h"
#include "devices/devicetype.h"
#include "read/devices.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

using domain::Device;
using domain::DeviceReport;

QJsonValue orNull(const std::optional<UtcTime> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue();
}

QJsonValue orNull(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

domain::SilenceLimit limitOf(const Device &device)
{
    return devices::silenceLimit(device.resolvedType, device.longestOfDays);
}

QJsonObject toJson(const domain::SilenceLimit &limit)
{
    const auto seconds = [](Milliseconds time) {
        return time.count() > 0 ? QJsonValue(qint64(time / std::chrono::seconds(1))) : QJsonValue();
    };
    return {{u"afterSeconds"_s, seconds(limit.after)},
            {u"everySeconds"_s, seconds(limit.every)},
            {u"origin"_s, domain::nameOf(limit.origin)}};
}

QString inWords(Milliseconds time)
{
    using namespace std::chrono_literals;
    return time < 120min ? u"%1 min"_s.arg(time / 1min) : u"%1 h"_s.arg(time / 1h);
}

QString inWords(const domain::SilenceLimit &limit)
{
    const QString after = u"silent after %1"_s.arg(inWords(limit.after));
    switch (limit.origin) {
    case domain::SilenceLimit::Origin::DataSheet:
        return u"expected every %1, by its data sheet; %2"_s.arg(inWords(limit.every), after);
    case domain::SilenceLimit::Origin::Learnt:
        return u"expected every %1, learnt; %2"_s.arg(inWords(limit.every), after);
    case domain::SilenceLimit::Origin::Usual:
        break;
    }
    return after + u", as any sensor: its rhythm is not known"_s;
}

QJsonObject toJson(const DeviceReport &report)
{
    const Device &device = report.device;
    QJsonObject remarks;
    for (const domain::RemarkCount &count : report.remarks)
        remarks.insert(domain::nameOf(count.remark),
                       QJsonObject{{u"times"_s, count.times}, {u"lastAt"_s, toIso(count.lastAt)}});
    QJsonArray logs;
    for (const domain::DeviceLog &log : report.logs)
        logs.append(QJsonObject{{u"code"_s, log.code},
                                {u"level"_s, log.level},
                                {u"text"_s, log.text},
                                {u"time"_s, toIso(log.time)},
                                {u"times"_s, log.times}});
    return {{u"devEui"_s, device.devEui.toString()},
            {u"kind"_s, domain::nameOf(device.kind)},
            {u"name"_s, device.name},
            {u"profile"_s, device.profileName},
            {u"typeSetting"_s, device.typeSetting},
            {u"resolvedType"_s, device.resolvedType},
            {u"space"_s, device.spaceId ? QJsonValue(device.spaceId->toString()) : QJsonValue()},
            {u"firstHeard"_s, toIso(device.firstHeard)},
            {u"lastHeard"_s, orNull(device.lastHeard)},
            {u"silence"_s, toJson(limitOf(device))},
            {u"uplinks"_s, device.uplinkCount},
            {u"power"_s, device.power ? QJsonValue(domain::nameOf(*device.power)) : QJsonValue()},
            {u"batteryPercent"_s, orNull(device.batteryPercent)},
            {u"batteryVolt"_s, orNull(device.batteryVolt)},
            {u"remarks"_s, remarks},
            {u"logs"_s, logs}};
}

/// Without what a terminal would take for commands.
QString printable(QString text)
{
    text.removeIf([](QChar c) { return !c.isPrint(); });
    return text.left(120);
}

void printLines(const DeviceReport &report)
{
    const Device &device = report.device;
    print(u"%1  %2  %3  %4 uplinks  %5  %6"_s.arg(
        device.devEui.toString(), device.resolvedType.isEmpty() ? u"-"_s : device.resolvedType,
        device.lastHeard ? toIso(*device.lastHeard) : u"never heard"_s,
        QString::number(device.uplinkCount), device.spaceId ? u"of a space"_s : u"no space"_s,
        printable(device.name)));
    if (device.lastHeard)
        print(u"    "_s + inWords(limitOf(device)));
    for (const domain::RemarkCount &count : report.remarks)
        print(u"    %1 x  %2, last recorded %3"_s.arg(count.times)
                  .arg(domain::nameOf(count.remark), toIso(count.lastAt)));
    for (const domain::DeviceLog &log : report.logs)
        print(u"    %1 x  %2 %3, last %4: %5"_s.arg(log.times).arg(
            log.level, log.code, toIso(log.time), printable(log.text)));
}

} // namespace

int runDevices(const QStringList &given)
{
    QStringList words = given;
    const QString verb = words.value(0);
    if (QStringList{u"show"_s, u"bind"_s, u"replace"_s, u"retire"_s, u"restore"_s}.contains(verb))
        return runDeviceWork(words);
    if (verb == u"list")
        words.removeFirst();
    Parser parser("devices",
                  "Lists devices with what is told of their uplinks: those that moved no state and "
                  "why, and what ChirpStack's log said.",
                  true);
    parser.addPositionalArgument(
        u"list|show EUI|bind EUI|replace EUI|retire EUI|restore EUI"_s,
        u"what to do; `parkctl devices show --help` tells of those with a device"_s);
    parser.addOption({u"unassigned"_s, u"Only those that no space names."_s});
    parser.addOption({u"find"_s, u"Only those whose DevEUI or name holds this."_s, u"TEXT"_s});
    parser.addOption({u"limit"_s, u"So many, 100 by default."_s, u"N"_s});
    parser.addOption({u"offset"_s, u"After so many."_s, u"N"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    std::optional<int> limit = 100;
    std::optional<int> offset = 0;
    if (parser.isSet(u"limit"_s))
        limit = parser.number("limit", 1, 1000);
    if (parser.isSet(u"offset"_s))
        offset = parser.number("offset", 0, 1'000'000'000);
    if (!limit || !offset)
        return kUsage;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    const auto page = read::devices(
        **database,
        {.unassignedOnly = parser.isSet(u"unassigned"_s), .text = parser.value(u"find"_s)},
        {*limit, *offset});
    if (!page)
        return fail(page.error());
    if (parser.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const DeviceReport &report : page->rows)
            rows.append(toJson(report));
        printJson({{u"total"_s, page->total}, {u"devices"_s, rows}});
        return kOk;
    }
    for (const DeviceReport &report : page->rows)
        printLines(report);
    print(u"%1 of %2"_s.arg(page->rows.size()).arg(page->total));
    return kOk;
}

} // namespace parking::cli

#include "base/literals.h"
#include "chirpstack/restclient.h"
#include "cli/command.h"
#include "cli/lampwords.h"
#include "devices/displayframe.h"
#include "domain/problems.h"
#include "engine/lamps/lampledger.h"
#include "store/downlinkquery.h"
#include "store/downlinkstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "store/transaction.h"

#include <QEventLoop>
#include <QJsonArray>

namespace parking::cli {

namespace {

using domain::DevEui;
using domain::Downlink;

void addOptions(Parser &parser)
{
    const auto option = [&parser](const char *name, const char *text, const char *value) {
        parser.addOption(
            {QLatin1StringView(name), QLatin1StringView(text), QLatin1StringView(value)});
    };
    addLampOptions(parser);
    option("state",
           "list: pending, sending, queued, sent, acked, echoed, superseded, failed or "
           "expired.",
           "STATE");
    option("limit", "list: so many of the newest, 1 to 1000; 100 by default.", "N");
    option("floor", "send: all lamps of this floor.", "FLOOR");
    option("building", "send: of this building, with --floor or alone.", "BUILDING");
    parser.addOption({u"all"_s, u"send: all lamps."_s});
    parser.addOption({u"json"_s, u"Result as JSON."_s});
}

QJsonValue time(const std::optional<UtcTime> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue();
}

QJsonObject toJson(const Downlink &row)
{
    return {
        {u"id"_s, row.id.toString()},
        {u"devEui"_s, row.devEui.toString()},
        {u"spaceId"_s, row.spaceId.isNull() ? QJsonValue() : QJsonValue(row.spaceId.toString())},
        {u"wanted"_s, domain::nameOf(row.frame.state)},
        {u"colour"_s, row.frame.colour.toHex()},
        {u"blinking"_s, devices::isBlinking(row.frame)},
        {u"deviceType"_s, row.frame.deviceType},
        {u"fPort"_s, row.frame.fPort},
        {u"hex"_s, QString::fromLatin1(row.frame.payload.toHex())},
        {u"cause"_s, domain::nameOf(row.cause)},
        {u"actor"_s, row.actor},
        {u"state"_s, domain::nameOf(row.state)},
        {u"problem"_s, row.problem},
        {u"detail"_s, row.detail},
        {u"attempts"_s, row.attempts},
        {u"queueItemId"_s, row.queueItemId},
        {u"decidedAt"_s, toIso(row.decidedAt)},
        {u"queuedAt"_s, time(row.queuedAt)},
        {u"sentAt"_s, time(row.sentAt)},
        {u"ackedAt"_s, time(row.ackedAt)},
        {u"echoedAt"_s, time(row.echoedAt)},
        {u"endedAt"_s, time(row.endedAt)},
        {u"expiresAt"_s, time(row.expiresAt)}};
}

int list(const Parser &parser, store::Database &database)
{
    domain::DownlinkFilter filter;
    if (!parser.words("state").isEmpty()) {
        filter.state = domain::downlinkStateFromString(parser.words("state").toLower());
        if (!filter.state) {
            complain(u"--state: there is no state \"%1\""_s.arg(parser.words("state")));
            return kUsage;
        }
    }
    int limit = 100;
    if (!parser.words("limit").isEmpty()) {
        const auto given = parser.number("limit", 1, 1000);
        if (!given)
            return kUsage;
        limit = *given;
    }
    const Result<DevEui> device = chosenDevice(parser, database);
    if (!device)
        return fail(device.error());
    if (!device->isNull())
        filter.devEui = *device;
    const auto page = store::DownlinkQuery(database).page(filter, {.limit = limit, .offset = 0});
    if (!page)
        return fail(page.error());
    QJsonArray rows;
    for (const Downlink &row : page->rows) {
        rows.append(toJson(row));
        if (!parser.isSet(u"json"_s))
            print(u"%1  %2  %3  %4  %5  %6"_s.arg(toIso(row.decidedAt), row.devEui.toString(),
                                                  domain::nameOf(row.frame.state).leftJustified(11),
                                                  domain::nameOf(row.state).leftJustified(10),
                                                  domain::nameOf(row.cause).leftJustified(9),
                                                  row.problem));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"total"_s, page->total}, {u"downlinks"_s, rows}});
    else
        print(u"%1 of %2"_s.arg(rows.size()).arg(page->total));
    return kOk;
}

/// The lamps of --device, --space, --building, --floor or --all.
Result<QList<DevEui>> chosenLamps(const Parser &parser, store::Database &database)
{
    const Result<DevEui> device = chosenDevice(parser, database);
    if (!device)
        return device.error();
    if (!device->isNull())
        return QList<DevEui>{*device};
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const auto spaces = store::SpaceStore(database).all(site->id);
    if (!spaces)
        return spaces.error();
    QList<DevEui> lamps;
    for (const domain::Space &space : *spaces) {
        const bool chosen =
            (parser.words("building").isEmpty() || space.building == parser.words("building"))
            && (parser.words("floor").isEmpty() || space.floor == parser.words("floor"));
        if (chosen && space.displayEui)
            lamps.append(*space.displayEui);
    }
    return lamps;
}

int send(const Parser &parser, store::Database &database)
{
    const bool chosen = parser.isSet(u"all"_s)
        || !(parser.words("device") + parser.words("space") + parser.words("building")
             + parser.words("floor"))
                .isEmpty();
    if (!chosen) {
        complain(u"send: which lamps? --space, --device, --floor, --building, --all"_s);
        return kUsage;
    }
    const auto lamps = chosenLamps(parser, database);
    if (!lamps)
        return fail(lamps.error());
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return fail(site.error());
    const auto policy = domain::parseDisplayPolicy(site->settings);
    if (!policy)
        return fail(policy.error());
    QList<engine::LampWish> wishes;
    for (DevEui lamp : *lamps)
        wishes.append({.devEui = lamp,
                       .cause = domain::DownlinkCause::Operator,
                       .actor = u"parkctl"_s,
                       .always = true});
    const auto outcome = engine::wishLamps(database, *policy, wishes, systemNow());
    if (!outcome)
        return fail(outcome.error());
    QJsonArray rows;
    for (const Downlink &row : outcome->rows) {
        if (row.state == domain::DownlinkState::Pending)
            rows.append(toJson(row));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"downlinks"_s, rows}});
    else
        print(u"%1 commands wait for the station"_s.arg(rows.size()));
    return kOk;
}

/// DELETE of the device's queue at ChirpStack.
Result<> deleteQueue(const chirpstack::RestOptions &options, DevEui device)
{
    chirpstack::RestClient rest(options);
    QEventLoop loop;
    Result<> flushed;
    rest.flush(device, [&](const Result<> &done) {
        flushed = done;
        loop.quit();
    });
    loop.exec();
    return flushed;
}

/// Empties the queue, then lets the rows follow: when ChirpStack refuses, nothing has changed.
int flush(const Parser &parser, store::Database &database, const settings::Settings &settings)
{
    const Result<DevEui> device = chosenDevice(parser, database);
    if (!device)
        return fail(device.error());
    if (device->isNull()) {
        complain(u"flush: which lamp? --space or --device"_s);
        return kUsage;
    }
    const engine::EngineOptions options = cli::engineOptions(settings);
    if (!options.chirpstack)
        return fail(
            {problem::kChirpStackNotSetUp, u"set CHIRPSTACK_API_KEY to reach ChirpStack"_s});
    store::DownlinkStore ledger(database);
    // A row that gets into the queue after this was read may have come after the DELETE.
    const auto open = ledger.open({*device});
    if (!open)
        return fail(open.error());
    QList<domain::DownlinkId> queued;
    for (const Downlink &row : *open) {
        if (row.state == domain::DownlinkState::Queued)
            queued.append(row.id);
    }
    if (const Result<> done = deleteQueue(options.chirpstack->rest, *device); !done)
        return fail(done.error());
    const auto rows =
        store::transact(database, [&] { return ledger.flushed(*device, queued, systemNow()); });
    if (!rows)
        return fail(rows.error());
    const auto removed = std::count_if(
        rows->cbegin(), rows->cend(), [](const Downlink &row) { return row.queuedAt.has_value(); });
    if (parser.isSet(u"json"_s))
        printJson({{u"devEui"_s, device->toString()},
                   {u"withdrawn"_s, rows->size() - removed},
                   {u"removed"_s, qint64(removed)}});
    else
        print(u"the queue of %1 is empty: %2 commands removed there, %3 waiting ones "
              "withdrawn"_s.arg(device->toString())
                  .arg(removed)
                  .arg(rows->size() - removed));
    return kOk;
}

} // namespace

int runDownlinks(const QStringList &words)
{
    Parser parser("downlinks",
                  "Commands to lamps: what became of them; send colours anew; empty a lamp's queue "
                  "at ChirpStack.",
                  true);
    parser.takeVerbs({u"list"_s, u"send"_s, u"flush"_s});
    addOptions(parser);
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString verb = parser.verb();
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    if (verb == u"list")
        return list(parser, **database);
    return verb == u"send" ? send(parser, **database) : flush(parser, **database, loaded->settings);
}

} // namespace parking::cli

// parkctl displays list|show|set, parkctl site show|set: what lamps are told.

#include "base/encoding.h"
#include "base/literals.h"
#include "cli/lampwords.h"
#include "devices/displayframe.h"
#include "engine/lamps/lampledger.h"
#include "engine/lamps/lampsettings.h"
#include "engine/station/peers.h"
#include "store/displaystore.h"
#include "store/sitestore.h"
#include "store/transaction.h"

#include <QJsonArray>

#include <algorithm>

namespace parking::cli {

namespace {

using domain::DevEui;
using domain::Display;
using domain::SpaceState;

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject toJson(const Display &display)
{
    const devices::DeviceType *type = devices::displayType(display);
    return {{u"devEui"_s, display.devEui.toString()},
            {u"type"_s, type ? QJsonValue(QLatin1StringView(type->name)) : QJsonValue()},
            {u"typeSetting"_s, orNull(display.typeSetting)},
            {u"deviceClass"_s, orNull(display.deviceClass)},
            {u"settings"_s, domain::toJson(display.settings)},
            {u"settingsError"_s, orNull(display.settingsError)},
            {u"evidence"_s, domain::nameOf(display.evidence)},
            {u"shownState"_s,
             display.shownState ? QJsonValue(domain::nameOf(*display.shownState)) : QJsonValue()},
            {u"shownColour"_s,
             display.shownColour ? QJsonValue(display.shownColour->toHex()) : QJsonValue()},
            {u"shownAt"_s, display.shownAt ? QJsonValue(toIso(*display.shownAt)) : QJsonValue()},
            {u"problem"_s, orNull(display.problem)},
            {u"suggestedType"_s, orNull(display.suggestedType)}};
}

QString line(const Display &display)
{
    const devices::DeviceType *type = devices::displayType(display);
    const QString shown = display.shownState ? domain::nameOf(*display.shownState) : u"-"_s;
    return u"%1  %2  %3  %4  %5"_s.arg(
        display.devEui.toString(), QString::fromLatin1(type ? type->name : "-").leftJustified(21),
        shown.leftJustified(11), domain::nameOf(display.evidence).leftJustified(6),
        display.problem);
}

int show(const Parser &parser, store::Database &database, DevEui device)
{
    const auto displays = store::DisplayStore(database).find({device});
    if (!displays)
        return fail(displays.error());
    const Display display = displays->value(device);
    if (parser.isSet(u"json"_s)) {
        printJson(toJson(display));
    } else {
        print(line(display));
        const QJsonObject settings = domain::toJson(display.settings);
        for (auto it = settings.begin(); it != settings.end(); ++it) {
            if (!it->isObject())
                print(u"%1: %2"_s.arg(it.key(), it->toVariant().toString()));
            const QJsonObject states = it->toObject();
            for (auto state = states.begin(); state != states.end(); ++state)
                print(u"%1 %2: %3"_s.arg(it.key(), state.key(), state->toString()));
        }
        if (!display.settingsError.isEmpty())
            complain(u"BAD_SETTINGS: %1"_s.arg(display.settingsError));
    }
    return kOk;
}

int list(const Parser &parser, store::Database &database)
{
    const auto displays = store::DisplayStore(database).find();
    if (!displays)
        return fail(displays.error());
    QList<Display> sorted = displays->values();
    std::sort(sorted.begin(), sorted.end(),
              [](const Display &a, const Display &b) { return a.devEui < b.devEui; });
    QJsonArray rows;
    for (const Display &display : std::as_const(sorted)) {
        rows.append(toJson(display));
        if (!parser.isSet(u"json"_s))
            print(line(display));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"displays"_s, rows}});
    return kOk;
}

/// What was given on the command line, over what is stored. False: stderr says what is wrong.
bool edit(const Parser &parser, domain::DisplaySettings &settings)
{
    if (parser.words("fport") == u"type")
        settings.fPort.reset();
    else if (parser.isSet(u"fport"_s) && !(settings.fPort = parser.number("fport", 1, 223)))
        return false;
    const QString confirmed = parser.words("confirmed");
    if (parser.isSet(u"confirmed"_s) && confirmed != u"on" && confirmed != u"off") {
        complain(u"--confirmed takes on or off"_s);
        return false;
    }
    if (!confirmed.isEmpty())
        settings.confirmed = confirmed == u"on";
    return eachState(parser, "colour",
                     [&](SpaceState state, const QString &text) -> Result<> {
                         auto &colour = settings.colours[domain::indexOf(state)];
                         colour.reset();
                         if (text.isEmpty())
                             return {};
                         const Result<domain::Rgb> read = domain::parseRgbHex(text);
                         if (!read)
                             return read.error();
                         colour = *read;
                         return {};
                     })
        && eachState(parser, "code", [&](SpaceState state, const QString &text) -> Result<> {
               const Result<QByteArray> bytes = fromHex(text);
               if (!bytes)
                   return bytes.error();
               settings.codes[domain::indexOf(state)] = *bytes;
               return {};
           });
}

int set(const Parser &parser, store::Database &database, DevEui device)
{
    const Result<bool> edited = store::transact(database, [&]() -> Result<bool> {
        const auto displays = store::DisplayStore(database).find({device});
        if (!displays)
            return displays.error();
        domain::DisplaySettings settings = displays->value(device).settings;
        if (!edit(parser, settings))
            return false;
        if (parser.isSet(u"type"_s)) {
            const QString type = parser.words("type") == u"auto" ? QString() : parser.words("type");
            if (Result<> done =
                    engine::storeDeviceType(database, device, type, u"parkctl"_s, systemNow());
                !done)
                return done.error();
        }
        if (Result<> done =
                engine::storeDisplaySettings(database, device, settings, u"parkctl"_s, systemNow());
            !done)
            return done.error();
        return true;
    });
    if (!edited)
        return fail(edited.error());
    if (!*edited)
        return kUsage;
    engine::tellLayoutChanged(database);
    return show(parser, database, device);
}

int showSite(const Parser &parser, store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return fail(site.error());
    const auto policy = domain::parseDisplayPolicy(site->settings);
    if (!policy)
        return fail(policy.error());
    const QJsonObject lamps = domain::toJson(*policy);
    if (parser.isSet(u"json"_s)) {
        printJson({{u"name"_s, site->name}, {u"lamps"_s, lamps}});
        return kOk;
    }
    print(site->name);
    const QJsonObject colours = lamps[u"colours"].toObject();
    for (auto it = colours.begin(); it != colours.end(); ++it)
        print(u"lamp colour %1: %2"_s.arg(it.key(), it->toString()));
    print(u"when blind: %1"_s.arg(lamps[u"whenBlind"].toString()));
    print(u"when unknown: %1"_s.arg(lamps[u"whenUnknown"].toString()));
    print(u"when soon: %1"_s.arg(lamps[u"whenSoon"].toString()));
    return kOk;
}

/// An option that takes one of two words; one that was not given leaves `isSecond`. False: stderr
/// says what is wrong.
bool readEither(const Parser &parser, const char *option, const QStringList &words, bool &isSecond)
{
    if (!parser.isSet(QLatin1StringView(option)))
        return true;
    const QString word = parser.words(option);
    if (!words.contains(word)) {
        complain(u"--%1 takes %2"_s.arg(QLatin1StringView(option), words.join(u" or "_s)));
        return false;
    }
    isSecond = word == words.last();
    return true;
}

bool readOff(const Parser &parser, const char *option, bool &isOff)
{
    return readEither(parser, option, {u"keep"_s, u"off"_s}, isOff);
}

int setSite(const Parser &parser, store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return fail(site.error());
    // What cannot be read is replaced as a whole: this is how it is mended.
    domain::DisplayPolicy policy = domain::parseDisplayPolicy(site->settings).valueOr({});
    const bool good =
        eachState(parser, "lamp-colour", [&](SpaceState state, const QString &text) -> Result<> {
            const Result<domain::Rgb> colour = domain::parseRgbHex(text);
            if (!colour)
                return colour.error();
            policy.colours[domain::indexOf(state)] = *colour;
            return {};
        });
    if (!good)
        return kUsage;
    bool isOff = policy.whenBlind == domain::LampsWhenBlind::Off;
    if (!readOff(parser, "when-blind", isOff))
        return kUsage;
    policy.whenBlind = isOff ? domain::LampsWhenBlind::Off : domain::LampsWhenBlind::Keep;
    isOff = policy.whenUnknown == domain::LampsWhenUnknown::Off;
    if (!readOff(parser, "when-unknown", isOff))
        return kUsage;
    policy.whenUnknown = isOff ? domain::LampsWhenUnknown::Off : domain::LampsWhenUnknown::Keep;
    bool isBlink = policy.whenSoon == domain::LampsWhenSoon::Blink;
    if (!readEither(parser, "when-soon", {u"steady"_s, u"blink"_s}, isBlink))
        return kUsage;
    policy.whenSoon = isBlink ? domain::LampsWhenSoon::Blink : domain::LampsWhenSoon::Steady;
    const Result<> done = store::transact(database, [&] {
        return engine::storeDisplayPolicy(database, policy, u"parkctl"_s, systemNow());
    });
    if (!done)
        return fail(done.error());
    engine::tellLayoutChanged(database);
    return showSite(parser, database);
}

} // namespace

int runDisplays(const QStringList &words)
{
    Parser parser("displays",
                  "The lamps: what they show as far as known, and how they are commanded.", true);
    parser.takeVerbs({u"list"_s, u"show"_s, u"set"_s});
    addLampOptions(parser);
    const auto option = [&parser](const char *name, const char *text, const char *value) {
        parser.addOption(
            {QLatin1StringView(name), QLatin1StringView(text), QLatin1StringView(value)});
    };
    option("type", "set: the device type; auto: by its profile and DevEUI.", "TYPE");
    option("fport", "set: the port, 1 to 223; type: the type's own.", "N");
    option("confirmed", "set: ask the lamp to acknowledge, on or off.", "on|off");
    option("colour", "set: its own colour of a state; STATE= takes it back.", "STATE=RRGGBB");
    option("code", "set: the whole payload of a state; STATE= takes it back.", "STATE=HEX");
    parser.addOption({u"json"_s, u"Result as JSON."_s});
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
    const Result<DevEui> device = chosenDevice(parser, **database);
    if (!device)
        return fail(device.error());
    if (device->isNull()) {
        complain(u"%1: which lamp? --space or --device"_s.arg(verb));
        return kUsage;
    }
    return verb == u"show" ? show(parser, **database, *device) : set(parser, **database, *device);
}

int runSite(const QStringList &words)
{
    Parser parser("site", "What holds for all lamps of the site.", true);
    parser.takeVerbs({u"show"_s, u"set"_s});
    parser.addOptions(
        {{u"lamp-colour"_s, u"set: the lamps' colour of a state."_s, u"STATE=RRGGBB"_s},
         {u"when-blind"_s, u"set: what lamps show when the station hears nothing for long."_s,
          u"keep|off"_s},
         {u"when-unknown"_s,
          u"set: what lamps show while nobody knows whether their space is free."_s, u"keep|off"_s},
         {u"when-soon"_s,
          u"set: whether lamps that can blink while a booking's space is held before its start."_s,
          u"steady|blink"_s},
         {u"json"_s, u"Result as JSON."_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    return parser.verb() == u"show" ? showSite(parser, **database) : setSite(parser, **database);
}

} // namespace parking::cli

#include "domain/display.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "domain/errors.h"

#include <algorithm>

namespace parking::domain {

namespace {

constexpr SpaceState kStates[] = {SpaceState::Free, SpaceState::Occupied, SpaceState::Reserved,
                                  SpaceState::Maintenance};
constexpr const char *kEvidence[] = {"none", "sent", "acked", "echoed"};
constexpr int kMaxPort = 223; // LoRaWAN 1.0.3, 4.3.2: application-specific ports end here
constexpr int kMaxPayload = 51; // the smallest maximum of EU868 (DR0); a lamp needs a few bytes

/// Calls `take(state, text)` for each member of `object` that is named like a state.
template <class Take>
Result<> eachState(const QJsonValue &value, const QString &field, Take take)
{
    if (value.isUndefined() || value.isNull())
        return {};
    if (!value.isObject())
        return errors::validation(field, u"must be an object"_s);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto state = spaceStateFromString(it.key());
        if (!state || !it.value().isString())
            return errors::validation(field,
                                      u"%1 is no state with a text"_s.arg(it.key().left(32)));
        if (Result<> done = take(*state, it.value().toString()); !done)
            return done;
    }
    return {};
}

/// True for "off"; what is missing is "keep".
Result<bool> readOff(const QJsonValue &lamps, const QString &name)
{
    const QString word = lamps[name].toString(u"keep"_s);
    if (word != u"keep" && word != u"off")
        return errors::validation(name, u"must be keep or off"_s);
    return word == u"off";
}

QString keepOrOff(bool isOff)
{
    return isOff ? u"off"_s : u"keep"_s;
}

} // namespace

bool isBlind(const Hearing &hearing, UtcTime now)
{
    const UtcTime arrival = std::max(hearing.arrival, hearing.since);
    return now - std::max(hearing.broker, arrival) > hearing.brokerLimit
        || now - arrival > hearing.silenceLimit;
}

Result<DisplayPolicy> parseDisplayPolicy(const QJsonObject &siteSettings)
{
    DisplayPolicy policy;
    const QJsonValue lamps = siteSettings.value(u"lamps");
    if (lamps.isUndefined())
        return policy;
    if (!lamps.isObject())
        return errors::validation(u"lamps"_s, u"must be an object"_s);
    const Result<> colours = eachState(lamps[u"colours"], u"colours"_s,
                                       [&](SpaceState state, const QString &text) -> Result<> {
                                           const Result<Rgb> colour = parseRgbHex(text);
                                           if (!colour)
                                               return colour.error();
                                           policy.colours[indexOf(state)] = *colour;
                                           return {};
                                       });
    if (!colours)
        return colours.error();
    const Result<bool> offWhenBlind = readOff(lamps, u"whenBlind"_s);
    if (!offWhenBlind)
        return offWhenBlind.error();
    const Result<bool> offWhenUnknown = readOff(lamps, u"whenUnknown"_s);
    if (!offWhenUnknown)
        return offWhenUnknown.error();
    policy.whenBlind = *offWhenBlind ? LampsWhenBlind::Off : LampsWhenBlind::Keep;
    policy.whenUnknown = *offWhenUnknown ? LampsWhenUnknown::Off : LampsWhenUnknown::Keep;
    const QString soon = lamps[u"whenSoon"].toString(u"steady"_s);
    if (soon != u"steady" && soon != u"blink")
        return errors::validation(u"whenSoon"_s, u"must be steady or blink"_s);
    policy.whenSoon = soon == u"blink" ? LampsWhenSoon::Blink : LampsWhenSoon::Steady;
    return policy;
}

QJsonObject toJson(const DisplayPolicy &policy)
{
    QJsonObject colours;
    for (SpaceState state : kStates)
        colours.insert(nameOf(state), policy.colours[indexOf(state)].toHex());
    return {{u"colours"_s, colours},
            {u"whenBlind"_s, keepOrOff(policy.whenBlind == LampsWhenBlind::Off)},
            {u"whenUnknown"_s, keepOrOff(policy.whenUnknown == LampsWhenUnknown::Off)},
            {u"whenSoon"_s, policy.whenSoon == LampsWhenSoon::Blink ? u"blink"_s : u"steady"_s}};
}

LampOrder lampOrder(const DisplayPolicy &policy, bool isBlind, bool isKnown)
{
    if (isBlind)
        return LampOrder::GoDark;
    if (isKnown)
        return LampOrder::Show;
    return policy.whenUnknown == LampsWhenUnknown::Off ? LampOrder::GoDark : LampOrder::StayAsItIs;
}

Result<DisplaySettings> parseDisplaySettings(const QJsonObject &object)
{
    DisplaySettings settings;
    if (const QJsonValue port = object.value(u"fPort"); !port.isUndefined() && !port.isNull()) {
        settings.fPort = port.toInt(-1);
        if (*settings.fPort < 1 || *settings.fPort > kMaxPort || port.toDouble() != *settings.fPort)
            return errors::validation(u"fPort"_s, u"must be 1 to %1"_s.arg(kMaxPort));
    }
    const QJsonValue confirmed = object.value(u"confirmed");
    if (!confirmed.isUndefined() && !confirmed.isBool())
        return errors::validation(u"confirmed"_s, u"must be true or false"_s);
    settings.confirmed = confirmed.toBool();
    Result<> done = eachState(object.value(u"colours"), u"colours"_s,
                              [&](SpaceState state, const QString &text) -> Result<> {
                                  const Result<Rgb> colour = parseRgbHex(text);
                                  if (!colour)
                                      return colour.error();
                                  settings.colours[indexOf(state)] = *colour;
                                  return {};
                              });
    if (!done)
        return done.error();
    done = eachState(object.value(u"codes"), u"codes"_s,
                     [&](SpaceState state, const QString &text) -> Result<> {
                         const Result<QByteArray> bytes = fromHex(text);
                         if (!bytes || bytes->isEmpty() || bytes->size() > kMaxPayload)
                             return errors::validation(
                                 u"codes"_s, u"a code has 1 to %1 bytes in hex"_s.arg(kMaxPayload));
                         settings.codes[indexOf(state)] = *bytes;
                         return {};
                     });
    if (!done)
        return done.error();
    return settings;
}

QJsonObject toJson(const DisplaySettings &settings)
{
    QJsonObject colours;
    QJsonObject codes;
    for (SpaceState state : kStates) {
        if (const auto &colour = settings.colours[indexOf(state)])
            colours.insert(nameOf(state), colour->toHex());
        if (const QByteArray &code = settings.codes[indexOf(state)]; !code.isEmpty())
            codes.insert(nameOf(state), toHex(code));
    }
    QJsonObject object;
    if (settings.fPort)
        object.insert(u"fPort"_s, *settings.fPort);
    if (settings.confirmed)
        object.insert(u"confirmed"_s, true);
    if (!colours.isEmpty())
        object.insert(u"colours"_s, colours);
    if (!codes.isEmpty())
        object.insert(u"codes"_s, codes);
    return object;
}

void forgetShown(Display &display, const std::optional<UtcTime> &since)
{
    display.evidence = Evidence::None;
    display.shown.reset();
    display.shownColour.reset();
    display.shownState.reset();
    display.shownAt = std::max(display.shownAt, since);
}

QString nameOf(Evidence evidence)
{
    return QString::fromLatin1(kEvidence[size_t(evidence)]);
}

std::optional<Evidence> evidenceFromString(QStringView text)
{
    for (size_t i = 0; i < std::size(kEvidence); ++i) {
        if (text == QLatin1StringView(kEvidence[i]))
            return Evidence(i);
    }
    return std::nullopt;
}

} // namespace parking::domain

// parkctl decode, parkctl encode: the codecs for scripts. docs/parkctl.md documents the JSON.

#include "base/encoding.h"
#include "base/literals.h"
#include "cli/command.h"
#include "devices/devicetype.h"
#include "domain/limits.h"
#include "domain/problems.h"

#include <QJsonDocument>

namespace parking::cli {

namespace {

QString toLine(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

int failJson(const Error &error)
{
    print(
        toLine({{u"error"_s, QJsonObject{{u"code"_s, error.code}, {u"message"_s, error.detail}}}}));
    return kFailed;
}

template <class T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonObject displayJson(const domain::DisplayEcho &echo)
{
    QJsonObject json = echo.details;
    if (echo.rgb)
        json.insert(u"rgb"_s, u"%1"_s.arg(*echo.rgb, 6, 16, QLatin1Char('0')).toUpper());
    if (echo.state)
        json.insert(u"state"_s, domain::nameOf(*echo.state));
    return json;
}

QJsonObject decodedJson(const domain::Decoded &decoded)
{
    QJsonObject json{
        {u"deviceType"_s, decoded.deviceType},
        {u"occupancy"_s,
         decoded.occupancy ? QJsonValue(domain::nameOf(*decoded.occupancy)) : QJsonValue()},
        {u"batteryVolt"_s, orNull(decoded.batteryVolt)},
        {u"temperatureCelsius"_s, orNull(decoded.tempCelsius)}};
    if (decoded.batteryPercent)
        json.insert(u"batteryPercent"_s, *decoded.batteryPercent);
    if (decoded.display)
        json.insert(u"display"_s, displayJson(*decoded.display));
    if (!decoded.extra.isEmpty())
        json.insert(u"extra"_s, decoded.extra.toJson());
    if (!decoded.notes.isEmpty())
        json.insert(u"notes"_s, QJsonArray::fromStringList(decoded.notes));
    return json;
}

Result<devices::Frame> frameOf(const Parser &parser, int fPort)
{
    devices::Frame frame;
    frame.fPort = fPort;
    const Result<QByteArray> payload =
        parser.isSet(u"hex"_s) ? fromHex(parser.words("hex")) : fromBase64(parser.words("base64"));
    if (!payload)
        return payload.error();
    frame.payload = *payload;
    if (parser.isSet(u"object"_s)) {
        const QJsonDocument json = QJsonDocument::fromJson(parser.words("object").toUtf8());
        if (!json.isObject())
            return Error{problem::kValidation, u"--object is no JSON object"_s};
        frame.object = json.object();
    }
    return frame;
}

Result<const devices::DeviceType *> typeOf(const Parser &parser, const devices::Frame &frame)
{
    if (parser.isSet(u"type"_s)) {
        const devices::DeviceType *type = devices::findType(parser.words("type"));
        if (!type)
            return Error{problem::kUnknownType,
                         u"no device type \"%1\""_s.arg(parser.words("type"))};
        return type;
    }
    const Result<domain::DevEui> eui = domain::DevEui::normalize(parser.words("dev-eui"));
    if (!eui)
        return eui.error();
    devices::TypeHints hints;
    hints.devEui = *eui;
    hints.object = frame.object;
    const devices::DeviceType *type = devices::resolveType(hints);
    if (!type)
        return Error{problem::kUnknownType,
                     u"No handler found for device %1"_s.arg(eui->toString())};
    return type;
}

} // namespace

int runDecode(const QStringList &words)
{
    Parser parser("decode", "Decodes one uplink frame and prints one JSON object.", false);
    parser.addOptions({{u"dev-eui"_s, u"The device's address."_s, u"EUI"_s},
                       {u"type"_s, u"Device type instead."_s, u"TYPE"_s},
                       {u"fport"_s, u"FPort, 0 to 255."_s, u"N"_s},
                       {u"hex"_s, u"Payload."_s, u"HEX"_s},
                       {u"base64"_s, u"Payload."_s, u"BASE64"_s},
                       {u"object"_s, u"ChirpStack's own decoding."_s, u"JSON"_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto has = [&parser](const char *name) { return parser.isSet(QLatin1StringView(name)); };
    if (has("dev-eui") == has("type") || has("hex") == has("base64") || !has("fport")) {
        complain(u"decode takes --dev-eui or --type, --fport, and --hex or --base64"_s);
        return kUsage;
    }
    const std::optional<int> fPort = parser.number("fport", 0, 255);
    if (!fPort)
        return kUsage;
    const Result<devices::Frame> frame = frameOf(parser, *fPort);
    if (!frame)
        return failJson(frame.error());
    const Result<const devices::DeviceType *> type = typeOf(parser, *frame);
    if (!type)
        return failJson(type.error());
    const Result<domain::Decoded> decoded = (*type)->decode(*frame);
    if (!decoded)
        return failJson(decoded.error());
    print(toLine(decodedJson(*decoded)));
    return kOk;
}

int runEncode(const QStringList &words)
{
    Parser parser("encode", "Encodes the downlink that makes a display show a state.", false);
    parser.addOptions({{u"type"_s, u"Device type."_s, u"TYPE"_s},
                       {u"state"_s, u"FREE, OCCUPIED, RESERVED or MAINTENANCE."_s, u"STATE"_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    if (!parser.isSet(u"type"_s) || !parser.isSet(u"state"_s)) {
        complain(u"encode takes --type and --state"_s);
        return kUsage;
    }
    const devices::DeviceType *type = devices::findType(parser.words("type"));
    if (!type)
        return failJson(
            {problem::kUnknownType, u"no device type \"%1\""_s.arg(parser.words("type"))});
    if (!type->encode)
        return failJson({problem::kNoDisplay, u"%1 shows nothing"_s.arg(parser.words("type"))});
    const auto state = domain::spaceStateFromString(parser.words("state"));
    if (!state)
        return failJson({problem::kValidation, u"no state \"%1\""_s.arg(parser.words("state"))});
    const auto frame = type->encode(*state, domain::displayColour(domain::nameOf(*state)));
    if (!frame)
        return failJson(frame.error());
    print(toLine({{u"fPort"_s, frame->fPort}, {u"hex"_s, toHex(frame->payload)}}));
    return kOk;
}

} // namespace parking::cli

// parkctl decode, parkctl encode: the codecs for scripts. docs/parkctl.md documents the JSON.

#include "base/encoding.h"
#include "cli/command.h"
#include "devices/devicetype.h"
#include "domain/limits.h"

#include <QJsonDocument>

namespace parking::cli {

namespace {

QString toLine(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

int failJson(const Error &error)
{
    print(toLine({{QStringLiteral("error"),
                   QJsonObject{{QStringLiteral("code"), error.code},
                               {QStringLiteral("message"), error.detail}}}}));
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
        json.insert(QStringLiteral("rgb"),
                    QStringLiteral("%1").arg(*echo.rgb, 6, 16, QLatin1Char('0')).toUpper());
    if (echo.state)
        json.insert(QStringLiteral("state"), domain::nameOf(*echo.state));
    return json;
}

QJsonObject decodedJson(const domain::Decoded &decoded)
{
    QJsonObject json{
        {QStringLiteral("deviceType"), decoded.deviceType},
        {QStringLiteral("occupancy"),
         decoded.occupancy ? QJsonValue(domain::nameOf(*decoded.occupancy)) : QJsonValue()},
        {QStringLiteral("batteryVolt"), orNull(decoded.batteryVolt)},
        {QStringLiteral("temperatureCelsius"), orNull(decoded.tempCelsius)}};
    if (decoded.batteryPercent)
        json.insert(QStringLiteral("batteryPercent"), *decoded.batteryPercent);
    if (decoded.display)
        json.insert(QStringLiteral("display"), displayJson(*decoded.display));
    if (!decoded.extra.isEmpty())
        json.insert(QStringLiteral("extra"), decoded.extra);
    return json;
}

Result<devices::Frame> frameOf(const Parser &parser, int fPort)
{
    devices::Frame frame;
    frame.fPort = fPort;
    const Result<QByteArray> payload = parser.isSet(QStringLiteral("hex"))
        ? fromHex(parser.words("hex"))
        : fromBase64(parser.words("base64"));
    if (!payload)
        return payload.error();
    frame.payload = *payload;
    if (parser.isSet(QStringLiteral("object"))) {
        const QJsonDocument json = QJsonDocument::fromJson(parser.words("object").toUtf8());
        if (!json.isObject())
            return Error{QStringLiteral("VALIDATION_ERROR"),
                         QStringLiteral("--object is no JSON object")};
        frame.object = json.object();
    }
    return frame;
}

Result<const devices::DeviceType *> typeOf(const Parser &parser, const devices::Frame &frame)
{
    if (parser.isSet(QStringLiteral("type"))) {
        const devices::DeviceType *type = devices::findType(parser.words("type"));
        if (!type)
            return Error{QStringLiteral("UNKNOWN_TYPE"),
                         QStringLiteral("no device type \"%1\"").arg(parser.words("type"))};
        return type;
    }
    const Result<domain::DevEui> eui = domain::DevEui::normalize(parser.words("dev-eui"));
    if (!eui)
        return eui.error();
    devices::TypeHints hints;
    hints.devEui = *eui;
    hints.objectHasOccupancy = frame.object && devices::objectHasOccupancy(*frame.object);
    const devices::DeviceType *type = devices::resolveType(hints);
    if (!type)
        return Error{QStringLiteral("UNKNOWN_TYPE"),
                     QStringLiteral("No handler found for device %1").arg(eui->toString())};
    return type;
}

} // namespace

int runDecode(const QStringList &words)
{
    Parser parser("decode", "Decodes one uplink frame and prints one JSON object.", false);
    parser.addOptions(
        {{QStringLiteral("dev-eui"), QStringLiteral("The device's address."),
          QStringLiteral("EUI")},
         {QStringLiteral("type"), QStringLiteral("Device type instead."), QStringLiteral("TYPE")},
         {QStringLiteral("fport"), QStringLiteral("FPort, 0 to 255."), QStringLiteral("N")},
         {QStringLiteral("hex"), QStringLiteral("Payload."), QStringLiteral("HEX")},
         {QStringLiteral("base64"), QStringLiteral("Payload."), QStringLiteral("BASE64")},
         {QStringLiteral("object"), QStringLiteral("ChirpStack's own decoding."),
          QStringLiteral("JSON")}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto has = [&parser](const char *name) { return parser.isSet(QLatin1StringView(name)); };
    if (has("dev-eui") == has("type") || has("hex") == has("base64") || !has("fport")) {
        complain(
            QStringLiteral("decode takes --dev-eui or --type, --fport, and --hex or --base64"));
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
    parser.addOptions(
        {{QStringLiteral("type"), QStringLiteral("Device type."), QStringLiteral("TYPE")},
         {QStringLiteral("state"), QStringLiteral("FREE, OCCUPIED, RESERVED or MAINTENANCE."),
          QStringLiteral("STATE")}});
    if (const auto exit = parser.parse(words))
        return *exit;
    if (!parser.isSet(QStringLiteral("type")) || !parser.isSet(QStringLiteral("state"))) {
        complain(QStringLiteral("encode takes --type and --state"));
        return kUsage;
    }
    const devices::DeviceType *type = devices::findType(parser.words("type"));
    if (!type)
        return failJson({QStringLiteral("UNKNOWN_TYPE"),
                         QStringLiteral("no device type \"%1\"").arg(parser.words("type"))});
    if (!type->encode)
        return failJson({QStringLiteral("NO_DISPLAY"),
                         QStringLiteral("%1 shows nothing").arg(parser.words("type"))});
    const auto state = domain::spaceStateFromString(parser.words("state"));
    if (!state)
        return failJson({QStringLiteral("VALIDATION_ERROR"),
                         QStringLiteral("no state \"%1\"").arg(parser.words("state"))});
    const auto frame = type->encode(*state, domain::displayColour(domain::nameOf(*state)));
    if (!frame)
        return failJson(frame.error());
    print(toLine(
        {{QStringLiteral("fPort"), frame->fPort}, {QStringLiteral("hex"), toHex(frame->payload)}}));
    return kOk;
}

} // namespace parking::cli

#include "domain/lampcommand.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking::domain {

namespace {

Error broken(QLatin1StringView rule, const QString &field, const QString &words)
{
    Error error = errors::validation(field, words);
    error.details.insert(u"rule"_s, QString(rule));
    return error;
}

Result<> checkLength(const QByteArray &payload)
{
    if (payload.isEmpty())
        return broken(problem::kNoPayload, u"payload"_s, u"is empty"_s);
    if (payload.size() > LampCommand::kMostBytes)
        return broken(
            problem::kPayloadTooLong, u"payload"_s,
            u"has %1 bytes, a frame takes %2"_s.arg(payload.size()).arg(LampCommand::kMostBytes));
    return {};
}

Result<QByteArray> readHex(const QString &digits)
{
    const auto isDigit = [](QChar c) { return u"0123456789abcdefABCDEF"_s.contains(c); };
    if (!std::all_of(digits.cbegin(), digits.cend(), isDigit))
        return broken(problem::kBadHex, u"payload"_s, u"has other digits than 0-9, a-f"_s);
    if (digits.size() % 2 != 0)
        return broken(problem::kOddHex, u"payload"_s, u"has an odd number of digits"_s);
    return fromHex(digits);
}

Result<QByteArray> readBase64(const QString &text)
{
    Result<QByteArray> bytes = fromBase64(text);
    if (!bytes)
        return broken(problem::kBadBase64, u"payload"_s, u"is no base64"_s);
    return bytes;
}

} // namespace

Result<QByteArray> readPayload(QStringView text, PayloadForm form)
{
    QString typed = text.toString();
    typed.removeIf([form](QChar c) {
        return c.isSpace() || (form == PayloadForm::Hex && (c == u':' || c == u'-'));
    });
    if (typed.isEmpty())
        return checkLength({}).error();
    Result<QByteArray> read = form == PayloadForm::Hex ? readHex(typed) : readBase64(typed);
    if (!read)
        return read;
    if (const Result<> checked = checkLength(*read); !checked)
        return checked.error();
    return read;
}

Result<> validate(const LampCommand &command)
{
    if (command.kind != LampCommand::Kind::Raw)
        return {};
    if (command.fPort < 1 || command.fPort > LampCommand::kLastPort)
        return broken(problem::kBadPort, u"fPort"_s,
                      u"must be 1 to %1"_s.arg(LampCommand::kLastPort));
    return checkLength(command.payload);
}

} // namespace parking::domain

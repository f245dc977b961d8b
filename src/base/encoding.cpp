#include "base/encoding.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <algorithm>

namespace parking {

namespace {

Error invalid(QLatin1StringView what, QStringView text)
{
    QString shown = text.left(100).toString();
    if (text.size() > 100)
        shown += u"..."_s;
    return {problem::kValidation, u"Invalid %1 string: %2"_s.arg(what, shown)};
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// 0 to 63, both alphabets; -1 for any other character.
constexpr int base64Value(char16_t c)
{
    if (c >= u'A' && c <= u'Z')
        return c - u'A';
    if (c >= u'a' && c <= u'z')
        return c - u'a' + 26;
    if (c >= u'0' && c <= u'9')
        return c - u'0' + 52;
    return c == u'+' || c == u'-' ? 62 : c == u'/' || c == u'_' ? 63 : -1;
}

/// Empty when the text is no base64.
std::optional<QByteArray> readBase64(QStringView text)
{
    qsizetype length = text.size();
    while (length > 0 && text.size() - length < 2 && text[length - 1].unicode() == u'=')
        --length;
    const bool padded = length != text.size();
    if (length % 4 == 1 || (padded && text.size() % 4 != 0))
        return std::nullopt;
    QByteArray bytes(length * 3 / 4, Qt::Uninitialized);
    char *out = bytes.data();
    quint32 bits = 0;
    int count = 0;
    for (qsizetype i = 0; i < length; ++i) {
        const int value = base64Value(text[i].unicode());
        if (value < 0)
            return std::nullopt;
        bits = (bits << 6) | quint32(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            *out++ = char(bits >> count);
        }
    }
    return bytes;
}

} // namespace

Result<QByteArray> fromHex(QStringView text)
{
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHexDigit))
        return invalid("hex"_L1, text);
    return QByteArray::fromHex(text.toLatin1());
}

Result<QByteArray> fromBase64(QStringView text)
{
    if (std::optional<QByteArray> bytes = readBase64(text))
        return std::move(*bytes);
    return invalid("base64"_L1, text);
}

QString toHex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QString toBase64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

Result<QString> hexToBase64(QStringView hex)
{
    const Result<QByteArray> bytes = fromHex(hex);
    if (!bytes)
        return bytes.error();
    return toBase64(*bytes);
}

Result<QString> base64ToHex(QStringView base64)
{
    const Result<QByteArray> bytes = fromBase64(base64);
    if (!bytes)
        return bytes.error();
    return toHex(*bytes);
}

TextEncoding detectEncoding(QStringView text)
{
    if (text.isEmpty())
        return TextEncoding::Unknown;
    if (text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), isHexDigit))
        return TextEncoding::Hex;
    return fromBase64(text) ? TextEncoding::Base64 : TextEncoding::Unknown;
}

} // namespace parking

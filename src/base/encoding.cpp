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

bool isBase64Letter(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z')
        || c == u'+' || c == u'/' || c == u'-' || c == u'_';
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
    qsizetype length = text.size();
    while (length > 0 && text.size() - length < 2 && text[length - 1] == u'=')
        --length;
    const QStringView letters = text.left(length);
    const bool padded = length != text.size();
    if (letters.size() % 4 == 1 || (padded && text.size() % 4 != 0)
        || !std::all_of(letters.begin(), letters.end(), isBase64Letter))
        return invalid("base64"_L1, text);
    QByteArray ascii = letters.toLatin1();
    ascii.replace('-', '+').replace('_', '/');
    return QByteArray::fromBase64(ascii);
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

QString maskSecret(QStringView secret)
{
    const qsizetype shown = secret.size() > 4 ? 4 : 0;
    return secret.left(shown).toString().append(QString(secret.size() - shown, u'*'));
}

} // namespace parking

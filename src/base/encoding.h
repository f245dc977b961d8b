#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace parking {

/// Bytes of a hex text: even length, digits of either case, no separators (plan A45).
/// Error VALIDATION_ERROR "Invalid hex string: ...".
Result<QByteArray> fromHex(QStringView text);

/// Bytes of a base64 text: standard or URL-safe alphabet, padding optional, nothing else
/// (what ChirpStack accepts: docs/wire.md). Error VALIDATION_ERROR
/// "Invalid base64 string: ...".
Result<QByteArray> fromBase64(QStringView text);

QString toHex(const QByteArray &bytes); ///< lower case
QString toBase64(const QByteArray &bytes); ///< standard alphabet, padded

Result<QString> hexToBase64(QStringView hex);
Result<QString> base64ToHex(QStringView base64);

enum class TextEncoding { Hex, Base64, Unknown };

/// Hex when all characters are hex digits and the length is even, else base64, else unknown
/// (plan A46; base64 made of hex letters reads as hex).
TextEncoding detectEncoding(QStringView text);

} // namespace parking

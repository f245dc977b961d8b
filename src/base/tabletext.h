#pragma once

#include "base/csv.h"

#include <optional>

namespace parking {

/// In what way the text of a table is written down.
enum class TextCoding : quint8 {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252, ///< Western Europe
    Windows1250, ///< Central Europe
    Windows1251, ///< Cyrillic
    Windows1253, ///< Greek
    Windows1254, ///< Turkish
    Windows1257 ///< Baltic
};
inline constexpr TextCoding kTextCodings[] = {
    TextCoding::Utf8,        TextCoding::Utf16Le,     TextCoding::Utf16Be,
    TextCoding::Windows1252, TextCoding::Windows1250, TextCoding::Windows1251,
    TextCoding::Windows1253, TextCoding::Windows1254, TextCoding::Windows1257};
inline constexpr char16_t kSeparators[] = {u';', u',', u'\t', u'|'};

/// By its byte order mark, by zeros between letters, by what is UTF-8; else as Windows wrote it in
/// Western Europe, in which every byte is a sign.
TextCoding guessedCoding(const QByteArray &bytes);
/// Without a byte order mark. BAD_CSV where the bytes are none of this coding (half a sign among
/// them), and for what is no text: a workbook, a picture.
Result<QString> decoded(const QByteArray &bytes, TextCoding coding);

/// What a first line "sep=;" names, else what cuts most of the first lines into as many fields as
/// the first one, outside of quotes; a comma where nothing does.
QChar guessedSeparator(QStringView text);

inline constexpr int kMostColumns = 256;
/// parseTable() of a text whose separator is known; a record of more than kMostColumns fields is
/// BAD_CSV.
Result<CsvTable> parseText(const QString &text, QChar separator,
                           int most = std::numeric_limits<int>::max());

} // namespace parking

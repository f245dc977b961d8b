#include "base/tabletext.h"

#include "base/literals.h"
#include "base/windowspages.h"
#include "domain/problems.h"

#include <QStringDecoder>

#include <algorithm>

namespace parking {

namespace {

constexpr int kLinesLookedAt = 20;

/// How many of the bytes at even, or odd, places are zero.
qsizetype zeros(const QByteArray &bytes, qsizetype first)
{
    qsizetype count = 0;
    for (qsizetype at = first; at < bytes.size(); at += 2)
        count += bytes[at] == '\0';
    return count;
}

/// How often each separator stands in each of the first lines, outside of quotes.
QList<QList<int>> countsOf(QStringView text)
{
    QList<QList<int>> lines;
    QList<int> line(std::size(kSeparators));
    bool isQuoted = false;
    bool hasText = false;
    for (const QChar c : text) {
        if (c == u'"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && (c == u'\n' || c == u'\r')) {
            if (hasText)
                lines.append(line);
            line = QList<int>(std::size(kSeparators));
            hasText = false;
            if (lines.size() >= kLinesLookedAt)
                return lines;
            continue;
        } else if (!isQuoted) {
            for (size_t i = 0; i < std::size(kSeparators); ++i)
                line[qsizetype(i)] += c == kSeparators[i];
        }
        hasText = true;
    }
    if (hasText)
        lines.append(line);
    return lines;
}

/// No text holds this sign, and no database takes it.
Result<QString> asText(const QString &text)
{
    if (text.contains(QChar::Null))
        return Error{problem::kBadCsv, u"the file is no text"_s};
    return text;
}

std::optional<QChar> namedSeparator(QStringView text)
{
    if (text.size() < 5 || !text.startsWith(u"sep=", Qt::CaseInsensitive))
        return std::nullopt;
    const bool isAlone = text.size() == 5 || text[5] == u'\n' || text[5] == u'\r';
    const bool isKnown =
        std::find(std::begin(kSeparators), std::end(kSeparators), text[4].unicode())
        != std::end(kSeparators);
    return isAlone && isKnown ? std::optional(text[4]) : std::nullopt;
}

/// Of spreadsheets: what people choose in place of a table of text.
bool isWorkbook(const QByteArray &bytes)
{
    return bytes.startsWith("PK\x03\x04") || bytes.startsWith("\xd0\xcf\x11\xe0");
}

} // namespace

TextCoding guessedCoding(const QByteArray &bytes)
{
    if (bytes.startsWith("\xef\xbb\xbf"))
        return TextCoding::Utf8;
    if (bytes.startsWith("\xff\xfe"))
        return TextCoding::Utf16Le;
    if (bytes.startsWith("\xfe\xff"))
        return TextCoding::Utf16Be;
    const QByteArray begin = bytes.left(4096);
    if (begin.size() >= 4 && zeros(begin, 1) * 4 > begin.size())
        return TextCoding::Utf16Le;
    if (begin.size() >= 4 && zeros(begin, 0) * 4 > begin.size())
        return TextCoding::Utf16Be;
    return bytes.isValidUtf8() ? TextCoding::Utf8 : TextCoding::Windows1252;
}

Result<QString> decoded(const QByteArray &bytes, TextCoding coding)
{
    if (isWorkbook(bytes))
        return Error{problem::kBadCsv,
                     u"it is a workbook or an archive; save it as CSV where it was made"_s};
    const Error wrong{problem::kBadCsv, u"the file is not written in this encoding"_s};
    if (const std::optional<QString> text = fromWindowsPage(bytes, coding))
        return asText(*text);
    QStringDecoder decoder(coding == TextCoding::Utf8          ? QStringConverter::Utf8
                               : coding == TextCoding::Utf16Le ? QStringConverter::Utf16LE
                                                               : QStringConverter::Utf16BE,
                           QStringConverter::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError() || (coding != TextCoding::Utf8 && bytes.size() % 2 != 0))
        return wrong;
    if (!text.isValidUtf16()) // the decoder lets half a pair pass
        return wrong;
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    return asText(text);
}

QChar guessedSeparator(QStringView text)
{
    if (const auto named = namedSeparator(text))
        return *named;
    const QList<QList<int>> lines = countsOf(text);
    qint64 best = 0;
    QChar separator = u',';
    for (size_t i = 0; i < std::size(kSeparators); ++i) {
        const int first = lines.isEmpty() ? 0 : lines.first()[qsizetype(i)];
        const auto alike = std::count_if(lines.cbegin(), lines.cend(), [&](const QList<int> &line) {
            return line[qsizetype(i)] == first;
        });
        const qint64 score =
            first == 0 ? 0 : alike * 1'000'000 / lines.size() + std::min(first, 999);
        if (score > best) {
            best = score;
            separator = kSeparators[i];
        }
    }
    return separator;
}

} // namespace parking

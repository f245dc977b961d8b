#include "store/copyrows.h"

#include <charconv>

namespace parking::store {

namespace {

/// The letter behind the backslash for a character that COPY reads as something else; 0: none.
constexpr char escapeOf(char c)
{
    switch (c) {
    case '\\':
        return '\\';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    default:
        return 0;
    }
}

constexpr char kHexDigits[] = "0123456789abcdef";

char *putHex(char *out, quint64 value, int digits)
{
    for (int i = digits - 1; i >= 0; --i, value >>= 4)
        out[i] = kHexDigits[value & 0xf];
    return out + digits;
}

} // namespace

/// Room for `bytes` more, at the end of what was written.
char *CopyRows::extend(qsizetype bytes)
{
    const qsizetype at = m_data.size();
    m_data.resize(at + bytes);
    return m_data.data() + at;
}

void CopyRows::begin()
{
    Q_ASSERT(m_field < m_columns.size());
    if (m_field++ > 0)
        m_data += '\t';
}

void CopyRows::escaped(QByteArrayView utf8)
{
    begin();
    qsizetype plain = 0; // from here on nothing was written yet
    for (qsizetype at = 0; at < utf8.size(); ++at) {
        const char letter = escapeOf(utf8[at]);
        if (!letter)
            continue;
        m_data.append(utf8.sliced(plain, at - plain));
        m_data.append('\\').append(letter);
        plain = at + 1;
    }
    m_data.append(utf8.sliced(plain));
}

void CopyRows::null()
{
    begin();
    m_data += "\\N";
}

void CopyRows::text(QStringView value)
{
    for (const QChar c : value) {
        if (c.unicode() >= 0x80 || escapeOf(char(c.unicode()))) {
            escaped(value.toUtf8());
            return;
        }
    }
    begin();
    char *out = extend(value.size());
    for (const QChar c : value)
        *out++ = char(c.unicode());
}

void CopyRows::integer(qint64 value)
{
    begin();
    char digits[24];
    const auto [end, code] = std::to_chars(std::begin(digits), std::end(digits), value);
    m_data.append(digits, end - digits);
}

void CopyRows::number(double value)
{
    begin();
    char digits[32];
    const auto [end, code] = std::to_chars(std::begin(digits), std::end(digits), value);
    m_data.append(digits, end - digits);
}

void CopyRows::flag(bool value)
{
    begin();
    m_data += value ? 't' : 'f';
}

void CopyRows::bytes(QByteArrayView value)
{
    begin();
    m_data.append("\\\\x", 3);
    char *out = extend(2 * value.size());
    for (const char byte : value)
        out = putHex(out, quint8(byte), 2);
}

void CopyRows::time(UtcTime value)
{
    text(toIso(value));
}

void CopyRows::uuid(const QUuid &value)
{
    begin();
    char *out = extend(36);
    out = putHex(out, value.data1, 8);
    *out++ = '-';
    out = putHex(out, value.data2, 4);
    *out++ = '-';
    out = putHex(out, value.data3, 4);
    for (int i = 0; i < 8; ++i) {
        if (i == 0 || i == 2)
            *out++ = '-';
        out = putHex(out, value.data4[i], 2);
    }
}

void CopyRows::hex(quint64 value)
{
    begin();
    putHex(extend(16), value, 16);
}

void CopyRows::endRow()
{
    Q_ASSERT(m_field == m_columns.size());
    m_data += '\n';
    m_field = 0;
    ++m_count;
}

} // namespace parking::store

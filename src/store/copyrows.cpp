#include "store/copyrows.h"

#include <QLocale>

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

} // namespace

void CopyRows::begin()
{
    Q_ASSERT(m_field < m_columns.size());
    if (m_field++ > 0)
        m_data += '\t';
}

void CopyRows::escaped(QByteArrayView utf8)
{
    begin();
    for (const char c : utf8) {
        if (const char letter = escapeOf(c)) {
            m_data += '\\';
            m_data += letter;
        } else {
            m_data += c;
        }
    }
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
    const qsizetype at = m_data.size();
    m_data.resize(at + value.size());
    char *out = m_data.data() + at;
    for (const QChar c : value)
        *out++ = char(c.unicode());
}

void CopyRows::integer(qint64 value)
{
    begin();
    m_data += QByteArray::number(value);
}

void CopyRows::number(double value)
{
    begin();
    m_data += QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

void CopyRows::flag(bool value)
{
    begin();
    m_data += value ? 't' : 'f';
}

void CopyRows::bytes(QByteArrayView value)
{
    begin();
    m_data += "\\\\x";
    m_data += value.toByteArray().toHex();
}

void CopyRows::time(UtcTime value)
{
    text(toIso(value));
}

void CopyRows::endRow()
{
    Q_ASSERT(m_field == m_columns.size());
    m_data += '\n';
    m_field = 0;
    ++m_count;
}

} // namespace parking::store

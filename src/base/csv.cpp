#include "base/csv.h"

#include "base/literals.h"
#include "base/tabletext.h"
#include "domain/problems.h"

#include <QRegularExpression>

#include <algorithm>

namespace parking {

namespace {

Error badCsv(int line, const QString &what)
{
    return {problem::kBadCsv, u"line %1: %2"_s.arg(line).arg(what), {{u"line"_s, line}}};
}

/// What stands in quotes separates nothing.
QChar separatorOf(QStringView text)
{
    int surplus = 0; // of semicolons over commas
    bool isQuoted = false;
    QChar before = u',';
    for (const QChar c : text) {
        const bool mayOpen = before == u',' || before == u';' || before.isNull();
        if (c == u'"' && (isQuoted || mayOpen)) {
            isQuoted = !isQuoted;
            before = QChar::Null; // a second quote is the sign itself: the field goes on
            continue;
        }
        if (!isQuoted && (c == u'\n' || c == u'\r'))
            break;
        if (!isQuoted)
            surplus += int(c == u';') - int(c == u',');
        before = c == QChar::Null ? u' ' : c;
    }
    return surplus > 0 ? u';' : u',';
}

/// From 1; 0 when all is UTF-8. No byte of a longer character looks like a line's end.
int firstLineThatIsNotUtf8(const QByteArray &bytes)
{
    if (bytes.isValidUtf8())
        return 0;
    int number = 1;
    for (const QByteArray &line : bytes.split('\n')) {
        if (!line.isValidUtf8())
            return number;
        ++number;
    }
    return number;
}

class Parser {
public:
    Parser(const QString &text, int most, std::optional<QChar> separator = {},
           int mostColumns = std::numeric_limits<int>::max())
        : m_text(text), m_separator(separator.value_or(separatorOf(text))), m_most(most),
          m_mostColumns(mostColumns)
    {
        static const QRegularExpression named(u"^sep=([,;\t|])(\r\n|\n|\r|$)"_s,
                                              QRegularExpression::CaseInsensitiveOption);
        const QRegularExpressionMatch match = named.match(text);
        if (!match.hasMatch())
            return;
        if (!separator)
            m_separator = match.capturedView(1).front();
        m_at = match.capturedLength();
        m_line = 2;
    }

    Result<CsvTable> parse()
    {
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (m_quoted)
                takeQuoted(c);
            else
                takePlain(c);
            if (isLineEnd(c))
                ++m_line;
            if (m_record.fields.size() >= m_mostColumns)
                return badCsv(m_record.line,
                              u"more than %1 columns are not taken"_s.arg(m_mostColumns));
            if (m_fields > kMostFields)
                return badCsv(m_line,
                              u"more than %1 fields are not taken at once"_s.arg(kMostFields));
            if (m_records.size() > m_most)
                return badCsv(m_records.last().line,
                              u"more than %1 rows are not taken at once"_s.arg(m_most));
        }
        if (m_quoted)
            return badCsv(m_record.line, u"a quote has no end"_s);
        endRecord();
        return CsvTable{m_separator, m_records};
    }

private:
    /// Is this sign at m_at one?
    bool isLineEnd(QChar c) const { return c == u'\n' || (c == u'\r' && !isBefore(u'\n')); }
    bool isBefore(QChar next) const { return m_at + 1 < m_text.size() && m_text[m_at + 1] == next; }

    void takeQuoted(QChar c)
    {
        if (c != u'"') {
            m_field += c;
        } else if (isBefore(u'"')) {
            m_field += c;
            ++m_at;
        } else {
            m_quoted = false;
        }
    }

    void takePlain(QChar c)
    {
        if (m_record.line == 0)
            m_record.line = m_line;
        if (c == u'"' && m_field.isEmpty())
            m_quoted = true;
        else if (c == m_separator)
            endField();
        else if (isLineEnd(c))
            endRecord();
        else if (c != u'\r')
            m_field += c;
    }

    void endField()
    {
        m_record.fields.append(m_field.trimmed());
        ++m_fields;
        m_field.clear();
    }

    void endRecord()
    {
        endField();
        const bool isEmpty = std::all_of(m_record.fields.cbegin(), m_record.fields.cend(),
                                         [](const QString &field) { return field.isEmpty(); });
        if (!isEmpty)
            m_records.append(m_record);
        m_record = {};
    }

    const QString &m_text;
    QChar m_separator;
    const int m_most;
    const int m_mostColumns;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_fields = 0; ///< of all records, also of those that are left out
    bool m_quoted = false;
    QString m_field;
    CsvRecord m_record;
    QList<CsvRecord> m_records;
};

} // namespace

Result<CsvTable> parseTable(const QByteArray &bytes, int most)
{
    if (const int line = firstLineThatIsNotUtf8(bytes))
        return badCsv(line, u"the file is not UTF-8"_s);
    return Parser(QString::fromUtf8(bytes), most).parse();
}

Result<CsvTable> parseText(const QString &text, QChar separator, int most)
{
    return Parser(text, most, separator, kMostColumns).parse();
}

Result<QList<CsvRecord>> parseCsv(const QByteArray &bytes)
{
    const Result<CsvTable> table = parseTable(bytes);
    if (!table)
        return table.error();
    return table->records;
}

namespace {

/// Would it be run, or was it kept from that?
bool isFormula(QStringView field)
{
    while (field.startsWith(u'\''))
        field = field.mid(1);
    constexpr QStringView kSigns = u"=+-@|%\uff1d\uff0b\uff0d\uff20\t\r\n";
    const QStringView seen = field.trimmed();
    return !field.isEmpty()
        && (kSigns.contains(field.front()) || (!seen.isEmpty() && kSigns.contains(seen.front())));
}

} // namespace

QString disarmedField(const QString &field)
{
    return isFormula(field) ? u'\'' + field : field;
}

QString armedField(const QString &field)
{
    return field.startsWith(u'\'') && isFormula(field) ? field.mid(1) : field;
}

QString csvLine(const QStringList &fields, QChar separator)
{
    QStringList quoted;
    for (QString field : fields) {
        static const QRegularExpression special(u"[,;\"\\n\\r]|^\\x{feff}|^sep="_s,
                                                QRegularExpression::CaseInsensitiveOption);
        if (field.contains(special)
            || field.contains(separator)) // a byte order mark and "sep=" would be the file's own
            field = u'"' + field.replace(u'"', u"\"\""_s) + u'"';
        quoted.append(field);
    }
    return quoted.join(separator);
}

} // namespace parking

#include "engine/bookings/bookingcsv.h"

#include "base/csv.h"
#include "base/literals.h"
#include "domain/problems.h"

namespace parking::engine {

namespace {

using domain::Booking;
using domain::BookingId;
using domain::BookingImportPlan;
using domain::BookingImportRow;

/// A field for a message: whole, unless it is no field at all.
QString shown(const QString &text)
{
    return text.size() <= 64 ? text : text.left(64) + u"..."_s;
}

Error badCsv(int line, const QString &text)
{
    return {problem::kBadCsv, u"line %1: %2"_s.arg(line).arg(text), {{u"line"_s, line}}};
}

Result<QStringList> readHeader(const QList<CsvRecord> &records)
{
    if (records.isEmpty())
        return badCsv(1, u"the file is empty"_s);
    const int line = records.first().line;
    QStringList header;
    for (const QString &name : records.first().fields)
        header.append(armedField(name).toLower());
    for (const QString &name : header) {
        if (name.isEmpty())
            continue; // nothing may stand in it
        if (!bookingColumns().contains(name))
            return badCsv(line,
                          u"unknown column \"%1\"; known are %2"_s.arg(
                              shown(name), bookingColumns().join(u", "_s)));
        if (header.count(name) > 1)
            return badCsv(line, u"column \"%1\" stands twice"_s.arg(name));
    }
    for (const QString &needed : {u"space"_s, u"start"_s, u"end"_s}) {
        if (!header.contains(needed))
            return badCsv(line, u"the column \"%1\" is missing"_s.arg(needed));
    }
    return header;
}

/// One record under its header.
class Row {
public:
    Row(const QStringList &header, const CsvRecord &record, BookingImportPlan &plan)
        : m_header(header), m_record(record), m_plan(plan)
    {
    }

    QString text(const char *column) const
    {
        const qsizetype at = m_header.indexOf(QLatin1StringView(column));
        return at >= 0 ? armedField(m_record.fields.value(at)) : QString();
    }
    void problem(const QString &code, const QString &text)
    {
        m_isGood = false;
        m_plan.problems.append({m_record.line, {}, code, text});
    }
    UtcTime time(const char *column, const QString &field, const QTimeZone &zone)
    {
        const auto moment = domain::parseMoment(field, text(column), zone);
        if (moment)
            return *moment;
        const QString rule = domain::ruleOf(moment.error());
        problem(rule,
                (rule == problem::kTimeTwice
                     ? u"%1: the clock shows \"%2\" twice; tell it with its offset"_s
                     : u"%1: \"%2\" is no time"_s)
                    .arg(field, shown(text(column))));
        return moment.valueOr({});
    }
    /// What stands under no column's name.
    void checkNames()
    {
        for (qsizetype i = 0; i < m_record.fields.size(); ++i) {
            if (m_header.value(i).isEmpty() && !m_record.fields[i].isEmpty())
                return problem(
                    problem::kBadCsv,
                    u"\"%1\" stands in a column without a name"_s.arg(shown(m_record.fields[i])));
        }
    }
    bool isGood() const { return m_isGood; }

private:
    const QStringList &m_header;
    const CsvRecord &m_record;
    BookingImportPlan &m_plan;
    bool m_isGood = true;
};

void readId(Row &row, BookingImportRow &read)
{
    const QString text = row.text("id");
    if (text.isEmpty())
        return;
    if (const auto id = BookingId::parse(text))
        read.id = *id;
    else
        row.problem(problem::kValidation, u"id: \"%1\" is no UUID"_s.arg(shown(text)));
}

void readSpace(Row &row, const QHash<QString, domain::SpaceId> &spaces, BookingImportRow &read)
{
    const QString code = row.text("space");
    read.draft.spaceId = spaces.value(code);
    if (read.draft.spaceId.isNull())
        row.problem(problem::kNotFound, u"space: \"%1\" is no space's code"_s.arg(shown(code)));
}

/// Is the row a booking to be made?
bool isMeant(Row &row, BookingImportPlan &plan)
{
    const QString text = row.text("status");
    const auto status = domain::bookingStatusFromString(text);
    if (text.isEmpty() || status == domain::BookingStatus::Active)
        return true;
    if (status)
        ++plan.skipped;
    else
        row.problem(problem::kValidation, u"status: \"%1\" is none"_s.arg(shown(text)));
    return false;
}

} // namespace

QStringList bookingColumns()
{
    static const QStringList columns =
        u"id,space,start,end,email,phone,plate,title,reason,status"_s.split(u',');
    return columns;
}

QByteArray csvOf(const QList<Booking> &bookings, const QHash<domain::SpaceId, QString> &codes)
{
    QString csv = csvLine(bookingColumns()) + u"\r\n"_s;
    for (const Booking &b : bookings) {
        QStringList fields{b.id.toString(), codes.value(b.spaceId),
                           toIso(b.start),  toIso(b.end),
                           b.email,         b.phone,
                           b.plate,         b.title,
                           b.reason,        domain::nameOf(b.status)};
        for (QString &field : fields)
            field = disarmedField(field);
        csv += csvLine(fields) + u"\r\n"_s;
    }
    return csv.toUtf8();
}

Result<BookingImportPlan> readBookingsCsv(const QByteArray &csv,
                                          const QHash<QString, domain::SpaceId> &spaces,
                                          const QTimeZone &zone)
{
    const Result<CsvTable> table =
        parseTable(csv, domain::kBookingImportMost + 1); // and the header
    if (!table)
        return table.error();
    const Result<QStringList> header = readHeader(table->records);
    if (!header)
        return header.error();
    BookingImportPlan plan;
    for (const CsvRecord &record : table->records.mid(1)) {
        Row row(*header, record, plan);
        if (!isMeant(row, plan))
            continue;
        BookingImportRow read;
        read.line = record.line;
        row.checkNames();
        readId(row, read);
        readSpace(row, spaces, read);
        read.draft.start = row.time("start", u"start"_s, zone);
        read.draft.end = row.time("end", u"end"_s, zone);
        read.draft.email = row.text("email");
        read.draft.phone = row.text("phone");
        read.draft.plate = row.text("plate");
        read.draft.title = row.text("title");
        read.draft.reason = row.text("reason");
        if (row.isGood())
            plan.rows.append(read);
    }
    return plan;
}

} // namespace parking::engine

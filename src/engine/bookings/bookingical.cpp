#include "engine/bookings/bookingical.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/bookings/icalreader.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <limits>

namespace parking::engine {

namespace {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingId;
using domain::BookingImportPlan;
using domain::BookingImportRow;
using domain::SpaceId;

const QString kUidEnd = u"@smart-parking"_s;
constexpr qsizetype kLineMost = 75; // octets, without the line's end

// --- Writing -------------------------------------------------------------------------------------

/// A content line, folded between characters.
void addLine(QByteArray &out, const QString &line)
{
    qsizetype length = 0;
    for (const char32_t point : line.toUcs4()) {
        const QByteArray character = QString::fromUcs4(&point, 1).toUtf8();
        if (length + character.size() > kLineMost) {
            out += "\r\n ";
            length = 1;
        }
        out += character;
        length += character.size();
    }
    out += "\r\n";
}

/// The value type TEXT; it has no control characters.
QString escaped(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c == u'\\' || c == u';' || c == u',')
            out += u'\\';
        if (c == u'\n')
            out += u"\\n"_s;
        else if (c >= u' ' && c != QChar(0x7f))
            out += c;
        else if (c == u'\t')
            out += u' ';
    }
    return out;
}

QString utc(UtcTime time)
{
    return toDateTime(time).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
}

/// Whole seconds, and never none.
UtcTime endOf(const Booking &b)
{
    const auto whole = [](UtcTime time) {
        return UtcTime(std::chrono::floor<std::chrono::seconds>(time));
    };
    return std::max(whole(b.end), whole(b.start) + 1s);
}

void addPersons(QByteArray &out, const Booking &b)
{
    const auto own = [&out](const char *name, const QString &text) {
        if (!text.isEmpty())
            addLine(out, u"X-SMART-PARKING-%1:%2"_s.arg(QLatin1StringView(name), escaped(text)));
    };
    if (!b.email.isEmpty())
        addLine(out,
                u"ORGANIZER:mailto:"_s
                    + QString::fromLatin1(QUrl::toPercentEncoding(b.email, "@+")));
    own("PHONE", b.phone);
    own("PLATE", b.plate);
    own("REASON", b.reason);
}

void addEvent(QByteArray &out, const Booking &b, const IcalExport &how)
{
    const bool isShown = how.persons == domain::Persons::Shown;
    const QString code = how.codes.value(b.spaceId);
    const qint64 changes = (b.updatedAt - b.createdAt) / 1s;
    const bool isCancelled = b.status == domain::BookingStatus::Cancelled;
    addLine(out, u"BEGIN:VEVENT"_s);
    addLine(out, u"UID:"_s + b.id.toString() + kUidEnd);
    addLine(out, u"DTSTAMP:"_s + utc(how.now));
    addLine(out, u"CREATED:"_s + utc(b.createdAt));
    addLine(out, u"LAST-MODIFIED:"_s + utc(b.updatedAt));
    addLine(
        out,
        u"SEQUENCE:%1"_s.arg(std::clamp<qint64>(changes, 0, std::numeric_limits<qint32>::max())));
    addLine(out, u"DTSTART:"_s + utc(b.start));
    addLine(out, u"DTEND:"_s + utc(endOf(b)));
    addLine(out, u"SUMMARY:"_s + escaped(isShown && !b.title.isEmpty() ? b.title : code));
    addLine(out, u"LOCATION:"_s + escaped(code));
    addLine(out, u"STATUS:"_s + (isCancelled ? u"CANCELLED"_s : u"CONFIRMED"_s));
    addLine(out, u"X-SMART-PARKING-STATUS:"_s + domain::nameOf(b.status));
    if (isShown) {
        addLine(out, u"CLASS:PRIVATE"_s);
        addPersons(out, b);
    }
    addLine(out, u"END:VEVENT"_s);
}

// --- Reading -------------------------------------------------------------------------------------

/// Spaces that the event names.
QSet<SpaceId> spacesOf(const IcalEvent &event, const QHash<QString, SpaceId> &spaces)
{
    static const QRegularExpression between(u"[,;\\n]"_s);
    QStringList words{event.location};
    words += event.location.split(between, Qt::SkipEmptyParts);
    words += event.categories;
    QSet<SpaceId> found;
    for (const QString &word : std::as_const(words)) {
        if (const auto space = spaces.constFind(word.trimmed()); space != spaces.cend())
            found.insert(*space);
    }
    return found;
}

/// So that the same event is not booked twice.
QString requestOf(const QString &uid, const QString &which)
{
    static const QUuid ours(u"{0b8f3f2e-7d0c-5c55-9a53-3d6d2f9a1c10}"_s);
    return QUuid::createUuidV5(ours, uid + u'\n' + which).toString(QUuid::WithoutBraces);
}

class Reader {
public:
    Reader(const IcalImport &how, BookingImportPlan &plan) : m_how(how), m_plan(plan) { }

    void read(const QList<IcalEvent> &events)
    {
        QHash<QString, int> lines;
        for (const IcalEvent &event : events) {
            if (event.recurrence)
                m_replaced[event.uid].insert(toMillis(event.recurrence->moment()));
        }
        for (const IcalEvent &event : events) {
            if (!event.recurrence && lines.contains(event.uid))
                problem(event, problem::kDuplicate,
                        u"the same UID stands on line %1 already"_s.arg(lines.value(event.uid)));
            else
                read(event);
            if (!event.recurrence)
                lines.insert(event.uid, event.line);
        }
    }

private:
    void problem(const IcalEvent &event, const QString &code, const QString &text)
    {
        m_plan.problems.append({event.line, event.uid, code, text});
    }

    void read(const IcalEvent &event)
    {
        if (event.isCancelled) {
            ++m_plan.skipped;
            return;
        }
        const QSet<SpaceId> found = spacesOf(event, m_how.spaces);
        if (found.size() != 1) {
            const QString location = event.location.left(64);
            problem(event, found.isEmpty() ? problem::kNotFound : problem::kValidation,
                    found.isEmpty() ? u"LOCATION \"%1\" is no space's code"_s.arg(location)
                                    : u"the event names more than one space"_s);
            return;
        }
        for (const QDateTime &start : event.starts)
            add(event, *found.cbegin(), start);
    }

    void add(const IcalEvent &event, SpaceId space, const QDateTime &wall)
    {
        BookingImportRow row{.line = event.line, .uid = event.uid};
        row.draft.spaceId = space;
        row.draft.start = IcalTime{wall, event.start.zone}.moment();
        row.draft.email = event.email.isEmpty() ? m_how.email : event.email;
        row.draft.phone = event.phone;
        row.draft.plate = event.plate;
        row.draft.reason = event.reason;
        row.draft.end = endOf(event, wall, row.draft.start);
        if (m_how.spaces.value(event.summary) != space) // else nothing but the space's name
            row.draft.title = event.summary;
        if (event.isRecurring && m_replaced.value(event.uid).contains(toMillis(row.draft.start)))
            return; // another event stands for this one
        if (event.uid.endsWith(kUidEnd) && !event.isRecurring)
            row.id = BookingId::parse(event.uid.chopped(kUidEnd.size())).value_or(BookingId());
        if (row.id.isNull()) {
            QString which;
            if (event.recurrence)
                which = toIso(event.recurrence->moment());
            else if (event.isRecurring)
                which = toIso(row.draft.start);
            row.requestId = requestOf(event.uid, which);
        }
        m_plan.rows.append(row);
    }

    /// As long by the clock on the wall as the first one; a whole day that has 25 hours ends after
    /// 24.
    static UtcTime endOf(const IcalEvent &event, const QDateTime &wall, UtcTime start)
    {
        if (!event.isRecurring && !event.start.isDate)
            return event.end.moment();
        const bool isOneClock = event.start.zone == event.end.zone;
        const UtcTime end = isOneClock
            ? IcalTime{wall.addMSecs(event.start.wall.msecsTo(event.end.wall)), event.end.zone}
                  .moment()
            : start + (event.end.moment() - event.start.moment());
        const bool isADay = event.start.wall.addDays(1) == event.end.wall;
        return isADay ? std::min(end, start + domain::kLongestBooking) : end;
    }

    const IcalImport &m_how;
    BookingImportPlan &m_plan;
    QHash<QString, QSet<qint64>> m_replaced; ///< by UID, in milliseconds
};

} // namespace

QByteArray icalOf(const QList<Booking> &bookings, const IcalExport &how)
{
    QByteArray out;
    addLine(out, u"BEGIN:VCALENDAR"_s);
    addLine(out, u"VERSION:2.0"_s);
    addLine(out, u"PRODID:-//Smart Parking//Bookings//EN"_s);
    addLine(out, u"CALSCALE:GREGORIAN"_s);
    for (const Booking &booking : bookings)
        addEvent(out, booking, how);
    addLine(out, u"END:VCALENDAR"_s);
    return out;
}

Result<BookingImportPlan> readBookingsIcal(const QByteArray &bytes, const IcalImport &how)
{
    const Result<IcalCalendar> calendar = readIcal(bytes, how.zone);
    if (!calendar)
        return calendar.error();
    BookingImportPlan plan;
    plan.skipped = calendar->otherParts;
    plan.problems = calendar->problems;
    Reader(how, plan).read(calendar->events);
    std::stable_sort(plan.problems.begin(), plan.problems.end(),
                     [](const auto &a, const auto &b) { return a.line < b.line; });
    return plan;
}

bool isIcal(const QByteArray &bytes)
{
    const QByteArray start = bytes.left(200).trimmed();
    const QByteArray text = start.startsWith("\xef\xbb\xbf") ? start.mid(3) : start;
    return text.left(15).toUpper() == "BEGIN:VCALENDAR";
}

} // namespace parking::engine

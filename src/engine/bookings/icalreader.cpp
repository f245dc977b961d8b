#include "engine/bookings/icalreader.h"

#include "base/literals.h"
#include "domain/bookingseries.h"
#include "domain/problems.h"

#include <QUrl>

#include <algorithm>
#include <libical/ical.h>

namespace parking::engine {

namespace {

using domain::BookingImportProblem;

constexpr int kFruitlessMost = 5; ///< each takes a while to find out
constexpr int kYearsMost = 40; ///< after the start; else rules that never meet are sought for ages
constexpr int kPartsMost = 2 * domain::kBookingImportMost;

Error badCalendar(int line, const QString &text)
{
    return {problem::kBadCalendar, u"line %1: %2"_s.arg(line).arg(text), {{u"line"_s, line}}};
}

// --- Lines ---------------------------------------------------------------------------------------

/// The bytes of one event and where they begin.
struct Part {
    int line = 0;
    QByteArray bytes;
    std::optional<BookingImportProblem> broken; ///< a line of it that is none
};

/// Takes a file apart into its events.
class Splitter {
public:
    explicit Splitter(IcalCalendar &calendar) : m_calendar(calendar) { }

    Result<QList<Part>> split(const QByteArray &bytes)
    {
        qsizetype from = bytes.startsWith("\xef\xbb\xbf") ? 3 : 0;
        while (from < bytes.size()) {
            const qsizetype end = bytes.indexOf('\n', from);
            const qsizetype to = end < 0 ? bytes.size() : end;
            ++m_line;
            if (Result<> done = take(bytes.mid(from, to - from)); !done)
                return done.error();
            from = to + 1;
        }
        if (!m_open.isEmpty())
            return badCalendar(
                m_open.last().second,
                u"BEGIN:%1 has no end"_s.arg(QString::fromUtf8(m_open.last().first)));
        if (!m_hasCalendar)
            return badCalendar(1, u"the file is no calendar"_s);
        return m_parts;
    }

private:
    Result<> take(QByteArray line)
    {
        if (line.endsWith('\r'))
            line.chop(1);
        const bool isFolded = line.startsWith(' ') || line.startsWith('\t');
        const QByteArray upper = line.left(80).trimmed().toUpper();
        if (!isFolded && upper.startsWith("BEGIN:")) {
            if (Result<> done = begin(upper.mid(6)); !done)
                return done;
        } else if (!isFolded && !line.trimmed().isEmpty() && m_open.isEmpty()) {
            return badCalendar(m_line,
                               m_hasCalendar ? u"this stands in no calendar"_s
                                             : u"the file is no calendar"_s);
        } else if (!isFolded && !line.trimmed().isEmpty() && !line.contains(':')) {
            refuse(u"this is no line of a calendar"_s);
        }
        if (m_isInEvent)
            m_parts.last().bytes += line + "\r\n";
        if (!isFolded && upper.startsWith("END:"))
            return end(upper.mid(4));
        return {};
    }

    Result<> begin(const QByteArray &name)
    {
        if (m_open.isEmpty() ? name != "VCALENDAR" : m_open.size() > 8)
            return badCalendar(m_line, u"the file is no calendar"_s);
        m_open.append({name, m_line});
        m_hasCalendar = true;
        if (m_open.size() != 2)
            return {};
        if (name == "VEVENT") {
            if (m_parts.size() >= kPartsMost)
                return badCalendar(m_line,
                                   u"more than %1 events are not taken at once"_s.arg(kPartsMost));
            m_isInEvent = true;
            m_parts.append({m_line, {}, {}});
        } else if (name != "VTIMEZONE") {
            ++m_calendar.otherParts;
        }
        return {};
    }

    Result<> end(const QByteArray &name)
    {
        if (m_open.isEmpty() || m_open.last().first != name)
            return badCalendar(m_line, u"END:%1 has no beginning"_s.arg(QString::fromUtf8(name)));
        m_open.removeLast();
        if (m_open.size() == 1)
            m_isInEvent = false;
        return {};
    }

    /// In an event the problem is the event's.
    void refuse(const QString &text)
    {
        const BookingImportProblem problem{m_line, {}, problem::kBadCalendar, text};
        if (!m_isInEvent)
            m_calendar.problems.append(problem);
        else if (!m_parts.last().broken)
            m_parts.last().broken = problem;
    }

    IcalCalendar &m_calendar;
    QList<Part> m_parts;
    QList<std::pair<QByteArray, int>> m_open; ///< components that have not ended, and their lines
    int m_line = 0;
    bool m_isInEvent = false;
    bool m_hasCalendar = false;
};

// --- Times ---------------------------------------------------------------------------------------

/// IANA's name at the end of a path ("/example.org/Europe/Paris"), or Windows' one.
std::optional<QTimeZone> zoneNamed(const QString &name)
{
    // A name that is none could be valid as a rule (POSIX), of no clock that anybody meant.
    static const QList<QByteArray> known = QTimeZone::availableTimeZoneIds();
    const QStringList parts = name.split(u'/', Qt::SkipEmptyParts);
    for (qsizetype from = 0; from < parts.size(); ++from) {
        const QByteArray id = parts.mid(from).join(u'/').toLatin1();
        if (known.contains(id))
            return QTimeZone(id);
    }
    const QByteArray id = QTimeZone::windowsIdToDefaultIanaId(name.toUtf8());
    const QTimeZone zone(id);
    return !id.isEmpty() && zone.isValid() ? std::optional(zone) : std::nullopt;
}

QDateTime wallOf(const icaltimetype &time)
{
    return {QDate(time.year, time.month, time.day),
            time.is_date ? QTime(0, 0) : QTime(time.hour, time.minute, std::min(time.second, 59)),
            Qt::UTC};
}

/// As a time of no zone, which is how rules are expanded.
icaltimetype floating(const QDateTime &wall, bool isDate)
{
    icaltimetype time = icaltime_null_time();
    time.year = wall.date().year();
    time.month = wall.date().month();
    time.day = wall.date().day();
    if (isDate) {
        time.is_date = 1;
        return time;
    }
    time.hour = wall.time().hour();
    time.minute = wall.time().minute();
    time.second = wall.time().second();
    return time;
}

// --- Events --------------------------------------------------------------------------------------

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

class Event {
public:
    Event(const Part &part, const QTimeZone &siteZone, IcalCalendar &calendar)
        : m_part(part), m_siteZone(siteZone), m_calendar(calendar),
          m_component(icalcomponent_new_from_string(part.bytes.constData()), &icalcomponent_free)
    {
        m_event.line = part.line;
    }

    /// False: its problems were told.
    bool read()
    {
        if (!m_component) {
            refuse(problem::kBadCalendar, u"the event cannot be read"_s);
            return false;
        }
        m_event.uid = textOf(ICAL_UID_PROPERTY);
        if (m_part.broken)
            refuseAt(m_part.broken->line, problem::kBadCalendar, m_part.broken->text);
        else
            readErrors();
        m_event.isCancelled = icalcomponent_get_status(m_component.get()) == ICAL_STATUS_CANCELLED;
        readWords();
        if (m_isGood)
            readTimes();
        if (m_isGood)
            readRule();
        return m_isGood;
    }
    const IcalEvent &event() const { return m_event; }
    /// Its rule was sought through the centuries.
    bool isFruitless() const { return m_isFruitless; }

private:
    void refuse(const QString &code, const QString &text) { refuseAt(m_part.line, code, text); }
    void refuseAt(int line, const QString &code, const QString &text)
    {
        m_isGood = false;
        m_calendar.problems.append({line, m_event.uid, code, text});
    }
    icalproperty *first(icalproperty_kind kind) const
    {
        return icalcomponent_get_first_property(m_component.get(), kind);
    }
    static QString textOf(const icalproperty *property)
    {
        const char *text = property ? icalproperty_get_value_as_string(property) : nullptr;
        return QString::fromUtf8(text);
    }
    /// A text with its escapes undone.
    QString textOf(icalproperty_kind kind) const
    {
        icalproperty *property = first(kind);
        icalvalue *value = property ? icalproperty_get_value(property) : nullptr;
        return value ? QString::fromUtf8(icalvalue_get_text(value)).trimmed() : QString();
    }

    /// What libical could not read, and set aside. A property without a value says nothing.
    void readErrors()
    {
        for (icalproperty *one = first(ICAL_XLICERROR_PROPERTY); one;
             one = icalcomponent_get_next_property(m_component.get(), ICAL_XLICERROR_PROPERTY)) {
            const QString text = textOf(one).left(200);
            if (!text.startsWith(u"No value for"))
                refuse(problem::kBadCalendar, text);
        }
    }

    void readWords()
    {
        if (m_event.uid.isEmpty())
            refuse(problem::kBadCalendar, u"the event has no UID"_s);
        m_event.summary = textOf(ICAL_SUMMARY_PROPERTY);
        m_event.location = textOf(ICAL_LOCATION_PROPERTY);
        for (icalproperty *one = first(ICAL_CATEGORIES_PROPERTY); one;
             one = icalcomponent_get_next_property(m_component.get(), ICAL_CATEGORIES_PROPERTY))
            m_event.categories += textOf(one).split(u',', Qt::SkipEmptyParts);
        if (const icalproperty *organizer = first(ICAL_ORGANIZER_PROPERTY)) {
            QString address = QString::fromUtf8(icalproperty_get_organizer(organizer));
            if (address.startsWith(u"mailto:", Qt::CaseInsensitive))
                address = address.mid(7);
            m_event.email = QUrl::fromPercentEncoding(address.toUtf8());
        }
        for (icalproperty *one = first(ICAL_X_PROPERTY); one;
             one = icalcomponent_get_next_property(m_component.get(), ICAL_X_PROPERTY))
            readOwn(one);
    }

    void readOwn(icalproperty *property)
    {
        const QString name = QString::fromUtf8(icalproperty_get_x_name(property)).toUpper();
        icalvalue *value = icalproperty_get_value(property);
        const char *raw = nullptr;
        if (value)
            raw = icalvalue_isa(value) == ICAL_TEXT_VALUE ? icalvalue_get_text(value)
                                                          : icalvalue_get_x(value);
        const QString text = QString::fromUtf8(raw);
        if (name == u"X-SMART-PARKING-PHONE")
            m_event.phone = text;
        else if (name == u"X-SMART-PARKING-PLATE")
            m_event.plate = text;
        else if (name == u"X-SMART-PARKING-REASON")
            m_event.reason = text;
    }

    std::optional<IcalTime> timeOf(icalproperty *property)
    {
        const icalvalue *value = icalproperty_get_value(property);
        const icalvalue_kind kind = value ? icalvalue_isa(value) : ICAL_NO_VALUE;
        icaltimetype time = icaltime_null_time();
        if (kind == ICAL_DATE_VALUE)
            time = icalvalue_get_date(value);
        else if (kind == ICAL_DATETIME_VALUE)
            time = icalvalue_get_datetime(value);
        else if (kind == ICAL_DATETIMEDATE_VALUE)
            time = icalvalue_get_datetimedate(value);
        IcalTime read{wallOf(time), m_siteZone, bool(time.is_date)};
        if (!read.wall.isValid() || read.wall.date().year() < 1970)
            return std::nullopt;
        if (icaltime_is_utc(time)) {
            read.zone = QTimeZone::utc();
        } else if (icalparameter *named =
                       icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
                   named && !read.isDate) {
            const QString name = QString::fromUtf8(icalparameter_get_tzid(named));
            const auto zone = zoneNamed(name);
            if (!zone)
                refuse(problem::kUnknownZone,
                       u"the time zone \"%1\" is not known"_s.arg(name.left(64)));
            read.zone = zone.value_or(m_siteZone);
        }
        return read;
    }

    void readTimes()
    {
        icalproperty *start = first(ICAL_DTSTART_PROPERTY);
        const auto from = start ? timeOf(start) : std::nullopt;
        if (!from)
            return refuse(problem::kNoTime, u"DTSTART is no time"_s);
        m_event.start = m_event.end = *from;
        if (icalproperty *end = first(ICAL_DTEND_PROPERTY)) {
            const auto to = timeOf(end);
            if (!to || to->isDate != from->isDate)
                return refuse(problem::kNoTime, u"DTEND is no time"_s);
            m_event.end = *to;
        } else if (const icalproperty *duration = first(ICAL_DURATION_PROPERTY)) {
            const icaldurationtype length = icalproperty_get_duration(duration);
            m_event.end.wall = from->wall.addSecs(icaldurationtype_as_int(length));
        } else if (from->isDate) {
            m_event.end.wall = from->wall.addDays(1);
        }
        if (icalproperty *id = first(ICAL_RECURRENCEID_PROPERTY)) {
            if (icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER))
                return refuse(problem::kUnsupported, u"RECURRENCE-ID with RANGE"_s);
            m_event.recurrence = timeOf(id);
            if (!m_event.recurrence)
                return refuse(problem::kNoTime, u"RECURRENCE-ID is no time"_s);
        }
    }

    void readRule()
    {
        m_event.starts = {m_event.start.wall};
        if (first(ICAL_RDATE_PROPERTY) || first(ICAL_EXRULE_PROPERTY))
            return refuse(problem::kUnsupported, u"RDATE and EXRULE"_s);
        const icalproperty *property = first(ICAL_RRULE_PROPERTY);
        if (!property)
            return;
        if (icalcomponent_count_properties(m_component.get(), ICAL_RRULE_PROPERTY) > 1)
            return refuse(problem::kUnsupported, u"more than one RRULE"_s);
        icalrecurrencetype rule = icalproperty_get_rrule(property);
        // Slower ones are enough for cars, and a rule that never meets would be sought for ever.
        if (rule.freq < ICAL_DAILY_RECURRENCE || rule.freq > ICAL_YEARLY_RECURRENCE)
            return refuse(problem::kUnsupported, u"a rule by the hour, or faster"_s);
        const bool isEndless = rule.count == 0 && icaltime_is_null_time(rule.until);
        if (isEndless)
            return refuse(problem::kSeriesNoEnd, u"the event comes again without an end"_s);
        m_event.isRecurring = true;
        if (!icaltime_is_null_time(rule.until) && icaltime_is_utc(rule.until)) {
            const QDateTime until =
                toDateTime(fromDateTime(wallOf(rule.until))).toTimeZone(m_event.start.zone);
            rule.until = floating(until, m_event.start.isDate);
        }
        expand(rule);
    }

    /// Is there a month, of those that the rule names, with one of its days? Libical would look
    /// for 30 February until the end of its calendar before it gave the first answer.
    static bool mayMeet(const icalrecurrencetype &rule)
    {
        constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        const auto isEnd = [](short value) { return value == ICAL_RECURRENCE_ARRAY_MAX; };
        if (isEnd(rule.by_month[0]) || isEnd(rule.by_month_day[0]))
            return true;
        for (const short *month = rule.by_month; !isEnd(*month); ++month) {
            for (const short *day = rule.by_month_day; !isEnd(*day); ++day) {
                if (*month < 1 || *month > 12 || std::abs(*day) <= kDays[*month - 1])
                    return true;
            }
        }
        return false;
    }

    void expand(icalrecurrencetype rule)
    {
        const icaltimetype latest =
            floating(m_event.start.wall.addYears(kYearsMost), m_event.start.isDate);
        if (icaltime_is_null_time(rule.until) || icaltime_compare(latest, rule.until) < 0)
            rule.until = latest;
        const QSet<QDateTime> left = exceptions();
        if (!m_isGood)
            return;
        const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> days(
            mayMeet(rule)
                ? icalrecur_iterator_new(rule, floating(m_event.start.wall, m_event.start.isDate))
                : nullptr,
            &icalrecur_iterator_free);
        m_event.starts.clear();
        int found = 0;
        const auto nextDay = [&days] {
            return days ? icalrecur_iterator_next(days.get()) : icaltime_null_time();
        };
        for (icaltimetype next = nextDay(); !icaltime_is_null_time(next); next = nextDay()) {
            const QDateTime wall = wallOf(next);
            ++found;
            if (!left.contains(wall) && !m_leftDays.contains(wall.date()))
                m_event.starts.append(wall);
            if (m_event.starts.size() > domain::kSeriesMost)
                return refuse(
                    problem::kSeriesTooLong,
                    u"the event comes again more than %1 times"_s.arg(domain::kSeriesMost));
        }
        m_isFruitless = found == 0 || found < rule.count;
        if (m_isFruitless)
            refuse(problem::kSeriesEmpty, u"RRULE names fewer days than it says"_s);
    }

    /// By the clock of the event's start.
    QSet<QDateTime> exceptions()
    {
        QSet<QDateTime> left;
        for (icalproperty *one = first(ICAL_EXDATE_PROPERTY); one;
             one = icalcomponent_get_next_property(m_component.get(), ICAL_EXDATE_PROPERTY)) {
            const auto time = timeOf(one);
            if (!time) {
                refuse(problem::kNoTime, u"EXDATE is no time"_s);
            } else if (time->isDate) {
                m_leftDays.insert(time->wall.date());
            } else {
                const QDateTime wall = domain::localOf(time->moment(), m_event.start.zone);
                left.insert(QDateTime(wall.date(), wall.time(), Qt::UTC));
            }
        }
        return left;
    }

    const Part &m_part;
    const QTimeZone &m_siteZone;
    IcalCalendar &m_calendar;
    Component m_component;
    IcalEvent m_event;
    QSet<QDate> m_leftDays;
    bool m_isGood = true;
    bool m_isFruitless = false;
};

} // namespace

Result<IcalCalendar> readIcal(const QByteArray &bytes, const QTimeZone &siteZone)
{
    if (bytes.size() > kIcalMostBytes)
        return Error{problem::kBadCalendar,
                     u"a calendar of more than %1 MiB is not taken"_s.arg(kIcalMostBytes >> 20)};
    if (bytes.contains('\0') || !bytes.isValidUtf8())
        return badCalendar(1, u"the file is not UTF-8"_s);
    IcalCalendar calendar;
    const auto parts = Splitter(calendar).split(bytes);
    if (!parts)
        return parts.error();
    icalerror_set_errors_are_fatal(0);
    qsizetype occurrences = 0;
    int fruitless = 0;
    for (const Part &part : *parts) {
        Event event(part, siteZone, calendar);
        const bool isRead = event.read();
        fruitless += event.isFruitless();
        if (fruitless > kFruitlessMost)
            return badCalendar(part.line, u"too many rules that name no day"_s);
        if (!isRead)
            continue;
        occurrences += event.event().starts.size();
        if (occurrences > domain::kBookingImportMost)
            return badCalendar(
                part.line,
                u"more than %1 bookings are not taken at once"_s.arg(domain::kBookingImportMost));
        calendar.events.append(event.event());
    }
    return calendar;
}

} // namespace parking::engine

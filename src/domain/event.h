#pragma once

#include "domain/act.h"
#include "domain/alarm.h"
#include "domain/booking.h"
#include "domain/downlink.h"
#include "domain/outage.h"
#include "domain/reading.h"
#include "domain/status.h"

#include <QSet>

#include <variant>

/// What happened at a site, of whatever kind, as one list tells it. Pure.
namespace parking::domain {

enum class EventKind : quint8 {
    Uplink,
    Change, ///< of a space's state, by a sensor, a booking or the clock
    Downlink, ///< a step of a command to a lamp
    Booking,
    Operator, ///< what a person did
    System, ///< messages set aside, alarms, parts that did not work
};
inline constexpr EventKind kEventKinds[] = {EventKind::Uplink,   EventKind::Change,
                                            EventKind::Downlink, EventKind::Booking,
                                            EventKind::Operator, EventKind::System};

enum class EventLevel : quint8 { Info, Warning, Error };

/// A booking began to be, changed or ended; nobody's name.
struct BookingAct {
    BookingId id;
    BookingStatus status = BookingStatus::Active;
    UtcTime start;
    UtcTime end;
    bool isNew = false; ///< it was made then

    bool operator==(const BookingAct &) const = default;
};

/// A message that was set aside.
struct LetterNote {
    qint64 id = 0;
    QByteArray topic;
    QByteArray payload; ///< may be cut
    qint64 payloadBytes = 0; ///< of the whole
    QString code;
    QString detail;
    qint64 times = 1;
    bool isAsked = false; ///< the station is to try it again

    bool operator==(const LetterNote &) const = default;
};

/// A step of a command, with what it is to show.
struct CommandStep {
    DownlinkEvent event;
    LampFrame frame; ///< of the command, where that is known

    bool operator==(const CommandStep &) const = default;
};

/// An alarm was raised or cleared.
struct AlarmNote {
    AlarmCause cause;
    AlarmLevel level = AlarmLevel::Warning;
    bool isCleared = false;

    bool operator==(const AlarmNote &) const = default;
};

/// A part began, or ceased, not to work.
struct OutageNote {
    Outage outage;
    bool isEnded = false;

    bool operator==(const OutageNote &) const = default;
};

using EventBody = std::variant<Reading, StateChange, CommandStep, BookingAct, LetterNote, AlarmNote,
                               OutageNote, Act>;

struct SiteEvent {
    QString key = {}; ///< unique
    EventKind kind = EventKind::Uplink;
    EventLevel level = EventLevel::Info;
    UtcTime time = {}; ///< when it happened
    std::optional<DevEui> device = {};
    SpaceId space = {}; ///< null: of none
    QString gateway = {};
    EventBody body = {};
};

SiteEvent eventOf(const Reading &reading);
SiteEvent eventOf(const StateChange &change, qint64 id);
SiteEvent eventOf(const CommandStep &step);
SiteEvent eventOf(const BookingAct &act, const SpaceId &space, UtcTime time);
SiteEvent eventOf(const LetterNote &letter, UtcTime time);
SiteEvent eventOf(const AlarmNote &note, const QString &id, UtcTime time);
SiteEvent eventOf(const OutageNote &note);
SiteEvent eventOf(const Act &act);

/// What is looked for in the database.
struct EventSearch {
    std::optional<SpaceId> space = {};
    std::optional<DevEui> device = {};

    bool isAll() const { return !space && !device; }
    bool operator==(const EventSearch &) const = default;
};

/// A place in each of the sources of events.
struct EventMarks {
    qint64 reading = 0;
    qint64 change = 0;
    qint64 step = 0;
    qint64 letter = 0;
    UtcTime booking = {};
    UtcTime other = {}; ///< of alarms and outages
    qint64 act = 0; ///< of a person

    bool operator==(const EventMarks &) const = default;
};

/// Where a reader of events stands; made by who reads them.
struct EventPosition {
    EventMarks at = {};
    QString readingKey = {}; ///< of those of that time, what comes before it; empty: all of them
    QString bookingId = {}; ///< the same
    QString otherKey = {}; ///< the same
    // Of new ones: what is behind `at` is read again, until nothing can come in between any more.
    QSet<QString> told = {}; ///< keys of those behind `at`
    EventMarks newest = {}; ///< of all that were told
    EventMarks settling = {}; ///< where `at` goes when all are over that wrote then
    qint64 writers = 0; ///< transactions below it may have; 0: not known yet

    bool operator==(const EventPosition &) const = default;
};

struct EventPage {
    QList<SiteEvent> events = {}; ///< newest first
    EventPosition position = {}; ///< behind the newest of new ones, before the oldest of older ones
    bool hasMore = false; ///< of older ones there are more; of new ones some were left out
};

} // namespace parking::domain

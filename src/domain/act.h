#pragma once

#include "domain/alarm.h"
#include "domain/booking.h"
#include "domain/devicechange.h"
#include "domain/spaceschange.h"

/// What people did to what stays, for the history and for who comes second. Pure. States of spaces
/// (overrides) have their own history, StateChange.
namespace parking::domain {

enum class ActSubject : quint8 { Space, Floor, Device, Site, Booking, Alarm };
inline constexpr ActSubject kActSubjects[] = {ActSubject::Space,   ActSubject::Floor,
                                              ActSubject::Device,  ActSubject::Site,
                                              ActSubject::Booking, ActSubject::Alarm};
QString nameOf(ActSubject subject);
std::optional<ActSubject> actSubjectFromString(QStringView text);

enum class ActVerb : quint8 {
    Made,
    Changed,
    Deleted,
    Restored,
    Cancelled,
    Ended,
    Acknowledged,
    Withdrawn, ///< an acknowledgement
};
QString nameOf(ActVerb verb);
std::optional<ActVerb> actVerbFromString(QStringView text);

/// A field before and after, as people read them; moments are ISO. Neither is told of what a person
/// is reached by, of pictures and plans, and of what is secret: then both are empty.
struct ActDifference {
    QString field = {}; ///< "zone", "sensor", "bookings.graceMinutes"
    QString before = {};
    QString after = {};

    bool isTold() const { return !before.isEmpty() || !after.isEmpty(); }
    bool operator==(const ActDifference &) const = default;
};

/// One row that somebody made, changed or took away.
struct Act {
    qint64 id = 0; ///< of later acts it is higher
    UtcTime time = {};
    QString actor = {}; ///< the database's login where that is a person's
    ActSubject subject = ActSubject::Space;
    ActVerb verb = ActVerb::Changed;
    QString row = {}; ///< the row's key
    SpaceId space = {}; ///< null: of none
    QString name = {}; ///< what people call it
    QList<ActDifference> differences = {};
    int others = 0; ///< rows that the same act moved, at the first of them

    bool operator==(const Act &) const = default;
};

/// What people decided otherwise about a space.
QList<ActDifference> differencesOf(const Space &before, const Space &after);

/// What became of each row; one that says the same as before is none.
QList<Act> actsOf(const SpacesChange &before, const SpacesChange &after);
/// Of devices: whose they are stands with their spaces. `before`: with the names that people saw,
/// whoever gave them. `spaces`: for their codes.
QList<Act> actsOf(const DeviceChange &before, const DeviceChange &after,
                  const QList<Space> &spaces);
/// Each value that differs; empty where none does.
QList<Act> actsOf(const Site &before, const Site &after);
/// A booking that was made, or became another. Nobody's name, address or number.
std::optional<Act> actOf(const std::optional<Booking> &before, const Booking &after);
Act actOf(const Alarm &alarm, ActVerb verb);

/// Who made these fields what they are: the newest act that changed one of them, or took the row
/// away or brought it back. Empty where that is not known, or where several people did. `acts`: of
/// one row, the newest first; no fields: the newest act.
std::optional<Act> lastOf(const QList<Act> &acts, const QStringList &fields);
/// The same of a booking, whose history keeps no address and no number.
std::optional<Act> lastOf(const QList<Act> &acts, const BookingDraft &seen,
                          const BookingDraft &standing);
inline constexpr int kActsLookedAt = 50; ///< of a row, for who it was

/// One field of a device that people set: its type, its name.
Act deviceAct(DevEui device, const ActDifference &difference);

} // namespace parking::domain

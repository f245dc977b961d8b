#pragma once

#include "desk/desk.h"
#include "domain/booking.h"

#include <QHash>
#include <QObject>

namespace parking::ui {

/// What takes back, and does again, what people did with bookings one by one. Where somebody
/// changed a booking since, nothing is taken back.
class UndoDesk : public QObject {
    Q_OBJECT

public:
    explicit UndoDesk(const Desk &desk) : m_desk(desk) { }

    /// Books the same slot; of one that has begun what is left of it.
    Notices::Step bookStep(const domain::Booking &booking);
    /// The times, space and words of `wanted`, where `standing` still stands.
    Notices::Step changeStep(const domain::Booking &standing, const domain::Booking &wanted);
    Notices::Step endStep(const domain::Booking &booking);
    Notices::Step cancelStep(const domain::Booking &booking, const QString &reason);

Q_SIGNALS:
    void moved(const parking::domain::Booking &booking); ///< a step did this
    void stale(); ///< a step was refused: what is on the screen is old

private:
    void whereItStands(const domain::Booking &booking, const std::function<void()> &go,
                       const Notices::Answer &answer);
    domain::BookingId current(domain::BookingId id) const;
    QString codeOf(const domain::SpaceId &space) const;

    const Desk &m_desk;
    QHash<domain::BookingId, domain::BookingId> m_again; ///< booked again after undo: old, new
};

} // namespace parking::ui

#pragma once

#include "desk/desk.h"
#include "domain/booking.h"

#include <QObject>

namespace parking::ui {

/// What takes back, and does again, what people did with bookings one by one. Each is one step of
/// the engine, which finds the booking as it was left or moves nothing: nobody else's work is taken
/// back.
class UndoDesk : public QObject {
    Q_OBJECT

public:
    explicit UndoDesk(const Desk &desk) : m_desk(desk) { }

    /// The booking has the times, space, words and status of `wanted` again, where it still stands
    /// as `standing`.
    Notices::Step restoreStep(const domain::Booking &standing, const domain::Booking &wanted);
    Notices::Step endStep(const domain::Booking &booking); ///< likewise

    static domain::Booking withStatus(domain::Booking booking, domain::BookingStatus status,
                                      const QString &reason = {});

Q_SIGNALS:
    void moved(const parking::domain::Booking &booking); ///< a step did this
    void stale(); ///< a step was refused: what is on the screen is old

private:
    QString wordsOfLoss(domain::BookingStatus standing, const domain::Booking &wanted) const;

    const Desk &m_desk;
};

} // namespace parking::ui

#pragma once

#include "bookings/bookingspage.h"
#include "desk/desk.h"
#include "domain/act.h"

#include <QObject>

namespace parking::ui {

/// Somebody else changed a booking between the look and the wish: who it was, what they changed,
/// and the ways on.
class ClashDesk : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    ClashDesk(const Desk &desk, BookingsPage &page) : m_desk(desk), m_page(page) { }

    /// The form, which holds this booking, was refused: it offers whose is to hold.
    void tellInForm(const domain::BookingId &booking);
    /// Something was wished of it as `seen`, and nothing was done. `wayOn` follows the words of
    /// what changed.
    void tellNotice(const domain::BookingId &booking, const domain::BookingDraft &seen,
                    const QString &wayOn);

private:
    void withCodes(QList<domain::ActDifference> &differences) const;

    const Desk &m_desk;
    BookingsPage &m_page;
};

} // namespace parking::ui

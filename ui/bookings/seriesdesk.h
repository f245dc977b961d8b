#pragma once

#include "bookings/bookingspage.h"
#include "bookings/clashdesk.h"
#include "desk/desk.h"

namespace parking::ui {

/// What is wished of series on the page "Bookings". What was done with several bookings is one step
/// that can be taken back, where all of them still stand as it left them.
class SeriesDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive it.
    SeriesDesk(const Desk &desk, BookingsPage &page, ClashDesk &clashes);

private:
    void book(const domain::BookingDraft &draft, const domain::SeriesRule &rule);
    void change(const domain::BookingId &id, const domain::BookingDraft &draft,
                domain::SeriesScope scope);
    void cancel(const domain::BookingId &id, const QString &reason, domain::SeriesScope scope);
    Notices::Step restoreStep(const QList<domain::Booking> &standing,
                              const QList<domain::Booking> &wanted);
    void refuse(const domain::BookingId &id, quint64 form, const Error &error);
    void close(quint64 form);
    quint64 formOf(const domain::BookingId &id) const;
    bool isOpen(quint64 form) const;
    QString codeOf(const domain::SpaceId &space) const;
    QTimeZone zone() const { return domain::zoneOf(m_desk.model.site().timeZone); }

    const Desk &m_desk;
    BookingsPage &m_page;
    ClashDesk &m_clashes;
};

} // namespace parking::ui

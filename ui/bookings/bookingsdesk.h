#pragma once

#include "bookings/bookingfilesdesk.h"
#include "bookings/bookingsection.h"
#include "bookings/bookingspage.h"
#include "bookings/clashdesk.h"
#include "bookings/seriesdesk.h"
#include "bookings/undodesk.h"
#include "desk/desk.h"
#include "domain/localtime.h"

namespace parking::ui {

/// Joins the page "Bookings" to engine and reads: what it shows, and what is wished there. What is
/// told as done can be undone; where somebody changed the booking since, nothing is taken back.
class BookingsDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `section`: of the space that is looked at on the map.
    BookingsDesk(const Desk &desk, BookingsPage &page, BookingSection &section);

private:
    // What the page shows.
    void look();
    void onRange(UtcTime from, UtcTime to);
    void load();
    domain::Persons persons() const; ///< that may be seen here
    void show(const domain::BookingSpan &span, const QList<domain::Booking> &bookings);
    void take(const domain::Booking &booking);
    void loadRules();
    void loadList(const BookingQuestion &question);
    void loadSpace(const domain::SpaceId &space);
    void loadAmiss();
    void tell(const QList<engine::BookingAlert> &alerts);

    // What is wished there.
    void book(const domain::BookingDraft &draft);
    void change(const domain::BookingId &id, const domain::BookingDraft &draft,
                const domain::BookingDraft &seen);
    void tellNotMoved(const domain::BookingId &id, const domain::BookingDraft &seen);
    void cancel(const domain::BookingId &id, const QString &reason);
    void bookNow(const domain::BookingDraft &draft);
    void endNow(const domain::Booking &booking);
    void keepContact(const QString &email);
    template <class Function, class Done>
    void wish(const domain::BookingId &id, Function fn, Done done);
    template <class Function, class Done, class Failed>
    void wish(const domain::BookingId &id, Function fn, Done done, Failed failed);
    void refuse(const domain::BookingId &id, quint64 form, const Error &error);
    quint64 formOf(const domain::BookingId &id) const;
    bool isOpen(quint64 form) const;

    void search(const QString &text);

    QTimeZone zone() const { return domain::zoneOf(m_desk.model.site().timeZone); }
    void tellMade(const QString &text, const domain::Booking &booking);
    QString codeOf(const domain::SpaceId &space) const;
    QString words(const Error &error) const;
    QString wordsOfChange(const domain::Booking &before, const domain::Booking &after) const;

    const Desk &m_desk;
    BookingsPage &m_page;
    BookingSection &m_section;
    UndoDesk m_undo;
    ClashDesk m_clashes;
    SeriesDesk m_series;
    BookingFilesDesk m_files;
    domain::BookingSpan m_span; ///< the time that the page asked for last
    QList<domain::Booking> m_bookings; ///< as the page was given them last
    bool m_isShown = false; ///< they are the answer for m_span
    bool m_isReading = false;
    bool m_isDue = false; ///< what is being read may be old already
    bool m_isOld = false; ///< something moved elsewhere: the next look reads
    int m_open = 0; ///< wishes without an answer
    UtcTime m_looked; ///< of the situation's clock
    domain::BookingPolicy m_policy; ///< as the page has it
    Milliseconds m_ahead{0}; ///< likewise
    QList<domain::BookingAmiss> m_amiss;
    bool m_isAmissAsked = false;
};

} // namespace parking::ui

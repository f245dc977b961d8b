#pragma once

#include "bookings/bookingalarms.h"
#include "bookings/bookingform.h"
#include "bookings/bookinglist.h"
#include "bookings/bookingshead.h"
#include "bookings/cancelbox.h"
#include "bookings/daylist.h"
#include "bookings/timelineview.h"
#include "models/finding.h"
#include "models/situation.h"
#include "widgets/noticepage.h"

namespace parking::ui {

/// The page "Bookings": timeline or list of some days, and the form. It takes values and tells
/// wishes; what it shows of a wish before the answer is that it was asked for.
class BookingsPage : public QWidget {
    Q_OBJECT

public:
    BookingsPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                 QWidget *parent = nullptr);
    ~BookingsPage() override;

    /// The answer to rangeShown(), and again whenever one moved.
    void setBookings(const QList<domain::Booking> &bookings);
    void setPolicy(const domain::BookingPolicy &policy);
    /// So far is the database server's clock, which bookings go by, ahead of the situation's.
    void setClockAhead(Milliseconds ahead);
    void setAmiss(const QList<domain::BookingAmiss> &amiss);
    int attention() const { return m_alarms->count(); } ///< bookings that somebody should see to
    void confirm(); ///< what is shown is what the database holds now
    /// The chosen day as it is printed, of the places that are chosen.
    DayList dayList() const;
    void printDayList();
    void saveDayList();
    void setFailed(const QString &words); ///< no answer: the old picture stays and it is said
    void setBooked(); ///< the form's wish was done: it closes
    void setRefused(const Error &error); ///< the last wish was refused: the form says why

    void newBooking(); ///< Ctrl+N
    void begin(const domain::BookingDraft &draft); ///< the form, as far as it is known
    void edit(const domain::Booking &booking); ///< the form of one that is here or elsewhere
    void bookSpace(const domain::SpaceId &space); ///< from the map
    void showOnTimeline(const domain::Booking &booking);
    void open(const domain::Booking &booking); ///< there, and its form where it can be changed
    /// For the window's search: bookings with this text. Viewers find none.
    void search(const QString &text, const Findings &answer);
    void setFound(const QString &text, const QList<domain::BookingFound> &found);
    bool cancel(); ///< closes what is open; false: nothing was
    const BookingsChoice &choice() const { return m_choice; }
    void choose(const BookingsChoice &choice);
    TimelineView &timeline() { return *m_timeline; }
    BookingForm &form() { return *m_form; }
    const Theme &theme() const { return m_theme; }
    BookingList &list() { return *m_list; }
    /// One of those that are shown here; null: it is not.
    const domain::Booking *find(const domain::BookingId &booking) const;
    /// As whoever agreed to cancel it saw it; empty: it is not known here.
    std::optional<domain::BookingDraft> seenAtCancel(const domain::BookingId &booking) const;
    QList<QWidget *> panes() const;

Q_SIGNALS:
    void rangeShown(parking::UtcTime from, parking::UtcTime to);
    void bookAsked(const parking::domain::BookingDraft &draft);
    /// `seen`: as it was for whoever wishes it.
    void moveAsked(const parking::domain::BookingId &booking,
                   const parking::domain::BookingDraft &draft,
                   const parking::domain::BookingDraft &seen);
    /// Somebody else moved it while a hand held it, as `seen`, on the timeline.
    void moveOvertaken(const parking::domain::Booking &seen);
    void cancelAsked(const parking::domain::BookingId &booking, const QString &reason);
    void seriesAsked(const parking::domain::BookingDraft &draft,
                     const parking::domain::SeriesRule &rule);
    void changeSeriesAsked(const parking::domain::BookingId &booking,
                           const parking::domain::BookingDraft &draft,
                           parking::domain::SeriesScope scope);
    void cancelSeriesAsked(const parking::domain::BookingId &booking, const QString &reason,
                           parking::domain::SeriesScope scope);
    void searched(const QString &text); ///< setFound() answers
    void chosen(const parking::domain::Booking &booking); ///< among what was found
    void importAsked();
    void exportAsked(parking::UtcTime from); ///< what is booked from then on
    void noted(const QString &text); ///< why nothing was done

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    QWidget *makeBody();
    void connectList();
    void connectTimeline();
    void connectForm();
    void onSpaces();
    void onNow();
    void followToday(QDate today);
    void onRole();
    void showDays();
    void askRange();
    void refresh();
    bool isOnlyBooked() const;
    void refreshAlarms();
    void refreshHint();
    QString waiting() const; ///< why nothing can be booked now; empty: it can
    QString emptyWords() const;
    void openForm(bool open);
    void edit(const domain::BookingId &booking);
    void askCancel(const domain::BookingId &booking, const QRect &beside);
    void updateOffer();
    bool followDay(const domain::BookingDraft &draft);
    QHash<domain::SpaceId, QList<domain::BookingSpan>> taken() const;
    QList<OfferedSpace> offered(const domain::BookingDraft &draft) const;
    QTimeZone zone() const;
    UtcTime now() const;
    domain::BookingPhase phaseKnown(const domain::Booking &booking) const;
    domain::BookingPlace placeOf(const domain::SpaceId &space) const;

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    BookingsChoice m_choice;
    QDate m_today; ///< while it is what is chosen
    QList<domain::Booking> m_bookings;
    domain::BookingPolicy m_policy;
    Milliseconds m_ahead{0};
    QString m_failed;
    domain::BookingSpan m_asked; ///< the time of which bookings were asked for
    bool m_isAnswered = false; ///< what is shown are all bookings of it
    UtcTime m_readAt; ///< when it was what the database held; null: never
    BookingsHead *m_head;
    BookingsFilter *m_filter;
    QString m_searched; ///< what was looked for last
    Findings m_found; ///< who wants to know
    QList<domain::BookingAmiss> m_amiss;
    BookingAlarms *m_alarms;
    QWidget *m_body;
    TimelineView *m_timeline;
    BookingList *m_list;
    QLabel *m_hint;
    NoticePage *m_notice;
    BookingForm *m_form;
    CancelBox *m_cancelBox;
};

} // namespace parking::ui

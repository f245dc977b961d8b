#pragma once

#include "bookings/walkinform.h"
#include "domain/bookinglist.h"
#include "models/sitemodel.h"
#include "models/situation.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace parking::ui {

class SectionHead;

/// The part of a space's panel that tells what it is booked for, with what is known of who came;
/// operators end a booking there and book the space at once.
class BookingSection : public QWidget {
    Q_OBJECT

public:
    static constexpr int kNext = 4; ///< bookings that are shown

    BookingSection(const SiteModel &model, const Situation &situation, const Theme &theme,
                   QWidget *parent = nullptr);

    const std::optional<domain::SpaceId> &space() const { return m_space; }
    WalkInForm &walkIn() { return *m_walkIn; }
    /// The space that is looked at; asks for its bookings.
    void setSpace(const std::optional<domain::SpaceId> &space);
    void ask(); ///< anew, for the same space
    /// The answer to wanted(), in order; empty: nobody knows. Of another space: left out.
    void setBookings(const domain::SpaceId &space,
                     const std::optional<QList<domain::Booking>> &bookings);
    void setAmiss(const QList<domain::BookingAmiss> &amiss); ///< with what to offer instead
    void setPolicy(const domain::BookingPolicy &policy);
    void setClockAhead(Milliseconds ahead);
    void refresh();

Q_SIGNALS:
    void wanted(const parking::domain::SpaceId &space);
    void endAsked(const parking::domain::Booking &booking);
    void opened(const parking::domain::Booking &booking); ///< to see or change it

private:
    QWidget *makeRow(const domain::Booking &booking);
    bool runs(const domain::Booking &booking) const;
    QString standing(const domain::Booking &booking) const;
    void refreshWalkIn();
    int row() const;
    UtcTime now() const { return m_situation.now() + m_ahead; }
    QTimeZone zone() const;

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::SpaceId> m_space;
    std::optional<QList<domain::Booking>> m_bookings;
    QList<domain::BookingAmiss> m_amiss;
    domain::BookingPolicy m_policy;
    Milliseconds m_ahead{0};
    QString m_shown; ///< what the rows are made of: only others make them anew
    SectionHead *m_head;
    QVBoxLayout *m_rows;
    QList<QLabel *> m_states; ///< of the rows
    QLabel *m_none;
    WalkInForm *m_walkIn;
};

} // namespace parking::ui

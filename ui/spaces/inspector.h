#pragma once

#include "bookings/bookingsection.h"
#include "lamps/lampsection.h"
#include "models/sitemodel.h"
#include "spaces/sensorsection.h"
#include "spaces/spaceactions.h"
#include "spaces/spacefacts.h"
#include "spaces/spacehistory.h"
#include "theme/theme.h"
#include "widgets/statecounts.h"
#include "widgets/statepill.h"
#include "widgets/whycard.h"

#include <QFrame>
#include <QSet>

class QLabel;
class QScrollArea;

namespace parking::ui {

/// What somebody wants done to spaces.
struct OverrideRequest {
    QSet<domain::SpaceId> spaces;
    domain::Override value; ///< its `since` is null: it is a new one
    domain::Override standing = {}; ///< what it replaces when it is none
};

/// The panel at the right: one space with its state and why, or many with counts.
class Inspector : public QFrame {
    Q_OBJECT

public:
    Inspector(SiteModel &model, const Situation &situation, const Theme &theme,
              QWidget *parent = nullptr);

    void setSelection(const QSet<domain::SpaceId> &spaces);
    LampSection &lamp() { return *m_lamp; }
    BookingSection &bookings() { return *m_bookings; }
    SensorSection &sensor() { return *m_sensor; }
    SpaceHistory &history() { return *m_history; }
    /// What is shown is the past: without actions, and without the parts that tell of today.
    /// `hasReadings`: what sensors measured is known.
    void setPast(bool hasReadings);
    void askMaintenance(); ///< opens the form, as the button does
    void askChange(); ///< opens the form for the override of the one space
    /// Closes the reason field when it is open; false: there was nothing to close.
    bool cancel();
    /// Of the override that was requested last: it is set, or why it is not. False: nobody was
    /// told.
    bool setAnswer(const Result<> &result);

Q_SIGNALS:
    void closed();
    void left(); ///< a field that had the focus closed
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces);
    void overrideRequested(const parking::ui::OverrideRequest &request);
    void overrideCleared(const QSet<parking::domain::SpaceId> &spaces);

private:
    void build();
    QWidget *makeHead(); ///< stays in sight
    QWidget *makeWhy(QWidget *parent);
    int row() const; ///< of the one selected space; -1: none or many
    void refresh();
    void refreshOne(int row);
    void refreshMany();
    void refreshAges(); ///< what the passing time alone changes
    void onRows(const QList<int> &rows);

    SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    QSet<domain::SpaceId> m_selection;

    QLabel *m_title;
    QLabel *m_place;
    QWidget *m_stateLine;
    StatePill *m_pill;
    QLabel *m_since;
    StateCounts *m_counts;
    WhyCard *m_why;
    SpaceActions *m_actions;
    QWidget *m_one; ///< facts, lamp and history: what only one space has
    SensorSection *m_sensor;
    SpaceFacts *m_facts;
    BookingSection *m_bookings;
    LampSection *m_lamp;
    SpaceHistory *m_history;
    QScrollArea *m_scroll;
};

} // namespace parking::ui

Q_DECLARE_METATYPE(parking::ui::OverrideRequest)

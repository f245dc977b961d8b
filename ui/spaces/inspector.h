#pragma once

#include "lamps/lampcard.h"
#include "models/sitemodel.h"
#include "spaces/spaceactions.h"
#include "spaces/spacefacts.h"
#include "theme/theme.h"
#include "widgets/bars.h"
#include "widgets/sectionhead.h"
#include "widgets/statecounts.h"
#include "widgets/statepill.h"
#include "widgets/whycard.h"

#include <QFrame>
#include <QSet>

class QLabel;
class QVBoxLayout;

namespace parking::ui {

/// What somebody wants done to spaces; the shell carries it to the engine.
struct OverrideRequest {
    QSet<domain::SpaceId> spaces;
    domain::SpaceState state = domain::SpaceState::Maintenance;
    QString reason;
};

/// The panel at the right: one space with its state and why, or many with counts.
class Inspector : public QFrame {
    Q_OBJECT

public:
    Inspector(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setSelection(const QSet<domain::SpaceId> &spaces);
    void setReadOnly(bool readOnly);
    /// Newest first; the answer to historyWanted.
    void setHistory(domain::SpaceId space, const QList<domain::StateChange> &changes);
    /// The answer to lampWanted; empty: the space has no lamp.
    void setLamp(domain::SpaceId space, const std::optional<domain::LampStatus> &lamp);
    void setHealth(const domain::Health &health); ///< reasons for lamps that wait
    std::optional<domain::SpaceId> shownSpace() const; ///< the one that is shown, if it is one
    void askMaintenance(); ///< opens the reason field, as the button does
    /// Closes the reason field when it is open; false: there was nothing to close.
    bool cancel();
    void refreshAges(); ///< once a second: what the passing time alone changes

Q_SIGNALS:
    void closed();
    void historyWanted(const parking::domain::SpaceId &space);
    void lampWanted(const parking::domain::SpaceId &space);
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces);
    void typeAccepted(const parking::domain::DevEui &device, const QString &type,
                      const QString &before);
    void overrideRequested(const parking::ui::OverrideRequest &request);
    void overrideCleared(const QSet<parking::domain::SpaceId> &spaces);

private:
    void build();
    QWidget *makeHead();
    QWidget *makeLamp();
    QWidget *makeHistory();
    QFrame *makeRule();
    int row() const; ///< of the one selected space; -1: none or many
    void refresh();
    void refreshOne(int row);
    void refreshMany();
    void refreshChanges();
    void refreshFonts();
    void onRows(const QList<int> &rows);

    SiteModel &m_model;
    const Theme &m_theme;
    QSet<domain::SpaceId> m_selection;
    QList<domain::StateChange> m_changes; ///< newest first, of the one that is shown
    bool m_readOnly = false;

    QLabel *m_title;
    QLabel *m_place;
    QWidget *m_stateLine;
    StatePill *m_pill;
    QLabel *m_since;
    StateCounts *m_counts;
    WhyCard *m_why;
    SpaceActions *m_actions;
    QWidget *m_one; ///< facts and history: what only one space has
    SpaceFacts *m_facts;
    QWidget *m_lampPart; ///< rule, title and card
    LampCard *m_lamp;
    SectionHead *m_dayHead;
    DayStrip *m_strip;
    QVBoxLayout *m_changeRows;
};

} // namespace parking::ui

Q_DECLARE_METATYPE(parking::ui::OverrideRequest)

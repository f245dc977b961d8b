#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"
#include "widgets/bars.h"
#include "widgets/statepill.h"

#include <QFrame>
#include <QSet>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
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
    void askMaintenance(); ///< opens the reason field, as the button does

Q_SIGNALS:
    void closed();
    void historyWanted(const parking::domain::SpaceId &space);
    void overrideRequested(const parking::ui::OverrideRequest &request);
    void overrideCleared(const QSet<parking::domain::SpaceId> &spaces);

private:
    struct WhyRow {
        QLabel *tick;
        QLabel *name;
        QLabel *value;
        QLabel *age;
    };
    struct Fact {
        QLabel *icon;
        QLabel *name;
        QLabel *value;
        QLabel *detail;
    };

    void build();
    void buildHead(QVBoxLayout *layout);
    void buildWhy(QVBoxLayout *layout);
    void buildActions(QVBoxLayout *layout);
    void buildFacts(QVBoxLayout *layout);
    void buildHistory(QVBoxLayout *layout);
    QFrame *addRule(QVBoxLayout *layout);
    void refresh();
    void refreshOne(int row);
    void refreshMany();
    void refreshWhy(const domain::SpaceStatus &status);
    void refreshFacts(const domain::SpaceStatus &status);
    void refreshChanges();
    void refreshFonts();
    void setReasonOpen(bool open, domain::SpaceState state);
    void submit();

    SiteModel &m_model;
    const Theme &m_theme;
    QSet<domain::SpaceId> m_selection;
    QList<domain::StateChange> m_changes; ///< newest first, of the one that is shown
    bool m_readOnly = false;
    domain::SpaceState m_wanted = domain::SpaceState::Maintenance;

    QLabel *m_title;
    QLabel *m_place;
    StatePill *m_pill;
    QLabel *m_since;
    QFrame *m_whyCard;
    QList<WhyRow> m_why;
    QWidget *m_actions;
    QPushButton *m_maintenance;
    QPushButton *m_occupied;
    QPushButton *m_clear;
    QWidget *m_reasonBox;
    QLabel *m_reasonTitle;
    QLineEdit *m_reason;
    QPushButton *m_confirm;
    QWidget *m_facts;
    QList<Fact> m_factRows;
    QWidget *m_history;
    QLabel *m_share;
    DayStrip *m_strip;
    QVBoxLayout *m_changeRows;
    QLabel *m_many;
};

} // namespace parking::ui

Q_DECLARE_METATYPE(parking::ui::OverrideRequest)

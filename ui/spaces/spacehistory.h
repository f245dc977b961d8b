#pragma once

#include "domain/recording.h"
#include "domain/status.h"
#include "models/situation.h"
#include "theme/theme.h"
#include "widgets/bars.h"
#include "widgets/sectionhead.h"

#include <QWidget>

class QVBoxLayout;

namespace parking::ui {

/// The part of a space's panel that tells what it was: the last day as a strip, then the changes.
class SpaceHistory : public QWidget {
    Q_OBJECT

public:
    SpaceHistory(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    /// The space that is looked at; asks for its changes.
    void setSpace(const std::optional<domain::SpaceId> &space);
    void ask(); ///< anew, for the same space
    /// The answer to wanted(), newest first. Of another space: left out.
    void setChanges(const domain::SpaceId &space, const QList<domain::StateChange> &changes);
    /// The change after the moment that is looked at; empty: there is none, or what is shown is
    /// now.
    void setNext(const domain::SpaceId &space, const std::optional<domain::StateChange> &change);
    /// What is shown is the past; in the gaps, oldest first, nobody knows what the space was.
    void setPast(const QList<domain::RecordingGap> &gaps);
    void refresh();

Q_SIGNALS:
    void momentChosen(parking::UtcTime moment); ///< to go to
    void wanted(const parking::domain::SpaceId &space);

private:
    void refreshDay(); ///< which ends now
    QWidget *makeRow(qsizetype at);
    QWidget *makeLine(const domain::StateChange &change, bool wasKnown, bool isNext);

    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::SpaceId> m_space;
    QList<domain::StateChange> m_changes; ///< newest first
    std::optional<domain::StateChange> m_next; ///< of a past moment
    bool m_isPast = false;
    QList<domain::RecordingGap> m_gaps;
    UtcTime m_dayEnd;
    SectionHead *m_dayHead;
    SectionHead *m_changesHead;
    DayStrip *m_strip;
    QVBoxLayout *m_rows;
};

} // namespace parking::ui

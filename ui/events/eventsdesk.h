#pragma once

#include "desk/desk.h"
#include "events/eventspage.h"

#include <memory>

namespace parking::ui {

/// Joins the page "Events" to reads, once a second while it is seen, and to the commands for
/// messages that were set aside.
class EventsDesk : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    EventsDesk(const Desk &desk, EventsPage &page);

private:
    struct Removed; ///< a message that was deleted, and where it stands when it is back
    void look();
    void loadOlder(bool fromStart);
    void loadNames();
    void loadConsequences(const QString &key, const domain::SpaceId &space, UtcTime time);
    void retry(qint64 letter);
    void loadRights();
    void remove(qint64 letter);
    Notices::Step deleting(const std::shared_ptr<Removed> &removed);
    Notices::Step restoring(const std::shared_ptr<Removed> &removed);

    const Desk &m_desk;
    EventsPage &m_page;
    std::optional<domain::EventPosition> m_newest; ///< where new ones begin
    std::optional<domain::EventPosition> m_oldest; ///< of the search that is shown
    quint64 m_question = 0;
    bool m_looks = false;
    int m_seconds = 0;
    bool m_restores = false; ///< this login may put back what it deleted
};

} // namespace parking::ui

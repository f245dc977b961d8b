#pragma once

#include "base/clock.h"
#include "engine/alarms/noticesender.h"
#include "engine/context.h"
#include "store/database.h"

#include <memory>

namespace parking::engine {

/// What waits for one outlet: sent in its order, again and again with growing pauses until it was
/// taken, and given up after three days (never without an attempt of this station), which Health
/// tells. The rows stand in the database, so that another station or another start goes on where
/// this one stopped: what was sent and could not be noted goes once more, under the same id.
class NoticeQueue : public QObject {
    Q_OBJECT

public:
    NoticeQueue(const Context &context, domain::Outlet outlet, std::unique_ptr<NoticeSender> sender,
                QObject *parent = nullptr);

    void tick(); ///< once a second, where the station ingests and the database is there
    void lookSoon() { m_hasMore = true; } ///< there is a new one
    void rest(); ///< another station's now

private:
    void begin();
    void finish(const Delivery &delivery);
    void note(const Delivery &delivery);
    bool settle();
    void tellHealth();
    void lookAfter();
    bool isPaused() const;
    bool isOwnFault(const Delivery &delivery, int attempts) const;
    void dropFailures();

    const Context &m_context;
    const domain::Outlet m_outlet;
    const QString m_check;
    std::unique_ptr<NoticeSender> m_sender;
    QList<domain::AlarmNotice> m_sending;
    bool m_isBusy = false;
    QList<domain::AlarmNotice> m_unsettled; ///< whose outcome is not stored yet
    bool m_hasMore = true;
    int m_ticks = 0;
    int m_failures = 0; ///< in turn, of the outlet itself
    std::optional<Steady::time_point> m_pausedUntil;
    bool m_hasTried = false; ///< since this is the station
    std::optional<UtcTime> m_lastTaken;
    QString m_problem; ///< of the last attempt
    QString m_refusal; ///< of one that waits
    bool m_alone = false; ///< several were refused together: which one is to blame?
    bool m_isAway = false;
    qint64 m_waiting = 0;
    qint64 m_givenUp = 0; ///< within the last day
};

} // namespace parking::engine

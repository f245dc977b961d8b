#pragma once

#include "alarms/alarmsdesk.h"
#include "app/feed.h"
#include "app/operatorwindow.h"
#include "bookings/bookingsdesk.h"
#include "devices/devicesdesk.h"
#include "health/healthdesk.h"
#include "lamps/lampsdesk.h"
#include "spaces/spacesdesk.h"
#include "walk/walkdesk.h"

namespace parking::ui {

/// An operator's window on a running engine: the feed that fills it, and a desk for each
/// capability.
class Session : public QObject {
    Q_OBJECT

public:
    /// The two ways into the data, and who goes them.
    struct Doors {
        engine::EngineThread &engine; ///< wishes
        read::ReadThread &reads; ///< questions
        Clock &clock;
        QString actor;
        bool awaitsSite = false; ///< it is made just now: the demo's
        /// Questions that take long; null: `reads` answers them too.
        read::ReadThread *longReads = nullptr;
    };

    /// All outlive it.
    Session(const Doors &doors, OperatorWindow &window);

private:
    void startDemo();

    Desk m_desk;
    LiveFeed m_feed;
    SpacesDesk m_spaces;
    BookingsDesk m_bookings;
    DevicesDesk m_devices;
    LampsDesk m_lamps;
    WalkDesk m_walk;
    HealthDesk m_health;
    AlarmsDesk m_alarms;
};

} // namespace parking::ui

#pragma once

#include "alarms/alarmsdesk.h"
#include "app/feed.h"
#include "app/operatorwindow.h"
#include "bookings/bookingsdesk.h"
#include "devices/devicesdesk.h"
#include "events/eventsdesk.h"
#include "health/healthdesk.h"
#include "lamps/lampsdesk.h"
#include "settings/settingsdesk.h"
#include "spacelist/spacelistdesk.h"
#include "spaces/spacesdesk.h"
#include "walk/walkdesk.h"

#include <optional>

namespace parking::ui {

/// An operator's window on a running engine: the feed that fills it, and a desk for each
/// capability, from the moment when its page is made.
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
        settings::OwnSettings *settings = nullptr; ///< null: it goes by none, as the demo
        Reconnect reconnect = {}; ///< by the settings that are saved
    };

    /// All outlive it.
    Session(const Doors &doors, OperatorWindow &window);

    void tellSaved(const SavedSettings &saved); ///< the window came with these

private:
    void open(const QString &page);
    void openLamps();
    void startDemo();

    Desk m_desk;
    LiveFeed m_feed;
    SpacesDesk m_spaces;
    AlarmsDesk m_alarms;
    OperatorWindow &m_window;
    read::ReadThread &m_longReads;
    std::optional<BookingsDesk> m_bookings;
    std::optional<DevicesDesk> m_devices;
    std::optional<LampsDesk> m_lamps;
    std::optional<WalkDesk> m_walk;
    std::optional<HealthDesk> m_health;
    settings::OwnSettings *const m_own;
    const Reconnect m_reconnect;
    std::optional<SettingsDesk> m_settings;
    std::optional<SpaceListDesk> m_spaceList;
    std::optional<EventsDesk> m_events;
};

} // namespace parking::ui

#pragma once

#include "alarms/alarmspanel.h"
#include "bookings/bookingspage.h"
#include "devices/devicespage.h"
#include "events/eventspage.h"
#include "health/healthpage.h"
#include "lamps/downlinkspage.h"
#include "settings/settingspage.h"
#include "shell/mainwindow.h"
#include "spacelist/spacelistpage.h"
#include "spaces/overridespage.h"
#include "spaces/spacespage.h"
#include "walk/walkpage.h"

#include <functional>

namespace parking::ui {

/// The operator's window: the list of its pages, and the ways between them. Knows no engine.
class OperatorWindow : public MainWindow {
    Q_OBJECT

public:
    OperatorWindow(SiteModel &model, Situation &situation, Notices &notices, Theme &theme);

    SpacesPage &spaces() { return *m_spaces; }
    // They are made when they are asked for, if they are not there yet.
    BookingsPage &bookings();
    DevicesPage &devices();
    DownlinksPage &downlinks(); ///< in the page "Devices"
    void showCommands(); ///< of the lamps, in the page "Devices"
    WalkPage &walk(); ///< in the page "Devices"
    void showWalk(); ///< in the page "Devices"
    OverridesPage &overrides();
    HealthPage &health();
    SettingsPage &settings();
    SpaceListPage &spaceList();
    EventsPage &events();
    AlarmsPanel &alarms() { return *m_alarms; }
    void openAlarms();

    /// Work beside the pages that ends with the window: empty words while there is none.
    void setWork(const std::function<QString()> &work) { m_work = work; }
    /// From now on it closes without a question.
    void setDone() { m_isDone = true; }

Q_SIGNALS:
    void pastWanted(); ///< a review of a period
    void exportWanted();
    void archiveWanted(); ///< one that is still to be chosen

protected:
    void closeEvent(QCloseEvent *event) override; ///< asks what becomes of what is not saved
    void keyPressEvent(QKeyEvent *event) override; ///< what no part of a page took
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeBookings();
    QWidget *makeDevices();
    QWidget *makeOverrides();
    QWidget *makeHealth();
    QWidget *makeSpaceList();
    QWidget *makeEvents();
    void connectSpaces();
    void reveal(const domain::SpaceId &space); ///< on the map
    void importSpaces(); ///< from a file that is still to be chosen
    void addSpaces(); ///< where the map looks
    void openBooking(const domain::Booking &booking);

    QList<WindowCommand> spacesCommands();
    QList<WindowCommand> spaceListCommands();
    QList<WindowCommand> bookingsCommands();
    QList<WindowCommand> devicesCommands();
    QList<WindowCommand> healthCommands();
    QList<WindowCommand> pastCommands();

    void showLampsAmiss();
    bool cancelDevices();
    void connectAlarms();
    void mend(const domain::Alarm &alarm);
    void showMembers(const domain::Alarm &alarm);
    void showMember(const domain::AlarmMember &member);

    bool canBookSelected() const;
    void bookSelected();

    SpacesPage *m_spaces;
    BookingsPage *m_bookings = nullptr;
    DevicesPage *m_devices = nullptr;
    DownlinksPage *m_downlinks = nullptr;
    WalkPage *m_walk = nullptr;
    OverridesPage *m_overrides = nullptr;
    HealthSeries m_series; ///< since the window is there
    HealthPage *m_health = nullptr;
    SettingsPage *m_settings = nullptr;
    SpaceListPage *m_spaceList = nullptr;
    EventsPage *m_events = nullptr;
    AlarmsPanel *m_alarms;
    std::function<QString()> m_work;
    bool m_isDone = false;
};

} // namespace parking::ui

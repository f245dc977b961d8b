#pragma once

#include "alarms/alarmspanel.h"
#include "bookings/bookingspage.h"
#include "devices/devicespage.h"
#include "health/healthpage.h"
#include "lamps/downlinkspage.h"
#include "shell/mainwindow.h"
#include "spaces/overridespage.h"
#include "spaces/spacespage.h"
#include "walk/walkpage.h"

namespace parking::ui {

/// The operator's window: the list of its pages, and the ways between them. Knows no engine.
class OperatorWindow : public MainWindow {
    Q_OBJECT

public:
    OperatorWindow(SiteModel &model, Situation &situation, Notices &notices, Theme &theme);

    SpacesPage &spaces() { return *m_spaces; }
    BookingsPage &bookings() { return *m_bookings; }
    DevicesPage &devices() { return *m_devices; }
    DownlinksPage &downlinks() { return *m_downlinks; }
    void showCommands(); ///< of the lamps, in the page "Devices"
    WalkPage &walk() { return *m_walk; }
    void showWalk(); ///< in the page "Devices"
    OverridesPage &overrides() { return *m_overrides; }
    HealthPage &health() { return *m_health; }
    AlarmsPanel &alarms() { return *m_alarms; }

protected:
    void closeEvent(QCloseEvent *event) override; ///< asks what becomes of a draft
    void keyPressEvent(QKeyEvent *event) override; ///< what no part of a page took
    void resizeEvent(QResizeEvent *event) override;

private:
    QList<WindowCommand> spacesCommands();
    QList<WindowCommand> bookingsCommands();
    QList<WindowCommand> devicesCommands();
    QList<WindowCommand> healthCommands();

    void showLampsAmiss();
    bool cancelDevices();
    void connectAlarms();
    void openAlarms();
    void mend(const domain::Alarm &alarm);
    void showMembers(const domain::Alarm &alarm);
    void showMember(const domain::AlarmMember &member);

    bool canBookSelected() const;
    void bookSelected();

    SpacesPage *m_spaces;
    BookingsPage *m_bookings;
    DevicesPage *m_devices;
    DownlinksPage *m_downlinks;
    WalkPage *m_walk;
    OverridesPage *m_overrides;
    HealthPage *m_health;
    AlarmsPanel *m_alarms;
};

} // namespace parking::ui

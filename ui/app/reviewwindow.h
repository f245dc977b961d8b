#pragma once

#include "review/reviewbar.h"
#include "review/reviewstatus.h"
#include "shell/mainwindow.h"
#include "spaces/spacespage.h"

namespace parking::ui {

/// The window on a site as it was. It has no way to change anything: nobody takes its wishes.
class ReviewWindow : public MainWindow {
    Q_OBJECT

public:
    ReviewWindow(SiteModel &model, Situation &situation, Notices &notices, Theme &theme);

    SpacesPage &spaces() { return *m_spaces; }
    ReviewBar &bar() { return *m_bar; }
    ReviewStatus &status() { return *m_status; }
    /// What a step goes by: what is selected, else the floor that is shown, else all.
    QList<domain::SpaceId> stepped() const;
    QList<domain::SpaceId> shownSpaces() const; ///< of the floor, or of all
    /// Of a running database, whose present another window shows: a way there, and to a file.
    void setHasLive(bool live);
    void setHasAlarms(bool alarms); ///< what was raised is known

Q_SIGNALS:
    void playWanted(); ///< or a pause
    void stepWanted(int by);
    void momentWanted(parking::UtcTime moment);
    void alarmWanted(int by); ///< the next one, or the one before
    void fullWanted(); ///< the next zone that gets full
    void exportWanted(); ///< of this period
    void liveWanted();
    void hidden(); ///< closed

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void addKeys();
    QList<WindowCommand> momentCommands();

    bool m_hasLive = false;
    bool m_hasAlarms = false;
    SpacesPage *m_spaces;
    ReviewBar *m_bar;
    ReviewStatus *m_status;
};

} // namespace parking::ui

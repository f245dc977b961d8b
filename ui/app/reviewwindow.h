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

Q_SIGNALS:
    void playWanted(); ///< or a pause
    void stepWanted(int by);
    void momentWanted(parking::UtcTime moment);

private:
    void addKeys();

    SpacesPage *m_spaces;
    ReviewBar *m_bar;
    ReviewStatus *m_status;
};

} // namespace parking::ui

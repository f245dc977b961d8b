#pragma once

#include "desk/desk.h"
#include "settings/ownsettings.h"
#include "settings/settingspage.h"

namespace parking::ui {

/// Joins the page "Settings" to the engine (what the site has), to reads (what the login may do),
/// and to this computer's settings. It also tells the window when the login may change nothing.
class SettingsDesk : public QObject {
    Q_OBJECT

public:
    /// `own` null: this program goes by no settings of its own (the demo). `reconnect` makes the
    /// program connect by the settings as they are now, later and not within the call; empty: it
    /// cannot. All outlive it.
    SettingsDesk(const Desk &desk, settings::OwnSettings *own, SettingsPage &page,
                 std::function<void()> reconnect = nullptr);

private:
    void look();
    void askRights();
    void takeRights(const domain::DatabaseRights &rights);
    bool readKeys();
    void writeKeys(const settings::Changes &changes, const QString &told);
    Result<settings::Changes> write(const settings::Changes &changes);
    void changeSite(const QString &id, const domain::SiteChange &change, const QString &told);
    void carryOut(const QString &id, const domain::SiteChange &change,
                  const Notices::Answer &answer);

    const Desk &m_desk;
    settings::OwnSettings *const m_own;
    SettingsPage &m_page;
    const std::function<void()> m_reconnect;
    bool m_isViewer = false; ///< the window was told so from here
    QString m_role; ///< before that
};

} // namespace parking::ui

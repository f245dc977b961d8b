#pragma once

#include "desk/desk.h"
#include "settings/ownsettings.h"
#include "settings/settingspage.h"

#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace parking::ui {

/// What was saved of a connection: told, and taken back, in the window that connects by it.
struct SavedSettings {
    settings::Changes changes;
    settings::Changes before; ///< secrets too: for memory alone
    QString told; ///< "Broker is saved"
    QString toldBack; ///< of the same when it is taken back

    SavedSettings back() const { return {before, changes, toldBack, told}; }
};

/// How the program connects by the settings as they are now: another window takes this one's place.
struct Reconnect {
    /// Asks about what else would be lost with the window. `answer` gets why it may not be; empty:
    /// it may.
    std::function<void(const QStringList &keys, const std::function<void(const QString &)> &answer)>
        prepare;
    std::function<void(const SavedSettings &)> connect; ///< later, not within the call
};

/// Joins the page "Settings" to the engine (what the site has), to reads (what the login may do),
/// and to this computer's settings. It also tells the window when the login may change nothing.
class SettingsDesk : public QObject {
    Q_OBJECT

public:
    /// `own` null: this program goes by no settings of its own (the demo). `reconnect` without
    /// connect(): that takes a new start. All outlive it.
    SettingsDesk(const Desk &desk, settings::OwnSettings *own, SettingsPage &page,
                 Reconnect reconnect = {});

    /// This window came with these: they can be taken back, and when it is known whether they
    /// connect that is told, at the latest after `patience`.
    void tellSaved(const SavedSettings &saved,
                   std::chrono::milliseconds patience = std::chrono::seconds(8));

private:
    void look();
    void askRights();
    void takeRights(const domain::DatabaseRights &rights);
    bool readKeys();
    void writeKeys(const settings::Changes &changes, const QString &told);
    Result<settings::Changes> write(const settings::Changes &changes,
                                    const settings::Changes &expected);
    bool isConnecting(const settings::Changes &changes) const;
    void prepare(const settings::Changes &changes,
                 const std::function<void(const QString &)> &answer);
    Result<SavedSettings> save(SavedSettings wanted);
    void note(const SavedSettings &saved);
    Notices::Step step(const SavedSettings &wanted);
    void tellConnection();
    void changeSite(const QString &id, const domain::SiteChange &change, const QString &told);
    void carryOut(const QString &id, const domain::SiteChange &change,
                  const Notices::Answer &answer);

    const Desk &m_desk;
    settings::OwnSettings *const m_own;
    SettingsPage &m_page;
    const Reconnect m_reconnect;
    std::optional<SavedSettings> m_saved; ///< whether it connects is not told yet
    QTimer m_patience;
    bool m_isRead = false; ///< a program that starts now would go by what is written
    bool m_isViewer = false; ///< the window was told so from here
    QString m_role; ///< before that
};

} // namespace parking::ui

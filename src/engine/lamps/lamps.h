#pragma once

#include "domain/display.h"
#include "domain/lampcommand.h"
#include "engine/context.h"
#include "engine/lamps/dispatcher.h"
#include "engine/lamps/lamphealth.h"
#include "engine/lamps/lampledger.h"

#include <QJsonObject>
#include <QObject>
#include <QSet>

#include <functional>
#include <memory>

namespace parking::engine {

struct LampsOptions {
    std::optional<DispatcherOptions> chirpstack; ///< empty: lamps are not commanded
    /// Without a broker for so long the site's lamps may be set dark (domain::LampsWhenBlind).
    Milliseconds blindAfter{0};
    Milliseconds keep{0}; ///< of the ledger of commands
};

/// The site's lamps: at the station that ingests it decides what they should show, has it sent, and
/// compares again whatever may have come to differ. Elsewhere it makes rows for the station.
class Lamps : public QObject {
    Q_OBJECT

public:
    /// `rules`: what movements decide about lamps by; kept true here.
    Lamps(const Context &context, LampContext &rules, LampsOptions options,
          QObject *parent = nullptr);
    ~Lamps() override;

    /// The site's colours, on a connection that is not up yet. Wrong ones are told in the log and
    /// the plan's are used.
    Result<> readPolicy(store::Database &database);
    /// Spaces, devices or settings are others than before.
    Result<> reload();

    /// Sends from now on. The station has taken in what broker and journal had kept: that tells
    /// what became of commands that were under way when somebody died, and what spaces are now.
    /// Earlier it would send again what was on the air, and colours of yesterday.
    void begin();
    void stop();
    /// While held no lamp is wanted to change; afterwards all are compared. For histories.
    void hold(bool hold);

    /// Once a second. `hearing`: when the station last heard of the world; the limits are set here.
    /// `shortestSilence`: for so long the liveliest sensors may be silent.
    void tick(domain::Hearing hearing, std::optional<Milliseconds> shortestSilence);

    /// Rows of a committed transaction.
    void take(const LampOutcome &outcome);
    /// Somebody else moved these spaces: their lamps are compared soon.
    void compareLater(const QSet<domain::SpaceId> &spaces);
    void compareAllLater() { m_compareAll = true; } ///< with the next tick

    /// How many commands were made. The station sends them, whichever program asks.
    /// CHIRPSTACK_NOT_SET_UP when the station has no key, STATION_DOWN when none runs.
    Result<int> resend(const QList<domain::SpaceId> &spaces, const QString &actor);
    /// An operator's choice; for a display its lamp is set again in the new layout. `expected`: the
    /// choice that has to stand now. Errors as storeDeviceType().
    Result<> setDeviceType(domain::DevEui device, const QString &type, const QString &actor = {},
                           const std::optional<QString> &expected = {});

    /// Somebody sends one lamp something by hand (commandLamp()). The space's colour comes back
    /// when the lamp is compared next. Errors as resend(), and those of commandLamp().
    Result<> command(const domain::LampCommand &command, const QString &actor);
    /// See Dispatcher. CHIRPSTACK_NOT_SET_UP, CHIRPSTACK_ONLY_STATION where another program asks
    /// ChirpStack, CHIRPSTACK_NOT_ASKED while this one does not yet.
    void askQueue(domain::DevEui device, Dispatcher::QueueTold told);
    void emptyQueue(domain::DevEui device, Dispatcher::FlushTold told);

    /// Of one display, which some space has. VALIDATION_ERROR; RECORD_NOT_FOUND.
    Result<> setDisplaySettings(domain::DevEui display, const domain::DisplaySettings &settings,
                                const QString &actor = {});
    Result<> setDisplayPolicy(const domain::DisplayPolicy &policy,
                              const QString &actor = {}); ///< the site's

    QJsonObject facts() const; ///< members of station_status.details

Q_SIGNALS:
    void moved(const QList<parking::domain::Downlink> &rows); ///< made or moved
    void factsChanged(); ///< people who look at a lamp are to be told the same
    void layoutChanged(); ///< by this program; everybody is to read it again

private:
    bool isStation() const;
    Result<> checkAsks() const;
    void enable();
    void makeDispatcher();
    Result<> reconcile(const QList<domain::DevEui> &devices = {});
    Result<> compare();
    Result<int> wish(const QList<LampWish> &wishes);
    Result<> checkBlind(domain::Hearing hearing, std::optional<Milliseconds> shortestSilence);
    Result<> prune(UtcTime now);
    Result<> changeSettings(const std::function<Result<>(store::Database &)> &work);

    const Context &m_context;
    LampContext &m_rules;
    const LampsOptions m_options;
    LampHealth m_health;
    std::unique_ptr<Dispatcher> m_dispatcher; ///< made when this station first ingests
    bool m_mayBegin = false; ///< begin() came on this connection
    bool m_held = false;
    QSet<domain::SpaceId> m_toCompare; ///< somebody else changed their state
    bool m_compareAll = false; ///< with the next tick
    UtcTime m_nextPrune; ///< of the ledger
    int m_ticks = 0;
};

} // namespace parking::engine

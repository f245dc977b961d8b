#pragma once

#include "chirpstack/restclient.h"
#include "domain/downlink.h"
#include "engine/lamps/keysuspicion.h"
#include "engine/lamps/pauses.h"

#include <QObject>
#include <QRandomGenerator>

#include <memory>

namespace parking::engine {

struct ChirpStackOptions {
    chirpstack::RestOptions rest;
    Milliseconds firstPause{500}; ///< after trouble; doubles up to a minute
    Milliseconds refusedPause{60'000}; ///< until a refused key is tried again
    Milliseconds idleLook{30'000}; ///< nothing was asked for so long: is ChirpStack still there?
    QRandomGenerator *chance = QRandomGenerator::global(); ///< of pauses; never null

    bool operator==(const ChirpStackOptions &) const = default;
};

/// The station's link to ChirpStack: whoever asks does it through here and tells what came back. It
/// knows when something may be asked again (Pauses), finds out whether the key is good
/// (KeySuspicion, KeyProbe), and whether an idle ChirpStack is still there.
///
/// Thread: the owner's; requests run in its event loop.
class ChirpStackLink : public QObject {
    Q_OBJECT

public:
    /// Gives the devices that may be asked about; none when they cannot be read now.
    using KnownDevices = std::function<std::optional<KeySuspicion::Devices>()>;

    ChirpStackLink(ChirpStackOptions options, Clock &clock, KnownDevices devices,
                   QObject *parent = nullptr);
    ~ChirpStackLink() override;

    void open();
    void close(); ///< aborts what is under way: no callback comes

    /// The client, for a request that begins now; only while open.
    chirpstack::RestClient &ask();
    /// Puts the row's frame into its device's queue instead of what waits there.
    void post(const domain::Downlink &row, chirpstack::RestClient::Done<QString> done);
    const Pauses &pauses() const { return m_pauses; }
    bool isProbing() const { return m_probe != nullptr; } ///< nothing else is to be begun
    bool isKeyRefused() const { return m_key.isRefused(); } ///< probe() comes before any use of it
    /// Asks about devices until one shows whether the key is good.
    void probe();
    std::optional<double> latencyMs() const { return m_latencyMs; }
    /// The time by the network server's clock, as its answers tell it: items live by that. This
    /// computer's, while it tells none or goes with it.
    UtcTime serverNow() const;
    /// By how much this computer's clock is before that of the network server; empty: not told.
    std::optional<Milliseconds> clockLead() const;
    int lookingIdly() const { return m_isLookingIdly ? 1 : 0; } ///< requests of its own

    /// Nothing is known yet, or it was away: before anything else one question tells. Its proxy
    /// holds a connection for each service, so it is one that commands use too.
    bool isToBeLookedFor() const { return m_pauses.isFeelingTheWay() || !m_pauses.hasAnswered(); }
    /// Is ChirpStack there, and does it take the key? A look at `lamp`, unless another device is
    /// known to be good. Then probeEnded().
    void look(domain::DevEui lamp);
    /// Once a second while nobody asks.
    void lookIfIdle(domain::DevEui lamp);

    // What came back
    void noteAnswer(domain::DevEui device); ///< ChirpStack told something of it
    void noteAccepted(domain::DevEui device); ///< a command got into its queue
    /// ChirpStack shows the key a device whose command it refused to it. Once may be a hiccup.
    void noteOnlyReading();
    void notePostFailed(const Error &error);
    void noteTrouble(const Error &error); ///< that is not this request's alone
    void noteIfBusy(const Error &error); ///< other trouble of that request does not count
    /// 401: the key, or this device? Probes. Those that are not convicted() are to be tried again.
    void suspect(const KeySuspicion::Suspect &suspect);

Q_SIGNALS:
    void outageBegan(); ///< or goes on
    void returned(); ///< it answers, and has not before
    void probeEnded(); ///< other things may be begun
    /// The key is good, so ChirpStack does not know this device, or the key may not use it, or it
    /// may only read.
    void convicted(const parking::engine::KeySuspicion::Suspect &suspect);

private:
    void measure(Steady::time_point asked);
    void judge(const KeyProbe::Outcome &outcome);
    void tellOutage();

    ChirpStackOptions m_options;
    Clock &m_clock;
    KnownDevices m_devices;
    std::unique_ptr<chirpstack::RestClient> m_rest; ///< only while open
    Pauses m_pauses;
    KeySuspicion m_key;
    std::shared_ptr<KeyProbe> m_probe;
    std::optional<Steady::time_point> m_asked; ///< the last request since open()
    std::optional<double> m_latencyMs;
    /// What the last answer said, and when that was by the clock that nobody sets.
    struct Told {
        UtcTime time;
        Steady::time_point at;
    };
    std::optional<Told> m_told;
    bool m_isLookingIdly = false;
    int m_onlyReading = 0; ///< signs in a row
};

} // namespace parking::engine

#pragma once

#include "base/clock.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "read/readthread.h"
#include "read/signs.h"

namespace parking::ui {

/// Fills SiteModel and Situation for a screen: it looks at the database every two seconds, over a
/// connection that writes nothing, and needs no engine. Situation::now() is the clock of the
/// database's server once that is known, so that a wrong clock of this computer makes no number
/// look young.
class KioskFeed : public QObject {
    Q_OBJECT

public:
    /// All outlive it.
    KioskFeed(read::ReadThread &reads, Clock &clock, SiteModel &model, Situation &situation);

    void begin();
    bool hasLooked() const { return m_seen.has_value(); } ///< the clock is the database's
    /// Seconds until the next try; empty: the last one went well.
    std::optional<int> tryingAgainIn() const;

Q_SIGNALS:
    /// The model is as the database was at Situation::now(): all that was heard until `takenIn`;
    /// empty: nobody knows.
    void looked(std::optional<parking::UtcTime> takenIn);
    void failed(const parking::Error &error); ///< each time

private:
    struct Seen {
        UtcTime at; ///< by the database's clock
        UtcTime own;
        Steady::time_point steady;
    };

    UtcTime now() const;
    void tick();
    void look();
    void readLayout();
    void take(const Result<read::SignLook> &look);
    void lookAgain(Milliseconds pause);
    void fail(const Error &error);

    read::ReadThread &m_reads;
    Clock &m_clock;
    SiteModel &m_model;
    Situation &m_situation;
    ClockTimer m_second;
    ClockTimer m_next;
    Steady::time_point m_due{}; ///< of the next look
    Steady::time_point m_asked{};
    UtcTime m_askedOwn; ///< the same by the computer's own clock
    std::optional<Steady::time_point> m_layoutRead;
    domain::SiteSnapshot m_layout; ///< as read, without statuses
    std::optional<Seen> m_seen; ///< the last look that went well
    bool m_isFailing = false;
    int m_failures = 0; ///< in a row
};

} // namespace parking::ui

#pragma once

#include "base/clock.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "read/past.h"
#include "read/readthread.h"

namespace parking::ui {

/// Fills SiteModel and Situation with a site as it was: of an archive, or of a database's past. Its
/// clock is the moment that is looked at. What is shown is always of one moment, and that moment is
/// told with it: one question is under way at a time, and the answer to it is shown whole.
class ReplayFeed : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `clock` tells how time passes while it plays.
    ReplayFeed(read::ReadThread &reads, Clock &clock, SiteModel &model, Situation &situation);

    /// Of an archive the period is what it holds of this.
    void open(UtcTime from, UtcTime to);
    const read::Past *past() const { return m_past.get(); } ///< null: not known yet
    UtcTime moment() const { return m_shown; } ///< that is shown
    void seek(UtcTime moment);
    void play(int speed);
    void pause();
    bool isPlaying() const { return m_tick.isActive(); }
    /// To the next change of any of these, or the one before. Steps follow each other; one that is
    /// not done yet is forgotten when another moment is sought.
    void step(const QList<domain::SpaceId> &spaces, int by);
    void askDensity(int bars);

Q_SIGNALS:
    void opened(); ///< past() is known
    void momentShown(); ///< the model is as the site was at moment()
    void playingChanged();
    void densityKnown(const QList<int> &counts);
    void gapCrossed(const parking::domain::RecordingGap &gap); ///< played across
    void noChange(int by); ///< there is none in the period
    void failed(const parking::Error &error);

private:
    struct Step {
        QList<domain::SpaceId> spaces;
        int by;
    };
    void go(UtcTime moment);
    void takeStep(); ///< the first that waits
    void ask();
    void take(UtcTime moment, const Result<QList<domain::SpaceStatus>> &statuses);
    void advance();
    void fail(const Error &error);

    read::ReadThread &m_reads;
    Clock &m_clock;
    SiteModel &m_model;
    Situation &m_situation;
    ClockTimer m_tick;
    std::shared_ptr<const read::Past> m_past;
    UtcTime m_wanted;
    UtcTime m_shown;
    QList<Step> m_steps; ///< that wait
    bool m_isStepping = false;
    bool m_isAsking = false;
    bool m_isLoaded = false;
    int m_speed = 1;
    Steady::time_point m_ticked{};
};

} // namespace parking::ui

#pragma once

#include "base/clock.h"
#include "domain/bookingclock.h"
#include "domain/status.h"
#include "engine/bookings/bookingfiles.h"
#include "engine/bookings/restorework.h"
#include "engine/bookings/serieswork.h"
#include "engine/context.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace parking::engine {

/// What somebody should do something about.
struct BookingAlert {
    enum class Kind : quint8 {
        Blocked, ///< somebody else stands where a booking begins
        Overstay, ///< the car is still there after its end
    };
    Kind kind = Kind::Blocked;
    domain::Booking booking;
    std::optional<domain::BookingAlternative> instead; ///< with Blocked: a space to offer
};

/// A table or a calendar that somebody has.
struct BookingImportRequest {
    QByteArray bytes = {};
    QString email = {}; ///< of whom events without an organizer are
    bool isTrial = false; ///< nothing is written
    QString actor = {};
};

/// Bookings: what people do with them, and, at the station that ingests, what the clock and the
/// sensors make of them. Each command, and each look of the clock, is one transaction with the
/// states and lamps that follow. DATABASE_ERROR (wait) while the connection is away.
class Bookings : public QObject {
    Q_OBJECT

public:
    /// `rules`: by which movements move; kept true here.
    Bookings(const Context &context, MovementRules &rules, QObject *parent = nullptr);

    /// The site's policy and the server's clock, on a connection that is not up yet.
    Result<> load(store::Database &database);
    /// Settings are others than before.
    Result<> reload();

    // See engine/bookings/bookingwork.h. SPACE_NOT_AVAILABLE names what would fit instead.
    Result<BookingAnswer> create(const BookingRequest &request);
    Result<BookingAnswer> change(domain::BookingId id, const domain::BookingDraft &draft,
                                 const QString &actor,
                                 const std::optional<domain::BookingDraft> &seen = {});
    Result<domain::Booking> cancel(domain::BookingId id, const QString &reason,
                                   const QString &actor,
                                   const std::optional<domain::BookingDraft> &seen = {});
    Result<domain::Booking> endEarly(domain::BookingId id, const QString &actor,
                                     const std::optional<domain::BookingDraft> &seen = {});
    // See engine/bookings/serieswork.h.
    Result<SeriesAnswer> createSeries(const SeriesRequest &request);
    Result<SeriesAnswer> changeSeries(const SeriesChange &change);
    Result<QList<domain::Booking>> cancelSeries(const SeriesCancel &cancel);
    Result<QList<domain::Booking>> restore(const BookingsRestore &restore); ///< see restorework.h
    /// Bookings that were made before this database was: those whose time has come are what clock
    /// and sensors would have made of them by now. No rule is asked but that none is in another's
    /// way. For a site's history.
    Result<> addPast(const QList<domain::Booking> &bookings);
    // See engine/bookings/bookingfiles.h and importwork.h.
    Result<QByteArray> exportFile(const domain::BookingFilter &filter, BookingFile file);
    Result<domain::BookingImportResult> importFile(const BookingImportRequest &request);
    /// See domain::walkInContact().
    Result<> setWalkInContact(const QString &email, const QString &actor = {});
    /// Effective at once.
    Result<> setPolicy(const domain::BookingPolicy &policy, const QString &actor = {});

    const domain::BookingPolicy &policy() const { return m_rules.bookings; }
    /// By the database server's clock, whose time bookings keep.
    UtcTime now() const { return m_context.clock.now() + m_rules.clockAhead; }

    /// The station has taken in what broker and journal had kept: from now on the clock is kept.
    void begin();
    /// Once a second. `hasHeardAll`: whatever was received until now is in the database.
    void tick(bool hasHeardAll);
    /// Somebody else may have moved bookings; all of this runs soon.
    void lookSoon();

Q_SIGNALS:
    void moved(const QList<parking::domain::Booking> &bookings); ///< by this program
    void alerted(const QList<parking::engine::BookingAlert> &alerts);
    void layoutChanged(); ///< the policy is another one; everybody is to read it again

private:
    struct Due; ///< spaces that a look of the clock has to lock
    struct Advanced { ///< what it did
        QList<domain::Booking> changed;
        QList<BookingAlert> alerts;
        bool isWaiting = false;

        void note(const domain::Booking &before, const domain::Booking &after);
    };

    void run();
    bool isAllDue(UtcTime now) const;
    UtcTime heardUntil() const { return m_heardUntil.value_or(UtcTime()); }
    Result<Due> findDue(store::Database &database, UtcTime now);
    bool isStateDue(const domain::SpaceStatus &status,
                    const std::optional<domain::ReservationInput> &booked, UtcTime now);
    Result<> advance(Movement &movement, const QList<domain::SpaceId> &due, Advanced &advanced);
    Result<QList<domain::Booking>> advanceSpace(Movement &movement, const MovingSpace &space,
                                                const QList<domain::Booking> &bookings);
    Result<domain::BookingFacts> factsOf(Movement &movement, const MovingSpace &space,
                                         UtcTime from);
    Result<QList<domain::Booking>> writePast(Movement &movement, QList<domain::Booking> bookings);
    void tellAlerts(QList<BookingAlert> alerts);
    void arm(std::optional<UtcTime> next);
    void noteSensors(const QList<domain::SpaceStatus> &statuses);
    void tellAmiss();
    void measureClock();
    void blankPersonal();
    Error withAlternatives(const Error &error, const domain::BookingDraft &draft,
                           domain::BookingId except);
    /// One command in a movement of its own; what it gives was committed.
    template <class Work>
    auto inMovement(Work work) -> std::invoke_result_t<Work, Movement &>;

    const Context &m_context;
    MovementRules &m_rules;
    bool m_hasBegun = false;
    bool m_isWaiting = false; ///< something is due that what was heard so far does not decide
    std::optional<UtcTime> m_heardUntil;
    std::optional<UtcTime> m_ranAt; ///< when all was looked at last
    UtcTime m_knownAt; ///< m_heardUntil then: starts behind it are to be looked at again
    std::optional<UtcTime> m_next; ///< the boundary that was to come then
    bool m_isAllDue = true; ///< others may have moved something since
    QSet<domain::SpaceId> m_booked; ///< spaces with bookings that run, or soon do
    QSet<domain::SpaceId> m_touched; ///< of these, the ones whose sensor said something new
    QHash<domain::SpaceId, domain::SensorInput> m_said; ///< as last seen
    bool m_isClockTold = false; ///< the check "clock" is ours
    bool m_isAmissTold = false; ///< likewise the check "bookings"
    int m_ticks = 0;
    ClockTimer m_timer;
};

template <class Work>
auto Bookings::inMovement(Work work) -> std::invoke_result_t<Work, Movement &>
{
    std::optional<std::invoke_result_t<Work, Movement &>> answer;
    const Result<> done =
        engine::move(m_context, m_context.clock.now(), [&](Movement &movement) -> Result<> {
            answer = work(movement);
            return *answer ? Result<>() : Result<>(answer->error());
        });
    if (!done)
        return done.error();
    lookSoon();
    return *std::move(answer);
}

} // namespace parking::engine

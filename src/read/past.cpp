#include "read/past.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "read/sites.h"
#include "store/changestore.h"
#include "store/heardstore.h"
#include "store/sitestore.h"
#include "store/statestore.h"

namespace parking::read {

using namespace std::chrono_literals;
using domain::SpaceId;
using domain::SpaceStatus;
using domain::StateReason;

namespace {

/// What is older is no word on the moment: longer than any sensor may be silent.
constexpr Milliseconds kLookBack = 4 * 24h;

/// The span that began last until the moment; null: it was not heard yet.
const domain::HeardSpan *spanAt(const QList<domain::HeardSpan> &spans, UtcTime moment)
{
    const auto after = std::upper_bound(
        spans.cbegin(), spans.cend(), moment,
        [](UtcTime time, const domain::HeardSpan &span) { return time < span.from; });
    return after == spans.cbegin() ? nullptr : &*std::prev(after);
}

domain::Occupancy occupancyOf(domain::SpaceState state)
{
    return state == domain::SpaceState::Occupied ? domain::Occupancy::Occupied
                                                 : domain::Occupancy::Free;
}

void take(SpaceStatus &status, const domain::StateChange &change)
{
    status.state = change.current;
    status.reason = change.reason;
    status.since = change.time;
    if (change.reason == StateReason::Override)
        status.inputs.operatorOverride = domain::Override{.state = change.current,
                                                          .reason = change.note,
                                                          .actor = change.actor,
                                                          .since = change.time,
                                                          .until = {}};
}

void take(SpaceStatus &status, const store::HeardWord &word)
{
    status.lastHeard = word.time;
    status.batteryVolt = word.batteryVolt;
    status.rssiDbm = word.rssiDbm;
    status.snrDb = word.snrDb;
    status.gatewayId = word.gatewayId;
    if (word.occupancy)
        status.inputs.sensor = domain::SensorInput{*word.occupancy, word.time, {}};
    else if (!status.inputs.sensor && status.reason == StateReason::Sensor)
        status.inputs.sensor = domain::SensorInput{occupancyOf(status.state), status.since, {}};
}

/// What is shown of a moment of which nobody recorded anything: nobody knows what the space was, so
/// that it is not counted as taken either. An operator's word is no exception: who would have
/// recorded that it was taken back?
void forget(SpaceStatus &status, UtcTime silentSince)
{
    status.state = domain::SpaceState::Free; // by default, which is no knowledge
    status.reason = StateReason::Default;
    status.since = {};
    status.inputs = {};
    status.hasSensor = true;
    status.lastHeard = std::min(status.lastHeard.value_or(silentSince), silentSince);
    status.silentAfter = 1ms;
}

} // namespace

Result<QHash<SpaceId, domain::SilenceLimit>> silenceLimits(store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const Result<QList<store::StatusRow>> rows = store::StateStore(database).countable(site->id);
    if (!rows)
        return rows.error();
    QHash<SpaceId, domain::SilenceLimit> limits;
    for (const store::StatusRow &row : *rows) {
        if (row.status.hasSensor)
            limits.insert(row.status.id, devices::silenceLimit(row.sensorType, row.longestOfDays));
    }
    return limits;
}

Result<QList<domain::RecordingGap>> recordingGaps(store::Database &database, UtcTime from,
                                                  UtcTime to)
{
    const Result<QList<domain::HeardMinute>> minutes =
        store::HeardStore(database).minutes(from, to);
    if (!minutes)
        return minutes.error();
    const Result<QList<domain::Deafness>> deaf = store::HeardStore(database).deafTimes(from, to);
    if (!deaf)
        return deaf.error();
    return domain::recordingGaps(*minutes, *deaf, from, to);
}

Result<>
heardSpans(store::Database &database, UtcTime from, UtcTime to,
           const QHash<SpaceId, domain::SilenceLimit> &limits,
           const std::function<bool(const SpaceId &, const QList<domain::HeardSpan> &)> &told)
{
    const auto unknown = store::ChangeStore(database).unknownFrom(from - kLookBack, to);
    if (!unknown)
        return unknown.error();
    SpaceId current;
    QString device;
    QList<UtcTime> breaks; // of this space, oldest first
    std::optional<domain::HeardSpans> spans;
    const auto tell = [&] {
        return !spans || spans->spans().isEmpty() || told(current, spans->spans());
    };
    const Result<> done =
        store::HeardStore(database).each(from - kLookBack, to, [&](const store::HeardMoment &word) {
            if (!spans || word.space != current) {
                if (!tell()) {
                    spans.reset();
                    return false;
                }
                current = word.space;
                device = word.device;
                breaks = unknown->value(current);
                const auto limit = limits.constFind(current);
                spans.emplace(limit == limits.cend() ? domain::kUsualSilence : limit->after);
            }
            if (word.device != device)
                spans->breakOff();
            device = word.device;
            for (; !breaks.isEmpty() && breaks.first() < word.time; breaks.removeFirst())
                spans->breakOff();
            spans->hear(word.time, word.isUnderstood);
            return true;
        });
    if (!done)
        return done;
    tell();
    return {};
}

Result<Past> past(store::Database &database, UtcTime from, UtcTime to)
{
    Past past;
    past.from = from;
    past.to = to;
    const Result<domain::SiteSnapshot> found = site(database);
    if (!found)
        return found.error();
    past.site = *found;
    auto limits = silenceLimits(database);
    if (!limits)
        return limits.error();
    past.limits = *std::move(limits);
    const auto archived = store::HeardStore(database).archived();
    if (!archived)
        return archived.error();
    past.isArchive = archived->has_value();
    if (!past.isArchive) {
        auto gaps = recordingGaps(database, from, to);
        if (!gaps)
            return gaps.error();
        past.gaps = *std::move(gaps);
        past.hasReadings = true;
        return past;
    }
    past.from = std::max(from, (*archived)->from);
    past.to = std::min(to, (*archived)->to);
    past.gaps = (*archived)->gaps;
    past.hasReadings = (*archived)->hasReadings;
    auto heard = store::HeardStore(database).archivedSpans();
    if (!heard)
        return heard.error();
    past.heard = *std::move(heard);
    return past;
}

Result<QList<SpaceStatus>> stateAt(store::Database &database, const Past &past, UtcTime moment)
{
    const auto changes = store::ChangeStore(database).lastUntil(moment);
    if (!changes)
        return changes.error();
    QHash<SpaceId, domain::StateChange> last;
    last.reserve(changes->changes.size());
    for (const domain::StateChange &change : changes->changes)
        last.insert(change.spaceId, change);
    QList<SpaceId> without;
    for (const domain::Space &space : past.site.spaces) {
        if (!last.contains(space.id) && !changes->unreadable.contains(space.id))
            without.append(space.id);
    }
    const auto later = store::ChangeStore(database).firstAfter(without, moment);
    if (!later)
        return later.error();
    QHash<SpaceId, domain::SpaceState> before;
    for (const domain::StateChange &change : later->changes) {
        if (change.previous)
            before.insert(change.spaceId, *change.previous);
    }
    QHash<SpaceId, store::HeardWord> words;
    if (past.hasReadings) {
        auto read = store::HeardStore(database).lastUntil(moment, moment - kLookBack);
        if (!read)
            return read.error();
        words = *std::move(read);
    }
    const domain::RecordingGap *gap = domain::gapAt(past.gaps, moment);
    QList<SpaceStatus> statuses;
    statuses.reserve(past.site.spaces.size());
    for (const domain::Space &space : past.site.spaces) {
        SpaceStatus status;
        status.id = space.id;
        status.hasSensor = space.sensorEui.has_value();
        status.setLimit(past.limits.value(space.id));
        if (changes->unreadable.contains(space.id) || later->unreadable.contains(space.id)) {
            statuses.append(status); // whatever was heard: nobody knows its state
            continue;
        }
        std::optional<UtcTime> unknownFrom; // what was heard until then says nothing more
        if (const auto change = last.constFind(space.id); change != last.cend()) {
            take(status, *change);
            if (!change->isKnown())
                unknownFrom = change->time;
        } else {
            status.state = before.value(space.id, domain::SpaceState::Free);
        }
        const auto spans = past.heard.constFind(space.id);
        const domain::HeardSpan *span =
            spans == past.heard.cend() ? nullptr : spanAt(*spans, moment);
        if (span && unknownFrom && span->from <= *unknownFrom)
            span = nullptr;
        if (span) {
            status.hasSensor = true; // it had one then
            status.lastHeard = std::min(span->to, moment);
            status.inputs.sensor =
                domain::SensorInput{occupancyOf(status.state), *status.lastHeard, {}};
        }
        const auto word = words.constFind(space.id);
        if (word != words.cend() && (!unknownFrom || word->time > *unknownFrom)) {
            status.hasSensor = true;
            take(status, *word);
        } else if (!span && status.reason == StateReason::Sensor) {
            status.lastHeard = status.since; // and not since, as far back as was looked
            status.inputs.sensor = domain::SensorInput{occupancyOf(status.state), status.since, {}};
        }
        if (status.hasSensor && status.silentAfter.count() == 0)
            status.silentAfter = domain::kUsualSilence; // it is another space's by now, or gone
        if (moment < past.from || moment > past.to)
            forget(status, std::min(moment, past.to) - 2ms);
        else if (gap)
            forget(status, gap->from);
        statuses.append(status);
    }
    return statuses;
}

namespace {

std::optional<UtcTime> within(const Past &past, std::optional<UtcTime> time)
{
    return time && *time >= past.from && *time <= past.to ? time : std::nullopt;
}

} // namespace

Result<std::optional<UtcTime>> changeAfter(store::Database &database, const Past &past,
                                           const QList<SpaceId> &spaces, UtcTime moment)
{
    const auto next = store::ChangeStore(database).nextTime(spaces, moment);
    return next ? Result(within(past, *next)) : next;
}

Result<std::optional<UtcTime>> changeBefore(store::Database &database, const Past &past,
                                            const QList<SpaceId> &spaces, UtcTime moment)
{
    const auto last = store::ChangeStore(database).lastTime(spaces, moment);
    return last ? Result(within(past, *last)) : last;
}

Result<QList<int>> changeDensity(store::Database &database, const Past &past, Milliseconds step)
{
    return store::ChangeStore(database).density(past.from, past.to, step);
}

} // namespace parking::read

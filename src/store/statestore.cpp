#include "store/statestore.h"

#include "store/condition.h"
#include "store/devicestore.h"

namespace parking::store {

namespace {

using domain::DevEui;
using domain::SpaceId;

/// What moves without a sensor's word.
const Table kResolved{"spaces",
                      {{"id", Type::Uuid},
                       {"state"},
                       {"state_reason"},
                       {"reserved_for_someone", Type::Bool},
                       {"state_since", Type::Time},
                       {"override_state"},
                       {"override_reason"},
                       {"override_actor"},
                       {"override_since", Type::Time},
                       {"override_until", Type::Time}}};

const Table kStates{"spaces",
                    {{"id", Type::Uuid},
                     {"state"},
                     {"state_reason"},
                     {"reserved_for_someone", Type::Bool},
                     {"state_since", Type::Time},
                     {"sensor_state"},
                     {"sensor_event_time", Type::Time},
                     {"sensor_event_key", Type::Uuid},
                     {"override_state"},
                     {"override_reason"},
                     {"override_actor"},
                     {"override_since", Type::Time},
                     {"override_until", Type::Time}}};

const Selection kLocked =
    Selection(kStates).with({"spaces", "", {{"sensor_eui"}, {"display_eui"}}});

const Selection kStatus = Selection(kStates, "s")
                              .with({"spaces", "s", {{"sensor_eui"}}})
                              .with({"devices",
                                     "d",
                                     {{"last_heard", Type::Time},
                                      {"battery_volt"},
                                      {"rssi"},
                                      {"snr"},
                                      {"resolved_type"},
                                      {"gateway_id"},
                                      {"days_longest"}}});

const Table kCountable{"spaces",
                       {{"id", Type::Uuid},
                        {"state"},
                        {"state_reason"},
                        {"sensor_state"},
                        {"sensor_event_time", Type::Time}}};

const Selection kCounted =
    Selection(kCountable, "s")
        .with({"spaces", "s", {{"sensor_eui"}}})
        .with({"devices", "d", {{"last_heard", Type::Time}, {"resolved_type"}, {"days_longest"}}});

const Selection kDisplayed = Selection(kStatus).with({"spaces", "s", {{"display_eui"}, {"code"}}});

const Selection kIds{"spaces", "", {{"id", Type::Uuid}}};

/// What StateRow and SpaceStatus have in common.
template <class State>
void readState(RowReader &row, State &s)
{
    s.id = row.parsed("id", SpaceId::parse);
    s.state = row.parsed("state", domain::spaceStateFromString);
    s.reason = row.parsed("state_reason", domain::stateReasonFromString);
    s.reservedForSomeone = row.flag("reserved_for_someone");
    s.since = row.time("state_since");
    if (const auto sensor = row.maybeParsed("sensor_state", domain::occupancyFromString))
        s.inputs.sensor = domain::SensorInput{*sensor, row.time("sensor_event_time"),
                                              row.text("sensor_event_key")};
    if (const auto set = row.maybeParsed("override_state", domain::spaceStateFromString))
        s.inputs.operatorOverride =
            domain::Override{*set, row.text("override_reason"), row.text("override_actor"),
                             row.time("override_since"), row.maybeTime("override_until")};
}

StateRow readLocked(RowReader &row)
{
    StateRow r;
    readState(row, r);
    r.sensorEui = row.maybeParsed("sensor_eui", DevEui::parse);
    r.displayEui = row.maybeParsed("display_eui", DevEui::parse);
    return r;
}

StatusRow readStatus(RowReader &row)
{
    StatusRow found;
    domain::SpaceStatus &s = found.status;
    readState(row, s);
    s.hasSensor = !row.isNull("sensor_eui");
    s.lastHeard = row.maybeTime("last_heard");
    s.batteryVolt = row.maybeNumber("battery_volt");
    s.rssiDbm = row.maybeInteger("rssi");
    s.snrDb = row.maybeNumber("snr");
    found.sensorType = row.text("resolved_type");
    s.gatewayId = row.text("gateway_id");
    found.longestOfDays = longestOfDays(row.text("days_longest"));
    return found;
}

StatusRow readCountable(RowReader &row)
{
    StatusRow found;
    domain::SpaceStatus &s = found.status;
    s.id = row.parsed("id", SpaceId::parse);
    s.state = row.parsed("state", domain::spaceStateFromString);
    s.reason = row.parsed("state_reason", domain::stateReasonFromString);
    if (const auto sensor = row.maybeParsed("sensor_state", domain::occupancyFromString))
        s.inputs.sensor = domain::SensorInput{*sensor, row.time("sensor_event_time"), {}};
    s.hasSensor = !row.isNull("sensor_eui");
    s.lastHeard = row.maybeTime("last_heard");
    found.sensorType = row.text("resolved_type");
    found.longestOfDays = longestOfDays(row.text("days_longest"));
    return found;
}

void setResolved(RowWriter &row, const StateRow &r)
{
    row.set("id", r.id);
    row.set("state", r.state);
    row.set("state_reason", r.reason);
    row.set("reserved_for_someone", r.reservedForSomeone);
    row.set("state_since", r.since);
    if (const auto &set = r.inputs.operatorOverride) {
        row.set("override_state", set->state);
        row.set("override_reason", set->reason);
        row.set("override_actor", set->actor);
        row.set("override_since", set->since);
        row.set("override_until", set->until);
    }
}

QVariantList resolvedValuesOf(const StateRow &r, const Database &db)
{
    RowWriter row(kResolved, db);
    setResolved(row, r);
    return row.values();
}

QVariantList valuesOf(const StateRow &r, const Database &db)
{
    RowWriter row(kStates, db);
    setResolved(row, r);
    if (const auto &sensor = r.inputs.sensor) {
        row.set("sensor_state", sensor->occupancy);
        row.set("sensor_event_time", sensor->eventTime);
        row.set("sensor_event_key", sensor->eventKey);
    }
    return row.values();
}

QString statusesWhere(const QString &condition)
{
    return u"FROM spaces s LEFT JOIN devices d ON d.dev_eui = s.sensor_eui "
           "WHERE s.deleted_at IS NULL AND "_s
        + condition;
}

} // namespace

Result<QList<StatusRow>> StateStore::statuses(domain::SiteId site)
{
    m_db.forgetUnreadable(u"spaces"_s, kStates.names());
    return select(m_db, kStatus, statusesWhere(u"s.site_id = :site"_s),
                  {{u"site"_s, site.toString()}}, readStatus);
}

Result<QList<StatusRow>> StateStore::countable(domain::SiteId site)
{
    m_db.forgetUnreadable(u"spaces"_s, kCountable.names());
    return select(m_db, kCounted, statusesWhere(u"s.site_id = :site"_s),
                  {{u"site"_s, site.toString()}}, readCountable);
}

Result<QList<StatusRow>> StateStore::statuses(const QList<SpaceId> &ids)
{
    return select(m_db, kStatus, statusesWhere(isAnyOf(m_db, u"s.id"_s, u"uuid"_s)),
                  {{u"list"_s, listValue(m_db, ids)}}, readStatus);
}

QSet<SpaceId> StateStore::unreadable() const
{
    QSet<SpaceId> spaces;
    for (const Error &row : m_db.unreadable()) {
        const auto id = SpaceId::parse(row.details.value(u"key"_s).toString());
        if (id && row.details[u"table"].toString() == QLatin1StringView(kStates.name()))
            spaces.insert(*id);
    }
    return spaces;
}

Result<QList<StateRow>> StateStore::lock(const QList<SpaceId> &ids, BadRows bad)
{
    return select(
        m_db, kLocked,
        u"FROM spaces WHERE deleted_at IS NULL AND %1 ORDER BY id%2"_s.arg(
            isAnyOf(m_db, u"id"_s, u"uuid"_s), m_db.isPostgres() ? u" FOR UPDATE"_s : QString()),
        {{u"list"_s, listValue(m_db, ids)}}, readLocked, bad);
}

Result<QList<SpaceId>> StateStore::due(UtcTime until)
{
    return select(m_db, kIds,
                  u"FROM spaces WHERE deleted_at IS NULL AND (override_until <= :until "
                  "OR (sensor_state IS NULL AND state_reason = 'sensor'))"_s,
                  {{u"until"_s, m_db.bind(until)}},
                  [](RowReader &row) { return row.parsed("id", SpaceId::parse); });
}

Result<> StateStore::writeResolved(const QList<StateRow> &states)
{
    Rows rows(kResolved.names());
    for (const StateRow &state : states)
        rows.add(resolvedValuesOf(state, m_db));
    static const RowStatement statement = kResolved.update();
    return m_db.runRows(statement, rows);
}

Result<> StateStore::write(const QList<StateRow> &states)
{
    Rows rows(kStates.names());
    for (const StateRow &state : states)
        rows.add(valuesOf(state, m_db));
    static const RowStatement statement = kStates.update();
    return m_db.runRows(statement, rows);
}

Result<QList<DisplayedState>> StateStore::displayed(const QList<DevEui> &displays)
{
    QString which = u"s.display_eui IS NOT NULL"_s;
    QVariantMap bound;
    if (!displays.isEmpty()) {
        which = isAnyOf(m_db, u"s.display_eui"_s, u"text"_s);
        bound.insert(u"list"_s, listValue(m_db, displays));
    }
    return select(m_db, kDisplayed, statusesWhere(which) + u" ORDER BY s.display_eui"_s, bound,
                  [](RowReader &row) {
                      return DisplayedState{readStatus(row),
                                            row.parsed("display_eui", DevEui::parse),
                                            row.text("code")};
                  });
}

} // namespace parking::store

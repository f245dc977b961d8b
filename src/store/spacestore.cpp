#include "store/spacestore.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "store/columns.h"
#include "store/json.h"
#include "store/lists.h"

namespace parking::store {

namespace {

using domain::Space;
using domain::SpaceId;

const QStringList kColumns = {u"id"_s,
                              u"site_id"_s,
                              u"code"_s,
                              u"name"_s,
                              u"building"_s,
                              u"floor"_s,
                              u"zone"_s,
                              u"gps_latitude"_s,
                              u"gps_longitude"_s,
                              u"sensor_eui"_s,
                              u"display_eui"_s,
                              u"features"_s,
                              u"x"_s,
                              u"y"_s,
                              u"w"_s,
                              u"h"_s,
                              u"rotation"_s,
                              u"metadata"_s,
                              u"created_at"_s,
                              u"updated_at"_s,
                              u"deleted_at"_s};

const QStringList kStateColumns = {u"id"_s,
                                   u"state"_s,
                                   u"state_reason"_s,
                                   u"reserved_for_someone"_s,
                                   u"state_since"_s,
                                   u"sensor_state"_s,
                                   u"sensor_event_time"_s,
                                   u"sensor_event_key"_s,
                                   u"override_state"_s,
                                   u"override_reason"_s,
                                   u"override_actor"_s,
                                   u"override_since"_s,
                                   u"override_until"_s};

/// PostgreSQL types of kColumns, then of kStateColumns.
const QStringList kTypes = {
    u"uuid"_s,        u"uuid"_s,        u"text"_s,       u"text"_s,   u"text"_s,   u"text"_s,
    u"text"_s,        u"numeric"_s,     u"numeric"_s,    u"text"_s,   u"text"_s,   u"jsonb"_s,
    u"float8"_s,      u"float8"_s,      u"float8"_s,     u"float8"_s, u"float8"_s, u"jsonb"_s,
    u"timestamptz"_s, u"timestamptz"_s, u"timestamptz"_s};
const QStringList kStateTypes = {u"uuid"_s,        u"text"_s, u"text"_s,        u"boolean"_s,
                                 u"timestamptz"_s, u"text"_s, u"timestamptz"_s, u"uuid"_s,
                                 u"text"_s,        u"text"_s, u"text"_s,        u"timestamptz"_s,
                                 u"timestamptz"_s};

QString arrays(const QStringList &columns, const QStringList &types)
{
    QStringList parts;
    for (qsizetype i = 0; i < columns.size(); ++i)
        parts.append(u":%1::%2[]"_s.arg(columns[i], types[i]));
    return parts.join(u", "_s);
}

QString assignments(const QStringList &columns, const QString &source)
{
    QStringList parts;
    for (const QString &column : columns) {
        if (column != u"id")
            parts.append(column + u" = "_s + source + column);
    }
    return parts.join(u", "_s);
}

QVariant text(const std::optional<domain::DevEui> &eui)
{
    return eui ? QVariant(eui->toString()) : QVariant();
}

std::optional<domain::DevEui> eui(const QVariant &value)
{
    const auto parsed = domain::DevEui::parse(value.toString());
    return parsed ? std::optional(*parsed) : std::nullopt;
}

QVariantList values(const Space &s, const Database &db)
{
    const auto placed = [&s](double domain::Placement::*member) {
        return s.placement ? QVariant((*s.placement).*member) : QVariant();
    };
    return {s.id.toString(),
            s.siteId.toString(),
            s.code,
            s.name,
            s.building,
            s.floor,
            s.zone,
            s.position ? QVariant(s.position->latitude) : QVariant(),
            s.position ? QVariant(s.position->longitude) : QVariant(),
            text(s.sensorEui),
            text(s.displayEui),
            toText(QJsonArray::fromStringList(s.features)),
            placed(&domain::Placement::x),
            placed(&domain::Placement::y),
            placed(&domain::Placement::w),
            placed(&domain::Placement::h),
            placed(&domain::Placement::rotation),
            toText(s.metadata),
            db.bind(s.createdAt),
            db.bind(s.updatedAt),
            db.bind(s.deletedAt)};
}

Space readSpace(const QSqlQuery &row)
{
    Space s;
    s.id = SpaceId::parse(row.value(0).toString()).value_or(SpaceId());
    s.siteId = domain::SiteId::parse(row.value(1).toString()).value_or(domain::SiteId());
    s.code = row.value(2).toString();
    s.name = row.value(3).toString();
    s.building = row.value(4).toString();
    s.floor = row.value(5).toString();
    s.zone = row.value(6).toString();
    if (!row.value(7).isNull())
        s.position = domain::GeoPoint{row.value(7).toDouble(), row.value(8).toDouble()};
    s.sensorEui = eui(row.value(9));
    s.displayEui = eui(row.value(10));
    const QJsonArray features = arrayOf(row.value(11).toString());
    for (const QJsonValue &feature : features)
        s.features.append(feature.toString());
    if (!row.value(12).isNull())
        s.placement = domain::Placement{row.value(12).toDouble(), row.value(13).toDouble(),
                                        row.value(14).toDouble(), row.value(15).toDouble(),
                                        row.value(16).toDouble()};
    s.metadata = objectOf(row.value(17).toString());
    s.createdAt = Database::readTime(row.value(18));
    s.updatedAt = Database::readTime(row.value(19));
    s.deletedAt = Database::readOptionalTime(row.value(20));
    return s;
}

QString selectSpaces(const Database &db)
{
    QStringList columns = kColumns;
    for (int i : {18, 19, 20})
        columns[i] = db.timeColumn(columns[i]);
    return u"SELECT "_s + columns.join(u", "_s) + u" FROM spaces"_s;
}

/// kStateColumns with the prefix of their table, times as milliseconds.
QStringList stateColumns(const Database &db, const QString &prefix)
{
    QStringList columns;
    for (const QString &column : kStateColumns)
        columns.append(prefix + column);
    for (int i : {4, 6, 11, 12})
        columns[i] = db.timeColumn(columns[i]);
    return columns;
}

void readInputs(const QSqlQuery &row, domain::StateInputs &inputs)
{
    if (const auto occupancy = domain::occupancyFromString(row.value(5).toString()))
        inputs.sensor = domain::SensorInput{*occupancy, Database::readTime(row.value(6)),
                                            row.value(7).toString()};
    if (const auto state = domain::spaceStateFromString(row.value(8).toString()))
        inputs.operatorOverride = domain::Override{
            *state, row.value(9).toString(), row.value(10).toString(),
            Database::readTime(row.value(11)), Database::readOptionalTime(row.value(12))};
}

QVariantList values(const StateRow &r, const Database &db)
{
    const auto &sensor = r.inputs.sensor;
    const auto &set = r.inputs.operatorOverride;
    return {r.id.toString(),
            domain::nameOf(r.state),
            domain::nameOf(r.reason),
            r.reservedForSomeone,
            db.bind(r.since),
            sensor ? QVariant(domain::nameOf(sensor->occupancy)) : QVariant(),
            sensor ? db.bind(sensor->eventTime) : QVariant(),
            sensor ? QVariant(sensor->eventKey) : QVariant(),
            set ? QVariant(domain::nameOf(set->state)) : QVariant(),
            set ? QVariant(set->reason) : QVariant(),
            set ? QVariant(set->actor) : QVariant(),
            set ? db.bind(set->since) : QVariant(),
            set ? db.bind(set->until) : QVariant()};
}

/// Ids as one bound value: a PostgreSQL array or a JSON array for json_each.
QString idIn(const Database &db, const QString &column)
{
    return isAnyOf(db, column, u"uuid"_s);
}

QVariantMap idList(const QList<SpaceId> &ids, const Database &db)
{
    QStringList texts;
    for (const SpaceId &id : ids)
        texts.append(id.toString());
    return {{u"list"_s, listValue(db, texts)}};
}

/// Names what is taken (A60) instead of the index that says so.
Error named(const Error &error, const Space &space)
{
    if (error.code != "DUPLICATE_RESOURCE"_L1)
        return error;
    const QString constraint = error.details.value(u"constraint"_s).toString();
    if (constraint.contains("sensor_eui"_L1))
        return domain::errors::duplicate(u"Sensor"_s, text(space.sensorEui).toString());
    if (constraint.contains("display_eui"_L1))
        return domain::errors::duplicate(u"Display"_s, text(space.displayEui).toString());
    if (constraint.contains("code"_L1))
        return domain::errors::duplicate(u"Space code"_s, space.code);
    return error;
}

Result<> exactlyOne(const Result<qint64> &changed, SpaceId id)
{
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return domain::errors::notFound(u"Space"_s, id.toString());
    return {};
}

} // namespace

Result<QList<Space>> SpaceStore::query(const QString &rest, const QVariantMap &bound)
{
    QList<Space> spaces;
    const Result<> done = m_db.each(selectSpaces(m_db) + rest, bound,
                                    [&](const QSqlQuery &row) { spaces.append(readSpace(row)); });
    if (!done)
        return done.error();
    return spaces;
}

Result<Space> SpaceStore::one(const QString &condition, const QString &value)
{
    const Result<QList<Space>> found =
        query(u" WHERE deleted_at IS NULL AND "_s + condition, {{u"value"_s, value}});
    if (!found)
        return found.error();
    if (found->isEmpty())
        return domain::errors::notFound(u"Space"_s, value);
    return found->first();
}

Result<Page<Space>> SpaceStore::list(const SpaceFilter &filter, const PageRequest &page)
{
    if (Result<> checked = check(page); !checked)
        return checked.error();
    QStringList where{u"1 = 1"_s};
    QVariantMap bound;
    const auto equal = [&](const char *column, const std::optional<QString> &value) {
        if (!value)
            return;
        where.append(u"%1 = :%1"_s.arg(QLatin1StringView(column)));
        bound.insert(QLatin1StringView(column), *value);
    };
    equal("building", filter.building);
    equal("floor", filter.floor);
    equal("zone", filter.zone);
    equal("state", filter.state ? std::optional(domain::nameOf(*filter.state)) : std::nullopt);
    if (!filter.includeDeleted)
        where.append(u"deleted_at IS NULL"_s);
    if (!filter.text.isEmpty()) {
        where.append(containsText(m_db, {u"code"_s, u"name"_s}));
        bound.insert(u"text"_s, textPattern(m_db, filter.text));
    }
    const QString condition = u" WHERE "_s + where.join(u" AND "_s);
    const Result<qint64> total = m_db.count(u"SELECT count(*) FROM spaces"_s + condition, bound);
    if (!total)
        return total.error();
    bound.insert(u"limit"_s, page.limit);
    bound.insert(u"offset"_s, page.offset);
    // The plan orders by name alone; equal names would make pages overlap.
    Result<QList<Space>> rows =
        query(condition + u" ORDER BY name, code, id LIMIT :limit OFFSET :offset"_s, bound);
    if (!rows)
        return rows.error();
    return Page<Space>{std::move(*rows), *total};
}

Result<QList<Space>> SpaceStore::all(domain::SiteId site)
{
    return query(u" WHERE deleted_at IS NULL AND site_id = :site ORDER BY code"_s,
                 {{u"site"_s, site.toString()}});
}

Result<Space> SpaceStore::find(SpaceId id)
{
    return one(u"id = :value"_s, id.toString());
}

Result<Space> SpaceStore::findByCode(const QString &code)
{
    return one(u"code = :value"_s, code);
}

Result<Space> SpaceStore::findBySensor(domain::DevEui sensor)
{
    return one(u"sensor_eui = :value"_s, sensor.toString());
}

Result<> SpaceStore::create(const Space &space, UtcTime now)
{
    return createMany({space}, now);
}

Result<> SpaceStore::createMany(const QList<Space> &spaces, UtcTime now)
{
    QStringList columns = kColumns;
    columns.append(u"state_since"_s);
    QStringList types = kTypes;
    types.append(u"timestamptz"_s);
    Rows rows(columns);
    for (Space space : spaces) {
        if (Result<> checked = domain::validate(space); !checked)
            return checked;
        space.createdAt = now;
        space.updatedAt = now;
        space.deletedAt.reset();
        QVariantList row = values(space, m_db);
        row.append(m_db.bind(now));
        rows.add(std::move(row));
    }
    const QString names = columns.join(u", "_s);
    const Result<qint64> done = m_db.runRows(
        u"INSERT INTO spaces (%1) SELECT * FROM unnest(%2)"_s.arg(names, arrays(columns, types)),
        u"INSERT INTO spaces (%1) VALUES (:%2)"_s.arg(names, columns.join(u", :"_s)), rows);
    if (!done)
        return spaces.size() == 1 ? named(done.error(), spaces.first()) : done.error();
    return {};
}

Result<> SpaceStore::update(const Space &space, UtcTime now)
{
    if (Result<> checked = domain::validate(space); !checked)
        return checked;
    Space edited = space;
    edited.updatedAt = now;
    edited.deletedAt.reset();
    QStringList columns = kColumns;
    columns.removeAll(u"created_at"_s);
    QVariantMap bound;
    const QVariantList row = values(edited, m_db);
    for (qsizetype i = 0; i < kColumns.size(); ++i) {
        if (columns.contains(kColumns[i]))
            bound.insert(kColumns[i], row[i]);
    }
    const Result<qint64> changed =
        m_db.change(u"UPDATE spaces SET %1 WHERE id = :id AND deleted_at IS NULL"_s.arg(
                        assignments(columns, u":"_s)),
                    bound);
    if (!changed)
        return named(changed.error(), space);
    return exactlyOne(changed, space.id);
}

Result<>
SpaceStore::updatePlacements(const QHash<SpaceId, std::optional<domain::Placement>> &placements,
                             UtcTime now)
{
    for (auto it = placements.cbegin(); it != placements.cend(); ++it) {
        Result<Space> space = find(it.key());
        if (!space)
            return space.error();
        space->placement = it.value();
        if (Result<> done = update(*space, now); !done)
            return done;
    }
    return {};
}

Result<> SpaceStore::softDelete(SpaceId id, UtcTime now)
{
    return exactlyOne(m_db.change(u"UPDATE spaces SET deleted_at = :now, updated_at = :now "
                                  "WHERE id = :id AND deleted_at IS NULL"_s,
                                  {{u"now"_s, m_db.bind(now)}, {u"id"_s, id.toString()}}),
                      id);
}

Result<> SpaceStore::restore(SpaceId id, UtcTime now)
{
    const Result<QList<Space>> found = query(u" WHERE id = :id"_s, {{u"id"_s, id.toString()}});
    if (!found)
        return found.error();
    if (found->isEmpty())
        return domain::errors::notFound(u"Space"_s, id.toString());
    const Result<qint64> changed =
        m_db.change(u"UPDATE spaces SET deleted_at = NULL, updated_at = :now "
                    "WHERE id = :id"_s,
                    {{u"now"_s, m_db.bind(now)}, {u"id"_s, id.toString()}});
    if (!changed)
        return named(changed.error(), found->first());
    return {};
}

// --- States --------------------------------------------------------------------------------------

Result<QList<StatusRow>> SpaceStore::statusQuery(const QString &condition, const QVariantMap &bound)
{
    QStringList columns = stateColumns(m_db, u"s."_s);
    columns.append({u"s.sensor_eui"_s, m_db.timeColumn(u"d.last_heard"_s), u"d.battery_volt"_s,
                    u"d.rssi"_s, u"d.snr"_s, u"d.resolved_type"_s, u"d.gateway_id"_s});
    QList<StatusRow> rows;
    const Result<> done =
        m_db.each(u"SELECT %1 FROM spaces s LEFT JOIN devices d ON d.dev_eui = s.sensor_eui "
                  "WHERE s.deleted_at IS NULL AND %2"_s.arg(columns.join(u", "_s), condition),
                  bound, [&](const QSqlQuery &row) {
                      StatusRow found;
                      domain::SpaceStatus &s = found.status;
                      s.id = SpaceId::parse(row.value(0).toString()).value_or(SpaceId());
                      s.state = domain::spaceStateFromString(row.value(1).toString())
                                    .value_or(domain::SpaceState::Free);
                      s.reason = domain::stateReasonFromString(row.value(2).toString())
                                     .value_or(domain::StateReason::Default);
                      s.reservedForSomeone = row.value(3).toBool();
                      s.since = Database::readTime(row.value(4));
                      readInputs(row, s.inputs);
                      s.hasSensor = !row.value(13).isNull();
                      s.lastHeard = Database::readOptionalTime(row.value(14));
                      if (!row.value(15).isNull())
                          s.batteryVolt = row.value(15).toDouble();
                      if (!row.value(16).isNull())
                          s.rssiDbm = row.value(16).toInt();
                      if (!row.value(17).isNull())
                          s.snrDb = row.value(17).toDouble();
                      found.sensorType = row.value(18).toString();
                      s.gatewayId = row.value(19).toString();
                      rows.append(found);
                  });
    if (!done)
        return done.error();
    return rows;
}

Result<QList<StatusRow>> SpaceStore::statuses(domain::SiteId site)
{
    return statusQuery(u"s.site_id = :site"_s, {{u"site"_s, site.toString()}});
}

Result<QList<StatusRow>> SpaceStore::statuses(const QList<SpaceId> &ids)
{
    return statusQuery(idIn(m_db, u"s.id"_s), idList(ids, m_db));
}

Result<QList<StateRow>> SpaceStore::lockStates(const QList<SpaceId> &ids)
{
    QStringList columns = stateColumns(m_db, QString());
    columns.append({u"sensor_eui"_s, u"display_eui"_s});
    QList<StateRow> rows;
    const Result<> done =
        m_db.each(u"SELECT %1 FROM spaces WHERE deleted_at IS NULL AND %2 ORDER BY id%3"_s.arg(
                      columns.join(u", "_s), idIn(m_db, u"id"_s),
                      m_db.isPostgres() ? u" FOR UPDATE"_s : QString()),
                  idList(ids, m_db), [&](const QSqlQuery &row) {
                      StateRow r;
                      r.id = SpaceId::parse(row.value(0).toString()).value_or(SpaceId());
                      r.state = domain::spaceStateFromString(row.value(1).toString())
                                    .value_or(domain::SpaceState::Free);
                      r.reason = domain::stateReasonFromString(row.value(2).toString())
                                     .value_or(domain::StateReason::Default);
                      r.reservedForSomeone = row.value(3).toBool();
                      r.since = Database::readTime(row.value(4));
                      readInputs(row, r.inputs);
                      r.sensorEui = eui(row.value(13));
                      r.displayEui = eui(row.value(14));
                      rows.append(r);
                  });
    if (!done)
        return done.error();
    return rows;
}

Result<QList<SpaceId>> SpaceStore::dueForResolve(UtcTime until)
{
    QList<SpaceId> ids;
    const Result<> done =
        m_db.each(u"SELECT id FROM spaces WHERE deleted_at IS NULL AND override_until <= :until"_s,
                  {{u"until"_s, m_db.bind(until)}}, [&](const QSqlQuery &row) {
                      ids.append(SpaceId::parse(row.value(0).toString()).value_or(SpaceId()));
                  });
    if (!done)
        return done.error();
    return ids;
}

Result<> SpaceStore::writeStates(const QList<StateRow> &states)
{
    Rows rows(kStateColumns);
    for (const StateRow &state : states)
        rows.add(values(state, m_db));
    static const QString postgres =
        u"UPDATE spaces SET %1 FROM unnest(%2) AS r (%3) WHERE spaces.id = r.id"_s.arg(
            assignments(kStateColumns, u"r."_s), arrays(kStateColumns, kStateTypes),
            kStateColumns.join(u", "_s));
    static const QString sqlite =
        u"UPDATE spaces SET %1 WHERE id = :id"_s.arg(assignments(kStateColumns, u":"_s));
    const Result<qint64> done = m_db.runRows(postgres, sqlite, rows);
    return done ? Result<>() : Result<>(done.error());
}

Result<QList<DisplayedState>> SpaceStore::displayedStates(const QList<domain::DevEui> &displays)
{
    QString condition = u"display_eui IS NOT NULL"_s;
    QVariantMap bound;
    if (!displays.isEmpty()) {
        condition = isAnyOf(m_db, u"display_eui"_s, u"text"_s);
        bound.insert(u"list"_s, listValue(m_db, euiTexts(displays)));
    }
    QList<DisplayedState> states;
    const Result<> done = m_db.each(
        u"SELECT display_eui, id, state FROM spaces WHERE deleted_at IS NULL AND %1 "
        "ORDER BY display_eui"_s.arg(condition),
        bound, [&](const QSqlQuery &row) {
            if (const auto display = eui(row.value(0)))
                states.append({*display,
                               SpaceId::parse(row.value(1).toString()).value_or(SpaceId()),
                               domain::spaceStateFromString(row.value(2).toString())
                                   .value_or(domain::SpaceState::Free)});
        });
    if (!done)
        return done.error();
    return states;
}

} // namespace parking::store

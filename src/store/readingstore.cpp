#include "store/readingstore.h"

#include "store/condition.h"
#include "store/readingrow.h"
#include "store/table.h"

#include <QSet>

#include <algorithm>
#include <charconv>

namespace parking::store {

namespace {

const Table kReadings{"sensor_readings",
                      {{"event_key", Type::Uuid},
                       {"device_eui"},
                       {"space_id", Type::Uuid},
                       {"device_type"},
                       {"occupancy_state"},
                       {"battery", Type::Numeric},
                       {"battery_percent", Type::Numeric},
                       {"temperature", Type::Numeric},
                       {"rssi", Type::Int},
                       {"snr", Type::Numeric},
                       {"gateway_id"},
                       {"gateways", Type::Json},
                       {"f_cnt", Type::BigInt},
                       {"f_port", Type::SmallInt},
                       {"dr", Type::SmallInt},
                       {"payload", Type::Bytes},
                       {"object", Type::Json},
                       {"time_suspect", Type::Bool},
                       {"notes"},
                       {"timestamp", Type::Time},
                       {"received_at", Type::Time}}};

const Selection kSelection{kReadings};
const Table kKeys{"sensor_readings", {{"event_key", Type::Uuid}, {"timestamp", Type::Time}}};

constexpr qsizetype kRowBytes = 400; // a row for COPY, roughly

bool isPlain(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z');
    });
}

template <class Number>
void appendNumber(QByteArray &json, Number value)
{
    char digits[32];
    const auto [end, code] = std::to_chars(std::begin(digits), std::end(digits), value);
    json.append(digits, end - digits);
}

void appendPlain(QByteArray &json, const domain::GatewayReception &gateway)
{
    json.append("{\"channel\":");
    appendNumber(json, gateway.channel);
    json.append(",\"id\":\"");
    for (const QChar digit : gateway.gatewayId)
        json.append(char(digit.unicode()));
    json.append("\",\"rssi\":");
    appendNumber(json, gateway.rssiDbm);
    json.append(",\"snr\":");
    appendNumber(json, gateway.snrDb);
    json.append('}');
}

/// As QJsonDocument writes it; where no id needs escaping, at a tenth of its cost.
QByteArray gatewaysJson(const QList<domain::GatewayReception> &gateways)
{
    const bool plain =
        std::all_of(gateways.cbegin(), gateways.cend(),
                    [](const domain::GatewayReception &g) { return isPlain(g.gatewayId); });
    if (!plain) {
        QJsonArray array;
        for (const domain::GatewayReception &gateway : gateways)
            array.append(QJsonObject{{u"id"_s, gateway.gatewayId},
                                     {u"rssi"_s, gateway.rssiDbm},
                                     {u"snr"_s, gateway.snrDb},
                                     {u"channel"_s, gateway.channel}});
        return QJsonDocument(array).toJson(QJsonDocument::Compact);
    }
    QByteArray json;
    json.reserve(80 * gateways.size() + 2);
    json.append('[');
    for (const domain::GatewayReception &gateway : gateways) {
        if (json.size() > 1)
            json += ',';
        appendPlain(json, gateway);
    }
    return json + ']';
}

QList<domain::GatewayReception> gatewaysOf(const QJsonArray &array)
{
    QList<domain::GatewayReception> gateways;
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        gateways.append({object.value(u"id").toString(), object.value(u"rssi").toInt(),
                         object.value(u"snr").toDouble(), object.value(u"channel").toInt(),
                         std::nullopt});
    }
    return gateways;
}

} // namespace

const Table kReadingRow = kReadings;

domain::Reading readReading(RowReader &row)
{
    domain::Reading r;
    r.eventKey = row.text("event_key");
    r.devEui = row.parsed("device_eui", domain::DevEui::parse);
    r.spaceId = row.maybeParsed("space_id", domain::SpaceId::parse);
    r.deviceType = row.text("device_type");
    r.occupancy = row.maybeParsed("occupancy_state", domain::occupancyFromString);
    r.batteryVolt = row.maybeNumber("battery");
    r.batteryPercent = row.maybeNumber("battery_percent");
    r.tempCelsius = row.maybeNumber("temperature");
    r.rssiDbm = row.maybeInteger("rssi");
    r.snrDb = row.maybeNumber("snr");
    r.gatewayId = row.text("gateway_id");
    r.gateways = gatewaysOf(row.array("gateways"));
    r.fCnt = quint32(row.bigint("f_cnt"));
    r.fPort = row.integer("f_port");
    r.dr = row.integer("dr");
    r.payload = row.bytes("payload");
    if (!row.isNull("object"))
        r.object = row.json("object");
    r.timeSuspect = row.flag("time_suspect");
    r.notes = row.text("notes").split(u'\n', Qt::SkipEmptyParts);
    r.time = row.time("timestamp");
    r.receivedAt = row.time("received_at");
    return r;
}

namespace {

QVariantList valuesOf(const domain::Reading &r, const Database &db)
{
    RowWriter row(kReadings, db);
    row.set("event_key", r.eventKey);
    row.set("device_eui", r.devEui);
    row.set("space_id", r.spaceId);
    row.set("device_type", r.deviceType);
    row.set("occupancy_state", r.occupancy);
    row.set("battery", r.batteryVolt);
    row.set("battery_percent", r.batteryPercent);
    row.set("temperature", r.tempCelsius);
    row.set("rssi", r.rssiDbm);
    row.set("snr", r.snrDb);
    row.set("gateway_id", r.gatewayId);
    row.set("gateways", QString::fromUtf8(gatewaysJson(r.gateways)));
    row.set("f_cnt", r.fCnt);
    row.set("f_port", r.fPort);
    row.set("dr", r.dr);
    row.set("payload", r.payload);
    row.set("object", r.object);
    row.set("time_suspect", r.timeSuspect);
    row.set("notes", r.notes.join(u'\n'));
    row.set("timestamp", r.time);
    row.set("received_at", r.receivedAt);
    return row.values();
}

using ReadingKey = std::pair<QStringView, UtcTime::rep>;

ReadingKey keyOf(const domain::Reading &reading)
{
    return {reading.eventKey, toMillis(reading.time)};
}

/// True for the first of each key.
QList<bool> firstOfEach(const QList<domain::Reading> &readings)
{
    QSet<ReadingKey> seen;
    seen.reserve(readings.size());
    QList<bool> isFirst;
    isFirst.reserve(readings.size());
    for (const domain::Reading &reading : readings) {
        const qsizetype known = seen.size();
        seen.insert(keyOf(reading));
        isFirst.append(seen.size() > known);
    }
    return isFirst;
}

/// Months since year 0 of a moment, UTC.
int monthOf(UtcTime time)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    return int(date.year()) * 12 + int(unsigned(date.month())) - 1;
}

/// What the connection remembers of a month's partition.
QString partitionOf(int month)
{
    return u"sensor_readings %1"_s.arg(month);
}

} // namespace

CopyRows ReadingStore::encode(const QList<domain::Reading> &readings)
{
    CopyRows rows(kReadings.names());
    rows.reserve(readings.size() * kRowBytes);
    QSet<ReadingKey> seen;
    seen.reserve(readings.size());
    const auto number = [&rows](const std::optional<double> &value) {
        value ? rows.number(*value) : rows.null();
    };
    for (const domain::Reading &r : readings) {
        const qsizetype known = seen.size();
        seen.insert(keyOf(r));
        if (seen.size() == known)
            continue;
        rows.text(r.eventKey);
        rows.hex(r.devEui.value());
        r.spaceId ? rows.uuid(r.spaceId->uuid()) : rows.null();
        rows.text(r.deviceType);
        r.occupancy ? rows.text(domain::nameOf(*r.occupancy)) : rows.null();
        number(r.batteryVolt);
        number(r.batteryPercent);
        number(r.tempCelsius);
        r.rssiDbm ? rows.integer(*r.rssiDbm) : rows.null();
        number(r.snrDb);
        rows.text(r.gatewayId);
        rows.json(gatewaysJson(r.gateways));
        rows.integer(r.fCnt);
        rows.integer(r.fPort);
        rows.integer(r.dr);
        rows.bytes(r.payload);
        if (r.object)
            rows.json(r.object->utf8());
        else
            rows.null();
        rows.flag(r.timeSuspect);
        rows.text(r.notes.join(u'\n'));
        rows.time(r.time);
        rows.time(r.receivedAt);
        rows.endRow();
    }
    return rows;
}

Result<qint64> ReadingStore::insert(const QList<domain::Reading> &readings)
{
    const Result<InsertedReadings> inserted = insertEach(readings, nullptr);
    return inserted ? Result<qint64>(inserted->count) : inserted.error();
}

Result<InsertedReadings> ReadingStore::insertEach(const QList<domain::Reading> &readings,
                                                  const CopyRows *encoded)
{
    if (Result<> done = ensureMonths(readings); !done)
        return done.error();
    if (m_db.isPostgres() && readings.size() >= kCopyFrom) {
        const auto copied = m_db.copy(u"sensor_readings"_s, encoded ? *encoded : encode(readings));
        if (!copied)
            return copied.error();
        if (*copied)
            return InsertedReadings{**copied,
                                    **copied == readings.size() ? QList<bool>(readings.size(), true)
                                                                : firstOfEach(readings)};
    }
    return insertRows(readings);
}

Result<InsertedReadings> ReadingStore::insertRows(const QList<domain::Reading> &readings)
{
    Rows rows(kReadings.names());
    QHash<ReadingKey, qsizetype> places;
    for (const domain::Reading &r : readings) {
        if (!places.contains(keyOf(r)))
            places.insert(keyOf(r), rows.rows().size());
        rows.add(valuesOf(r, m_db));
    }
    static const auto returning = [](Dialect dialect) {
        return kReadings.insert(u"ON CONFLICT (event_key, timestamp) DO NOTHING RETURNING "_s
                                + Selection(kKeys).sql(dialect));
    };
    static const RowStatement statement{returning(Dialect::Postgres).arrays,
                                        returning(Dialect::Sqlite).row};
    InsertedReadings inserted;
    inserted.isNew.resize(readings.size());
    const Result<> done = m_db.eachOfRows(statement, rows, [&](const QSqlQuery &row) {
        const QString key = row.value(0).toString();
        const qsizetype place = places.value({key, toMillis(Database::readTime(row.value(1)))}, -1);
        ++inserted.count;
        if (place >= 0)
            inserted.isNew[place] = true;
    });
    return done ? Result<InsertedReadings>(std::move(inserted)) : done.error();
}

/// Partitions of the months that the rows fall into, asked for once per connection and month.
Result<> ReadingStore::ensureMonths(const QList<domain::Reading> &readings)
{
    if (!m_db.isPostgres())
        return {};
    QMap<int, UtcTime> months;
    for (const domain::Reading &reading : readings)
        months.insert(monthOf(reading.time), reading.time);
    for (auto it = months.cbegin(); it != months.cend(); ++it) {
        if (hasPartition(it.value()))
            continue;
        if (Result<> done = ensurePartition(*it); !done)
            return done;
    }
    return {};
}

/// Not remembered when made inside a transaction that may roll back: then it is asked for again.
Result<> ReadingStore::ensurePartition(UtcTime time)
{
    Result<> done = m_db.each(u"SELECT ensure_reading_partition(:ts::timestamptz)"_s,
                              {{u"ts"_s, m_db.bind(time)}}, [](const QSqlQuery &) {});
    if (done)
        m_db.remember(partitionOf(monthOf(time)));
    return done;
}

bool ReadingStore::hasPartition(UtcTime time) const
{
    return m_db.isKnown(partitionOf(monthOf(time)));
}

Result<> ReadingStore::ensurePartitions(UtcTime now)
{
    if (!m_db.isPostgres())
        return {};
    using namespace std::chrono;
    const year_month_day today(floor<days>(now));
    for (int ahead = 0; ahead <= 3; ++ahead) {
        const year_month_day first = (today.year() / today.month() / 1) + months(ahead);
        if (Result<> done = ensurePartition(time_point_cast<Milliseconds>(sys_days(first))); !done)
            return done;
    }
    return {};
}

Result<QList<domain::Reading>> ReadingStore::between(domain::DevEui eui, UtcTime from, UtcTime to,
                                                     int limit)
{
    return select(m_db, kSelection,
                  u"FROM sensor_readings WHERE device_eui = :eui AND "
                  "timestamp >= :from AND timestamp < :to ORDER BY timestamp, event_key "
                  "LIMIT :limit"_s,
                  {{u"eui"_s, eui.toString()},
                   {u"from"_s, m_db.bind(from)},
                   {u"to"_s, m_db.bind(to)},
                   {u"limit"_s, limit}},
                  readReading);
}

Result<QHash<QString, QList<UtcTime>>> ReadingStore::timesOf(const QStringList &eventKeys)
{
    static const Selection kKeySelection{kKeys};
    const auto found =
        select(m_db, kKeySelection,
               u"FROM sensor_readings WHERE "_s + isAnyOf(m_db, u"event_key"_s, u"uuid"_s),
               {{u"list"_s, listValue(m_db, eventKeys)}}, [](RowReader &row) {
                   return std::pair(row.text("event_key"), row.time("timestamp"));
               });
    if (!found)
        return found.error();
    QHash<QString, QList<UtcTime>> times;
    for (const auto &[key, time] : *found)
        times[key].append(time);
    return times;
}

Result<std::optional<domain::Reading>> ReadingStore::latest(domain::DevEui eui)
{
    const Result<QList<domain::Reading>> found = newest(eui, 1);
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<QList<domain::Reading>> ReadingStore::newest(domain::DevEui eui, int limit)
{
    return select(m_db, kSelection,
                  u"FROM sensor_readings WHERE device_eui = :eui "
                  "ORDER BY timestamp DESC, event_key DESC LIMIT :limit"_s,
                  {{u"eui"_s, eui.toString()}, {u"limit"_s, limit}}, readReading, BadRows::Refuse);
}

Result<qint64> ReadingStore::count()
{
    return m_db.count(u"SELECT count(*) FROM sensor_readings"_s);
}

} // namespace parking::store

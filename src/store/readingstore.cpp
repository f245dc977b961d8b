#include "store/readingstore.h"

#include "base/literals.h"
#include "store/json.h"

#include <QLocale>
#include <QSet>

#include <algorithm>

namespace parking::store {

namespace {

const QStringList kColumns = {u"event_key"_s,
                              u"device_eui"_s,
                              u"space_id"_s,
                              u"device_type"_s,
                              u"occupancy_state"_s,
                              u"battery"_s,
                              u"battery_percent"_s,
                              u"temperature"_s,
                              u"rssi"_s,
                              u"snr"_s,
                              u"gateway_id"_s,
                              u"gateways"_s,
                              u"f_cnt"_s,
                              u"f_port"_s,
                              u"dr"_s,
                              u"payload"_s,
                              u"object"_s,
                              u"time_suspect"_s,
                              u"notes"_s,
                              u"timestamp"_s,
                              u"received_at"_s};

bool isPlain(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z');
    });
}

void appendPlain(QByteArray &json, const domain::GatewayReception &gateway)
{
    json += "{\"channel\":" + QByteArray::number(gateway.channel) + ",\"id\":\""
        + gateway.gatewayId.toLatin1() + "\",\"rssi\":" + QByteArray::number(gateway.rssiDbm)
        + ",\"snr\":" + QByteArray::number(gateway.snrDb, 'g', QLocale::FloatingPointShortest)
        + '}';
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
    QByteArray json = "[";
    for (const domain::GatewayReception &gateway : gateways) {
        if (json.size() > 1)
            json += ',';
        appendPlain(json, gateway);
    }
    return json + ']';
}

QList<domain::GatewayReception> gatewaysOf(const QString &text)
{
    QList<domain::GatewayReception> gateways;
    const QJsonArray array = arrayOf(text);
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        gateways.append({object.value(u"id").toString(), object.value(u"rssi").toInt(),
                         object.value(u"snr").toDouble(), object.value(u"channel").toInt(),
                         std::nullopt});
    }
    return gateways;
}

template <class T>
std::optional<T> read(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional<T>(value.value<T>());
}

domain::Reading readRow(const QSqlQuery &row)
{
    domain::Reading r;
    r.eventKey = row.value(0).toString();
    r.devEui = domain::DevEui::parse(row.value(1).toString()).valueOr({});
    r.spaceId = domain::SpaceId::parse(row.value(2).toString());
    r.deviceType = row.value(3).toString();
    r.occupancy = domain::occupancyFromString(row.value(4).toString());
    r.batteryVolt = read<double>(row.value(5));
    r.batteryPercent = read<double>(row.value(6));
    r.tempCelsius = read<double>(row.value(7));
    r.rssiDbm = read<int>(row.value(8));
    r.snrDb = read<double>(row.value(9));
    r.gatewayId = row.value(10).toString();
    r.gateways = gatewaysOf(row.value(11).toString());
    r.fCnt = row.value(12).toUInt();
    r.fPort = row.value(13).toInt();
    r.dr = row.value(14).toInt();
    r.payload = row.value(15).toByteArray();
    if (!row.value(16).isNull())
        r.object = objectOf(row.value(16).toString());
    r.timeSuspect = row.value(17).toBool();
    r.notes = row.value(18).toString().split(u'\n', Qt::SkipEmptyParts);
    r.time = Database::readTime(row.value(19));
    r.receivedAt = Database::readTime(row.value(20));
    return r;
}

QString selectColumns(const Database &db)
{
    QStringList columns = kColumns;
    columns[19] = db.timeColumn(columns[19]);
    columns[20] = db.timeColumn(columns[20]);
    return columns.join(u", "_s);
}

QString postgresInsert()
{
    return u"INSERT INTO sensor_readings (%1) SELECT event_key, device_eui, space_id, "
           "device_type, occupancy_state, battery, battery_percent, temperature, rssi, snr, "
           "gateway_id, gateways, f_cnt, f_port, dr, decode(payload, 'hex'), object, "
           "time_suspect, notes, timestamp, received_at FROM unnest(:event_key::uuid[], "
           ":device_eui::text[], :space_id::uuid[], :device_type::text[], "
           ":occupancy_state::text[], :battery::numeric[], :battery_percent::numeric[], "
           ":temperature::numeric[], :rssi::int[], :snr::numeric[], :gateway_id::text[], "
           ":gateways::jsonb[], :f_cnt::bigint[], :f_port::smallint[], :dr::smallint[], "
           ":payload::text[], :object::jsonb[], :time_suspect::boolean[], :notes::text[], "
           ":timestamp::timestamptz[], :received_at::timestamptz[]) AS r (%1) "
           "ON CONFLICT (event_key, timestamp) DO NOTHING"_s.arg(kColumns.join(u", "_s));
}

QString sqliteInsert()
{
    return u"INSERT INTO sensor_readings (%1) VALUES (:%2) "
           "ON CONFLICT (event_key, timestamp) DO NOTHING"_s.arg(kColumns.join(u", "_s),
                                                                 kColumns.join(u", :"_s));
}

/// Months since year 0 of a moment, UTC.
int monthOf(UtcTime time)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    return int(date.year()) * 12 + int(unsigned(date.month())) - 1;
}

} // namespace

CopyRows ReadingStore::encode(const QList<domain::Reading> &readings)
{
    CopyRows rows(kColumns);
    QSet<std::pair<QString, UtcTime::rep>> seen;
    const auto text = [&rows](const QString &value, bool present) {
        present ? rows.text(value) : rows.null();
    };
    const auto number = [&rows](const std::optional<double> &value) {
        value ? rows.number(*value) : rows.null();
    };
    for (const domain::Reading &r : readings) {
        const qsizetype known = seen.size();
        seen.insert({r.eventKey, toMillis(r.time)});
        if (seen.size() == known)
            continue;
        rows.text(r.eventKey);
        rows.text(r.devEui.toString());
        text(r.spaceId ? r.spaceId->toString() : QString(), r.spaceId.has_value());
        rows.text(r.deviceType);
        text(r.occupancy ? domain::nameOf(*r.occupancy) : QString(), r.occupancy.has_value());
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
            rows.json(QJsonDocument(*r.object).toJson(QJsonDocument::Compact));
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
    const bool many = m_db.isPostgres() && readings.size() >= kCopyFrom;
    return insert(readings, many ? encode(readings) : CopyRows(kColumns));
}

Result<qint64> ReadingStore::insert(const QList<domain::Reading> &readings, const CopyRows &encoded)
{
    if (Result<> done = ensureMonths(readings); !done)
        return done.error();
    if (m_db.isPostgres() && encoded.count() > 0) {
        const auto copied = m_db.copy(u"sensor_readings"_s, encoded);
        if (!copied)
            return copied.error();
        if (*copied)
            return **copied;
    }
    return insertRows(readings);
}

Result<qint64> ReadingStore::insertRows(const QList<domain::Reading> &readings)
{
    Rows rows(kColumns);
    for (const domain::Reading &r : readings) {
        rows.add({r.eventKey,
                  r.devEui.toString(),
                  r.spaceId ? QVariant(r.spaceId->toString()) : QVariant(),
                  r.deviceType,
                  r.occupancy ? QVariant(domain::nameOf(*r.occupancy)) : QVariant(),
                  Database::optional(r.batteryVolt),
                  Database::optional(r.batteryPercent),
                  Database::optional(r.tempCelsius),
                  Database::optional(r.rssiDbm),
                  Database::optional(r.snrDb),
                  r.gatewayId,
                  QString::fromUtf8(gatewaysJson(r.gateways)),
                  qint64(r.fCnt),
                  r.fPort,
                  r.dr,
                  r.payload,
                  r.object ? QVariant(toText(*r.object)) : QVariant(),
                  r.timeSuspect,
                  r.notes.join(u'\n'),
                  m_db.bind(r.time),
                  m_db.bind(r.receivedAt)});
    }
    static const QString postgres = postgresInsert();
    static const QString sqlite = sqliteInsert();
    return m_db.runRows(postgres, sqlite, rows);
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
        if (m_db.knownMonths().contains(it.key()))
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
        m_db.rememberMonth(monthOf(time));
    return done;
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
    QList<domain::Reading> readings;
    const Result<> done =
        m_db.each(u"SELECT %1 FROM sensor_readings WHERE device_eui = :eui AND "
                  "timestamp >= :from AND timestamp < :to ORDER BY timestamp, event_key "
                  "LIMIT :limit"_s.arg(selectColumns(m_db)),
                  {{u"eui"_s, eui.toString()},
                   {u"from"_s, m_db.bind(from)},
                   {u"to"_s, m_db.bind(to)},
                   {u"limit"_s, limit}},
                  [&](const QSqlQuery &row) { readings.append(readRow(row)); });
    if (!done)
        return done.error();
    return readings;
}

Result<std::optional<domain::Reading>> ReadingStore::latest(domain::DevEui eui)
{
    std::optional<domain::Reading> reading;
    const Result<> done = m_db.each(
        u"SELECT %1 FROM sensor_readings WHERE device_eui = :eui "
        "ORDER BY timestamp DESC, event_key DESC LIMIT 1"_s.arg(selectColumns(m_db)),
        {{u"eui"_s, eui.toString()}}, [&](const QSqlQuery &row) { reading = readRow(row); });
    if (!done)
        return done.error();
    return reading;
}

Result<qint64> ReadingStore::count()
{
    return m_db.count(u"SELECT count(*) FROM sensor_readings"_s);
}

} // namespace parking::store

// The part of DownlinkStore that looks things up for people, and the displays.

#include "base/literals.h"
#include "domain/errors.h"
#include "store/columns.h"
#include "store/downlinkstore.h"
#include "store/json.h"
#include "store/lists.h"

#include <algorithm>

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Display;

constexpr Column kDisplayColumns[] = {
    {"dev_eui", "text"},          {"device_class", "text"},         {"evidence", "text"},
    {"shown_f_port", "smallint"}, {"shown_payload", kBytes},        {"shown_colour", "text"},
    {"shown_state", "text"},      {"shown_at", "timestamptz"},      {"problem", "text"},
    {"suggested_type", "text"},   {"problem_since", "timestamptz"}, {"mismatches", "int"},
};

constexpr int kDelayRows = 5000; // delays are of the newest rows: what is, not what was

struct Condition {
    QString sql;
    QVariantMap values;
};

Condition conditionOf(const domain::DownlinkFilter &filter, const Database &db)
{
    Condition result;
    QStringList parts{u"1 = 1"_s};
    const auto add = [&](const char *sql, const char *name, const QVariant &value) {
        parts.append(QString::fromLatin1(sql));
        result.values.insert(QString::fromLatin1(name), value);
    };
    if (filter.state)
        add("d.state = :state", "state", domain::nameOf(*filter.state));
    if (filter.openOnly)
        parts.append(u"d.state IN ('pending', 'sending', 'queued')"_s);
    if (filter.troubleOnly)
        parts.append(u"d.state IN ('failed', 'expired')"_s);
    if (filter.devEui)
        add("d.dev_eui = :device", "device", filter.devEui->toString());
    if (filter.spaceId)
        add("d.space_id = :space", "space", filter.spaceId->toString());
    if (filter.since)
        add("d.decided_at >= :since", "since", db.bind(*filter.since));
    QString spaces;
    if (!filter.text.isEmpty()) {
        spaces = u"LEFT JOIN spaces s ON s.id = d.space_id "_s;
        parts.append(containsText(db, {u"coalesce(s.code, '')"_s, u"d.dev_eui"_s, u"d.detail"_s}));
        result.values.insert(u"text"_s, textPattern(db, filter.text));
    }
    result.sql = spaces + u"WHERE "_s + parts.join(u" AND "_s);
    return result;
}

std::optional<double> percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return std::nullopt;
    const auto at = std::ptrdiff_t(std::min(double(values.size() - 1), values.size() * share));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[size_t(at)];
}

/// Somebody may have written there by hand: what cannot be read is told and left as it is.
void readSettings(const QString &text, Display &display)
{
    if (text.isEmpty())
        return; // no row yet
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    const Result<domain::DisplaySettings> settings = document.isObject()
        ? domain::parseDisplaySettings(document.object())
        : domain::errors::validation(u"settings"_s, u"no JSON object"_s);
    if (settings)
        display.settings = *settings;
    else
        display.settingsError = settings.error().detail;
}

Display readDisplay(const QSqlQuery &row)
{
    Display d;
    d.devEui = DevEui::parse(row.value(0).toString()).valueOr({});
    d.deviceClass = row.value(1).toString();
    d.evidence =
        domain::evidenceFromString(row.value(2).toString()).value_or(domain::Evidence::None);
    if (!row.value(5).isNull())
        d.shownColour = domain::parseRgbHex(row.value(5).toString()).valueOr({});
    d.shownState = domain::spaceStateFromString(row.value(6).toString());
    if (!row.value(4).isNull()) {
        d.shown = domain::LampFrame();
        d.shown->fPort = row.value(3).toInt();
        d.shown->payload = row.value(4).toByteArray();
        d.shown->state = d.shownState.value_or(domain::SpaceState::Free);
        d.shown->colour = d.shownColour.value_or(domain::Rgb());
    }
    d.shownAt = Database::readOptionalTime(row.value(7));
    d.problem = row.value(8).toString();
    d.suggestedType = row.value(9).toString();
    d.problemSince = Database::readOptionalTime(row.value(10));
    d.mismatches = row.value(11).toInt();
    d.profileName = row.value(12).toString();
    d.typeSetting = row.value(13).toString();
    d.gatewayId = row.value(14).toString();
    d.joinedAt = Database::readOptionalTime(row.value(15));
    readSettings(row.value(16).toString(), d);
    return d;
}

QVariantList values(const Display &d, const Database &db)
{
    return {d.devEui.toString(),
            d.deviceClass.left(10),
            domain::nameOf(d.evidence),
            d.shown ? QVariant(d.shown->fPort) : QVariant(),
            d.shown ? QVariant(d.shown->payload) : QVariant(),
            d.shownColour ? QVariant(d.shownColour->toHex()) : QVariant(),
            d.shownState ? QVariant(domain::nameOf(*d.shownState)) : QVariant(),
            db.bind(d.shownAt),
            d.problem,
            d.suggestedType,
            db.bind(d.problemSince),
            d.mismatches};
}

} // namespace

Result<domain::DownlinkPage> DownlinkStore::list(const domain::DownlinkFilter &filter,
                                                 const PageRequest &page)
{
    if (Result<> checked = check(page); !checked)
        return checked.error();
    const Condition condition = conditionOf(filter, m_db);
    domain::DownlinkPage result;
    Result<domain::DownlinkTotals> all = totals(condition.sql, condition.values);
    if (!all)
        return all.error();
    result.totals = *all;
    for (qint64 count : result.totals.byState)
        result.total += count;
    QVariantMap bound = condition.values;
    bound.insert(u"limit"_s, page.limit);
    bound.insert(u"offset"_s, page.offset);
    Result<QList<domain::Downlink>> rows =
        query(condition.sql + u" ORDER BY d.sequence DESC LIMIT :limit OFFSET :offset"_s, bound);
    if (!rows)
        return rows.error();
    result.rows = std::move(*rows);
    return result;
}

Result<domain::DownlinkTotals> DownlinkStore::totals(const QString &condition,
                                                     const QVariantMap &bound)
{
    domain::DownlinkTotals totals;
    Result<> done = m_db.each(
        u"SELECT d.state, count(*) FROM downlinks d %1 GROUP BY d.state"_s.arg(condition), bound,
        [&](const QSqlQuery &row) {
            if (const auto state = domain::downlinkStateFromString(row.value(0).toString()))
                totals.byState[size_t(*state)] = row.value(1).toLongLong();
        });
    if (!done)
        return done.error();
    std::vector<double> toChirpStack;
    std::vector<double> toAir;
    done = m_db.each(u"SELECT %1, %2, %3 FROM downlinks d %4 ORDER BY d.sequence DESC LIMIT %5"_s
                         .arg(m_db.timeColumn(u"d.decided_at"_s), m_db.timeColumn(u"d.queued_at"_s),
                              m_db.timeColumn(u"d.sent_at"_s), condition)
                         .arg(kDelayRows),
                     bound, [&](const QSqlQuery &row) {
                         if (!row.value(1).isNull())
                             toChirpStack.push_back(
                                 double(row.value(1).toLongLong() - row.value(0).toLongLong()));
                         if (!row.value(2).isNull())
                             toAir.push_back(
                                 double(row.value(2).toLongLong() - row.value(0).toLongLong()));
                     });
    if (!done)
        return done.error();
    totals.toChirpStackP50Ms = percentile(toChirpStack, 0.5);
    totals.toChirpStackP95Ms = percentile(std::move(toChirpStack), 0.95);
    totals.toAirP50Ms = percentile(toAir, 0.5);
    totals.toAirP95Ms = percentile(std::move(toAir), 0.95);
    return totals;
}

Result<QHash<DevEui, Display>> DownlinkStore::displays(const QList<DevEui> &devices)
{
    QHash<DevEui, Display> found;
    QStringList columns;
    for (const Column &column : kDisplayColumns) {
        const QString name = u"y."_s + QString::fromLatin1(column.name);
        columns.append(QByteArrayView(column.type) == "timestamptz" ? m_db.timeColumn(name) : name);
    }
    columns[0] = u"e.dev_eui"_s;
    QString which = u"SELECT display_eui AS dev_eui FROM spaces "
                    "WHERE deleted_at IS NULL AND display_eui IS NOT NULL"_s;
    QVariantMap bound;
    if (!devices.isEmpty()) {
        which = m_db.isPostgres() ? u"SELECT unnest(:list::text[]) AS dev_eui"_s
                                  : u"SELECT value AS dev_eui FROM json_each(:list)"_s;
        bound.insert(u"list"_s, listValue(m_db, euiTexts(devices)));
    }
    const Result<> done = m_db.each(
        u"SELECT %1, v.profile_name, v.type_setting, v.gateway_id, %2, y.settings FROM (%3) e "
        "LEFT JOIN displays y ON y.dev_eui = e.dev_eui "
        "LEFT JOIN devices v ON v.dev_eui = e.dev_eui"_s.arg(
            columns.join(u", "_s), m_db.timeColumn(u"v.last_join"_s), which),
        bound, [&](const QSqlQuery &row) {
            Display display = readDisplay(row);
            found.insert(display.devEui, std::move(display));
        });
    if (!done)
        return done.error();
    return found;
}

Result<> DownlinkStore::saveSettings(DevEui device, const domain::DisplaySettings &settings)
{
    return m_db.run(
        u"INSERT INTO displays (dev_eui, settings) VALUES (:device, "
        ":settings) ON CONFLICT (dev_eui) DO UPDATE SET settings = "
        "excluded.settings"_s,
        {{u"device"_s, device.toString()}, {u"settings"_s, toText(domain::toJson(settings))}});
}

Result<> DownlinkStore::saveDisplays(const QList<Display> &displays)
{
    if (displays.isEmpty())
        return {};
    Rows rows(names(kDisplayColumns));
    QStringList sets;
    for (const Column &column : kDisplayColumns) {
        if (column.name != kDisplayColumns[0].name)
            sets.append(u"%1 = excluded.%1"_s.arg(QLatin1StringView(column.name)));
    }
    for (const Display &display : displays)
        rows.add(values(display, m_db));
    const QString upsert = u" ON CONFLICT (dev_eui) DO UPDATE SET "_s + sets.join(u", "_s);
    const Result<qint64> done =
        m_db.runRows(insertInto("displays", kDisplayColumns, true) + upsert,
                     insertInto("displays", kDisplayColumns, false) + upsert, rows);
    return done ? Result<>() : Result<>(done.error());
}

} // namespace parking::store

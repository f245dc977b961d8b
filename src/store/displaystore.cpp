#include "store/displaystore.h"

#include "domain/errors.h"
#include "store/condition.h"

namespace parking::store {

namespace {

using domain::DevEui;
using domain::Display;

const Table kDisplays{"displays",
                      {{"dev_eui"},
                       {"device_class"},
                       {"evidence"},
                       {"shown_f_port", Type::SmallInt},
                       {"shown_payload", Type::Bytes},
                       {"shown_colour"},
                       {"shown_state"},
                       {"shown_at", Type::Time},
                       {"problem"},
                       {"suggested_type"},
                       {"problem_since", Type::Time},
                       {"mismatches", Type::Int}}};

/// "e" gives the devices, "y" may have no row of them, nor "v".
const Selection kSelection =
    Selection("displays", "e", {{"dev_eui"}})
        .with(Selection(kDisplays, "y"))
        .with({"displays", "y", {{"settings", Type::Json}}})
        .with({"devices",
               "v",
               {{"profile_name"}, {"type_setting"}, {"gateway_id"}, {"last_join", Type::Time}}});

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

/// What a lamp shows, all or nothing of it: of a word that is not known nothing follows.
void readShown(RowReader &row, Display &d)
{
    d.evidence =
        row.maybeParsed("evidence", domain::evidenceFromString).value_or(domain::Evidence::None);
    d.shownColour = row.maybeParsed("shown_colour", domain::parseRgbHex);
    d.shownState = row.maybeParsed("shown_state", domain::spaceStateFromString);
    if (row.isNull("shown_payload"))
        return;
    d.shown = domain::LampFrame();
    d.shown->fPort = row.integer("shown_f_port");
    d.shown->payload = row.bytes("shown_payload");
    d.shown->state = d.shownState.value_or(domain::SpaceState::Free);
    d.shown->colour = d.shownColour.value_or(domain::Rgb());
}

Display readDisplay(RowReader &row, Database &db)
{
    Display d;
    d.devEui = row.parsed("dev_eui", DevEui::parse);
    if (row.error())
        return d;
    readShown(row, d);
    if (const std::optional<Error> error = row.takeError()) {
        db.leaveOut(*error);
        d = Display();
        d.devEui = row.parsed("dev_eui", DevEui::parse);
    }
    d.deviceClass = row.text("device_class");
    d.shownAt = row.maybeTime("shown_at");
    d.problem = row.text("problem");
    d.suggestedType = row.text("suggested_type");
    d.problemSince = row.maybeTime("problem_since");
    d.mismatches = row.integer("mismatches");
    readSettings(row.text("settings"), d);
    d.profileName = row.text("profile_name");
    d.typeSetting = row.text("type_setting");
    d.gatewayId = row.text("gateway_id");
    d.joinedAt = row.maybeTime("last_join");
    return d;
}

QVariantList valuesOf(const Display &d, const Database &db)
{
    RowWriter row(kDisplays, db);
    row.set("dev_eui", d.devEui);
    row.set("device_class", d.deviceClass.left(10));
    row.set("evidence", d.evidence);
    if (d.shown) {
        row.set("shown_f_port", d.shown->fPort);
        row.set("shown_payload", d.shown->payload);
    }
    if (d.shownColour)
        row.set("shown_colour", d.shownColour->toHex());
    row.set("shown_state", d.shownState);
    row.set("shown_at", d.shownAt);
    row.set("problem", d.problem);
    row.set("suggested_type", d.suggestedType);
    row.set("problem_since", d.problemSince);
    row.set("mismatches", d.mismatches);
    return row.values();
}

} // namespace

Result<QHash<DevEui, Display>> DisplayStore::find(const QList<DevEui> &devices)
{
    QString which = u"SELECT display_eui AS dev_eui FROM spaces "
                    "WHERE deleted_at IS NULL AND display_eui IS NOT NULL"_s;
    QVariantMap bound;
    if (!devices.isEmpty()) {
        which = listTable(m_db, u"dev_eui"_s, u"text"_s);
        bound.insert(u"list"_s, listValue(m_db, devices));
    }
    const Result<QList<Display>> displays =
        select(m_db, kSelection,
               u"FROM (%1) e LEFT JOIN displays y ON y.dev_eui = e.dev_eui "
               "LEFT JOIN devices v ON v.dev_eui = e.dev_eui"_s.arg(which),
               bound, [this](RowReader &row) { return readDisplay(row, m_db); });
    if (!displays)
        return displays.error();
    QHash<DevEui, Display> found;
    for (const Display &display : *displays)
        found.insert(display.devEui, display);
    return found;
}

Result<> DisplayStore::save(const QList<Display> &displays)
{
    Rows rows(kDisplays.names());
    for (const Display &display : displays)
        rows.add(valuesOf(display, m_db));
    static const RowStatement statement = kDisplays.upsert();
    return m_db.runRows(statement, rows);
}

Result<> DisplayStore::saveSettings(DevEui device, const domain::DisplaySettings &settings)
{
    return m_db.run(
        u"INSERT INTO displays (dev_eui, settings) VALUES (:device, :settings) "
        "ON CONFLICT (dev_eui) DO UPDATE SET settings = excluded.settings"_s,
        {{u"device"_s, device.toString()}, {u"settings"_s, toText(domain::toJson(settings))}});
}

Result<> DisplayStore::forgetShown(const QList<domain::Downlink> &rows)
{
    // domain::forget() in SQL: the row may have been withdrawn meanwhile.
    static const QString forget =
        u"UPDATE displays SET evidence = 'none', shown_f_port = NULL, shown_payload = NULL, "
        "shown_colour = NULL, shown_state = NULL, shown_at = CASE WHEN shown_at > :posted "
        "THEN shown_at ELSE coalesce(:posted, shown_at) END "
        "WHERE dev_eui = :device "
        "AND (shown_at IS NULL OR shown_at <= :chance) "
        "AND EXISTS (SELECT 1 FROM downlinks WHERE id = :id AND state = :state)"_s;
    for (const domain::Downlink &row : rows) {
        if (domain::isOpen(row.state) || !domain::mayHavePlayed(row))
            continue;
        const Result<> done = m_db.run(forget,
                                       {{u"device"_s, row.devEui.toString()},
                                        {u"chance"_s, m_db.bind(domain::lastChance(row))},
                                        {u"posted"_s, m_db.bind(row.postedAt)},
                                        {u"id"_s, row.id.toString()},
                                        {u"state"_s, domain::nameOf(row.state)}});
        if (!done)
            return done;
    }
    return {};
}

} // namespace parking::store

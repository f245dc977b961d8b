#include "store/eventrows.h"

#include "store/actstore.h"
#include "store/readingrow.h"

namespace parking::store {

const Selection &readingEvents(const Database &db)
{
    static const Selection withRow =
        Selection("sensor_readings", "", {{"rowid", Type::BigInt}}).with(Selection(kReadingRow));
    static const Selection plain{kReadingRow};
    return db.dialect() == Dialect::Sqlite ? withRow : plain;
}

const Selection &changeEvents()
{
    static const Selection selection =
        Selection("state_changes", "", {{"id", Type::BigInt}}).with(Selection(kChangeRow));
    return selection;
}

const Selection &stepEvents()
{
    static const Selection selection = Selection("downlink_events", "e",
                                                 {{"id", Type::BigInt},
                                                  {"event_key", Type::Uuid},
                                                  {"dev_eui"},
                                                  {"kind"},
                                                  {"time", Type::Time},
                                                  {"gateway_id"},
                                                  {"detail"},
                                                  {"outcome"}})
                                           .with(Selection("downlinks", "d",
                                                           {{"wanted_state"},
                                                            {"colour"},
                                                            {"device_type"},
                                                            {"f_port"},
                                                            {"payload", Type::Bytes}}));
    return selection;
}

const Selection kBookingEvents("bookings_public", "",
                               {{"id", Type::Uuid},
                                {"space_id", Type::Uuid},
                                {"start_time", Type::Time},
                                {"end_time", Type::Time},
                                {"status"},
                                {"created_at", Type::Time},
                                {"updated_at", Type::Time}});
const Selection kLetterEvents("dead_letters", "",
                              {{"id", Type::BigInt},
                               {"topic", Type::Bytes},
                               {"payload", Type::Bytes},
                               {"payload_bytes", Type::BigInt},
                               {"code"},
                               {"detail"},
                               {"recorded_at", Type::Time},
                               {"times", Type::BigInt},
                               {"asked_at", Type::Time}});
const Selection kAlarmEvents("alarms", "",
                             {{"id", Type::Uuid},
                              {"kind"},
                              {"subject"},
                              {"level"},
                              {"raised_at", Type::Time},
                              {"cleared_at", Type::Time}});
const Selection kOutageEvents("outages", "",
                              {{"id", Type::Uuid},
                               {"station_id"},
                               {"check_name"},
                               {"level"},
                               {"problem"},
                               {"detail"},
                               {"began_at", Type::Time},
                               {"ended_at", Type::Time}});

Found readStep(RowReader &row)
{
    domain::CommandStep step;
    domain::DownlinkEvent &e = step.event;
    e.key = row.text("event_key");
    e.devEui = row.parsed("dev_eui", domain::DevEui::parse);
    e.kind = row.parsed("kind", domain::downlinkEventKindFromString);
    e.time = row.time("time");
    e.gatewayId = row.text("gateway_id");
    e.detail = row.text("detail");
    if (const QString outcome = row.text("outcome"); !outcome.isEmpty())
        e.outcome =
            domain::downlinkOutcomeFromString(outcome).value_or(domain::DownlinkOutcome::Other);
    if (!row.isNull("wanted_state")) {
        step.frame.state = row.parsed("wanted_state", domain::spaceStateFromString);
        step.frame.colour = domain::parseRgbHex(row.text("colour")).valueOr({});
        step.frame.deviceType = row.text("device_type");
        step.frame.fPort = row.integer("f_port");
        step.frame.payload = row.bytes("payload");
    }
    return {domain::eventOf(step), row.bigint("id")};
}

Found readAct(RowReader &row)
{
    domain::BookingAct act;
    act.id = row.parsed("id", domain::BookingId::parse);
    act.start = row.time("start_time");
    act.end = row.time("end_time");
    act.status = row.parsed("status", domain::bookingStatusFromString);
    const UtcTime updated = row.time("updated_at");
    act.isNew = row.time("created_at") == updated;
    return {domain::eventOf(act, row.parsed("space_id", domain::SpaceId::parse), updated),
            toMillis(updated), act.id.toString()};
}

Found readLetter(RowReader &row)
{
    domain::LetterNote letter;
    letter.id = row.bigint("id");
    letter.topic = row.bytes("topic");
    letter.payload = row.bytes("payload");
    letter.payloadBytes = row.bigint("payload_bytes");
    letter.code = row.text("code");
    letter.detail = row.text("detail");
    letter.times = row.bigint("times");
    letter.isAsked = !row.isNull("asked_at");
    return {domain::eventOf(letter, row.time("recorded_at")), letter.id};
}

Found readPersonsAct(RowReader &row)
{
    const domain::Act act = readActRow(row);
    return {domain::eventOf(act), act.id};
}

Found readAlarm(RowReader &row, bool isEnd)
{
    domain::AlarmNote note;
    note.cause.kind = row.parsed("kind", domain::alarmKindFromString);
    note.cause.subject = row.text("subject");
    note.level = row.parsed("level", domain::alarmLevelFromString);
    note.isCleared = isEnd;
    const QString id = row.text("id");
    const UtcTime time = row.time(isEnd ? "cleared_at" : "raised_at");
    return {domain::eventOf(note, id, time), toMillis(time), id};
}

Found readOutage(RowReader &row, bool isEnd)
{
    domain::OutageNote note;
    note.isEnded = isEnd;
    domain::Outage &outage = note.outage;
    outage.id = row.text("id");
    outage.stationId = row.text("station_id");
    outage.check = row.text("check_name");
    outage.level = row.text("level") == u"unhealthy" ? domain::HealthLevel::Unhealthy
                                                     : domain::HealthLevel::Degraded;
    outage.problem = row.text("problem");
    outage.detail = row.text("detail");
    outage.from = row.time("began_at");
    outage.to = row.maybeTime("ended_at");
    return {domain::eventOf(note), toMillis(isEnd ? row.time("ended_at") : outage.from), outage.id};
}

} // namespace parking::store

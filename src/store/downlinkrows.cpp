#include "store/downlinkrows.h"

namespace parking::store {

using domain::DevEui;
using domain::Downlink;

const Table kDownlinks{"downlinks",
                       {{"id", Type::Uuid},
                        {"dev_eui", Type::Text, kFixed},
                        {"space_id", Type::Uuid, kFixed},
                        {"wanted_state", Type::Text, kFixed},
                        {"colour", Type::Text, kFixed},
                        {"device_type", Type::Text, kFixed},
                        {"f_port", Type::SmallInt, kFixed},
                        {"payload", Type::Bytes, kFixed},
                        {"confirmed", Type::Bool, kFixed},
                        {"cause", Type::Text, kFixed},
                        {"actor", Type::Text, kFixed},
                        {"state"},
                        {"problem"},
                        {"detail"},
                        {"attempts", Type::Int},
                        {"refusals", Type::Int},
                        {"queue_item_id", Type::Uuid},
                        {"gateway_id"},
                        {"decided_at", Type::Time, kFixed},
                        {"received_at", Type::Time, kFixed},
                        {"posted_at", Type::Time},
                        {"queued_at", Type::Time},
                        {"sent_at", Type::Time},
                        {"acked_at", Type::Time},
                        {"echoed_at", Type::Time},
                        {"ended_at", Type::Time},
                        {"expires_at", Type::Time}}};

namespace {

constexpr int kDetailMax = 500;

const Selection kSelection =
    Selection(kDownlinks, "d").with({"downlinks", "d", {{"sequence", Type::BigInt}}});

Downlink readDownlink(RowReader &row)
{
    Downlink d;
    d.id = row.parsed("id", domain::DownlinkId::parse);
    d.devEui = row.parsed("dev_eui", DevEui::parse);
    d.spaceId = row.maybeParsed("space_id", domain::SpaceId::parse).value_or(domain::SpaceId());
    d.frame.state = row.parsed("wanted_state", domain::spaceStateFromString);
    d.frame.colour = row.parsed("colour", domain::parseRgbHex);
    d.frame.deviceType = row.text("device_type");
    d.frame.fPort = row.integer("f_port");
    d.frame.payload = row.bytes("payload");
    d.frame.confirmed = row.flag("confirmed");
    d.cause = row.parsed("cause", domain::downlinkCauseFromString);
    d.actor = row.text("actor");
    d.state = row.parsed("state", domain::downlinkStateFromString);
    d.problem = row.text("problem");
    d.detail = row.text("detail");
    d.attempts = row.integer("attempts");
    d.refusals = row.integer("refusals");
    d.queueItemId = row.text("queue_item_id");
    d.gatewayId = row.text("gateway_id");
    d.decidedAt = row.time("decided_at");
    d.receivedAt = row.maybeTime("received_at");
    d.postedAt = row.maybeTime("posted_at");
    d.queuedAt = row.maybeTime("queued_at");
    d.sentAt = row.maybeTime("sent_at");
    d.ackedAt = row.maybeTime("acked_at");
    d.echoedAt = row.maybeTime("echoed_at");
    d.endedAt = row.maybeTime("ended_at");
    d.expiresAt = row.maybeTime("expires_at");
    d.sequence = row.bigint("sequence");
    return d;
}

} // namespace

Result<QList<Downlink>> selectDownlinks(Database &db, const QString &rest, const QVariantMap &bound,
                                        BadRows bad)
{
    return select(db, kSelection, u"FROM downlinks d "_s + rest, bound, readDownlink, bad);
}

QVariantList valuesOf(const Downlink &d, const Database &db)
{
    RowWriter row(kDownlinks, db);
    row.set("id", d.id);
    row.set("dev_eui", d.devEui);
    row.set("space_id", d.spaceId);
    row.set("wanted_state", d.frame.state);
    row.set("colour", d.frame.colour.toHex());
    row.set("device_type", d.frame.deviceType);
    row.set("f_port", d.frame.fPort);
    row.set("payload", d.frame.payload);
    row.set("confirmed", d.frame.confirmed);
    row.set("cause", d.cause);
    row.set("actor", d.actor);
    row.set("state", d.state);
    row.set("problem", d.problem);
    row.set("detail", QString(d.detail.left(kDetailMax)).remove(QChar::Null));
    row.set("attempts", d.attempts);
    row.set("refusals", d.refusals);
    row.setOrNull("queue_item_id", d.queueItemId);
    row.set("gateway_id", d.gatewayId);
    row.set("decided_at", d.decidedAt);
    row.set("received_at", d.receivedAt);
    row.set("posted_at", d.postedAt);
    row.set("queued_at", d.queuedAt);
    row.set("sent_at", d.sentAt);
    row.set("acked_at", d.ackedAt);
    row.set("echoed_at", d.echoedAt);
    row.set("ended_at", d.endedAt);
    row.set("expires_at", d.expiresAt);
    return row.values();
}

} // namespace parking::store

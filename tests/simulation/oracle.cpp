#include "oracle.h"

#include "base/literals.h"
#include "devices/displayframe.h"
#include "store/displaystore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace parking::simulation {

using domain::SensorInput;
using sim::SimMessage;

namespace {

QByteArray eventOf(const SimMessage &message)
{
    return message.topic.mid(message.topic.lastIndexOf('/') + 1);
}

/// The rule, said once more: the later event, at equal times the higher key.
bool isLater(const SensorInput &input, const SensorInput &than)
{
    return std::pair(input.eventTime, input.eventKey) > std::pair(than.eventTime, than.eventKey);
}

} // namespace

Oracle::Oracle(const sim::SimSite &site) : m_site(site)
{
    for (qsizetype i = 0; i < site.spaces.size(); ++i)
        m_device.insert(site.spaces[i].id, int(i));
}

void Oracle::blame(const QString &words)
{
    if (!m_blames.contains(words))
        m_blames.append(words);
}

// --- By day --------------------------------------------------------------------------------------

void Oracle::appended(const SimMessage &message)
{
    if (eventOf(message) == "up" && !m_uplinks.contains(message.key))
        m_uplinks.insert(message.key, {message, false});
}

void Oracle::acknowledged(const SimMessage &message)
{
    const QByteArray event = eventOf(message);
    if (event == "up")
        m_uplinks[message.key].isAcknowledged = true;
    if (event != "txack" && event != "ack")
        return;
    const QJsonObject body = QJsonDocument::fromJson(message.payload).object();
    QString kind = QString::fromLatin1(event);
    if (event == "ack" && !body.value(u"acknowledged").toBool())
        kind = u"nack"_s;
    m_words.insert(body.value(u"queueItemId").toString() + u' ' + kind);
}

void Oracle::claimed(const QList<domain::SpaceStatus> &statuses)
{
    for (const domain::SpaceStatus &status : statuses) {
        const QString code = m_site.spaces[m_device.value(status.id)].code;
        const std::optional<SensorInput> &input = status.inputs.sensor;
        if (!input) {
            if (status.state != domain::SpaceState::Free && !status.inputs.operatorOverride)
                blame(u"%1 is %2 and nobody said so"_s.arg(code, domain::nameOf(status.state)));
            if (m_told.contains(status.id))
                blame(u"%1 lost its word"_s.arg(code));
            continue;
        }
        const auto heard = m_uplinks.constFind(input->eventKey);
        if (heard == m_uplinks.cend() || heard->message.time != input->eventTime
            || heard->message.occupancy != input->occupancy
            || heard->message.device != m_device.value(status.id))
            blame(u"%1: nobody sent what %2 is said to have told"_s.arg(code, input->eventKey));
        const auto before = m_told.constFind(status.id);
        if (before != m_told.cend() && *before != *input && !isLater(*input, *before))
            blame(u"%1: an older event won at %2"_s.arg(code, toIso(input->eventTime)));
        m_told.insert(status.id, *input);
        const domain::Resolved resolved = domain::resolve(status.inputs, {}, input->eventTime);
        if (resolved.state != status.state)
            blame(u"%1: told as %2"_s.arg(code, domain::nameOf(status.state)));
    }
}

// --- In the evening ------------------------------------------------------------------------------

void Oracle::judge(store::Database &database, const sim::LampNetwork &lamps)
{
    judgeReadings(database);
    judgeDevices(database);
    judgeSpaces(database);
    judgeLamps(database, lamps);
    judgeLedger(database);
}

/// Each acknowledged uplink is there once, and none that was not sent.
void Oracle::judgeReadings(store::Database &database)
{
    QHash<QString, int> stored;
    const Result<> read =
        database.each(u"SELECT event_key FROM sensor_readings"_s, {},
                      [&stored](const QSqlQuery &row) { ++stored[row.value(0).toString()]; });
    if (!read)
        return blame(read.error().detail);
    int missing = 0;
    int doubled = 0;
    for (auto it = m_uplinks.cbegin(); it != m_uplinks.cend(); ++it)
        missing += it->isAcknowledged && !stored.contains(it.key()) ? 1 : 0;
    for (auto it = stored.cbegin(); it != stored.cend(); ++it) {
        doubled += *it > 1 ? 1 : 0;
        if (!m_uplinks.contains(it.key()))
            blame(u"a reading that nobody sent"_s);
    }
    if (missing > 0)
        blame(u"%1 acknowledged uplinks are not stored"_s.arg(missing));
    if (doubled > 0)
        blame(u"%1 uplinks are stored twice"_s.arg(doubled));
    const Result<qint64> letters = database.count(u"SELECT count(*) FROM dead_letters"_s);
    if (!letters || *letters > 0)
        blame(u"there are dead letters"_s);
}

void Oracle::judgeDevices(store::Database &database)
{
    const Result<> read = database.each(
        u"SELECT d.dev_eui, d.uplink_count, (SELECT count(*) FROM sensor_readings r "
        "WHERE r.device_eui = d.dev_eui) FROM devices d"_s,
        {}, [this](const QSqlQuery &row) {
            if (row.value(1).toLongLong() != row.value(2).toLongLong())
                blame(u"%1 counts %2 uplinks of %3"_s.arg(
                    row.value(0).toString(), row.value(1).toString(), row.value(2).toString()));
        });
    if (!read)
        blame(read.error().detail);
}

void Oracle::judgeSpaces(store::Database &database)
{
    QHash<int, SensorInput> newest;
    for (const Heard &heard : std::as_const(m_uplinks)) {
        const SimMessage &message = heard.message;
        if (message.kind != SimMessage::Kind::Uplink)
            continue;
        const SensorInput input{message.occupancy, message.time, message.key};
        const auto known = newest.constFind(message.device);
        if (known == newest.cend() || isLater(input, *known))
            newest.insert(message.device, input);
    }
    const Result<> read = database.each(
        u"SELECT id, code, state, sensor_state, sensor_event_time, sensor_event_key FROM spaces"_s,
        {}, [&](const QSqlQuery &row) {
            const QString code = row.value(1).toString();
            const auto id = domain::SpaceId::parse(row.value(0).toString());
            const int device = id ? m_device.value(*id, -1) : -1;
            const auto wanted = newest.constFind(device);
            if (wanted == newest.cend())
                return blame(u"%1 was never heard"_s.arg(code));
            if (row.value(5).toString() != wanted->eventKey
                || row.value(4).toLongLong() != toMillis(wanted->eventTime))
                blame(u"%1 is not by the latest event"_s.arg(code));
            const bool isOccupied = row.value(2).toString() == u"OCCUPIED";
            if (isOccupied != (m_truth.value(device) == domain::Occupancy::Occupied))
                blame(u"%1 is %2, and that is not so"_s.arg(code, row.value(2).toString()));
        });
    if (!read)
        blame(read.error().detail);
}

void Oracle::judgeLamps(store::Database &database, const sim::LampNetwork &lamps)
{
    const auto displays = store::DisplayStore(database).find();
    if (!displays)
        return blame(displays.error().detail);
    for (qsizetype i = 0; i < m_site.spaces.size(); ++i) {
        const domain::Space &space = m_site.spaces[i];
        if (!space.displayEui)
            continue;
        const domain::SpaceState state = m_truth.value(int(i)) == domain::Occupancy::Occupied
            ? domain::SpaceState::Occupied
            : domain::SpaceState::Free;
        const domain::Display display = displays->value(*space.displayEui);
        const auto wanted = devices::wantedFrame(display, {}, false, state);
        if (!wanted || lamps.applied(*space.displayEui) != wanted->payload)
            blame(u"the lamp of %1 shows %2 instead of %3 (%4)"_s.arg(
                space.code, QString::fromLatin1(lamps.applied(*space.displayEui).toHex()),
                wanted ? QString::fromLatin1(wanted->payload.toHex()) : u"nothing"_s,
                display.problem));
    }
}

void Oracle::judgeLedger(store::Database &database)
{
    const Result<qint64> open = database.count(
        u"SELECT count(*) FROM downlinks WHERE state IN ('pending', 'sending', 'queued')"_s);
    if (!open || *open > 0)
        blame(u"%1 rows of the ledger are open"_s.arg(open.valueOr(-1)));
    QSet<QString> stored;
    const Result<> read = database.each(
        u"SELECT queue_item_id, kind FROM downlink_events WHERE queue_item_id IS NOT NULL"_s, {},
        [&stored](const QSqlQuery &row) {
            stored.insert(row.value(0).toString() + u' ' + row.value(1).toString());
        });
    if (!read)
        return blame(read.error().detail);
    for (const QString &word : std::as_const(m_words)) {
        if (!stored.contains(word))
            return blame(u"an acknowledged word on an item is not stored: %1"_s.arg(word));
    }
}

} // namespace parking::simulation

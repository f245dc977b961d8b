// MQTT messages as anybody may publish them, through all that happens before the database. The
// first byte is the event's kind, or says that the topic follows up to a line's end; the second is
// what the database knows of the device; the rest is the payload, JSON or protobuf.

#include "devices/devicetype.h"
#include "domain/limits.h"
#include "engine/ingest/ingestitem.h"
#include "fuzzing.h"

using namespace parking;
using namespace std::chrono_literals;

namespace {

const UtcTime kReceived = fromMillis(1'790'000'000'000); // within a year of tests/data/chirpstack
const QByteArray kTopic("application/0f6e2d3c-94b1-4b52-8a0e-5d6f7a8b9c01/device/"
                        "0102030405060708/event/");
const QByteArrayList kKinds{"up", "join", "status", "ack", "txack", "log", "location"};

engine::Bindings bindingsOf(unsigned char choice)
{
    static const domain::SpaceId space = domain::SpaceId::create();
    const auto types = devices::deviceTypes();
    store::DeviceBinding binding;
    if (choice & 1)
        binding.sensorOf = space;
    if (choice & 2)
        binding.displayOf = space;
    if (const size_t type = choice / 4; type >= 1 && type <= types.size())
        binding.typeSetting = QLatin1StringView(types[type - 1].name);
    return {{*domain::DevEui::normalize(QStringLiteral("0102030405060708")), binding}};
}

bool isStorable(const domain::Reading &reading)
{
    return (!reading.batteryVolt || domain::kBatteryVolt.contains(*reading.batteryVolt))
        && (!reading.batteryPercent || domain::kBatteryPercent.contains(*reading.batteryPercent))
        && (!reading.tempCelsius || domain::kTempCelsius.contains(*reading.tempCelsius))
        && (!reading.rssiDbm || domain::kRssiDbm.contains(*reading.rssiDbm))
        && (!reading.snrDb || domain::kSnrDb.contains(*reading.snrDb))
        && reading.time >= kReceived - 400 * 24h && reading.time <= kReceived + 10min
        && reading.fPort >= 0 && reading.fPort <= 255 && reading.eventKey.size() == 36;
}

void check(const engine::IngestItem &item)
{
    fuzz::promise(!item.deadLetter || (!item.reading && !item.heard && !item.sensorOf),
                  "what is set aside moves nothing");
    if (item.deadLetter) {
        fuzz::promise(!item.deadLetter->code.isEmpty(), "it says why");
        fuzz::promise(item.deadLetter->payload.size() <= store::kDeadLetterBytes, "it is cut");
        fuzz::promise(!item.deadLetter->detail.contains(QChar::Null), "databases take the detail");
    }
    fuzz::promise(!item.reading || isStorable(*item.reading), "a reading is in all its ranges");
    fuzz::promise(!item.sensorOf || item.reading, "only a reading moves a space");
    fuzz::promise(!item.log || item.log->text.size() <= 500, "a log's text is cut");
}

} // namespace

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static chirpstack::EventReader reader; // it keeps its buffers, as the station's does
    if (size < 2)
        return 0;
    QByteArray topic;
    QByteArray payload = fuzz::bytesOf(data + 2, size - 2);
    if (const int kind = data[0] % 8; kind < kKinds.size()) {
        topic = kTopic + kKinds[kind];
    } else {
        const qsizetype end = payload.indexOf('\n');
        topic = payload.left(end);
        payload = end < 0 ? QByteArray() : payload.mid(end + 1);
    }
    const journal::JournalRecord record{
        .position = {}, .receivedAt = kReceived, .message = {.topic = topic, .payload = payload}};
    const engine::Bindings bindings = bindingsOf(data[1]);
    const engine::IngestItem item = engine::prepare(record, bindings, kReceived, reader);
    check(item);
    if (size % 8 == 0) { // it costs as much again
        const engine::IngestItem again = engine::prepare(record, bindings, kReceived);
        fuzz::promise(item.reading == again.reading, "a reader that was used reads the same");
    }
    return 0;
}

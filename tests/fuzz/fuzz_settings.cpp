// Settings files, and the values in them. The first byte: an INI file or an .env file.

#include "base/literals.h"
#include "fuzzing.h"
#include "settings/settingsfile.h"

using namespace parking;

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0)
        return 0;
    const QString text = QString::fromUtf8(fuzz::bytesOf(data + 1, size - 1));
    settings::Source source;
    if (data[0] % 2 == 0) {
        const Result<settings::Source> parsed = settings::parseIniFile(text, u"a.ini"_s);
        if (!parsed)
            return 0;
        source = *parsed;
    } else {
        source = settings::parseEnvFile(text, u".env"_s);
    }
    const Result<settings::Loaded> loaded = settings::load({source}, u"/tmp/none"_s);
    if (!loaded) {
        fuzz::promise(!loaded.error().detail.isEmpty(), "an error says what is wrong");
        return 0;
    }
    const settings::Settings &s = loaded->settings;
    fuzz::promise(s.ingestBatchSize >= 1 && s.ingestBatchSize <= 5000, "batch size");
    fuzz::promise(s.chirpstackPort >= 1 && s.chirpstackPort <= 65535, "port");
    for (const settings::Effective &row : loaded->table) {
        if (row.key == u"CHIRPSTACK_API_KEY" || row.key == u"MQTT_PASSWORD")
            fuzz::promise(row.value.isEmpty() || row.value == u"***", "a secret is not shown");
    }
    return 0;
}

// The console program as scripts use it: exit codes, streams, JSON, signals.

#include "base/literals.h"
#include "parkctl.h"
#include "testmain.h"

#include <QFile>
#include <QTest>

using namespace parking;
using test::Finished;

namespace {

QJsonObject row(const QJsonArray &table, const char *key)
{
    for (const QJsonValue &entry : table) {
        if (entry.toObject().value(u"key").toString() == QLatin1StringView(key))
            return entry.toObject();
    }
    return {};
}

} // namespace

class tst_Parkctl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("told"); // on stdout for 0, else on stderr
        const auto row = [](const char *name, const char *words, int exitCode, const char *told) {
            QTest::newRow(name) << QString::fromLatin1(words) << exitCode
                                << QString::fromLatin1(told);
        };
        row("help", "--help", 0, "Usage: parkctl COMMAND");
        row("version", "--version", 0, "parkctl 0.");
        row("help of a command", "ingest --help", 0, "--until-idle");
        row("nothing", "", 2, "Usage: parkctl COMMAND");
        row("unknown command", "frobnicate", 2, "parkctl has no command \"frobnicate\"");
        row("unknown option", "config --frobnicate", 2, "frobnicate");
        row("word too many", "migrate now", 2, "migrate takes no word \"now\"");
        row("option without value", "decode --type", 2, "type");
        row("until-idle of nothing", "ingest --until-idle 0", 2, "from 1 to 86400, not \"0\"");
        row("spaces what", "spaces export a.csv", 2, "usage: parkctl spaces import");
        row("spaces import what", "spaces import", 2, "usage: parkctl spaces import");
        row("rate too high", "simulate --rate 20001 --dry-run", 2, "--rate takes a number");
        row("seed is a word", "simulate --seed x --dry-run", 2, "--seed takes a whole number");
        row("ignoring more than all", "simulate --ignoring 1.5 --dry-run", 2,
            "--ignoring takes a number from 0 to 1, not \"1.5\"");
        row("losing is a word", "simulate --losing some --dry-run", 2,
            "--losing takes a number from 0 to 1, not \"some\"");
        row("losing less than none", "simulate --losing -0.1 --dry-run", 2, "--losing takes");
        row("rejoins of a madman", "simulate --rejoins 1001 --dry-run", 2,
            "--rejoins takes a number from 0 to 1000");
        row("class A takes no value", "simulate --class-a=no --dry-run", 2, "class-a");
        row("lamps of all kinds", "simulate --class-a --ignoring 0 --losing 1 --dry-run", 0, "");
        row("unknown setting", "config --set DATABSE_URL=x", 2, "no setting \"DATABSE_URL\"");
        row("settings file missing", "config --config no.ini", 2, "\"no.ini\" cannot be read");
        row("grants", "db-roles", 0, "GRANT SELECT ON ALL TABLES");
        row("grants for SQLite", "db-roles --apply --database", 1, "");
    }

    void words()
    {
        QFETCH(QString, words);
        QFETCH(int, exitCode);
        QFETCH(QString, told);
        if (words.contains("--apply"_L1))
            words = u"db-roles --apply --database "_s + m_parkctl.databaseUrl();
        const Finished done = m_parkctl.run(words.split(u' ', Qt::SkipEmptyParts));
        VERIFY_SAID(done.exitCode == exitCode, done);
        VERIFY_SAID((exitCode == 0 ? done.out : done.err).contains(told), done);
        VERIFY_SAID((exitCode == 0 ? done.err : done.out).isEmpty(), done);
    }

    void configTellsOriginsAndMasksSecrets()
    {
        writeFile(u"my.ini"_s, "MQTT_URL=mqtts://u:hunter22@broker\n");
        writeFile(u".env"_s, "\nMQTT_PASSWORD='s3cr3t!'\n");
        m_parkctl.setEnvironment(u"LOG_LEVEL"_s, u"debug"_s);
        const QString words = u"config --config my.ini --set INGEST_BATCH_SIZE=7 --database "
                              "postgresql://u:p4ssw0rd@h/db"_s;
        const Finished json = m_parkctl.run((words + u" --json"_s).split(u' '));
        const Finished text = m_parkctl.run(words.split(u' '));
        m_parkctl.clearEnvironment();
        QFile::remove(m_parkctl.file(u".env"_s));
        VERIFY_SAID(json.exitCode == 0 && text.exitCode == 0, json);
        const QJsonArray table = QJsonDocument::fromJson(json.out.toUtf8()).array();
        QCOMPARE(table.size(), 49);
        const auto is = [&](const char *key, const char *value, const char *origin) {
            const QJsonObject found = row(table, key);
            QCOMPARE(found.value(u"value").toString(), QLatin1StringView(value));
            QCOMPARE(found.value(u"origin").toString(), QLatin1StringView(origin));
            VERIFY_SAID(
                text.out.contains(u"%1 = %2\n    from %3. "_s.arg(
                    QLatin1StringView(key), QLatin1StringView(value), QLatin1StringView(origin))),
                text);
        };
        is("MQTT_URL", "mqtts://u:***@broker", "my.ini, line 1");
        is("MQTT_PASSWORD", "***", ".env, line 2");
        is("LOG_LEVEL", "debug", "environment");
        is("INGEST_BATCH_SIZE", "7", "command line");
        is("DATABASE_URL", "postgresql://u:***@h/db", "command line");
        is("JOURNAL_SYNC", "adaptive", "default");
        for (const char *secret : {"hunter22", "s3cr3t!", "p4ssw0rd"})
            QVERIFY(
                !(json.out + text.out + json.err + text.err).contains(QLatin1StringView(secret)));
    }

    void aSecretAmongTheWordsIsWarnedOf()
    {
        writeFile(u"secret"_s, "hunter22\n");
        const Finished byWord = m_parkctl.run("config --set MQTT_PASSWORD=hunter22");
        VERIFY_SAID(byWord.exitCode == 0, byWord);
        VERIFY_SAID(byWord.err.count(u'\n') == 1 && byWord.err.startsWith(u"MQTT_PASSWORD on"_s)
                        && byWord.err.contains(u"--set MQTT_PASSWORD=@FILE"_s),
                    byWord);
        const Finished byFile = m_parkctl.run("config --set MQTT_PASSWORD=@secret");
        VERIFY_SAID(byFile.exitCode == 0 && byFile.err.isEmpty(), byFile);
        VERIFY_SAID(byFile.out.contains(u"MQTT_PASSWORD = ***\n    from secret. "_s), byFile);
        for (const Finished &done : {byWord, byFile})
            QVERIFY(!(done.out + done.err).contains(u"hunter22"));
    }

    void aServerThatProvesNothingIsTold()
    {
        const Finished weak =
            m_parkctl.run("config --database postgresql://u@h/db?sslmode=require");
        VERIFY_SAID(weak.exitCode == 0, weak);
        VERIFY_SAID(weak.out.contains(u"    Weak: sslmode=require: whoever stands in between"_s),
                    weak);
        const Finished good = m_parkctl.run("config --database postgresql://u@h/db");
        VERIFY_SAID(good.exitCode == 0 && !good.out.contains(u"Weak:"_s), good);
    }

    void wrongSettingsAreAllTold()
    {
        writeFile(u"wrong.ini"_s, "LOG_LEVEL=LOUD\n");
        m_parkctl.setEnvironment(u"JOURNAL_SYNC"_s, u"maybe"_s);
        for (const char *command : {"config", "migrate", "ingest", "health --json"}) {
            const Finished done = m_parkctl.run(
                u"%1 --config wrong.ini --set INGEST_BATCH_SIZE=0"_s.arg(QLatin1StringView(command))
                    .split(u' '));
            VERIFY_SAID(done.exitCode == 2, done);
            VERIFY_SAID(done.err.contains(
                            u"LOG_LEVEL = \"LOUD\" (wrong.ini, line 1): allowed is DEBUG, INFO"_s),
                        done);
            VERIFY_SAID(done.err.contains(u"JOURNAL_SYNC = \"maybe\" (environment): "
                                          "allowed is adaptive, each or never"_s),
                        done);
            VERIFY_SAID(done.err.contains(u"INGEST_BATCH_SIZE = \"0\" (command "
                                          "line): allowed is 1 to 5000"_s),
                        done);
            VERIFY_SAID(done.out.isEmpty(), done);
        }
        m_parkctl.clearEnvironment();
    }

    void decode_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("json"); // what the output has, or the error's code
        const auto row = [](const char *name, const char *words, const char *json) {
            QTest::newRow(name) << QString::fromLatin1(words).split(u' ')
                                << QString::fromLatin1(json);
        };
        row("the documentation's", "--type browan_tabs --fport 102 --hex 01bb340400dc7801",
            R"({"batteryVolt":3.6,"deviceType":"browan_tabs","extra":{"eventCount":96476,"minutesSinceEvent":4},"occupancy":"OCCUPIED","temperatureCelsius":20})");
        row("by prefix, base64",
            "--dev-eui 58:A0:CB:00:00:1C:07:E4 --fport 102 --base64 CAsjL/////8=",
            R"({"batteryVolt":3.6,"deviceType":"browan_tabs","extra":{"eventCount":16777215,"minutesSinceEvent":65327},"occupancy":"FREE","temperatureCelsius":3})");
        row("Browan, configuration",
            "--type browan_tabs --fport 204 --hex 00112233445566778899aabbccddeeff",
            R"({"batteryVolt":null,"deviceType":"browan_tabs","extra":{"kind":"config"},"occupancy":null,"temperatureCelsius":null})");
        row("Heltec, telemetry", "--type heltec_display --fport 2 --hex CAFE",
            R"({"batteryVolt":null,"deviceType":"heltec_display","extra":{"telemetry":"cafe"},"occupancy":null,"temperatureCelsius":null})");
        row("Heltec, status", "--type heltec_status --fport 1 --hex 010203",
            R"({"batteryVolt":null,"deviceType":"heltec_status","display":{"counter":258,"state":"RESERVED","status":3},"occupancy":null,"temperatureCelsius":null})");
        const char busylight[] =
            R"({"batteryVolt":null,"deviceType":"kuando_busylight","display":{"adr":true,"downlinksReceived":2,"hardware":1.2,"off":0,"on":255,"rgb":"FFA500","rssiDbm":-60,"snrDb":7,"software":4.2,"uplinksSent":3},"occupancy":null,"temperatureCelsius":null})";
        row("Busylight",
            "--type kuando_busylight --fport 15 --hex "
            "c4ffffff070000000200000003000000ff00a5ff002a0c01",
            busylight);
        row("Busylight of the plan",
            "--type kuando_busylight_plan --fport 15 --hex "
            "c4ffffff070000000200000003000000ff00a5ff002a0c01",
            busylight);
        row("ChirpStack's object",
            R"(--type chirpstack_object --fport 1 --hex 00 --object {"occupied":true,"battery":85,"temperature":-4.5})",
            R"({"batteryPercent":85,"batteryVolt":null,"deviceType":"chirpstack_object","occupancy":"OCCUPIED","temperatureCelsius":-4.5})");
        row("unknown device with an object",
            R"(--dev-eui 0102030405060708 --fport 1 --base64 AA --object {"parked":"vacant"})",
            R"({"batteryVolt":null,"deviceType":"chirpstack_object","occupancy":"FREE","temperatureCelsius":null})");
        row("too short", "--type browan_tabs --fport 102 --hex 01bb34", "DECODE_FAILED");
        row("wrong port", "--type kuando_busylight --fport 1 --hex 00", "DECODE_FAILED");
        row("too long", "--type heltec_status --fport 1 --hex 01020304", "DECODE_FAILED");
        row("no object", "--type chirpstack_object --fport 1 --hex 00", "DECODE_FAILED");
        row("object without occupancy", "--type chirpstack_object --fport 1 --hex 00 --object {}",
            "DECODE_FAILED");
        row("object is none", "--type chirpstack_object --fport 1 --hex 00 --object [1]",
            "VALIDATION_ERROR");
        row("hex is none", "--type browan_tabs --fport 102 --hex 01b", "VALIDATION_ERROR");
        row("base64 is none", "--type browan_tabs --fport 102 --base64 ?", "VALIDATION_ERROR");
        row("device is none", "--dev-eui 58a0 --fport 102 --hex 01", "VALIDATION_ERROR");
        row("unknown type", "--type toaster --fport 1 --hex 00", "UNKNOWN_TYPE");
        row("unknown device", "--dev-eui 0102030405060708 --fport 1 --hex 00", "UNKNOWN_TYPE");
        row("empty", "--type browan_tabs --fport 102 --hex=", "DECODE_FAILED");
    }

    void decode()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, json);
        const Finished done = m_parkctl.run(QStringList{u"decode"_s} + words);
        const QJsonObject given = test::oneLine(done.out);
        VERIFY_SAID(!given.isEmpty(), done);
        if (json.startsWith(u'{')) {
            VERIFY_SAID(done.exitCode == 0, done);
            QCOMPARE(given, QJsonDocument::fromJson(json.toUtf8()).object());
            return;
        }
        VERIFY_SAID(done.exitCode == 1, done);
        QCOMPARE(given.keys(), QStringList{u"error"_s});
        const QJsonObject error = given.value(u"error").toObject();
        QCOMPARE(error.value(u"code").toString(), json);
        QVERIFY(!error.value(u"message").toString().isEmpty());
    }

    void decodeWantsItsWords_data()
    {
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *words) {
            QTest::newRow(name) << QString::fromLatin1(words);
        };
        row("no payload", "decode --type browan_tabs --fport 102");
        row("two payloads", "decode --type browan_tabs --fport 102 --hex 00 --base64 AA");
        row("no port", "decode --type browan_tabs --hex 00");
        row("port 256", "decode --type browan_tabs --fport 256 --hex 00");
        row("neither type nor device", "decode --fport 102 --hex 00");
        row("type and device",
            "decode --type browan_tabs --dev-eui 58a0cb00001c07e4 --fport 102 --hex 00");
        row("encode without state", "encode --type kuando_busylight");
        row("encode without type", "encode --state FREE");
    }

    void decodeWantsItsWords()
    {
        QFETCH(QString, words);
        const Finished done = m_parkctl.run(words.split(u' '));
        VERIFY_SAID(done.exitCode == 2, done);
        VERIFY_SAID(!done.err.isEmpty() && done.out.isEmpty(), done);
    }

    void encode_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("output");
        const auto row = [](const char *type, const char *state, const char *output) {
            QTest::addRow("%s shows %s", type, state)
                << QString::fromLatin1(type) << QString::fromLatin1(state)
                << QString::fromLatin1(output);
        };
        row("kuando_busylight", "FREE", R"({"fPort":15,"hex":"0000ffff00"})");
        row("kuando_busylight", "maintenance", R"({"fPort":15,"hex":"ff00a5ff00"})");
        row("kuando_busylight_plan", "MAINTENANCE", R"({"fPort":1,"hex":"00ffa50000"})");
        row("heltec_display", "RESERVED", R"({"fPort":1,"hex":"ffff00"})");
        row("heltec_status", "FREE", R"({"fPort":1,"hex":"01"})");
        row("heltec_status", "OCCUPIED", R"({"fPort":1,"hex":"02"})");
        row("heltec_status", "RESERVED", R"({"fPort":1,"hex":"03"})");
        row("heltec_status", "MAINTENANCE", R"({"fPort":1,"hex":"02"})");
        row("browan_tabs", "FREE", "NO_DISPLAY");
        row("chirpstack_object", "FREE", "NO_DISPLAY");
        row("toaster", "FREE", "UNKNOWN_TYPE");
        row("kuando_busylight", "BLUE", "VALIDATION_ERROR");
    }

    void encode()
    {
        QFETCH(QString, type);
        QFETCH(QString, state);
        QFETCH(QString, output);
        const Finished done = m_parkctl.run({u"encode"_s, u"--type"_s, type, u"--state"_s, state});
        if (output.startsWith(u'{')) {
            VERIFY_SAID(done.exitCode == 0, done);
            QCOMPARE(done.out, output + u'\n');
        } else {
            VERIFY_SAID(done.exitCode == 1, done);
            const QJsonObject error = test::oneLine(done.out).value(u"error").toObject();
            QCOMPARE(error.value(u"code").toString(), output);
        }
    }

private:
    void writeFile(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_parkctl.file(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    test::Parkctl m_parkctl;
};

PARKING_TEST(tst_Parkctl)
#include "tst_parkctl.moc"

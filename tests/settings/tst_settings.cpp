// Settings: which place wins, what is refused and how it is told, what is never shown.

#include "base/literals.h"
#include "settings/commandline.h"
#include "settings/engineoptions.h"
#include "settings/settingsfile.h"
#include "store/databaseurl.h"
#include "testmain.h"
#include "testpaths.h"
#include "verify.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::settings;

namespace {

const QString kDataDir = u"/var/lib/parking"_s;

Source source(const char *origin, std::initializer_list<std::pair<const char *, const char *>> set)
{
    Source made;
    for (const auto &[key, value] : set)
        made.insert(QString::fromLatin1(key),
                    {QString::fromUtf8(value), QString::fromLatin1(origin)});
    return made;
}

Effective effective(const Loaded &loaded, const char *key)
{
    for (const Effective &row : loaded.table) {
        if (row.key == QLatin1StringView(key))
            return row;
    }
    return {};
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class tst_Settings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anApiKeyIsOneToken_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("two words") << u"two words"_s;
        QTest::newRow("a second header") << u"key\r\nHost: evil"_s;
        QTest::newRow("beyond ASCII") << QString::fromUtf8("schlüssel");
    }

    void anApiKeyIsOneToken()
    {
        QFETCH(QString, key);
        const Source given{{u"CHIRPSTACK_API_KEY"_s, {key, u"test"_s}}};
        const auto loaded = load({given}, kDataDir);
        QVERIFY(!loaded);
        QVERIFY(loaded.error().detail.contains(u"CHIRPSTACK_API_KEY"_s));
        QVERIFY(!loaded.error().detail.contains(key)); // it is a secret
    }

    void defaults()
    {
        const auto loaded = load({}, kDataDir);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().detail));
        QCOMPARE(loaded->settings.dataDir, kDataDir);
        QCOMPARE(loaded->settings.databaseUrl, u"sqlite:///var/lib/parking/parking.sqlite"_s);
        QCOMPARE(loaded->settings.mqttUrl, QUrl(u"mqtt://localhost:1883"_s));
        QCOMPARE(loaded->settings.mqttTopic, u"application/+/device/+/event/+"_s);
        QCOMPARE(loaded->settings.ingestBatchSize, 5000);
        QCOMPARE(loaded->settings.logLevel, u"INFO"_s);
        QVERIFY(loaded->settings.journalSync == journal::JournalSync::Adaptive);
        QVERIFY(loaded->warnings.isEmpty());
        QCOMPARE(loaded->table.size(), 49);
        for (const Effective &row : loaded->table) {
            QCOMPARE(row.origin, u"default"_s);
            QVERIFY(!row.description.isEmpty() && !row.allowed.isEmpty());
        }
        QCOMPARE(effective(*loaded, "DATABASE_URL").value, loaded->settings.databaseUrl);
        QCOMPARE(effective(*loaded, "DATA_DIR").value, kDataDir);
    }

    void theEmbeddedDatabaseIsInTheDataFolder_data()
    {
        QTest::addColumn<QString>("folder");
        for (const char *name : {"100%", "a%20b", "a%2Fb", "a b", "a#b", "a?b=c", "a%1 %2", "Köln"})
            QTest::newRow(name) << u"/srv/%1/smart-parking"_s.arg(QString::fromUtf8(name));
    }

    void theEmbeddedDatabaseIsInTheDataFolder()
    {
        QFETCH(QString, folder);
        const auto loaded = load({Source{{u"DATA_DIR"_s, {folder, {}}}}}, kDataDir);
        VERIFY_OK(loaded);
        const auto url = store::parseDatabaseUrl(loaded->settings.databaseUrl);
        VERIFY_OK(url);
        QCOMPARE(url->path, folder + u"/parking.sqlite"_s);
    }

    void laterPlacesWin()
    {
        const auto loaded =
            load({source("file", {{"LOG_LEVEL", "DEBUG"}, {"INGEST_BATCH_SIZE", "7"}}),
                  source("environment", {{"log_level", "warning"}}),
                  source("command line", {{"Journal_Sync", "EACH"}})},
                 kDataDir);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().detail));
        QCOMPARE(loaded->settings.logLevel, u"WARNING"_s);
        QCOMPARE(effective(*loaded, "LOG_LEVEL").origin, u"environment"_s);
        QCOMPARE(loaded->settings.ingestBatchSize, 7);
        QCOMPARE(effective(*loaded, "INGEST_BATCH_SIZE").origin, u"file"_s);
        QVERIFY(loaded->settings.journalSync == journal::JournalSync::Each);
        QCOMPARE(effective(*loaded, "JOURNAL_SYNC").origin, u"command line"_s);
    }

    void values_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *key, const char *value, bool good) {
            QTest::addRow("%s=%s", key, value)
                << QString::fromLatin1(key) << QString::fromUtf8(value) << good;
        };
        row("DATABASE_URL", "postgresql://u:p@h:5432/db", true);
        row("DATABASE_URL", "postgres://h/db", true);
        row("DATABASE_URL", "sqlite:///tmp/a.sqlite", true);
        row("DATABASE_URL", "", true);
        row("DATABASE_URL", "sqlite://a.sqlite", false);
        row("DATABASE_URL", "mysql://h/db", false);
        row("DATABASE_URL", "archive:///tmp/a.parkarchive", false); // for a review alone
        row("DATABASE_URL", "sqlite::memory:", false);
        row("DATABASE_URL", "postgresql://u:50%off@h/db", false);
        row("DATABASE_URL", "postgresql://u:p@h", false);
        row("DATABASE_URL", "/tmp/a.sqlite", false);
        row("MQTT_URL", "mqtt://broker", true);
        row("MQTT_URL", "mqtts://u:p@broker:8883", true);
        row("MQTT_URL", "mqtt://[::1]:1883", true);
        row("MQTT_URL", "", false);
        row("MQTT_URL", "broker:1883", false);
        row("MQTT_URL", "http://broker", false);
        row("MQTT_URL", "mqtt://", false);
        row("MQTT_URL", "mqtt://broker:66000", false);
        row("MQTT_URL", "mqtt://broker/", true);
        row("MQTT_URL", "mqtt://broker/x", false); // these are parts of a password as it is
        row("MQTT_URL", "mqtt://u:1/p@broker", false);
        row("MQTT_URL", "mqtt://u:1?p@broker", false);
        row("MQTT_URL", "mqtt://u:1#p@broker", false);
        row("MQTT_URL", "mqtt://bro ker", false);
        row("MQTT_TOPIC", "application/+/device/+/event/up", true);
        row("MQTT_TOPIC", "#", true);
        row("MQTT_PROTOCOL", "auto", true);
        row("MQTT_PROTOCOL", "3.1.1", true);
        row("MQTT_PROTOCOL", "3.1", false);
        row("MQTT_TOPIC", "a/#", true);
        row("MQTT_TOPIC", "", false);
        row("MQTT_TOPIC", "a/#/b", false);
        row("MQTT_TOPIC", "a#", false);
        row("MQTT_TOPIC", "a/b+", false);
        row("JOURNAL_SYNC", "never", true);
        row("JOURNAL_SYNC", "sometimes", false);
        row("JOURNAL_SYNC", "", false);
        row("CHIRPSTACK_HOST", "chirpstack.example", true);
        row("CHIRPSTACK_HOST", "10.0.0.7", true);
        row("CHIRPSTACK_HOST", "", false);
        row("CHIRPSTACK_HOST", "http://x", false);
        row("CHIRPSTACK_HOST", "a b", false);
        row("CHIRPSTACK_PORT", "1", true);
        row("CHIRPSTACK_PORT", "65535", true);
        row("CHIRPSTACK_PORT", "0", false);
        row("CHIRPSTACK_PORT", "65536", false);
        row("CHIRPSTACK_API_KEY", "eyJ0eXAi.eyJh.x-_", true);
        row("CHIRPSTACK_TLS", "true", true);
        row("CHIRPSTACK_TLS", "False", true);
        row("CHIRPSTACK_TLS", "yes", false);
        row("CHIRPSTACK_CA_FILE", "/no/such/file", false);
        row("CHIRPSTACK_TIMEOUT_MS", "500", true);
        row("CHIRPSTACK_TIMEOUT_MS", "499", false);
        row("DOWNLINKS_PER_MINUTE", "0", true);
        row("DOWNLINKS_PER_MINUTE", "-1", false);
        row("DOWNLINKS_PER_MINUTE", "100001", false);
        row("DOWNLINKS_KEEP_DAYS", "1", true);
        row("DOWNLINKS_KEEP_DAYS", "3650", true);
        row("DOWNLINKS_KEEP_DAYS", "0", false);
        row("DOWNLINKS_KEEP_DAYS", "3651", false);
        row("DEAD_LETTERS_MAX", "10", true);
        row("DEAD_LETTERS_MAX", "9", false);
        row("DEAD_LETTERS_PER_HOUR", "1000000", true);
        row("DEAD_LETTERS_PER_HOUR", "1000001", false);
        row("DEAD_LETTERS_KEEP_DAYS", "1", true);
        row("DEAD_LETTERS_KEEP_DAYS", "0", false);
        row("UNKNOWN_DEVICES_MAX", "10", true);
        row("UNKNOWN_DEVICES_MAX", "all", false);
        row("UNKNOWN_DEVICES_PER_HOUR", "10", true);
        row("UNKNOWN_DEVICES_PER_HOUR", "-1", false);
        row("UNKNOWN_DEVICES_KEEP_DAYS", "3650", true);
        row("UNKNOWN_DEVICES_KEEP_DAYS", "3651", false);
        row("INGEST_BATCH_SIZE", "1", true);
        row("INGEST_BATCH_SIZE", "5000", true);
        row("INGEST_BATCH_SIZE", "0", false);
        row("INGEST_BATCH_SIZE", "5001", false);
        row("INGEST_BATCH_SIZE", "many", false);
        row("INGEST_BATCH_SIZE", "99999999999", false);
        row("LOG_LEVEL", "critical", true);
        row("LOG_LEVEL", "LOUD", false);
        row("MQTT_CA_FILE", qPrintable(test::dataPath(u"settings/ORIGIN.md"_s)), true);
        row("MQTT_CA_FILE", "/", false);
#ifdef Q_OS_UNIX
        row("MQTT_CA_FILE", "/dev/null", false);
#endif
        row("MQTT_CA_FILE", "/no/such/ca.crt", false);
        row("MQTT_KEY_FILE", "/no/such/key", false);
    }

    void values()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(bool, good);
        const auto loaded = load({Source{{key, {value, u".env, line 3"_s}}}}, kDataDir);
        QCOMPARE(bool(loaded), good);
        if (good)
            return;
        const QString told = loaded.error().detail;
        QCOMPARE(loaded.error().code, u"CONFIGURATION"_s);
        QVERIFY2(told.contains(key + u" = \""_s), qPrintable(told));
        QVERIFY2(told.contains(u"\" (.env, line 3): allowed is "_s), qPrintable(told));
        if (!key.endsWith(u"_URL")) // those may hold a password: see secrets()
            QVERIFY2(told.contains(u'"' + value + u'"'), qPrintable(told));
    }

    void allWrongValuesAreTold()
    {
        const auto loaded = load(
            {source("file",
                    {{"LOG_LEVEL", "LOUD"}, {"INGEST_BATCH_SIZE", "0"}, {"JOURNAL_SYNC", "x"}})},
            kDataDir);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().detail.split(u'\n').size(), 3);
        QVERIFY(loaded.error().detail.contains(u"Invalid log level: LOUD"_s));
    }

    void secrets_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *key, const char *value,
                            const char *shown) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromUtf8(value)
                                << QString::fromUtf8(shown);
        };
        row("broker's password", "MQTT_PASSWORD", "s3cr3t!", "***");
        row("short password", "MQTT_PASSWORD", "a", "***");
        row("a password like an address", "MQTT_PASSWORD", "a://b:c@d", "***");
        row("key", "CHIRPSTACK_API_KEY", "eyJ0eXAi.eyJh.x-_", "***");
        row("in the database's address", "DATABASE_URL", "postgresql://u:s3cr3t@h:5432/db",
            "postgresql://u:***@h:5432/db");
        row("colon in the password", "DATABASE_URL", "postgres://u:a:b:c:d@h/db",
            "postgres://u:***@h/db");
        row("at sign in the password", "DATABASE_URL", "postgres://u:p@ssw0rd@h/db",
            "postgres://u:***@h/db");
        row("no password", "DATABASE_URL", "postgresql://u@h:5432/db", "postgresql://u@h:5432/db");
        row("no user", "DATABASE_URL", "postgresql://h:5432/db", "postgresql://h:5432/db");
        row("a file with @ and :", "DATABASE_URL", "sqlite:///C:/a@b.sqlite",
            "sqlite:///C:/a@b.sqlite");
        row("mail's password", "ALARM_MAIL_PASSWORD", "s3cr3t", "***");
        row("the signature's secret", "ALARM_WEBHOOK_SECRET", "0123456789abcdef", "***");
        row("in the broker's address", "MQTT_URL", "mqtt://u:s3cr3t@h:1883", "mqtt://u:***@h:1883");
    }

    void secrets()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, shown);
        const auto loaded = load({Source{{key, {value, {}}}}}, kDataDir);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().detail));
        QCOMPARE(effective(*loaded, key.toLatin1()).value, shown);
    }

    void alarmsNeedWhatTheyGoBy_data()
    {
        QTest::addColumn<QString>("pairs");
        QTest::addColumn<QString>("wrong"); // empty: all is well
        const auto row = [](const char *name, const char *pairs, const char *wrong) {
            QTest::newRow(name) << QString::fromLatin1(pairs) << QString::fromLatin1(wrong);
        };
        const char *hook = "ALARM_WEBHOOK_SECRET=0123456789abcdef ALARM_WEBHOOK_URL=";
        const auto post = [&](const char *name, const char *url, const char *wrong) {
            row(name, QByteArray(hook).append(url).constData(), wrong);
        };
        post("a receiver", "https://h.example/hook/t0ken?x=y", "");
        post("a receiver in clear", "http://127.0.0.1:8080", "");
        post("another scheme", "ftp://h/x", "ALARM_WEBHOOK_URL");
        post("no host", "https:///x", "ALARM_WEBHOOK_URL");
        post("a user", "https://u:p@h/x", "ALARM_WEBHOOK_URL");
        row("no secret", "ALARM_WEBHOOK_URL=https://h/x", "ALARM_WEBHOOK_URL");
        row("a short secret", "ALARM_WEBHOOK_SECRET=short", "ALARM_WEBHOOK_SECRET");
        const char *mail = "ALARM_MAIL_HOST=h ALARM_MAIL_FROM=a@b.org ALARM_MAIL_TO=";
        const auto to = [&](const char *name, const char *receivers, const char *wrong) {
            row(name, QByteArray(mail).append(receivers).constData(), wrong);
        };
        to("receivers", "c@d.org,e@f.org", "");
        to("none", "", "");
        to("no address", "c@d.org,desk", "ALARM_MAIL_TO");
        row("no server", "ALARM_MAIL_FROM=a@b.org ALARM_MAIL_TO=c@d.org", "ALARM_MAIL_TO");
        row("no sender", "ALARM_MAIL_HOST=h ALARM_MAIL_TO=c@d.org", "ALARM_MAIL_TO");
        row("another TLS", "ALARM_MAIL_TLS=ssl", "ALARM_MAIL_TLS");
        row("a level that is none", "ALARM_MAIL_LEVEL=loud", "ALARM_MAIL_LEVEL");
        row("kept for ever", "READINGS_KEEP_DAYS=0", "");
        row("kept for too short", "READINGS_KEEP_DAYS=59", "READINGS_KEEP_DAYS");
        row("both alike", "READINGS_KEEP_DAYS=90 STATE_CHANGES_KEEP_DAYS=90", "");
        row("changes for ever", "READINGS_KEEP_DAYS=90", "");
        row("changes gone before readings", "READINGS_KEEP_DAYS=90 STATE_CHANGES_KEEP_DAYS=89",
            "STATE_CHANGES_KEEP_DAYS");
        row("changes gone, readings not", "STATE_CHANGES_KEEP_DAYS=400", "STATE_CHANGES_KEEP_DAYS");
    }

    void alarmsNeedWhatTheyGoBy()
    {
        QFETCH(const QString, pairs);
        QFETCH(const QString, wrong);
        Source source;
        for (const QString &pair : pairs.split(u' '))
            source.insert(pair.section(u'=', 0, 0), {pair.section(u'=', 1), u"file"_s});
        const auto loaded = load({source}, kDataDir);
        QCOMPARE(bool(loaded), wrong.isEmpty());
        if (!loaded)
            QVERIFY2(loaded.error().detail.startsWith(wrong + u" = "_s),
                     qPrintable(loaded.error().detail));
        else
            QVERIFY(!effective(*loaded, "ALARM_WEBHOOK_URL").value.contains(u"t0ken"_s));
    }

    void wrongSecretsAreMaskedToo()
    {
        const auto loaded = load({source("file",
                                         {{"MQTT_URL", "mqtt://u:12/s3cr3t@h"},
                                          {"CHIRPSTACK_API_KEY", "s3cr3t token"},
                                          {"DATABASE_URL", "mysql://u:hunter22@h/db"}})},
                                 kDataDir);
        QVERIFY(!loaded);
        QVERIFY(!loaded.error().detail.contains(u"s3cr3t"_s));
        QVERIFY(!loaded.error().detail.contains(u"hunter22"_s));
    }

    void loginOfTheBroker()
    {
        const auto inUrl = load({source("f", {{"MQTT_URL", "mqtt://u%40x:p%3As@h"}})}, kDataDir);
        QVERIFY(inUrl);
        QCOMPARE(inUrl->settings.mqttUsername, u"u@x"_s);
        QCOMPARE(inUrl->settings.mqttPassword, u"p:s"_s);
        QVERIFY(inUrl->settings.mqttUrl.userInfo().isEmpty());
        const auto both = load(
            {source(
                "f",
                {{"MQTT_URL", "mqtt://u:p@h"}, {"MQTT_USERNAME", "v"}, {"MQTT_PASSWORD", "q"}})},
            kDataDir);
        QVERIFY(both);
        QCOMPARE(both->settings.mqttUsername, u"v"_s);
        QCOMPARE(both->settings.mqttPassword, u"q"_s);
    }

    void secretsThatTravelInClearAreTold_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("noted"); // where
        QTest::addColumn<QString>("note"); // a part of it; empty: nothing is amiss
        const auto row = [](const char *name, const char *key, const char *value, const char *noted,
                            const char *note) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(value)
                                << QString::fromLatin1(noted) << QString::fromLatin1(note);
        };
        const auto database = [row](const char *name, const char *value, const char *note) {
            row(name, "DATABASE_URL", value, "DATABASE_URL", note);
        };
        database("a database elsewhere", "postgresql://u:p@h/db", "");
        database("a database here", "postgresql://u:p@localhost/db", "");
        database("no database server", "", "");
        database("without proof", "postgresql://u:p@h/db?sslmode=require", "pose as the server");
        database("without TLS", "postgresql://u:p@h/db?sslmode=disable", "in clear");
        const auto broker = [row](const char *name, const char *value, const char *note) {
            row(name, "MQTT_URL", value, "MQTT_URL", note);
        };
        broker("a broker elsewhere", "mqtt://u:p@h", "in clear");
        broker("a broker elsewhere with TLS", "mqtts://u:p@h", "");
        broker("a broker elsewhere without a password", "mqtt://u@h", "");
        broker("a broker here", "mqtt://u:p@127.0.0.1", "");
        row("ChirpStack here", "CHIRPSTACK_API_KEY", "k", "CHIRPSTACK_TLS", "");
        row("ChirpStack without a key", "CHIRPSTACK_HOST", "h", "CHIRPSTACK_TLS", "");
    }

    void secretsThatTravelInClearAreTold()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, noted);
        QFETCH(QString, note);
        const auto loaded = load({Source{{key, {value, {}}}}}, kDataDir);
        VERIFY_OK(loaded);
        const QString told = effective(*loaded, noted.toLatin1()).note;
        QCOMPARE(told.isEmpty(), note.isEmpty());
        QVERIFY2(told.contains(note), qPrintable(told));
        // What `config` says, Health says.
        QCOMPARE(engineOptions(loaded->settings).weakConnections.value(noted), told);
    }

    void whatAnOldProtocolCostsIsTold()
    {
        QCOMPARE(effective(*load({}, kDataDir), "MQTT_PROTOCOL").note, QString());
        const auto old = load({source("f", {{"MQTT_PROTOCOL", "3.1.1"}})}, kDataDir);
        VERIFY_OK(old);
        QVERIFY(effective(*old, "MQTT_PROTOCOL").note.contains(u"packets of any size"));
        QVERIFY(engineOptions(old->settings).mqtt->onlyMqtt311);
    }

    void boundsReachTheEngine()
    {
        QCOMPARE(engineOptions(load({}, kDataDir)->settings).bounds, domain::IntakeBounds());
        const auto loaded = load({source("f",
                                         {{"DEAD_LETTERS_MAX", "10"},
                                          {"DEAD_LETTERS_PER_HOUR", "11"},
                                          {"DEAD_LETTERS_KEEP_DAYS", "12"},
                                          {"UNKNOWN_DEVICES_MAX", "13"},
                                          {"UNKNOWN_DEVICES_PER_HOUR", "14"},
                                          {"UNKNOWN_DEVICES_KEEP_DAYS", "15"}})},
                                 kDataDir);
        VERIFY_OK(loaded);
        const domain::IntakeBounds expected{10, 11, std::chrono::days(12),
                                            13, 14, std::chrono::days(15)};
        QCOMPARE(engineOptions(loaded->settings).bounds, expected);
    }

    void anApiKeyThatTravelsInClearIsTold()
    {
        Source given = source("f", {{"CHIRPSTACK_HOST", "h"}, {"CHIRPSTACK_API_KEY", "k"}});
        const auto clear = load({given}, kDataDir);
        VERIFY_OK(clear);
        QVERIFY(effective(*clear, "CHIRPSTACK_TLS").note.contains(u"in clear"));
        given.insert(u"CHIRPSTACK_TLS"_s, {u"true"_s, {}});
        const auto secure = load({given}, kDataDir);
        VERIFY_OK(secure);
        QCOMPARE(effective(*secure, "CHIRPSTACK_TLS").note, QString());
    }

    void slipsOfThePenAreTold()
    {
        const auto loaded = load({source("command line",
                                         {{"MQTT_USER", "x"},
                                          {"Journal_Sink", "y"},
                                          {"PATH", "/bin"},
                                          {"MQTT_PASS hunter22", "z"}})},
                                 kDataDir);
        QVERIFY(loaded);
        QCOMPARE(loaded->warnings,
                 (QStringList{u"Journal_Sink (command line) is no setting and was "
                              "ignored"_s,
                              u"MQTT_PASS (command line) is no setting and was ignored"_s,
                              u"MQTT_USER (command line) is no setting and was "
                              "ignored"_s}));
    }

    void theCommandLine()
    {
        const QTemporaryDir folder;
        const QString ini = folder.filePath(u"my.ini"_s);
        write(ini, "LOG_LEVEL=DEBUG\nMQTT_TOPIC=ini\n");
        const auto loaded =
            load({.iniFile = ini,
                  .pairs = {u"log_level=ERROR"_s, u"MQTT_PASSWORD=b=c"_s, u"MQTT_URL=mqtt://a"_s},
                  .others = {{u"MQTT_URL"_s, {u"mqtt://b"_s, u"--mqtt"_s}}}});
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().detail));
        QCOMPARE(loaded->settings.logLevel, u"ERROR"_s);
        QCOMPARE(effective(*loaded, "LOG_LEVEL").origin, u"command line"_s);
        QCOMPARE(loaded->settings.mqttPassword, u"b=c"_s);
        QCOMPARE(loaded->settings.mqttTopic, u"ini"_s);
        QCOMPARE(effective(*loaded, "MQTT_URL").origin, u"--mqtt"_s);
    }

    /// Everybody on the computer may read the words of a command line.
    void secretsComeByFile()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"100% secret"_s);
        const auto line = [&file](const char *key) {
            return CommandLine{.pairs = {QLatin1StringView(key) + u"=@"_s + file}};
        };
        for (const QByteArray &end : {QByteArray(), QByteArray("\n"), QByteArray("\r\n")}) {
            write(file, " se;cret\n#2 " + end);
            const auto loaded = load(line("MQTT_PASSWORD"));
            VERIFY_OK(loaded);
            QCOMPARE(loaded->settings.mqttPassword, u" se;cret\n#2 "_s);
            QCOMPARE(effective(*loaded, "MQTT_PASSWORD").value, u"***"_s);
            QCOMPARE(effective(*loaded, "MQTT_PASSWORD").origin, file);
            QCOMPARE(loaded->warnings, QStringList());
        }
        write(file, "postgresql://u:hunter22@h/db\n");
        const auto others = load({.others = {{u"DATABASE_URL"_s, {u'@' + file, u"--database"_s}}}});
        VERIFY_OK(others);
        QCOMPARE(others->settings.databaseUrl, u"postgresql://u:hunter22@h/db"_s);
        QCOMPARE(others->warnings, QStringList());
        write(file, "LOUD");
        const auto wrong = load(line("LOG_LEVEL"));
        VERIFY_ERROR(wrong, "CONFIGURATION");
        QVERIFY(wrong.error().detail.contains(u"LOG_LEVEL = \"LOUD\" (%1)"_s.arg(file)));
        const QJsonObject told = wrong.error().details.value(u"settings").toArray()[0].toObject();
        QCOMPARE(told.value(u"key").toString(), u"LOG_LEVEL"_s);
        QCOMPARE(told.value(u"value").toString(), u"LOUD"_s);
        QCOMPARE(told.value(u"origin").toString(), file);
        QVERIFY(told.value(u"allowed").toString().contains(u"INFO"));
    }

    void secretsComeByNoOtherFile_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("longer than 64 KiB") << QByteArray(64 * 1024 + 1, 'x');
        QTest::newRow("no text") << QByteArray("hunter22\xff");
        QTest::newRow("U+0000") << QByteArray("hunter22\0x", 10);
    }

    void secretsComeByNoOtherFile()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"secret"_s);
        write(file, bytes);
        const auto loaded = load({.pairs = {u"MQTT_PASSWORD=@"_s + file}});
        VERIFY_ERROR(loaded, "CONFIGURATION");
        QVERIFY2(loaded.error().detail.startsWith(u"MQTT_PASSWORD: \"%1\" "_s.arg(file)),
                 qPrintable(loaded.error().detail));
        QVERIFY(!loaded.error().detail.contains(u"hunter22"));
    }

    void aSecretThatLooksLikeAFileIsNotShown()
    {
        const auto loaded = load({.pairs = {u"MQTT_PASSWORD=@hunter22"_s}});
        VERIFY_ERROR(loaded, "CONFIGURATION");
        QVERIFY(loaded.error().detail.startsWith(u"MQTT_PASSWORD: the file behind @ is not there"));
        QVERIFY(!loaded.error().detail.contains(u"hunter22"));
    }

    void secretsAmongTheWordsAreWarnedOf_data()
    {
        QTest::addColumn<QStringList>("pairs");
        QTest::addColumn<QString>("keys"); // empty: no warning
        const auto row = [](const char *name, const QStringList &pairs, const char *keys) {
            QTest::newRow(name) << pairs << QString::fromLatin1(keys);
        };
        row("password", {u"MQTT_PASSWORD=hunter22"_s}, "MQTT_PASSWORD");
        row("key in lower case", {u"chirpstack_api_key=hunter22"_s}, "CHIRPSTACK_API_KEY");
        row("in addresses",
            {u"MQTT_URL=mqtt://u:hunter22@h"_s, u"DATABASE_URL=postgres://u:x@h/d"_s},
            "DATABASE_URL, MQTT_URL");
        row("nothing secret", {u"MQTT_URL=mqtt://u@h"_s, u"DATABASE_URL=sqlite:///a@b:c"_s}, "");
        row("no password", {u"MQTT_PASSWORD="_s}, "");
    }

    void secretsAmongTheWordsAreWarnedOf()
    {
        QFETCH(QStringList, pairs);
        QFETCH(QString, keys);
        const auto loaded = load({.pairs = pairs});
        VERIFY_OK(loaded);
        QCOMPARE(loaded->warnings.size(), keys.isEmpty() ? 0 : 1);
        if (!keys.isEmpty()) {
            QVERIFY(loaded->warnings.first().startsWith(keys + u" on a command line"_s));
            QVERIFY(!loaded->warnings.first().contains(u"hunter22"));
        }
    }

    /// In a file such a key is another program's; on the command line it is a slip of the pen.
    void theCommandLineRefusesWhatIsNoSetting()
    {
        const auto mistyped = load({.pairs = {u"DATABSE_URL=x"_s}});
        QVERIFY(!mistyped);
        QCOMPARE(mistyped.error().code, u"CONFIGURATION"_s);
        QVERIFY(mistyped.error().detail.contains(u"no setting \"DATABSE_URL\""));
        const auto missing = load({.iniFile = u"no.ini"_s});
        QVERIFY(!missing);
        QVERIFY(missing.error().detail.contains(u"\"no.ini\" cannot be read"));
        for (const QString &slip : {u"MQTT_PASSWORD:hunter22"_s, u"MQTT_PASSWORD hunter22=x"_s,
                                    u"hunter22"_s, u"=hunter22"_s}) {
            const auto unpaired = load({.pairs = {slip}});
            QVERIFY(!unpaired);
            QVERIFY(unpaired.error().detail.contains(u"--set takes KEY=VALUE"));
            QVERIFY(!unpaired.error().detail.contains(u"hunter22", Qt::CaseInsensitive));
        }
    }

    void envFile_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("value"); // "-": the line sets nothing
        const auto row = [](const char *name, const char *line, const char *value) {
            QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(value);
        };
        row("plain", "KEY=value", "value");
        row("blanks around", "  KEY =  value  ", "value");
        row("carriage return", "KEY=value\r", "value");
        row("export", "export KEY=value", "value");
        row("double quotes", "KEY=\"a b # c\"", "a b # c");
        row("single quotes", "KEY='a b'", "a b");
        row("quotes and a comment", "KEY=\"a b\" # why", "a b");
        row("quotes that are none", "KEY=\"a", "\"a");
        row("a quote in quotes", "KEY=\"a\"b\"", "a\"b");
        row("comment", "KEY=value # why", "value");
        row("sharp without a blank", "KEY=pass#word", "pass#word");
        row("sharp first", "KEY=#word", "#word");
        row("only a comment", "KEY= # why", "");
        row("empty", "KEY=", "");
        row("equals signs", "KEY=a=b=c", "a=b=c");
        row("commented out", "#KEY=value", "-");
        row("no equals sign", "KEY", "-");
        row("no name", "=value", "-");
    }

    void envFile()
    {
        QFETCH(QString, line);
        QFETCH(QString, value);
        const Source source = parseEnvFile(u"# head\n\n"_s + line + u"\nLAST=1\n"_s, u".env"_s);
        QCOMPARE(source.value(u"LAST"_s).value, u"1"_s);
        QCOMPARE(source.contains(u"KEY"_s), value != u"-");
        if (value != u"-") {
            QCOMPARE(source.value(u"KEY"_s).value, value);
            QCOMPARE(source.value(u"KEY"_s).origin, u".env, line 3"_s);
        }
    }

    void iniFile_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("value"); // "-": the line sets nothing
        const auto row = [](const char *name, const char *line, const char *value) {
            QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(value);
        };
        row("plain", "KEY=value", "value");
        row("blanks around", "  KEY =  value  ", "value");
        row("carriage return", "KEY=value\r", "value");
        row("semicolon", "KEY=se;cret", "se;cret");
        row("semicolon first", "KEY=;secret", ";secret");
        row("semicolon last", "KEY=secret;", "secret;");
        row("sharp", "KEY=se#cret", "se#cret");
        row("backslash", "KEY=park\\new\\x41", "park\\new\\x41");
        row("percent sign", "KEY=100%20", "100%20");
        row("commas", "KEY=a, b,c", "a, b,c");
        row("equals signs", "KEY=a=b=c", "a=b=c");
        row("a quote", "KEY=a\"b", "a\"b");
        row("a quote first", "KEY=\"a", "\"a");
        row("like a list or a type", "KEY=@Variant(a)", "@Variant(a)");
        row("double quotes", "KEY=\"a ; b # c\"", "a ; b # c");
        row("single quotes", "KEY=' a '", " a ");
        row("quotes in quotes", "KEY=\"a\"b\"", "a\"b");
        row("backslash in quotes", "KEY=\"C:\\park\"", "C:\\park");
        row("comment behind quotes", "KEY=\"a b\" ; why", "a b");
        row("empty", "KEY=", "");
        row("empty quotes", "KEY=\"\"", "");
        row("comment", ";KEY=value", "-");
        row("another comment", "# KEY=value", "-");
        row("section", "[KEY=value]", "-");
    }

    void iniFile()
    {
        QFETCH(QString, line);
        QFETCH(QString, value);
        const auto source = parseIniFile(u"; head\n\n"_s + line + u"\n[s]\nLAST=1"_s, u"a.ini"_s);
        VERIFY_OK(source);
        QCOMPARE(source->value(u"LAST"_s).value, u"1"_s);
        QCOMPARE(source->contains(u"KEY"_s), value != u"-");
        if (value != u"-") {
            QCOMPARE(source->value(u"KEY"_s).value, value);
            QCOMPARE(source->value(u"KEY"_s).origin, u"a.ini, line 3"_s);
        }
    }

    void iniFileRefuses_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("what may be a comment") << u"MQTT_PASSWORD=hunter22 ; not the old one"_s;
        QTest::newRow("what may be one, by a sharp") << u"MQTT_PASSWORD=hunter22 #1"_s;
        QTest::newRow("nothing but what may be one") << u"MQTT_PASSWORD= ;hunter22"_s;
        QTest::newRow("the rest of a value") << u"hunter22"_s;
        QTest::newRow("no key") << u"=hunter22"_s;
    }

    void iniFileRefuses()
    {
        QFETCH(QString, line);
        const auto source = parseIniFile(u"LOG_LEVEL=INFO\n"_s + line, u"a %2.ini"_s);
        VERIFY_ERROR(source, "CONFIGURATION");
        QVERIFY(source.error().detail.startsWith(u"a %2.ini, line 2: "));
        QVERIFY(!source.error().detail.contains(u"hunter22"));
    }

    void valuesOfAnIniFileAreWhole()
    {
        const auto database = load({.iniFile = test::dataPath(u"settings/semicolon.ini"_s)});
        VERIFY_OK(database);
        QCOMPARE(database->settings.databaseUrl,
                 u"postgresql://park:Str0ng;pass@127.0.0.1:55442/parking"_s);
        QCOMPARE(effective(*database, "DATABASE_URL").value,
                 u"postgresql://park:***@127.0.0.1:55442/parking"_s);
        const auto broker = load({.iniFile = test::dataPath(u"settings/semicolon-mqtt.ini"_s)});
        VERIFY_OK(broker);
        QCOMPARE(broker->settings.mqttPassword, u"se;cret#1\\2%20\"x"_s);
        QCOMPARE(broker->settings.mqttUsername, u"park\\new"_s);
        QCOMPARE(effective(*broker, "MQTT_PASSWORD").value, u"***"_s);
    }

    void settingsFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("told"); // empty: taken
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfLOG_LEVEL=DEBUG") << QString();
        QTest::newRow("lines of a Mac") << QByteArray("#\rLOG_LEVEL=DEBUG\r") << QString();
        QTest::newRow("lines of Windows") << QByteArray("\r\nLOG_LEVEL=DEBUG\r\n") << QString();
        QTest::newRow("Latin-1") << QByteArray("#\nMQTT_PASSWORD=p\xe4ss") << u", line 2: "_s;
        QTest::newRow("cut off within a sign")
            << QByteArray("MQTT_PASSWORD=p\xc3") << u", line 1: "_s;
        QTest::newRow("UTF-16") << QByteArray("\xff\xfeL\0O\0", 6) << u", line 1: "_s;
        QTest::newRow("U+0000") << QByteArray("MQTT_PASSWORD=a\0b", 17) << u", line 1: "_s;
        QTest::newRow("more than a mebibyte")
            << QByteArray(kMaxSettingsFile + 1, '#') << u"is longer than 1048576 bytes"_s;
    }

    void settingsFiles()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, told);
        const QTemporaryDir folder;
        const QString before = QDir::currentPath();
        for (const QString &name : {u"my.ini"_s, u".env"_s}) {
            write(folder.filePath(name), bytes);
            QVERIFY(QDir::setCurrent(folder.path()));
            const auto loaded = load({.iniFile = name == u"my.ini" ? name : QString()});
            QVERIFY(QDir::setCurrent(before));
            QVERIFY(QFile::remove(folder.filePath(name)));
            if (told.isEmpty()) {
                VERIFY_OK(loaded);
                QCOMPARE(loaded->settings.logLevel, u"DEBUG"_s);
            } else {
                VERIFY_ERROR(loaded, "CONFIGURATION");
                QVERIFY2(loaded.error().detail.contains(name)
                             && loaded.error().detail.contains(told),
                         qPrintable(loaded.error().detail));
            }
        }
    }

    void aFolderOfTheNameIsNoSettingsFile()
    {
        const QTemporaryDir folder;
        const QString before = QDir::currentPath();
        QVERIFY(QDir(folder.path()).mkdir(u".env"_s)); // as Python's tools make one
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto loaded = load(CommandLine{});
        QVERIFY(QDir::setCurrent(before));
        VERIFY_OK(loaded);
        VERIFY_ERROR(load({.iniFile = folder.path()}), "CONFIGURATION");
    }

    void surroundings()
    {
        const QTemporaryDir folder;
        const QString before = QDir::currentPath();
        const QString ini = folder.filePath(u"my.ini"_s);
        write(ini,
              "LOG_LEVEL=DEBUG\nMQTT_PASSWORD=a,b,c\nMQTT_TOPIC=ini\nINGEST_BATCH_SIZE=1\n"
              "[mqtt]\nMQTT_CLIENT_ID=in a section\n");
        write(folder.filePath(u".env"_s), "MQTT_TOPIC=env\nINGEST_BATCH_SIZE=2\n");
        QVERIFY(QDir::setCurrent(folder.path()));
        qputenv("INGEST_BATCH_SIZE", "3");
        const auto sources = systemSources(ini);
        QVERIFY(sources);
        const auto loaded = load(*sources, kDataDir);
        qunsetenv("INGEST_BATCH_SIZE");
        QVERIFY(QDir::setCurrent(before));
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().detail));
        QCOMPARE(loaded->settings.logLevel, u"DEBUG"_s);
        QCOMPARE(effective(*loaded, "LOG_LEVEL").origin, ini + u", line 1"_s);
        QCOMPARE(loaded->settings.mqttPassword, u"a,b,c"_s);
        QCOMPARE(loaded->settings.mqttClientId, u"in a section"_s);
        QCOMPARE(loaded->settings.mqttTopic, u"env"_s);
        QCOMPARE(effective(*loaded, "MQTT_TOPIC").origin, u".env, line 1"_s);
        QCOMPARE(loaded->settings.ingestBatchSize, 3);
        QCOMPARE(effective(*loaded, "INGEST_BATCH_SIZE").origin, u"environment"_s);
    }
};

PARKING_TEST(tst_Settings)
#include "tst_settings.moc"

// What people type or paste into the fields of a connection, and the settings that it makes.

#include "base/literals.h"
#include "setup/connectiondraft.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;
using checks::Subject;

Q_DECLARE_METATYPE(checks::Subject)

class TestConnectionDraft : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesAreMadeWhole_data();
    void addressesAreMadeWhole();
    void settingsComeBack_data();
    void settingsComeBack();
    void whatIsSetElsewhereWins();
    void eachFieldHasItsSetting();
};

void TestConnectionDraft::addressesAreMadeWhole_data()
{
    QTest::addColumn<Subject>("subject");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("caFile");
    const auto row = [](const char *name, Subject subject, const char *typed, const char *address,
                        const char *user = "", const char *secret = "", const char *ca = "") {
        QTest::newRow(name) << subject << QString::fromUtf8(typed) << QString::fromUtf8(address)
                            << QString::fromUtf8(user) << QString::fromUtf8(secret)
                            << QString::fromUtf8(ca);
    };
    const Subject database = Subject::Database;
    row("a host and a database", database, " db.example.org/parking ",
        "postgresql://db.example.org/parking");
    row("nothing is the embedded one", database, "", "");
    row("a file", database, "sqlite:////srv/a@b.sqlite", "sqlite:////srv/a@b.sqlite");
    row("a whole one", database,
        "postgres://ann:p%40ss%2Fw@db:5433/parking?sslmode=require&sslrootcert=%2Fetc%2Fca.pem",
        "postgres://db:5433/parking?sslmode=require", "ann", "p@ss/w", "/etc/ca.pem");
    row("several hosts", database, "postgresql://ann@a:1,b:2/p?target_session_attrs=primary",
        "postgresql://a:1,b:2/p?target_session_attrs=primary", "ann");
    row("a sign in a raw password", database, "postgresql://ann:x@y@db/p", "postgresql://db/p",
        "ann", "x@y");
    row("without a database", database, "ann@db", "postgresql://db", "ann");
    const Subject broker = Subject::Broker;
    row("a name", broker, "mqtt.example.org", "mqtt://mqtt.example.org");
    row("the port of TLS", broker, "mqtt.example.org:8883", "mqtts://mqtt.example.org:8883");
    row("a login", broker, "mqtts://bob:a%3Ab@[::1]:8883", "mqtts://[::1]:8883", "bob", "a:b");
    row("a user alone", broker, "mqtt://bob@host", "mqtt://host", "bob");
    row("what is none stays", broker, "mqtt://a b", "mqtt://a b");
    const Subject chirpstack = Subject::ChirpStack;
    row("its usual port", chirpstack, "chirpstack.local", "http://chirpstack.local:8090");
    row("a slash", chirpstack, "https://chirpstack.local/", "https://chirpstack.local:8090");
    row("a port", chirpstack, "http://10.0.0.5:80", "http://10.0.0.5:80");
}

void TestConnectionDraft::addressesAreMadeWhole()
{
    QFETCH(const Subject, subject);
    QFETCH(const QString, typed);
    const DraftTexts made = tidied(subject, {{DraftField::Address, typed}});
    QTEST(made.value(DraftField::Address), "address");
    QTEST(made.value(DraftField::User), "user");
    QTEST(made.value(DraftField::Secret), "secret");
    QTEST(made.value(DraftField::CaFile), "caFile");
    QCOMPARE(tidied(subject, made), made); // once is enough
}

void TestConnectionDraft::settingsComeBack_data()
{
    QTest::addColumn<Subject>("subject");
    QTest::addColumn<QMap<QString, QString>>("values");
    using Values = QMap<QString, QString>;
    QTest::newRow("database") << Subject::Database
                              << Values{{u"DATABASE_URL"_s,
                                         u"postgresql://ann:p%40%3A%2F%3F%23@db:5432/parking"
                                         "?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem"_s}};
    QTest::newRow("a file") << Subject::Database
                            << Values{{u"DATABASE_URL"_s, u"sqlite:////srv/parking.sqlite"_s}};
    QTest::newRow("the embedded one") << Subject::Database << Values{{u"DATABASE_URL"_s, {}}};
    QTest::newRow("broker") << Subject::Broker
                            << Values{{u"MQTT_URL"_s, u"mqtts://mqtt:8883"_s},
                                      {u"MQTT_USERNAME"_s, u"bob"_s},
                                      {u"MQTT_PASSWORD"_s, u" p@:/?#"_s},
                                      {u"MQTT_TOPIC"_s, u"application/+/device/+/event/+"_s},
                                      {u"MQTT_CA_FILE"_s, u"/etc/ca.pem"_s},
                                      {u"MQTT_CERT_FILE"_s, u"/etc/own.pem"_s},
                                      {u"MQTT_KEY_FILE"_s, u"/etc/own.key"_s}};
    QTest::newRow("ChirpStack") << Subject::ChirpStack
                                << Values{{u"CHIRPSTACK_HOST"_s, u"10.0.0.5"_s},
                                          {u"CHIRPSTACK_PORT"_s, u"8091"_s},
                                          {u"CHIRPSTACK_TLS"_s, u"true"_s},
                                          {u"CHIRPSTACK_API_KEY"_s, u"eyJ0.a-b_c"_s},
                                          {u"CHIRPSTACK_CA_FILE"_s, {}}};
}

void TestConnectionDraft::settingsComeBack()
{
    QFETCH(const Subject, subject);
    using Values = QMap<QString, QString>;
    QFETCH(const Values, values);
    settings::Source source;
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        source.insert(it.key(), {*it, u"default"_s});
    QCOMPARE(valuesOf(subject, textsOf(subject, source)), values);
    QStringList keys = keysOf(subject);
    keys.sort();
    QCOMPARE(keys, values.keys());
}

/// A user of its own wins over the one in the address, as settings do it.
void TestConnectionDraft::whatIsSetElsewhereWins()
{
    const DraftTexts texts = textsOf(
        Subject::Broker,
        {{u"MQTT_URL"_s, {u"mqtt://old:secret@host"_s, {}}}, {u"MQTT_USERNAME"_s, {u"new"_s, {}}}});
    QCOMPARE(texts.value(DraftField::Address), u"mqtt://host"_s);
    QCOMPARE(texts.value(DraftField::User), u"new"_s);
    QCOMPARE(texts.value(DraftField::Secret), u"secret"_s);
}

void TestConnectionDraft::eachFieldHasItsSetting()
{
    for (const Subject subject : {Subject::Broker, Subject::Database, Subject::ChirpStack}) {
        for (const DraftField field : fieldsOf(subject)) {
            for (const QString &key : keysOf(subject, field)) {
                QCOMPARE(settings::refusalOf(key, settings::givenValues({})[key].value), QString());
                QCOMPARE(fieldOf(key), subject == Subject::Database ? DraftField::Address : field);
            }
        }
    }
}

PARKING_TEST(TestConnectionDraft)
#include "tst_connectiondraft.moc"

// What people may see of secrets: nothing of them, and of an address all the rest.

#include "base/literals.h"
#include "base/secret.h"
#include "testmain.h"

#include <QTest>

using namespace parking;

class tst_Secret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingOfASecretIsShown()
    {
        QCOMPARE(maskSecret(u""), QString());
        QCOMPARE(maskSecret(u"a"), u"***"_s);
        QCOMPARE(maskSecret(u"Str0ngpa"), u"***"_s);
        QCOMPARE(maskSecret(u"secret-api-key-123"), u"***"_s);
    }

    void ofAnAddressTheRestIsShown_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *url, const char *shown) {
            QTest::newRow(name) << QString::fromUtf8(url) << QString::fromUtf8(shown);
        };
        row("nothing", "", "");
        row("no address", "hunter22", "***");
        row("host alone", "mqtt://h", "mqtt://h");
        row("host and port", "mqtt://h:1883", "mqtt://h:1883");
        row("IPv6", "mqtt://[::1]:1883", "mqtt://[::1]:1883");
        row("several hosts", "postgres://a:1,b:2,c/db", "postgres://a:1,b:2,c/db");
        row("user", "postgres://u@h/db", "postgres://u@h/db");
        row("password", "postgres://u:hunter22@h:5/db", "postgres://u:***@h:5/db");
        row("one letter", "postgres://u:p@h/db", "postgres://u:***@h/db");
        row("empty password", "postgres://u:@h/db", "postgres://u:@h/db");
        row("colons in it", "postgres://u:hunter22:x@h/db", "postgres://u:***@h/db");
        row("at sign in it", "postgres://u:hun@ter22@h/db", "postgres://u:***@h/db");
        row("slash in it", "postgres://u:hun/ter22@h/db", "postgres://u:***@h/db");
        row("question mark in it", "postgres://u:hun?ter22@h/db", "postgres://u:***@h/db");
        row("sharp in it", "mqtt://u:hun#ter22@h", "mqtt://u:***@h");
        row("semicolon in it", "postgres://u:hun;ter22@h/db", "postgres://u:***@h/db");
        row("cut off within it", "postgres://u:hunter22", "postgres://u:***");
        row("cut off, slash in it", "postgres://u:hunt/er22", "postgres://u:***");
        row("cut off in a list", "postgres://a:1,u:hunter22/db", "postgres://a:***");
        row("a port of six digits", "postgres://u:123456", "postgres://u:***");
        row("known options", "postgres://h/db?sslmode=require&sslrootcert=/ca.pem",
            "postgres://h/db?sslmode=require&sslrootcert=/ca.pem");
        row("another option", "postgres://h/db?sslmode=require&password=hunter22",
            "postgres://h/db?sslmode=require&password=***");
        row("an option without a value", "postgres://h/db?hunter22", "postgres://h/db?***");
        row("an encoded name", "postgres://h/db?p%61ssword=hunter22",
            "postgres://h/db?p%61ssword=***");
        row("behind a sharp", "mqtt://h/#hunter22", "mqtt://h/#***");
        row("behind a bracket", "mqtt://[::1]hunter22", "mqtt://[:***");
    }

    void ofAnAddressTheRestIsShown()
    {
        QFETCH(QString, url);
        QFETCH(QString, shown);
        QCOMPARE(maskUrl(url, {u"sslmode"_s, u"sslrootcert"_s}), shown);
    }

    void wordsOfOthersLoseOurSecret()
    {
        QCOMPARE(withoutSecret(u"no \"hunter22\" here, hunter22"_s, u"hunter22"_s),
                 u"no \"***\" here, ***"_s);
        QCOMPARE(withoutSecret(u"no password"_s, QString()), u"no password"_s);
        QCOMPARE(withoutSecret(u"a database"_s, u"a"_s), u"a database"_s); // would tell where it is
    }
};

PARKING_TEST(tst_Secret)
#include "tst_secret.moc"

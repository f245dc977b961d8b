// parkctl check as scripts use it: exit codes, JSON, and no secret in what it says.

#include "base/literals.h"
#include "chirpstackstandin.h"
#include "mosquitto.h"
#include "parkctl.h"
#include "testmain.h"
#include "verify.h"

#include <QTest>

using namespace parking;
using test::Finished;

namespace {

const QString kSecret = u"top-secret-word"_s;

QString set(const QString &key, const QString &value)
{
    return key + u'=' + value;
}

} // namespace

class TestParkctlCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void subjects_data();
    void subjects();
    void withoutAKey();
    void wrongWords_data();
    void wrongWords();

private:
    QStringList words(const QString &only, const QStringList &settings) const;
    QString filled(QString value) const;

    test::Parkctl m_parkctl;
    test::Mosquitto m_broker{{.user = u"anna"_s, .password = kSecret}};
    test::ChirpStackStandIn m_rest;
};

void TestParkctlCheck::initTestCase()
{
    VERIFY_OK(m_broker.start());
    VERIFY_OK(m_rest.start());
    m_rest.setKey(kSecret);
    m_rest.setTenantKey(false);
}

QString TestParkctlCheck::filled(QString value) const
{
    return value.replace(u"BROKER"_s, QString::number(m_broker.url().port()))
        .replace(u"REST"_s, QString::number(m_rest.port()))
        .replace(u"NOBODY"_s, QString::number(test::freePort()));
}

QStringList TestParkctlCheck::words(const QString &only, const QStringList &settings) const
{
    QStringList words{u"check"_s, u"--listen"_s, u"1"_s};
    if (!only.isEmpty())
        words += {u"--only"_s, only};
    for (const QString &setting : settings)
        words += {u"--set"_s, filled(setting)};
    return words + m_parkctl.siteWords();
}

void TestParkctlCheck::subjects_data()
{
    QTest::addColumn<QString>("only");
    QTest::addColumn<QStringList>("settings");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("exitCode");
    const QStringList rest{u"CHIRPSTACK_HOST=127.0.0.1"_s, u"CHIRPSTACK_PORT=REST"_s};
    const QString key = set(u"CHIRPSTACK_API_KEY"_s, kSecret);
    const QString broker = u"MQTT_URL=mqtt://127.0.0.1:BROKER"_s;
    const QString user = u"MQTT_USERNAME=anna"_s;
    QTest::newRow("a new folder") << u"database"_s << QStringList{key} << u"FOLDER_NEW"_s << 0;
    QTest::newRow("a server that is not there")
        << u"database"_s
        << QStringList{u"DATABASE_URL=postgresql://anna:%1@127.0.0.1:NOBODY/parking"_s.arg(kSecret)}
        << u"PORT_REFUSED"_s << 1;
    QTest::newRow("a broker without uplinks")
        << u"broker"_s << QStringList{broker, user, set(u"MQTT_PASSWORD"_s, kSecret)}
        << u"NO_UPLINKS"_s << 0;
    QTest::newRow("a broker's other password")
        << u"broker"_s << QStringList{broker, user, set(u"MQTT_PASSWORD"_s, kSecret + u'x')}
        << u"BROKER_LOGIN"_s << 1;
    QTest::newRow("ChirpStack") << u"chirpstack"_s << rest + QStringList{key}
                                << u"CHIRPSTACK_GOOD"_s << 0;
    QTest::newRow("another key") << u"chirpstack"_s << rest + QStringList{key + u'x'}
                                 << u"KEY_REFUSED"_s << 1;
    // Asked for by name it is tried, and may not be used.
    QTest::newRow("no key") << u"chirpstack"_s << rest << u"KEY_MISSING"_s << 1;
}

void TestParkctlCheck::subjects()
{
    QFETCH(const QString, only);
    QFETCH(const QStringList, settings);
    QFETCH(const QString, code);
    QFETCH(const int, exitCode);
    const Finished told = m_parkctl.run(words(only, settings));
    VERIFY_SAID(told.exitCode == exitCode, told);
    VERIFY_SAID(told.out.startsWith(only), told);
    const Finished json = m_parkctl.run(words(only, settings) + QStringList{u"--json"_s});
    VERIFY_SAID(json.exitCode == exitCode, json);
    const QJsonArray rows = QJsonDocument::fromJson(json.out.toUtf8()).array();
    VERIFY_SAID(rows.size() == 1, json);
    const QJsonObject row = rows.first().toObject();
    QCOMPARE(row.value(u"check"_s).toString(), only);
    QCOMPARE(row.value(u"code"_s).toString(), code);
    for (const QString &said : {told.out, told.err, json.out, json.err})
        QVERIFY2(!said.contains(kSecret), qPrintable(said));
}

/// A site without lamps has none: the rest counts, and that it was left out is told.
void TestParkctlCheck::withoutAKey()
{
    const Finished done =
        m_parkctl.run(words({},
                            {u"MQTT_URL=mqtt://127.0.0.1:BROKER"_s, u"MQTT_USERNAME=anna"_s,
                             set(u"MQTT_PASSWORD"_s, kSecret)})
                      + QStringList{u"--json"_s});
    VERIFY_SAID(done.exitCode == 0, done);
    VERIFY_SAID(QJsonDocument::fromJson(done.out.toUtf8()).array().size() == 2, done);
    VERIFY_SAID(done.err.contains(u"CHIRPSTACK_API_KEY is empty"_s), done);
}

void TestParkctlCheck::wrongWords_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("only what") << u"check --only lamps"_s;
    QTest::newRow("no time") << u"check --listen 0"_s;
    QTest::newRow("a word too many") << u"check broker"_s;
}

void TestParkctlCheck::wrongWords()
{
    QFETCH(const QString, words);
    const Finished done = m_parkctl.run(words.split(u' '));
    VERIFY_SAID(done.exitCode == 2 && done.out.isEmpty() && !done.err.isEmpty(), done);
}

PARKING_TEST(TestParkctlCheck)
#include "tst_parkctlcheck.moc"

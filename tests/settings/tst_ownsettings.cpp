// The settings that the window shows and writes: where each goes, and what takes it back.

#include "base/literals.h"
#include "domain/problems.h"
#include "settings/ownsettings.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace parking;
using namespace parking::settings;

namespace {

/// As a system's keychain would be.
class Keychain : public SecretPlace {
public:
    explicit Keychain(Source &kept, std::function<bool()> mayKeep = nullptr)
        : m_kept(kept), m_mayKeep(std::move(mayKeep))
    {
    }

    Result<Source> read() const override { return m_kept; }
    Result<> keep(const QString &key, const QString &value) override
    {
        if (m_mayKeep && !m_mayKeep())
            return Error{problem::kConfiguration, u"the keychain is locked"_s, {}};
        m_kept.insert(key, {value, u"keychain"_s, false, true});
        return {};
    }
    Result<> forget(const QString &key) override
    {
        m_kept.remove(key);
        return {};
    }
    QString file() const override { return {}; }

private:
    Source &m_kept;
    const std::function<bool()> m_mayKeep;
};

QByteArray textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_OwnSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void eachGoesToItsPlace();
    void undoPutsBack();
    void whatIsRefusedIsNotWritten_data();
    void whatIsRefusedIsNotWritten();
    void othersAreNotJudged();
    void noChangeMakesAnotherWrong_data();
    void noChangeMakesAnotherWrong();
    void whatWasWrongHindersNobody();
    void aPlaceOfItsOwn();
    void noSecretIsReplacedAlone_data();
    void noSecretIsReplacedAlone();
    void whatCannotBeWrittenIsSaid();

private:
    void write(const QByteArray &text) const;
    OwnSettings open() const { return OwnSettings({.iniFile = m_ini}, {}); }
    Effective row(const OwnSettings &own, const QString &key) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_ini;
    QString m_secrets;
};

void tst_OwnSettings::init()
{
    for (const QString &key : keyNames())
        qunsetenv(qPrintable(key));
    m_folder = std::make_unique<QTemporaryDir>();
    m_ini = m_folder->filePath(u"own.ini"_s);
    m_secrets = m_folder->filePath(u"own.secrets"_s);
    write("; of Anna\nLOG_LEVEL=INFO\n");
}

void tst_OwnSettings::write(const QByteArray &text) const
{
    QFile file(m_ini);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

Effective tst_OwnSettings::row(const OwnSettings &own, const QString &key) const
{
    const Result<Loaded> loaded = own.load();
    if (!loaded)
        return {};
    const auto found = std::find_if(loaded->table.cbegin(), loaded->table.cend(),
                                    [&key](const Effective &one) { return one.key == key; });
    return found == loaded->table.cend() ? Effective() : *found;
}

void tst_OwnSettings::eachGoesToItsPlace()
{
    OwnSettings own = open();
    VERIFY_OK(own.write({{u"LOG_LEVEL"_s, u"ERROR"_s}, {u"MQTT_PASSWORD"_s, u"s3cret; #"_s}}));
    QCOMPARE(textOf(m_ini), QByteArray("; of Anna\nLOG_LEVEL=ERROR\n"));
    QVERIFY(textOf(m_secrets).contains("s3cret; #"));
#ifdef Q_OS_UNIX
    QCOMPARE(QFile::permissions(m_secrets)
                 & (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup
                    | QFileDevice::WriteOther),
             QFileDevice::Permissions());
#endif
    QCOMPARE(row(own, u"LOG_LEVEL"_s).value, u"ERROR"_s);
    const Effective secret = row(own, u"MQTT_PASSWORD"_s);
    QVERIFY(secret.isMasked);
    QVERIFY(!secret.value.contains(u"s3cret"_s));
    QVERIFY(!secret.isLocked);
    QCOMPARE(own.secretsFile(), m_secrets);
}

void tst_OwnSettings::undoPutsBack()
{
    OwnSettings own = open();
    VERIFY_OK(own.write({{u"MQTT_PASSWORD"_s, u"first"_s}}));
    const QByteArray ini = textOf(m_ini);
    const QByteArray secrets = textOf(m_secrets);
    const Result<Changes> before = own.write({{u"MQTT_PASSWORD"_s, std::nullopt},
                                              {u"LOG_LEVEL"_s, u"DEBUG"_s},
                                              {u"KIOSK_FLOOR"_s, u"B1"_s}});
    VERIFY_OK(before);
    QVERIFY(!textOf(m_secrets).contains("first"));
    VERIFY_OK(own.write(*before));
    QCOMPARE(textOf(m_ini), ini);
    QCOMPARE(textOf(m_secrets), secrets);
}

void tst_OwnSettings::whatIsRefusedIsNotWritten_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("wrong number") << u"CHIRPSTACK_PORT"_s << u"0"_s;
    QTest::newRow("no number") << u"CHIRPSTACK_PORT"_s << u"８０"_s;
    QTest::newRow("unknown key") << u"MQTT_ULR"_s << u"mqtt://a"_s;
    QTest::newRow("line break") << u"KIOSK_FLOOR"_s << u"B1\nMQTT_URL=mqtt://evil"_s;
    QTest::newRow("zero") << u"KIOSK_FLOOR"_s << (u"B"_s + QChar::Null);
    QTest::newRow("secret of two lines") << u"MQTT_PASSWORD"_s << u"a\nb"_s;
}

void tst_OwnSettings::whatIsRefusedIsNotWritten()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    OwnSettings own = open();
    const QByteArray before = textOf(m_ini);
    const Result<Changes> done = own.write({{u"LOG_LEVEL"_s, u"ERROR"_s}, {key, value}});
    QVERIFY(!done);
    QCOMPARE(done.error().code, problem::kValidation);
    QVERIFY(!QFile::exists(m_secrets));
    QCOMPARE(textOf(m_ini), before);
}

void tst_OwnSettings::othersAreNotJudged()
{
    const Source others{{u"CHIRPSTACK_PORT"_s, {u"none"_s, u"elsewhere"_s}}};
    QCOMPARE(refusalAmong(u"LOG_LEVEL"_s, u"ERROR"_s, others), QString());
    QCOMPARE(refusalAmong(u"INGEST_BATCH_SIZE"_s, u"0"_s, others), u"1 to 5000"_s);
    QCOMPARE(refusalAmong(u"CHIRPSTACK_PORT"_s, u"443"_s, others), QString());
    QCOMPARE(refusalAmong(u"DATA_DIR"_s, u""_s, others), QString());
    QVERIFY(!refusalAmong(u"NO_SUCH_KEY"_s, u"1"_s, others).isEmpty());
}

void tst_OwnSettings::noChangeMakesAnotherWrong_data()
{
    using OneChange = std::optional<QString>;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("key");
    QTest::addColumn<OneChange>("value");
    QTest::addColumn<QString>("other");
    QTest::addColumn<Changes>("both"); // what does the same and is allowed
    const QByteArray mail =
        "ALARM_MAIL_HOST=mail\nALARM_MAIL_FROM=p@x.org\nALARM_MAIL_TO=a@x.org\n";
    const Changes noMail{{u"ALARM_MAIL_TO"_s, std::nullopt}};
    QTest::newRow("mail server emptied")
        << mail << u"ALARM_MAIL_HOST"_s << OneChange(u""_s) << u"ALARM_MAIL_TO"_s << noMail;
    QTest::newRow("mail server removed")
        << mail << u"ALARM_MAIL_HOST"_s << OneChange() << u"ALARM_MAIL_TO"_s << noMail;
    QTest::newRow("sender removed")
        << mail << u"ALARM_MAIL_FROM"_s << OneChange() << u"ALARM_MAIL_TO"_s << noMail;
    QTest::newRow("secret removed")
        << QByteArray("ALARM_WEBHOOK_SECRET=0123456789abcdef\nALARM_WEBHOOK_URL=https://x/y\n")
        << u"ALARM_WEBHOOK_SECRET"_s << OneChange() << u"ALARM_WEBHOOK_URL"_s
        << Changes{{u"ALARM_WEBHOOK_URL"_s, std::nullopt}};
    QTest::newRow("readings longer than changes")
        << QByteArray("READINGS_KEEP_DAYS=60\nSTATE_CHANGES_KEEP_DAYS=100\n")
        << u"READINGS_KEEP_DAYS"_s << OneChange(u"365"_s) << u"STATE_CHANGES_KEEP_DAYS"_s
        << Changes{{u"STATE_CHANGES_KEEP_DAYS"_s, u"400"_s}};
}

/// The program would not start any more.
void tst_OwnSettings::noChangeMakesAnotherWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, key);
    QFETCH(std::optional<QString>, value);
    QFETCH(QString, other);
    QFETCH(Changes, both);
    write(text);
    OwnSettings own = open();
    VERIFY_OK(own.load());
    const Result<Changes> done = own.write({{key, value}});
    QVERIFY(!done);
    QCOMPARE(done.error().code, problem::kValidation);
    QCOMPARE(done.error().details.value(u"field").toString(), other);
    QVERIFY(done.error().details.value(u"error").toString().contains(other));
    QCOMPARE(textOf(m_ini), text);
    VERIFY_OK(own.load());
    both.insert(key, value);
    VERIFY_OK(own.write(both));
    VERIFY_OK(own.load());
}

/// It is mended step by step.
void tst_OwnSettings::whatWasWrongHindersNobody()
{
    write("ALARM_MAIL_TO=a@x.org\nINGEST_BATCH_SIZE=0\n");
    OwnSettings own = open();
    QVERIFY(!own.load());
    VERIFY_OK(own.write({{u"LOG_LEVEL"_s, u"ERROR"_s}}));
    VERIFY_OK(own.write({{u"ALARM_MAIL_HOST"_s, u"mail"_s}}));
    VERIFY_OK(own.write({{u"ALARM_MAIL_FROM"_s, u"p@x.org"_s}}));
    VERIFY_OK(own.write({{u"INGEST_BATCH_SIZE"_s, std::nullopt}}));
    VERIFY_OK(own.load());
}

void tst_OwnSettings::aPlaceOfItsOwn()
{
    Source kept;
    OwnSettings own({.iniFile = m_ini}, {}, std::make_unique<Keychain>(kept));
    write("MQTT_PASSWORD=old\n");
    const Result<Changes> before = own.write({{u"MQTT_PASSWORD"_s, u"new"_s}});
    VERIFY_OK(before);
    QCOMPARE(kept.value(u"MQTT_PASSWORD"_s).value, u"new"_s);
    QVERIFY(!QFile::exists(m_secrets));
    QVERIFY(own.secretsFile().isEmpty());
    QCOMPARE(before->value(u"MQTT_PASSWORD"_s), std::optional(u"old"_s));
    VERIFY_OK(own.write({{u"MQTT_PASSWORD"_s, std::nullopt}}));
    QVERIFY(kept.isEmpty());
    QVERIFY(!textOf(m_ini).contains("old"));
}

void tst_OwnSettings::noSecretIsReplacedAlone_data()
{
    QTest::addColumn<int>("keeps"); // so often the place keeps something
    QTest::addColumn<QString>("password"); // that stands there then
    QTest::addColumn<QString>("saved");
    QTest::addColumn<QString>("said");
    QTest::newRow("it is put back") << 2 << u"old"_s << QString() << u"own.ini"_s;
    QTest::newRow("it cannot be") << 1 << u"new"_s << u"secret"_s
                                  << u"The secret was saved, the rest was not."_s;
    QTest::newRow("it was not kept") << 0 << u"old"_s << QString() << u"keychain"_s;
}

/// When the rest of what was meant cannot be written.
void tst_OwnSettings::noSecretIsReplacedAlone()
{
    QFETCH(int, keeps);
    QFETCH(QString, said);
    Source kept{{u"MQTT_PASSWORD"_s, {u"old"_s, u"keychain"_s, false, true}}};
    OwnSettings own({.iniFile = m_ini}, {}, std::make_unique<Keychain>(kept, [&] {
                        // Meanwhile the INI file cannot be written any more.
                        QFile::remove(m_ini);
                        QFile::link(m_folder->filePath(u"nowhere/own.ini"_s), m_ini);
                        return keeps-- > 0;
                    }));
    const Result<Changes> done =
        own.write({{u"MQTT_PASSWORD"_s, u"new"_s}, {u"LOG_LEVEL"_s, u"ERROR"_s}});
    QVERIFY(!done);
    QCOMPARE(done.error().code, problem::kConfiguration);
    QVERIFY2(done.error().detail.contains(said), qPrintable(done.error().detail));
    QTEST(done.error().details.value(u"saved"_s).toString(), "saved");
    QTEST(kept.value(u"MQTT_PASSWORD"_s).value, "password");
}

void tst_OwnSettings::whatCannotBeWrittenIsSaid()
{
    write("what is this\n");
    OwnSettings own = open();
    const Result<Changes> done = own.write({{u"LOG_LEVEL"_s, u"ERROR"_s}});
    QVERIFY(!done);
    QCOMPARE(done.error().code, problem::kConfiguration);
    QVERIFY(done.error().detail.contains(m_ini));
    QCOMPARE(textOf(m_ini), QByteArray("what is this\n"));
}

PARKING_TEST(tst_OwnSettings)
#include "tst_ownsettings.moc"

// What the window writes: nothing else is touched, secrets stand apart, and it is read back as it
// was.

#include "base/literals.h"
#include "settings/commandline.h"
#include "settings/settingsfile.h"
#include "settings/settingswriter.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace parking;
using namespace parking::settings;

class TestSettingsWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesOfOthersStay();
    void valuesComeBack_data();
    void valuesComeBack();
    void secretsStandApart();
    void nothingVanishes();
    void noSecretIsReplacedAlone();
    void whatIsSavedByHalvesIsSaid();
    void theIniFileKeepsItsRights();
    void keysInAnyCase();
    void secretsOfOthers_data();
    void secretsOfOthers();
    void whatTheWindowMayChange();
    void refusalsInWords();
};

void TestSettingsWriter::linesOfOthersStay()
{
    const QString before = u"; a comment\n[General]\nmqtt_url=mqtt://old\nLOG_LEVEL=DEBUG\n"
                           "OTHER=of another program\nMQTT_URL=mqtt://older\n"_s;
    const auto after = changedIni(
        before, {{u"MQTT_URL"_s, u"mqtts://new:8883"_s}, {u"LOG_LEVEL"_s, std::nullopt}});
    VERIFY_OK(after);
    QCOMPARE(*after,
             u"; a comment\n[General]\nMQTT_URL=mqtts://new:8883\nOTHER=of another program\n"_s);
    QCOMPARE(changedIni({}, {{u"LOG_LEVEL"_s, std::nullopt}}).valueOr(u"?"_s), QString());
}

void TestSettingsWriter::valuesComeBack_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("plain") << u"parking"_s << true;
    QTest::newRow("blanks at its ends") << u"  two  "_s << true;
    QTest::newRow("like a comment") << u"a # b ; c"_s << true;
    QTest::newRow("quotes") << u"\"q\""_s << true;
    QTest::newRow("an equals sign") << u"a=b=c"_s << true;
    QTest::newRow("a backslash") << u"C:\\data\\n"_s << true;
    QTest::newRow("beyond ASCII") << QString::fromUtf8("Straße 1") << true;
    QTest::newRow("a line break") << u"a\nMQTT_URL=evil"_s << false;
    QTest::newRow("a null") << QString(u"a"_s + QChar(0)) << false;
}

void TestSettingsWriter::valuesComeBack()
{
    QFETCH(const QString, value);
    QFETCH(const bool, isKept);
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"sub/own.ini"_s));
    const Result<> done = writeSettings(files, {{u"KIOSK_BUILDING"_s, value}});
    QCOMPARE(bool(done), isKept);
    if (!isKept) {
        QCOMPARE(done.error().code, u"VALIDATION_ERROR"_s);
        QVERIFY(!QFile::exists(files.ini));
        return;
    }
    const auto loaded = load(CommandLine{.iniFile = files.ini});
    VERIFY_OK(loaded);
    QCOMPARE(loaded->settings.kioskBuilding, value);
}

void TestSettingsWriter::secretsStandApart()
{
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    QFile ini(files.ini);
    QVERIFY(ini.open(QIODevice::WriteOnly));
    ini.write("MQTT_PASSWORD=was-in-clear\n");
    ini.close();
    VERIFY_OK(writeSettings(files,
                            {{u"MQTT_PASSWORD"_s, u"top-secret-1"_s},
                             {u"DATABASE_URL"_s, u"postgresql://a:top-secret-2@db/parking"_s},
                             {u"MQTT_URL"_s, u"mqtt://broker"_s}}));
    QVERIFY(ini.open(QIODevice::ReadOnly));
    QCOMPARE(ini.readAll(), "MQTT_URL=mqtt://broker\n");
    const auto rights = QFile::permissions(files.secrets);
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QCOMPARE(rights & others, QFileDevice::Permissions());
    const auto loaded = load(CommandLine{.iniFile = files.ini});
    VERIFY_OK(loaded);
    QCOMPARE(loaded->settings.mqttPassword, u"top-secret-1"_s);
    QVERIFY(loaded->settings.databaseUrl.contains(u"top-secret-2"_s));
    for (const Effective &row : loaded->table)
        QVERIFY2(!row.value.contains(u"top-secret"_s), qPrintable(row.key));
    // An address without a password is no secret, and the file of secrets loses the former one.
    VERIFY_OK(writeSettings(files, {{u"DATABASE_URL"_s, u"postgresql://a@db/parking"_s}}));
    QFile secrets(files.secrets);
    QVERIFY(secrets.open(QIODevice::ReadOnly));
    QCOMPARE(secrets.readAll(), "MQTT_PASSWORD=top-secret-1\n");
}

/// A value that moves between the files stands in one of them at each moment.
void TestSettingsWriter::nothingVanishes()
{
    const auto bytes = [](const QString &path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("-");
    };
    const QString secret = u"postgresql://a:top-secret@db/parking"_s;
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    VERIFY_OK(writeSettings(files, {{u"DATABASE_URL"_s, secret}}));
    // An INI file that nobody can write, not even root: its folder is not there.
    QFile::remove(files.ini);
    QVERIFY(QFile::link(folder.filePath(u"nowhere/own.ini"_s), files.ini));
    const Result<> done =
        writeSettings(files, {{u"DATABASE_URL"_s, u"postgresql://a@db/parking"_s}});
    VERIFY_ERROR(done, "CONFIGURATION");
    QVERIFY2(done.error().detail.contains(files.ini), qPrintable(done.error().detail));
    QCOMPARE(bytes(files.secrets), "DATABASE_URL=" + secret.toUtf8() + '\n');
    // What cannot be kept is known before anything is written.
    QFile::remove(files.ini);
    VERIFY_ERROR(writeSettings(files,
                               {{u"DATABASE_URL"_s, u"postgresql://a@db/parking"_s},
                                {u"KIOSK_BUILDING"_s, u"two\nlines"_s}}),
                 "VALIDATION_ERROR");
    QCOMPARE(bytes(files.secrets), "DATABASE_URL=" + secret.toUtf8() + '\n');
    QVERIFY(!QFile::exists(files.ini));
}

/// It is all or nothing: the old password stands when the rest cannot be written.
void TestSettingsWriter::noSecretIsReplacedAlone()
{
    const auto bytes = [](const QString &path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("-");
    };
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    // An INI file that nobody can write, not even root: its folder is not there.
    QVERIFY(QFile::link(folder.filePath(u"nowhere/own.ini"_s), files.ini));
    const Changes changes{{u"MQTT_PASSWORD"_s, u"new"_s}, {u"LOG_LEVEL"_s, u"DEBUG"_s}};
    VERIFY_ERROR(writeSettings(files, changes), "CONFIGURATION");
    QVERIFY(!QFile::exists(files.secrets)); // as before
    VERIFY_OK(writeSettings(files, {{u"MQTT_PASSWORD"_s, u"old"_s}}));
    const Result<> done = writeSettings(files, changes);
    VERIFY_ERROR(done, "CONFIGURATION");
    QCOMPARE(bytes(files.secrets), "MQTT_PASSWORD=old\n");
    QVERIFY(!done.error().details.contains(u"saved"_s));
    QVERIFY2(done.error().detail.startsWith(files.ini), qPrintable(done.error().detail));
}

void TestSettingsWriter::whatIsSavedByHalvesIsSaid()
{
#ifdef Q_OS_LINUX
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    VERIFY_OK(writeSettings(files, {{u"MQTT_PASSWORD"_s, QString(50'000, u'x')}}));
    QVERIFY(QFile::link(folder.filePath(u"nowhere/own.ini"_s), files.ini));
    // The short new one finds room on the disk, the long old one none any more.
    struct rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    const struct rlimit small = {20'000, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const Result<> done =
        writeSettings(files, {{u"MQTT_PASSWORD"_s, u"new"_s}, {u"LOG_LEVEL"_s, u"DEBUG"_s}});
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
    VERIFY_ERROR(done, "CONFIGURATION");
    QCOMPARE(done.error().details.value(u"saved"_s).toString(), u"secret"_s);
    QVERIFY2(done.error().detail.startsWith(u"The secret was saved, the rest was not."_s),
             qPrintable(done.error().detail));
    const Result<QString> secrets = readSecretsFile(files.secrets);
    VERIFY_OK(secrets);
    QCOMPARE(*secrets, u"MQTT_PASSWORD=new\n"_s); // it is so
#else
    QSKIP("a disk that is full is made by Linux's limits");
#endif
}

/// Others may have to read it: a service of another user, an administrator's group.
void TestSettingsWriter::theIniFileKeepsItsRights()
{
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    VERIFY_OK(writeSettings(files,
                            {{u"LOG_LEVEL"_s, u"DEBUG"_s}, {u"MQTT_PASSWORD"_s, u"top-secret"_s}}));
    const QFileDevice::Permissions wide = QFileDevice::ReadOwner | QFileDevice::WriteOwner
        | QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther;
    const QFileDevice::Permissions narrow = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    const auto rights = [](const QString &path) {
        return QFile::permissions(path) & ~(QFileDevice::ReadUser | QFileDevice::WriteUser);
    };
    QCOMPARE(rights(files.ini), narrow); // a new one is ours alone
    QVERIFY(QFile::setPermissions(files.ini, wide));
    QVERIFY(QFile::setPermissions(files.secrets, wide & ~QFileDevice::WriteGroup));
#ifdef Q_OS_UNIX
    const uint other = ::geteuid() == 0 ? 65534 : ::geteuid(); // only root gives files away
    QCOMPARE(::chown(QFile::encodeName(files.ini).constData(), other, gid_t(-1)), 0);
#endif
    VERIFY_OK(writeSettings(
        files, {{u"LOG_LEVEL"_s, u"INFO"_s}, {u"MQTT_PASSWORD"_s, u"top-secret-2"_s}}));
    QCOMPARE(rights(files.ini), wide);
    QCOMPARE(rights(files.secrets), narrow);
#ifdef Q_OS_UNIX
    QCOMPARE(QFileInfo(files.ini).ownerId(), other);
#endif
}

void TestSettingsWriter::keysInAnyCase()
{
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    VERIFY_OK(writeSettings(files,
                            {{u"mqtt_password"_s, u"top-secret"_s}, {u"Log_Level"_s, u"DEBUG"_s}}));
    QFile ini(files.ini);
    QVERIFY(ini.open(QIODevice::ReadOnly));
    QCOMPARE(ini.readAll(), "LOG_LEVEL=DEBUG\n");
    QFile secrets(files.secrets);
    QVERIFY(secrets.open(QIODevice::ReadOnly));
    QCOMPARE(secrets.readAll(), "MQTT_PASSWORD=top-secret\n");
}

void TestSettingsWriter::secretsOfOthers_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("owner"); // 0: whoever runs this
    QTest::addColumn<QString>("told"); // of the refusal, else of the warning
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("ours") << 0600 << 0 << QString() << true;
    QTest::newRow("others may read it") << 0604 << 0 << u"can be read by others"_s << true;
    QTest::newRow("the group may read it") << 0640 << 0 << u"can be read by others"_s << true;
    QTest::newRow("others may write it") << 0602 << 0 << u"may be written by others"_s << false;
    QTest::newRow("the group may write it") << 0660 << 0 << u"may be written by others"_s << false;
#ifdef Q_OS_UNIX
    if (::geteuid() == 0) // only root gives files away
        QTest::newRow("another user's") << 0600 << 65534 << u"belongs to another user"_s << false;
#endif
}

/// What lies beside a file that somebody named decides nothing unless its writer may.
void TestSettingsWriter::secretsOfOthers()
{
#ifdef Q_OS_UNIX
    QFETCH(const int, mode);
    QFETCH(const int, owner);
    QFETCH(const QString, told);
    QFETCH(const bool, isTaken);
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    VERIFY_OK(writeSettings(
        files, {{u"MQTT_USERNAME"_s, u"anna"_s}, {u"MQTT_PASSWORD"_s, u"top-secret"_s}}));
    const QByteArray name = QFile::encodeName(files.secrets);
    QCOMPARE(::chmod(name.constData(), mode_t(mode)), 0);
    if (owner > 0)
        QCOMPARE(::chown(name.constData(), uid_t(owner), gid_t(-1)), 0);
    const auto loaded = load(CommandLine{.iniFile = files.ini});
    const Result<> written = writeSettings(files, {{u"MQTT_PASSWORD"_s, u"top-secret-2"_s}});
    QCOMPARE(bool(loaded), isTaken);
    QCOMPARE(bool(written), isTaken);
    const QString words = loaded ? loaded->warnings.join(u'\n') : loaded.error().detail;
    QVERIFY2(words.contains(told) && (told.isEmpty() || words.contains(files.secrets)),
             qPrintable(words));
    QVERIFY(!words.contains(u"top-secret"_s));
    if (!isTaken)
        QCOMPARE(loaded.error().code, u"CONFIGURATION"_s);
    else
        QCOMPARE(words.isEmpty(), told.isEmpty());
#endif
}

void TestSettingsWriter::whatTheWindowMayChange()
{
    QTemporaryDir folder;
    const OwnFiles files = ownFiles(folder.filePath(u"own.ini"_s));
    VERIFY_OK(writeSettings(files, {{u"LOG_LEVEL"_s, u"DEBUG"_s}}));
    const auto loaded =
        load(CommandLine{.iniFile = files.ini, .pairs = {u"MQTT_URL=mqtt://here"_s}});
    VERIFY_OK(loaded);
    for (const Effective &row : loaded->table) {
        if (row.key == u"MQTT_URL")
            QVERIFY(row.isLocked);
        if (row.key == u"LOG_LEVEL") {
            QVERIFY(!row.isLocked);
            QCOMPARE(row.fallback, u"INFO"_s);
        }
        if (row.key == u"CHIRPSTACK_API_KEY")
            QVERIFY(row.isSecret);
    }
}

void TestSettingsWriter::refusalsInWords()
{
    QCOMPARE(refusalOf(u"CHIRPSTACK_PORT"_s, u"8090"_s), QString());
    QCOMPARE(refusalOf(u"CHIRPSTACK_PORT"_s, u"99999"_s), u"1 to 65535"_s);
    QVERIFY(!refusalOf(u"NO_SUCH_KEY"_s, {}).isEmpty());
}

PARKING_TEST(TestSettingsWriter)
#include "tst_settingswriter.moc"

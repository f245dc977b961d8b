#include "labels.h"
#include "lamplabels.h"

#include <QDir>
#include <QLocale>
#include <QRegularExpression>
#include <QtTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

class TestLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void ages_data();
    void ages();
    void numbers_data();
    void numbers();
    void localeDecides();
    void changesInWords_data();
    void changesInWords();
    void everyProblemHasWords_data();
    void everyProblemHasWords();
    void everyCodeOfTheEngineHasWords();
    void chirpStackIsAlwaysTold();
    void worstCheckIsTheSentence();
    void causesInWords_data();
    void causesInWords();
    void errorsSayWhatToDo_data();
    void errorsSayWhatToDo();
};

void TestLabels::ages_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    const QChar nnbsp(0x202f);
    QTest::newRow("now") << qint64(900) << QStringLiteral("now");
    QTest::newRow("from the future") << qint64(-60'000) << QStringLiteral("now");
    QTest::newRow("seconds") << qint64(42'000) << QStringLiteral("42%1s").arg(nnbsp);
    QTest::newRow("last second") << qint64(59'999) << QStringLiteral("59%1s").arg(nnbsp);
    QTest::newRow("minutes") << qint64(180'000) << QStringLiteral("3%1min").arg(nnbsp);
    QTest::newRow("hours") << qint64(2 * 3'600'000) << QStringLiteral("2%1h").arg(nnbsp);
    QTest::newRow("hours beyond a day")
        << qint64(47 * 3'600'000) << QStringLiteral("47%1h").arg(nnbsp);
    QTest::newRow("days") << qint64(4 * 86'400'000) << QStringLiteral("4%1d").arg(nnbsp);
}

void TestLabels::ages()
{
    QFETCH(const qint64, milliseconds);
    QFETCH(const QString, text);
    QCOMPARE(labels::age(Milliseconds(milliseconds)), text);
}

void TestLabels::numbers_data()
{
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("text");
    const QString unit(QChar(0x202f));
    QTest::newRow("true minus") << labels::dbm(-87)
                                << QStringLiteral("−87") + unit + QStringLiteral("dBm");
    QTest::newRow("negative SNR") << labels::decibel(-7.25) << QStringLiteral("−7.3");
    QTest::newRow("volt") << labels::volt(3.6) << QStringLiteral("3.60") + unit + u'V';
    QTest::newRow("grouped") << labels::number(10'000) << QStringLiteral("10,000");
    QTest::newRow("share") << labels::percent(0.324) << QStringLiteral("32") + unit + u'%';
    QTest::newRow("good signal") << labels::signal(-95) << QStringLiteral("Good");
    QTest::newRow("fair signal") << labels::signal(-110) << QStringLiteral("Fair");
    QTest::newRow("weak signal") << labels::signal(-111) << QStringLiteral("Weak");
    QTest::newRow("features") << labels::features(
        {QStringLiteral("charging"), QStringLiteral("wide")})
                              << QStringLiteral("Charging, wide");
}

void TestLabels::numbers()
{
    QFETCH(const QString, found);
    QFETCH(const QString, text);
    QCOMPARE(found, text);
}

void TestLabels::localeDecides()
{
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    const QString volt = labels::volt(3.6);
    const QString number = labels::number(10'000);
    QLocale::setDefault(before);
    QCOMPARE(volt, QStringLiteral("3,60\u202fV"));
    QCOMPARE(number, QStringLiteral("10.000"));
}

void TestLabels::changesInWords_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("actor");
    QTest::addColumn<QString>("note");
    QTest::addColumn<QString>("text");
    using enum domain::StateReason;
    const QString override = QStringLiteral("override");
    QTest::newRow("sensor") << QStringLiteral("sensor") << int(Sensor) << QString() << QString()
                            << QStringLiteral("sensor");
    QTest::newRow("override with who and why")
        << override << int(Override) << QStringLiteral("Anna") << QStringLiteral("oil")
        << QStringLiteral("maintenance by Anna: oil");
    QTest::newRow("override taken back")
        << override << int(Sensor) << QStringLiteral("Anna") << QString()
        << QStringLiteral("override taken back by Anna");
    QTest::newRow("override ran out") << QStringLiteral("engine") << int(Sensor) << QString()
                                      << QString() << QStringLiteral("override ended");
    QTest::newRow("booking") << QStringLiteral("reservation") << int(Reservation) << QString()
                             << QString() << QStringLiteral("booking started");
}

void TestLabels::changesInWords()
{
    QFETCH(const QString, source);
    QFETCH(const int, reason);
    QFETCH(const QString, actor);
    QFETCH(const QString, note);
    QFETCH(const QString, text);
    domain::StateChange change;
    change.current = domain::SpaceState::Maintenance;
    change.source = source;
    change.reason = domain::StateReason(reason);
    change.actor = actor;
    change.note = note;
    QCOMPARE(labels::text(change), text);
}

void TestLabels::everyProblemHasWords_data()
{
    QTest::addColumn<QString>("problem");
    QTest::addColumn<bool>("hasAdvice");
    QTest::newRow("broker") << QStringLiteral("BROKER_UNREACHABLE") << true;
    QTest::newRow("database") << QStringLiteral("UNREACHABLE") << true;
    QTest::newRow("QoS 0") << QStringLiteral("QOS_ZERO") << true;
    QTest::newRow("session lost") << QStringLiteral("SESSION_LOST") << true;
    QTest::newRow("journal") << QStringLiteral("JOURNAL_WRITE") << true;
    QTest::newRow("standby") << QStringLiteral("STANDBY") << false;
    QTest::newRow("corrupt journal") << QStringLiteral("JOURNAL_CORRUPT") << true;
    QTest::newRow("backlog") << QStringLiteral("BACKLOG") << true;
    QTest::newRow("key") << QStringLiteral("CHIRPSTACK_KEY") << true;
    QTest::newRow("key, seen late") << QStringLiteral("CHIRPSTACK_UNAUTHORIZED") << true;
    QTest::newRow("no ChirpStack") << QStringLiteral("CHIRPSTACK_NOT_SET_UP") << true;
    QTest::newRow("not asked yet") << QStringLiteral("CHIRPSTACK_NOT_ASKED") << false;
    QTest::newRow("a viewer") << QStringLiteral("CHIRPSTACK_ONLY_STATION") << false;
    QTest::newRow("station down") << QStringLiteral("STATION_DOWN") << true;
    QTest::newRow("unknown to this version") << QStringLiteral("SOMETHING_NEW") << false;
}

void TestLabels::everyProblemHasWords()
{
    QFETCH(const QString, problem);
    QFETCH(const bool, hasAdvice);
    domain::HealthCheck check;
    check.problem = problem;
    check.detail = QStringLiteral("the detail");
    QVERIFY(!labels::text(check).isEmpty());
    QVERIFY2(!labels::text(check).contains(problem), "codes are for logs");
    QCOMPARE(!labels::advice(check).isEmpty(), hasAdvice);
}

void TestLabels::causesInWords_data()
{
    QTest::addColumn<domain::CommonCause>("cause");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("detail"); // its beginning
    using Kind = domain::CommonCause::Kind;
    const QList<domain::SpaceId> spaces(28, domain::SpaceId::create());
    domain::CommonCause cause;
    cause.gatewayId = QStringLiteral("0016c001f1530001");
    cause.spaces = spaces;
    QTest::newRow("gateway") << cause << QStringLiteral("28 sensors silent, gateway lost")
                             << QStringLiteral(
                                    "Gateway 0016c001f1530001 has brought nothing for 3");
    cause.kind = Kind::ZoneSilent;
    cause.floor = QStringLiteral("B1");
    QTest::newRow("floor") << cause << QStringLiteral("28 sensors silent, all of floor B1")
                           << QStringLiteral("Nothing is heard from there for 3");
    cause.zone = QStringLiteral("C");
    QTest::newRow("zone") << cause << QStringLiteral("28 sensors silent, all of zone C")
                          << QStringLiteral("Nothing is heard from there for 3");
}

void TestLabels::causesInWords()
{
    QFETCH(const domain::CommonCause, cause);
    QFETCH(const QString, text);
    QFETCH(const QString, detail);
    QCOMPARE(labels::text(cause), text);
    const QString found = labels::detail(cause, cause.since + 3h);
    QVERIFY2(found.startsWith(detail), qPrintable(found));
    QVERIFY(!found.contains(u'%') && found.endsWith(u'.'));
}

namespace {

/// Stable codes in the sources of these folders: upper-case words of string literals.
QStringList codesIn(const QStringList &folders)
{
    // Words of the wire; and why messages are set aside, of which people see the number only.
    static const QStringList kNoCodes =
        QStringLiteral("FREE DELETE GET POST ERROR CLASS_A CLASS_B CLASS_C DOWNLINK_GATEWAY "
                       "PARKING_FAILPOINT BAD_TOPIC BAD_JSON BAD_TIME BAD_FIELD UNKNOWN_EVENT "
                       "EUI_MISMATCH")
            .split(u' ');
    static const QRegularExpression literal(QStringLiteral("\"([A-Z]+(?:_[A-Z0-9]+)*)\""));
    QStringList codes;
    for (const QString &name : folders) {
        const QDir folder(QStringLiteral(PARKING_SOURCE_DIR "/src/") + name);
        for (const QString &file : folder.entryList({QStringLiteral("*.cpp")})) {
            QFile source(folder.filePath(file));
            if (!source.open(QIODevice::ReadOnly))
                qFatal("%s", qPrintable(source.fileName()));
            auto found = literal.globalMatch(QString::fromUtf8(source.readAll()));
            while (found.hasNext()) {
                const QString code = found.next().captured(1);
                if (code.size() > 3 && !kNoCodes.contains(code))
                    codes.append(code);
            }
        }
    }
    codes.removeDuplicates();
    return codes;
}

/// Words for a check, a command, a step of its way, a display or an error: not the bare detail.
bool hasWords(const QString &code)
{
    const QString raw = QStringLiteral("raw detail");
    domain::HealthCheck check;
    check.problem = code;
    check.detail = raw;
    domain::Downlink row;
    row.state = domain::DownlinkState::Failed;
    row.problem = QStringLiteral("SOMETHING_NEW");
    const QString unknown = labels::why(row, {});
    row.problem = code;
    domain::Display display;
    display.problem = code;
    const bool isCheck = labels::text(check) != raw;
    const bool isCommand = labels::why(row, {}) != unknown;
    // Conditions of the connection, in which no command ends.
    const bool isCondition = code == u"CHIRPSTACK_NOT_SET_UP" || code == u"CHIRPSTACK_NOT_ASKED";
    if (code.contains(QLatin1StringView("CHIRPSTACK")) && !isCondition) {
        domain::DownlinkEvent event;
        event.kind = domain::DownlinkEventKind::Answer;
        event.detail = code + QStringLiteral(" raw detail");
        const QString step = labels::text(event);
        // How it stands with ChirpStack is told everywhere.
        return isCheck && isCommand && step != QStringLiteral("not accepted");
    }
    return isCheck || isCommand || !labels::lampProblem(display).isEmpty()
        || labels::text(Error{code, raw, {{QStringLiteral("error"), raw}}}) != raw;
}

} // namespace

void TestLabels::everyCodeOfTheEngineHasWords()
{
    const QStringList codes = codesIn({QStringLiteral("engine"), QStringLiteral("chirpstack")});
    QVERIFY(codes.size() > 20);
    QStringList bare;
    for (const QString &code : codes) {
        if (!hasWords(code))
            bare.append(code);
    }
    QVERIFY2(bare.isEmpty(), qPrintable(bare.join(QLatin1String(", "))));
}

void TestLabels::chirpStackIsAlwaysTold()
{
    const auto chirpStack = [](const domain::Health &health) {
        for (const domain::HealthCheck &check : labels::shownChecks(health)) {
            if (check.name == u"chirpstack")
                return check;
        }
        return domain::HealthCheck();
    };
    domain::Health health;
    QVERIFY2(chirpStack(health).name.isEmpty(), "nothing is known before the first report");
    health.ingesting = true;
    QCOMPARE(chirpStack(health).problem, QStringLiteral("CHIRPSTACK_NOT_SET_UP"));
    health.ingesting = false;
    domain::HealthCheck station;
    station.name = QStringLiteral("station");
    health.checks = {station};
    QCOMPARE(labels::text(chirpStack(health)),
             QStringLiteral("Only the station speaks with ChirpStack."));
    domain::HealthCheck told;
    told.name = QStringLiteral("chirpstack");
    told.problem = QStringLiteral("CHIRPSTACK_KEY");
    health.checks.append(told);
    QCOMPARE(labels::shownChecks(health).size(), 2);
    QCOMPARE(chirpStack(health).problem, told.problem);
}

void TestLabels::worstCheckIsTheSentence()
{
    domain::Health health;
    health.checks = {{.name = QStringLiteral("mqtt"),
                      .level = domain::HealthLevel::Degraded,
                      .problem = QStringLiteral("QOS_ZERO"),
                      .detail = {},
                      .since = {},
                      .latencyMs = {}},
                     {.name = QStringLiteral("database"),
                      .level = domain::HealthLevel::Unhealthy,
                      .problem = QStringLiteral("UNREACHABLE"),
                      .detail = {},
                      .since = {},
                      .latencyMs = {}}};
    health.level = domain::HealthLevel::Unhealthy;
    QCOMPARE(labels::sentence(health), QStringLiteral("The database does not answer."));
    QCOMPARE(labels::sentence({}), QStringLiteral("All parts work"));
}

void TestLabels::errorsSayWhatToDo_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("part");
    QTest::newRow("database") << QStringLiteral("DATABASE_ERROR") << QStringLiteral("try again");
    QTest::newRow("no tables") << QStringLiteral("MIGRATION_NEEDED") << QStringLiteral("migrate");
    QTest::newRow("too new") << QStringLiteral("DATABASE_TOO_NEW") << QStringLiteral("update");
    QTest::newRow("locked") << QStringLiteral("JOURNAL_LOCKED") << QStringLiteral("Close it");
}

void TestLabels::errorsSayWhatToDo()
{
    QFETCH(const QString, code);
    QFETCH(const QString, part);
    Error error;
    error.code = code;
    error.detail = QStringLiteral("detail for the log");
    const QString text = labels::text(error);
    QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY2(!text.contains(u'!'), "no exclamation marks");
}

QTEST_MAIN(TestLabels)
#include "tst_labels.moc"

#include "base/literals.h"
#include "bookings/bookingseriesbox.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "healthlabels.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "testmain.h"
#include "testpaths.h"

#include <QDirIterator>
#include <QHash>
#include <QJsonArray>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

class TestLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void refusalsNameWhatTheyAreAbout_data();
    void refusalsNameWhatTheyAreAbout();
    void ages_data();
    void ages();
    void numbers_data();
    void numbers();
    void localeDecides();
    void freeIsSaidWhereItIsKnown();
    void countsInWords();
    void changesInWords_data();
    void changesInWords();
    void everyProblemHasWords_data();
    void everyProblemHasWords();
    void momentsInDetailsAreForPeople();
    void everyCodeOfTheEngineHasWords();
    void chirpStackIsAlwaysTold();
    void worstCheckIsTheSentence();
    void hostsAreNamedAndNothingIsPromised();
    void whatWasSetAsideIsSaidOnce();
    void timesInAStateAreKnownOnes_data();
    void timesInAStateAreKnownOnes();
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
    QTest::newRow("now") << qint64(900) << u"now"_s;
    QTest::newRow("from the future") << qint64(-60'000) << u"now"_s;
    QTest::newRow("seconds") << qint64(42'000) << u"42%1s"_s.arg(nnbsp);
    QTest::newRow("last second") << qint64(59'999) << u"59%1s"_s.arg(nnbsp);
    QTest::newRow("minutes") << qint64(180'000) << u"3%1min"_s.arg(nnbsp);
    QTest::newRow("hours") << qint64(2 * 3'600'000) << u"2%1h"_s.arg(nnbsp);
    QTest::newRow("hours beyond a day") << qint64(47 * 3'600'000) << u"47%1h"_s.arg(nnbsp);
    QTest::newRow("days") << qint64(4 * 86'400'000) << u"4%1d"_s.arg(nnbsp);
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
    QTest::newRow("true minus") << labels::dbm(-87) << u"−87"_s + unit + u"dBm"_s;
    QTest::newRow("negative SNR") << labels::decibel(-7.25) << u"−7.3"_s;
    QTest::newRow("volt") << labels::volt(3.6) << u"3.60"_s + unit + u'V';
    QTest::newRow("grouped") << labels::number(10'000) << u"10,000"_s;
    QTest::newRow("share") << labels::percent(0.324) << u"32"_s + unit + u'%';
    QTest::newRow("good signal") << labels::signal(-95) << u"Good"_s;
    QTest::newRow("fair signal") << labels::signal(-110) << u"Fair"_s;
    QTest::newRow("weak signal") << labels::signal(-111) << u"Weak"_s;
    QTest::newRow("features") << labels::features({u"charging"_s, u"wide"_s})
                              << u"Charging, wide"_s;
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
    QCOMPARE(volt, u"3,60\u202fV"_s);
    QCOMPARE(number, u"10.000"_s);
}

void TestLabels::freeIsSaidWhereItIsKnown()
{
    using domain::Confidence;
    domain::SpaceStatus status;
    QCOMPARE(labels::text(status, Confidence::Fresh), u"Free"_s);
    QCOMPARE(labels::text(status, Confidence::Stale), u"Silent"_s);
    QCOMPARE(labels::text(status, Confidence::Unverified), u"Not known"_s);
    status.state = domain::SpaceState::Reserved;
    QCOMPARE(labels::text(status, Confidence::Unverified), u"Reserved"_s);
    status.state = domain::SpaceState::Free;
    status.reason = domain::StateReason::Override;
    QCOMPARE(labels::text(status, Confidence::Unverified), u"Free"_s);
}

void TestLabels::countsInWords()
{
    domain::Counts counts;
    counts.total = 22;
    counts.byUnknown = {20, 1, 1};
    QCOMPARE(labels::free(counts), u"–"_s);
    QCOMPARE(labels::plusUnknown(counts), u"22 unknown"_s);
    counts.total = 23;
    counts.byState[size_t(domain::SpaceState::Occupied)] = 1;
    QCOMPARE(labels::free(counts), u"0"_s);
    QCOMPARE(labels::plusUnknown(counts), u"+22 unknown"_s);
    counts.byUnknown = {};
    counts.byState[size_t(domain::SpaceState::Occupied)] = 23;
    QCOMPARE(labels::free(counts), u"Full"_s);
    counts.byState = {1, 22, 0, 0};
    QCOMPARE(labels::free(counts), u"1"_s);
    QCOMPARE(labels::free({}), u"0"_s);
}

void TestLabels::changesInWords_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("actor");
    QTest::addColumn<QString>("note");
    QTest::addColumn<QString>("text");
    using enum domain::StateReason;
    const QString override = u"override"_s;
    QTest::newRow("sensor") << u"sensor"_s << int(Sensor) << QString() << QString() << u"sensor"_s;
    QTest::newRow("override with who and why")
        << override << int(Override) << u"Anna"_s << u"oil"_s << u"maintenance by Anna: oil"_s;
    QTest::newRow("override taken back")
        << override << int(Sensor) << u"Anna"_s << QString() << u"override taken back by Anna"_s;
    QTest::newRow("override ran out")
        << u"engine"_s << int(Sensor) << QString() << u"override ended"_s << u"override ended"_s;
    QTest::newRow("the sensor was taken away")
        << u"engine"_s << int(Default) << QString() << u"the sensor left"_s
        << u"its sensor was taken away"_s;
    QTest::newRow("booking") << u"reservation"_s << int(Reservation) << QString() << QString()
                             << u"booking started"_s;
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
    QTest::newRow("broker") << u"BROKER_UNREACHABLE"_s << true;
    QTest::newRow("connecting") << u"BROKER_CONNECTING"_s << false;
    QTest::newRow("database") << u"UNREACHABLE"_s << true;
    QTest::newRow("QoS 0") << u"QOS_ZERO"_s << true;
    QTest::newRow("session lost") << u"SESSION_LOST"_s << true;
    QTest::newRow("sensors unheard") << u"SENSORS_UNHEARD"_s << true;
    QTest::newRow("gateway lost") << u"GATEWAY_LOST"_s << true;
    QTest::newRow("mail fails") << u"MAIL_FAILS"_s << true;
    QTest::newRow("webhook fails") << u"WEBHOOK_FAILS"_s << true;
    QTest::newRow("retention fails") << u"RETENTION_FAILS"_s << true;
    QTest::newRow("nothing is heard") << u"NOT_HEARD"_s << false;
    QTest::newRow("lamps amiss") << u"LAMPS_AMISS"_s << true;
    QTest::newRow("left to a standby") << u"BROKER_LEFT"_s << true;
    QTest::newRow("left behind") << u"LEFT_BEHIND"_s << true;
    QTest::newRow("session taken over") << u"SESSION_TAKEN_OVER"_s << true;
    QTest::newRow("journal") << u"JOURNAL_WRITE"_s << true;
    QTest::newRow("lock held") << u"LOCK_HELD"_s << true;
    QTest::newRow("standby") << u"STANDBY"_s << false;
    QTest::newRow("corrupt journal") << u"JOURNAL_CORRUPT"_s << true;
    QTest::newRow("unreadable row") << u"ROW_UNREADABLE"_s << true;
    QTest::newRow("MQTT 3.1.1") << u"MQTT_OLD"_s << true;
    QTest::newRow("weak connection") << u"WEAK_CONNECTION"_s << true;
    QTest::newRow("backlog") << u"BACKLOG"_s << true;
    QTest::newRow("key") << u"CHIRPSTACK_KEY"_s << true;
    QTest::newRow("key, seen late") << u"CHIRPSTACK_UNAUTHORIZED"_s << true;
    QTest::newRow("a key for looking") << u"CHIRPSTACK_READ_ONLY"_s << true;
    QTest::newRow("no ChirpStack") << u"CHIRPSTACK_NOT_SET_UP"_s << true;
    QTest::newRow("not asked yet") << u"CHIRPSTACK_NOT_ASKED"_s << false;
    QTest::newRow("a viewer") << u"CHIRPSTACK_ONLY_STATION"_s << false;
    QTest::newRow("station down") << u"STATION_DOWN"_s << true;
    QTest::newRow("unknown to this version") << u"SOMETHING_NEW"_s << false;
}

void TestLabels::everyProblemHasWords()
{
    QFETCH(const QString, problem);
    QFETCH(const bool, hasAdvice);
    domain::HealthCheck check;
    check.problem = problem;
    check.detail = u"the detail"_s;
    QVERIFY(!labels::text(check).isEmpty());
    QVERIFY2(!labels::text(check).contains(problem), "codes are for logs");
    QCOMPARE(!labels::advice(check).isEmpty(), hasAdvice);
}

void TestLabels::whatWasSetAsideIsSaidOnce()
{
    domain::HealthCheck check;
    check.problem = u"MESSAGES_REFUSED"_s;
    check.detail = u"2 of 17 messages set aside: 2 BAD_TIME"_s;
    QCOMPARE(labels::text(check), u"Messages were set aside: 2 of 17: 2 BAD_TIME."_s);
}

void TestLabels::timesInAStateAreKnownOnes_data()
{
    QTest::addColumn<int>("reason");
    QTest::addColumn<int>("heardMinutesAgo"); // -1: never
    QTest::addColumn<QString>("text");
    using domain::StateReason;
    QTest::newRow("free since the import, never heard")
        << int(StateReason::Default) << -1 << QString();
    QTest::newRow("free since the import, not understood")
        << int(StateReason::Default) << 6 << QString();
    QTest::newRow("the sensor's word") << int(StateReason::Sensor) << 6 << u"for 50 min"_s;
    QTest::newRow("a silent sensor's")
        << int(StateReason::Sensor) << 40 << u"for 10 min when last heard"_s;
    QTest::newRow("an operator's word counts from itself on")
        << int(StateReason::Override) << 40 << u"for 20 min"_s;
}

void TestLabels::timesInAStateAreKnownOnes()
{
    QFETCH(const int, reason);
    QFETCH(const int, heardMinutesAgo);
    QFETCH(const QString, text);
    const UtcTime now = fromMillis(1'790'000'000'000);
    domain::SpaceStatus status;
    status.hasSensor = true;
    status.since = now - std::chrono::minutes(50);
    status.reason = domain::StateReason(reason);
    status.silentAfter = std::chrono::minutes(30);
    if (heardMinutesAgo >= 0)
        status.lastHeard = now - std::chrono::minutes(heardMinutesAgo);
    if (status.reason != domain::StateReason::Default)
        status.inputs.sensor = domain::SensorInput{domain::Occupancy::Free, *status.lastHeard, {}};
    if (status.reason == domain::StateReason::Override) {
        status.inputs.operatorOverride = domain::Override{};
        status.inputs.operatorOverride->since = now - std::chrono::minutes(20);
    }
    QString said = labels::since(status, now);
    QCOMPARE(said.replace(QChar(0x202f), u' '), text);
}

void TestLabels::causesInWords_data()
{
    QTest::addColumn<domain::CommonCause>("cause");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("detail"); // its beginning
    using Kind = domain::CommonCause::Kind;
    const QList<domain::SpaceId> spaces(28, domain::SpaceId::create());
    domain::CommonCause cause;
    cause.gatewayId = u"0016c001f1530001"_s;
    cause.spaces = spaces;
    QTest::newRow("gateway") << cause << u"28 sensors silent, gateway lost"_s
                             << u"Gateway 0016c001f1530001 has brought nothing for 3"_s;
    cause.kind = Kind::ZoneSilent;
    cause.floor = u"B1"_s;
    QTest::newRow("floor") << cause << u"28 sensors silent, all of floor B1"_s
                           << u"Nothing is heard from there for 3"_s;
    cause.zone = u"C"_s;
    QTest::newRow("zone") << cause << u"28 sensors silent, all of zone C"_s
                          << u"Nothing is heard from there for 3"_s;
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

/// The codes of domain/problems.h by their names.
QHash<QString, QString> namedProblems()
{
    QFile file(test::sourcePath(u"src/domain/problems.h"_s));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(file.fileName()));
    static const QRegularExpression constant(u"(k[A-Z]\\w+)\\(\"([A-Z_0-9]+)\"\\)"_s);
    QHash<QString, QString> names;
    const QString text = QString::fromUtf8(file.readAll());
    for (auto found = constant.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        names.insert(match.captured(1), match.captured(2));
    }
    return names;
}

/// Stable codes in the sources of these folders and below: upper-case words of string literals, and
/// names of domain/problems.h.
QStringList codesIn(const QStringList &folders)
{
    // Words of the wire; and why messages are set aside, of which people see the number only.
    static const QStringList kNoCodes =
        u"FREE DELETE GET POST ERROR CLASS_A CLASS_B CLASS_C DOWNLINK_GATEWAY "
        "PARKING_FAILPOINT DATABASE_URL BAD_TOPIC BAD_JSON BAD_TIME BAD_FIELD UNKNOWN_EVENT "
        "EUI_MISMATCH INFO WARNING UNKNOWN OTAA UPLINK_CODEC UPLINK_F_CNT_RESET UPLINK_MIC "
        "UPLINK_F_CNT_RETRANSMISSION DOWNLINK_CODEC DOWNLINK_PAYLOAD_SIZE F_CNT_DOWN "
        "RELAY_NEW_END_DEVICE OTHER PHONE PLATE REASON CANCELLED CONFIRMED VCALENDAR VEVENT "
        "VTIMEZONE"_s.split(u' ');
    static const QRegularExpression literal(u"\"([A-Z]+(?:_[A-Z0-9]+)*)\""_s);
    static const QRegularExpression kNamed(u"problem::(k[A-Z]\\w+)"_s);
    QStringList codes;
    const QHash<QString, QString> problems = namedProblems();
    for (const QString &name : folders) {
        QDirIterator files(test::sourcePath(u"src/"_s + name), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile source(files.next());
            if (!source.open(QIODevice::ReadOnly))
                qFatal("%s", qPrintable(source.fileName()));
            const QString text = QString::fromUtf8(source.readAll());
            for (auto found = literal.globalMatch(text); found.hasNext();) {
                const QString code = found.next().captured(1);
                if (code.size() > 3 && !kNoCodes.contains(code))
                    codes.append(code);
            }
            for (auto found = kNamed.globalMatch(text); found.hasNext();) {
                const QString code = problems.value(found.next().captured(1));
                if (!code.isEmpty() && !kNoCodes.contains(code))
                    codes.append(code);
            }
        }
    }
    codes.removeDuplicates();
    return codes;
}

/// A rule of bookings or of their series has words of its own.
bool isRule(const QString &code)
{
    const auto words = [](const QString &rule) {
        return labels::seriesRefusal(Error{problem::kValidation, {}, {{u"rule"_s, rule}}},
                                     QTimeZone::utc());
    };
    return words(code) != words(u"SOMETHING_NEW"_s);
}

/// Words for a check, a command, a step of its way, a display, an error or a broken rule: not the
/// bare detail.
bool hasWords(const QString &code)
{
    // Told with the line of the file, which a preview shows.
    if (code == problem::kUnsupported || code == problem::kUnknownZone
        || code == problem::kTimeTwice)
        return true;
    const QString raw = u"raw detail"_s;
    domain::HealthCheck check;
    check.problem = code;
    check.detail = raw;
    domain::Downlink row;
    row.state = domain::DownlinkState::Failed;
    row.problem = u"SOMETHING_NEW"_s;
    const QString unknown = labels::why(row, {});
    row.problem = code;
    domain::Display display;
    display.problem = code;
    const bool isCheck = labels::text(check) != raw;
    const bool isCommand = labels::why(row, {}) != unknown;
    // Conditions of the connection, in which no command ends.
    const bool isCondition = code == u"CHIRPSTACK_NOT_SET_UP" || code == u"CHIRPSTACK_NOT_ASKED"
        || code == u"CHIRPSTACK_ONLY_STATION";
    if (code.contains("CHIRPSTACK"_L1) && !isCondition) {
        domain::DownlinkEvent event;
        event.kind = domain::DownlinkEventKind::Answer;
        event.outcome = domain::outcomeOf(code);
        event.detail = code + u" raw detail"_s;
        const QString step = labels::text(event);
        // How it stands with ChirpStack is told everywhere.
        return isCheck && isCommand && step != u"not accepted"_s;
    }
    return isCheck || isCommand || !labels::lampProblem(display).isEmpty()
        || labels::text(Error{code, raw, {{u"error"_s, raw}}}) != raw || isRule(code);
}

} // namespace

/// What the engine tells in UTC is read in the computer's own time, here UTC too, without the form
/// for programs.
void TestLabels::momentsInDetailsAreForPeople()
{
    domain::HealthCheck check;
    check.problem = u"LAMPS_AMISS"_s;
    check.detail = u"2 of 6 lamps: 1 do not follow: A-1 (since 2026-11-26T12:38:01.701Z), "
                   "A-2 (since 2026-11-25T09:05:00Z)"_s;
    const QString told = labels::text(check);
    QVERIFY2(!told.contains(u"2026"), qPrintable(told));
    QVERIFY2(told.contains(u"A-1 (since 26 Nov, 12:38), A-2 (since 25 Nov, 09:05)"),
             qPrintable(told));
    check.detail = u"since 2026-99-99T12:38:01Z"_s; // no moment: as it is
    QVERIFY(labels::text(check).contains(check.detail));
}

void TestLabels::everyCodeOfTheEngineHasWords()
{
    const QStringList codes = codesIn({u"engine"_s, u"chirpstack"_s});
    QVERIFY(codes.size() > 20);
    QStringList bare;
    for (const QString &code : codes) {
        if (!hasWords(code))
            bare.append(code);
    }
    QVERIFY2(bare.isEmpty(), qPrintable(bare.join(", "_L1)));
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
    QCOMPARE(chirpStack(health).problem, u"CHIRPSTACK_NOT_SET_UP"_s);
    health.ingesting = false;
    domain::HealthCheck station;
    station.name = u"station"_s;
    health.checks = {station};
    QCOMPARE(labels::text(chirpStack(health)), u"Only the station speaks with ChirpStack."_s);
    domain::HealthCheck told;
    told.name = u"chirpstack"_s;
    told.problem = u"CHIRPSTACK_KEY"_s;
    health.checks.append(told);
    QCOMPARE(labels::shownChecks(health).size(), 2);
    QCOMPARE(chirpStack(health).problem, told.problem);
}

void TestLabels::worstCheckIsTheSentence()
{
    domain::Health health;
    health.checks = {{.name = u"mqtt"_s,
                      .level = domain::HealthLevel::Degraded,
                      .problem = u"QOS_ZERO"_s,
                      .detail = {},
                      .since = {},
                      .latencyMs = {}},
                     {.name = u"database"_s,
                      .level = domain::HealthLevel::Unhealthy,
                      .problem = u"UNREACHABLE"_s,
                      .detail = {},
                      .since = {},
                      .latencyMs = {}}};
    health.level = domain::HealthLevel::Unhealthy;
    QCOMPARE(labels::sentence(health), u"The database does not answer."_s);
    QCOMPARE(labels::sentence({}), u"Nothing was told yet"_s);
    domain::Health lampless;
    lampless.ingesting = true; // and it has no check of ChirpStack
    lampless.checks = {{.name = u"mqtt"_s,
                        .level = domain::HealthLevel::Healthy,
                        .problem = u"BROKER_CONNECTING"_s,
                        .detail = {},
                        .since = {},
                        .latencyMs = {}}};
    QCOMPARE(labels::sentence(lampless), u"Not all is known yet"_s);
    lampless.checks[0].problem.clear();
    QCOMPARE(labels::sentence(lampless), u"All parts work; lamps are not commanded"_s);
}

void TestLabels::errorsSayWhatToDo_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("part");
    QTest::newRow("database") << u"DATABASE_ERROR"_s << u"try again"_s;
    QTest::newRow("no tables") << u"MIGRATION_NEEDED"_s << u"migrate"_s;
    QTest::newRow("too new") << u"DATABASE_TOO_NEW"_s << u"update"_s;
    QTest::newRow("unreadable row") << u"ROW_UNREADABLE"_s << u"update"_s;
    QTest::newRow("locked") << u"JOURNAL_LOCKED"_s << u"Close it"_s;
}

void TestLabels::errorsSayWhatToDo()
{
    QFETCH(const QString, code);
    QFETCH(const QString, part);
    Error error;
    error.code = code;
    error.detail = u"detail for the log"_s;
    const QString text = labels::text(error);
    QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY2(!text.contains(u'!'), "no exclamation marks");
}

/// Who cannot be reached is said with its address; that data is kept only where it is.
void TestLabels::hostsAreNamedAndNothingIsPromised()
{
    domain::HealthCheck broker;
    broker.name = u"mqtt"_s;
    broker.level = domain::HealthLevel::Unhealthy;
    broker.problem = u"BROKER_UNREACHABLE"_s;
    broker.detail = u"mqtt.local:8883: Connection refused."_s;
    QCOMPARE(labels::text(broker),
             u"The broker cannot be reached: mqtt.local:8883: Connection refused."_s);
    QVERIFY(!labels::advice(broker, {}).contains(u"keeps"));
    QVERIFY(labels::advice(broker, {}).startsWith(u"Spaces are shown as they were last heard."));
    broker.detail.clear();
    QCOMPARE(labels::text(broker), u"The broker cannot be reached."_s);

    domain::HealthCheck database = broker;
    database.name = u"database"_s;
    database.problem = u"UNREACHABLE"_s;
    database.detail =
        u"connection to server at \"db\" (10.4.0.12), port 5432 failed: refused\n\tIs it on?"_s;
    QCOMPARE(labels::text(database),
             u"The database does not answer: connection to server at \"db\" (10.4.0.12), port "
             "5432 failed: refused."_s);
    const auto isPromised = [&database](const domain::Health &health) {
        return labels::advice(database, health).contains(u"kept on this computer");
    };
    domain::Health health;
    health.checks = {broker, database};
    QVERIFY(!isPromised(health)); // nothing comes from the broker
    health.checks[0].level = domain::HealthLevel::Healthy;
    QVERIFY(!isPromised(health)); // a viewer: what is said of the broker is the station's
    health.lastUplink = fromMillis(1'789'394'556'000);
    QVERIFY(isPromised(health));
    domain::HealthCheck journal = broker;
    journal.name = u"journal"_s;
    health.checks.append(journal);
    QVERIFY(!isPromised(health)); // the disk is full
}

void TestLabels::refusalsNameWhatTheyAreAbout_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const Error &error, const QString &words) {
        QTest::newRow(name) << error << words;
    };
    using domain::errors::duplicate;
    using domain::errors::notFound;
    row("space", notFound(u"Space"_s, u"x"_s),
        u"This space is gone: someone else deleted it meanwhile."_s);
    row("booking", notFound(u"Reservation"_s, u"x"_s),
        u"This booking is over, or somebody cancelled it."_s);
    row("series", notFound(u"Series"_s, u"x"_s),
        u"These bookings are over, or somebody cancelled them."_s);
    row("message", notFound(u"Message"_s, {}),
        u"This message is gone: it was tried again or deleted meanwhile."_s);
    row("device", notFound(u"Device"_s, u"x"_s), u"This device is not there any more."_s);
    row("lamp", notFound(u"Display"_s, u"x"_s), u"This device is not there any more."_s);
    row("alarm", notFound(u"alarm"_s, u"x"_s), u"This alarm is not there any more."_s);
    row("code", duplicate(u"Space code"_s, u"B1-001"_s),
        u"The code B1-001 is taken by another space."_s);
    row("sensor", duplicate(u"Sensor"_s, u"x"_s), u"Another space has this sensor."_s);
    row("lamp of a space", duplicate(u"Display"_s, u"x"_s), u"Another space has this lamp."_s);
    const auto booked = [](const QStringList &codes) {
        return Error{
            problem::kSpaceNotAvailable, u"x"_s, {{u"codes"_s, QJsonArray::fromStringList(codes)}}};
    };
    row("one is booked", booked({u"A"_s}), u"A is booked: cancel or move its bookings first."_s);
    row("two are", booked({u"A"_s, u"B"_s}),
        u"A, B are booked: cancel or move their bookings first."_s);
    row("booked then", Error{problem::kSpaceNotAvailable, u"x"_s},
        u"The space is booked at that time."_s);
}

void TestLabels::refusalsNameWhatTheyAreAbout()
{
    QFETCH(const Error, error);
    QTEST(labels::text(error), "words");
}

PARKING_TEST(TestLabels)
#include "tst_labels.moc"

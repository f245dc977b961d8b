// How settings stand and what may be typed: the page without widgets.

#include "base/literals.h"
#include "settings/hourstext.h"
#include "settings/settingstate.h"
#include "settings/settingwords.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace parking;
using namespace parking::ui;

namespace {

QString dashed(const char *text)
{
    return QString::fromLatin1(text).replace(u"--"_s, QString(QChar(0x2013)));
}

Setting siteSetting(const QString &id, const QStringList &buildings = {})
{
    for (const Setting &setting : siteSettings(buildings)) {
        if (setting.id() == id)
            return setting;
    }
    return {};
}

settings::Effective effective(const QString &key, const QString &value, const QString &origin,
                              bool isLocked = false)
{
    settings::Effective row;
    row.key = key;
    row.value = value;
    row.origin = origin;
    row.isLocked = isLocked;
    return row;
}

SettingFacts facts(const settings::Effective &row)
{
    SettingFacts facts;
    facts.stored.insert(row.key, row);
    facts.running.insert(row.key, row);
    facts.envFile = u"/etc/smart-parking/.env"_s;
    facts.secretsFile = u"/home/ann/.config/smart-parking.secrets"_s;
    return facts;
}

SettingFacts siteFacts()
{
    SettingFacts facts;
    facts.site.id = domain::SiteId::create();
    facts.site.name = u"Harbour"_s;
    facts.site.timeZone = u"Europe/Berlin"_s;
    facts.rights = domain::DatabaseRights{.mayChangeSite = true};
    return facts;
}

} // namespace

class tst_SettingState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void everyKeyHasWords();
    void everySettingIsNamed();
    void lengths_data();
    void lengths();
    void hours_data();
    void hours();
    void wrongHours_data();
    void wrongHours();
    void origins_data();
    void origins();
    void secretsAreNeverShown();
    void whatWaitsForAStart();
    void valuesOfTheSite_data();
    void valuesOfTheSite();
    void refusals_data();
    void refusals();
    void whatOthersNeedIsRefused_data();
    void whatOthersNeedIsRefused();
    void whyTheSiteIsLocked_data();
    void whyTheSiteIsLocked();
    void search_data();
    void search();
    void whatALoginMayDo();
};

void tst_SettingState::everyKeyHasWords()
{
    for (const QString &key : settings::keyNames())
        QVERIFY2(hasWords(key), qPrintable(key));
    const Setting unknown = settingOf(u"SOMETHING_NEW"_s, u"What it is."_s);
    QCOMPARE(unknown.label, u"SOMETHING_NEW"_s); // shown all the same
    QCOMPARE(unknown.help, u"What it is."_s);
}

void tst_SettingState::everySettingIsNamed()
{
    QSet<QString> labels;
    QList<Setting> all = siteSettings({u"North"_s, u"South"_s});
    for (const QString &key : settings::keyNames())
        all.append(settingOf(key, {}));
    for (const Setting &setting : std::as_const(all)) {
        QVERIFY2(!setting.label.isEmpty(), qPrintable(setting.id()));
        QVERIFY2(!labels.contains(setting.label), qPrintable(setting.label));
        labels.insert(setting.label);
        QVERIFY(!setting.isOfSite() || domain::isSitePath(setting.path));
    }
    for (int i = 0; i < kSettingGroups; ++i)
        QVERIFY(!wordsOf(SettingGroup(i)).title.isEmpty());
}

void tst_SettingState::lengths_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("unit");
    QTest::addColumn<qint64>("seconds"); // -1: refused
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *typed, int unit, qint64 seconds, const char *shown = "") {
        QTest::addRow("%s of %d", typed, unit)
            << QString::fromUtf8(typed) << unit << seconds << QString::fromUtf8(shown);
    };
    row("15", 60, 900, "15 min");
    row(" 15 min ", 60, 900, "15 min");
    row("0", 60, 0, "0 min");
    row("24", 3600, 86'400, "24 h");
    row("1 d", 3600, 86'400, "24 h");
    row("1.5 h", 3600, 5400, "1 h 30 min");
    row("1,5h", 3600, 5400, "1 h 30 min");
    row("1 h 30 min", 3600, 5400, "1 h 30 min");
    row("90 min", 3600, 5400, "1 h 30 min");
    row("90s", 60, 90, "1 min 30 s");
    row("", 60, -1);
    row("-5", 60, -1);
    row("1 h 30", 3600, -1);
    row("0.001 min", 60, -1);
    row("1e3", 60, -1);
    row("soon", 60, -1);
    row("5 weeks", 60, -1);
    row("99999999999999999999", 60, -1);
}

void tst_SettingState::lengths()
{
    QFETCH(QString, typed);
    QFETCH(int, unit);
    QFETCH(qint64, seconds);
    QFETCH(QString, shown);
    const std::optional<qint64> found = durationOf(typed, unit);
    QCOMPARE(found.value_or(-1), seconds);
    if (!found)
        return;
    QCOMPARE(durationText(*found, unit), shown);
    QCOMPARE(durationOf(shown, unit), found);
}

void tst_SettingState::hours_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *typed, const char *json, const char *shown) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << QByteArray(json) << dashed(shown);
    };
    row("Mon-Fri 07:00-22:00, Sat 8:00-20:00",
        R"({"mon":"07:00-22:00","tue":"07:00-22:00","wed":"07:00-22:00","thu":"07:00-22:00",
            "fri":"07:00-22:00","sat":"08:00-20:00"})",
        "Mon--Fri 07:00--22:00, Sat 08:00--20:00");
    row("sunday 0:00 - 24:00", R"({"sun":"00:00-24:00"})", "Sun 00:00--24:00");
    row("mon 07:00-22:00, wed 07:00-22:00", R"({"mon":"07:00-22:00","wed":"07:00-22:00"})",
        "Mon 07:00--22:00, Wed 07:00--22:00");
    row("closed", "{}", "closed");
}

void tst_SettingState::hours()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, json);
    QFETCH(QString, shown);
    const std::optional<QJsonValue> hours = hoursOf(typed);
    QVERIFY(hours);
    QCOMPARE(hours->toObject(), QJsonDocument::fromJson(json).object());
    QCOMPARE(hoursText(*hours), shown);
    QCOMPARE(hoursOf(shown), hours);
    QVERIFY(hoursOf(u"  "_s)->isUndefined()); // always open
    QCOMPARE(hoursText(QJsonValue::Undefined), QString());
}

void tst_SettingState::wrongHours_data()
{
    QTest::addColumn<QString>("typed");
    for (const char *typed :
         {"07:00-22:00", "Mon", "Mon 7-22", "Foo 07:00-22:00", "Fri-Mon 07:00-22:00",
          "Mon-Wed 07:00-22:00, Tue 08:00-09:00", "Mon 07:00-22:00; Tue 07:00-22:00", "always"})
        QTest::newRow(typed) << QString::fromLatin1(typed);
}

void tst_SettingState::wrongHours()
{
    QFETCH(QString, typed);
    QVERIFY(!hoursOf(typed));
}

void tst_SettingState::origins_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<bool>("isLocked");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("why");
    QTest::newRow("default") << u"default"_s << false << u"default"_s << QString();
    QTest::newRow("own file") << u"/home/ann/smart-parking.ini, line 3"_s << false << u"set here"_s
                              << QString();
    QTest::newRow(".env") << u".env, line 6"_s << true << u"from .env"_s
                          << u"Set in /etc/smart-parking/.env, line 6. Change it there and start "
                             "again."_s;
    QTest::newRow("environment")
        << u"environment"_s << true << u"from the environment"_s
        << u"Set in the environment as LOG_LEVEL. Change it there and start again."_s;
    QTest::newRow("command line")
        << u"command line"_s << true << u"from the command line"_s
        << u"Set on the command line. Start the program without it to change it here."_s;
    QTest::newRow("a file of --set") << u"/run/level"_s << true << u"from a file"_s
                                     << u"Set in /run/level. Change it there and start again."_s;
}

void tst_SettingState::origins()
{
    QFETCH(QString, origin);
    QFETCH(bool, isLocked);
    QFETCH(QString, shown);
    QFETCH(QString, why);
    const SettingState state =
        stateOf(settingOf(u"LOG_LEVEL"_s, {}),
                facts(effective(u"LOG_LEVEL"_s, u"INFO"_s, origin, isLocked)));
    QCOMPARE(state.value, u"INFO"_s);
    QCOMPARE(state.origin, shown);
    QCOMPARE(state.isFromOutside, isLocked);
    QCOMPARE(state.lock, why);
}

void tst_SettingState::secretsAreNeverShown()
{
    settings::Effective row = effective(u"MQTT_PASSWORD"_s, u"***"_s, u"own.secrets, line 1"_s);
    row.isMasked = true;
    SettingState state = stateOf(settingOf(u"MQTT_PASSWORD"_s, {}), facts(row));
    QVERIFY(state.isSet);
    QVERIFY(state.isMasked);
    QCOMPARE(state.value, QString());
    QCOMPARE(state.origin, u"in a file that its owner alone may read"_s);
    row = effective(u"MQTT_URL"_s, u"mqtt://ann:***@broker"_s, u"own.secrets, line 1"_s);
    row.isMasked = true; // it cannot be edited: who saved it would save the mask
    QVERIFY(stateOf(settingOf(u"MQTT_URL"_s, {}), facts(row)).isMasked);
    row.isMasked = false;
    QVERIFY(!stateOf(settingOf(u"MQTT_URL"_s, {}), facts(row)).isMasked);
    QVERIFY(!stateOf(settingOf(u"MQTT_PASSWORD"_s, {}), {}).isKnown);
}

void tst_SettingState::whatWaitsForAStart()
{
    SettingFacts known = facts(effective(u"INGEST_BATCH_SIZE"_s, u"5000"_s, u"default"_s));
    const Setting setting = settingOf(u"INGEST_BATCH_SIZE"_s, {});
    QCOMPARE(stateOf(setting, known).note, QString());
    known.stored[u"INGEST_BATCH_SIZE"_s].value = u"100"_s;
    QCOMPARE(stateOf(setting, known).note, u"Applies when the program is started again."_s);
    known.stored[u"INGEST_BATCH_SIZE"_s].value = u"5000"_s; // and back
    QCOMPARE(stateOf(setting, known).note, QString());
    SettingFacts secret = facts(effective(u"MQTT_PASSWORD"_s, u"***"_s, u"own.secrets, line 1"_s));
    secret.changedNow.insert(u"MQTT_PASSWORD"_s); // its mask is as before
    QCOMPARE(stateOf(settingOf(u"MQTT_PASSWORD"_s, {}), secret).note,
             u"Applies when the program is started again."_s);
}

void tst_SettingState::valuesOfTheSite_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("value"); // as the field shows it then
    QTest::addColumn<QString>("unit");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *id, const char *typed, const char *value, const char *unit,
                        const char *told) {
        QTest::addRow("%s: %s", id, typed)
            << QString::fromLatin1(id) << dashed(typed) << dashed(value)
            << QString::fromLatin1(unit) << dashed(told);
    };
    row("name", " Harbour 2 ", "Harbour 2", "", "Harbour 2");
    row("timeZone", "Asia/Kathmandu", "Asia/Kathmandu", "", "Asia/Kathmandu");
    row("bookings/graceMinutes", "20", "20", "min", "20 min");
    row("bookings/graceMinutes", "2 h", "120", "min", "120 min");
    row("bookings/leadSeconds", "10", "10", "min", "10 min");
    row("bookings/leadSeconds", "90 s", "1 min 30 s", "", "1 min 30 s");
    row("bookings/longestMinutes", "90 min", "1 h 30 min", "", "1 h 30 min");
    row("bookings/personalDays", "60", "60", "d", "60 d");
    row("alarms/stuckHours", "96", "96", "h", "96 h");
    row("bookings/reasonFor", "", "", "", "nothing");
    row("bookings/reasonFor", "charging,  wide ", "charging, wide", "", "charging, wide");
    row("lamps/colours/FREE", "#00aa00", "00AA00", "", "00AA00");
    row("lamps/whenSoon", "blink", "blink", "", "Blinking");
    row("bookings/hours/North", "Mon 07:00-22:00", "Mon 07:00--22:00", "", "Mon 07:00--22:00");
}

void tst_SettingState::valuesOfTheSite()
{
    QFETCH(QString, id);
    QFETCH(QString, typed);
    QFETCH(QString, value);
    QFETCH(QString, unit);
    QFETCH(QString, told);
    SettingFacts known = siteFacts();
    const Setting setting = siteSetting(id, {u"North"_s});
    QCOMPARE(refusalOf(setting, typed, known), QString());
    const std::optional<QJsonValue> wanted = siteValueOf(setting, typed);
    QVERIFY(wanted);
    const Result<domain::Site> after = domain::withSiteValue(known.site, setting.path, *wanted);
    QVERIFY(after);
    known.site = *after;
    const SettingState state = stateOf(setting, known);
    QCOMPARE(state.value, value);
    QCOMPARE(state.unit, unit);
    QVERIFY(!state.isDefault);
    QCOMPARE(siteText(setting, domain::siteValue(known.site, setting.path), true), told);
}

void tst_SettingState::refusals_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *id, const char *typed, const char *why) {
        QTest::addRow("%s: %s", id, typed)
            << QString::fromLatin1(id) << QString::fromLatin1(typed) << QString::fromUtf8(why);
    };
    row("bookings/graceMinutes", "1441", "Allowed is: 0 min to 1440 min.");
    row("bookings/graceMinutes", "soon", "Allowed is: 0 min to 1440 min.");
    row("bookings/graceMinutes", "30 s", "Allowed is: 0 min to 1440 min.");
    row("bookings/longestMinutes", "25", "Allowed is: 1 min to 24 h.");
    row("bookings/personalDays", "-1", "Allowed is: 0 to 3650 d.");
    row("alarms/silentPercent", "99", "Allowed is: 100 to 1000 %.");
    row("lamps/colours/FREE", "green", "Six hex digits, such as FFA500.");
    row("timeZone", "Berlin", "Nobody knows this time zone. One is Europe/Berlin.");
    row("name", "   ", "Allowed is: 1 to 100 characters.");
    row("bookings/walkInContact", "desk", "Allowed is: Invalid e-mail address.");
    row("bookings/hours/North", "Mon 22:00-07:00", "Allowed is: from and to, as 07:00-22:00.");
    row("CHIRPSTACK_PORT", "65536", "Allowed is: 1 to 65535.");
    row("JOURNAL_SYNC", "often", "Allowed is: adaptive, each or never.");
    row("MQTT_URL", "http://broker",
        "Allowed is: mqtt://[user:password@]host[:port] or mqtts://..., signs like / ? # in it "
        "percent-encoded.");
}

void tst_SettingState::refusals()
{
    QFETCH(QString, id);
    QFETCH(QString, typed);
    QFETCH(QString, why);
    const bool isKey = settings::keyNames().contains(id);
    const Setting setting = isKey ? settingOf(id, {}) : siteSetting(id, {u"North"_s});
    QCOMPARE(refusalOf(setting, typed, siteFacts()), why);
}

void tst_SettingState::whatOthersNeedIsRefused_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    QTest::newRow("mail server") << u"ALARM_MAIL_HOST"_s << u""_s
                                 << u"“Who gets mail” would be wrong then. Allowed there is: "
                                    "addresses with commas, 50 at most, and ALARM_MAIL_HOST and "
                                    "ALARM_MAIL_FROM set."_s;
    QTest::newRow("another mail server") << u"ALARM_MAIL_HOST"_s << u"mail2"_s << QString();
    QTest::newRow("readings") << u"READINGS_KEEP_DAYS"_s << u"365"_s
                              << u"“Changes of spaces” would be wrong then. Allowed there is: 0, "
                                 "or READINGS_KEEP_DAYS, where that is not 0, to 36500."_s;
    QTest::newRow("fewer readings") << u"READINGS_KEEP_DAYS"_s << u"90"_s << QString();
    QTest::newRow("changes") << u"STATE_CHANGES_KEEP_DAYS"_s << u"50"_s
                             << u"Allowed is: 0, or READINGS_KEEP_DAYS, where that is not 0, to "
                                "36500."_s;
}

void tst_SettingState::whatOthersNeedIsRefused()
{
    QFETCH(QString, id);
    QFETCH(QString, typed);
    QFETCH(QString, why);
    SettingFacts known;
    known.given = settings::givenValues({{{u"ALARM_MAIL_HOST"_s, {u"mail"_s, {}}},
                                          {u"ALARM_MAIL_FROM"_s, {u"p@x.org"_s, {}}},
                                          {u"ALARM_MAIL_TO"_s, {u"a@x.org"_s, {}}},
                                          {u"READINGS_KEEP_DAYS"_s, {u"60"_s, {}}},
                                          {u"STATE_CHANGES_KEEP_DAYS"_s, {u"100"_s, {}}}}});
    QCOMPARE(refusalOf(settingOf(id, {}), typed, known), why);
}

void tst_SettingState::whyTheSiteIsLocked_data()
{
    QTest::addColumn<SettingFacts>("facts");
    QTest::addColumn<QString>("why");
    SettingFacts known = siteFacts();
    QTest::newRow("it is not") << known << QString();
    known.rights = domain::DatabaseRights{.isServer = true, .login = u"kiosk"_s};
    QTest::newRow("viewer") << known
                            << u"The login “kiosk” may not change this. Ask an operator."_s;
    known.rights->isReadOnly = true;
    QTest::newRow("replica") << known << u"This database is a replica, which takes no changes."_s;
    known.rights.reset();
    QTest::newRow("not told") << known
                              << u"The database has not told yet what this login may do."_s;
    known.site.id = {};
    QTest::newRow("no site") << known << u"The site was not read yet."_s;
    known.siteAway = u"The database is away since 13:58."_s;
    QTest::newRow("away") << known << known.siteAway;
}

void tst_SettingState::whyTheSiteIsLocked()
{
    QFETCH(SettingFacts, facts);
    QFETCH(QString, why);
    QCOMPARE(stateOf(siteSetting(u"name"_s), facts).lock, why);
}

void tst_SettingState::search_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("found");
    for (const char *text : {"", "MQTT_URL", "mqtt_u", "address BROKER", "publishes", " url "})
        QTest::newRow(text) << QString::fromLatin1(text) << true;
    for (const char *text : {"chirpstack_url", "address kiosk", ".*"})
        QTest::newRow(text) << QString::fromLatin1(text) << false;
}

void tst_SettingState::search()
{
    QFETCH(QString, text);
    QFETCH(bool, found);
    const Setting setting =
        settingOf(u"MQTT_URL"_s, u"The MQTT broker that ChirpStack publishes to."_s);
    QCOMPARE(isFound(setting, text), found);
}

void tst_SettingState::whatALoginMayDo()
{
    domain::DatabaseRights rights;
    rights.isServer = true;
    rights.login = u"kiosk"_s;
    rights.roles = QStringList{u"parking_viewer"_s};
    QCOMPARE(loginText(rights), u"Logged in at the database as “kiosk”: viewer."_s);
    const QList<RightRow> acts = rightRows(rights);
    QCOMPARE(std::count_if(acts.cbegin(), acts.cend(), [](const RightRow &row) { return row.may; }),
             1);
    rights.roles.clear();
    QVERIFY(loginText(rights).contains(u"in none of the roles"_s));
    QVERIFY(loginText(domain::DatabaseRights()).contains(u"no logins"_s));
}

PARKING_TEST(tst_SettingState)
#include "tst_settingstate.moc"

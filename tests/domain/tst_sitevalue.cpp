// What people set for the whole site, one value at a time.

#include "base/literals.h"
#include "domain/problems.h"
#include "domain/sitevalue.h"
#include "testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace parking;
using namespace parking::domain;

namespace {

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson('[' + text + ']').array().first();
}

Site site(const QByteArray &settings = "{}")
{
    Site site;
    site.name = u"Harbour"_s;
    site.timeZone = u"Europe/Berlin"_s;
    site.settings = json(settings).toObject();
    return site;
}

SitePath path(const char *text)
{
    return QString::fromLatin1(text).split(u'/');
}

} // namespace

class tst_SiteValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatHolds_data();
    void whatHolds();
    void whatIsSet_data();
    void whatIsSet();
    void whatIsRefused_data();
    void whatIsRefused();
    void othersStay();
    void whatSomebodyElseChanged();
};

void tst_SiteValue::whatHolds_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<QString>("of");
    QTest::addColumn<QByteArray>("value"); // empty: undefined
    QTest::addColumn<bool>("isDefault");
    const auto row = [](const char *name, const char *settings, const char *of, const char *value,
                        bool isDefault) {
        QTest::newRow(name) << QByteArray(settings) << QString::fromLatin1(of) << QByteArray(value)
                            << isDefault;
    };
    row("name", "{}", "name", "\"Harbour\"", false);
    row("zone", "{}", "timeZone", "\"Europe/Berlin\"", false);
    row("default number", "{}", "bookings/graceMinutes", "15", true);
    row("number", R"({"bookings": {"graceMinutes": 20}})", "bookings/graceMinutes", "20", false);
    row("default colour", "{}", "lamps/colours/FREE", "\"00FF00\"", true);
    row("contact", R"({"bookings": {"walkInContact": "a@example.com"}})", "bookings/walkInContact",
        "\"a@example.com\"", false);
    row("default limit", "{}", "alarms/stuckHours", "72", true);
    row("no hours", "{}", "bookings/hours/North 1.2", "", true);
    row("hours", R"({"bookings": {"hours": {"North 1.2": {"mon": "07:00-22:00"}}}})",
        "bookings/hours/North 1.2", R"({"mon": "07:00-22:00"})", false);
    row("unreadable", R"({"bookings": {"graceMinutes": "x"}})", "bookings/graceMinutes", "", false);
    row("other people's", R"({"signs": [1]})", "signs", "", false);
    row("a whole group", "{}", "bookings", "", true);
}

void tst_SiteValue::whatHolds()
{
    QFETCH(QByteArray, settings);
    QFETCH(QString, of);
    QFETCH(QByteArray, value);
    QFETCH(bool, isDefault);
    const Site one = site(settings);
    const SitePath where = of.split(u'/');
    QCOMPARE(siteValue(one, where),
             value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : json(value));
    QCOMPARE(isSiteDefault(one, where), isDefault);
}

void tst_SiteValue::whatIsSet_data()
{
    QTest::addColumn<QString>("of");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *of, const char *value) {
        QTest::newRow(of) << QString::fromLatin1(of) << QByteArray(value);
    };
    row("name", "\"Kai \\\"7\\\"\"");
    row("timeZone", "\"Asia/Kathmandu\"");
    row("bookings/leadSeconds", "0");
    row("bookings/reasonFor", "[]");
    row("bookings/hours/A", R"({"sun": "00:00-24:00"})");
    row("bookings/walkInContact", "\"\"");
    row("lamps/colours/MAINTENANCE", "\"0000FF\"");
    row("lamps/whenSoon", "\"blink\"");
    row("alarms/silentPercent", "200");
    row("lamps/colours", R"({"FREE":"00AA00","MAINTENANCE":"FFA500","OCCUPIED":"FF0000",
        "RESERVED":"FFFF00"})");
}

void tst_SiteValue::whatIsSet()
{
    QFETCH(QString, of);
    QFETCH(QByteArray, value);
    const SitePath where = of.split(u'/');
    const Result<Site> changed = withSiteValue(site(), where, json(value));
    QVERIFY2(changed, qPrintable(changed ? QString() : changed.error().detail));
    QCOMPARE(siteValue(*changed, where), json(value));
    if (where.size() > 1) {
        const Result<Site> back = withSiteValue(*changed, where, QJsonValue::Undefined);
        QVERIFY(back);
        QCOMPARE(siteValue(*back, where), siteValue(site(), where));
        QVERIFY(isSiteDefault(*back, where));
    }
}

void tst_SiteValue::whatIsRefused_data()
{
    QTest::addColumn<QString>("of");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const char *of, const QByteArray &value) {
        QTest::newRow(name) << QString::fromLatin1(of) << value;
    };
    row("no name", "name", "\"  \"");
    row("long name", "name", '"' + QByteArray(101, 'a') + '"');
    row("name of another kind", "name", "7");
    row("name with zero", "name", "\"a\\u0000\"");
    row("no zone", "timeZone", "\"\"");
    row("unknown zone", "timeZone", "\"Europe/Nowhere\"");
    row("too many", "bookings/graceMinutes", "1441");
    row("half", "bookings/graceMinutes", "0.5");
    row("text for a number", "bookings/graceMinutes", "\"20\"");
    row("object for a number", "bookings/graceMinutes", "{}");
    row("colour", "lamps/colours/FREE", "\"00FF0\"");
    row("limit", "alarms/silentPercent", "99");
    row("blink", "lamps/whenSoon", "\"now\"");
    row("colours that are none", "lamps/colours", R"({"FREE":"green"})");
    row("no object of colours", "lamps/colours", "\"00FF00\"");
    row("hours", "bookings/hours/A", R"({"mon": "22:00-07:00"})");
    row("no building", "bookings/hours/", R"({"mon": "07:00-22:00"})");
    row("contact", "bookings/walkInContact", "\"desk\"");
    row("features", "bookings/reasonFor", "[1]");
    row("a whole group", "bookings", "{}");
    row("other people's", "signs", "[]");
    row("nothing", "", "1");
    row("beneath a value", "bookings/graceMinutes/x", "1");
}

void tst_SiteValue::whatIsRefused()
{
    QFETCH(QString, of);
    QFETCH(QByteArray, value);
    const Result<Site> changed = withSiteValue(site(), of.split(u'/'), json(value));
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, problem::kValidation);
    QVERIFY(!changed.error().details.value(u"error").toString().isEmpty());
}

void tst_SiteValue::othersStay()
{
    const Site before =
        site(R"({"signs": [1], "bookings": {"graceMinutes": 5, "others": {"a": 1}}})");
    const Result<Site> after = withSiteValue(before, path("bookings/graceMinutes"), 7);
    QVERIFY(after);
    QCOMPARE(QJsonValue(after->settings),
             json(R"({"signs": [1], "bookings": {"graceMinutes": 7, "others": {"a": 1}}})"));
}

void tst_SiteValue::whatSomebodyElseChanged()
{
    const Site one = site(R"({"bookings": {"graceMinutes": 5}})");
    const Result<Site> late = changed(one, {path("bookings/graceMinutes"), 7, 15});
    QVERIFY(!late);
    QCOMPARE(late.error().code, problem::kChangedMeanwhile);
    const Result<Site> done = changed(one, {path("bookings/graceMinutes"), 7, 5});
    QVERIFY(done);
    QCOMPARE(siteValue(*done, path("bookings/graceMinutes")), QJsonValue(7));
}

PARKING_TEST(tst_SiteValue)
#include "tst_sitevalue.moc"

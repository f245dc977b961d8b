// What operators set for lamps, and when a station knows too little to show anything.

#include "domain/display.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const UtcTime kNow = *fromIso(u"2026-03-29T01:30:00.517Z");

QJsonObject object(const char *json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    Q_ASSERT(document.isObject());
    return document.object();
}

} // namespace

class TestDisplay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPolicies_data();
    void readsPolicies();
    void lampsBlinkWhereTheSiteWantsIt();
    void refusesPolicies_data();
    void refusesPolicies();
    void lampsNeverSayFreeWithoutKnowledge();
    void readsSettings();
    void refusesSettings_data();
    void refusesSettings();
    void isBlindAfterLong_data();
    void isBlindAfterLong();
};

void TestDisplay::readsPolicies_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("free");
    QTest::addColumn<bool>("off");
    QTest::addColumn<bool>("unknownOff");
    const auto row = [](const char *json, const char *free, bool off, bool unknownOff = false) {
        QTest::newRow(json) << QByteArray(json) << QString::fromLatin1(free) << off << unknownOff;
    };
    row("{}", "00FF00", false);
    row(R"({"lamps": {}})", "00FF00", false);
    row(R"({"lamps": {"colours": {"FREE": "0a0b0c"}}})", "0A0B0C", false);
    row(R"({"lamps": {"colours": {"RESERVED": "0000FF"}, "whenBlind": "off"}})", "00FF00", true);
    row(R"({"lamps": {"whenBlind": "keep", "more": 1}, "other": []})", "00FF00", false);
    row(R"({"lamps": {"whenUnknown": "off"}})", "00FF00", false, true);
}

void TestDisplay::readsPolicies()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, free);
    QFETCH(bool, off);
    QFETCH(bool, unknownOff);
    const auto policy = parseDisplayPolicy(object(json.constData()));
    QVERIFY(policy);
    QCOMPARE(policy->colours[indexOf(SpaceState::Free)].toHex().toUpper(), free);
    QCOMPARE(policy->whenBlind == LampsWhenBlind::Off, off);
    QCOMPARE(policy->whenUnknown == LampsWhenUnknown::Off, unknownOff);
    const auto again = parseDisplayPolicy({{u"lamps"_s, toJson(*policy)}});
    QVERIFY(again);
    QCOMPARE(*again, *policy);
}

void TestDisplay::lampsBlinkWhereTheSiteWantsIt()
{
    QVERIFY(parseDisplayPolicy({})->whenSoon == LampsWhenSoon::Steady);
    const auto policy = parseDisplayPolicy(object(R"({"lamps": {"whenSoon": "blink"}})"));
    QVERIFY(policy);
    QVERIFY(policy->whenSoon == LampsWhenSoon::Blink);
    QCOMPARE(parseDisplayPolicy({{u"lamps"_s, toJson(*policy)}}).valueOr({}), *policy);
}

void TestDisplay::refusesPolicies_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json :
         {R"({"lamps": 1})", R"({"lamps": {"colours": []}})",
          R"({"lamps": {"colours": {"FREE": "green"}}})",
          R"({"lamps": {"colours": {"BLUE": "0000FF"}}})", R"({"lamps": {"colours": {"FREE": 1}}})",
          R"({"lamps": {"whenBlind": "blink"}})", R"({"lamps": {"whenUnknown": "green"}})",
          R"({"lamps": {"whenSoon": "off"}})"})
        QTest::newRow(json) << QByteArray(json);
}

void TestDisplay::refusesPolicies()
{
    QFETCH(QByteArray, json);
    const auto policy = parseDisplayPolicy(object(json.constData()));
    QVERIFY(!policy);
    QCOMPARE(policy.error().code, u"VALIDATION_ERROR"_s);
}

void TestDisplay::lampsNeverSayFreeWithoutKnowledge()
{
    DisplayPolicy policy;
    QVERIFY(lampOrder(policy, false, true) == LampOrder::Show);
    QVERIFY(lampOrder(policy, false, false) == LampOrder::StayAsItIs);
    QVERIFY(lampOrder(policy, true, false) == LampOrder::GoDark);
    QVERIFY(lampOrder(policy, true, true) == LampOrder::GoDark);
    policy.whenUnknown = LampsWhenUnknown::Off;
    QVERIFY(lampOrder(policy, false, true) == LampOrder::Show);
    QVERIFY(lampOrder(policy, false, false) == LampOrder::GoDark);
}

void TestDisplay::readsSettings()
{
    QCOMPARE(parseDisplaySettings({}).valueOr({}), DisplaySettings());
    const auto settings = parseDisplaySettings(
        object(R"({"fPort": 223, "confirmed": true, "colours": {"FREE": "0000FF"},
                   "codes": {"MAINTENANCE": "FF00A56400"}, "more": 1})"));
    QVERIFY(settings);
    QCOMPARE(settings->fPort, std::optional(223));
    QVERIFY(settings->confirmed);
    QCOMPARE(settings->colours[indexOf(SpaceState::Free)], std::optional(Rgb{0, 0, 255}));
    QVERIFY(!settings->colours[indexOf(SpaceState::Occupied)]);
    QCOMPARE(settings->codes[indexOf(SpaceState::Maintenance)], QByteArray::fromHex("ff00a56400"));
    QCOMPARE(parseDisplaySettings(toJson(*settings)).valueOr({}), *settings);
    QCOMPARE(toJson(DisplaySettings()), QJsonObject());
}

void TestDisplay::refusesSettings_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {R"({"fPort": 0})", R"({"fPort": 224})", R"({"fPort": 1.5})",
                             R"({"fPort": "1"})", R"({"confirmed": 1})", R"({"colours": "x"})",
                             R"({"colours": {"FREE": "12345"}})", R"({"codes": {"FREE": ""}})",
                             R"({"codes": {"FREE": "0"}})", R"({"codes": {"free?": "00"}})"})
        QTest::newRow(json) << QByteArray(json);
    QTest::newRow("a code of 52 bytes")
        << "{\"codes\": {\"FREE\": \"" + QByteArray(104, '0') + "\"}}";
}

void TestDisplay::refusesSettings()
{
    QFETCH(QByteArray, json);
    const auto settings = parseDisplaySettings(object(json.constData()));
    QVERIFY(!settings);
    QCOMPARE(settings.error().code, u"VALIDATION_ERROR"_s);
}

void TestDisplay::isBlindAfterLong_data()
{
    QTest::addColumn<int>("since"); // minutes ago
    QTest::addColumn<int>("broker");
    QTest::addColumn<int>("arrival");
    QTest::addColumn<bool>("blind");
    QTest::newRow("all is well") << 900 << 0 << 0 << false;
    QTest::newRow("a quiet night with a broker") << 900 << 0 << 149 << false;
    QTest::newRow("a broker that tells nothing") << 900 << 0 << 151 << true;
    QTest::newRow("just begun, after a long time") << 1 << 900 << 900 << false;
    QTest::newRow("begun a while ago, and no broker") << 16 << 900 << 900 << true;
    QTest::newRow("the broker just went, and little came before") << 900 << 1 << 60 << false;
    QTest::newRow("the broker went long ago") << 900 << 16 << 16 << true;
    QTest::newRow("gone, but something came since") << 900 << 16 << 14 << false;
}

void TestDisplay::isBlindAfterLong()
{
    QFETCH(int, since);
    QFETCH(int, broker);
    QFETCH(int, arrival);
    QFETCH(bool, blind);
    using std::chrono::minutes;
    const Hearing hearing{.since = kNow - minutes(since),
                          .broker = kNow - minutes(broker),
                          .arrival = kNow - minutes(arrival),
                          .brokerLimit = 15min,
                          .silenceLimit = 150min};
    QCOMPARE(isBlind(hearing, kNow), blind);
}

PARKING_TEST(TestDisplay)
#include "tst_display.moc"

#include "domain/sign.h"
#include "testmain.h"
#include "verify.h"

#include <QJsonArray>
#include <QTest>

using namespace parking;
using namespace parking::domain;

namespace {

Counts counts(int known, int taken, int unknown)
{
    Counts c;
    c.total = known + taken + unknown;
    c.byState[0] = known;
    c.byState[1] = taken;
    c.byUnknown[1] = unknown;
    return c;
}

QJsonObject settingsWith(const QJsonValue &signs)
{
    return {{u"signs"_s, signs}};
}

} // namespace

class TestSign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shows_data();
    void shows();
    void readsSettings();
    void refuses_data();
    void refuses();
    void withoutSettingsEachFloorHasOne();
};

void TestSign::shows_data()
{
    QTest::addColumn<Sign>("sign");
    QTest::addColumn<Counts>("counts");
    QTest::addColumn<DataAge>("age");
    QTest::addColumn<QString>("text");
    Sign sign;
    sign.max = 99;
    const auto live = DataAge::Live;
    QTest::newRow("a number") << sign << counts(41, 9, 3) << live << u"41"_s;
    QTest::newRow("no more than fits") << sign << counts(120, 9, 0) << live << u"99"_s;
    QTest::newRow("full") << sign << counts(0, 50, 0) << live << u"FULL"_s;
    QTest::newRow("none known, some unknown") << sign << counts(0, 44, 6) << live << u"0"_s;
    QTest::newRow("nothing known") << sign << counts(0, 0, 50) << live << u"--"_s;
    QTest::newRow("no space") << sign << counts(0, 0, 0) << live << u"--"_s;
    QTest::newRow("old data") << sign << counts(41, 9, 0) << DataAge::Old << u"--"_s;
    QTest::newRow("old data, full") << sign << counts(0, 50, 0) << DataAge::Gone << u"--"_s;
    sign.offset = -5;
    QTest::newRow("cars on their way") << sign << counts(41, 9, 0) << live << u"36"_s;
    QTest::newRow("more cars than spaces") << sign << counts(3, 47, 0) << live << u"0"_s;
    sign.min = 1;
    QTest::newRow("the least that is shown") << sign << counts(3, 47, 0) << live << u"1"_s;
    sign.closed = true;
    QTest::newRow("closed by hand") << sign << counts(41, 9, 0) << live << u"CLOSED"_s;
    QTest::newRow("closed, old data") << sign << counts(41, 9, 0) << DataAge::Gone << u"CLOSED"_s;
}

void TestSign::shows()
{
    QFETCH(Sign, sign);
    QFETCH(Counts, counts);
    QFETCH(DataAge, age);
    const SignShown shown = show(sign, counts, age);
    QTEST(shown.text, "text");
    QCOMPARE(shown.number.has_value(), shown.mode == SignMode::Number);
}

void TestSign::readsSettings()
{
    const Result<QList<Sign>> signs = parseSigns(
        settingsWith(QJsonArray{QJsonObject{{u"id"_s, u"entry"_s},
                                            {u"building"_s, u"North"_s},
                                            {u"max"_s, 99},
                                            {u"offset"_s, -2},
                                            {u"texts"_s, QJsonObject{{u"full"_s, u"BESETZT"_s}}}},
                                QJsonObject{{u"id"_s, u"side"_s}, {u"closed"_s, true}}}));
    VERIFY_OK(signs);
    QCOMPARE(signs->size(), 2);
    QCOMPARE(signs->first().fullText, u"BESETZT"_s);
    QCOMPARE(signs->first().unknownText, u"--"_s);
    QCOMPARE(signs->first().offset, -2);
    QVERIFY(signs->last().closed);
    const Result<QList<Sign>> none = parseSigns({});
    VERIFY_OK(none);
    QVERIFY(none->isEmpty());
}

void TestSign::refuses_data()
{
    QTest::addColumn<QJsonValue>("signs");
    const auto row = [](const char *name, const QJsonObject &sign) {
        QTest::newRow(name) << QJsonValue(QJsonArray{sign});
    };
    QTest::newRow("no list") << QJsonValue(7);
    QTest::newRow("no object") << QJsonValue(QJsonArray{7});
    row("no id", {});
    row("floor without building", {{u"id"_s, u"a"_s}, {u"floor"_s, u"1"_s}});
    row("min above max", {{u"id"_s, u"a"_s}, {u"min"_s, 5}, {u"max"_s, 4}});
    row("half an offset", {{u"id"_s, u"a"_s}, {u"offset"_s, 0.5}});
    row("closed in words", {{u"id"_s, u"a"_s}, {u"closed"_s, u"no"_s}});
    row("a number as text", {{u"id"_s, u"a"_s}, {u"max"_s, u"99"_s}});
    QTest::newRow("an id twice") << QJsonValue(
        QJsonArray{QJsonObject{{u"id"_s, u"a"_s}}, QJsonObject{{u"id"_s, u"a"_s}}});
}

void TestSign::refuses()
{
    QFETCH(QJsonValue, signs);
    VERIFY_ERROR(parseSigns(settingsWith(signs)), "VALIDATION_ERROR");
}

void TestSign::withoutSettingsEachFloorHasOne()
{
    SiteSnapshot site;
    for (const QString &floor : {u"1"_s, u"1"_s, u"G"_s}) {
        Space space;
        space.building = u"North"_s;
        space.floor = floor;
        site.spaces.append(space);
    }
    QStringList ids;
    for (const Sign &sign : signsOf(site))
        ids.append(sign.id);
    QCOMPARE(ids, QStringList({u"site"_s, u"North/1"_s, u"North/G"_s}));
}

PARKING_TEST(TestSign)
#include "tst_sign.moc"

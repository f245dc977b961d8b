// A floor's geometry as JSON: the same after reading back, strict about types.

#include "base/literals.h"
#include "domain/floorplan.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace parking;
using namespace parking::domain;

namespace {

FloorPlan full()
{
    FloorPlan plan;
    plan.lanes = {{QRectF(0, 5, 60.5, 6), 180, false}, {QRectF(1, 2, 3, 4), 90, true}};
    plan.ramps = {{QRectF(60, 5, 6, 12), u"Ground"_s, false}};
    plan.cores = {{QRectF(0, 0, 4, 5), u"Core A"_s, false, true}};
    plan.pillars = {{QPointF(7.5, 10.25), 0.4}};
    plan.zones = {{u"A"_s, QPointF(2, 8)}};
    plan.notes = {{QPointF(30, 8), u"Charging at 142-149 \u26a1"_s, u"charging"_s}};
    plan.backdrop = {QRectF(-1, 2, 60.5, 40), 0.4};
    return plan;
}

Result<FloorPlan> read(const QByteArray &json)
{
    return FloorPlan::fromJson(QJsonDocument::fromJson(json).object());
}

} // namespace

class tst_FloorPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatItWrites()
    {
        // Through text: that is how databases keep it.
        const QByteArray text = QJsonDocument(full().toJson()).toJson(QJsonDocument::Compact);
        const auto plan = read(text);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().detail));
        QCOMPARE(*plan, full());
        const auto empty = FloorPlan::fromJson(FloorPlan().toJson());
        QVERIFY(empty);
        QCOMPARE(*empty, FloorPlan());
    }

    void defaultsAndUnknownMembers()
    {
        const auto plan = read(R"({"lanes":[{"area":[0,0,1,1],"paint":"worn"}],
                                   "pillars":[{"centre":[1,2]}],
                                   "ramps":[{"area":[0,0,1,1]}],
                                   "cores":[{"area":[0,0,1,1]}],
                                   "notes":[{"position":[0,0]}],
                                   "weather":["dry"]})");
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().detail));
        QCOMPARE(plan->lanes, (QList<FloorPlan::Lane>{{QRectF(0, 0, 1, 1), 0, true}}));
        QCOMPARE(plan->pillars, (QList<FloorPlan::Pillar>{{QPointF(1, 2), 0.6}}));
        QCOMPARE(plan->ramps, (QList<FloorPlan::Ramp>{{QRectF(0, 0, 1, 1), {}, true}}));
        QCOMPARE(plan->cores, (QList<FloorPlan::Core>{{QRectF(0, 0, 1, 1), {}, true, true}}));
        QCOMPARE(plan->notes, (QList<FloorPlan::Note>{{QPointF(0, 0), {}, {}}}));
        QVERIFY(plan->zones.isEmpty());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const char *json, const char *field) {
            QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(field);
        };
        row("list is an object", R"({"lanes":{}})", "plan.lanes");
        row("list is null", R"({"ramps":null})", "plan.ramps");
        row("entry is a number", R"({"lanes":[1]})", "plan.lanes");
        row("area is missing", R"({"lanes":[{}]})", "plan.lanes.area");
        row("area is a text", R"({"lanes":[{"area":"0 0 1 1"}]})", "plan.lanes.area");
        row("area of three", R"({"lanes":[{"area":[0,0,1]}]})", "plan.lanes.area");
        row("area of five", R"({"lanes":[{"area":[0,0,1,1,1]}]})", "plan.lanes.area");
        row("area with a text", R"({"lanes":[{"area":[0,0,1,"1"]}]})", "plan.lanes.area");
        row("area with a null", R"({"cores":[{"area":[0,0,1,null]}]})", "plan.cores.area");
        row("direction is a text", R"({"lanes":[{"area":[0,0,1,1],"direction":"left"}]})",
            "plan.lanes.direction");
        row("arrows is a number", R"({"lanes":[{"area":[0,0,1,1],"arrows":1}]})",
            "plan.lanes.arrows");
        row("destination is a number", R"({"ramps":[{"area":[0,0,1,1],"destination":2}]})",
            "plan.ramps.destination");
        row("pillar without centre", R"({"pillars":[{"size":1}]})", "plan.pillars.centre");
        row("zone is null", R"({"zones":[{"zone":null,"position":[0,0]}]})", "plan.zones.zone");
        row("no backdrop", R"({"backdrop":[]})", "plan.backdrop");
        row("its area", R"({"backdrop":{"area":[1,2,3]}})", "plan.backdrop.area");
        row("its opacity", R"({"backdrop":{"area":[0,0,1,1],"opacity":"1"}})",
            "plan.backdrop.opacity");
        row("the second entry", R"({"notes":[{"position":[0,0]},{"position":[0]}]})",
            "plan.notes.position");
    }

    void refused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, field);
        const auto plan = read(json);
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, u"VALIDATION_ERROR"_s);
        QCOMPARE(plan.error().details.value(u"field").toString(), field);
    }
};

PARKING_TEST(tst_FloorPlan)
#include "tst_floorplan.moc"

// Bookings from now on: which ends are offered, and for whom they are made.

#include "base/literals.h"
#include "domain/walkin.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

class tst_WalkIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ends_data();
    void ends();
    void contact();
};

void tst_WalkIn::ends_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("next");
    QTest::addColumn<int>("longest"); // minutes
    QTest::addColumn<QString>("ends");
    const QString none;
    QTest::newRow("on whole quarters")
        << u"14:02:36"_s << none << 1440 << u"14:45 15:15 16:15 18:15 22:15"_s;
    QTest::newRow("on the hour") << u"14:00:00"_s << none << 1440
                                 << u"14:30 15:00 16:00 18:00 22:00"_s;
    QTest::newRow("cut by the next")
        << u"14:00:00"_s << u"15:20"_s << 1440 << u"14:30 15:00 15:20"_s;
    QTest::newRow("the next is an end itself")
        << u"14:00:00"_s << u"15:00"_s << 1440 << u"14:30 15:00"_s;
    QTest::newRow("a short while") << u"14:00:00"_s << u"14:10"_s << 1440 << u"14:10"_s;
    QTest::newRow("too short") << u"14:00:00"_s << u"14:04"_s << 1440 << none;
    QTest::newRow("held already") << u"14:00:00"_s << u"13:50"_s << 1440 << none;
    QTest::newRow("cut by the longest stay") << u"14:00:30"_s << none << 60 << u"14:45 15:00"_s;
    QTest::newRow("the next is far")
        << u"14:00:00"_s << u"23:30"_s << 1440 << u"14:30 15:00 16:00 18:00 22:00"_s;
}

void tst_WalkIn::ends()
{
    QFETCH(QString, now);
    QFETCH(QString, next);
    QFETCH(int, longest);
    QFETCH(QString, ends);
    const auto at = [](const QString &time) { return *fromIso(u"2026-09-14T%1Z"_s.arg(time)); };
    BookingPolicy policy;
    policy.longest = std::chrono::minutes(longest);
    QStringList found;
    for (const UtcTime end : walkInEnds(
             at(now), next.isEmpty() ? std::nullopt : std::optional(at(next + u":00"_s)), policy))
        found.append(toDateTime(end).toString(u"HH:mm"_s));
    QCOMPARE(found.join(u' '), ends);
}

void tst_WalkIn::contact()
{
    QCOMPARE(walkInContact({}), QString());
    QCOMPARE(walkInContact({{u"bookings"_s, QJsonObject{{u"walkInContact"_s, 7}}}}), QString());
    const QJsonObject site{{u"lamps"_s, QJsonObject{}},
                           {u"bookings"_s, QJsonObject{{u"leadSeconds"_s, 60}}}};
    const auto with = withWalkInContact(site, u"desk@example.com"_s);
    QVERIFY(with);
    QCOMPARE(walkInContact(*with), u"desk@example.com"_s);
    QCOMPARE(with->value(u"bookings")[u"leadSeconds"].toInt(), 60); // others' members stay
    QVERIFY(with->contains(u"lamps"_s));
    QCOMPARE(walkInContact(withWalkInContact(*with, {}).valueOr(*with)), QString());
    QVERIFY(!withWalkInContact(site, u"desk"_s));
    QVERIFY(parseBookingPolicy(*with)); // the policy has no quarrel with it
}

PARKING_TEST(tst_WalkIn)
#include "tst_walkin.moc"

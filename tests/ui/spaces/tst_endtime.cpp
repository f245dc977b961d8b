#include "base/literals.h"
#include "fixturesite.h"
#include "spaces/endtime.h"
#include "testmain.h"

#include <QDateTime>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using fixture::kNow; // Monday, 14 September 2026, 14:02:36

class TestEndTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void whatPeopleType_data();
    void whatPeopleType();
    void isReadBack();
};

void TestEndTime::whatPeopleType_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("local"); // empty: no time
    const auto row = [](const char *typed, const char *local) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(local);
    };
    const QDateTime now = toDateTime(kNow).toLocalTime();
    const QString today = now.date().toString(Qt::ISODate);
    const QString tomorrow = now.date().addDays(1).toString(Qt::ISODate);
    row("23:58", qPrintable(today + u" 23:58"_s));
    row("2358", qPrintable(today + u" 23:58"_s));
    row("0:01", qPrintable(tomorrow + u" 00:01"_s));
    row("+3d", qPrintable(now.addDays(3).toString(u"yyyy-MM-dd HH:mm"_s)));
    row(" + 2 h ", qPrintable(now.addSecs(7200).toString(u"yyyy-MM-dd HH:mm"_s)));
    row("+30min", qPrintable(now.addSecs(1800).toString(u"yyyy-MM-dd HH:mm"_s)));
    row("28 Nov 8:00", "2026-11-28 08:00");
    row("14 Sept 9:00", "2026-09-14 09:00"); // past, which the form says
    row("14.9. 9:00", "2026-09-14 09:00");
    row("28 Nov, 8:00", "2026-11-28 08:00");
    row("28.11. 0800", "2026-11-28 08:00");
    row("3 Feb 8:00", "2027-02-03 08:00");
    row("2026-11-28", "2026-11-28 00:00");
    row("2026-11-28 17:30", "2026-11-28 17:30");
    for (const char *none : {"", "soon", "25:00", "12:60", "+0h", "+h", "31 Feb 8:00", "8"})
        row(none, "");
}

void TestEndTime::whatPeopleType()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, local);
    const std::optional<UtcTime> time = parseEndTime(typed, kNow);
    QCOMPARE(time ? endTimeText(*time) : QString(), local);
}

void TestEndTime::isReadBack()
{
    const UtcTime time = fromMillis(1'789'410'600'000);
    QCOMPARE(parseEndTime(endTimeText(time), kNow), std::optional(time));
}

PARKING_TEST(TestEndTime)
#include "tst_endtime.moc"

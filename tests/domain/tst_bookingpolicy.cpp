// How a site books: its settings read and written, and its opening hours.

#include "base/literals.h"
#include "domain/bookingpolicy.h"
#include "testmain.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class tst_BookingPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingSetIsThePlan();
    void whatIsWrittenIsRead();
    void wrongOnesAreRefused_data();
    void wrongOnesAreRefused();
    void hours_data();
    void hours();
};

void tst_BookingPolicy::nothingSetIsThePlan()
{
    const auto policy = parseBookingPolicy({});
    QVERIFY(policy);
    QCOMPARE(*policy, BookingPolicy());
    QCOMPARE(policy->lead, Milliseconds(900s));
    QCOMPARE(policy->grace, Milliseconds(15min));
    QCOMPARE(policy->longest, Milliseconds(24h));
}

void tst_BookingPolicy::whatIsWrittenIsRead()
{
    BookingPolicy policy;
    policy.lead = 0s;
    policy.grace = 1min;
    policy.longest = 90min;
    policy.aheadDays = 30;
    policy.activePerEmail = 2;
    policy.reasonFor = {};
    policy.personalDays = 60;
    policy.hours[u"Garage \"A\""_s].days[0] = OpeningHours::Span{0, 1440};
    policy.hours[u"Garage \"A\""_s].days[6] = OpeningHours::Span{7 * 60 + 5, 22 * 60};
    const auto read = parseBookingPolicy({{u"bookings"_s, toJson(policy)}});
    QVERIFY(read);
    QCOMPARE(*read, policy);
}

void tst_BookingPolicy::wrongOnesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {R"({"bookings": 1})", R"({"bookings": {"leadSeconds": -1}})",
          R"({"bookings": {"leadSeconds": 3601}})", R"({"bookings": {"leadSeconds": "900"}})",
          R"({"bookings": {"graceMinutes": 0.5}})", R"({"bookings": {"longestMinutes": 0}})",
          R"({"bookings": {"longestMinutes": 1441}})", R"({"bookings": {"activePerEmail": -1}})",
          R"({"bookings": {"hours": []}})", R"({"bookings": {"hours": {"A": 1}}})",
          R"({"bookings": {"hours": {"A": {"mon": "22:00-07:00"}}}})",
          R"({"bookings": {"hours": {"A": {"mon": "7-22"}}}})",
          R"({"bookings": {"hours": {"A": {"mon": "07:00-24:01"}}}})",
          R"({"bookings": {"reasonFor": "charging"}})", R"({"bookings": {"reasonFor": [1]}})"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_BookingPolicy::wrongOnesAreRefused()
{
    QFETCH(QByteArray, text);
    const auto policy = parseBookingPolicy(json(text));
    QVERIFY(!policy);
    QCOMPARE(policy.error().code, u"VALIDATION_ERROR"_s);
}

void tst_BookingPolicy::hours_data()
{
    QTest::addColumn<QString>("local");
    QTest::addColumn<bool>("asStart");
    QTest::addColumn<bool>("asEnd");
    const auto row = [](const char *local, bool asStart, bool asEnd) {
        QTest::newRow(local) << QString::fromLatin1(local) << asStart << asEnd;
    };
    row("2026-08-31T06:59:59.999", false, false); // a Monday, 07:00 to 22:00
    row("2026-08-31T07:00:00", true, true);
    row("2026-08-31T21:59:59.999", true, true);
    row("2026-08-31T22:00:00", false, true);
    row("2026-08-31T22:00:00.001", false, false);
    row("2026-09-01T12:00:00", true, true); // Tuesday, all day
    row("2026-09-02T00:00:00", false, true); // its midnight; Wednesday is closed
    row("2026-09-02T12:00:00", false, false);
}

void tst_BookingPolicy::hours()
{
    QFETCH(QString, local);
    QFETCH(bool, asStart);
    QFETCH(bool, asEnd);
    const auto policy = parseBookingPolicy(
        json(R"({"bookings": {"hours": {"A": {"mon": "07:00-22:00", "tue": "00:00-24:00"}}}})"));
    QVERIFY(policy);
    const QDateTime time = QDateTime::fromString(local, Qt::ISODateWithMs);
    QVERIFY(time.isValid());
    QCOMPARE(isOpen(*policy, u"A"_s, time), asStart);
    QCOMPARE(isOpen(*policy, u"A"_s, time, true), asEnd);
    QVERIFY(isOpen(*policy, u"B"_s, time));
}

PARKING_TEST(tst_BookingPolicy)
#include "tst_bookingpolicy.moc"

// What a clock on a site's wall shows, in UTC, on days when it is set, in three zones.

#include "base/literals.h"
#include "domain/localtime.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

QDateTime wall(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODate);
}

} // namespace

class tst_LocalTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void moments_data();
    void moments();
    void everyMomentComesBack_data();
    void everyMomentComesBack();
    void choices();
    void texts_data();
    void texts();
    void unknownZonesAreUtc();
};

void tst_LocalTime::moments_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("local");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second"); // empty: once
    QTest::addColumn<bool>("isMoved");
    const auto row = [](const char *name, const char *zone, const char *local, const char *first,
                        const char *second = "", bool isMoved = false) {
        QTest::newRow(name) << QString::fromLatin1(zone) << QString::fromLatin1(local)
                            << QString::fromLatin1(first) << QString::fromLatin1(second) << isMoved;
    };
    row("Paris, an ordinary day", "Europe/Paris", "2026-06-01T12:00:00", "2026-06-01T10:00:00Z");
    row("Paris, before the gap", "Europe/Paris", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z");
    row("Paris, in the gap", "Europe/Paris", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z", "",
        true);
    row("Paris, after the gap", "Europe/Paris", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z");
    row("Paris, twice", "Europe/Paris", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z");
    row("Paris, before it is shown twice", "Europe/Paris", "2026-10-25T01:59:59",
        "2026-10-24T23:59:59Z");
    row("Paris, after it", "Europe/Paris", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z");
    row("New York, in the gap", "America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z",
        "", true);
    row("New York, twice", "America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z",
        "2026-11-01T06:30:00Z");
    row("New York, once", "America/New_York", "2026-11-01T02:00:00", "2026-11-01T07:00:00Z");
    row("Lord Howe, in its half hour", "Australia/Lord_Howe", "2026-10-04T02:15:00",
        "2026-10-03T15:45:00Z", "", true);
    row("Lord Howe, after it", "Australia/Lord_Howe", "2026-10-04T02:30:00",
        "2026-10-03T15:30:00Z");
    row("Lord Howe, twice", "Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z",
        "2026-04-04T15:15:00Z");
    row("Lord Howe, once", "Australia/Lord_Howe", "2026-04-05T01:29:59", "2026-04-04T14:29:59Z");
}

void tst_LocalTime::moments()
{
    QFETCH(QString, zone);
    QFETCH(QString, local);
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(bool, isMoved);
    const LocalMoment found = momentOf(wall(local), zoneOf(zone));
    QCOMPARE(found.time, *fromIso(first));
    QCOMPARE(found.second, second.isEmpty() ? std::nullopt : fromIso(second));
    QCOMPARE(found.isMoved, isMoved);
}

void tst_LocalTime::everyMomentComesBack_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : {"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"})
        QTest::newRow(zone) << QString::fromLatin1(zone);
}

/// A year by quarters of an hour: what the wall shows leads back, as the one or the other of two.
void tst_LocalTime::everyMomentComesBack()
{
    QFETCH(QString, zone);
    const QTimeZone there = zoneOf(zone);
    QCOMPARE(QString::fromLatin1(there.id()), zone);
    for (UtcTime time = *fromIso(u"2026-01-01T00:00:00Z"); time < *fromIso(u"2027-01-01T00:00:00Z");
         time += 15min) {
        const LocalMoment found = momentOf(localOf(time, there), there);
        QVERIFY2(!found.isMoved && (found.time == time || found.second == time),
                 qPrintable(toIso(time)));
    }
}

void tst_LocalTime::choices()
{
    const QTimeZone paris = zoneOf(u"Europe/Paris"_s);
    const QDateTime twice = wall(u"2026-10-25T02:30:00"_s);
    const auto asked = momentOf(twice, paris, Twice::Ask);
    QVERIFY(!asked);
    QCOMPARE(asked.error().details.value(u"rule").toString(), u"TIME_TWICE"_s);
    QCOMPARE(asked.error().details.value(u"second").toString(), u"2026-10-25T01:30:00.000Z"_s);
    QCOMPARE(momentOf(twice, paris, Twice::First).valueOr({}), *fromIso(u"2026-10-25T00:30:00Z"));
    QCOMPARE(momentOf(twice, paris, Twice::Second).valueOr({}), *fromIso(u"2026-10-25T01:30:00Z"));
    const QDateTime once = wall(u"2026-10-25T04:00:00"_s);
    QCOMPARE(momentOf(once, paris, Twice::Second).valueOr({}), *fromIso(u"2026-10-25T03:00:00Z"));
}

void tst_LocalTime::texts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("moment"); // empty: none
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *text, const char *moment, const char *rule = "") {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(moment)
                            << QString::fromLatin1(rule);
    };
    row("2026-09-02T14:30", "2026-09-02T12:30:00Z");
    row("2026-09-02 14:30:15", "2026-09-02T12:30:15Z");
    row("2026-09-02T14:30Z", "2026-09-02T14:30:00Z");
    row("2026-09-02T14:30:00.250Z", "2026-09-02T14:30:00.250Z");
    row("2026-09-02T14:30-05:00", "2026-09-02T19:30:00Z");
    row("2026-10-25T02:30", "", "TIME_TWICE");
    row("2026-10-25T02:30+01:00", "2026-10-25T01:30:00Z");
    row("2026-03-29T02:30", "2026-03-29T01:30:00Z");
    row("", "", "NO_TIME");
    row("2026-02-30T10:00", "", "NO_TIME");
    row("2026-09-02T24:30", "", "NO_TIME");
    row("2026-09-02", "", "NO_TIME");
    row("14:30", "", "NO_TIME");
    row("2026-09-02T14:30\n", "", "NO_TIME");
    row("2026-09-02T14:30 Paris", "", "NO_TIME");
}

void tst_LocalTime::texts()
{
    QFETCH(QString, text);
    QFETCH(QString, moment);
    QFETCH(QString, rule);
    const auto read = parseMoment(u"start_time"_s, text, zoneOf(u"Europe/Paris"_s));
    QCOMPARE(bool(read), rule.isEmpty());
    if (read) {
        QCOMPARE(*read, *fromIso(moment));
        return;
    }
    QCOMPARE(read.error().details.value(u"rule").toString(), rule);
    QCOMPARE(read.error().details.value(u"field").toString(), u"start_time"_s);
}

void tst_LocalTime::unknownZonesAreUtc()
{
    QCOMPARE(zoneOf(u"Mars/Olympus"_s), QTimeZone::utc());
    QCOMPARE(zoneOf({}), QTimeZone::utc());
}

PARKING_TEST(tst_LocalTime)
#include "tst_localtime.moc"

// Where a booking fits that must keep the rules, too.

#include "base/literals.h"
#include "domain/bookingfit.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;

namespace {

const UtcTime kNow = *fromIso(u"2026-09-02T10:00:00Z"); // a Wednesday

BookingSpan span(int fromMinute, int toMinute)
{
    return {kNow + std::chrono::minutes(fromMinute), kNow + std::chrono::minutes(toMinute)};
}

} // namespace

class tst_BookingFit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitsKeepTheRules_data();
    void fitsKeepTheRules();
    void reasonsAreNeeded();
};

/// A house in Berlin that is open from 07:00 to 22:00, on Saturdays until noon and never on
/// Sundays. kNow is Wednesday, 12:00; minutes are from then on.
void tst_BookingFit::fitsKeepTheRules_data()
{
    QTest::addColumn<QList<BookingSpan>>("taken");
    QTest::addColumn<BookingSpan>("wanted");
    QTest::addColumn<int>("aheadDays");
    QTest::addColumn<std::optional<BookingSpan>>("fit");
    using Spans = QList<BookingSpan>;
    constexpr int kDay = 1440;
    const auto day = [](int number, int from, int to) { // hours by the clock
        return span(number * 1440 + (from - 12) * 60, number * 1440 + (to - 12) * 60);
    };
    const auto row = [](const char *name, const Spans &taken, const BookingSpan &wanted,
                        const std::optional<BookingSpan> &fit,
                        int ahead = 0) { QTest::newRow(name) << taken << wanted << ahead << fit; };
    row("it is open", {day(1, 12, 14)}, day(1, 12, 14), day(1, 14, 16));
    row("not over closing time", {day(1, 7, 21)}, day(1, 12, 16), day(0, 18, 22));
    row("when it opens", {day(0, 12, 22), day(1, 7, 21)}, day(1, 12, 16), day(2, 7, 11));
    row("over night, where both are open", {day(1, 7, 21)}, span(kDay, 2 * kDay - 60),
        span(kDay + 9 * 60, 2 * kDay + 8 * 60));
    row("before it closes", {day(2, 19, 22), day(3, 7, 12)}, day(2, 19, 22), day(2, 16, 19));
    row("behind Sunday", {day(0, 12, 22), day(1, 7, 22), day(2, 7, 22), day(3, 7, 12)},
        day(2, 8, 12), day(5, 7, 11));
    Spans weeks; // each day but for an hour
    for (int number = 0; number < 30; ++number)
        weeks.append(day(number, 7, 21));
    row("behind a month", weeks, day(1, 12, 16), day(30, 7, 11));
    row("no further ahead than allowed", weeks, day(1, 12, 16), std::nullopt, 20);
    row("longer than it is open", {day(1, 12, 14)}, span(kDay, kDay + 23 * 60),
        span(kDay + 120, 2 * kDay + 60));
}

void tst_BookingFit::fitsKeepTheRules()
{
    QFETCH(QList<BookingSpan>, taken);
    QFETCH(BookingSpan, wanted);
    QFETCH(int, aheadDays);
    QFETCH(std::optional<BookingSpan>, fit);
    BookingPolicy policy;
    policy.aheadDays = aheadDays;
    OpeningHours &hours = policy.hours[u"House"_s];
    for (size_t i = 0; i < 6; ++i)
        hours.days[i] = OpeningHours::Span{7 * 60, i < 5 ? 22 * 60 : 12 * 60};
    BookingPlace place;
    place.building = u"House"_s;
    place.timeZone = u"Europe/Berlin"_s;
    const auto found = nearestAllowed(taken, wanted, kNow, policy, place, kNow);
    QCOMPARE(found.has_value(), fit.has_value());
    if (!fit)
        return;
    QCOMPARE(toIso(found->start), toIso(fit->start));
    QCOMPARE(found->length(), wanted.length());
    BookingDraft draft;
    draft.email = u"ann@example.org"_s;
    draft.start = found->start;
    draft.end = found->end;
    QVERIFY(validate(draft, policy, place, kNow));
}

void tst_BookingFit::reasonsAreNeeded()
{
    BookingPolicy policy;
    QVERIFY(!needsReason(policy, {}));
    QVERIFY(!needsReason(policy, {u"wide"_s}));
    QVERIFY(needsReason(policy, {u"wide"_s, u"charging"_s}));
    policy.reasonFor = {u"wide"_s};
    QVERIFY(needsReason(policy, {u"wide"_s}));
    QVERIFY(!needsReason(policy, {u"charging"_s}));
}

PARKING_TEST(tst_BookingFit)
#include "tst_bookingfit.moc"

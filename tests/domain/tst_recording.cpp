// What of a past is known at all.

#include "domain/recording.h"

#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::domain;
using namespace std::chrono_literals;

namespace {

const UtcTime kBegin = fromMillis(1'790'000'000'000);
constexpr int kBreak = 1'000'000; // of spans

/// Heard every `pause` in [from, to), in minutes after kBegin.
QList<HeardMinute> heard(int from, int to, int pause)
{
    QList<HeardMinute> minutes;
    for (int at = from; at < to; at += pause)
        minutes.append({kBegin + at * 1min + 3s, kBegin + at * 1min + 50s});
    return minutes;
}

QString words(const QList<RecordingGap> &gaps)
{
    QStringList list;
    for (const RecordingGap &gap : gaps)
        list.append(QStringLiteral("%1-%2")
                        .arg(std::chrono::floor<std::chrono::minutes>(gap.from - kBegin).count())
                        .arg(std::chrono::floor<std::chrono::minutes>(gap.to - kBegin).count()));
    return list.join(u' ');
}

} // namespace

class TestRecording : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsGaps_data();
    void findsGaps();
    void aDeafStationRecordsNothing_data();
    void aDeafStationRecordsNothing();
    void endsGapsWhereSomethingWasHeard();
    void findsTheGapOfAMoment();
    void makesSpans_data();
    void makesSpans();
};

void TestRecording::findsGaps_data()
{
    QTest::addColumn<QList<HeardMinute>>("minutes");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QList<HeardMinute> &minutes, int length,
                        const char *expected) {
        QTest::newRow(name) << minutes << length << QString::fromLatin1(expected);
    };
    row("nothing was ever heard", {}, 60, "0-60");
    row("no time at all", {}, 0, "");
    row("each minute", heard(0, 60, 1), 60, "");
    row("nine minutes are no gap", heard(0, 60, 1) + heard(69, 120, 1), 120, "");
    row("an hour of a busy site is", heard(0, 600, 1) + heard(660, 1200, 1), 1200, "599-660");
    row("at the begin", heard(60, 600, 1), 600, "0-60");
    row("at the end", heard(0, 540, 1), 600, "539-600");
    row("two", heard(0, 300, 1) + heard(360, 600, 1) + heard(660, 1200, 1), 1200,
        "299-360 599-660");
    row("a site of one sensor that speaks each hour", heard(0, 6000, 60), 6000, "");
    row("and is silent for a night", heard(0, 3000, 60) + heard(3500, 6000, 60), 6000, "");
    row("and for two days", heard(0, 9000, 60) + heard(11'880, 21'000, 60), 21'000, "8940-11880");
}

void TestRecording::findsGaps()
{
    QFETCH(QList<HeardMinute>, minutes);
    QFETCH(int, length);
    QTEST(words(recordingGaps(minutes, {}, kBegin, kBegin + length * 1min)), "expected");
}

/// Three minutes are no gap of a quiet site, unless its station knew that it heard nobody.
void TestRecording::aDeafStationRecordsNothing_data()
{
    QTest::addColumn<QList<HeardMinute>>("minutes");
    QTest::addColumn<int>("from"); // of the deaf time
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QList<HeardMinute> &minutes, int from, int to,
                        const char *expected) {
        QTest::newRow(name) << minutes << from << to << QString::fromLatin1(expected);
    };
    row("nobody is heard meanwhile", heard(0, 60, 1) + heard(63, 120, 1), 60, 63, "60-63 broker");
    row("not before the next word", heard(0, 60, 1) + heard(66, 120, 1), 61, 63, "61-66 broker");
    row("what was said came later", heard(0, 120, 1), 60, 63, "");
    row("a long one begins with the last word", heard(0, 60, 1) + heard(90, 120, 1), 61, 63,
        "59-90 broker");
    row("it lasts", heard(0, 115, 1), 116, 120, "116-120 broker");
    row("over before", heard(0, 60, 1) + heard(63, 120, 1), 40, 43, "");
    row("nothing was ever heard", {}, 10, 20, "0-120 broker");
}

void TestRecording::aDeafStationRecordsNothing()
{
    QFETCH(QList<HeardMinute>, minutes);
    QFETCH(int, from);
    QFETCH(int, to);
    const QList<Deafness> deaf{
        {kBegin + from * 1min, kBegin + to * 1min, QStringLiteral("broker")}};
    const auto gaps = recordingGaps(minutes, deaf, kBegin, kBegin + 120min);
    QString told = words(gaps);
    for (const RecordingGap &gap : gaps)
        told += u' ' + gap.problem;
    QTEST(told.trimmed(), "expected");
}

void TestRecording::endsGapsWhereSomethingWasHeard()
{
    const QList<HeardMinute> minutes = heard(0, 600, 1) + heard(700, 1200, 1);
    const auto gaps = recordingGaps(minutes, {}, kBegin, kBegin + 1200min);
    QCOMPARE(gaps.size(), 1);
    QCOMPARE(toIso(gaps.first().from), toIso(kBegin + 599min + 50s));
    QCOMPARE(toIso(gaps.first().to), toIso(kBegin + 700min + 3s));
}

void TestRecording::findsTheGapOfAMoment()
{
    const QList<RecordingGap> gaps{{kBegin, kBegin + 10min, {}}, {kBegin + 1h, kBegin + 2h, {}}};
    QVERIFY(!gapAt({}, kBegin));
    QVERIFY(!gapAt(gaps, kBegin - 1ms));
    QVERIFY(!gapAt(gaps, kBegin)); // something was heard just then
    QCOMPARE(gapAt(gaps, kBegin + 1ms), &gaps[0]);
    QVERIFY(!gapAt(gaps, kBegin + 10min));
    QVERIFY(!gapAt(gaps, kBegin + 30min));
    QCOMPARE(gapAt(gaps, kBegin + 90min), &gaps[1]);
    QVERIFY(!gapAt(gaps, kBegin + 2h));
}

void TestRecording::makesSpans_data()
{
    QTest::addColumn<QList<int>>("minutes"); // negative: not understood; kBreak
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("expected");
    QTest::newRow("never") << QList<int>{} << 60 << QString();
    QTest::newRow("once") << QList<int>{5} << 60 << QStringLiteral("5-5");
    QTest::newRow("without a silence") << QList<int>{0, 60, 120} << 60 << QStringLiteral("0-120");
    QTest::newRow("with one") << QList<int>{0, 60, 121, 150} << 60
                              << QStringLiteral("0-60 121-150");
    QTest::newRow("no limit") << QList<int>{0, 10'000} << 0 << QStringLiteral("0-10000");
    QTest::newRow("what nobody understands is no word") << QList<int>{-1, -2} << 60 << QString();
    QTest::newRow("but keeps one that was")
        << QList<int>{-1, 10, -40, 90} << 60 << QStringLiteral("10-90");
    QTest::newRow("another sensor")
        << QList<int>{0, 10, kBreak, 20, 30} << 60 << QStringLiteral("0-10 20-30");
    QTest::newRow("another that says nothing yet")
        << QList<int>{0, 10, kBreak, -20, -30, 40, -50} << 60 << QStringLiteral("0-10 40-50");
    QTest::newRow("another after no word")
        << QList<int>{-1, kBreak, -2, 3} << 0 << QStringLiteral("3-3");
}

void TestRecording::makesSpans()
{
    QFETCH(QList<int>, minutes);
    QFETCH(int, limit);
    HeardSpans spans(limit * 1min);
    for (const int minute : minutes) {
        if (minute == kBreak)
            spans.breakOff();
        else
            spans.hear(kBegin + std::abs(minute) * 1min, minute >= 0);
    }
    QStringList list;
    for (const HeardSpan &span : spans.spans())
        list.append(
            QStringLiteral("%1-%2")
                .arg(std::chrono::duration_cast<std::chrono::minutes>(span.from - kBegin).count())
                .arg(std::chrono::duration_cast<std::chrono::minutes>(span.to - kBegin).count()));
    QTEST(list.join(u' '), "expected");
}

PARKING_TEST(TestRecording)
#include "tst_recording.moc"

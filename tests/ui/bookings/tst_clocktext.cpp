#include "base/literals.h"
#include "bookings/clocktext.h"
#include "testmain.h"

#include <QTest>

using namespace parking;
using namespace parking::ui;

/// Times as people type them.
class TestClockText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
};

void TestClockText::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("time"); // empty: none
    const std::pair<const char *, const char *> rows[] = {
        {"15:30", "15:30"},
        {"1530", "15:30"},
        {"930", "09:30"},
        {"15.30", "15:30"},
        {"15h30", "15:30"},
        {"9", "09:00"},
        {" 9:05 ", "09:05"},
        {"3.30 pm", "15:30"},
        {"3pm", "15:00"},
        {"12 am", "00:00"},
        {"12:15 PM", "12:15"},
        {"+2h", "16:00"},
        {"+90", "15:30"},
        {"+1:30", "15:30"},
        {"+2h30", "16:30"},
        {"+12h", "02:00"},
        {"+ 45 min", "14:45"},
        {"0", "00:00"},
        {"", ""},
        {"24:00", ""},
        {"15:60", ""},
        {"13 pm", ""},
        {"0 am", ""},
        {"noon", ""},
        {"15:3", ""},
        {"15:30:20", ""},
        {"+", ""},
        {"-2h", ""},
    };
    for (const auto &[text, time] : rows)
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(time);
}

void TestClockText::parses()
{
    QFETCH(QString, text);
    QFETCH(QString, time);
    const auto parsed = parseClock(text, QTime(14, 0));
    QCOMPARE(parsed ? parsed->toString(u"HH:mm"_s) : QString(), time);
    if (text.startsWith(u'+'))
        QVERIFY(!parseClock(text, QTime()));
}

PARKING_TEST(TestClockText)
#include "tst_clocktext.moc"

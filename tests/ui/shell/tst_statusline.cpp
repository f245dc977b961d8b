#include "shell/statusline.h"
#include "testmain.h"

#include "fixturelamps.h"
#include "fixturesite.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// The shapes of the dot: they tell the state without colour too.
enum Shape { Disc, Ring, Triangle };
constexpr int kDotLeft = 16; // of the first check
constexpr int kMiddle = 14;

} // namespace

/// How the status bar tells of ChirpStack.
class TestStatusLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapeFollowsTheState_data();
    void shapeFollowsTheState();
    void waitingCommandsAreCounted();
    void aClickOpensHealth();

private:
    Theme m_theme{*qApp};
};

void TestStatusLine::shapeFollowsTheState_data()
{
    QTest::addColumn<domain::Health>("health");
    QTest::addColumn<int>("shape");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const char *problem, Shape shape, const char *said = "") {
        QTest::newRow(name) << fixture::withChirpStack(QString::fromLatin1(problem)) << int(shape)
                            << QString::fromLatin1(said);
    };
    row("works", "", Disc);
    row("not asked yet", "CHIRPSTACK_NOT_ASKED", Ring, "ChirpStack: not asked yet");
    row("asks for a pause", "CHIRPSTACK_BUSY", Ring);
    row("unreachable", "CHIRPSTACK_UNREACHABLE", Triangle, "ChirpStack cannot be reached.");
    row("no answer", "CHIRPSTACK_DOUBTFUL", Triangle);
    row("key refused", "CHIRPSTACK_KEY", Triangle, "ChirpStack rejects the API key.");
    row("something else", "NOT_CHIRPSTACK", Triangle);
    QTest::newRow("not set up") << fixture::healthy() << int(Ring) << u"ChirpStack: not set up"_s;
    domain::Health viewer = fixture::healthy();
    viewer.ingesting = false;
    domain::HealthCheck station;
    station.name = u"station"_s;
    viewer.checks.append(station);
    QTest::newRow("a viewer") << viewer << int(Ring) << u"ChirpStack: by the station"_s;
}

void TestStatusLine::shapeFollowsTheState()
{
    QFETCH(domain::Health, health);
    QFETCH(const int, shape);
    QFETCH(const QString, said);
    // Its dot shall be the first one; a station of others is no dot that could be in the way.
    health.checks.removeIf([](const domain::HealthCheck &check) {
        return check.name == u"mqtt" || check.name == u"database";
    });
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        m_theme.setChoice(choice);
        Situation situation;
        StatusLine line(situation, m_theme);
        line.resize(1200, 28);
        situation.setNow(fixture::kNow);
        situation.setHealth(health);
        const QImage image = line.grab().toImage();
        const Tokens &t = m_theme.tokens();
        const QColor middle = image.pixelColor(kDotLeft + 4, kMiddle);
        const QColor edge = image.pixelColor(kDotLeft + 1, kMiddle);
        switch (shape) {
        case Disc:
            QCOMPARE(middle, t.ok);
            break;
        case Ring:
            QCOMPARE(middle, t.surface);
            QVERIFY(edge != t.surface && edge != t.ok);
            break;
        case Triangle:
            QCOMPARE(middle, t.danger);
            QVERIFY(image.pixelColor(kDotLeft, kMiddle - 4) == t.surface);
            break;
        }
        QVERIFY2(line.accessibleName().contains(said), qPrintable(line.accessibleName()));
    }
}

void TestStatusLine::waitingCommandsAreCounted()
{
    Situation situation;
    StatusLine line(situation, m_theme);
    line.resize(1200, 28);
    domain::Health health = fixture::withChirpStack({});
    situation.setHealth(health);
    const QImage before = line.grab().toImage();
    health.downlinksWaiting = 12;
    situation.setHealth(health);
    QVERIFY(line.grab().toImage() != before);
    QVERIFY(line.accessibleName().contains(u"12 lamp commands wait"_s));
}

void TestStatusLine::aClickOpensHealth()
{
    const Situation situation;
    StatusLine line(situation, m_theme);
    line.show();
    QSignalSpy clicked(&line, &StatusLine::clicked);
    QTest::mouseClick(&line, Qt::LeftButton);
    QCOMPARE(clicked.size(), 1);
}

PARKING_TEST(TestStatusLine)
#include "tst_statusline.moc"

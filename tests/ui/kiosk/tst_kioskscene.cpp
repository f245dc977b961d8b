// What holds for every screen, whatever its size and whatever it shows.

#include "../fixturekiosk.h"
#include "kiosk/kiosklabels.h"
#include "kiosk/kioskview.h"
#include "testmain.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QList<QSize> kSizes{{768, 1024},  {768, 1366},  {1024, 768},  {1080, 1080}, {1080, 1920},
                          {1280, 1024}, {1366, 768},  {1920, 1080}, {1440, 2560}, {2560, 1440},
                          {2160, 3840}, {3840, 2160}, {3840, 1080}};

KioskPicture never()
{
    KioskPicture picture;
    picture.now = fixture::kNow;
    return picture;
}

QString textsOf(const KioskScene &scene, KioskText::Role role)
{
    QStringList texts;
    for (const KioskText &text : scene.texts) {
        if (text.role == role)
            texts.append(text.text);
    }
    return texts.join(u'|');
}

} // namespace

class TestKioskScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void fits_data();
    void fits();
    void noNumberWithoutItsAge_data();
    void noNumberWithoutItsAge();
    void wordsByAge_data();
    void wordsByAge();
    void fullOnlyWhenNothingIsUnknown();
    void arrowsAreSeenFromHere();
    void clockThatIsWrongIsNotShown();
    void isNeverBlack();

private:
    Theme m_theme{*qApp};
};

void TestKioskScene::fits_data()
{
    QTest::addColumn<KioskPicture>("picture");
    QTest::newRow("lobby") << fixture::lobby();
    QTest::newRow("old") << fixture::aged(fixture::lobby(), 15min);
    QTest::newRow("gone") << fixture::aged(fixture::lobby(), 26h);
    QTest::newRow("never") << never();
    for (const int floors : {1, 2, 3, 6, 9, 10, 15, 21, 30}) {
        const KioskPicture tower = fixture::tower(floors);
        QTest::addRow("%d floors", floors) << tower;
        QTest::addRow("%d floors, old", floors) << fixture::aged(tower, 15min);
    }
}

void TestKioskScene::fits()
{
    QFETCH(KioskPicture, picture);
    for (const QSize &size : kSizes) {
        const KioskScene scene = kioskScene(picture, QSizeF(size), m_theme.font(TextStyle::Body));
        const double unit = std::min(size.width(), size.height()) / kKioskShortSide;
        const QRectF screen{QPointF(), QSizeF(size)};
        for (qsizetype i = 0; i < scene.texts.size(); ++i) {
            const KioskText &text = scene.texts[i];
            const QString where =
                u"%1 on %2x%3"_s.arg(text.text).arg(size.width()).arg(size.height());
            QVERIFY2(text.font.pixelSize() >= int(kKioskSmallest * unit), qPrintable(where));
            QVERIFY2(screen.contains(text.box), qPrintable(where));
            const QFontMetricsF metrics(text.font);
            QVERIFY2(metrics.horizontalAdvance(text.text) <= text.box.width() + 2,
                     qPrintable(where));
            QVERIFY2(metrics.capHeight() <= text.box.height(), qPrintable(where));
            for (qsizetype j = 0; j < i; ++j) {
                const QRectF both = text.box & scene.texts[j].box;
                // Boxes are higher than letters: they may touch, letters may not.
                QVERIFY2(both.width() < 2 || both.height() < metrics.capHeight(),
                         qPrintable(where + u" and "_s + scene.texts[j].text));
            }
        }
    }
}

void TestKioskScene::noNumberWithoutItsAge_data()
{
    QTest::addColumn<KioskPicture>("picture");
    const auto row = [](const char *name, const KioskPicture &picture) {
        QTest::newRow(name) << picture;
    };
    for (const Milliseconds age : {Milliseconds(2s), Milliseconds(61s), Milliseconds(29min),
                                   Milliseconds(31min), Milliseconds(50h), Milliseconds(-10min)})
        QTest::addRow("%lld ms", qint64(age.count())) << fixture::aged(fixture::lobby(), age);
    row("never", never());
    KioskPicture picture = fixture::lobby();
    picture.asOf.reset();
    row("numbers of no known moment", picture);
    picture = fixture::lobby();
    picture.isClockKnown = false;
    row("numbers, and a clock that nobody trusts", picture);
}

void TestKioskScene::noNumberWithoutItsAge()
{
    QFETCH(KioskPicture, picture);
    const KioskScene scene = kioskScene(picture, {1080, 1920}, m_theme.font(TextStyle::Body));
    const bool hasNumbers = !textsOf(scene, KioskText::Role::Number).isEmpty();
    QCOMPARE(hasNumbers, picture.age() != domain::DataAge::Gone);
    const QString told = textsOf(scene, KioskText::Role::Age);
    QVERIFY2(told.contains(kiosk::footer(picture)), qPrintable(told));
    if (picture.age() != domain::DataAge::Live) {
        QVERIFY2(told.contains(u"No live data"), qPrintable(told));
        QVERIFY(!textsOf(scene, KioskText::Role::Words).contains(u"Best choice"));
    }
    if (picture.age() == domain::DataAge::Old)
        QVERIFY2(told.contains(kiosk::moment(picture, *picture.asOf)), qPrintable(told));
}

void TestKioskScene::wordsByAge_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("footer");
    QTest::addColumn<QString>("title");
    QTest::newRow("now") << qint64(0) << u"Updated just now"_s << u"Free spaces"_s;
    QTest::newRow("a minute") << qint64(60) << u"Updated 1 minutes ago"_s << u"Free spaces"_s;
    QTest::newRow("older") << qint64(15 * 60 + 36) << u"Last update 15 minutes ago"_s
                           << u"Free spaces at 13:47"_s;
    QTest::newRow("too old") << qint64(3 * 3600) << u"Last update 3 hours ago"_s
                             << u"Free spaces not known"_s;
}

void TestKioskScene::wordsByAge()
{
    QFETCH(qint64, seconds);
    KioskPicture picture = fixture::aged(fixture::lobby(), std::chrono::seconds(seconds));
    picture.board->timeZone = u"UTC"_s;
    QTEST(kiosk::footer(picture), "footer"); // forms of plurals are in translations/
    QTEST(kiosk::heroTitle(picture), "title");
}

void TestKioskScene::fullOnlyWhenNothingIsUnknown()
{
    domain::Counts counts;
    counts.total = 50;
    counts.byState[1] = 50;
    QCOMPARE(kiosk::number(counts, domain::DataAge::Live), u"Full"_s);
    QCOMPARE(kiosk::number(counts, domain::DataAge::Gone), u"–"_s);
    counts.byState[1] = 44;
    counts.byUnknown[1] = 6;
    QCOMPARE(kiosk::number(counts, domain::DataAge::Live), u"0"_s);
    QCOMPARE(kiosk::lineNote(fixture::lobby(), {u"1"_s, u"Level 1"_s, counts}),
             u"of 50 spaces · 6 not known"_s);
    counts.byState[1] = 0;
    counts.byUnknown[1] = 50;
    QCOMPARE(kiosk::number(counts, domain::DataAge::Live), u"–"_s);
}

void TestKioskScene::arrowsAreSeenFromHere()
{
    KioskPicture picture = fixture::lobby();
    picture.arrows.insert(u"B2"_s, Direction::Ahead);
    const auto way = [&picture](const QString &floor) {
        return picture.direction(*picture.board->line(floor));
    };
    QCOMPARE(way(u"3"_s), Direction::Up);
    QCOMPARE(way(u"G"_s), Direction::Ahead);
    QCOMPARE(way(u"B1"_s), Direction::Down);
    QCOMPARE(way(u"B2"_s), Direction::Ahead); // somebody said so
    picture.ownLine.clear();
    QCOMPARE(way(u"3"_s), Direction::None);
    QCOMPARE(way(u"B2"_s), Direction::Ahead);
}

void TestKioskScene::clockThatIsWrongIsNotShown()
{
    KioskPicture picture = fixture::lobby();
    QVERIFY(!kiosk::clock(picture).isEmpty());
    picture.isClockKnown = false;
    QCOMPARE(kiosk::clock(picture), QString());
    QCOMPARE(picture.age(), domain::DataAge::Gone);
}

void TestKioskScene::isNeverBlack()
{
    KioskView view(m_theme);
    for (const KioskPicture &picture : {never(), fixture::lobby()}) {
        view.resize(768, 1024);
        view.setPicture(picture);
        const QImage image = view.grab().toImage();
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); x += 3) {
            for (int y = 0; y < image.height(); y += 3)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 10);
    }
}

PARKING_TEST(TestKioskScene)
#include "tst_kioskscene.moc"

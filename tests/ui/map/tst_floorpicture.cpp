#include "map/floorpicture.h"
#include "map/safesvg.h"
#include "testmain.h"
#include "testpaths.h"

#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;

namespace {

QByteArray drawing(const QByteArray &content)
{
    return R"(<svg xmlns="http://www.w3.org/2000/svg" )"
           R"(xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">)"
        + content + "</svg>";
}

QByteArray fileOf(const QImage &image, const char *format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, format);
    return bytes;
}

/// As PNG has it behind each chunk (ISO/IEC 15948, annex D), the highest byte first.
QByteArray crcOf(const QByteArray &bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
    }
    crc = qToBigEndian(~crc);
    return {reinterpret_cast<const char *>(&crc), sizeof crc};
}

/// Whether nothing but white is seen.
bool isBlank(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() > 0 && pixel != QColor(Qt::white))
                return false;
        }
    }
    return true;
}

} // namespace

/// What a picture under a floor may be, and what strangers may make of it.
class TestFloorPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void looksAtTheContent_data();
    void looksAtTheContent();
    void largePlansAreTaken_data();
    void largePlansAreTaken();
    void whatNeedsTooMuchMemoryIsSaid();
    void aCamerasTurnIsFollowed();
    void drawingsAreAsSharpAsTheyAreSeen();
    void nothingOutsideIsOpened_data();
    void nothingOutsideIsOpened();
    void aFifoIsNotWaitedFor();
    void pixelsWithinAreKept();
    void whatCostsTooMuchIsRefused_data();
    void whatCostsTooMuchIsRefused();
};

void TestFloorPicture::looksAtTheContent_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("type"); // empty: refused
    QTest::addColumn<QSize>("size");
    const auto image = [](const char *format) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QImage picture(40, 30, QImage::Format_RGB32);
        picture.fill(Qt::white);
        picture.save(&buffer, format);
        return bytes;
    };
    const QByteArray svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="80" height="50"/>)";
    QTest::newRow("png") << image("PNG") << u"image/png"_s << QSize(40, 30);
    QTest::newRow("jpeg") << image("JPG") << u"image/jpeg"_s << QSize(40, 30);
    QTest::newRow("svg") << svg << u"image/svg+xml"_s << QSize(80, 50);
    QTest::newRow("empty") << QByteArray() << QString() << QSize();
    QTest::newRow("text") << QByteArray("a plan") << QString() << QSize();
    QTest::newRow("bmp") << image("BMP") << QString() << QSize();
    QTest::newRow("cut png") << image("PNG").left(40) << QString() << QSize();
    QTest::newRow("cut svg") << svg.left(30) << QString() << QSize();
    QTest::newRow("too many bytes")
        << QByteArray(int(kLargestPicture) + 1, 'x') << QString() << QSize();
    QByteArray huge = image("PNG");
    huge.replace(16, 8, QByteArray::fromHex("000f4240000f4240")); // IHDR: 1,000,000 squared
    QTest::newRow("bomb") << huge << QString() << QSize();
}

void TestFloorPicture::looksAtTheContent()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, type);
    QFETCH(const QSize, size);
    const Result<FloorPicture> picture = readFloorPicture(bytes);
    QCOMPARE(bool(picture), !type.isEmpty());
    if (!picture) {
        QCOMPARE(picture.error().code, u"BAD_PICTURE"_s);
        QVERIFY(picture.error().detail.endsWith(u'.'));
        return;
    }
    QCOMPARE(picture->type, type);
    QCOMPARE(picture->size, QSizeF(size));
    QCOMPARE(picture->bytes, bytes);
}

void TestFloorPicture::largePlansAreTaken_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QSizeF>("size");
    QTest::newRow("one bit") << u"one-bit-19000x14000.png"_s << QSizeF(19000, 14000);
    QTest::newRow("interlaced") << u"interlaced-7000x5000.png"_s << QSizeF(7000, 5000); // white
}

void TestFloorPicture::largePlansAreTaken()
{
    QFETCH(const QString, file);
    QFETCH(const QSizeF, size);
    const Result<FloorPicture> picture =
        readFloorPictureFile(test::dataPath(u"pictures/"_s + file));
    QVERIFY2(picture, qPrintable(picture ? QString() : picture.error().detail));
    QCOMPARE(picture->size, size);
    const QImage image = drawnPicture(picture->bytes, picture->type, 1024);
    QCOMPARE(image.size(), size.toSize().scaled(1024, 1024, Qt::KeepAspectRatio));
    QCOMPARE(image.pixelColor(1, 1).alpha(), 255);
    QCOMPARE(image.pixelColor(image.width() - 1, image.height() - 1).alpha(), 255);
}

void TestFloorPicture::whatNeedsTooMuchMemoryIsSaid()
{
    QByteArray large = fileOf(QImage(40, 30, QImage::Format_RGB32), "PNG");
    large.replace(16, 8, QByteArray::fromHex("00004e2000004e20")); // IHDR: 20,000 squared
    large.replace(29, 4, crcOf(large.mid(12, 17)));
    const Result<FloorPicture> picture = readFloorPicture(large);
    QVERIFY(!picture);
    QVERIFY2(picture.error().detail.contains(u"512 MiB"), qPrintable(picture.error().detail));
    QVERIFY(drawnPicture(large, u"image/png"_s, 100).isNull()); // as it may lie in a database
}

/// NORTH reads horizontally, the red block stands upper left.
void TestFloorPicture::aCamerasTurnIsFollowed()
{
    const Result<FloorPicture> picture =
        readFloorPictureFile(test::dataPath(u"pictures/exif-orientation-6.jpg"_s));
    QVERIFY(picture);
    QCOMPARE(picture->size, QSizeF(600, 1000));
    for (const int side : {1000, 300}) { // as it is, and made smaller by its decoder
        const QImage image = drawnPicture(picture->bytes, picture->type, side);
        QCOMPARE(image.size(), QSize(side * 6 / 10, side));
        QPoint sum;
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor c = image.pixelColor(x, y);
                if (c.red() > 150 && c.green() < 90 && c.blue() < 90) {
                    sum += QPoint(x, y);
                    ++count;
                }
            }
        }
        QVERIFY(count > 0);
        QVERIFY2(sum.x() / count < image.width() / 2 && sum.y() / count < image.height() / 2,
                 qPrintable(u"red lies at %1, %2"_s.arg(sum.x() / count).arg(sum.y() / count)));
    }
}

/// 48 x 32 units are drawn at the size of the screen, not blown up from 48 x 32 pixels: a line of
/// 0.15 units is one to four pixels of 1,200, not 25.
void TestFloorPicture::drawingsAreAsSharpAsTheyAreSeen()
{
    const Result<FloorPicture> picture =
        readFloorPictureFile(test::dataPath(u"pictures/plan-in-metres.svg"_s));
    QVERIFY(picture);
    QCOMPARE(picture->size, QSizeF(48, 32));
    const QImage image = drawnPicture(picture->bytes, picture->type, 1200);
    QCOMPARE(image.size(), QSize(1200, 800));
    int inked = 0;
    for (int x = 0; x < 60; ++x) // across the wall at the left, away from all else
        inked += image.pixelColor(x, 600).alpha() > 40;
    QVERIFY2(inked >= 1 && inked <= 6, qPrintable(QString::number(inked)));
}

void TestFloorPicture::nothingOutsideIsOpened_data()
{
    QTest::addColumn<QByteArray>("bytes");
    // PATH stands for a picture that lies there, all black.
    QTest::newRow("image") << drawing(R"(<image xlink:href="PATH" width="40" height="40"/>)");
    QTest::newRow("file url") << drawing(
        R"(<image xlink:href="file://PATH" width="40" height="40"/>)");
    QTest::newRow("other prefix") << QByteArray(
        R"(<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" )"
        R"(width="40" height="40"><s:image x:href="PATH" width="40" height="40"/></s:svg>)");
    QTest::newRow("href") << drawing(
        R"(<image href="PATH" xlink:href="PATH" width="40" height="40"/>)");
    QTest::newRow("entity") << QByteArray(R"(<!DOCTYPE svg [<!ENTITY p "PATH">]>)")
            + drawing(R"(<image xlink:href="&p;" width="40" height="40"/>)");
    QTest::newRow("use") << drawing(R"(<use xlink:href="PATH#a"/>)");
    QTest::newRow("style sheet") << QByteArray(R"(<?xml-stylesheet type="text/css" href="STYLE"?>)")
            + drawing(R"(<rect class="a" width="40" height="40" fill="none"/>)");
    QTest::newRow("drawing within")
        << drawing("<image xlink:href=\"data:image/svg+xml;base64,WITHIN\" width=\"40\" "
                   "height=\"40\"/>");
    QTest::newRow("said to be a png")
        << drawing("<image xlink:href=\"data:image/png;base64,WITHIN\" width=\"40\" "
                   "height=\"40\"/>");
}

void TestFloorPicture::nothingOutsideIsOpened()
{
    QFETCH(QByteArray, bytes);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"black.png"_s);
    QImage black(40, 40, QImage::Format_RGB32);
    black.fill(Qt::black);
    QVERIFY(black.save(path));
    QFile style(folder.filePath(u"a.css"_s));
    QVERIFY(style.open(QIODevice::WriteOnly));
    style.write(".a { fill: black }");
    style.close();
    const QByteArray within =
        drawing("<image xlink:href=\"" + path.toUtf8() + R"(" width="40" height="40"/>)");
    bytes.replace("WITHIN", within.toBase64());
    bytes.replace("PATH", path.toUtf8());
    bytes.replace("STYLE", style.fileName().toUtf8());
    QVERIFY(isBlank(drawnPicture(bytes, u"image/svg+xml"_s, 100)));
}

void TestFloorPicture::aFifoIsNotWaitedFor()
{
#ifdef Q_OS_UNIX
    QTemporaryDir folder;
    const QString path = folder.filePath(u"plan.png"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    const Result<FloorPicture> picture = readFloorPictureFile(path);
    QVERIFY(!picture);
    QCOMPARE(picture.error().code, u"BAD_PICTURE"_s);
    const QByteArray bytes =
        drawing("<image xlink:href=\"" + path.toUtf8() + R"(" width="40" height="40"/>)");
    QVERIFY(isBlank(drawnPicture(bytes, u"image/svg+xml"_s, 100)));
#else
    QSKIP("no FIFO here");
#endif
}

void TestFloorPicture::pixelsWithinAreKept()
{
    QImage black(4, 4, QImage::Format_RGB32);
    black.fill(Qt::black);
    const QByteArray bytes =
        drawing("<image xlink:href=\"data:image/png;base64," + fileOf(black, "PNG").toBase64()
                + "\" width=\"40\" height=\"40\"/>"
                  "<defs><rect id=\"r\" width=\"4\" height=\"4\"/></defs>"
                  "<use xlink:href=\"#r\"/>");
    QVERIFY(readFloorPicture(bytes));
    QVERIFY(!isBlank(drawnPicture(bytes, u"image/svg+xml"_s, 100)));
    QVERIFY(safeSvg(bytes)->contains("#r"));
}

void TestFloorPicture::whatCostsTooMuchIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray doubling = "<g id=\"a0\"><rect width=\"1\" height=\"1\"/></g>";
    for (int i = 1; i < 40; ++i) {
        const QByteArray used = "<use xlink:href=\"#a" + QByteArray::number(i - 1) + "\"/>";
        doubling += "<g id=\"a" + QByteArray::number(i) + "\">" + used + used + "</g>";
    }
    QTest::newRow("doubling") << drawing(doubling);
    QTest::newRow("itself") << drawing(R"(<g id="a"><use xlink:href="#a"/></g>)");
    QTest::newRow("each other") << drawing(
        R"(<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>)");
    QTest::newRow("deep") << drawing(QByteArray("<g>").repeated(100'000)
                                     + QByteArray("</g>").repeated(100'000));
    QByteArray chain;
    for (int i = 0; i < 20'000; ++i)
        chain += "<g id=\"c" + QByteArray::number(i) + "\"><use xlink:href=\"#c"
            + QByteArray::number(i + 1) + "\"/></g>";
    QTest::newRow("a long chain") << drawing(chain);
    QByteArray entities = "<!DOCTYPE svg [<!ENTITY e0 \"lol\">";
    for (int i = 1; i < 30; ++i) {
        const QByteArray used = "&e" + QByteArray::number(i - 1) + ";";
        entities += "<!ENTITY e" + QByteArray::number(i) + " \"" + used + used + "\">";
    }
    QTest::newRow("entities") << entities + "]>" + drawing("<text>&e29;</text>");
}

void TestFloorPicture::whatCostsTooMuchIsRefused()
{
    QFETCH(const QByteArray, bytes);
    const Result<FloorPicture> picture = readFloorPicture(bytes);
    QVERIFY(!picture);
    QCOMPARE(picture.error().code, u"BAD_PICTURE"_s);
    QVERIFY(picture.error().detail.endsWith(u'.'));
    QVERIFY(drawnPicture(bytes, u"image/svg+xml"_s, 100).isNull());
}

PARKING_TEST(TestFloorPicture)
#include "tst_floorpicture.moc"

// Labels of devices: what they say, and that a reader of QR codes which is not ours reads them from
// the printed page.

#include "base/literals.h"
#include "devices/labelsheet.h"
#include "testmain.h"
#include "testprocess.h"

#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;

namespace {

domain::FleetDevice sensor(int number, const QString &code)
{
    domain::FleetDevice device;
    device.device.devEui = domain::DevEui(0x58a0cb0000000000 + quint64(number));
    device.place = {code, u"North"_s, u"B1"_s, u"A"_s};
    return device;
}

} // namespace

class TestLabelSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhereItBelongs();
    void codesAreReadFromThePage();
    void asManyPagesAsItTakes();
    void nothingIsNoSheet();

private:
    QString write(const QList<DeviceLabel> &labels);
    QString run(const QString &program, const QStringList &words);

    QTemporaryDir m_folder;
};

QString TestLabelSheet::write(const QList<DeviceLabel> &labels)
{
    const QString path = m_folder.filePath(u"labels.pdf"_s);
    QFile file(path);
    const QByteArray bytes = labelSheet(labels);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

QString TestLabelSheet::run(const QString &program, const QStringList &words)
{
    const test::Finished done = test::run(program, words);
    return done.exitCode == 0 ? done.out : u"%1: %2"_s.arg(program, done.err);
}

void TestLabelSheet::saysWhereItBelongs()
{
    const DeviceLabel bound = labelOf(sensor(0x1c07, u"B1-055"_s));
    QCOMPARE(bound.title, u"B1-055"_s);
    QCOMPARE(bound.place, u"North · B1 · A"_s);
    QCOMPARE(bound.name, u"Sensor 1C07"_s);
    domain::FleetDevice free = sensor(0x2a51, {});
    free.place = {};
    const DeviceLabel unbound = labelOf(free); // no space is claimed
    QCOMPARE(unbound.title, u"Sensor 2A51"_s);
    QVERIFY(unbound.place.isEmpty());
}

void TestLabelSheet::codesAreReadFromThePage()
{
    QList<DeviceLabel> labels;
    QStringList euis;
    for (int i = 0; i < 24; ++i) {
        labels.append(labelOf(sensor(0x1c00 + i, u"B1-%1"_s.arg(i, 3, 10, QChar(u'0')))));
        euis.append(u"58A0CB0000001C%1"_s.arg(i, 2, 16, QChar(u'0')).toUpper());
    }
    labels[3].title = u"Visitors of the northern wing, first row"_s; // longer than there is room
    const QString path = write(labels);
    const QString text = run(u"pdftotext"_s, {u"-layout"_s, path, u"-"_s});
    QVERIFY2(text.contains(u"B1-007"), qPrintable(text));
    QVERIFY(text.contains(u"58A0CB00") && text.contains(u"00001C07"));
    const QString picture = m_folder.filePath(u"page"_s);
    run(u"pdftoppm"_s, {u"-r"_s, u"300"_s, u"-gray"_s, u"-singlefile"_s, path, picture});
    const QImage page(picture + u".pgm"_s);
    QVERIFY(page.width() > 2000);
    QStringList words{u"--raw"_s, u"-q"_s, u"-Sdisable"_s, u"-Sqrcode.enable"_s};
    for (int i = 0; i < 24; ++i) { // a reader is held to one label
        const QSize label(page.width() / 3, page.height() / 8);
        words.append(m_folder.filePath(u"label%1.png"_s.arg(i)));
        const QRect place(QPoint(i % 3 * label.width(), i / 3 * label.height()), label);
        QVERIFY(page.copy(place).save(words.last()));
    }
    QStringList read = run(u"zbarimg"_s, words).split(u'\n', Qt::SkipEmptyParts);
    read.sort();
    QCOMPARE(read, euis);
}

void TestLabelSheet::asManyPagesAsItTakes()
{
    QList<DeviceLabel> labels;
    for (int i = 0; i < 49; ++i)
        labels.append(labelOf(sensor(i, u"G-%1"_s.arg(i))));
    const QString info = run(u"pdfinfo"_s, {write(labels)});
    QVERIFY2(info.contains(QRegularExpression(u"Pages:\\s+3\\n"_s)), qPrintable(info));
}

void TestLabelSheet::nothingIsNoSheet()
{
    QVERIFY(labelSheet({}).isEmpty());
}

PARKING_TEST(TestLabelSheet)
#include "tst_labelsheet.moc"

// A chart on paper: as drawn, not as a picture of the screen.

#include "base/literals.h"
#include "devices/chartcard.h"
#include "devices/chartpaper.h"
#include "fixturesite.h"
#include "testmain.h"
#include "testprocess.h"

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::kNow;

class TestChartPaper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void linesStayLines();
    void noLineIsNoColour();
    void whatHasNoSizeIsNoSheet();

private:
    QString run(const QString &program, const QStringList &words) const;
    QImage pictureOf(const QString &path) const;
    static int coloured(const QImage &page);

    Theme m_theme{*qobject_cast<QApplication *>(qApp)};
    std::unique_ptr<ChartCard> m_card;
    QTemporaryDir m_folder;
};

void TestChartPaper::init()
{
    m_card = std::make_unique<ChartCard>(u"Battery"_s, u"volt"_s, m_theme);
    ChartContent content;
    content.from = kNow - 24h;
    content.to = kNow;
    ChartLine line;
    line.pieces.append(QList<domain::Band>());
    for (int i = 0; i < 24; ++i)
        line.pieces[0].append({kNow - 24h + i * 1h, 3.5, 3.7, 3.6 - i * 0.001, 4});
    content.lines = {line};
    content.format = [](double value) { return QString::number(value, 'f', 2); };
    m_card->setContent(content);
    m_card->resize(760, 320);
    m_card->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_card.get()));
}

QString TestChartPaper::run(const QString &program, const QStringList &words) const
{
    const test::Finished done = test::run(program, words);
    return done.exitCode == 0 ? done.out : u"%1: %2"_s.arg(program, done.err);
}

QImage TestChartPaper::pictureOf(const QString &path) const
{
    const QString picture = m_folder.filePath(u"page"_s);
    run(u"pdftoppm"_s, {u"-r"_s, u"60"_s, u"-singlefile"_s, path, picture});
    return QImage(picture + u".ppm"_s);
}

/// In how many of its columns something has a colour, as lines have; frame and grid have none.
int TestChartPaper::coloured(const QImage &page)
{
    int columns = 0;
    for (int x = 0; x < page.width(); ++x) {
        bool isColoured = false;
        for (int y = 0; y < page.height() && !isColoured; ++y) {
            const QColor colour = page.pixelColor(x, y);
            isColoured = colour.saturation() > 120 && colour.value() > 60;
        }
        columns += isColoured;
    }
    return columns;
}

void TestChartPaper::linesStayLines()
{
    const QString path = m_folder.filePath(u"chart.pdf"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(pdfOf(*m_card, u"Sensor 1C07: Battery"_s, u"13 – 14 Sep 2026"_s));
    file.close();
    const QString text = run(u"pdftotext"_s, {u"-layout"_s, path, u"-"_s});
    QVERIFY2(text.contains(u"Sensor 1C07: Battery"), qPrintable(text));
    QVERIFY2(text.contains(u"13 – 14 Sep 2026"), qPrintable(text));
    QVERIFY2(text.contains(u"volt"), qPrintable(text)); // of the card itself
    QVERIFY2(text.contains(u"3.6"), qPrintable(text)); // of its axis
    const QString about = run(u"pdfinfo"_s, {path});
    QVERIFY2(about.contains(u"A4") && about.simplified().contains(u"Pages: 1 "), qPrintable(about));
    const QImage page = pictureOf(path);
    QVERIFY(page.width() > page.height()); // it lies as the card does
    QVERIFY2(coloured(page) > page.width() / 2, qPrintable(QString::number(coloured(page))));
}

/// So that what is found above is the line, not the grid.
void TestChartPaper::noLineIsNoColour()
{
    ChartContent none;
    none.from = kNow - 24h;
    none.to = kNow;
    m_card->setContent(none);
    const QString path = m_folder.filePath(u"none.pdf"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(pdfOf(*m_card, u"Sensor 1C07: Battery"_s, u"13 – 14 Sep 2026"_s));
    file.close();
    const QImage page = pictureOf(path);
    QVERIFY(!page.isNull());
    QVERIFY2(coloured(page) < page.width() / 4, qPrintable(QString::number(coloured(page))));
}

void TestChartPaper::whatHasNoSizeIsNoSheet()
{
    QWidget none;
    none.resize(0, 0);
    QVERIFY(pdfOf(none, u"x"_s, {}).isEmpty());
}

PARKING_TEST(TestChartPaper)
#include "tst_chartpaper.moc"

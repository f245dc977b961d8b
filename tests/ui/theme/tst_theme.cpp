#include "base/literals.h"
#include "testmain.h"
#include "testpaths.h"
#include "theme/fonts.h"
#include "theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFontDatabase>
#include <QFontInfo>
#include <QLabel>
#include <QRawFont>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>
#include <QToolTip>

using namespace parking;
using namespace parking::ui;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choiceSetsPaletteAndTellsOnce();
    void systemFollowsTheLightnessFoundAtStart();
    void styleSheetHasNoPlaceholderLeft_data();
    void styleSheetHasNoPlaceholderLeft();
    void styleSheetIsShort();
    void fontsAreBrought();
    void digitsAreTabular_data();
    void digitsAreTabular();
    void textSizeMultipliesEveryStyle_data();
    void textSizeMultipliesEveryStyle();
    void iconsTakeTheColourOfTheirMode_data();
    void iconsTakeTheColourOfTheirMode();
    void iconsFollowTheTheme();
    void everyIconIsDrawnOnTheGrid_data();
    void everyIconIsDrawnOnTheGrid();
    void everyNamedIconExists();
    void noColourValueOutsideTheTheme();
    void noTipIsMarkup();
    void everyLabelIsPlain();

private:
    Theme m_theme{*qApp};
};

namespace {

// Constants of their own: moc does not read raw strings inside macros.
constexpr char kIconName[] = R"re((?:icon|pixmap|addPage)\(\s*u?"([a-z-]+)"_(?:s|L1))re";
constexpr char kColourValue[] =
    R"re("#[0-9a-fA-F]{3,8}\b|QColor\((?:0x|"|\d+ *, *\d)|qRgba?\(|Qt::(?:red|green|blue|white|black|gray|yellow|cyan|magenta|dark[A-Z][a-z]+|light[A-Z][a-z]+)\b)re";

/// Every source file of the window: path below ui/ and text.
QList<std::pair<QString, QString>> sources()
{
    QList<std::pair<QString, QString>> result;
    const QDir root(test::sourcePath(u"ui"_s));
    QDirIterator it(root.path(), {u"*.cpp"_s, u"*.h"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            result.append(
                {root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
    }
    return result;
}

/// The most frequent colour among the solid pixels of a picture.
QColor ink(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) > 100)
                ++counts[image.pixel(x, y) | 0xff000000U];
        }
    }
    QRgb best = 0;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        best = counts.value(best) < it.value() ? it.key() : best;
    return QColor(best);
}

bool nearlyTheSame(const QColor &a, const QColor &b)
{
    return qAbs(a.red() - b.red()) < 4 && qAbs(a.green() - b.green()) < 4
        && qAbs(a.blue() - b.blue()) < 4;
}

} // namespace

void TestTheme::choiceSetsPaletteAndTellsOnce()
{
    m_theme.setChoice(ThemeChoice::Light);
    QSignalSpy changed(&m_theme, &Theme::changed);
    m_theme.setChoice(ThemeChoice::Dark);
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_theme.tokens().dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), kDark.window);
    QCOMPARE(QApplication::palette().color(QPalette::Highlight), kDark.accent);
    QCOMPARE(QApplication::palette().color(QPalette::Disabled, QPalette::Text), kDark.text3);
    m_theme.setChoice(ThemeChoice::Dark);
    QCOMPARE(changed.size(), 1);
    m_theme.setChoice(ThemeChoice::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Base), kLight.surface);
}

void TestTheme::systemFollowsTheLightnessFoundAtStart()
{
    // The offscreen platform is light; our own dark palette must not be taken for the platform's.
    m_theme.setChoice(ThemeChoice::Dark);
    m_theme.setChoice(ThemeChoice::System);
    QVERIFY(!m_theme.tokens().dark);
}

void TestTheme::styleSheetHasNoPlaceholderLeft_data()
{
    QTest::addColumn<ThemeChoice>("choice");
    QTest::addColumn<int>("percent");
    QTest::newRow("light") << ThemeChoice::Light << 100;
    QTest::newRow("dark, large text") << ThemeChoice::Dark << 130;
}

void TestTheme::styleSheetHasNoPlaceholderLeft()
{
    QFETCH(const ThemeChoice, choice);
    QFETCH(const int, percent);
    m_theme.setChoice(choice);
    m_theme.setTextPercent(percent);
    const QString sheet = qApp->styleSheet();
    m_theme.setTextPercent(100);
    QVERIFY(sheet.size() > 1000);
    QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@') - 20, 60)));
}

void TestTheme::styleSheetIsShort()
{
    QFile file(u":/style.qss"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.count('\n') < 150);
    static const QRegularExpression kHex(u"#[0-9a-fA-F]{6}"_s);
    QVERIFY2(!QString::fromUtf8(text).contains(kHex), "colours come from the tokens");
}

/// A system without them shows the same window; one that has them keeps its own.
void TestTheme::fontsAreBrought()
{
    QMultiMap<QString, QString> brought; // family, style
    for (const QString &file : QDir(u":/fonts"_s).entryList()) {
        const QRawFont font(u":/fonts/"_s + file, 13);
        QVERIFY2(font.isValid(), qPrintable(file));
        brought.insert(font.familyName(), font.styleName());
    }
    QStringList styles = brought.values(u"Roboto"_s) + brought.values(u"Roboto Medium"_s);
    styles.sort();
    QCOMPARE(styles, (QStringList{u"Bold"_s, u"Medium"_s, u"Regular"_s}));
    QCOMPARE(brought.values(u"DejaVu Sans Mono"_s), QStringList{u"Book"_s});
    for (const QString &family : ownFamilies()) {
        QVERIFY(brought.contains(family));
        QVERIFY(QFontDatabase::hasFamily(family));
    }
    QCOMPARE(addFonts(ownFamilies()), QStringList{});
}

void TestTheme::digitsAreTabular_data()
{
    QTest::addColumn<TextStyle>("style");
    QTest::newRow("axis") << TextStyle::Axis;
    QTest::newRow("body") << TextStyle::Body;
    QTest::newRow("body, medium") << TextStyle::BodyStrong;
    QTest::newRow("big counter, bold") << TextStyle::BigCounter;
}

void TestTheme::digitsAreTabular()
{
    // Counters change in place: with proportional digits they would dance.
    QFETCH(const TextStyle, style);
    const QFontMetricsF metrics(m_theme.font(style));
    const double wide = metrics.horizontalAdvance(u'0');
    for (char16_t digit = u'1'; digit <= u'9'; ++digit)
        QCOMPARE(metrics.horizontalAdvance(QChar(digit)), wide);
}

void TestTheme::textSizeMultipliesEveryStyle_data()
{
    QTest::addColumn<TextStyle>("style");
    QTest::addColumn<int>("at100");
    QTest::addColumn<int>("at130");
    QTest::newRow("axis") << TextStyle::Axis << 11 << 14;
    QTest::newRow("caption") << TextStyle::Caption << 12 << 16;
    QTest::newRow("body") << TextStyle::Body << 13 << 17;
    QTest::newRow("card title") << TextStyle::CardTitle << 14 << 18;
    QTest::newRow("top bar") << TextStyle::TopBar << 15 << 20;
    QTest::newRow("page title") << TextStyle::PageTitle << 20 << 26;
    QTest::newRow("object title") << TextStyle::ObjectTitle << 24 << 31;
    QTest::newRow("big counter") << TextStyle::BigCounter << 28 << 36;
}

void TestTheme::textSizeMultipliesEveryStyle()
{
    QFETCH(const TextStyle, style);
    QFETCH(const int, at100);
    QFETCH(const int, at130);
    QCOMPARE(m_theme.font(style).pixelSize(), at100);
    m_theme.setTextPercent(130);
    const int large = m_theme.font(style).pixelSize();
    m_theme.setTextPercent(100);
    QCOMPARE(large, at130);
    QVERIFY(at100 >= 11);
}

void TestTheme::iconsTakeTheColourOfTheirMode_data()
{
    QTest::addColumn<QIcon::Mode>("mode");
    QTest::addColumn<QIcon::State>("state");
    QTest::addColumn<QColor>("colour");
    QTest::newRow("normal") << QIcon::Normal << QIcon::Off << kLight.text2;
    QTest::newRow("switched on") << QIcon::Normal << QIcon::On << kLight.accent;
    QTest::newRow("disabled") << QIcon::Disabled << QIcon::Off << kLight.text3;
}

void TestTheme::iconsTakeTheColourOfTheirMode()
{
    QFETCH(const QIcon::Mode, mode);
    QFETCH(const QIcon::State, state);
    QFETCH(const QColor, colour);
    m_theme.setChoice(ThemeChoice::Light);
    const QIcon icon = m_theme.icon(u"plus"_s);
    const QColor found = ink(icon.pixmap(QSize(48, 48), 1.0, mode, state));
    QVERIFY2(nearlyTheSame(found, colour), qPrintable(found.name()));
}

void TestTheme::iconsFollowTheTheme()
{
    const QIcon icon = m_theme.icon(u"plus"_s);
    m_theme.setChoice(ThemeChoice::Dark);
    const QColor dark = ink(icon.pixmap(QSize(48, 48), 1.0));
    m_theme.setChoice(ThemeChoice::Light);
    QVERIFY2(nearlyTheSame(dark, kDark.text2), qPrintable(dark.name()));
}

void TestTheme::everyIconIsDrawnOnTheGrid_data()
{
    QTest::addColumn<QString>("path");
    const QStringList names = QDir(u":/icons"_s).entryList();
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << u":/icons/"_s + name;
}

void TestTheme::everyIconIsDrawnOnTheGrid()
{
    QFETCH(const QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("viewBox=\"0 0 24 24\""));
    QVERIFY(text.contains("stroke-width=\"1.75\""));
    QVERIFY(text.contains("stroke-linecap=\"round\""));
    const QSvgRenderer renderer(text);
    QVERIFY(renderer.isValid());
    const QPixmap drawn =
        m_theme.pixmap(QFileInfo(path).baseName(), 24, m_theme.tokens().text, 1.0);
    QVERIFY2(nearlyTheSame(ink(drawn), m_theme.tokens().text), "the icon is empty");
}

void TestTheme::everyNamedIconExists()
{
    // Names reach the theme as literals; one that is misspelt would draw nothing, silently.
    const QRegularExpression name(QString::fromLatin1(kIconName));
    const QStringList known = QDir(u":/icons"_s).entryList();
    int seen = 0;
    for (const auto &[path, text] : sources()) {
        for (auto it = name.globalMatch(text); it.hasNext();) {
            const QString found = it.next().captured(1);
            QVERIFY2(known.contains(found + u".svg"_s), qPrintable(path + u": "_s + found));
            ++seen;
        }
    }
    QVERIFY(seen > 10);
}

void TestTheme::noColourValueOutsideTheTheme()
{
    const QRegularExpression colour(QString::fromLatin1(kColourValue));
    const QList<std::pair<QString, QString>> files = sources();
    QVERIFY(files.size() > 10);
    for (const auto &[path, text] : files) {
        if (path.startsWith(u"theme/"))
            continue;
        const QRegularExpressionMatch match = colour.match(text);
        QVERIFY2(!match.hasMatch(), qPrintable(path + u": "_s + match.captured()));
    }
}

/// A name in a foreign file may be one.
void TestTheme::noTipIsMarkup()
{
    const QString text = u"<b>B1</b> <img src=\"file:///somewhere.png\">"_s;
    QWidget window;
    window.resize(200, 200);
    window.show();
    for (int time = 0; time < 2; ++time) { // the second one takes the first one's label
        QToolTip::showText(window.mapToGlobal(QPoint(5, 5)), text + QString::number(time), &window);
        int tips = 0;
        for (const QWidget *widget : QApplication::topLevelWidgets()) {
            const auto *tip = qobject_cast<const QLabel *>(widget);
            if (!tip || !tip->inherits("QTipLabel") || !tip->text().startsWith(text))
                continue;
            ++tips;
            QCOMPARE(tip->textFormat(), Qt::PlainText);
        }
        QVERIFY(tips > 0);
    }
    QToolTip::hideText();
}

/// Labels and boxes show what people and servers say: makeLabel() makes them, of plain text.
void TestTheme::everyLabelIsPlain()
{
    for (const auto &[path, text] : sources()) {
        if (path != u"widgets/role.h")
            QVERIFY2(!text.contains(u"new QLabel("), qPrintable(path));
        QVERIFY2(text.count(u"new QMessageBox(")
                     == text.count(u"box->setTextFormat(Qt::PlainText)"),
                 qPrintable(path));
    }
}

PARKING_TEST(TestTheme)
#include "tst_theme.moc"

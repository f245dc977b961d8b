#include "base/literals.h"
#include "testmain.h"
#include "theme/tokens.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace parking;
using namespace parking::ui;
using domain::SpaceState;

// Recomputes the figures that the design gives for its colours: contrast by WCAG 2.1, and how far
// states stay apart for colour-blind people (Machado, Oliveira and Fernandes 2009, severity 1;
// CIEDE2000 by Sharma, Wu and Dalal 2005).

namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtan{{{0.152286, 1.052583, -0.204868},
                          {0.114503, 0.786281, 0.099216},
                          {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeutan{{{0.367322, 0.860646, -0.227968},
                          {0.280085, 0.672501, 0.047413},
                          {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritan{{{1.255528, -0.076749, -0.178779},
                          {-0.078411, 0.930809, 0.147602},
                          {0.004733, 0.691367, 0.303900}}};

Vector linear(const QColor &colour)
{
    Vector rgb{colour.redF(), colour.greenF(), colour.blueF()};
    for (double &c : rgb)
        c = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    return rgb;
}

Vector times(const Matrix &matrix, const Vector &v)
{
    Vector result{};
    for (size_t row = 0; row < 3; ++row)
        result[row] = matrix[row][0] * v[0] + matrix[row][1] * v[1] + matrix[row][2] * v[2];
    return result;
}

double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &colour) {
        const Vector rgb = linear(colour);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    };
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

struct Lab {
    double l, a, b;
};

Lab seenBy(const Matrix &eye, const QColor &colour)
{
    Vector rgb = times(eye, linear(colour));
    for (double &c : rgb)
        c = std::clamp(c, 0.0, 1.0);
    constexpr Matrix kToXyz{{{0.4124564, 0.3575761, 0.1804375},
                             {0.2126729, 0.7151522, 0.0721750},
                             {0.0193339, 0.1191920, 0.9503041}}};
    constexpr Vector kWhite{0.95047, 1.0, 1.08883}; // D65
    Vector xyz = times(kToXyz, rgb);
    for (size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / kWhite[i];
        xyz[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double radians(double degrees)
{
    return degrees * std::numbers::pi / 180;
}

double hue(double b, double a)
{
    const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
    return degrees < 0 ? degrees + 360 : degrees;
}

double meanHue(double h1, double h2, bool grey)
{
    if (grey)
        return h1 + h2;
    if (std::abs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

double chromaTerm(double chroma)
{
    const double c7 = std::pow(chroma, 7);
    return std::sqrt(c7 / (c7 + std::pow(25.0, 7)));
}

double ciede2000(Lab x, Lab y)
{
    const double g = 0.5 * (1 - chromaTerm((std::hypot(x.a, x.b) + std::hypot(y.a, y.b)) / 2));
    x.a *= 1 + g;
    y.a *= 1 + g;
    const double c1 = std::hypot(x.a, x.b);
    const double c2 = std::hypot(y.a, y.b);
    const double h1 = hue(x.b, x.a);
    const double h2 = hue(y.b, y.a);
    const bool grey = c1 * c2 == 0;
    double turn = grey ? 0 : h2 - h1;
    turn += turn > 180 ? -360 : turn < -180 ? 360 : 0;
    const double dh = 2 * std::sqrt(c1 * c2) * std::sin(radians(turn / 2));
    const double l = (x.l + y.l) / 2 - 50;
    const double c = (c1 + c2) / 2;
    const double h = meanHue(h1, h2, grey);
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h))
        + 0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
    const double rotation =
        -std::sin(radians(60 * std::exp(-std::pow((h - 275) / 25, 2)))) * 2 * chromaTerm(c);
    const double lightness = (y.l - x.l) / (1 + 0.015 * l * l / std::sqrt(20 + l * l));
    const double chroma = (c2 - c1) / (1 + 0.045 * c);
    const double hueTerm = dh / (1 + 0.015 * c * t);
    return std::sqrt(lightness * lightness + chroma * chroma + hueTerm * hueTerm
                     + rotation * chroma * hueTerm);
}

using Part = QColor StateColours::*;

double apart(const Tokens &tokens, Part part, const Matrix &eye, SpaceState a, SpaceState b)
{
    return ciede2000(seenBy(eye, tokens.state(a).*part), seenBy(eye, tokens.state(b).*part));
}

double closestPair(const Tokens &tokens, Part part, const Matrix &eye)
{
    double closest = 1000;
    for (int a = 0; a < 4; ++a) {
        for (int b = a + 1; b < 4; ++b)
            closest = qMin(closest, apart(tokens, part, eye, SpaceState(a), SpaceState(b)));
    }
    return closest;
}

} // namespace

class TestTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formulaMatchesItsPaper_data();
    void formulaMatchesItsPaper();
    void stateContrast_data();
    void stateContrast();
    void textContrast_data();
    void textContrast();
    void textOnEveryGround_data();
    void textOnEveryGround();
    void statesStayApart_data();
    void statesStayApart();
    void freeAgainstOccupied_data();
    void freeAgainstOccupied();
};

void TestTokens::formulaMatchesItsPaper_data()
{
    // Pairs 1, 7, 13 and 17 of the test data of Sharma, Wu and Dalal.
    QTest::addColumn<QList<double>>("lab");
    QTest::addColumn<double>("difference");
    QTest::newRow("blue, hue rotation")
        << QList<double>{50, 2.6772, -79.7751, 50, 0, -82.7485} << 2.0425;
    QTest::newRow("one of them grey") << QList<double>{50, 0, 0, 50, -1, 2} << 2.3669;
    QTest::newRow("opposite hues")
        << QList<double>{50, -0.0010, 2.4900, 50, 0.0009, -2.4900} << 4.8045;
    QTest::newRow("far apart") << QList<double>{50, 2.5, 0, 73, 25, -18} << 27.1492;
}

void TestTokens::formulaMatchesItsPaper()
{
    QFETCH(const QList<double>, lab);
    QFETCH(const double, difference);
    const double found = ciede2000({lab[0], lab[1], lab[2]}, {lab[3], lab[4], lab[5]});
    QVERIFY2(std::abs(found - difference) < 0.0001, qPrintable(QString::number(found)));
}

void TestTokens::stateContrast_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("state"); // 4: stale
    QTest::addColumn<QList<double>>("figures"); // text on fill, edge on floor, chart on surface
    QTest::newRow("free, light") << false << 0 << QList<double>{6.9, 5.2, 4.1};
    QTest::newRow("occupied, light") << false << 1 << QList<double>{6.1, 8.7, 9.1};
    QTest::newRow("reserved, light") << false << 2 << QList<double>{9.9, 5.4, 3.2};
    QTest::newRow("maintenance, light") << false << 3 << QList<double>{8.4, 4.9, 5.1};
    QTest::newRow("silent, light") << false << 4 << QList<double>{9.7, 4.9, 5.0};
    QTest::newRow("free, dark") << true << 0 << QList<double>{10.9, 8.1, 6.7};
    QTest::newRow("occupied, dark") << true << 1 << QList<double>{6.5, 6.0, 3.4};
    QTest::newRow("reserved, dark") << true << 2 << QList<double>{9.5, 13.7, 12.5};
    QTest::newRow("maintenance, dark") << true << 3 << QList<double>{9.1, 8.0, 7.7};
    QTest::newRow("silent, dark") << true << 4 << QList<double>{9.5, 5.9, 5.7};
}

void TestTokens::stateContrast()
{
    QFETCH(const bool, dark);
    QFETCH(const int, state);
    QFETCH(const QList<double>, figures);
    const Tokens &t = dark ? kDark : kLight;
    const StateColours &s = state == 4 ? t.stale : t.state(SpaceState(state));
    const double found[] = {contrast(s.text, s.fill), contrast(s.edge, t.floor),
                            contrast(s.chart, t.surface)};
    constexpr double kAsked[] = {4.5, 3, 3};
    for (int i = 0; i < 3; ++i) {
        QVERIFY2(std::abs(found[i] - figures[i]) < 0.06,
                 qPrintable(u"figure %1 is %2"_s.arg(i).arg(found[i])));
        QVERIFY(found[i] >= kAsked[i]);
    }
}

void TestTokens::textContrast_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("figure");
    QTest::newRow("text, light") << kLight.text << kLight.surface << 17.6;
    QTest::newRow("text, dark") << kDark.text << kDark.surface << 14.6;
    QTest::newRow("primary button, light") << kLight.accentText << kLight.accent << 6.1;
    QTest::newRow("primary button, dark") << kDark.accentText << kDark.accent << 7.6;
    QTest::newRow("danger, light") << kLight.danger << kLight.dangerSoft << 5.6;
    QTest::newRow("danger, dark") << kDark.danger << kDark.dangerSoft << 6.9;
    QTest::newRow("warning, light") << kLight.warning << kLight.warningSoft << 5.8;
    QTest::newRow("warning, dark") << kDark.warning << kDark.warningSoft << 8.1;
    QTest::newRow("ok, light") << kLight.ok << kLight.okSoft << 5.7;
    QTest::newRow("ok, dark") << kDark.ok << kDark.okSoft << 7.4;
    QTest::newRow("edge of inputs, light") << kLight.strong << kLight.surface << 3.5;
    QTest::newRow("edge of inputs, dark") << kDark.strong << kDark.surface << 4.4;
}

void TestTokens::textContrast()
{
    QFETCH(const QColor, text);
    QFETCH(const QColor, ground);
    QFETCH(const double, figure);
    const double found = contrast(text, ground);
    QVERIFY2(std::abs(found - figure) < 0.06, qPrintable(QString::number(found)));
}

void TestTokens::textOnEveryGround_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QColor>("text");
    QTest::addColumn<double>("least");
    QTest::newRow("text, light") << false << kLight.text << 12.0;
    QTest::newRow("text, dark") << true << kDark.text << 12.0;
    QTest::newRow("secondary, light") << false << kLight.text2 << 6.7;
    QTest::newRow("secondary, dark") << true << kDark.text2 << 7.3;
    QTest::newRow("caption, light") << false << kLight.text3 << 4.8;
    QTest::newRow("caption, dark") << true << kDark.text3 << 4.9;
    QTest::newRow("accent, light") << false << kLight.accent << 5.2;
    QTest::newRow("accent, dark") << true << kDark.accent << 6.0;
}

void TestTokens::textOnEveryGround()
{
    QFETCH(const bool, dark);
    QFETCH(const QColor, text);
    QFETCH(const double, least);
    const Tokens &t = dark ? kDark : kLight;
    const std::pair<const char *, QColor> grounds[] = {
        {"window", t.window}, {"surface", t.surface},       {"raised", t.raised},
        {"sunken", t.sunken}, {"accentSoft", t.accentSoft},
    };
    for (const auto &[name, ground] : grounds) {
        if (text == t.accent && ground == t.accentSoft)
            continue; // bold there, in the rail
        const double found = contrast(text, ground);
        QVERIFY2(found > least - 0.06,
                 qPrintable(u"%1 on %2"_s.arg(found).arg(QLatin1StringView(name))));
    }
}

void TestTokens::statesStayApart_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("chart");
    QTest::addColumn<QList<int>>("least"); // normal, protan, deutan, tritan
    QTest::newRow("fills, light") << false << false << QList<int>{19, 10, 13, 11};
    QTest::newRow("fills, dark") << true << false << QList<int>{22, 11, 15, 20};
    QTest::newRow("chart colours, light") << false << true << QList<int>{11, 11, 11, 11};
    QTest::newRow("chart colours, dark") << true << true << QList<int>{11, 11, 11, 11};
}

void TestTokens::statesStayApart()
{
    QFETCH(const bool, dark);
    QFETCH(const bool, chart);
    QFETCH(const QList<int>, least);
    const Matrix eyes[] = {kNormal, kProtan, kDeutan, kTritan};
    for (int i = 0; i < 4; ++i) {
        const double found = closestPair(
            dark ? kDark : kLight, chart ? &StateColours::chart : &StateColours::fill, eyes[i]);
        QVERIFY2(qRound(found) >= least[i], qPrintable(u"eye %1 sees %2"_s.arg(i).arg(found)));
    }
}

void TestTokens::freeAgainstOccupied_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("least");
    QTest::newRow("light") << false << 42;
    QTest::newRow("dark") << true << 17;
}

void TestTokens::freeAgainstOccupied()
{
    QFETCH(const bool, dark);
    QFETCH(const int, least);
    for (const Matrix &eye : {kNormal, kProtan, kDeutan, kTritan}) {
        const double found = apart(dark ? kDark : kLight, &StateColours::fill, eye,
                                   SpaceState::Free, SpaceState::Occupied);
        QVERIFY2(qRound(found) >= least, qPrintable(QString::number(found)));
    }
}

PARKING_TEST(TestTokens)
#include "tst_tokens.moc"

#include "spacelist/importwords.h"

#include "base/literals.h"
#include "domain/deveui.h"
#include "labels.h"

#include <QCoreApplication>

namespace parking::ui {

using domain::LineFault;
using domain::LineKind;

namespace {

constexpr int kLongest = 40; ///< of a value that is told
constexpr int kEuiDigits = 16;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ImportWords)
};

QString shown(const QString &value)
{
    return value.size() <= kLongest ? value : value.left(kLongest) + u'…';
}

QString shortValue(const QString &column, const QString &value)
{
    if (value.isEmpty())
        return Words::tr("none");
    return isEui(column) ? value.right(4).toUpper() : shown(value);
}

bool isPlacement(const QString &column)
{
    return column == u"x" || column == u"y" || column == u"w" || column == u"h"
        || column == u"rotation";
}

QString wordsOfFeatures(const domain::ImportChange::Difference &one)
{
    const QStringList before = one.before.split(u'|', Qt::SkipEmptyParts);
    const QStringList after = one.after.split(u'|', Qt::SkipEmptyParts);
    QStringList parts;
    for (const QString &feature : after) {
        if (!before.contains(feature))
            parts.append(Words::tr("feature %1 added").arg(shown(feature)));
    }
    for (const QString &feature : before) {
        if (!after.contains(feature))
            parts.append(Words::tr("feature %1 removed").arg(shown(feature)));
    }
    return parts.isEmpty() ? Words::tr("features in another order") : parts.join(u", "_s);
}

QString wordsOfChange(const QList<domain::ImportChange::Difference> &differences)
{
    QStringList parts;
    const bool isPlaced =
        std::any_of(differences.cbegin(), differences.cend(),
                    [](const auto &one) { return one.column == u"x" || one.column == u"y"; });
    bool isMoved = false;
    for (const auto &one : differences) {
        if (isPlacement(one.column)) {
            if (!isMoved)
                parts.append(!isPlaced                  ? Words::tr("another size on the plan")
                                 : one.after.isEmpty()  ? Words::tr("no place on the plan any more")
                                 : one.before.isEmpty() ? Words::tr("placed on the plan")
                                                        : Words::tr("moved on the plan"));
            isMoved = true;
        } else if (one.column == u"features") {
            parts.append(wordsOfFeatures(one));
        } else {
            parts.append(
                Words::tr("%1 %2 → %3")
                    .arg(isEui(one.column)
                             ? one.column == u"sensor_eui" ? Words::tr("sensor") : Words::tr("lamp")
                             : titleOf(one.column).toLower(),
                         shortValue(one.column, one.before), shortValue(one.column, one.after)));
        }
    }
    return parts.join(u", "_s);
}

QString wordsOfEui(const QString &value)
{
    QString digits = value;
    digits.remove(u'-').remove(u':').remove(u' ').remove(u'.');
    const bool isHex = std::all_of(digits.cbegin(), digits.cend(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
    });
    return isHex && digits.size() != kEuiDigits
        ? Words::tr("EUI has %1 digits, not 16").arg(labels::number(int(digits.size())))
        : Words::tr("“%1” is no EUI").arg(shown(value));
}

} // namespace

bool isEui(const QString &column)
{
    return column == u"sensor_eui" || column == u"display_eui";
}

QString titleOf(const QString &column)
{
    static constexpr struct {
        const char *column;
        const char *title;
    } kTitles[] = {
        {"", QT_TRANSLATE_NOOP("ImportWords", "Leave out")},
        {"code", QT_TRANSLATE_NOOP("ImportWords", "Code")},
        {"name", QT_TRANSLATE_NOOP("ImportWords", "Name")},
        {"building", QT_TRANSLATE_NOOP("ImportWords", "Building")},
        {"floor", QT_TRANSLATE_NOOP("ImportWords", "Floor")},
        {"zone", QT_TRANSLATE_NOOP("ImportWords", "Zone")},
        {"sensor_eui", QT_TRANSLATE_NOOP("ImportWords", "Sensor EUI")},
        {"display_eui", QT_TRANSLATE_NOOP("ImportWords", "Lamp EUI")},
        {"latitude", QT_TRANSLATE_NOOP("ImportWords", "Latitude")},
        {"longitude", QT_TRANSLATE_NOOP("ImportWords", "Longitude")},
        {"features", QT_TRANSLATE_NOOP("ImportWords", "Features")},
        {"x", QT_TRANSLATE_NOOP("ImportWords", "X in metres")},
        {"y", QT_TRANSLATE_NOOP("ImportWords", "Y in metres")},
        {"w", QT_TRANSLATE_NOOP("ImportWords", "Width in metres")},
        {"h", QT_TRANSLATE_NOOP("ImportWords", "Length in metres")},
        {"rotation", QT_TRANSLATE_NOOP("ImportWords", "Turned by degrees")},
    };
    for (const auto &known : kTitles) {
        if (column == QLatin1StringView(known.column))
            return Words::tr(known.title);
    }
    return column;
}

QString nameOf(TextCoding coding)
{
    switch (coding) {
    case TextCoding::Utf8:
        return u"UTF-8"_s;
    case TextCoding::Utf16Le:
        return u"UTF-16 LE"_s;
    case TextCoding::Utf16Be:
        return u"UTF-16 BE"_s;
    case TextCoding::Windows1252:
        return u"Windows-1252"_s;
    case TextCoding::Windows1250:
        return Words::tr("Windows-1250, Central Europe");
    case TextCoding::Windows1251:
        return Words::tr("Windows-1251, Cyrillic");
    case TextCoding::Windows1253:
        return Words::tr("Windows-1253, Greek");
    case TextCoding::Windows1254:
        return Words::tr("Windows-1254, Turkish");
    case TextCoding::Windows1257:
        return Words::tr("Windows-1257, Baltic");
    }
    return {};
}

QString nameOf(QChar separator)
{
    switch (separator.unicode()) {
    case u';':
        return Words::tr("semicolon");
    case u'\t':
        return Words::tr("tab");
    case u'|':
        return Words::tr("bar");
    default:
        return Words::tr("comma");
    }
}

QString wordsOf(const domain::LineProblem &problem)
{
    const QString value = shown(problem.value);
    switch (problem.fault) {
    case LineFault::None:
        return {};
    case LineFault::NoCodeColumn:
        return Words::tr("no column is the code");
    case LineFault::NoCode:
        return Words::tr("it has no code");
    case LineFault::CodeTwice:
        return Words::tr("code stands in line %1 too").arg(problem.line);
    case LineFault::Formula:
        return Words::tr("“%1” is a formula").arg(value);
    case LineFault::NoEui:
        return wordsOfEui(problem.value);
    case LineFault::NoNumber:
        return Words::tr("“%1” is no number").arg(value);
    case LineFault::HalfPosition:
        return Words::tr("latitude and longitude go together");
    case LineFault::HalfPlacement:
        return Words::tr("x and y go together");
    case LineFault::DeviceTwice:
        return problem.column == u"sensor_eui"
            ? Words::tr("sensor stands in line %1 too").arg(problem.line)
            : Words::tr("lamp stands in line %1 too").arg(problem.line);
    case LineFault::DeviceTaken:
        return problem.column == u"sensor_eui"
            ? Words::tr("sensor is on %1").arg(shown(problem.other))
            : Words::tr("lamp is on %1").arg(shown(problem.other));
    case LineFault::Beyond:
        return Words::tr("“%1” stands beyond the last column").arg(value);
    case LineFault::NoBuilding:
        return Words::tr("several buildings have a floor %1").arg(value);
    case LineFault::NoFloor:
        return problem.other.isEmpty()
            ? Words::tr("floor %1 does not exist").arg(value)
            : Words::tr("floor %1 of %2 does not exist").arg(value, shown(problem.other));
    case LineFault::NotAllowed:
        return problem.other;
    }
    return {};
}

QString wordsOf(const domain::SheetLine &line)
{
    switch (line.kind) {
    case LineKind::New:
        return line.sensor.isEmpty()
            ? Words::tr("new space, no sensor")
            : Words::tr("new space, sensor %1").arg(line.sensor.right(4).toUpper());
    case LineKind::Changed:
        return wordsOfChange(line.differences);
    case LineKind::Same:
        return Words::tr("no change");
    case LineKind::Wrong:
        return wordsOf(line.problem);
    }
    return {};
}

} // namespace parking::ui

#include "engine/spaces/importrow.h"

#include "base/literals.h"

#include <QRegularExpression>

#include <cmath>

namespace parking::engine {

using domain::LineFault;
using domain::LineProblem;
using domain::Space;

QString shownField(const QString &text)
{
    return text.size() <= 64 ? text : text.left(64) + u"..."_s;
}

QString withoutFormula(const QString &text)
{
    if (!text.startsWith(u"=\"") || !text.endsWith(u'"') || text.size() < 3)
        return text;
    return text.mid(2, text.size() - 3).replace(u"\"\""_s, u"\""_s).trimmed();
}

QString ImportRow::text(const char *column) const
{
    const qsizetype at = m_header.indexOf(QLatin1StringView(column));
    return at >= 0 && at < m_record.fields.size() ? withoutFormula(armedField(m_record.fields[at]))
                                                  : QString();
}

void ImportRow::take(const char *column, QString &target) const
{
    if (has(column))
        target = text(column);
}

void ImportRow::take(const char *column, std::optional<domain::DevEui> &target)
{
    if (!has(column))
        return;
    target.reset();
    if (text(column).isEmpty())
        return;
    const auto eui = domain::DevEui::normalize(text(column));
    if (eui)
        target = *eui;
    else
        refuse(LineFault::NoEui, QLatin1StringView(column), text(column));
}

/// As PostgreSQL keeps degrees, numeric with 8 decimals (a millimetre): what stands afterwards is
/// what was asked for, so that the same file changes nothing and an undo finds what it wrote.
static double kept(double degrees)
{
    return std::round(degrees * 1e8) / 1e8;
}

std::optional<double> ImportRow::number(const char *column)
{
    if (text(column).isEmpty())
        return std::nullopt;
    bool ok = false;
    QString plain = text(column);
    if (m_separator != u',' && !plain.contains(u'.'))
        plain.replace(u',', u'.');
    const double value = plain.toDouble(&ok); // C locale
    if (ok)
        return value;
    refuse(LineFault::NoNumber, QLatin1StringView(column), text(column));
    return std::nullopt;
}

void ImportRow::takePosition(Space &space)
{
    if (!has("latitude") && !has("longitude"))
        return;
    const auto latitude = number("latitude");
    const auto longitude = number("longitude");
    space.position.reset();
    if (latitude && longitude)
        space.position = domain::GeoPoint{kept(*latitude), kept(*longitude)};
    else if (text("latitude").isEmpty() != text("longitude").isEmpty())
        refuse(LineFault::HalfPosition,
               text("latitude").isEmpty() ? u"latitude"_s : u"longitude"_s);
}

void ImportRow::takePlacement(Space &space)
{
    const bool sized = has("w") || has("h") || has("rotation");
    if (!has("x") && !has("y") && !(sized && space.placement))
        return;
    // Columns that the file does not have keep what is there; empty fields mean the default.
    domain::Placement placement = space.placement.value_or(domain::Placement());
    const domain::Placement usual;
    if (has("w"))
        placement.w = number("w").value_or(usual.w);
    if (has("h"))
        placement.h = number("h").value_or(usual.h);
    if (has("rotation"))
        placement.rotation = number("rotation").value_or(usual.rotation);
    if (!has("x") && !has("y")) {
        space.placement = placement;
        return;
    }
    const auto x = number("x");
    const auto y = number("y");
    space.placement.reset();
    if (x && y) {
        placement.x = *x;
        placement.y = *y;
        space.placement = placement;
    } else if (text("x").isEmpty() != text("y").isEmpty()) {
        refuse(LineFault::HalfPlacement, text("x").isEmpty() ? u"x"_s : u"y"_s);
    }
}

void ImportRow::read(Space &space, Nameless nameless)
{
    space.code = text("code");
    take("name", space.name);
    if (space.name.isEmpty())
        space.name = space.code;
    take("building", space.building);
    take("floor", space.floor);
    take("zone", space.zone);
    take("sensor_eui", space.sensorEui);
    take("display_eui", space.displayEui);
    takePosition(space);
    takePlacement(space);
    if (has("features")) {
        static const QRegularExpression split(u"[\\s|,;]+"_s);
        space.features = text("features").split(split, Qt::SkipEmptyParts);
    }
    if (const QString field = this->nameless(); nameless == Nameless::Refused && !field.isEmpty())
        refuse(LineFault::NotAllowed, {}, field,
               u"\"%1\" stands in a column without a name"_s.arg(shownField(field)));
    if (space.code.startsWith(u'='))
        refuse(LineFault::Formula, u"code"_s, space.code);
    if (space.code.isEmpty())
        refuse(LineFault::NoCode, u"code"_s);
    else if (const Result<> checked = domain::validate(space); !checked)
        refuse(LineFault::NotAllowed, checked.error().details.value(u"field"_s).toString(), {},
               checked.error().detail);
}

void ImportRow::refuse(LineFault fault, const QString &column, const QString &value,
                       const QString &other)
{
    m_problems.append({.fault = fault, .column = column, .value = value, .other = other});
}

QString ImportRow::nameless() const
{
    for (qsizetype i = 0; i < m_record.fields.size(); ++i) {
        if ((i >= m_header.size() || m_header[i].isEmpty()) && !m_record.fields[i].isEmpty())
            return m_record.fields[i];
    }
    return {};
}

QString textOf(const LineProblem &problem)
{
    const QString value = shownField(problem.value);
    switch (problem.fault) {
    case LineFault::None:
        return {};
    case LineFault::NoCodeColumn:
        return u"no column is the code"_s;
    case LineFault::NoCode:
        return u"Validation error for code: must not be empty"_s;
    case LineFault::CodeTwice:
        return u"code \"%1\" stands on line %2 already"_s.arg(value, QString::number(problem.line));
    case LineFault::Formula:
        return u"%1: \"%2\" is a formula"_s.arg(problem.column, value);
    case LineFault::NoEui:
        return u"%1: \"%2\" is no DevEUI"_s.arg(problem.column, value);
    case LineFault::NoNumber:
        return u"%1: \"%2\" is no number"_s.arg(problem.column, value);
    case LineFault::HalfPosition:
        return u"Both latitude and longitude must be provided or both null"_s;
    case LineFault::HalfPlacement:
        return u"x and y go together"_s;
    case LineFault::DeviceTwice:
        return u"device %1 is used by line %2 already"_s.arg(value, QString::number(problem.line));
    case LineFault::DeviceTaken:
        return u"device %1 is used by space %2 already"_s.arg(value, problem.other);
    case LineFault::Beyond:
        return u"\"%1\" stands beyond the last column"_s.arg(value);
    case LineFault::NoBuilding:
        return u"several buildings have a floor %1"_s.arg(value);
    case LineFault::NoFloor:
        return u"floor %1 does not exist"_s.arg(value);
    case LineFault::NotAllowed:
        return problem.other;
    }
    return {};
}

} // namespace parking::engine

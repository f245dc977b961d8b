#include "domain/sign.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace parking::domain {

namespace {

constexpr int kMostSigns = 500;
constexpr int kLargest = 9999;

Error bad(qsizetype index, const QString &what)
{
    return {
        problem::kValidation, u"signs[%1]: %2"_s.arg(index).arg(what), {{u"field"_s, u"signs"_s}}};
}

/// A member that is there must be a whole number within [low, high].
bool take(const QJsonObject &json, const QString &key, int low, int high, int &number)
{
    const QJsonValue value = json.value(key);
    if (value.isUndefined())
        return true;
    const double told = value.toDouble(std::nan(""));
    if (!(told >= low && told <= high) || std::floor(told) != told)
        return false;
    number = int(told);
    return true;
}

bool take(const QJsonObject &json, const QString &key, int longest, QString &text)
{
    const QJsonValue value = json.value(key);
    if (value.isUndefined())
        return true;
    text = value.toString();
    return value.isString() && text.size() <= longest && !text.contains(QChar::Null);
}

/// What is wrong; empty: nothing.
QString read(const QJsonObject &json, Sign &sign)
{
    if (!take(json, u"id"_s, 50, sign.id) || sign.id.isEmpty())
        return u"id takes 1 to 50 characters"_s;
    if (!take(json, u"building"_s, 100, sign.building) || !take(json, u"floor"_s, 20, sign.floor))
        return u"building and floor take names"_s;
    if (!sign.floor.isEmpty() && sign.building.isEmpty())
        return u"a floor needs its building"_s;
    if (!take(json, u"min"_s, 0, kLargest, sign.min) || !take(json, u"max"_s, 0, kLargest, sign.max)
        || sign.min > sign.max)
        return u"min and max take whole numbers from 0 to 9999, min not above max"_s;
    if (!take(json, u"offset"_s, -kLargest, kLargest, sign.offset))
        return u"offset takes a whole number from -9999 to 9999"_s;
    if (const QJsonValue closed = json.value(u"closed"); !closed.isUndefined() && !closed.isBool())
        return u"closed takes true or false"_s;
    sign.closed = json.value(u"closed").toBool();
    const QJsonObject texts = json.value(u"texts").toObject();
    if (!take(texts, u"full"_s, 30, sign.fullText) || !take(texts, u"closed"_s, 30, sign.closedText)
        || !take(texts, u"unknown"_s, 30, sign.unknownText))
        return u"texts take up to 30 characters"_s;
    return {};
}

} // namespace

Result<QList<Sign>> parseSigns(const QJsonObject &siteSettings)
{
    const QJsonValue value = siteSettings.value(u"signs");
    const QJsonArray rows = value.toArray();
    if ((!value.isUndefined() && !value.isArray()) || rows.size() > kMostSigns)
        return Error{problem::kValidation,
                     u"signs takes a list of 500 at most"_s,
                     {{u"field"_s, u"signs"_s}}};
    QList<Sign> signs;
    QSet<QString> ids;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        Sign sign;
        if (!rows[i].isObject())
            return bad(i, u"is no object"_s);
        if (const QString wrong = read(rows[i].toObject(), sign); !wrong.isEmpty())
            return bad(i, wrong);
        if (ids.contains(sign.id))
            return bad(i, u"another sign has the id \"%1\""_s.arg(sign.id));
        ids.insert(sign.id);
        signs.append(sign);
    }
    return signs;
}

QList<Sign> signsOf(const SiteSnapshot &site)
{
    QList<Sign> signs;
    Sign all;
    all.id = u"site"_s;
    signs.append(all);
    QSet<QString> seen;
    for (const Space &space : site.spaces) {
        Sign sign;
        sign.id = u"%1/%2"_s.arg(space.building, space.floor);
        sign.building = space.building;
        sign.floor = space.floor;
        if (space.deletedAt || space.floor.isEmpty() || space.building.isEmpty()
            || seen.contains(sign.id))
            continue;
        seen.insert(sign.id);
        signs.append(sign);
    }
    return signs;
}

QString nameOf(SignMode mode)
{
    switch (mode) {
    case SignMode::Number:
        return u"number"_s;
    case SignMode::Full:
        return u"full"_s;
    case SignMode::Closed:
        return u"closed"_s;
    case SignMode::Unknown:
        break;
    }
    return u"unknown"_s;
}

SignShown show(const Sign &sign, const Counts &counts, DataAge age)
{
    SignShown shown;
    shown.counts = counts;
    const SignWord word = signWord(counts);
    if (sign.closed) {
        shown.mode = SignMode::Closed;
        shown.text = sign.closedText;
    } else if (age != DataAge::Live || word == SignWord::NotKnown || word == SignWord::Empty) {
        shown.text = sign.unknownText;
    } else if (word == SignWord::Full) {
        shown.mode = SignMode::Full;
        shown.text = sign.fullText;
    } else {
        shown.mode = SignMode::Number;
        shown.number = std::clamp(counts.free() + sign.offset, sign.min, sign.max);
        shown.text = QString::number(*shown.number);
    }
    return shown;
}

} // namespace parking::domain

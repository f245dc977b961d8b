#include "domain/settingacts.h"

#include "base/literals.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QMap>

#include <algorithm>
#include <cmath>

namespace parking::domain {

namespace {

QString jsonWords(const QJsonValue &value)
{
    const QJsonDocument document =
        value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(value.toArray());
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

/// As stored: a text without its quotes, a list of such with commas between, all else as JSON.
QString words(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble()) {
        const double number = value.toDouble();
        return number == std::trunc(number) && std::abs(number) < 1e15
            ? QString::number(qint64(number))
            : QString::number(number, 'g', QLocale::FloatingPointShortest);
    }
    if (value.isObject())
        return jsonWords(value);
    if (!value.isArray())
        return {};
    QStringList parts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &part : array) {
        if (part.isObject() || part.isArray())
            return jsonWords(value);
        parts.append(words(part));
    }
    return parts.join(u", "_s);
}

/// Each value by the way to it: bookings.graceMinutes. What is null, or an object without members,
/// is none.
void flatten(const QJsonObject &object, const QString &prefix, QMap<QString, QJsonValue> &values)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString path = prefix.isEmpty() ? it.key() : u"%1.%2"_s.arg(prefix, it.key());
        if (it->isObject())
            flatten(it->toObject(), path, values);
        else if (!it->isNull())
            values.insert(path, *it);
    }
}

/// Any step of the way tells it.
bool isPrivate(const QString &path)
{
    static constexpr const char *kPrivate[] = {"contact", "email", "phone",  "password",
                                               "secret",  "token", "apikey", "pin"};
    const auto isOne = [](const QString &step) {
        const QString word = step.endsWith(u's') ? step.chopped(1) : step;
        return std::any_of(std::begin(kPrivate), std::end(kPrivate), [&word](const char *one) {
            return word.endsWith(QLatin1StringView(one));
        });
    };
    const QStringList steps = path.toLower().split(u'.');
    return std::any_of(steps.cbegin(), steps.cend(), isOne);
}

/// An address, or something with a private member, however deep.
bool holdsPrivate(const QJsonValue &value)
{
    if (value.isString())
        return isEmail(value.toString());
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(),
                           [](const QJsonValue &part) { return holdsPrivate(part); });
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (isPrivate(it.key()) || holdsPrivate(*it))
            return true;
    }
    return false;
}

/// The two in words; as JSON where these do not tell them apart.
ActDifference differenceOf(const QString &path, const QJsonValue &before, const QJsonValue &after)
{
    if (isPrivate(path) || holdsPrivate(before) || holdsPrivate(after))
        return {path, {}, {}};
    if (words(before) != words(after))
        return {path, words(before), words(after)};
    const auto json = [](const QJsonValue &value) { return jsonWords(QJsonArray{value}); };
    return {path, json(before), json(after)};
}

} // namespace

QList<ActDifference> differencesOf(const QJsonObject &before, const QJsonObject &after)
{
    QMap<QString, QJsonValue> was;
    QMap<QString, QJsonValue> now;
    flatten(before, {}, was);
    flatten(after, {}, now);
    QStringList paths = was.keys();
    for (const QString &path : now.keys()) {
        if (!was.contains(path))
            paths.append(path);
    }
    QList<ActDifference> list;
    for (const QString &path : std::as_const(paths)) {
        if (was.value(path) != now.value(path))
            list.append(differenceOf(path, was.value(path), now.value(path)));
    }
    return list;
}

std::optional<Act> actOf(DevEui display, const DisplaySettings &before,
                         const DisplaySettings &after)
{
    Act act = deviceAct(display, {});
    act.differences = differencesOf(toJson(before), toJson(after));
    return act.differences.isEmpty() ? std::nullopt : std::optional(act);
}

Act computerAct(const QString &computer, const ActDifference &setting, bool isSecret)
{
    return {.subject = ActSubject::Site,
            .verb = ActVerb::Changed,
            .row = setting.field,
            .name = computer,
            .differences = {isSecret ? ActDifference{setting.field, {}, {}} : setting}};
}

Act lettersAct(ActVerb verb, const QList<qint64> &ids, qint64 count)
{
    const QString number = QString::number(count);
    const ActDifference what = verb == ActVerb::Deleted ? ActDifference{u"messages"_s, number, {}}
        : verb == ActVerb::Restored                     ? ActDifference{u"messages"_s, {}, number}
                                    : ActDifference{u"toTryAgain"_s, {}, number};
    return {.subject = ActSubject::Site,
            .verb = verb,
            .row = ids.size() == 1 ? u"%1.%2"_s.arg(kDeadLetters).arg(ids.first())
                                   : QString(kDeadLetters),
            .name = kDeadLetters,
            .differences = {what}};
}

} // namespace parking::domain

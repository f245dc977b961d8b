#include "chirpstack/fields.h"

#include "base/encoding.h"
#include "base/literals.h"

#include <cmath>

namespace parking::chirpstack {

namespace {

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

} // namespace

void Fields::fail(const char *name, const QString &what)
{
    if (m_problem.isEmpty())
        m_problem = {m_path + QLatin1StringView(name), what};
}

bool Fields::has(const char *name) const
{
    return !isAbsent(take(name));
}

QString Fields::text(const char *name)
{
    const QJsonValue value = take(name);
    if (!isAbsent(value) && !value.isString())
        fail(name, u"not a text"_s);
    return value.toString();
}

bool Fields::flag(const char *name)
{
    const QJsonValue value = take(name);
    if (!isAbsent(value) && !value.isBool())
        fail(name, u"not true or false"_s);
    return value.toBool();
}

double Fields::number(const char *name)
{
    const QJsonValue value = take(name);
    if (!isAbsent(value) && (!value.isDouble() || !std::isfinite(value.toDouble())))
        fail(name, u"not a number"_s);
    return value.toDouble();
}

qint64 Fields::integer(const char *name, qint64 low, qint64 high)
{
    const double value = number(name);
    if (value != std::floor(value) || value < double(low) || value > double(high)) {
        fail(name, u"not a whole number in %1..%2"_s.arg(low).arg(high));
        return 0;
    }
    return qint64(value);
}

QByteArray Fields::bytes(const char *name)
{
    const Result<QByteArray> bytes = fromBase64(text(name));
    if (!bytes) {
        fail(name, u"not base64"_s);
        return {};
    }
    return *bytes;
}

domain::DevEui Fields::eui(const char *name)
{
    const Result<domain::DevEui> eui = domain::DevEui::parse(text(name));
    if (!eui) {
        fail(name, u"not 16 hex digits"_s);
        return {};
    }
    return *eui;
}

std::optional<UtcTime> Fields::time(const char *name)
{
    const QString text = this->text(name);
    if (text.isEmpty())
        return std::nullopt;
    const std::optional<UtcTime> time = fromIso(text);
    if (!time)
        fail(name, u"not an RFC 3339 time"_s);
    return time;
}

std::optional<QJsonObject> Fields::object(const char *name)
{
    const QJsonValue value = take(name);
    if (isAbsent(value))
        return std::nullopt;
    if (!value.isObject())
        fail(name, u"not an object"_s);
    return value.toObject();
}

QMap<QString, QString> Fields::texts(const char *name)
{
    QMap<QString, QString> texts;
    const QJsonObject object = this->object(name).value_or(QJsonObject());
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString())
            fail(name, u"holds something else than texts"_s);
        texts.insert(it.key(), it->toString());
    }
    return texts;
}

Fields Fields::child(const char *name)
{
    const QJsonValue value = take(name);
    if (!value.isObject())
        fail(name, isAbsent(value) ? u"missing"_s : u"not an object"_s);
    return Fields(value.toObject(), m_problem, m_path + QLatin1StringView(name) + u'.');
}

} // namespace parking::chirpstack

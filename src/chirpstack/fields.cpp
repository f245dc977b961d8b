#include "chirpstack/fields.h"

#include "base/encoding.h"

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
        fail(name, QStringLiteral("not a text"));
    return value.toString();
}

bool Fields::flag(const char *name)
{
    const QJsonValue value = take(name);
    if (!isAbsent(value) && !value.isBool())
        fail(name, QStringLiteral("not true or false"));
    return value.toBool();
}

double Fields::number(const char *name)
{
    const QJsonValue value = take(name);
    if (!isAbsent(value) && (!value.isDouble() || !std::isfinite(value.toDouble())))
        fail(name, QStringLiteral("not a number"));
    return value.toDouble();
}

qint64 Fields::integer(const char *name, qint64 low, qint64 high)
{
    const double value = number(name);
    if (value != std::floor(value) || value < double(low) || value > double(high)) {
        fail(name, QStringLiteral("not a whole number in %1..%2").arg(low).arg(high));
        return 0;
    }
    return qint64(value);
}

QByteArray Fields::bytes(const char *name)
{
    const Result<QByteArray> bytes = fromBase64(text(name));
    if (!bytes) {
        fail(name, QStringLiteral("not base64"));
        return {};
    }
    return *bytes;
}

domain::DevEui Fields::eui(const char *name)
{
    const Result<domain::DevEui> eui = domain::DevEui::parse(text(name));
    if (!eui) {
        fail(name, QStringLiteral("not 16 hex digits"));
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
        fail(name, QStringLiteral("not an RFC 3339 time"));
    return time;
}

std::optional<QJsonObject> Fields::object(const char *name)
{
    const QJsonValue value = take(name);
    if (isAbsent(value))
        return std::nullopt;
    if (!value.isObject())
        fail(name, QStringLiteral("not an object"));
    return value.toObject();
}

QMap<QString, QString> Fields::texts(const char *name)
{
    QMap<QString, QString> texts;
    const QJsonObject object = this->object(name).value_or(QJsonObject());
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString())
            fail(name, QStringLiteral("holds something else than texts"));
        texts.insert(it.key(), it->toString());
    }
    return texts;
}

Fields Fields::child(const char *name)
{
    const QJsonValue value = take(name);
    if (!value.isObject())
        fail(name, isAbsent(value) ? QStringLiteral("missing") : QStringLiteral("not an object"));
    return Fields(value.toObject(), m_problem, m_path + QLatin1StringView(name) + u'.');
}

} // namespace parking::chirpstack

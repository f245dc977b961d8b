#pragma once

#include "base/literals.h"
#include "base/time.h"
#include "domain/deveui.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include <optional>

namespace parking::chirpstack {

/// The first field of a message that has a wrong type or value.
struct FieldProblem {
    QString field;
    QString what;

    bool isEmpty() const { return field.isEmpty(); }
    QString text() const { return field + u": "_s + what; }
};

/// Reads members of a JSON object strictly: an absent or null member is its default (proto3), a
/// member of the wrong type or out of range is a problem. Reading goes on after a problem, the
/// first one counts.
class Fields {
public:
    Fields(const QJsonObject &object, FieldProblem &problem, const QString &path = {})
        : m_object(object), m_problem(problem), m_path(path)
    {
    }

    bool has(const char *name) const;
    QString text(const char *name);
    bool flag(const char *name);
    double number(const char *name);
    /// A whole number in [low, high]; JSON 12.0 is one.
    qint64 integer(const char *name, qint64 low, qint64 high);
    QByteArray bytes(const char *name); ///< base64
    domain::DevEui eui(const char *name); ///< must be there
    std::optional<UtcTime> time(const char *name); ///< RFC 3339
    std::optional<QJsonObject> object(const char *name);
    QMap<QString, QString> texts(const char *name); ///< an object whose members are all texts
    Fields child(const char *name); ///< must be there and an object

    template <class Visit>
    void forEach(const char *name, Visit visit)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined() || value.isNull())
            return;
        if (!value.isArray()) {
            fail(name, u"not an array"_s);
            return;
        }
        const QJsonArray array = value.toArray();
        for (const QJsonValue &entry : array) {
            if (!entry.isObject())
                fail(name, u"holds something else than objects"_s);
            visit(Fields(entry.toObject(), m_problem, m_path + QLatin1StringView(name) + u'.'));
        }
    }

private:
    QJsonValue take(const char *name) const { return m_object.value(QLatin1StringView(name)); }
    void fail(const char *name, const QString &what);

    QJsonObject m_object;
    FieldProblem &m_problem;
    QString m_path;
};

} // namespace parking::chirpstack

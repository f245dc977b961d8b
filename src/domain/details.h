#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QVarLengthArray>

#include <utility>

namespace parking::domain {

/// Named values that a frame carries beside those that every codec reads: for people who look at a
/// frame. A few in place, because one of these is part of every uplink.
class Details {
public:
    void insert(QLatin1StringView name, const QJsonValue &value) { m_values.append({name, value}); }
    bool isEmpty() const { return m_values.isEmpty(); }
    /// Undefined when there is none of that name.
    QJsonValue value(QStringView name) const
    {
        for (const auto &[known, value] : m_values) {
            if (name == known)
                return value;
        }
        return QJsonValue::Undefined;
    }
    QJsonObject toJson() const
    {
        QJsonObject json;
        for (const auto &[name, value] : m_values)
            json.insert(name, value);
        return json;
    }

    bool operator==(const Details &) const = default;

private:
    QVarLengthArray<std::pair<QLatin1StringView, QJsonValue>, 2> m_values; ///< names: literals
};

} // namespace parking::domain

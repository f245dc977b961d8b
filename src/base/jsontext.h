#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace parking {

/// A JSON object as the text it came in, parsed only by who looks inside. So its numbers are stored
/// as they were sent, also those that a double would round.
class JsonText {
public:
    JsonText() = default;
    JsonText(const QJsonObject &object)
        : m_utf8(QJsonDocument(object).toJson(QJsonDocument::Compact))
    {
    }
    /// `utf8` has been read by a JSON parser and is an object.
    static JsonText checked(QByteArray utf8)
    {
        JsonText text;
        text.m_utf8 = std::move(utf8);
        return text;
    }

    const QByteArray &utf8() const { return m_utf8; }
    QJsonObject object() const { return QJsonDocument::fromJson(m_utf8).object(); }

    /// Order of members and white space do not count.
    friend bool operator==(const JsonText &a, const JsonText &b)
    {
        return a.m_utf8 == b.m_utf8 || a.object() == b.object();
    }

private:
    QByteArray m_utf8 = QByteArrayLiteral("{}");
};

} // namespace parking

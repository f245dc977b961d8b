#pragma once

#include <QJsonValue>
#include <QString>

#include <optional>

namespace parking::ui {

/// A building's hours as a person writes them, from and to the form of the site's settings:
/// "Mon–Fri 07:00–22:00, Sat 08:00–20:00". Days are in the locale's short form; English ones are
/// taken too. Undefined, the building is always open, is an empty text.
QString hoursText(const QJsonValue &hours);
/// Empty: it is not understood. A day that is not named is closed.
std::optional<QJsonValue> hoursOf(const QString &text);

} // namespace parking::ui

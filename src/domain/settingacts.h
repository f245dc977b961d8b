#pragma once

#include "domain/act.h"

#include <QJsonObject>

/// What people set, as acts. Pure.
namespace parking::domain {

/// Each value that differs, by the way to it: "bookings.graceMinutes". Of what is secret, and of
/// what a person is reached by, neither value is told, however deep it lies.
QList<ActDifference> differencesOf(const QJsonObject &before, const QJsonObject &after);

} // namespace parking::domain

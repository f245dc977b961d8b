#pragma once

#include "domain/act.h"
#include "domain/display.h"

#include <QJsonObject>

/// What people set, and what they do with what was set aside, as acts. Pure.
namespace parking::domain {

/// Each value that differs, by the way to it: "bookings.graceMinutes". Of what is secret, and of
/// what a person is reached by, neither value is told, however deep it lies.
QList<ActDifference> differencesOf(const QJsonObject &before, const QJsonObject &after);

/// A lamp's own settings; empty where they say the same.
std::optional<Act> actOf(DevEui display, const DisplaySettings &before,
                         const DisplaySettings &after);

/// A setting of one computer, in its settings file. `isSecret`: neither value is told.
Act computerAct(const QString &computer, const ActDifference &setting, bool isSecret);

/// The row of all messages that were set aside; one has its number behind a dot.
inline constexpr QLatin1StringView kDeadLetters("deadLetters");
/// Messages that somebody deleted, put back, or wants to be tried again (Changed). Nothing of what
/// they said.
Act lettersAct(ActVerb verb, const QList<qint64> &ids, qint64 count);

} // namespace parking::domain

#pragma once

#include "domain/alarm.h"

/// Alarms of the fixture's site, for tests and pictures of the window.
namespace parking::fixture {

/// The five of ui/alarms-light.png, the worst first, and two that somebody acknowledged.
domain::AlarmsKnown alarms();
domain::Alarm alarm(domain::AlarmKind kind, const QStringList &codes, Milliseconds age,
                    const QJsonObject &facts = {}, const QString &subject = {});

} // namespace parking::fixture

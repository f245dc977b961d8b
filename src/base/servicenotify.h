#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace parking {

/// Tells the service manager how this program does: "READY=1", "WATCHDOG=1", "STOPPING=1"
/// (sd_notify(3)). Nothing happens where none asked for it, and on Windows.
void notifyService(const QByteArray &state);

/// How often it wants to hear WATCHDOG=1: half of what it allows; empty: never.
std::optional<std::chrono::milliseconds> watchdogPause();

/// Does this computer's clock keep the time without a network, or was it set by one? A small
/// computer without a clock of its own begins with the time at which it was switched off.
bool isClockTrusted();

} // namespace parking

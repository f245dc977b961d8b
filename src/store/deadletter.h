#pragma once

#include "base/result.h"
#include "base/time.h"

#include <QByteArray>

#include <optional>

namespace parking::store {

/// A message that was set aside.
struct DeadLetter {
    qint64 id = 0; ///< given by the database
    QByteArray topic;
    QByteArray payload; ///< cut at kDeadLetterBytes
    qint64 payloadBytes = 0; ///< length before the cut
    QByteArray sha256; ///< of the whole payload, 32 bytes
    QString code; ///< BAD_JSON, BAD_TIME, DATABASE_ERROR ...
    QString detail;
    QString sqlState;
    UtcTime receivedAt; ///< of the first one with this content
    UtcTime recordedAt;
    QByteArray
        contentKey; ///< SHA-256 over topic and payload; empty: set aside before there was one
    qint64 times = 1; ///< so often it came
    std::optional<UtcTime> lastAt = {}; ///< recorded, when it came more than once
    std::optional<UtcTime> askedAt = {}; ///< somebody wants it to be tried again

    bool isWhole() const { return payloadBytes == payload.size(); }
};

inline constexpr qint64 kDeadLetterBytes = 64 * 1024;

/// Makes the row that is stored: cuts and hashes.
DeadLetter makeDeadLetter(const QByteArray &topic, const QByteArray &payload, const Error &error,
                          UtcTime receivedAt, UtcTime recordedAt);

} // namespace parking::store

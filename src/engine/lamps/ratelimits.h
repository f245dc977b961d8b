#pragma once

#include "base/clock.h"

#include <QHash>
#include <QString>

#include <algorithm>
#include <chrono>
#include <optional>

namespace parking::engine {

/// Token buckets by name: `perMinute` commands a minute for each, all of them at once after a quiet
/// minute. Gateways may send for a small share of the time only. Pure, time comes in.
class RateLimits {
public:
    explicit RateLimits(int perMinute) : m_perMinute(perMinute) { } ///< 0: no limit

    /// Takes a token; else tells when there will be one.
    std::optional<Steady::time_point> take(const QString &name, Steady::time_point now)
    {
        if (m_perMinute <= 0)
            return std::nullopt;
        const auto it = m_buckets.find(name);
        Bucket &bucket =
            it != m_buckets.end() ? *it : *m_buckets.insert(name, {double(m_perMinute), now});
        const std::chrono::duration<double> passed = now - bucket.filled;
        bucket.tokens =
            std::min(double(m_perMinute), bucket.tokens + passed.count() * m_perMinute / 60.0);
        bucket.filled = now;
        if (bucket.tokens < 1) {
            const std::chrono::duration<double> wait((1 - bucket.tokens) * 60.0 / m_perMinute);
            return now + std::chrono::duration_cast<Steady::duration>(wait)
                + std::chrono::milliseconds(1);
        }
        bucket.tokens -= 1;
        return std::nullopt;
    }

private:
    struct Bucket {
        double tokens = 0;
        Steady::time_point filled;
    };

    int m_perMinute;
    QHash<QString, Bucket> m_buckets;
};

} // namespace parking::engine

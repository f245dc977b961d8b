#pragma once

#include "domain/health.h"

#include <QObject>

#include <map>

namespace parking::ui {

/// What Health told in the last hour, a value each 30 s: uplinks per second and the backlog, and
/// when database and broker were lost. What nobody told is no value, and no zero.
class HealthSeries : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    static constexpr std::chrono::seconds kStep{30};
    static constexpr int kPoints = 120;

    struct Point {
        UtcTime time; ///< where its half minute begins
        std::optional<double> uplinks; ///< per second, the mean
        std::optional<double> backlog; ///< the last of it
    };
    struct Loss {
        UtcTime time;
        QString check; ///< "database", "mqtt"
        bool operator==(const Loss &) const = default;
    };

    void add(const domain::Health &health);
    /// The hour until `now`, oldest first; always kPoints.
    QList<Point> points(UtcTime now) const;
    const QList<Loss> &losses() const { return m_losses; } ///< of that hour

private:
    struct Slot {
        double uplinks = 0;
        int told = 0;
        double backlog = 0;
    };

    void forget(qint64 newest);

    std::map<qint64, Slot> m_slots; ///< by half minutes since 1970
    QList<Loss> m_losses;
};

} // namespace parking::ui

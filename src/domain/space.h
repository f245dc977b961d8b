#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/deveui.h"
#include "domain/ids.h"
#include "domain/spacestate.h"

#include <QJsonObject>
#include <QSet>
#include <QStringList>

#include <optional>

namespace parking::domain {

/// Where a space lies on its floor's plan: metres from the plan's top left corner; x and y are
/// the centre, rotation is clockwise degrees around it. Width is the short side of an ordinary
/// space (2.5 m), height the long one (5 m).
struct Placement {
    double x = 0;
    double y = 0;
    double w = 2.5;
    double h = 5.0;
    double rotation = 0;

    bool operator==(const Placement &) const = default;
};

struct GeoPoint {
    double latitude = 0; ///< -90..90
    double longitude = 0; ///< -180..180

    bool operator==(const GeoPoint &) const = default;
};

/// What people decide about a space; its live state is SpaceStatus.
struct Space {
    SpaceId id;
    SiteId siteId;
    QString code; ///< 1..20 characters, unique among the site's spaces that are not deleted
    QString name; ///< 1..100 characters
    QString building; ///< 0..100
    QString floor; ///< 0..20, the floor's name: "B1", "G", "3"
    QString zone; ///< 0..50
    std::optional<GeoPoint> position;
    std::optional<DevEui> sensorEui;
    std::optional<DevEui> displayEui;
    QStringList features; ///< charging, accessible, ...
    std::optional<Placement> placement; ///< empty: not placed yet
    QJsonObject metadata;
    UtcTime createdAt;
    UtcTime updatedAt;
    std::optional<UtcTime> deletedAt;

    bool operator==(const Space &) const = default;
};

/// All rules of A15 and A16 for a new or edited space: VALIDATION_ERROR for the first field that
/// breaks one. Texts may not hold U+0000 or lone surrogates.
Result<> validate(const Space &space);

/// The plan's code for the n-th space of a floor (A44): ("A", "1", 5) -> "A1-005". `taken` makes
/// it unique, which the plan's is not: while the code is taken the number rises.
QString generateSpaceCode(const QString &building, const QString &floor, int number,
                          const QSet<QString> &taken = {});

} // namespace parking::domain

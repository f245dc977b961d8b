#pragma once

#include "base/result.h"
#include "domain/ids.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QRectF>
#include <QString>

namespace parking::domain {

/// Geometry of one floor in metres, origin top left, x to the right, y down.
struct FloorPlan {
    /// Drivable area with direction arrows. direction: degrees clockwise, 0 = to the right.
    struct Lane {
        QRectF area;
        double direction = 0;
        bool arrows = true;
        bool operator==(const Lane &) const = default;
    };
    struct Ramp {
        QRectF area;
        QString destination; ///< "Ground", "B2"
        bool up = true;
        bool operator==(const Ramp &) const = default;
    };
    /// Stairs and lifts.
    struct Core {
        QRectF area;
        QString name;
        bool lift = true;
        bool stairs = true;
        bool operator==(const Core &) const = default;
    };
    struct Pillar {
        QPointF centre;
        double size = 0.6;
        bool operator==(const Pillar &) const = default;
    };
    /// Where a zone's plate and counter lie on its lane.
    struct ZoneLabel {
        QString zone;
        QPointF position; ///< left centre of the plate
        bool operator==(const ZoneLabel &) const = default;
    };
    /// A remark painted on a lane, e.g. "Charging at 142-149".
    struct Note {
        QPointF position;
        QString text;
        QString icon; ///< empty or an icon's name
        bool operator==(const Note &) const = default;
    };

    /// How the floor's picture lies under all of it.
    struct Backdrop {
        QRectF area; ///< null: the whole floor
        double opacity = 1; ///< 0 to 1; the dark theme dims it further
        bool operator==(const Backdrop &) const = default;
    };

    QList<Lane> lanes;
    QList<Ramp> ramps;
    QList<Core> cores;
    QList<Pillar> pillars;
    QList<ZoneLabel> zones;
    QList<Note> notes;
    Backdrop backdrop;

    bool operator==(const FloorPlan &) const = default;

    QJsonObject toJson() const;
    /// Unknown members are ignored, wrong types are VALIDATION_ERROR.
    static Result<FloorPlan> fromJson(const QJsonObject &json);
};

struct Floor {
    FloorId id;
    SiteId siteId;
    QString building;
    QString name; ///< short, as in Space::floor: "B1", "G", "3"
    QString title; ///< long: "Basement 1"
    int level = 0; ///< order from bottom to top: B1 = -1, G = 0, ...
    double widthM = 0; ///< 0: no plan yet, spaces lie in rows
    double heightM = 0;
    QByteArray picture; ///< PNG, JPEG or SVG drawn under the plan, empty when none
    QString pictureType; ///< image/png, image/jpeg, image/svg+xml
    FloorPlan plan;

    bool operator==(const Floor &) const = default;
};

struct Site {
    SiteId id;
    QString name;
    QString timeZone; ///< IANA name
    QJsonObject settings;

    bool operator==(const Site &) const = default;
};

} // namespace parking::domain

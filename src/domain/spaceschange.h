#pragma once

#include "domain/floorplan.h"
#include "domain/space.h"

#include <QHash>

#include <optional>

namespace parking::domain {

/// A floor, or one of its zones; the zone is empty where the floor is meant.
struct SitePlace {
    QString building;
    QString floor;
    QString zone;

    bool operator==(const SitePlace &) const = default;
};
bool isAt(const Space &space, const SitePlace &place);

/// What people change of a site's spaces and floors, at once: all of it or nothing. What stood
/// before has the same shape, so it is the undo.
struct SpacesChange {
    QHash<SpaceId, std::optional<Space>> spaces; ///< as they are to be; empty: deleted
    QHash<FloorId, std::optional<Floor>> floors; ///< as they are to be; empty: removed
    QList<SitePlace> emptied = {}; ///< that go, or get another name: no space is there any more

    bool isEmpty() const { return spaces.isEmpty() && floors.isEmpty(); }
};

/// True when people decided the same about both: the times of their rows do not count.
bool saySame(const std::optional<Space> &a, const std::optional<Space> &b);

/// Gives a floor another name. A floor of that name takes it in: its spaces come there without a
/// place on the plan (theirs was on another one), and its row goes; the row that takes them in is
/// part of the change, as it is. VALIDATION_ERROR for a name that is none.
Result<SpacesChange> renamedFloor(const QList<Floor> &floors, const QList<Space> &spaces,
                                  const SitePlace &floor, const QString &name);

/// The same of a zone; one of that name on the same floor takes it in, and they keep their places.
/// The plate on the plan goes with it. An empty name: its spaces belong to no zone any more.
Result<SpacesChange> renamedZone(const QList<Floor> &floors, const QList<Space> &spaces,
                                 const SitePlace &zone, const QString &name);

/// These spaces to a place; who comes from another floor has no place on its plan yet.
SpacesChange movedSpaces(const QList<Space> &spaces, const SitePlace &to);

/// One feature more, or less. Spaces that have it (or do not) already are left out.
SpacesChange featuredSpaces(const QList<Space> &spaces, const QString &feature, bool has);

/// "20 spaces in a row, codes B1-001 up".
struct SpaceRow {
    SitePlace place;
    QString prefix; ///< of the codes: "B1-"
    int first = 1;
    int count = 1;
    int digits = 0; ///< of the first number as it is written: "01" has two; 0: nobody wrote it
};

inline constexpr int kMostInRow = 2000;

/// The codes of such a row: with as many digits as the first one is written with, else with three
/// at least, and all with as many as the last.
QStringList codesOf(const SpaceRow &row);
/// The spaces, without ids. VALIDATION_ERROR for what no space may be; a code that is among `taken`
/// is DUPLICATE_RESOURCE.
Result<QList<Space>> spacesOf(const SpaceRow &row, const QSet<QString> &taken);

} // namespace parking::domain

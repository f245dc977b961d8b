#pragma once

#include "domain/layoutchange.h"

#include <QHash>
#include <QPointF>
#include <QSet>

#include <functional>
#include <optional>

namespace parking::ui {

using Placements = QHash<domain::SpaceId, std::optional<domain::Placement>>;

/// What lies under a floor's plan: its picture, and the size in metres that it is drawn at.
struct FloorSheet {
    QByteArray picture; ///< empty: none
    QString type;
    double widthM = 0;
    double heightM = 0;
    domain::FloorPlan::Backdrop backdrop; ///< where the picture lies and how strong it is

    bool operator==(const FloorSheet &) const = default;
};

inline constexpr double kLayoutGrid = 0.5; ///< metres

/// The nearest line of the grid.
double snapped(double metres);

/// The floor while somebody edits its layout: a draft with undo, until it is saved or dropped.
/// Pure: knows no window. Lengths in metres, angles in degrees clockwise.
class LayoutEdit {
public:
    enum class Edge { Left, Right, Top, Bottom };

    /// `stored` is what the database has; `shown` where the spaces stand before the first change
    /// (the same, except on a floor whose places were generated).
    LayoutEdit(const Placements &stored, const Placements &shown, const FloorSheet &sheet = {});

    const Placements &placements() const { return m_current.placements; }
    const FloorSheet &sheet() const { return m_current.sheet; }
    bool isChanged() const { return !(m_current == m_shown); }
    bool isSheetChanged() const { return !(m_current.sheet == m_shown.sheet); }
    Placements changes() const; ///< against `stored`; empty when no space was edited
    Placements seen() const; ///< of these, what was stored when the draft was begun
    QSet<domain::SpaceId> overlapping() const; ///< spaces that cover a part of another one
    /// Around the spaces that stand where somebody stored them; null when there are none.
    QRectF storedExtent() const;

    bool canUndo() const { return !m_undo.isEmpty(); }
    bool canRedo() const { return !m_redo.isEmpty(); }
    void undo();
    void redo();

    // Each is one step to undo. Spaces without a place are left out, except by row().
    void move(const QSet<domain::SpaceId> &spaces, const QPointF &by);
    void setSize(const QSet<domain::SpaceId> &spaces, std::optional<double> w,
                 std::optional<double> h); ///< cut to 0.5 to 50
    /// Moves edges of one space's box, as it lies on the plan, to the grid; the others stay.
    void moveEdges(domain::SpaceId space, const QSet<Edge> &edges, const QPointF &by);
    /// One on its place, several as a group about its middle.
    void rotate(const QSet<domain::SpaceId> &spaces, double degrees);
    void mirror(const QSet<domain::SpaceId> &spaces, Qt::Orientation across);
    void align(const QSet<domain::SpaceId> &spaces, Edge edge);
    void distribute(const QSet<domain::SpaceId> &spaces, Qt::Orientation along);
    /// Side by side from `from` towards `to`, along the nearer axis; as many as fit, at least one.
    /// Gives how many.
    int row(const QList<domain::SpaceId> &spaces, const QPointF &from, const QPointF &to);
    /// Where row() would put them.
    Placements rowOf(const QList<domain::SpaceId> &spaces, const QPointF &from,
                     const QPointF &to) const;
    void unplace(const QSet<domain::SpaceId> &spaces);
    /// A generated place tells nothing about a picture: when one comes, spaces that nobody placed
    /// wait beside it; when it goes they are back.
    void setSheet(const FloorSheet &sheet);

private:
    struct State {
        Placements placements;
        FloorSheet sheet;
        bool operator==(const State &) const = default;
    };

    void step(const Placements &next) { step(State{next, m_current.sheet}); }
    void step(const State &next);
    void edit(const QSet<domain::SpaceId> &spaces,
              const std::function<void(domain::Placement &)> &change);
    QList<domain::SpaceId> placed(const QSet<domain::SpaceId> &spaces) const;

    Placements m_stored;
    State m_shown;
    State m_current;
    QList<State> m_undo;
    QList<State> m_redo;
};

/// Where a picture of such proportions lies on a floor of `floorM` metres: as large as it fits, in
/// the middle. Null when that is the whole floor.
QRectF fitted(const QSizeF &picture, const QSizeF &floorM);
/// Where it lies on a floor that has no size: under all of `spaces` and what drives around them, in
/// the middle.
QRectF covering(const QSizeF &picture, const QRectF &spaces);

FloorSheet sheetOf(const domain::Floor &floor);
void putOn(domain::Floor &floor, const FloorSheet &sheet);

/// The upright box around a placement, as the map draws it.
QRectF boxOf(const domain::Placement &placement);

} // namespace parking::ui

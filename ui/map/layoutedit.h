#pragma once

#include "domain/space.h"

#include <QHash>
#include <QPointF>
#include <QSet>

#include <functional>
#include <optional>

namespace parking::ui {

using Placements = QHash<domain::SpaceId, std::optional<domain::Placement>>;

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
    LayoutEdit(const Placements &stored, const Placements &shown);

    const Placements &placements() const { return m_current; }
    bool isChanged() const { return m_current != m_shown; }
    Placements changes() const; ///< against `stored`; empty when nothing was edited

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
    void rotate(const QSet<domain::SpaceId> &spaces, double degrees); ///< each on its place
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

private:
    void step(const Placements &next);
    void edit(const QSet<domain::SpaceId> &spaces,
              const std::function<void(domain::Placement &)> &change);
    QList<domain::SpaceId> placed(const QSet<domain::SpaceId> &spaces) const;

    Placements m_stored;
    Placements m_shown;
    Placements m_current;
    QList<Placements> m_undo;
    QList<Placements> m_redo;
};

/// The upright box around a placement, as the map draws it.
QRectF boxOf(const domain::Placement &placement);

} // namespace parking::ui

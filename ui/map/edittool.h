#pragma once

#include "map/layoutedit.h"
#include "map/mapscene.h"
#include "theme/theme.h"

#include <QObject>

class QKeyEvent;
class QPainter;

namespace parking::ui {

/// What was edited on a floor, put aside.
struct KeptDraft {
    MapPlace place;
    LayoutEdit draft;
    std::optional<domain::Floor> seenFloor; ///< when the draft was begun
};

/// The hand that edits the layout of the one floor in a scene: mouse and keys become steps of a
/// draft. Lives as long as the floor is edited; works on the scene and the selection of its map.
/// Points are in the scene's pixels.
class EditTool : public QObject {
    Q_OBJECT

public:
    EditTool(const MapScene &scene, const QSet<domain::SpaceId> &selection,
             QObject *parent = nullptr);

    const LayoutEdit &draft() const { return m_draft; }
    domain::LayoutChange change() const; ///< what is to be saved; empty: nothing was edited
    domain::LayoutChange seen() const; ///< of that, what was stored when the draft was begun
    void change(const std::function<void(LayoutEdit &)> &step);
    KeptDraft kept() const { return {m_scene.place(), m_draft, m_seenFloor}; }
    void resume(const KeptDraft &kept); ///< of this floor

    /// The next drag places the spaces without a place in a row: the selected ones of them, else
    /// all. Where all have one, the selected spaces.
    void setRowMode(bool on);
    bool isRowMode() const { return m_rowMode; }
    /// Spaces that a row would take, by code.
    QList<domain::SpaceId> rowCandidates() const;

    /// False: no drag of this tool begins here. A space that is not selected is, once it is
    /// dragged.
    bool press(const QPointF &pixels, Qt::KeyboardModifiers keys);
    void drag(const QPointF &pixels);
    bool release(const QPointF &pixels); ///< false: it was a click, or no drag of this tool
    bool key(const QKeyEvent &event); ///< false: the key means the same as without this tool
    bool isDragging() const { return m_drag != Drag::None; }
    /// Metres by which a drag has brought the selection; null while it does something else.
    QPointF moved() const { return m_drag == Drag::Move ? m_moved : QPointF(); }

    /// Handles of the selected space, and what the drag would do.
    void paint(QPainter &painter, const Theme &theme) const;

Q_SIGNALS:
    void changed(); ///< the draft
    void rowModeChanged();
    void selected(const QSet<parking::domain::SpaceId> &spaces); ///< that steps are done with

private:
    enum class Drag { None, Move, Resize, Row };

    /// The one selected space; null when there are none or several, or it has no place.
    domain::SpaceId sizable() const;
    QSet<LayoutEdit::Edge> handleAt(const QPointF &pixels) const;
    QPointF toFloor(const QPointF &pixels) const;
    void layRow(const QPointF &to);
    bool keyArrow(const QPointF &direction, bool resizes);
    void paintOverlaps(QPainter &painter, const Theme &theme) const;
    void paintHandles(QPainter &painter, const Theme &theme) const;
    void paintRow(QPainter &painter, const Theme &theme) const;

    const MapScene &m_scene;
    const QSet<domain::SpaceId> &m_selection;
    LayoutEdit m_draft;
    std::optional<domain::Floor> m_seenFloor; ///< when the draft was begun
    bool m_rowMode = false;
    Drag m_drag = Drag::None;
    QSet<LayoutEdit::Edge> m_handle; ///< edges that the drag moves
    domain::SpaceId m_grabbed; ///< pressed, and not selected yet
    QPointF m_pressed;
    QPointF m_last;
    QPointF m_moved; ///< metres, snapped
};

} // namespace parking::ui

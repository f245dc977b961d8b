#pragma once

#include "map/causelayout.h"
#include "map/floorlayout.h"
#include "map/floorpainter.h"
#include "map/layoutedit.h"
#include "map/spacepainter.h"
#include "models/causewatch.h"
#include "models/sitemodel.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>
#include <QWidget>

#include <memory>

namespace parking::ui {

/// What the map shows: the whole site, one building's floors as tiles, or one floor's plan.
struct MapPlace {
    QString building; ///< empty: site level
    QString floor; ///< empty: building level

    bool operator==(const MapPlace &) const = default;
};

/// What can be pressed on the map beside spaces.
struct MapLink {
    enum class Kind { Cause, PlaceOnPlan };
    struct Ring { ///< around dots of a cause
        QRectF box;
        MapPlace place;
    };

    Kind kind = Kind::Cause;
    QString text;
    QString where; ///< "North · B2"
    QString detail; ///< for the tool tip
    QRectF box; ///< in widget pixels, as are the rings
    MapPlace place; ///< the floor that it opens
    QSet<domain::SpaceId> spaces; ///< those on that floor are selected
    domain::CommonCause cause;
    QList<Ring> rings; ///< of a cause: each opens its own floor
};

/// One floor on the map: its layout and the rows of the model that lie on it.
struct MapFloor {
    domain::Floor floor;
    FloorLayout layout;
    QPointF offset; ///< metres; tiles of a building lie beside each other
    QList<int> rows; ///< by code
    QList<QRectF> boxes; ///< metres without offset, parallel to rows
    QList<bool> numberBelow; ///< parallel to rows: the lane lies below
    QStringList labels; ///< parallel to rows
    QList<quint8> features; ///< parallel to rows, as SpaceLook::feature
};

/// The picture of the site by UI.md, part 5. Reads a SiteModel, knows no engine. One widget that
/// paints what is visible: thousands of spaces need no object each.
class MapView : public QWidget {
    Q_OBJECT

public:
    using Placements = ui::Placements;

    MapView(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);
    ~MapView() override;

    MapPlace place() const { return m_place; }
    void show(const MapPlace &place); ///< and fits it
    void fit(); ///< Ctrl+0
    void zoomBy(double factor) { zoomAt(rect().center(), factor); }
    double pixelsPerMetre() const { return m_scale.pixelsPerMetre; }

    domain::Floor shownFloor() const
    {
        return m_shown.isEmpty() ? domain::Floor() : m_shown.first().floor;
    }
    QSizeF shownSize() const { return m_content; } ///< metres
    QSet<domain::SpaceId> selection() const { return m_selection; }
    void select(const QSet<domain::SpaceId> &spaces);
    void reveal(domain::SpaceId space); ///< shows its floor, centres and selects it
    domain::SpaceId current() const { return m_current; } ///< where the keyboard is; may be null
    const SiteModel &model() const { return m_model; }
    QList<int> shownRows() const; ///< of the model; empty at site level
    int rowAt(const QPointF &pixels) const; ///< of the model; -1: no space there
    QString describe(int row) const; ///< "B1-055, reserved until 16:30, sensor free"
    QRectF boxOf(domain::SpaceId space) const; ///< in widget pixels; null when not shown
    /// Site level: a label for each common cause. Else: "Place on plan" per floor that needs it.
    QList<MapLink> links() const;
    void press(int link) { follow(links().value(link)); }
    int focusedLink() const { return m_focusLink; } ///< by keys, at site level; -1: none

    /// States that stay bright while all else dims to 25 %; empty and not silent: no dimming.
    void setHighlight(const QSet<domain::SpaceState> &states, bool silent = false);
    MapLayer layer() const { return m_layer; }
    void setLayer(MapLayer layer);
    void setReadOnly(bool readOnly);
    void setStale(bool stale); ///< the picture is old: drawn at 60 %

    bool isEditing() const { return m_edit != nullptr; }
    /// Only a single floor can be edited; leaving drops what was not saved.
    void setEditing(bool editing);
    const LayoutEdit *edit() const { return m_edit.get(); }
    void change(const std::function<void(LayoutEdit &)> &step); ///< while editing
    /// The next drag places the selected spaces, or those without a place, in a row.
    void setRowMode(bool on);
    bool isRowMode() const { return m_rowMode; }
    /// Spaces that a row would take: the selected ones, else those without a place, by code.
    QList<domain::SpaceId> rowCandidates() const;

    QSize sizeHint() const override { return {728, 668}; }
    bool event(QEvent *event) override;

Q_SIGNALS:
    void placeChanged(const parking::ui::MapPlace &place);
    void selectionChanged(const QSet<parking::domain::SpaceId> &spaces);
    void activated(const parking::domain::SpaceId &space); ///< Enter or double click
    void maintenanceRequested(const QSet<parking::domain::SpaceId> &spaces); ///< M
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces); ///< L
    void editChanged(); ///< draft, its undo steps, or the mode itself
    void announced(const QString &text); ///< for assistive technology

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Drag { None, Pan, Band, Move, Resize, Row };
    struct Hit {
        int floor = -1; ///< index into m_shown
        int index = -1; ///< into its rows
        bool isValid() const { return index >= 0; }
        bool operator==(const Hit &) const = default;
    };
    struct Strip { ///< a floor on a card of the site level
        QString building;
        QString floor; ///< empty: the card's title
        QRectF box;
        QRectF dots; ///< between the floor's name and its count
        double dot = 0; ///< pitch in pixels
        QPointF origin;
        int rowsOfDots = 1;

        QRectF bar() const; ///< in place of dots that would be too small
        DotGrid grid(qsizetype spaces) const;
    };

    // mapview.cpp: model and place
    void reload();
    MapFloor makeFloor(const QString &building, const QString &floor) const;
    void arrange();
    void refit();
    void onStatuses(const QList<int> &rows);
    void flushDirty();
    SpaceLook lookOf(int row, const MapFloor &floor, int index) const;
    bool isDimmed(int row) const;
    QRectF boxOf(const Hit &hit) const;
    Hit hitOfRow(int row) const;
    Hit hitAt(const QPointF &pixels) const;
    int rowOf(const Hit &hit) const { return m_shown[hit.floor].rows[hit.index]; }
    domain::SpaceId idOf(const Hit &hit) const { return m_model.space(rowOf(hit)).id; }
    void zoomAt(const QPointF &pixels, double factor);
    void levelUp();

    // mapviewpaint.cpp
    void paintFloors(QPainter &painter, const QRect &dirty);
    void paintSpaces(QPainter &painter, const MapFloor &floor, const QRect &dirty);
    QRectF movedBox(const MapFloor &floor, int index) const;
    void paintSpace(QPainter &painter, const MapFloor &floor, int index);
    void paintMarks(QPainter &painter);
    void paintSelection(QPainter &painter);
    void paintHoverCard(QPainter &painter);
    void paintPicture(QPainter &painter, const MapFloor &floor);
    void paintEmpty(QPainter &painter);

    // mapviewsite.cpp
    void layOutSite();
    void paintSite(QPainter &painter);
    void paintStrip(QPainter &painter, const Strip &strip);

    // mapviewcauses.cpp
    void layOutCauses();
    QList<CauseRing> ringsOn(const Strip &strip, const QList<int> &rows) const;
    void placeLabels();
    void paintCauses(QPainter &painter);
    void paintCauseLabel(QPainter &painter, const MapLink &link, bool lit);

    // mapviewplace.cpp
    QRectF unplacedHead(const MapFloor &floor) const;
    std::optional<MapLink> placeLink(const MapFloor &floor) const;
    void paintUnplacedHead(QPainter &painter, const MapFloor &floor);
    void paintRow(QPainter &painter);

    // mapviewlinks.cpp
    /// The link under the pointer, as index into links(); its place is the ring's where one is hit.
    std::pair<int, MapPlace> linkAt(const QPointF &pixels) const;
    void hoverLink(const QPointF &pixels);
    bool pressedLink(const QPointF &pixels);
    bool keyLink(const QKeyEvent &event);
    void focusLink(int link);
    void follow(MapLink link);

    // mapviewinput.cpp
    void step(const QPointF &direction);
    void stepToEnd(bool first);
    void changeFloor(int by);
    void setCurrent(const Hit &hit, bool keepSelection);
    void selectZone();
    void announce();

    // mapviewedit.cpp
    void moveEdited(const QPointF &metres);
    QSet<LayoutEdit::Edge> handleAt(const QPointF &pixels) const;
    bool pressEdited(const QPointF &pixels, const Hit &hit);
    void releaseEdited(Drag drag, const QPointF &pixels);
    bool keyEdited(const QKeyEvent &event);
    void paintHandles(QPainter &painter);

    // mapviewinput.cpp
    void openStrip(const QPointF &pixels);

    SiteModel &m_model;
    const Theme &m_theme;
    SpacePainter m_spacePainter;
    FloorPainter m_floorPainter;
    MapPlace m_place;
    QList<MapFloor> m_shown; ///< floor level: one; building level: all of the building
    QSizeF m_content; ///< metres
    MapScale m_scale;
    bool m_fitted = true; ///< follows the widget's size until somebody zooms
    QList<Strip> m_strips;
    CauseWatch m_causes;
    QList<MapLink> m_causeLinks; ///< as laid out on m_strips
    int m_hoverLink = -1;
    int m_focusLink = -1;

    QSet<domain::SpaceId> m_selection;
    domain::SpaceId m_current;
    Hit m_hover;
    QTimer m_hoverTimer;
    bool m_hoverShown = false;
    QSet<domain::SpaceState> m_highlight;
    bool m_highlightSilent = false;
    MapLayer m_layer = MapLayer::State;
    bool m_readOnly = false;
    bool m_stale = false;
    std::unique_ptr<LayoutEdit> m_edit; ///< while the layout is edited
    bool m_rowMode = false;
    QSet<LayoutEdit::Edge> m_handle; ///< edges that the drag moves
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    QPointF m_last;
    QPointF m_moved; ///< metres, snapped
    QHash<int, qint64> m_rings; ///< rows that changed lately, with the time they did
    QElapsedTimer m_clock;
    QTimer m_animation;
    QTimer m_dirtyTimer;
    QSet<int> m_dirtyRows;
    mutable QHash<QString, QPixmap> m_pictures;
};

} // namespace parking::ui

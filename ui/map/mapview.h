#pragma once

#include "map/dragtool.h"
#include "map/edittool.h"
#include "map/linktool.h"
#include "map/mapoptions.h"
#include "map/recentchanges.h"
#include "map/scenepainter.h"
#include "map/selecttool.h"
#include "map/sitepainter.h"
#include "models/causewatch.h"

#include <QWidget>

#include <memory>

namespace parking::ui {

/// The picture of the site, made of a SiteModel and a Theme alone. One widget that
/// paints what is visible: thousands of spaces need no object each. Where things lie is known by
/// MapScene and SiteScene, how they look by their painters, what mouse and keys do to them by
/// SelectTool, LinkTool, DragTool and EditTool; the widget brings these together and moves the
/// camera.
class MapView : public QWidget {
    Q_OBJECT

public:
    MapView(const SiteModel &model, const Theme &theme, QWidget *parent = nullptr);
    ~MapView() override;

    const MapPlace &place() const { return m_scene.place(); }
    /// And fits it. While an edited draft is open nothing happens but leaveAsked.
    /// These keys are the window's also while the map has the keyboard.
    void leaveKeys(const QSet<int> &keys) { m_leftKeys = keys; }
    void show(const MapPlace &place);
    void fit(); ///< Ctrl+0
    void zoomBy(double factor) { zoomAt(rect().center(), factor); }
    const MapOptions &options() const { return m_options; }
    void setOptions(const MapOptions &options);

    const SiteModel &model() const { return m_scene.model(); }
    const MapScene &scene() const { return m_scene; } ///< empty at site level
    const QSet<domain::SpaceId> &selection() const { return m_select.selection(); }
    void select(const QSet<domain::SpaceId> &spaces) { m_select.select(spaces); }
    /// So many pixels at the right lie under something else.
    void setCovered(int right);
    QRectF uncovered() const { return QRectF(rect()).adjusted(0, 0, -m_covered, 0); }
    /// While true what is seen stays where it is when the widget's size changes: something is being
    /// opened or closed beside the map.
    void setHeld(bool held) { m_isHeld = held; }
    void keepCurrentSeen(); ///< moves the map no further than it must
    void reveal(domain::SpaceId space); ///< shows its floor, centres and selects it
    domain::SpaceId current() const { return m_select.current(); } ///< as SelectTool says
    QList<MapLink> links() const { return m_links.links(); } ///< as LinkTool says
    int focusedLink() const { return m_links.focused(); }
    void press(int link) { follow(links().value(link)); }

    /// Only a single floor can be edited; false drops what was not saved.
    void setEditing(bool editing);
    bool hasDraft() const { return m_edit && m_edit->draft().isChanged(); } ///< not saved
    bool isEditing() const { return m_edit != nullptr; }
    EditTool *editTool() const { return m_edit.get(); } ///< null unless the floor is edited

    QSize sizeHint() const override { return {728, 668}; }
    bool event(QEvent *event) override;

Q_SIGNALS:
    void placeChanged(const parking::ui::MapPlace &place);
    void selectionChanged(const QSet<parking::domain::SpaceId> &spaces);
    void activated(const parking::domain::SpaceId &space); ///< Enter or double click
    void maintenanceRequested(const QSet<parking::domain::SpaceId> &spaces); ///< M
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces); ///< L
    /// Somebody wants another place, but there is a draft: `goOn` goes there once it is gone.
    void leaveAsked(const std::function<void()> &goOn);
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
    void watchModel();
    void watchTools();
    void load(const MapPlace &place);
    void layOut();
    void markCauses();
    SceneMarks marks() const;
    void repaintRows(const QSet<int> &rows);
    void zoomAt(const QPointF &pixels, double factor);
    void zoomSite(const QPointF &pixels, double factor);
    bool scrollSite(double pixels); ///< false: all is seen
    void enter(const MapPlace &floor, const QPointF &pixels);
    void forgetFloor();
    void levelUp();
    void changeFloor(int up);
    void startEdit();
    void onEditMode();
    bool key(const QKeyEvent &event);
    void follow(const MapLink &link);
    void announce(const QString &text, int child);
    void updateCursor();

    const Theme &m_theme;
    MapScene m_scene;
    SiteScene m_site;
    ScenePainter m_scenePainter;
    SitePainter m_sitePainter;
    CauseWatch m_causes;
    RecentChanges m_changes;
    MapOptions m_options;
    SelectTool m_select;
    LinkTool m_links;
    DragTool m_drag;
    std::unique_ptr<EditTool> m_edit;
    int m_covered = 0;
    bool m_isHeld = false;
    double m_siteZoom = 1; ///< by which somebody has zoomed towards a card
    QSet<int> m_leftKeys;
};

} // namespace parking::ui

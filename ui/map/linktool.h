#pragma once

#include "map/mapscene.h"
#include "map/sitescene.h"
#include "theme/theme.h"

#include <QObject>

class QKeyEvent;

namespace parking::ui {

/// What can be pressed on the map beside spaces, by mouse and keys. Points are in widget pixels.
class LinkTool : public QObject {
    Q_OBJECT

public:
    LinkTool(const MapScene &scene, const SiteScene &site, const Theme &theme,
             QObject *parent = nullptr);

    /// Site level: a label for each common cause. Else: "Place on plan" per floor that needs it.
    QList<MapLink> links() const;
    void setPlacing(bool allowed) { m_placing = allowed; } ///< false: no "Place on plan"

    int hovered() const { return m_hovered; } ///< index into links(); -1: none, as below
    int focused() const { return m_focused; } ///< by keys, at site level
    void hover(const QPointF &pixels);
    void leave() { m_hovered = -1; }
    void reset(); ///< another place is shown
    void relaid(); ///< links may have come or gone

    QString detailAt(const QPointF &pixels) const; ///< for the tool tip
    /// Follows the link that a click begins and ends on; false when there is none.
    bool click(const QPointF &from, const QPointF &to);
    /// Arrows go from cause to cause at site level, Enter opens; P places spaces on the plan.
    /// False: the key is for somebody else.
    bool key(const QKeyEvent &event);

Q_SIGNALS:
    void hoverChanged();
    void focusChanged(int link);
    void followed(const parking::ui::MapLink &link);

private:
    void focus(int link);

    const MapScene &m_scene;
    const SiteScene &m_site;
    const Theme &m_theme;
    bool m_placing = true;
    int m_hovered = -1;
    int m_focused = -1;
};

} // namespace parking::ui

#pragma once

#include "map/mapscene.h"

#include <QObject>
#include <QTimer>

class QKeyEvent;

namespace parking::ui {

/// Which spaces of a scene a person points at, stands on with the keyboard, and chose; by mouse and
/// keys. Points are in the scene's pixels.
class SelectTool : public QObject {
    Q_OBJECT

public:
    explicit SelectTool(MapScene &scene, QObject *parent = nullptr);

    const QSet<domain::SpaceId> &selection() const { return m_selection; }
    void select(const QSet<domain::SpaceId> &spaces);
    domain::SpaceId current() const { return m_current; } ///< where the keyboard is; may be null
    void setCurrent(domain::SpaceId space); ///< selects it and brings it into view

    const MapHit &hovered() const { return m_hovered; }
    bool hasCard() const { return m_card && m_hovered.isValid(); } ///< after a moment on a space
    void hover(const QPointF &pixels);
    void leave(); ///< nothing is pointed at
    void dropCard() { m_card = false; } ///< until the pointer comes to another space

    void click(const QPointF &pixels, Qt::KeyboardModifiers keys);
    void selectBand(const QRectF &pixels); ///< in addition
    bool key(const QKeyEvent &event); ///< false: the key is for somebody else

Q_SIGNALS:
    void selectionChanged(const QSet<parking::domain::SpaceId> &spaces);
    void currentChanged(const parking::domain::SpaceId &space); ///< by a click or a key
    void activated(const parking::domain::SpaceId &space); ///< Enter
    void hoverChanged();

private:
    void toggle(domain::SpaceId space);
    void selectRow(const MapHit &to);
    void walk(const QPointF &direction);
    void walkToEnd(bool first);

    MapScene &m_scene;
    QSet<domain::SpaceId> m_selection;
    domain::SpaceId m_current;
    MapHit m_hovered;
    bool m_card = false;
    QTimer m_cardTimer;
};

} // namespace parking::ui

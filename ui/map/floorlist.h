#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// The floors of a building, top floor on top: name, free spaces, a bar; the building's sum below.
/// Their order is changed by Alt+Up and Alt+Down, or in the context menu.
class FloorList : public QWidget {
    Q_OBJECT

public:
    FloorList(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setPlace(const QString &building, const QString &floor);
    void setBaseWidth(int width); ///< at 100 % text size
    void setReadOnly(bool readOnly); ///< else the order can be changed

Q_SIGNALS:
    void chosen(const QString &floor);
    void ordered(const QStringList &topFirst); ///< as they are to stand

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QStringList floors() const;
    int floorAt(const QPointF &at) const; ///< -1: none
    QRectF boxOf(int index) const;
    double rowHeight() const;
    double footHeight() const;
    double mostScrolled() const;
    void scrollTo(double pixels);
    bool canMove(qsizetype from, int by) const;
    void move(const QString &floor, int by);
    void paintFoot(QPainter &painter);
    void paintFloor(QPainter &painter, const QRectF &box, const QString &floor);

    SiteModel &m_model;
    const Theme &m_theme;
    int m_baseWidth = 0;
    bool m_readOnly = false;
    double m_scrolled = 0;
    QString m_building;
    QString m_floor;
};

} // namespace parking::ui

#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// The floors of a building, top floor on top: name, free spaces, a bar; the building's sum below.
class FloorList : public QWidget {
    Q_OBJECT

public:
    FloorList(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setPlace(const QString &building, const QString &floor);
    void setBaseWidth(int width); ///< at 100 % text size

Q_SIGNALS:
    void chosen(const QString &floor);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QStringList floors() const;
    QRectF boxOf(int index) const;
    void paintFloor(QPainter &painter, const QRectF &box, const QString &floor);

    SiteModel &m_model;
    const Theme &m_theme;
    int m_baseWidth = 0;
    QString m_building;
    QString m_floor;
};

} // namespace parking::ui

#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// Buildings as tabs with their free spaces: "All buildings  North 161 free ...".
class PlaceTabs : public QWidget {
    Q_OBJECT

public:
    PlaceTabs(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setBuilding(const QString &building); ///< empty: all
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &building);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Tab {
        QString building;
        QString title;
        QString count; ///< "12 free"; empty where nothing is known
        QString unknown; ///< "+3 unknown"; empty where all is known
        QRectF box;
    };
    QList<Tab> tabs() const;
    int tabAt(const QPointF &at) const;

    SiteModel &m_model;
    const Theme &m_theme;
    QString m_building;
    int m_hover = -1;
};

} // namespace parking::ui

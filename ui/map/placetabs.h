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
    /// Where not all tabs find room in so many pixels, "12 buildings" opens a menu of them.
    void fit(int width);
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
        bool isMenu = false;
    };
    QList<Tab> tabs() const;
    Tab tabOf(const QString &building, const QString &title, double x) const;
    double allWide() const; ///< of a tab for each building
    void press(const Tab &tab);
    void openMenu();
    int tabAt(const QPointF &at) const;

    SiteModel &m_model;
    const Theme &m_theme;
    QString m_building;
    int m_hover = -1;
    bool m_asMenu = false;
};

} // namespace parking::ui

#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// Buildings as tabs with their free spaces: "All buildings  North 161 free +13 unknown ...". Where
/// they find no room they fold; what is known of a place is never said without what is unknown.
class PlaceTabs : public QWidget {
    Q_OBJECT

public:
    PlaceTabs(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setBuilding(const QString &building); ///< empty: all
    enum class Form {
        Tabs, ///< one for each building
        Menu, ///< "All buildings", and "12 buildings" opens a menu of them
        One, ///< the place that is shown opens a menu of all
        Bare, ///< as One, by its name alone, which is elided
    };
    /// Takes the first of the forms that finds room in so many pixels.
    void fit(int width);
    Form form() const { return m_form; }
    bool canBe(Form form, int width) const;
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
    QList<Tab> tabsOf(Form form) const;
    Tab oneOf(Form form) const;
    bool isFolded() const { return m_form == Form::One || m_form == Form::Bare; }
    void again();
    void press(const Tab &tab);
    void openMenu();
    int tabAt(const QPointF &at) const;

    SiteModel &m_model;
    const Theme &m_theme;
    QString m_building;
    int m_hover = -1;
    Form m_form = Form::Tabs;
    int m_room = 0; ///< 0: it was not said yet
};

} // namespace parking::ui

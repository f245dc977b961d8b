#pragma once

#include <QAccessibleWidget>

#include <QHash>

namespace parking::ui {

class MapView;
class SiteModel;

/// A space in words: "B1-055, reserved until 16:30, sensor free".
QString describe(const SiteModel &model, int row);

/// The map for assistive technology: a list whose children are the spaces that are shown, each with
/// its place on the screen, its state in words, and whether it is selected or focused; then the
/// links that can be pressed: "24 sensors silent, gateway lost", "Place on plan".
class MapAccessible : public QAccessibleWidget {
public:
    explicit MapAccessible(MapView *map);
    ~MapAccessible() override;

    /// To be called before a map is made; again does nothing.
    static void install();
    static void tellFocus(MapView &map, int child); ///< -1: what has the focus is no child
    static void tellReorder(MapView &map); ///< children came or went

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *focusChild() const override;

private:
    MapView &map() const;

    mutable QHash<int, QAccessible::Id> m_children; ///< by model row
    mutable QHash<int, QAccessible::Id> m_links; ///< by index into MapView::links()
};

} // namespace parking::ui

#pragma once

#include <QAccessibleWidget>

#include <QHash>

namespace parking::ui {

class MapView;

/// The map for assistive technology: a list whose children are the spaces that are shown, each
/// with its place on the screen, its state in words, and whether it is selected or focused; then
/// the links that can be pressed: "24 sensors silent, gateway lost", "Place on plan".
class MapAccessible : public QAccessibleWidget {
public:
    explicit MapAccessible(MapView *map);
    ~MapAccessible() override;

    /// To be called once before the first map is made.
    static void install();

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

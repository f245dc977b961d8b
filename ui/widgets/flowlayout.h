#pragma once

#include <QLayout>

namespace parking::ui {

/// Side by side while there is room, then in a next line, as words of a text.
class FlowLayout : public QLayout {
public:
    FlowLayout() = default;
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override { m_items.append(item); }
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    QSize sizeHint() const override; ///< of one line
    QSize minimumSize() const override; ///< of the widest item
    void setGeometry(const QRect &rect) override;

private:
    int arrange(const QRect &rect, bool moves) const; ///< gives the height

    QList<QLayoutItem *> m_items; ///< owned
};

} // namespace parking::ui

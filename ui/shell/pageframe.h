#pragma once

#include <QScrollArea>

namespace parking::ui {

/// A page in its place in the window. Where it finds no room for all that it has in a row, as on a
/// small screen at 200 %, it scrolls: nothing is cut and nothing lies over something else.
class PageFrame : public QScrollArea {
    Q_OBJECT

public:
    explicit PageFrame(QWidget *page);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Not widgetResizable: that gives a page whose words wrap the height that it likes best, not
    /// the one that it needs.
    void fit();
};

} // namespace parking::ui

#pragma once

#include <QComboBox>

namespace parking::ui {

class Theme;

/// With an arrow in the theme's colour, `edge` px from the right: style sheets know none.
class ArrowBox : public QComboBox {
public:
    ArrowBox(const Theme &theme, QWidget *parent, int edge = 8);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_edge;
};

} // namespace parking::ui

#pragma once

#include "theme/theme.h"

#include <QPushButton>

namespace parking::ui {

/// A chip that opens a menu, with an arrow in the theme's colour: style sheets know none. Its tool
/// tip says what it chooses.
class MenuChip : public QPushButton {
public:
    MenuChip(const Theme &theme, const QString &what, QWidget *parent);

    /// What is chosen; `on`: it is not what stands there at first.
    void setChosen(const QString &text, bool on);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
};

} // namespace parking::ui

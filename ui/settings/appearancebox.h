#pragma once

#include "theme/theme.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace parking::ui {

/// How the window looks: light or dark, the size of text, motion. Holds at once.
class AppearanceBox : public QWidget {
    Q_OBJECT

public:
    AppearanceBox(Theme &theme, QWidget *parent);

private:
    void refresh();

    Theme &m_theme;
    QComboBox *m_choice;
    QComboBox *m_size;
    QCheckBox *m_still;
};

} // namespace parking::ui

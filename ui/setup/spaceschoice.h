#pragma once

#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QRadioButton;

namespace parking::ui {

/// How the first spaces come.
enum class FirstSpaces { Heard, Csv, ByHand, Later };

/// The last step of setting up: how the first spaces come, once the program runs.
class SpacesChoice : public QWidget {
    Q_OBJECT

public:
    explicit SpacesChoice(const Theme &theme, QWidget *parent = nullptr);

    /// So many devices were heard at the broker. `isNew`: the database has no spaces yet.
    void setHeard(int devices, bool isNew);
    FirstSpaces choice() const;
    QRadioButton &button(FirstSpaces choice) { return *m_buttons[int(choice)]; }

private:
    QList<QRadioButton *> m_buttons; ///< in the order of FirstSpaces
};

} // namespace parking::ui

#pragma once

#include "theme/theme.h"

#include <QDialog>

namespace parking::ui {

/// F1: the keys of the window and of the map.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    /// `pages`: their titles, in the order of their keys.
    ShortcutsDialog(const QStringList &pages, const Theme &theme, QWidget *parent);
};

} // namespace parking::ui

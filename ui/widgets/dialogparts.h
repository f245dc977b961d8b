#pragma once

#include "theme/theme.h"

#include <QDialog>

class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// The dialog's layout from top to bottom, with its title as the first line.
QVBoxLayout *makeColumn(QDialog &dialog, const Theme &theme, const QString &title);
/// A row that accepts with `yes` and rejects with `no`. Gives the first; null when `yes` is empty.
QPushButton *addButtons(QDialog &dialog, QVBoxLayout &layout, const QString &yes,
                        const QString &no);

} // namespace parking::ui

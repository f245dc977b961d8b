#pragma once

#include "shell/page.h"
#include "theme/theme.h"

#include <QDialog>

namespace parking::ui {

/// F1: the keys of the window and of its pages, in two columns.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    ShortcutsDialog(const QList<Page> &pages, const Theme &theme, QWidget *parent);

private:
    QWidget *makeGroup(const QString &title, const QList<KeyHint> &keys);
};

} // namespace parking::ui

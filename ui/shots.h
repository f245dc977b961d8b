#pragma once

#include "shell/mainwindow.h"

namespace parking::ui {

/// Leaves pictures of each page, both themes, several sizes, in a folder, then quits. Waits until
/// the model holds a site whose spaces were heard.
class Shots : public QObject {
    Q_OBJECT

public:
    Shots(MainWindow &window, SiteModel &model, Theme &theme, const QString &folder);

private:
    void look();
    void takeAll();
    void take(const QString &name);

    MainWindow &m_window;
    SiteModel &m_model;
    Theme &m_theme;
    QString m_folder;
    QTimer m_timer;
    int m_looks = 0;
};

} // namespace parking::ui

#pragma once

#include "app/operatorwindow.h"

#include <QTimer>

#include <functional>

namespace parking::ui {

/// Leaves pictures of each page, both themes, several sizes, in a folder, then quits. Waits until
/// the model holds a site whose spaces were heard.
class Shots : public QObject {
    Q_OBJECT

public:
    Shots(OperatorWindow &window, const QString &folder);

private:
    void look();
    void plan();
    void planSize(const QSize &size, ThemeChoice choice);
    void step();

    OperatorWindow &m_window;
    SiteModel &m_model;
    QString m_folder;
    QTimer m_timer;
    QTimer m_steps;
    QList<std::function<void()>> m_plan;
    int m_looks = 0;
};

} // namespace parking::ui

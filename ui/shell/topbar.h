#pragma once

#include "theme/theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace parking::ui {

/// Site, search, theme, role.
class TopBar : public QFrame {
    Q_OBJECT

public:
    explicit TopBar(Theme &theme, QWidget *parent = nullptr);

    void setSite(const QString &name);
    void setRole(const QString &role);
    QPushButton *search() { return m_search; }

Q_SIGNALS:
    void searchRequested();

private:
    void refresh();

    Theme &m_theme;
    QLabel *m_site;
    QPushButton *m_search;
    QLabel *m_keys;
    QPushButton *m_mode;
    QLabel *m_roleIcon;
    QLabel *m_role;
};

} // namespace parking::ui

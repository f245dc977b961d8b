#pragma once

#include "models/sitemodel.h"
#include "models/situation.h"
#include "shell/bell.h"
#include "theme/theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace parking::ui {

/// Site, search, theme, alarms, role.
class TopBar : public QFrame {
    Q_OBJECT

public:
    TopBar(const SiteModel &model, const Situation &situation, Theme &theme,
           QWidget *parent = nullptr);

    QPushButton *search() { return m_search; }
    Bell &bell() { return *m_bell; }
    /// What is shown is the past: `title` says of what, in the site's place; no bell, no role.
    void setPast(const QString &title);

Q_SIGNALS:
    void searchRequested();
    void leaveRequested(); ///< of the past

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void fit();

    Theme &m_theme;
    QLabel *m_site;
    QPushButton *m_search;
    QLabel *m_keys;
    QPushButton *m_mode;
    Bell *m_bell;
    QFrame *m_rule;
    QLabel *m_roleIcon;
    QLabel *m_role;
    QLabel *m_pastIcon;
    QPushButton *m_leave;
    QString m_past; ///< empty: what is shown is now
};

} // namespace parking::ui

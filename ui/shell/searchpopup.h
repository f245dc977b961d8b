#pragma once

#include "models/sitemodel.h"
#include "shell/page.h"
#include "theme/theme.h"

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace parking::ui {

/// Ctrl+K: type a part of a code or name; Enter shows the space. Commands stand below.
class SearchPopup : public QFrame {
    Q_OBJECT

public:
    SearchPopup(SiteModel &model, const Theme &theme, QWidget *parent);

    void open(const QPoint &topCentre);
    void setCommands(const QList<WindowCommand> &commands) { m_commands = commands; }

Q_SIGNALS:
    void chosen(const parking::domain::SpaceId &space);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &text);
    void addSpaces(const QString &text);
    void addCommands(const QString &text);
    void take();

    SiteModel &m_model;
    const Theme &m_theme;
    QLineEdit *m_text;
    QListWidget *m_results;
    QList<WindowCommand> m_commands;
};

} // namespace parking::ui

#pragma once

#include "models/sitemodel.h"
#include "shell/page.h"
#include "theme/theme.h"

#include <QFrame>
#include <QIcon>

class QLineEdit;
class QListWidget;

namespace parking::ui {

/// Ctrl+K: type a part of a code, name, DevEUI, floor or state; Enter shows it. Commands stand
/// below. Before anything is typed the things that were chosen last come first.
class SearchPopup : public QFrame {
    Q_OBJECT

public:
    SearchPopup(SiteModel &model, const Theme &theme, QWidget *parent);

    void open(const QPoint &topCentre);
    void setCommands(const QList<WindowCommand> &commands) { m_commands = commands; }

Q_SIGNALS:
    void chosen(const parking::domain::SpaceId &space);
    void floorChosen(const QString &building, const QString &floor);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Something that was found. What it is stays good when the model is loaded anew.
    struct Hit {
        enum class Kind { Space, Floor, Command } kind = Kind::Space;
        domain::SpaceId space = {};
        QString building = {};
        QString floor = {};
        int command = -1;

        bool operator==(const Hit &) const = default;
    };

    void search(const QString &text);
    void addRecent();
    void addSpaces(const QString &text);
    void addFloors(const QString &text);
    void addCommands(const QString &text);
    void add(const Hit &hit);
    bool describe(const Hit &hit, QString &text, QIcon &icon) const; ///< false: it is gone
    void take();

    SiteModel &m_model;
    const Theme &m_theme;
    QLineEdit *m_text;
    QListWidget *m_results;
    QList<WindowCommand> m_commands;
    QList<Hit> m_hits; ///< of the rows
    QList<Hit> m_recent; ///< the latest first
};

} // namespace parking::ui

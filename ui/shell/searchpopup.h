#pragma once

#include "models/sitemodel.h"
#include "shell/page.h"
#include "theme/theme.h"

#include <QFrame>
#include <QIcon>
#include <QTimer>

class QLineEdit;
class QListWidget;

namespace parking::ui {

/// Ctrl+K: type a part of a code, name, DevEUI, floor or state; Enter shows it. Commands stand
/// below, and under the title of each page what that one finds, as soon as it has. Before anything
/// is typed the things that were chosen last come first.
class SearchPopup : public QFrame {
    Q_OBJECT

public:
    SearchPopup(SiteModel &model, const Theme &theme, QWidget *parent);

    void open(const QPoint &topCentre);
    void setCommands(const QList<WindowCommand> &commands) { m_commands = commands; }
    void setPages(const QList<Page> &pages); ///< that are asked what they find

Q_SIGNALS:
    void chosen(const parking::domain::SpaceId &space);
    void floorChosen(const QString &building, const QString &floor);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Something that was found. What it is stays good when the model is loaded anew.
    struct Hit {
        enum class Kind { Space, Floor, Command, Finding } kind = Kind::Space;
        domain::SpaceId space = {};
        QString building = {};
        QString floor = {};
        int command = -1;
        int finding = -1;

        bool operator==(const Hit &) const = default;
    };

    void search(const QString &text);
    void addRecent();
    void addSpaces(const QString &text);
    void addFloors(const QString &text);
    void addCommands(const QString &text);
    void askPages();
    void addFindings(const Page &page, const QList<Finding> &findings);
    void addLine(const QString &text, bool isHead); ///< that cannot be chosen
    void tellNothing();
    void select(int row, int by);
    void add(const Hit &hit);
    bool describe(const Hit &hit, QString &text, QIcon &icon) const; ///< false: it is gone
    void take();

    SiteModel &m_model;
    const Theme &m_theme;
    QLineEdit *m_text;
    QListWidget *m_results;
    QList<WindowCommand> m_commands;
    QList<Page> m_pages; ///< those that find something
    QTimer m_pause; ///< of typing
    int m_search = 0; ///< its number: answers to others are late
    int m_unanswered = 0;
    QList<Finding> m_findings;
    QList<Hit> m_hits; ///< each row has its place here, but for lines of words
    QList<Hit> m_recent; ///< the latest first
};

} // namespace parking::ui

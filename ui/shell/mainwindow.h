#pragma once

#include "models/notices.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "shell/page.h"
#include "theme/theme.h"

#include <QMainWindow>

class QStackedWidget;
class QVBoxLayout;

namespace parking::ui {

class Bell;
class Rail;
class RailButton;
class SearchPopup;
class StatusLine;
class TopBar;

/// The frame around pages: rail, top bar, banner, status line, search, keys, notices. It knows
/// pages as values and no engine.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(SiteModel &model, Situation &situation, Notices &notices, Theme &theme);

    /// The list, once. The first page is made and shown; the others are made when they are needed,
    /// at the latest after the first picture, one between two turns of the event loop.
    void setPages(const QList<Page> &pages);
    const QList<Page> &pages() const { return m_pages; }
    void showPage(const QString &id); ///< one of the list
    void make(const QString &id); ///< one of the list, if it is not there yet
    bool isMade(const QString &id) const;
    const Page &shown() const;
    Notices &notices() { return m_notices; }
    Situation &situation() { return m_situation; }
    SiteModel &model() { return m_model; }
    Theme &theme() { return m_theme; }
    Bell &bell();
    /// What is shown is the past: the top bar says of what; `bar` lies under the pages, `status` in
    /// the place of the status line. Both become the window's.
    void setPast(const QString &title, QWidget *bar, QWidget *status);
    void setPastTitle(const QString &title); ///< anew, when more is known

Q_SIGNALS:
    void spaceChosen(const parking::domain::SpaceId &space); ///< in the search
    void floorChosen(const QString &building, const QString &floor); ///< in the search
    void healthRequested(); ///< by the status line or the banner
    void pageMade(const QString &id);
    void pageShown();
    void archiveDropped(const QString &path); ///< onto the window
    void leaveRequested(); ///< of the past

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; ///< the first picture
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void updateBadges();
    QRect topBar() const; ///< in the central widget

private:
    void build();
    void addShortcut(const QKeySequence &keys, const std::function<void()> &action);
    void addShortcuts();
    QList<WindowCommand> commands();
    void showAt(qsizetype index);
    qsizetype indexOf(const QString &id) const;
    void makeAt(qsizetype index);
    void makeNext(); ///< and on, until all are there
    void showShortcuts();
    void openSearch();
    void focusPane(int by);

    SiteModel &m_model;
    Situation &m_situation;
    Notices &m_notices;
    Theme &m_theme;
    QList<Page> m_pages;
    QList<RailButton *> m_buttons; ///< of m_pages
    QList<QWidget *> m_widgets; ///< of m_pages; null: not made yet
    Rail *m_rail;
    TopBar *m_top;
    QVBoxLayout *m_right; ///< of the rail: top bar, pages
    QStackedWidget *m_stack; ///< what is made, in any order
    StatusLine *m_status;
    SearchPopup *m_search;
};

} // namespace parking::ui

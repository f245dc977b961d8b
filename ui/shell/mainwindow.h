#pragma once

#include "health/healthpage.h"
#include "lamps/downlinkspage.h"
#include "map/mappage.h"
#include "models/sitemodel.h"
#include "shell/rail.h"
#include "shell/searchpopup.h"
#include "shell/statusline.h"
#include "shell/topbar.h"
#include "spaces/inspector.h"
#include "widgets/noticepage.h"
#include "widgets/toast.h"

#include <QMainWindow>
#include <QStackedWidget>
#include <QUndoStack>

namespace parking::ui {

/// The operator's window. Takes values and tells wishes; knows no engine.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(SiteModel &model, Theme &theme, QWidget *parent = nullptr);

    MapPage &mapPage() { return *m_map; }
    DownlinksPage &downlinksPage() { return *m_downlinks; }
    Inspector &inspector() { return *m_inspector; }
    QUndoStack &undoStack() { return m_undo; }
    int pageCount() const { return m_pageCount; }
    Theme &theme() { return m_theme; }
    void showPage(int page);

    void showHealth(const domain::Health &health);
    void setNow(UtcTime now); ///< once a second
    void setRole(const QString &role, bool readOnly);
    void showError(const Error &error);
    /// The engine could not start: said in the place of the map until setStarted().
    void showRefusal(const Error &error);
    void setStarted();
    void showNote(const QString &text);
    /// Tells what was done; `undo` runs for the toast's button and for Ctrl+Z.
    void showDone(const QString &text, std::function<void()> undo, std::function<void()> redo);

Q_SIGNALS:
    void lampWanted(const parking::domain::SpaceId &space);
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces);
    void typeAccepted(const parking::domain::DevEui &device, const QString &type,
                      const QString &before);
    void historyWanted(const parking::domain::SpaceId &space);
    void overrideRequested(const parking::ui::OverrideRequest &request);
    void overrideCleared(const QSet<parking::domain::SpaceId> &spaces);
    void placementsEdited(const parking::ui::Placements &placements);
    void floorEdited(const parking::domain::Floor &floor);
    void retryRequested(); ///< after a refusal
    void migrateRequested();
    void importRequested(); ///< of a file that is still to be chosen
    void addSpacesRequested();
    void demoRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addPage(const QString &icon, const QString &word, QWidget *page);
    void buildBanner();
    void addShortcuts();
    void addCommands();
    void updateNotice();
    NoticePage::Content notice() const;
    void showShortcuts();
    void showHealthPage();
    void askFloorLamps();
    void arrange();
    void openInspector(bool open);
    void focusPane(int by);
    void openSearch();
    void updateBanner();

    SiteModel &m_model;
    Theme &m_theme;
    domain::Health m_health;
    UtcTime m_now;
    Rail *m_rail;
    TopBar *m_top;
    QFrame *m_banner;
    QLabel *m_bannerText;
    QStackedWidget *m_pages;
    MapPage *m_map;
    DownlinksPage *m_downlinks;
    HealthPage *m_healthPage;
    NoticePage *m_notice; ///< in the place of the map when that has nothing to show
    int m_pageCount = 0;
    int m_page = 0;
    std::optional<Error> m_refusal;
    bool m_loaded = false; ///< the model holds what the database has
    bool m_readOnly = false;
    RailButton *m_healthButton = nullptr;
    Inspector *m_inspector;
    QWidget *m_body;
    StatusLine *m_status;
    Toast *m_toast;
    SearchPopup *m_search;
    QUndoStack m_undo;
};

} // namespace parking::ui

#pragma once

#include "app/bookmarkfile.h"
#include "app/replayfeed.h"
#include "app/reviewwindow.h"
#include "archive/archivefile.h"
#include "desk/desk.h"
#include "shownzone.h"

#include <atomic>
#include <thread>

namespace parking::ui {

/// A review of an archive, or of a running database's past: joins its window to the feed. Its desk
/// has no engine, so that nothing here can wish anything.
class ReviewSession : public QObject {
    Q_OBJECT

public:
    struct Source {
        QString path; ///< of the archive
        archive::Manifest manifest; ///< of a database: its site and the period alone
        QMap<QString, archive::TableCount> tables;
        qint64 bytes = 0;
        QString databaseUrl = {}; ///< of the running database; empty: it is an archive
        QString bookmarks = {}; ///< the file; empty: beside the archive

        bool isDatabase() const { return !databaseUrl.isEmpty(); }
    };

    /// All outlive it.
    ReviewSession(const Source &source, Clock &clock, ReviewWindow &window);
    ~ReviewSession() override;

    ReplayFeed &feed() { return m_feed; }
    void begin();

Q_SIGNALS:
    void checked(); ///< ReviewWindow::status() tells how it is

private:
    void open();
    void showMoment();
    void askHistory();
    void connectMoments();
    void goToAlarm(int by);
    void goToFull();
    void changeBookmarks(const std::function<void(Bookmarks &)> &change);
    void check();

    Source m_source;
    /// Of an archive the site's: its nights and mornings.
    std::optional<ShownZone> m_zone;
    ReviewWindow &m_window;
    read::ReadThread m_reads;
    Desk m_desk;
    ReplayFeed m_feed;
    std::optional<domain::SpaceId> m_space; ///< whose history is looked at
    BookmarkFile m_bookmarkFile;
    std::atomic<bool> m_isOver = false; ///< the check gives up
    std::thread m_check;
};

} // namespace parking::ui

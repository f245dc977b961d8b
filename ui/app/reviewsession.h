#pragma once

#include "app/replayfeed.h"
#include "app/reviewwindow.h"
#include "archive/archivefile.h"
#include "desk/desk.h"
#include "shownzone.h"

#include <atomic>
#include <thread>

namespace parking::ui {

/// A review of an archive: joins its window to the feed. Its desk has no engine, so that nothing
/// here can wish anything.
class ReviewSession : public QObject {
    Q_OBJECT

public:
    struct Source {
        QString path; ///< of the archive
        archive::Manifest manifest;
        QMap<QString, archive::TableCount> tables;
        qint64 bytes = 0;
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
    void check();

    Source m_source;
    const ShownZone m_zone; ///< the site's: its nights and mornings
    ReviewWindow &m_window;
    read::ReadThread m_reads;
    Desk m_desk;
    ReplayFeed m_feed;
    std::optional<domain::SpaceId> m_space; ///< whose history is looked at
    std::atomic<bool> m_isOver = false; ///< the check gives up
    std::thread m_check;
};

} // namespace parking::ui

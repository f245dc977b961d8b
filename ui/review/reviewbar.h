#pragma once

#include "review/bookmarkpopup.h"
#include "review/timeslider.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;

namespace parking::ui {

/// Under the pages of a review: play, step, how fast, the moment, and the period as a slider. Says
/// so where nothing was recorded at the moment.
class ReviewBar : public QFrame {
    Q_OBJECT

public:
    static constexpr int kSpeeds[] = {1, 10, 60, 300, 600, 3600};

    explicit ReviewBar(const Theme &theme, QWidget *parent = nullptr);

    TimeSlider &slider() { return *m_slider; }
    void setPeriod(UtcTime from, UtcTime to, const QList<domain::RecordingGap> &gaps);
    void setMoment(UtcTime moment);
    void setPlaying(bool playing);
    int speed() const;
    void setSpeed(int speed); ///< one of kSpeeds
    void setBookmarks(const Bookmarks &bookmarks);
    void openBookmark(); ///< of the moment: made, or looked at
    void goToBookmark(int by); ///< the next one, or the one before
    /// Of a running database: its end is not the end.
    void setHasLive(bool live);
    QMenu &more() { return *m_more; } ///< what else can be done with the moment

Q_SIGNALS:
    void played(int speed); ///< from now on, or at another speed
    void paused();
    void stepped(int by); ///< +1: to the next change, -1: to the one before
    void chosen(parking::UtcTime moment);
    void bookmarkKept(const parking::ui::Bookmark &bookmark);
    void bookmarkRemoved(parking::UtcTime moment);
    void noBookmark(int by); ///< there is none after the moment, or before it
    void liveWanted();

private:
    QPushButton *makeButton(const char *icon, const QString &name);
    void refreshPlay();

    const Theme &m_theme;
    QPushButton *m_back;
    QPushButton *m_play;
    QPushButton *m_forward;
    QComboBox *m_speed;
    QLabel *m_clock;
    QLabel *m_day;
    QLabel *m_gap;
    TimeSlider *m_slider;
    QPushButton *m_mark;
    QPushButton *m_live;
    QMenu *m_more;
    BookmarkPopup *m_popup;
    Bookmarks m_bookmarks;
    UtcTime m_moment;
    UtcTime m_from;
    QList<domain::RecordingGap> m_gaps;
    bool m_isPlaying = false;
};

} // namespace parking::ui

#pragma once

#include "domain/recording.h"
#include "review/bookmark.h"
#include "theme/theme.h"

#include <QAbstractSlider>

namespace parking::ui {

/// A period and the moment that is looked at: how much changed when, the gaps of recording, the
/// calendar under it. Its value is in seconds from the period's begin.
class TimeSlider : public QAbstractSlider {
    Q_OBJECT

public:
    explicit TimeSlider(const Theme &theme, QWidget *parent = nullptr);

    void setPeriod(UtcTime from, UtcTime to, const QList<domain::RecordingGap> &gaps);
    /// How many changes there are in each equal part of the period, oldest first.
    void setDensity(const QList<int> &counts);
    void setMoment(UtcTime moment);
    void setBookmarks(const Bookmarks &bookmarks);
    UtcTime moment() const { return m_moment; }
    /// Into how many parts the density is wanted at most.
    static constexpr int kMostBars = 300;

    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(parking::UtcTime moment); ///< by mouse or keys

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void sliderChange(SliderChange change) override;

private:
    QRectF plot() const;
    double xOf(UtcTime time) const;
    UtcTime timeAt(double x) const;
    void choose(UtcTime moment);
    void paintBars(QPainter &painter) const;
    void paintGaps(QPainter &painter) const;
    void paintCalendar(QPainter &painter) const;
    void paintBookmarks(QPainter &painter) const;
    void paintMoment(QPainter &painter) const;
    const Bookmark *bookmarkNear(const QPointF &at) const; ///< null: none is there

    const Theme &m_theme;
    UtcTime m_from;
    UtcTime m_to;
    UtcTime m_moment;
    QList<domain::RecordingGap> m_gaps;
    QList<int> m_counts;
    Bookmarks m_bookmarks;
    bool m_isSetting = false;
};

} // namespace parking::ui

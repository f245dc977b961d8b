#pragma once

#include "domain/counts.h"
#include "domain/status.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// Of a number of free spaces: a warning where few are known to be free, no colour where nothing is
/// known, else `usual`.
QColor freeColour(const Tokens &tokens, const domain::Counts &counts, const QColor &usual);

/// Shares of the states of a floor as a thin bar: taken from the left, then what is unknown, free
/// hollow at the right.
void paintMiniBar(QPainter &painter, const QRectF &box, const domain::Counts &counts,
                  const Theme &theme);

/// The last 24 hours of a space as a strip with hours below.
/// Less is told with how much it is.
inline constexpr Milliseconds kNearlyADay = std::chrono::hours(23);

class DayStrip : public QWidget {
    Q_OBJECT

public:
    explicit DayStrip(const Theme &theme, QWidget *parent = nullptr);

    /// `changes` oldest first, the last one before the window in front when known.
    void setHistory(const QList<domain::StateChange> &changes, UtcTime now);
    void setPast() { m_isPast = true; } ///< it ends at a past moment
    /// Share of the known time that it was occupied, 0..1; empty when nothing is known.
    std::optional<double> occupied() const;
    Milliseconds known() const; ///< so much of the day is known

    QSize sizeHint() const override { return {280, 38}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Span {
        UtcTime from;
        UtcTime to;
        domain::SpaceState state;
    };

    const Theme &m_theme;
    QList<Span> m_spans;
    UtcTime m_now;
    bool m_isPast = false;
};

} // namespace parking::ui

#pragma once

#include "domain/bookingseries.h"
#include "theme/theme.h"

#include <QWidget>

#include <array>

class QLabel;
class QCheckBox;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace parking::ui {

class DayField;

/// "Repeat": whether a new booking comes again each week, on which days, until when, and on which
/// days not. A part of the form; it knows no booking but the times that it is told.
class BookingSeriesBox : public QWidget {
    Q_OBJECT

public:
    explicit BookingSeriesBox(const Theme &theme, QWidget *parent = nullptr);

    void begin(); ///< off, and nothing is left out
    /// The times of the first one, as the form has them; empty: they are none.
    void setBooking(const std::optional<domain::BookingSpan> &span, const QTimeZone &zone,
                    const domain::BookingPolicy &policy);
    bool isOn() const;
    int dates() const { return m_dates; } ///< that are asked for; 0: none, or it makes no series
    /// What is asked for; empty: nothing, or it makes no series (fault() says why).
    std::optional<domain::SeriesRule> rule() const;
    QString fault() const;
    /// Days that do not fit, each with what is in its way and a way to leave it out; an error
    /// without such days is left to the form.
    void setRefused(const Error &error);

Q_SIGNALS:
    void edited();

private:
    void build();
    void addDays(QVBoxLayout &layout);
    void addEnds(QVBoxLayout &layout);
    domain::SeriesRule wanted() const;
    void onEdited();
    void refresh();
    void refreshLeftOut();
    void leaveOut(QDate day);

    const Theme &m_theme;
    std::optional<domain::BookingSpan> m_span;
    QTimeZone m_zone;
    Milliseconds m_longest = domain::kLongestBooking;
    QDate m_first;
    QList<QDate> m_leftOut;
    Error m_refused;
    int m_dates = 0;

    QCheckBox *m_switch;
    QWidget *m_body;
    std::array<QPushButton *, 7> m_days{};
    QSpinBox *m_every;
    DayField *m_until;
    QLabel *m_words;
    QLabel *m_fault;
    QWidget *m_left; ///< days that are left out
    QWidget *m_conflicts;
};

namespace labels {

/// "Tue 8 Sep: booked 10:00 – 11:00"
QString seriesConflict(const domain::SeriesConflict &conflict, const QTimeZone &zone);
/// As labels::refusal, with the day that breaks a rule in front, and of the rules of series.
QString seriesRefusal(const Error &error, const QTimeZone &zone);

} // namespace labels

} // namespace parking::ui

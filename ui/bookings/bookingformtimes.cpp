// The times of BookingForm: what is typed, by the clock on the site's wall, as moments.

#include "bookings/bookingform.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "bookings/clocktext.h"
#include "widgets/dayfield.h"

#include <QLineEdit>

#include <algorithm>

namespace parking::ui {

using domain::BookingSpan;

void BookingForm::fillTimes(const BookingSpan &span)
{
    m_day->setDate(domain::localOf(span.start, m_zone).date());
    line(From)->setText(labels::clock(span.start, m_zone));
    line(Until)->setText(labels::clock(span.end, m_zone));
    m_given = span;
    m_givenTexts = {line(From)->text(), line(Until)->text()};
    m_isSecondFrom = m_isSecondUntil = false;
    readTimes();
    m_isSecondFrom = m_from && m_from->second && *m_from->second <= span.start;
    readTimes();
    m_isSecondUntil = m_until && m_until->second && *m_until->second <= span.end;
}

/// Nobody typed other times than those that were filled in.
bool BookingForm::isAsGiven() const
{
    return m_given && m_day->date() == domain::localOf(m_given->start, m_zone).date()
        && m_givenTexts == QStringList{line(From)->text(), line(Until)->text()};
}

/// An end that is not later than the start is one of the next day.
void BookingForm::readTimes()
{
    m_from.reset();
    m_until.reset();
    const auto from = parseClock(line(From)->text(), QTime());
    const auto until = parseClock(line(Until)->text(), from.value_or(QTime()));
    const QDate day = m_day->date();
    const auto moment = [this](QDate date, QTime time) {
        return domain::momentOf(QDateTime(date, time, Qt::UTC), m_zone);
    };
    if (from)
        m_from = moment(day, *from);
    if (from && until) {
        // Where a clock is set back the second 02:15 follows the first 02:30: only what was given
        // tells that the next day's is meant.
        m_until = moment(isAsGiven() ? domain::localOf(m_given->end, m_zone).date() : day, *until);
        if (m_until->second.value_or(m_until->time) <= startHeld())
            m_until = moment(day.addDays(1), *until);
    }
}

UtcTime BookingForm::startHeld() const
{
    return m_isSecondFrom ? m_from->second.value_or(m_from->time) : m_from->time;
}

/// Does the end's time come twice after the start, and not too late for either?
bool BookingForm::isEndTwice() const
{
    return m_from && m_until && m_until->second && m_until->time > startHeld()
        && *m_until->second <= domain::latestEnd(startHeld(), m_policy);
}

UtcTime BookingForm::endTyped() const
{
    const bool isSecond =
        m_until->time <= startHeld() || (m_isSecondUntil && (isEndTwice() || isAsGiven()));
    return isSecond ? m_until->second.value_or(m_until->time) : m_until->time;
}

/// No longer than allowed where the wall's clock says that it is not: it is set back in between.
UtcTime BookingForm::endHeld() const
{
    const UtcTime end = endTyped();
    const UtcTime latest = domain::latestEnd(startHeld(), m_policy);
    const auto wall = [this](UtcTime time) {
        return time + std::chrono::seconds(m_zone.offsetFromUtc(toDateTime(time)));
    };
    const bool isLongByClock = wall(end) - wall(startHeld()) > latest - startHeld();
    return isAsGiven() || isLongByClock ? end : std::min(end, latest);
}

/// To the next full quarter; from an empty one on from now.
void BookingForm::step(QLineEdit &field, int minutes)
{
    const QTime now = toDateTime(m_now).toTimeZone(m_zone).time();
    const QTime from = parseClock(line(From)->text(), QTime()).value_or(now);
    const QTime time = parseClock(field.text(), from).value_or(from);
    int minute = time.hour() * 60 + time.minute() + minutes;
    if (std::abs(minutes) > 1)
        minute =
            minutes > 0 ? minute / minutes * minutes : (minute - minutes - 1) / -minutes * -minutes;
    minute = (minute + 1440) % 1440;
    field.setText(QLocale().toString(QTime(minute / 60, minute % 60),
                                     QLocale().timeFormat(QLocale::ShortFormat).remove(u":ss"_s)));
    m_left.insert(&field == line(From) ? From : Until);
    onEdited();
}

void BookingForm::setDay(QDate day)
{
    m_day->setDate(day);
}

void BookingForm::takeTime(const BookingSpan &span)
{
    m_isFilling = true;
    fillTimes(span);
    m_isFilling = false;
    onEdited();
}

/// What clocks that are set forward or back do to what was typed.
QStringList BookingForm::clockWords() const
{
    QStringList words;
    const std::pair<const std::optional<domain::LocalMoment> *, Field> typed[] = {
        {&m_from, From}, {&m_until, Until}};
    for (const auto &[moment, field] : typed) {
        if (*moment && (*moment)->isMoved)
            words.append(tr("%1 does not exist on this day: %2")
                             .arg(line(field)->text(), labels::clock((*moment)->time, m_zone)));
    }
    if (!m_from || !m_until)
        return words;
    const int seconds = m_zone.offsetFromUtc(toDateTime(endTyped()))
        - m_zone.offsetFromUtc(toDateTime(startHeld()));
    const QString by = labels::length(std::chrono::seconds(std::abs(seconds)));
    if (endHeld() < endTyped())
        words.append(tr("The clock is set back by %1 meanwhile: the longest stay ends at %2.")
                         .arg(by, labels::clock(endHeld(), m_zone)));
    else if (seconds != 0)
        words.append(seconds < 0 ? tr("The clock is set back by %1 meanwhile.").arg(by)
                                 : tr("The clock is set forward by %1 meanwhile.").arg(by));
    return words;
}

} // namespace parking::ui

// What BookingsPage prints.

#include "bookings/bookingspage.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/localtime.h"
#include "labels.h"

#include <algorithm>

namespace parking::ui {

using domain::Booking;

/// From what is loaded, so that it can be had while the server is away; then it says of when it is.
DayList BookingsPage::dayList() const
{
    const QTimeZone own = zone();
    const QDate day = m_choice.day;
    DayList list;
    list.title = tr("Bookings of %1").arg(labels::day(day));
    list.site = m_model.site().name;
    const QString read = labels::clockOn(m_readAt, domain::localOf(now(), own).date(), own);
    const QString why = waiting();
    list.isOld = m_readAt == UtcTime() || !m_isAnswered || !why.isEmpty() || !m_failed.isEmpty();
    list.asOf = m_readAt == UtcTime() || !m_isAnswered
        ? tr("Nobody knows what is booked: it could not be read.")
        : !list.isOld
        ? tr("As of %1").arg(read)
        : tr("As of %1, %2: newer bookings and changes are missing. %3")
              .arg(read, labels::ago(now() - m_readAt), why.isEmpty() ? m_failed : why);
    if (!m_isAnswered)
        return list;
    const UtcTime from = fromDateTime(day.startOfDay(own));
    const UtcTime to = fromDateTime(day.addDays(1).startOfDay(own));
    QList<std::pair<int, Booking>> found; // row of its space, in the order of floors
    for (const Booking &booking : m_bookings) {
        const int row = m_model.rowOf(booking.spaceId);
        const bool isHere = row >= 0
            && (m_choice.building.isEmpty() || m_model.space(row).building == m_choice.building)
            && (m_choice.floor.isEmpty() || m_model.space(row).floor == m_choice.floor);
        if (isHere && booking.status != domain::BookingStatus::Cancelled && booking.start < to
            && booking.heldUntil() > from)
            found.append({row, booking});
    }
    const auto place = [this](int row) {
        const domain::Space &space = m_model.space(row);
        return std::tuple(m_model.buildings().indexOf(space.building),
                          m_model.floorsOf(space.building).indexOf(space.floor), space.code);
    };
    std::sort(found.begin(), found.end(), [&](const auto &a, const auto &b) {
        return std::tuple(place(a.first), a.second.start)
            < std::tuple(place(b.first), b.second.start);
    });
    for (const auto &[row, booking] : std::as_const(found)) {
        const domain::Space &space = m_model.space(row);
        const bool readOnly = m_situation.isReadOnly();
        QStringList where{space.building, floorTitle(m_model, space.building, space.floor)};
        where.removeAll(QString());
        list.rows.append({where.join(u" · "_s), space.code,
                          tr("%1 – %2").arg(labels::clockOn(booking.start, day, own),
                                            labels::clockOn(booking.end, day, own)),
                          labels::who(booking, readOnly), readOnly ? QString() : booking.plate,
                          labels::text(phaseKnown(booking))});
    }
    return list;
}

void BookingsPage::printDayList()
{
    askToPrint(dayList(), window());
}

void BookingsPage::saveDayList()
{
    const QString name = tr("bookings-%1.pdf").arg(m_choice.day.toString(Qt::ISODate));
    askToWrite(dayList(), name, window(), [this](const Result<int> &pages) {
        Q_EMIT noted(pages ? tr("The day list is saved, %n pages", nullptr, *pages)
                           : labels::text(pages.error()));
    });
}

} // namespace parking::ui

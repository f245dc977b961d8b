// The page "Bookings": what the window's search finds there.

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "bookings/bookingspage.h"
#include "domain/localtime.h"

#include <utility>

namespace parking::ui {

void BookingsPage::search(const QString &text, const Findings &answer)
{
    if (m_situation.isReadOnly()) // whose booking it is is not theirs to know
        return answer({});
    m_searched = text;
    m_found = answer;
    Q_EMIT searched(text);
}

void BookingsPage::setFound(const QString &text, const QList<domain::BookingFound> &found)
{
    if (text != m_searched || !m_found)
        return;
    if (m_situation.isReadOnly()) // since then
        return std::exchange(m_found, {})({});
    QList<Finding> findings;
    const QDate today = domain::localOf(now(), zone()).date();
    for (const domain::BookingFound &one : found) {
        const domain::Booking &booking = one.booking;
        const QDate day = domain::localOf(booking.start, zone()).date();
        QString when = labels::range(booking.span(), zone());
        if (day != today)
            when = tr("%1, %2").arg(labels::shortDay(day), when);
        QStringList words{when, booking.email};
        for (const QString &more :
             {booking.plate, booking.title, labels::text(phaseKnown(booking))}) {
            if (!more.isEmpty())
                words.append(more);
        }
        findings.append({.text = u"%1   %2"_s.arg(one.code, words.join(u" · "_s)),
                         .icon = u"bookings"_s,
                         .open = [this, booking] { Q_EMIT chosen(booking); }});
    }
    std::exchange(m_found, {})(findings);
}

} // namespace parking::ui

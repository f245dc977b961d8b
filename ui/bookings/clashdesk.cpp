#include "bookings/clashdesk.h"

#include "actlabels.h"
#include "base/literals.h"
#include "domain/merge.h"
#include "read/acts.h"

namespace parking::ui {

using domain::BookingDraft;
using domain::BookingId;

void ClashDesk::tellInForm(const BookingId &id)
{
    m_desk.ask(
        this,
        [id, seen = BookingDraft(m_page.form().before())](store::Database &database) {
            return read::standingBooking(database, id, seen);
        },
        [this, id](const read::StandingBooking &found) {
            BookingForm &form = m_page.form();
            if (form.isHidden() || form.booking() != id || !found.booking)
                return; // it is over: that was said
            const BookingDraft before = form.before();
            const BookingDraft standing = *found.booking;
            QList<domain::ActDifference> meanwhile =
                domain::merged(before, before, standing).meanwhile;
            if (meanwhile.isEmpty())
                return; // another one of its series: what was said stays, and it can be tried again
            withCodes(meanwhile);
            form.setStanding(*found.booking,
                             labels::meanwhile(found.last, meanwhile, m_desk.situation.now()),
                             [this, before, standing](const BookingDraft &typed) {
                                 auto clashes = domain::merged(before, typed, standing).clashes;
                                 withCodes(clashes);
                                 return labels::clash(clashes);
                             });
        });
}

void ClashDesk::tellNotice(const BookingId &id, const BookingDraft &seen, const QString &wayOn)
{
    m_desk.ask(
        this,
        [id, seen](store::Database &database) { return read::standingBooking(database, id, seen); },
        [this, seen, wayOn](const read::StandingBooking &found) {
            if (!found.booking)
                return;
            auto meanwhile = domain::merged(seen, seen, BookingDraft(*found.booking)).meanwhile;
            withCodes(meanwhile);
            m_desk.notices.tell(u"%1 %2"_s.arg(
                labels::meanwhile(found.last, meanwhile, m_desk.situation.now()), wayOn));
        });
}

/// Spaces as people call them.
void ClashDesk::withCodes(QList<domain::ActDifference> &differences) const
{
    for (domain::ActDifference &one : differences) {
        if (one.field != u"space")
            continue;
        for (QString *value : {&one.before, &one.after}) {
            const int row =
                m_desk.model.rowOf(domain::SpaceId::parse(*value).value_or(domain::SpaceId()));
            *value = row < 0 ? QString() : m_desk.model.space(row).code;
        }
    }
}

} // namespace parking::ui

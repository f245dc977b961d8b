#include "bookings/seriesdesk.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QUuid>

namespace parking::ui {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::SeriesScope;

namespace {

QList<Booking> withStatus(QList<Booking> bookings, domain::BookingStatus status,
                          const QString &reason)
{
    for (Booking &booking : bookings) {
        booking.status = status;
        booking.cancelReason = reason;
    }
    return bookings;
}

} // namespace

SeriesDesk::SeriesDesk(const Desk &desk, BookingsPage &page, ClashDesk &clashes)
    : m_desk(desk), m_page(page), m_clashes(clashes)
{
    connect(&page, &BookingsPage::seriesAsked, this, &SeriesDesk::book);
    connect(&page, &BookingsPage::changeSeriesAsked, this, &SeriesDesk::change);
    connect(&page, &BookingsPage::cancelSeriesAsked, this, &SeriesDesk::cancel);
}

void SeriesDesk::book(const BookingDraft &draft, const domain::SeriesRule &rule)
{
    engine::SeriesRequest request{.draft = draft,
                                  .rule = rule,
                                  .requestId = QUuid::createUuid().toString(QUuid::WithoutBraces),
                                  .actor = m_desk.actor};
    m_desk.wish(
        this, [request](engine::Engine &engine) { return engine.bookings().createSeries(request); },
        [this, request, form = formOf({})](const engine::SeriesAnswer &done) {
            close(form);
            const QList<Booking> cancelled =
                withStatus(done.bookings, domain::BookingStatus::Cancelled, tr("taken back"));
            m_desk.notices.tellDone(tr("%n bookings of %1 made", nullptr, int(done.bookings.size()))
                                        .arg(codeOf(request.draft.spaceId)),
                                    restoreStep(done.bookings, cancelled),
                                    restoreStep(cancelled, done.bookings));
        },
        [this, form = formOf({})](const Error &error) { refuse({}, form, error); });
}

void SeriesDesk::change(const BookingId &id, const BookingDraft &draft, SeriesScope scope)
{
    const engine::SeriesChange change{.booking = id,
                                      .draft = draft,
                                      .scope = scope,
                                      .actor = m_desk.actor,
                                      .seen = formOf(id) != 0
                                          ? std::optional<BookingDraft>(m_page.form().before())
                                          : std::nullopt};
    m_desk.wish(
        this, [change](engine::Engine &engine) { return engine.bookings().changeSeries(change); },
        [this, form = formOf(id)](const engine::SeriesAnswer &done) {
            close(form);
            m_desk.notices.tellDone(tr("%n bookings changed", nullptr, int(done.bookings.size())),
                                    restoreStep(done.bookings, done.before),
                                    restoreStep(done.before, done.bookings));
        },
        [this, id, form = formOf(id)](const Error &error) { refuse(id, form, error); });
}

void SeriesDesk::cancel(const BookingId &id, const QString &reason, SeriesScope scope)
{
    const engine::SeriesCancel cancel{.booking = id,
                                      .scope = scope,
                                      .reason = reason,
                                      .actor = m_desk.actor,
                                      .seen = m_page.seenAtCancel(id)};
    m_desk.wish(
        this, [cancel](engine::Engine &engine) { return engine.bookings().cancelSeries(cancel); },
        [this, form = formOf(id)](const QList<Booking> &done) {
            close(form);
            const QList<Booking> before = withStatus(done, domain::BookingStatus::Active, {});
            m_desk.notices.tellDone(tr("%n bookings cancelled", nullptr, int(done.size())),
                                    restoreStep(done, before), restoreStep(before, done));
        },
        [this, id, seen = cancel.seen, form = formOf(id)](const Error &error) {
            if (error.code == problem::kChangedMeanwhile && seen)
                m_clashes.tellNotice(id, *seen,
                                     tr("Nothing was cancelled. Look, and cancel them again."));
            else
                refuse(id, form, error);
        });
}

/// All of them are as `wanted` again, where all still stand as in `standing`.
Notices::Step SeriesDesk::restoreStep(const QList<Booking> &standing, const QList<Booking> &wanted)
{
    return [=, this](const Notices::Answer &answer) {
        const engine::BookingsRestore restore{
            .standing = standing, .wanted = wanted, .actor = m_desk.actor};
        m_desk.wish(
            this, [restore](engine::Engine &engine) { return engine.bookings().restore(restore); },
            [=, this](const QList<Booking> &done) {
                answer({});
                if (const qsizetype left = wanted.size() - done.size(); left > 0)
                    m_desk.notices.tell(
                        tr("%n bookings are over and stay cancelled", nullptr, int(left)));
            },
            [answer](const Error &error) {
                answer(
                    error.code != problem::kSpaceNotAvailable
                        ? error
                        : Error{u"BOOKED_MEANWHILE"_s,
                                tr("Some of it was booked by someone else meanwhile. Nothing was "
                                   "changed back.")});
            });
    };
}

void SeriesDesk::refuse(const BookingId &id, quint64 form, const Error &error)
{
    if (!isOpen(form))
        return m_desk.notices.tell(labels::seriesRefusal(error, zone()));
    m_page.setRefused(error);
    if (!id.isNull() && error.code == problem::kChangedMeanwhile)
        m_clashes.tellInForm(id);
}

/// Another form stays as it is.
void SeriesDesk::close(quint64 form)
{
    if (isOpen(form))
        m_page.setBooked();
}

/// Which opening of the form holds this booking; 0: none does.
quint64 SeriesDesk::formOf(const BookingId &id) const
{
    const BookingForm &form = m_page.form();
    return form.isHidden() || form.booking() != id ? 0 : form.opening();
}

bool SeriesDesk::isOpen(quint64 form) const
{
    return form != 0 && !m_page.form().isHidden() && m_page.form().opening() == form;
}

QString SeriesDesk::codeOf(const domain::SpaceId &space) const
{
    const int row = m_desk.model.rowOf(space);
    return row < 0 ? QString() : m_desk.model.space(row).code;
}

} // namespace parking::ui

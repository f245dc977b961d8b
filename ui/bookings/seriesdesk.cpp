#include "bookings/seriesdesk.h"

#include "base/literals.h"

#include <QUuid>

namespace parking::ui {

using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::SeriesScope;

SeriesDesk::SeriesDesk(const Desk &desk, BookingsPage &page) : m_desk(desk), m_page(page)
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
        [this, request](const engine::SeriesAnswer &done) {
            close({});
            const BookingId first = done.bookings.first().id;
            // Done again it is another request: the first one was answered.
            const auto again = [this, request](const Notices::Answer &answer) {
                engine::SeriesRequest anew = request;
                anew.requestId = QUuid::createUuid().toString(QUuid::WithoutBraces);
                m_desk.wish(
                    this,
                    [anew](engine::Engine &engine) { return engine.bookings().createSeries(anew); },
                    [answer](const engine::SeriesAnswer &) { answer({}); }, answer);
            };
            m_desk.notices.tellDone(tr("%n bookings of %1 made", nullptr, int(done.bookings.size()))
                                        .arg(codeOf(request.draft.spaceId)),
                                    cancelStep(first), again);
        },
        [this](const Error &error) { refuse({}, error); });
}

void SeriesDesk::change(const BookingId &id, const BookingDraft &draft, SeriesScope scope)
{
    const engine::SeriesChange change{
        .booking = id, .draft = draft, .scope = scope, .actor = m_desk.actor};
    m_desk.wish(
        this, [change](engine::Engine &engine) { return engine.bookings().changeSeries(change); },
        [this, id](const engine::SeriesAnswer &done) {
            close(id);
            m_desk.notices.tellFinal(tr("%n bookings changed", nullptr, int(done.bookings.size())));
        },
        [this, id](const Error &error) { refuse(id, error); });
}

void SeriesDesk::cancel(const BookingId &id, const QString &reason, SeriesScope scope)
{
    const engine::SeriesCancel cancel{
        .booking = id, .scope = scope, .reason = reason, .actor = m_desk.actor};
    m_desk.wish(
        this, [cancel](engine::Engine &engine) { return engine.bookings().cancelSeries(cancel); },
        [this, id](const QList<Booking> &done) {
            close(id);
            m_desk.notices.tellFinal(tr("%n bookings cancelled", nullptr, int(done.size())));
        },
        [this, id](const Error &error) { refuse(id, error); });
}

Notices::Step SeriesDesk::cancelStep(const BookingId &id)
{
    return [this, id](const Notices::Answer &answer) {
        const engine::SeriesCancel cancel{.booking = id,
                                          .scope = SeriesScope::All,
                                          .reason = tr("taken back"),
                                          .actor = m_desk.actor};
        m_desk.wish(
            this,
            [cancel](engine::Engine &engine) { return engine.bookings().cancelSeries(cancel); },
            [answer](const QList<Booking> &) { answer({}); }, answer);
    };
}

void SeriesDesk::refuse(const BookingId &id, const Error &error)
{
    if (isInForm(id))
        m_page.setRefused(error);
    else
        m_desk.notices.tell(labels::seriesRefusal(error, zone()));
}

/// Another booking's form stays as it is.
void SeriesDesk::close(const BookingId &id)
{
    if (isInForm(id))
        m_page.setBooked();
}

bool SeriesDesk::isInForm(const BookingId &id) const
{
    return !m_page.form().isHidden() && m_page.form().booking() == id;
}

QString SeriesDesk::codeOf(const domain::SpaceId &space) const
{
    const int row = m_desk.model.rowOf(space);
    return row < 0 ? QString() : m_desk.model.space(row).code;
}

} // namespace parking::ui

#include "bookings/bookingsdesk.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/bookings.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::BookingSpan;

namespace {

constexpr auto kLook = 5s;
constexpr int kMostFound = 8; ///< for a list that is looked through at a glance
constexpr auto kAheadStep = 2s; ///< the situation's clock ticks by the second

/// By what the engine holds bookings to.
struct Rules {
    domain::BookingPolicy policy;
    UtcTime now; ///< the database server's
};

} // namespace

BookingsDesk::BookingsDesk(const Desk &desk, BookingsPage &page, BookingSection &section)
    : m_desk(desk), m_page(page), m_section(section), m_undo(desk), m_clashes(desk, page),
      m_series(desk, page, m_clashes), m_files(desk, page)
{
    connect(&m_undo, &UndoDesk::moved, this, &BookingsDesk::take);
    connect(&m_undo, &UndoDesk::stale, this, &BookingsDesk::load);
    connect(&section, &BookingSection::wanted, this, &BookingsDesk::loadSpace);
    connect(&section, &BookingSection::endAsked, this, &BookingsDesk::endNow);
    connect(&section.walkIn(), &WalkInForm::bookAsked, this, &BookingsDesk::bookNow);
    connect(&section.walkIn(), &WalkInForm::contactKept, this, &BookingsDesk::keepContact);
    connect(&page, &BookingsPage::rangeShown, this, &BookingsDesk::onRange);
    connect(&page.list(), &BookingList::asked, this, &BookingsDesk::loadList);
    connect(&page, &BookingsPage::bookAsked, this, &BookingsDesk::book);
    connect(&page, &BookingsPage::moveAsked, this, &BookingsDesk::change);
    connect(&page, &BookingsPage::moveOvertaken, this,
            [this](const Booking &seen) { tellNotMoved(seen.id, seen); });
    connect(&page, &BookingsPage::searched, this, &BookingsDesk::search);
    connect(&page, &BookingsPage::cancelAsked, this, &BookingsDesk::cancel);
    connect(&desk.situation, &Situation::nowChanged, this, &BookingsDesk::look);
    connect(&desk.situation, &Situation::roleChanged, this, [this] {
        m_isShown = false; // others may see other things
        load();
        m_section.ask();
    });
    if (!desk.engine)
        return;
    const engine::Engine &engine = desk.engine->engine();
    connect(&engine, &engine::Engine::bookingsMoved, this, [this] {
        m_section.ask();
        loadAmiss();
        load();
    });
    connect(&engine, &engine::Engine::bookingsHeard, this, [this] {
        m_isOld = true;
        look(); // now, and not with the clock's next second
    });
    connect(&engine, &engine::Engine::bookingsAlerted, this, &BookingsDesk::tell);
    connect(&engine, &engine::Engine::ready, this, &BookingsDesk::load);
    connect(&engine, &engine::Engine::layoutChanged, this, &BookingsDesk::loadRules);
    connect(&engine, &engine::Engine::spacesChanged, this,
            [this](const QList<domain::SpaceStatus> &statuses) {
                m_isOld |= std::any_of(statuses.cbegin(), statuses.cend(), [](const auto &status) {
                    return status.reservedForSomeone || status.inputs.reservation;
                });
            });
}

// --- What the page shows -------------------------------------------------------------------------

/// What another program moved is told; an older one tells only of what moves a state.
void BookingsDesk::look()
{
    const UtcTime now = m_desk.situation.now();
    if (!m_isOld && now >= m_looked && now - m_looked < kLook)
        return;
    m_looked = now;
    m_isOld = m_isOld && m_page.isVisible(); // its answer takes that back
    loadRules();
    loadAmiss();
    m_section.ask();
    load();
}

void BookingsDesk::onRange(UtcTime from, UtcTime to)
{
    m_span = {from, to};
    m_isShown = false;
    loadRules();
    load();
}

/// One question at a time. A page that is not seen asks when it is.
void BookingsDesk::load()
{
    m_page.list().refresh();
    if (!m_page.isVisible() || m_span == BookingSpan())
        return;
    if (m_isReading) {
        m_isDue = true;
        return;
    }
    m_isReading = true;
    m_isDue = false;
    m_isOld = false;
    m_desk.ask(
        this,
        [span = m_span, persons = persons()](store::Database &database) {
            return read::bookingsBetween(database, span, persons);
        },
        [this, span = m_span, persons = persons()](const QList<Booking> &found) {
            m_isReading = false;
            if (persons != this->persons())
                load(); // the role is another one
            else
                show(span, found);
        },
        [this](const Error &error) {
            m_isReading = false;
            m_isShown = false; // the next answer takes the words away
            m_page.setFailed(labels::text(error));
        });
}

domain::Persons BookingsDesk::persons() const
{
    return m_desk.situation.isReadOnly() ? domain::Persons::Hidden : domain::Persons::Shown;
}

/// What was asked before somebody moved something is not shown over what is known of that.
void BookingsDesk::show(const BookingSpan &span, const QList<Booking> &bookings)
{
    const bool isOvertaken = span != m_span || (m_isShown && (m_isDue || m_open > 0));
    if (isOvertaken) {
        m_isDue = true;
    } else if (!m_isShown || bookings != m_bookings) {
        m_isShown = true;
        m_bookings = bookings;
        m_page.setBookings(bookings);
    } else {
        m_page.confirm();
    }
    if (m_isDue && (m_open == 0 || !m_isShown)) // else with the answer to the wish
        load();
}

/// What was just done is seen at once.
void BookingsDesk::take(const Booking &booking)
{
    if (m_isShown) {
        m_bookings.removeIf([&booking](const Booking &one) { return one.id == booking.id; });
        if (booking.status != domain::BookingStatus::Cancelled && booking.span().overlaps(m_span))
            m_bookings.append(booking);
        m_page.setBookings(m_bookings);
    }
    m_section.ask();
    load();
}

void BookingsDesk::loadRules()
{
    m_desk.wish(
        this,
        [](engine::Engine &engine) -> Result<Rules> {
            return Rules{engine.bookings().policy(), engine.bookings().now()};
        },
        [this](const Rules &rules) {
            if (rules.policy != m_policy) {
                m_policy = rules.policy;
                m_page.setPolicy(m_policy);
                m_section.setPolicy(m_policy);
            }
            const Milliseconds ahead = rules.now - m_desk.situation.now();
            if (std::chrono::abs(ahead - m_ahead) < kAheadStep)
                return;
            m_ahead = ahead;
            m_page.setClockAhead(ahead);
            m_section.setClockAhead(ahead);
        },
        [](const Error &) {}); // the engine has them without a database
}

void BookingsDesk::loadList(const BookingQuestion &question)
{
    m_desk.ask(
        this,
        [question, persons = persons()](store::Database &database) {
            return read::bookingList(database, question.search, question.sort, question.page,
                                     persons);
        },
        [this, number = question.number, persons = persons()](const domain::BookingPage &page) {
            if (persons == this->persons())
                m_page.list().setPage(number, page);
            else // the role is another one
                m_page.list().setFailed(number, {});
        },
        [this, number = question.number](const Error &error) {
            m_page.list().setFailed(number, labels::text(error));
        });
}

void BookingsDesk::loadSpace(const domain::SpaceId &space)
{
    m_desk.ask(
        this,
        [space, now = m_desk.situation.now() + m_ahead,
         persons = persons()](store::Database &database) {
            return read::bookingsOf(database, space, now, BookingSection::kNext + 1, persons);
        },
        [this, space, persons = persons()](const QList<Booking> &bookings) {
            if (persons == this->persons())
                m_section.setBookings(space, bookings);
        },
        [this, space](const Error &) { m_section.setBookings(space, {}); });
}

/// What somebody should see to, also while the page is not seen.
void BookingsDesk::loadAmiss()
{
    if (std::exchange(m_isAmissAsked, true))
        return;
    m_desk.ask(
        this,
        [now = m_desk.situation.now() + m_ahead, persons = persons()](store::Database &database) {
            return read::bookingsAmiss(database, now, persons, read::Offers::Made);
        },
        [this, persons = persons()](const QList<domain::BookingAmiss> &amiss) {
            m_isAmissAsked = false;
            if (persons != this->persons() || amiss == m_amiss)
                return;
            m_amiss = amiss;
            m_section.setAmiss(amiss);
            m_page.setAmiss(amiss);
        },
        [this](const Error &) {
            m_isAmissAsked = false; // asked again soon
            for (domain::BookingAmiss &one : m_amiss)
                one.instead.reset(); // whether that is free still nobody knows
            m_section.setAmiss(m_amiss);
            m_page.setAmiss(m_amiss);
        });
}

void BookingsDesk::search(const QString &text)
{
    m_desk.ask(
        this,
        [text, now = m_desk.situation.now() + m_ahead](store::Database &database) {
            return read::bookingsFound(database, text, now, kMostFound);
        },
        [this, text](const QList<domain::BookingFound> &found) { m_page.setFound(text, found); },
        [this, text](const Error &error) {
            m_page.setFound(text, {});
            m_desk.notices.tell(error);
        });
}

/// What the station has just found. It knew then; who comes later reads it on the page.
void BookingsDesk::tell(const QList<engine::BookingAlert> &alerts)
{
    if (m_desk.situation.isReadOnly() || alerts.isEmpty())
        return;
    if (alerts.size() > 1)
        return m_desk.notices.tell(tr("%n bookings need attention", nullptr, int(alerts.size())));
    const engine::BookingAlert &alert = alerts.first();
    const QString code = codeOf(alert.booking.spaceId);
    if (alert.kind == engine::BookingAlert::Kind::Overstay)
        return m_desk.notices.tell(
            tr("%1: the booking is over, and the car is still there.").arg(code));
    m_desk.notices.tell(
        alert.instead
            ? tr("%1 is booked now, and taken by somebody else. Offer %2.")
                  .arg(code, alert.instead->code)
            : tr("%1 is booked now, and taken by somebody else. No free space near is known.")
                  .arg(code));
}

// --- What is wished there ------------------------------------------------------------------------

/// `id` is null for a new one. `done` gets the value after the form, if it was of this booking, has
/// closed.
template <class Function, class Done>
void BookingsDesk::wish(const BookingId &id, Function fn, Done done)
{
    wish(id, std::move(fn), std::move(done),
         [this, id, form = formOf(id)](const Error &error) { refuse(id, form, error); });
}

template <class Function, class Done, class Failed>
void BookingsDesk::wish(const BookingId &id, Function fn, Done done, Failed failed)
{
    if (!m_desk.engine)
        return;
    ++m_open;
    m_desk.wish(
        this, std::move(fn),
        [this, form = formOf(id), done = std::move(done)](const auto &answer) {
            --m_open;
            if (isOpen(form))
                m_page.setBooked();
            else
                m_page.timeline().settle();
            done(answer);
        },
        [this, failed = std::move(failed)](const Error &error) {
            --m_open;
            failed(error);
        });
}

void BookingsDesk::refuse(const BookingId &id, quint64 form, const Error &error)
{
    if (isOpen(form)) {
        m_page.setRefused(error);
        if (!id.isNull() && error.code == problem::kChangedMeanwhile)
            m_clashes.tellInForm(id);
    } else {
        m_page.timeline().settle();
        m_desk.notices.tell(words(error));
    }
    load(); // what was in the way is not on the screen, or was not
}

/// Which opening of the form holds this booking; 0: none does.
quint64 BookingsDesk::formOf(const BookingId &id) const
{
    const BookingForm &form = m_page.form();
    return form.isHidden() || form.booking() != id ? 0 : form.opening();
}

/// Another form, also one for another new booking, stays as it is.
bool BookingsDesk::isOpen(quint64 form) const
{
    return form != 0 && !m_page.form().isHidden() && m_page.form().opening() == form;
}

void BookingsDesk::book(const BookingDraft &draft)
{
    const engine::BookingRequest request{.draft = draft,
                                         .requestId =
                                             QUuid::createUuid().toString(QUuid::WithoutBraces),
                                         .actor = m_desk.actor};
    wish(
        {}, [request](engine::Engine &engine) { return engine.bookings().create(request); },
        [this](const engine::BookingAnswer &done) {
            take(done.booking);
            tellMade(tr("%1 booked").arg(codeOf(done.booking.spaceId)), done.booking);
        });
}

void BookingsDesk::change(const BookingId &id, const BookingDraft &draft, const BookingDraft &seen)
{
    wish(
        id,
        [id, draft, seen, actor = m_desk.actor](engine::Engine &engine) {
            return engine.bookings().change(id, draft, actor, seen);
        },
        [this](const engine::BookingAnswer &done) {
            take(done.booking);
            m_desk.notices.tellDone(wordsOfChange(done.before, done.booking),
                                    m_undo.restoreStep(done.booking, done.before),
                                    m_undo.restoreStep(done.before, done.booking));
        },
        [this, id, seen, form = formOf(id)](const Error &error) {
            if (error.code != problem::kChangedMeanwhile || isOpen(form))
                return refuse(id, form, error);
            m_page.timeline().settle();
            tellNotMoved(id, seen);
            load();
        });
}

void BookingsDesk::tellNotMoved(const BookingId &id, const BookingDraft &seen)
{
    m_clashes.tellNotice(id, seen, tr("It was not moved. Look, and move it again."));
}

/// As whoever agreed to it saw it; else nothing is cancelled.
void BookingsDesk::cancel(const BookingId &id, const QString &reason)
{
    const auto seen = m_page.seenAtCancel(id);
    wish(
        id,
        [id, reason, seen, actor = m_desk.actor](engine::Engine &engine) {
            return engine.bookings().cancel(id, reason, actor, seen);
        },
        [this](const Booking &done) {
            take(done);
            const Booking before = UndoDesk::withStatus(done, domain::BookingStatus::Active);
            m_desk.notices.tellDone(tr("Booking of %1 cancelled").arg(codeOf(done.spaceId)),
                                    m_undo.restoreStep(done, before),
                                    m_undo.restoreStep(before, done));
        },
        [this, id, seen, form = formOf(id)](const Error &error) {
            if (error.code != problem::kChangedMeanwhile || !seen)
                return refuse(id, form, error);
            m_page.timeline().settle();
            m_clashes.tellNotice(id, *seen, tr("It was not cancelled. Look, and cancel it again."));
            load();
        });
}

/// For whoever stands there. The answer is told beside the button that was pressed.
void BookingsDesk::bookNow(const BookingDraft &draft)
{
    const engine::BookingRequest request{.draft = draft,
                                         .requestId =
                                             QUuid::createUuid().toString(QUuid::WithoutBraces),
                                         .actor = m_desk.actor};
    m_desk.wish(
        this, [request](engine::Engine &engine) { return engine.bookings().create(request); },
        [this](const engine::BookingAnswer &done) {
            m_section.walkIn().setBooked(done.booking.spaceId);
            take(done.booking);
            const QDate today = domain::localOf(m_desk.situation.now(), zone()).date();
            tellMade(tr("%1 booked until %2")
                         .arg(codeOf(done.booking.spaceId),
                              labels::clockOn(done.booking.end, today, zone())),
                     done.booking);
        },
        [this, space = draft.spaceId](const Error &error) {
            if (!m_section.walkIn().setRefused(space, words(error)))
                m_desk.notices.tell(tr("%1: %2").arg(codeOf(space), words(error)));
            m_section.ask();
        });
}

void BookingsDesk::endNow(const Booking &booking)
{
    m_desk.wish(
        this,
        [booking, actor = m_desk.actor](engine::Engine &engine) {
            return engine.bookings().endEarly(booking.id, actor, booking);
        },
        [this](const Booking &done) {
            take(done);
            const Booking before = UndoDesk::withStatus(done, domain::BookingStatus::Active);
            m_desk.notices.tellDone(tr("Booking of %1 ended").arg(codeOf(done.spaceId)),
                                    m_undo.restoreStep(done, before), m_undo.endStep(done));
        },
        [this, booking](const Error &error) {
            if (error.code == problem::kChangedMeanwhile)
                m_clashes.tellNotice(booking.id, booking,
                                     tr("It was not ended. Look, and end it again."));
            else
                m_desk.notices.tell(words(error));
            m_section.ask();
        });
}

void BookingsDesk::keepContact(const QString &email)
{
    m_desk.wish(
        this,
        [email, actor = m_desk.actor](engine::Engine &engine) {
            return engine.bookings().setWalkInContact(email, actor);
        },
        [] {});
}

// --- Words ---------------------------------------------------------------------------------------

void BookingsDesk::tellMade(const QString &text, const Booking &booking)
{
    const Booking gone =
        UndoDesk::withStatus(booking, domain::BookingStatus::Cancelled, tr("taken back"));
    m_desk.notices.tellDone(text, m_undo.restoreStep(booking, gone),
                            m_undo.restoreStep(gone, booking));
}

QString BookingsDesk::codeOf(const domain::SpaceId &space) const
{
    const int row = m_desk.model.rowOf(space);
    return row < 0 ? QString() : m_desk.model.space(row).code;
}

QString BookingsDesk::words(const Error &error) const
{
    const QString why = labels::refusal(error, zone());
    const auto instead = domain::alternativesOf(error);
    if (instead.isEmpty())
        return why;
    const domain::BookingAlternative &fit = instead.first();
    const QDate today = domain::localOf(m_desk.situation.now(), zone()).date();
    return tr("%1 Nearest fit: %2 from %3.")
        .arg(why, fit.code, labels::clockOn(fit.span.start, today, zone()));
}

QString BookingsDesk::wordsOfChange(const Booking &before, const Booking &after) const
{
    const QString code = codeOf(after.spaceId);
    if (after.spaceId != before.spaceId)
        return tr("Booking moved from %1 to %2").arg(codeOf(before.spaceId), code);
    if (after.span() != before.span())
        return tr("Booking of %1 moved to %2").arg(code, labels::range(after.span(), zone()));
    return tr("Booking of %1 changed").arg(code);
}

} // namespace parking::ui

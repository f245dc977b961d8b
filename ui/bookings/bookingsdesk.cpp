#include "bookings/bookingsdesk.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/bookings.h"

#include <QUuid>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;
using domain::BookingSpan;

namespace {

constexpr auto kLook = 5s;
constexpr auto kAheadStep = 2s; ///< the situation's clock ticks by the second

/// By what the engine holds bookings to.
struct Rules {
    domain::BookingPolicy policy;
    UtcTime now; ///< the database server's
};

const Booking *find(const QList<Booking> &bookings, const BookingId &id)
{
    const auto found = std::find_if(bookings.cbegin(), bookings.cend(),
                                    [&id](const Booking &booking) { return booking.id == id; });
    return found == bookings.cend() ? nullptr : &*found;
}

} // namespace

BookingsDesk::BookingsDesk(const Desk &desk, BookingsPage &page)
    : m_desk(desk), m_page(page), m_series(desk, page), m_files(desk, page)
{
    connect(&page, &BookingsPage::rangeShown, this, &BookingsDesk::onRange);
    connect(&page, &BookingsPage::bookAsked, this, &BookingsDesk::book);
    connect(&page, &BookingsPage::moveAsked, this, &BookingsDesk::change);
    connect(&page, &BookingsPage::cancelAsked, this, &BookingsDesk::cancel);
    connect(&desk.situation, &Situation::nowChanged, this, &BookingsDesk::look);
    connect(&desk.situation, &Situation::roleChanged, this, [this] {
        m_isShown = false; // others may see other things
        load();
    });
    if (!desk.engine)
        return;
    const engine::Engine &engine = desk.engine->engine();
    connect(&engine, &engine::Engine::bookingsMoved, this, &BookingsDesk::load);
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

/// A booking of another program that is not near yet moves no state: nobody tells of it.
void BookingsDesk::look()
{
    const UtcTime now = m_desk.situation.now();
    if (!m_isOld && now >= m_looked && now - m_looked < kLook)
        return;
    m_looked = now;
    if (!m_page.isVisible())
        return;
    loadRules();
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
            }
            const Milliseconds ahead = rules.now - m_desk.situation.now();
            if (std::chrono::abs(ahead - m_ahead) < kAheadStep)
                return;
            m_ahead = ahead;
            m_page.setClockAhead(ahead);
        },
        [](const Error &) {}); // the engine has them without a database
}

// --- What is wished there ------------------------------------------------------------------------

/// `id` is null for a new one. `done` gets the value after the form, if it was of this booking, has
/// closed.
template <class Function, class Done>
void BookingsDesk::wish(const BookingId &id, Function fn, Done done)
{
    if (!m_desk.engine)
        return;
    ++m_open;
    m_desk.wish(
        this, std::move(fn),
        [this, id, done = std::move(done)](const auto &answer) {
            --m_open;
            if (isInForm(id))
                m_page.setBooked();
            else
                m_page.timeline().settle();
            done(answer);
        },
        [this, id](const Error &error) {
            --m_open;
            refuse(id, error);
        });
}

void BookingsDesk::refuse(const BookingId &id, const Error &error)
{
    if (isInForm(id)) {
        m_page.setRefused(error);
    } else {
        m_page.timeline().settle();
        m_desk.notices.tell(words(error));
    }
    load(); // what was in the way is not on the screen, or was not
}

/// Another booking's form stays as it is.
bool BookingsDesk::isInForm(const BookingId &id) const
{
    return !m_page.form().isHidden() && m_page.form().booking() == id;
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
            m_desk.notices.tellDone(tr("%1 booked").arg(codeOf(done.booking.spaceId)),
                                    cancelStep(done.booking, tr("taken back")),
                                    bookStep(done.booking));
        });
}

void BookingsDesk::change(const BookingId &id, const BookingDraft &draft)
{
    const Booking *known = find(m_bookings, id);
    if (!known)
        return refuse(id, domain::bookingNotFound(id));
    wish(
        id,
        [id, draft, actor = m_desk.actor](engine::Engine &engine) {
            return engine.bookings().change(id, draft, actor);
        },
        [this, before = *known](const engine::BookingAnswer &done) {
            take(done.booking);
            m_desk.notices.tellDone(wordsOfChange(before, done.booking),
                                    changeStep(done.booking, before),
                                    changeStep(before, done.booking));
        });
}

void BookingsDesk::cancel(const BookingId &id, const QString &reason)
{
    wish(
        id,
        [id, reason, actor = m_desk.actor](engine::Engine &engine) {
            return engine.bookings().cancel(id, reason, actor);
        },
        [this, reason](const Booking &booking) {
            take(booking);
            m_desk.notices.tellDone(tr("Booking of %1 cancelled").arg(codeOf(booking.spaceId)),
                                    bookStep(booking), cancelStep(booking, reason));
        });
}

// --- And taken back ------------------------------------------------------------------------------

/// The same slot; of one that has begun what is left of it.
Notices::Step BookingsDesk::bookStep(const Booking &booking)
{
    return [=, this](const Notices::Answer &answer) {
        engine::BookingRequest request{.draft = booking, .actor = m_desk.actor};
        m_desk.wish(
            this,
            [request](engine::Engine &engine) mutable {
                const UtcTime now = engine.bookings().now();
                if (request.draft.start < now - domain::kBookingLateEntry)
                    request.draft.start = std::chrono::floor<std::chrono::minutes>(now);
                return engine.bookings().create(request);
            },
            [=, this](const engine::BookingAnswer &done) {
                m_again.insert(current(booking.id), done.booking.id);
                take(done.booking);
                answer({});
            },
            [=, this](const Error &error) {
                load();
                answer(error.code != problem::kSpaceNotAvailable
                           ? error
                           : Error{u"BOOKED_MEANWHILE"_s,
                                   tr("%1 was booked by someone else meanwhile. The cancelled "
                                      "booking stays cancelled.")
                                       .arg(codeOf(booking.spaceId))});
            });
    };
}

/// The other times, space and words, where `standing` still stands.
Notices::Step BookingsDesk::changeStep(const Booking &standing, const Booking &wanted)
{
    return [=, this](const Notices::Answer &answer) {
        whereItStands(
            standing,
            [=, this] {
                m_desk.wish(
                    this,
                    [id = current(standing.id), wanted,
                     actor = m_desk.actor](engine::Engine &engine) {
                        return engine.bookings().change(id, wanted, actor);
                    },
                    [=, this](const engine::BookingAnswer &done) {
                        take(done.booking);
                        answer({});
                    },
                    answer);
            },
            answer);
    };
}

Notices::Step BookingsDesk::cancelStep(const Booking &booking, const QString &reason)
{
    return [=, this](const Notices::Answer &answer) {
        whereItStands(
            booking,
            [=, this] {
                m_desk.wish(
                    this,
                    [id = current(booking.id), reason,
                     actor = m_desk.actor](engine::Engine &engine) {
                        return engine.bookings().cancel(id, reason, actor);
                    },
                    [=, this](const Booking &done) {
                        take(done);
                        answer({});
                    },
                    answer);
            },
            answer);
    };
}

void BookingsDesk::whereItStands(const Booking &booking, const std::function<void()> &go,
                                 const Notices::Answer &answer)
{
    m_desk.ask(
        this,
        [span = booking.span()](store::Database &database) {
            return read::bookingsBetween(database, span);
        },
        [=, this](const QList<Booking> &found) {
            const Booking *there = find(found, current(booking.id));
            if (there && BookingDraft(*there) == BookingDraft(booking))
                return go();
            load();
            answer(Error{problem::kChangedMeanwhile,
                         u"booking %1 is not as it was"_s.arg(current(booking.id).toString()),
                         {{u"actor"_s, there ? there->actor : QString()}}});
        },
        answer);
}

BookingId BookingsDesk::current(BookingId id) const
{
    while (m_again.contains(id))
        id = m_again.value(id);
    return id;
}

// --- Words ---------------------------------------------------------------------------------------

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
        return tr("%1 is booked %2 now").arg(code, labels::range(after.span(), zone()));
    return tr("Booking of %1 changed").arg(code);
}

} // namespace parking::ui

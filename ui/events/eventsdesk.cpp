#include "events/eventsdesk.h"

#include "base/literals.h"
#include "desk/savefile.h"
#include "devices/devicelabels.h"
#include "domain/errors.h"
#include "labels.h"
#include "read/changes.h"
#include "read/events.h"
#include "read/fleet.h"
#include "read/rights.h"

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::EventPosition;

namespace {

constexpr int kAtOnce = 1000; ///< new ones of a kind
constexpr int kOlder = 500; ///< at a time
constexpr int kNamesEvery = 60; ///< seconds
constexpr int kChanges = 50;

/// What was shown and left out since is read from the end again, past what is shown still.
Result<domain::EventPage> olderPage(store::Database &database, const domain::EventSearch &search,
                                    const std::optional<EventPosition> &before,
                                    const std::optional<UtcTime> &trimmed)
{
    Result<domain::EventPage> page =
        read::olderEvents(database, search, trimmed ? std::nullopt : before, kOlder);
    const auto isShown = [&trimmed](const domain::SiteEvent &event) {
        return event.time > *trimmed;
    };
    while (trimmed && page && page->hasMore
           && std::all_of(page->events.cbegin(), page->events.cend(), isShown))
        page = read::olderEvents(database, search, page->position, kOlder);
    return page;
}

} // namespace

EventsDesk::EventsDesk(const Desk &desk, EventsPage &page) : m_desk(desk), m_page(page)
{
    connect(&page, &EventsPage::olderWanted, this, &EventsDesk::loadOlder);
    connect(&page.detail(), &EventDetail::consequencesWanted, this, &EventsDesk::loadConsequences);
    connect(&page.detail(), &EventDetail::retryAsked, this, &EventsDesk::retry);
    connect(&page.detail(), &EventDetail::deleteAsked, this, &EventsDesk::remove);
    connect(&page, &EventsPage::copied, this,
            [this](const QString &what) { m_desk.notices.tell(what); });
    connect(&page, &EventsPage::exportAsked, this, [this](const QByteArray &csv) {
        saveFile(
            m_desk.notices, m_page.window(), tr("events.csv"), [csv] { return csv; },
            tr("%n events", nullptr, m_page.events().rowCount()));
    });
    connect(&desk.situation, &Situation::nowChanged, this, [this] {
        if (!m_page.isVisible())
            return;
        look();
        if (m_seconds++ % kNamesEvery == 0) {
            loadNames();
            loadRights();
        }
    });
}

/// One question at a time; where it begins is asked before anything is shown, so that nothing
/// falls between the first page and the first look.
void EventsDesk::look()
{
    if (!m_newest || std::exchange(m_looks, true))
        return;
    m_desk.ask(
        this,
        [since = *m_newest](store::Database &database) {
            return read::newEvents(database, since, kAtOnce);
        },
        [this](const domain::EventPage &page) {
            m_looks = false;
            m_newest = page.position;
            m_page.setFailed({});
            m_page.add(page.events);
            m_page.setMissed(page.hasMore);
        },
        [this](const Error &error) {
            m_looks = false;
            m_page.setFailed(labels::text(error));
        });
}

void EventsDesk::loadOlder(bool fromStart)
{
    if (fromStart)
        m_oldest.reset();
    const std::optional<UtcTime> trimmed = m_page.events().trimmed();
    m_page.events().setTrims(false);
    const quint64 question = ++m_question;
    struct Start {
        EventPosition newest;
        domain::EventPage page;
    };
    m_desk.ask(
        this,
        [search = m_page.search(), before = m_oldest,
         trimmed](store::Database &database) -> Result<Start> {
            const Result<EventPosition> newest = read::lastEvents(database);
            if (!newest)
                return newest.error();
            const Result<domain::EventPage> page = olderPage(database, search, before, trimmed);
            if (!page)
                return page.error();
            return Start{*newest, *page};
        },
        [this, question, trimmed](const Start &start) {
            if (question != m_question)
                return;
            m_page.events().setTrims(true);
            if (trimmed == m_page.events().trimmed())
                m_page.events().setWhole();
            if (!m_newest)
                m_newest = start.newest;
            m_oldest = start.page.position;
            m_page.addOlder(start.page);
        },
        [this, question](const Error &error) {
            if (question != m_question)
                return;
            m_page.events().setTrims(true);
            m_page.setOlderFailed(labels::text(error));
        });
}

void EventsDesk::loadNames()
{
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::fleet(database, now);
        },
        [this](const QList<domain::FleetDevice> &devices) {
            QHash<domain::DevEui, QString> names;
            for (const domain::FleetDevice &device : devices)
                names.insert(device.device.devEui, labels::name(device.device));
            m_page.events().setDeviceNames(names);
        },
        [](const Error &) {}); // the last digits of a DevEUI name it too
}

/// The changes that this very uplink made.
void EventsDesk::loadConsequences(const QString &key, const domain::SpaceId &space, UtcTime time)
{
    m_desk.ask(
        this,
        [space, time](store::Database &database) {
            return read::recentChanges(database, space, kChanges, time + 1h);
        },
        [this, key](QList<domain::StateChange> changes) {
            changes.removeIf([&key](const domain::StateChange &change) {
                return u"u"_s + change.eventKey != key;
            });
            m_page.detail().setConsequences(key, changes);
        },
        [](const Error &) {}); // nothing is claimed then
}

void EventsDesk::retry(qint64 letter)
{
    m_desk.wish(
        this,
        [letter, actor = m_desk.actor](engine::Engine &engine) {
            return engine.arrival().retryLetters({letter}, actor);
        },
        [this](qint64 count) {
            m_desk.notices.tell(count > 0 ? tr("It is to be tried again by the station")
                                          : tr("This message is gone"));
        });
}

// --- A message goes, and comes back --------------------------------------------------------------

struct EventsDesk::Removed {
    QList<store::DeadLetter> letters;
    QList<qint64> ids; ///< when they are there
};

/// What was received only a station may say: elsewhere a message that goes is gone, and the person
/// is asked before.
void EventsDesk::loadRights()
{
    m_desk.ask(
        this, [](store::Database &database) { return read::rights(database); },
        [this](const domain::DatabaseRights &rights) {
            m_restores = rights.mayIngest;
            m_page.detail().setRestores(m_restores);
        },
        [](const Error &) {}); // it asks then
}

void EventsDesk::remove(qint64 letter)
{
    m_desk.wish(
        this,
        [letter, actor = m_desk.actor](engine::Engine &engine) {
            return engine.arrival().deleteLetters({letter}, actor);
        },
        [this, letter](const QList<store::DeadLetter> &letters) {
            m_page.letterGone(letter);
            if (letters.isEmpty())
                return m_desk.notices.tell(tr("This message was gone already"));
            if (!m_restores)
                return m_desk.notices.tellFinal(tr("1 message deleted"));
            const auto removed = std::make_shared<Removed>(Removed{letters, {}});
            m_desk.notices.tellDone(tr("1 message deleted"), restoring(removed), deleting(removed));
        });
}

Notices::Step EventsDesk::restoring(const std::shared_ptr<Removed> &removed)
{
    return [this, removed](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [letters = removed->letters, actor = m_desk.actor](engine::Engine &engine) {
                return engine.arrival().restoreLetters(letters, actor);
            },
            [this, removed, answer](const QList<qint64> &ids) {
                removed->ids = ids;
                answer({});
                look();
            },
            [answer](const Error &error) { answer(error); });
    };
}

Notices::Step EventsDesk::deleting(const std::shared_ptr<Removed> &removed)
{
    return [this, removed](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [ids = removed->ids, actor = m_desk.actor](engine::Engine &engine) {
                return engine.arrival().deleteLetters(ids, actor);
            },
            [this, removed, answer](const QList<store::DeadLetter> &letters) {
                for (const qint64 id : std::as_const(removed->ids))
                    m_page.letterGone(id);
                // What was taken in meanwhile is not to come back by another undo.
                if (letters.isEmpty())
                    return answer(domain::errors::notFound(u"Message"_s, {}));
                removed->letters = letters;
                answer({});
            },
            [answer](const Error &error) { answer(error); });
    };
}

} // namespace parking::ui

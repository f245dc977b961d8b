#include "lamps/lampsdesk.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "read/downlinks.h"
#include "read/lamps.h"

#include <algorithm>
#include <utility>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kLook = 5s;

/// What the page shows at first, and the lamps it is of when it is of those that are amiss.
struct Ledger {
    domain::DownlinkPage page;
    QList<domain::LampTrouble> troubles;
    domain::NewestOf newestOf;
};

QList<domain::DevEui> amissOf(const domain::LampsKnown &lamps)
{
    QList<domain::DevEui> amiss;
    for (const domain::LampTrouble &trouble : lamps.troubles)
        amiss.append(trouble.devEui);
    return amiss;
}

} // namespace

LampsDesk::LampsDesk(const Desk &desk, LampSection &section, DownlinksPage &page, LampView &lamp)
    : m_desk(desk), m_section(section), m_page(page), m_lamp(lamp)
{
    connect(&lamp, &LampView::wanted, this, &LampsDesk::loadDevice);
    connect(&lamp, &LampView::olderWanted, this, &LampsDesk::loadOlderOf);
    connect(&lamp.card(), &LampCard::typeAccepted, this, &LampsDesk::chooseType);
    connect(&lamp.console(), &LampConsole::sendRequested, this, &LampsDesk::send);
    connect(&lamp.console(), &LampConsole::queueWanted, this, &LampsDesk::askQueue);
    connect(&lamp.console(), &LampConsole::flushRequested, this, &LampsDesk::flush);
    connect(&section, &LampSection::wanted, this, &LampsDesk::loadLamp);
    connect(&section.card(), &LampCard::typeAccepted, this, &LampsDesk::chooseType);
    connect(&page, &DownlinksPage::wanted, this, &LampsDesk::loadPage);
    connect(&page, &DownlinksPage::olderWanted, this, &LampsDesk::loadOlder);
    connect(&page, &DownlinksPage::newsWanted, this, &LampsDesk::loadNews);
    connect(&page, &DownlinksPage::resendRequested, this, &LampsDesk::resend);
    connect(&desk.situation, &Situation::nowChanged, this, &LampsDesk::look);
    if (desk.engine)
        connect(&desk.engine->engine(), &engine::Engine::downlinksMoved, this, &LampsDesk::onMoved);
}

/// Evidence may come without word: a viewer hears of no commands, and reports move lamps silently.
void LampsDesk::look()
{
    const UtcTime now = m_desk.situation.now();
    if (now >= m_looked && now - m_looked < kLook)
        return;
    m_looked = now;
    m_section.ask();
    m_lamp.ask();
    loadLamps();
    if (!m_desk.situation.health().ingesting)
        m_page.refresh();
}

void LampsDesk::onMoved(const QList<domain::Downlink> &rows)
{
    m_page.refresh();
    const auto isShown = [this](const domain::Downlink &row) {
        return m_section.space() == row.spaceId;
    };
    if (std::any_of(rows.cbegin(), rows.cend(), isShown))
        m_section.ask();
    const auto isLooked = [this](const domain::Downlink &row) {
        return m_lamp.device() == row.devEui;
    };
    if (std::any_of(rows.cbegin(), rows.cend(), isLooked))
        m_lamp.ask();
}

void LampsDesk::loadLamp(const domain::SpaceId &space)
{
    m_desk.ask(
        this,
        [space, now = m_desk.situation.now()](store::Database &database) {
            return read::lamp(database, space, now);
        },
        [this, space](const std::optional<domain::LampStatus> &lamp) {
            m_section.setLamp(space, lamp);
        },
        [](const Error &) {}); // asked again soon; the status line says what is the matter
}

void LampsDesk::showOnMap(bool shown)
{
    m_isOnMap = shown;
    loadLamps();
}

/// What the map's layer tells. Nobody waits for it, so one question at a time.
void LampsDesk::loadLamps()
{
    if (!m_isOnMap || std::exchange(m_asksLamps, true))
        return;
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::lamps(database, now);
        },
        [this](const domain::LampsKnown &lamps) {
            m_asksLamps = false;
            m_desk.model.setLamps(lamps);
        },
        [this](const Error &) {
            m_asksLamps = false;
            m_desk.model.setLamps({}); // nobody knows
        });
}

// --- The page ------------------------------------------------------------------------------------

/// Asks, and hands the answer to `done` unless the page asked something else meanwhile.
template <class Function, class Done>
void LampsDesk::askForPage(Function fn, Done done)
{
    const quint64 question = m_page.question();
    m_desk.ask(
        this, std::move(fn),
        [this, question, done = std::move(done)](const auto &answer) {
            if (question == m_page.question())
                done(answer);
        },
        [this, question](const Error &error) {
            if (question == m_page.question())
                m_page.setFailed(labels::text(error));
        });
}

void LampsDesk::loadPage(const domain::DownlinkFilter &filter, int limit)
{
    askForPage(
        [=, isAmissOnly = m_page.isAmissOnly(),
         now = m_desk.situation.now()](store::Database &database) -> Result<Ledger> {
            const Result<domain::LampsKnown> lamps = read::lamps(database, now);
            if (!lamps)
                return lamps.error();
            domain::NewestOf newestOf;
            if (isAmissOnly)
                newestOf = amissOf(*lamps);
            Result<domain::DownlinkPage> page =
                read::downlinks(database, filter, limit, 0, newestOf);
            if (!page)
                return page.error();
            return Ledger{std::move(*page), lamps->troubles, newestOf};
        },
        [this](const Ledger &ledger) {
            m_amiss = ledger.newestOf;
            m_page.setPage(ledger.page);
            const int amiss = int(ledger.troubles.size());
            m_page.setTroubles(ledger.troubles);
            m_page.setAmiss(amiss, m_amiss ? amiss - int(ledger.page.total) : 0);
        });
}

void LampsDesk::loadOlder(const domain::DownlinkFilter &filter, qint64 before)
{
    askForPage(
        [=, newestOf = m_amiss](store::Database &database) {
            return read::olderDownlinks(database, filter, before, DownlinksPage::kShown, newestOf);
        },
        [this](const QList<domain::Downlink> &rows) { m_page.setOlder(rows); });
}

void LampsDesk::loadNews(domain::DownlinkLook look)
{
    look.newestOf = m_amiss;
    askForPage([=](store::Database &database) { return read::downlinkNews(database, look); },
               [this](const domain::DownlinkNews &news) { m_page.setNews(news); });
}

void LampsDesk::resend(const QSet<domain::SpaceId> &spaces)
{
    m_desk.wish(
        this,
        [spaces = spaces.values(), actor = m_desk.actor](engine::Engine &engine) {
            return engine.lamps().resend(spaces, actor);
        },
        [this](int made) {
            const QString nothing = tr("Nothing to send: no lamp there, its command waits already, "
                                       "or nobody knows whether the space is free.");
            m_desk.notices.tell(made == 0 ? nothing
                                          : tr("%n colours are sent again", nullptr, made));
        });
}

// --- A lamp's page -------------------------------------------------------------------------------

void LampsDesk::loadDevice(domain::DevEui device)
{
    struct Found {
        domain::LampStatus lamp;
        domain::DownlinkPage commands;
    };
    m_desk.ask(
        this,
        [device, now = m_desk.situation.now()](store::Database &database) -> Result<Found> {
            const auto lamp = read::lampOf(database, device, now);
            if (!lamp)
                return lamp.error();
            domain::DownlinkFilter filter;
            filter.devEui = device;
            const auto commands = read::downlinks(database, filter, LampView::kRows);
            if (!commands)
                return commands.error();
            return Found{*lamp, *commands};
        },
        [this, device](const Found &found) {
            m_lamp.setLamp(found.lamp);
            m_lamp.setCommands(device, found.commands);
        },
        [this, device](const Error &error) {
            if (isShown(device))
                m_lamp.setFailed(labels::text(error));
        });
}

/// Answers about another lamp, which somebody left meanwhile, are nobody's.
bool LampsDesk::isShown(domain::DevEui device) const
{
    return m_lamp.device() == device;
}

void LampsDesk::loadOlderOf(domain::DevEui device, qint64 before)
{
    m_desk.ask(
        this,
        [device, before](store::Database &database) {
            domain::DownlinkFilter filter;
            filter.devEui = device;
            return read::olderDownlinks(database, filter, before, LampView::kRows);
        },
        [this, device](const QList<domain::Downlink> &rows) { m_lamp.setOlder(device, rows); },
        [this, device](const Error &error) {
            if (isShown(device))
                m_lamp.setFailed(labels::text(error));
        });
}

void LampsDesk::send(const domain::LampCommand &command)
{
    m_desk.wish(
        this,
        [command, actor = m_desk.actor](engine::Engine &engine) {
            return engine.lamps().command(command, actor);
        },
        [this, device = command.device] {
            if (isShown(device)) {
                m_lamp.console().setSent();
                m_lamp.ask();
            }
            m_desk.notices.tell(tr("The command waits to be sent; the list tells what becomes of "
                                   "it"));
        },
        [this, device = command.device](const Error &error) {
            if (isShown(device))
                m_lamp.console().setRefused(error);
            else
                m_desk.notices.tell(error);
        });
}

void LampsDesk::askQueue(domain::DevEui device)
{
    m_desk.wishLater<domain::LampQueue>(
        this,
        [device](engine::Engine &engine, auto told) { engine.lamps().askQueue(device, told); },
        [this](const domain::LampQueue &queue) { m_lamp.console().setQueue(queue); },
        [this, device](const Error &error) {
            if (isShown(device))
                m_lamp.console().setQueueFailed(error);
        });
}

void LampsDesk::flush(domain::DevEui device)
{
    m_desk.wishLater<domain::FlushedQueue>(
        this,
        [device](engine::Engine &engine, auto told) { engine.lamps().emptyQueue(device, told); },
        [this](const domain::FlushedQueue &flushed) {
            m_lamp.console().setFlushed(flushed);
            m_lamp.ask();
        },
        [this, device](const Error &error) {
            if (isShown(device))
                m_lamp.console().setQueueFailed(error);
            else
                m_desk.notices.tell(error);
        });
}

void LampsDesk::chooseType(domain::DevEui device, const QString &type, const QString &before)
{
    setType(device, type, before, [=, this](const Result<> &result) {
        if (!result) {
            m_section.ask();
            m_lamp.ask();
            m_desk.notices.tell(result.error());
            return;
        }
        const auto step = [=, this](const QString &value, const QString &expected) {
            return [=, this](const Notices::Answer &answer) {
                setType(device, value, expected, answer);
            };
        };
        m_desk.notices.tellDone(
            type.isEmpty() ? tr("The type of this lamp is chosen by its profile now")
                           : tr("This lamp is commanded as %1 now").arg(labels::deviceType(type)),
            step(before, type), step(type, before));
    });
}

/// Where `expected` was chosen; over anybody else's choice nothing is written.
void LampsDesk::setType(domain::DevEui device, const QString &type, const QString &expected,
                        const Notices::Answer &answer)
{
    m_desk.wish(
        this,
        [device, type, expected, actor = m_desk.actor](engine::Engine &engine) {
            return engine.lamps().setDeviceType(device, type, actor, expected);
        },
        [this, answer] {
            m_section.ask();
            m_lamp.ask();
            answer({});
        },
        answer);
}

} // namespace parking::ui

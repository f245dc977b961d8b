#include "lamps/lampsdesk.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "read/downlinks.h"
#include "read/lamps.h"

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kLook = 5s;

} // namespace

LampsDesk::LampsDesk(const Desk &desk, LampSection &section, DownlinksPage &page)
    : m_desk(desk), m_section(section), m_page(page)
{
    connect(&section, &LampSection::wanted, this, &LampsDesk::loadLamp);
    connect(&section.card(), &LampCard::typeAccepted, this, &LampsDesk::chooseType);
    connect(&page, &DownlinksPage::wanted, this, &LampsDesk::loadPage);
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

void LampsDesk::loadPage(const domain::DownlinkFilter &filter)
{
    m_desk.ask(
        this,
        [filter](store::Database &database) {
            return read::downlinks(database, filter, DownlinksPage::kShown);
        },
        [this](const domain::DownlinkPage &page) { m_page.setPage(page); },
        [this](const Error &error) { m_page.setFailed(labels::text(error)); });
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

void LampsDesk::chooseType(domain::DevEui device, const QString &type, const QString &before)
{
    setType(device, type, [=, this](const Result<> &result) {
        if (!result) {
            m_desk.notices.tell(result.error());
            return;
        }
        const auto step = [=, this](const QString &value) {
            return [=, this](const Notices::Answer &answer) { setType(device, value, answer); };
        };
        m_desk.notices.tellDone(
            type.isEmpty() ? tr("The type of this lamp is chosen by its profile now")
                           : tr("This lamp is commanded as %1 now").arg(labels::deviceType(type)),
            step(before), step(type));
    });
}

void LampsDesk::setType(domain::DevEui device, const QString &type, const Notices::Answer &answer)
{
    m_desk.wish(
        this,
        [device, type](engine::Engine &engine) {
            return engine.lamps().setDeviceType(device, type);
        },
        [this, answer] {
            m_section.ask();
            answer({});
        },
        answer);
}

} // namespace parking::ui

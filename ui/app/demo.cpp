#include "app/demo.h"

#include "app/demobookings.h"
#include "base/answered.h"
#include "base/literals.h"
#include "engine/spaces/importplan.h"
#include "settings/settings.h"

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kSpaces = 500;
constexpr quint64 kSeed = 7;
constexpr int kDays = 3; ///< of history
constexpr qsizetype kChunk = 1000; ///< messages at a time, so that the window lives meanwhile

/// By the doors that people have: an import of spaces, and on its floors what no table can tell.
/// Lanes and plates are made from where the spaces stand, as on anybody's floors.
Result<> makeSite(engine::Engine &engine, const domain::SiteSnapshot &site)
{
    if (Result<> named = engine.spaces().createSite({site.site, {}, {}, {}}); !named)
        return named;
    const auto imported = engine.spaces().importCsv(engine::csvOf(site.spaces), false);
    if (!imported)
        return imported.error();
    const Result<domain::SiteSnapshot> made = engine.spaces().snapshot();
    if (!made)
        return made.error();
    for (domain::Floor floor : made->floors) {
        for (const domain::Floor &wanted : site.floors) {
            if (wanted.building != floor.building || wanted.name != floor.name)
                continue;
            floor.title = wanted.title;
            floor.widthM = wanted.widthM;
            floor.heightM = wanted.heightM;
            floor.plan = wanted.plan;
            floor.plan.lanes.clear();
            floor.plan.zones.clear();
        }
        if (const auto saved = engine.spaces().saveLayout({{}, floor}); !saved)
            return saved.error();
    }
    return {};
}

/// Closes some of them, as somebody would.
Result<domain::Overrides> closeSome(engine::Engine &engine, const QSet<QString> &codes,
                                    const domain::Override &maintenance)
{
    const Result<domain::SiteSnapshot> site = engine.spaces().snapshot();
    if (!site)
        return site.error();
    QList<domain::SpaceId> closed;
    for (const domain::Space &space : site->spaces) {
        if (codes.contains(space.code))
            closed.append(space.id);
    }
    return engine.spaces().setOverrides(domain::overridesOf(closed, maintenance),
                                        maintenance.actor);
}

} // namespace

Demo::Demo() : m_site(kSpaces, kSeed, systemNow()) { }

Result<> Demo::prepare(engine::EngineOptions &options)
{
    const Result<QUrl> chirpstack = m_site.startRest();
    if (!chirpstack)
        return chirpstack.error();
    options.databaseUrl = settings::embeddedDatabase(m_folder.path());
    options.dataFolder = m_folder.path();
    options.mqtt.reset();
    options.sync = journal::JournalSync::Never;
    options.chirpstack.emplace();
    options.chirpstack->rest.base = *chirpstack;
    options.chirpstack->rest.apiKey = u"demo"_s;
    options.chirpstack->perMinute = 0;
    return {};
}

void Demo::run(engine::EngineThread &engine)
{
    const domain::SiteSnapshot site = m_site.site();
    const QList<sim::SimMessage> history = m_site.history(kDays);
    engine.ask([](engine::Engine &e) { e.lamps().hold(true); }); // they are to show the present
    engine.ask([site](engine::Engine &e) { return makeSite(e, site); });
    for (qsizetype from = 0; from < history.size(); from += kChunk) {
        QList<journal::JournalRecord> records;
        for (const sim::SimMessage &message : history.mid(from, kChunk))
            records.append(
                {{}, message.deliverAt, {message.topic, message.payload, 1, false, false}});
        engine.ask([records](engine::Engine &e) { return e.arrival().ingestHistory(records); });
    }
    QSet<QString> closed;
    for (qsizetype i = 12; i < site.spaces.size(); i += 61)
        closed.insert(site.spaces[i].code);
    domain::Override maintenance;
    maintenance.reason = tr("floor marking");
    maintenance.actor = tr("demo");
    engine.ask([=](engine::Engine &e) { return closeSome(e, closed, maintenance); });
    QList<DemoVisit> visits;
    for (const sim::BookedVisit &one : m_site.visits()) {
        const QString &code = site.spaces[one.device].code;
        if (!closed.contains(code))
            visits.append({code, one.span});
    }
    engine.ask(
        [=, actor = maintenance.actor](engine::Engine &e) { return bookVisits(e, visits, actor); });
    const auto held = engine.ask([](engine::Engine &e) { e.lamps().hold(false); });
    whenAnswered(held, this, [this, &engine] {
        m_site.start([&engine](const mqtt::MqttMessage &message) {
            engine.ask([message](engine::Engine &e) {
                if (e.journal())
                    e.journal()->append(message, systemNow());
            });
        });
    });
}

} // namespace parking::ui

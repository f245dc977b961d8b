// The questions and commands of the window: each runs on the engine's connection.

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/engine.h"
#include "read/sites.h"
#include "store/floorstore.h"

namespace parking::engine {

Error Engine::notConnected()
{
    return {problem::kDatabase, u"the database cannot be reached"_s, {{u"wait"_s, true}}};
}

Result<domain::SiteSnapshot> Engine::snapshot()
{
    if (!isConnected())
        return notConnected();
    Result<domain::SiteSnapshot> snapshot = noted(read::site(*m_database));
    if (!snapshot)
        return snapshot;
    snapshot->statuses = m_statuses.values();
    return snapshot;
}

Result<> Engine::changed(SpaceCommands &commands, const Result<QList<store::StateRow>> &rows)
{
    if (!rows)
        return noted(Result<>(rows.error()));
    takeLamps(commands.lamps());
    takeStates(*rows);
    flushChanges();
    return {};
}

Result<domain::Overrides> Engine::setOverrides(const domain::Overrides &values,
                                               const QString &actor)
{
    if (!isConnected())
        return notConnected();
    SpaceCommands commands(*m_database, m_options.policy, m_lamps);
    const Result<> done = changed(commands, commands.setOverrides(values, actor, systemNow()));
    return done ? Result<domain::Overrides>(commands.before()) : done.error();
}

Result<> Engine::settleDue()
{
    SpaceCommands commands(*m_database, m_options.policy, m_lamps);
    return changed(commands, commands.settleDue(systemNow()));
}

Result<>
Engine::savePlacements(const QHash<domain::SpaceId, std::optional<domain::Placement>> &placements)
{
    return inTransaction(
        [&] { return store::SpaceStore(*m_database).updatePlacements(placements, systemNow()); });
}

Result<> Engine::saveFloor(const domain::Floor &floor)
{
    return inTransaction([&] { return store::FloorStore(*m_database).save(floor, systemNow()); });
}

Result<> Engine::createSite(const domain::SiteSnapshot &site)
{
    return inTransaction([&]() -> Result<> {
        const UtcTime now = systemNow();
        store::SiteStore sites(*m_database);
        const Result<domain::Site> seeded = sites.first();
        if (!seeded)
            return seeded.error();
        domain::Site named = site.site;
        named.id = seeded->id;
        if (Result<> done = sites.update(named); !done)
            return done;
        store::FloorStore floors(*m_database);
        for (domain::Floor floor : site.floors) {
            floor.siteId = named.id;
            if (Result<> done = floors.save(floor, now); !done)
                return done;
        }
        QList<domain::Space> spaces = site.spaces;
        for (domain::Space &space : spaces)
            space.siteId = named.id;
        return store::SpaceStore(*m_database).createMany(spaces, now);
    });
}

Result<ImportResult> Engine::importSpaces(const QByteArray &csv, bool dryRun)
{
    if (!isConnected())
        return notConnected();
    Result<ImportResult> result =
        noted(engine::importSpaces(*m_database, csv, dryRun, systemNow()));
    if (result && result->isGood() && !dryRun)
        announceLayout();
    return result;
}

Result<> Engine::inTransaction(const std::function<Result<>()> &work)
{
    if (!isConnected())
        return notConnected();
    {
        Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
        if (!transaction)
            return noted(Result<>(transaction.error()));
        if (Result<> done = work(); !done)
            return noted(done);
        if (Result<> done = transaction->commit(); !done)
            return noted(done);
    }
    announceLayout();
    return {};
}

Result<> Engine::ingestHistory(const QList<journal::JournalRecord> &records)
{
    if (!isConnected())
        return notConnected();
    QList<IngestItem> items;
    items.reserve(records.size());
    for (const journal::JournalRecord &record : records)
        items.append(prepare(record, m_bindings, record.receivedAt));
    const Result<BatchOutcome> outcome =
        write(*m_database, fold({items.constData(), size_t(items.size())}), m_options.policy,
              LampContext(), // history moves no lamps
              records.isEmpty() ? systemNow() : records.last().receivedAt);
    if (!outcome)
        return noted(Result<>(outcome.error()));
    takeOutcome(*outcome);
    return {};
}

} // namespace parking::engine

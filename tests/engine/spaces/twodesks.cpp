#include "twodesks.h"

namespace parking::test {

using domain::Act;
using domain::Space;
using engine::Engine;
using store::Dialect;

/// A site that a third desk made, which is closed: the two hear nothing of it.
void TwoDesks::open(Dialect dialect)
{
    m_second.reset();
    m_first.reset();
    m_database.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    const auto url = m_databases.migratedUrl(dialect);
    VERIFY_OK(url);
    auto database = store::Database::open({.url = *url});
    VERIFY_OK(database);
    m_database = std::move(*database);
    Window maker(*url, m_folder->path() + u"/maker"_s);
    VERIFY_OK(maker.engine.start());
    m_bench = bench(maker.engine);
    QVERIFY(!m_bench.booking.id.isNull());
    maker.engine.stop();
    m_first = std::make_unique<Window>(*url, m_folder->path() + u"/first"_s);
    m_second = std::make_unique<Window>(*url, m_folder->path() + u"/second"_s);
    VERIFY_OK(m_first->engine.start());
    VERIFY_OK(m_second->engine.start());
}

QList<Act> TwoDesks::actsOf(const QString &actor) const
{
    QList<Act> acts = read::acts(*m_database, 1000).valueOr({});
    acts.removeIf([&actor](const Act &act) { return act.actor != actor; });
    return acts;
}

Bench TwoDesks::bench(Engine &engine) const
{
    domain::SiteSnapshot site;
    site.site.name = u"Site"_s;
    site.site.timeZone = u"UTC"_s;
    for (const QString &name : {u"G"_s, u"B1"_s}) {
        domain::Floor floor;
        floor.id = domain::FloorId::create();
        floor.building = u"North"_s;
        floor.name = name;
        site.floors.append(floor);
    }
    for (const QString &code : {u"B1-001"_s, u"B1-002"_s}) {
        Space space;
        space.id = domain::SpaceId::create();
        space.code = space.name = code;
        space.building = u"North"_s;
        space.floor = u"B1"_s;
        space.zone = u"A"_s;
        site.spaces.append(space);
    }
    site.spaces[0].sensorEui = kSensor;
    Bench made;
    const UtcTime now = systemNow();
    if (!engine.spaces().createSite(site)
        || !store::DeviceStore(*m_database).setType(kSensor, {}, now))
        return made;
    const auto snapshot = engine.spaces().snapshot();
    if (!snapshot)
        return made;
    made.spaces = snapshot->spaces;
    for (const domain::Floor &floor : snapshot->floors) {
        if (floor.name == u"B1")
            made.floor = floor;
        else
            made.ground = floor.id;
    }
    domain::BookingDraft draft;
    draft.spaceId = made.spaces[0].id;
    draft.start = now + 24h;
    draft.end = now + 26h;
    draft.email = u"someone@example.com"_s;
    const auto booked = engine.bookings().create({.draft = draft, .actor = u"bob"_s});
    if (booked)
        made.booking = booked->booking;
    made.alarm = domain::AlarmId::create();
    store::IngestStore letters(*m_database);
    const Error bad{problem::kBadJson, u"no JSON"_s};
    (void)letters.addDeadLetters({store::makeDeadLetter("t", "one", bad, now, now),
                                  store::makeDeadLetter("t", "two", bad, now, now)});
    for (const store::DeadLetter &letter : letters.deadLetters().valueOr({}))
        made.letter = letter.id; // newest first
    (void)m_database->run(
        u"INSERT INTO alarms (id, kind, subject, level, affected, details, raised_at) "
        "VALUES (:id, 'sensors_silent', :subject, 'warning', 1, '{}', :now)"_s,
        {{u"id"_s, made.alarm.toString()},
         {u"subject"_s, kSensor.toString()},
         {u"now"_s, m_database->bind(now)}});
    return made;
}

} // namespace parking::test

#pragma once

#include "lampstation.h"
#include "store/downlinkstore.h"

namespace parking::test {

using namespace lamps;

/// `event`, for tests that are QObjects and have a function of that name.
inline QByteArray lampEvent(domain::DevEui device, const QByteArray &kind, const QByteArray &body,
                            UtcTime time)
{
    return lamps::event(device, kind, body, time);
}

/// A bench for tests of the dispatcher, which start the station in many ways.
class LampFixture : protected LampBench {
protected:
    void setUp() { prepare(); } ///< change m_site and m_adjust before start()
    void tearDown()
    {
        finish();
        m_adjust = {};
    }

    /// All lamps were set once: green, on the air.
    void start(store::Dialect dialect) { LampBench::start(dialect, 0, m_adjust); }
    /// A station and its site.
    void startBare(store::Dialect dialect = store::Dialect::Sqlite) { begin(dialect, 0, m_adjust); }
    /// ... and nobody ever heard of its sensors; an operator says that all is free.
    void startUnheard()
    {
        m_areHeard = false;
        startBare();
        domain::Override free;
        free.state = domain::SpaceState::Free;
        QList<domain::SpaceId> spaces;
        for (const domain::Space &space : std::as_const(m_site.spaces))
            spaces.append(space.id);
        VERIFY_OK((*m_station)->spaces().setOverrides(domain::overridesOf(spaces, free), {}));
    }
    /// The station ends well and begins again.
    void restart()
    {
        if (m_station)
            (*m_station)->stop();
        m_station.reset();
        m_station =
            std::make_unique<LampStation>(m_url, m_folder->path(), m_rest->port(), 0, m_adjust);
        VERIFY_OK((*m_station)->start());
    }

    /// Tells the station of an item's fate and waits until it is in the ledger.
    void tellStored(const StandInItem &item, const QByteArray &kind, const QByteArray &body,
                    UtcTime time = systemNow())
    {
        m_station->tell(*domain::DevEui::parse(item.devEui), kind, body, time);
        const auto isStored = [&] {
            const auto events = store::DownlinkStore(*m_database).eventsOfItem(item.id);
            return events && !events->isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isStored(), kPatience);
    }
    void tellTransmitted(const StandInItem &item, UtcTime time = systemNow())
    {
        tellStored(item, "txack",
                   "\"downlinkId\":1,\"queueItemId\":\"" + item.id.toLatin1()
                       + "\",\"fCntDown\":1,\"gatewayId\":\"0016c001f153a14c\",\"txInfo\":{}",
                   time);
    }
    void tellExpired(const StandInItem &item)
    {
        tellStored(item, "log",
                   R"("level":"ERROR","code":"EXPIRED","description":"x",)"
                   R"("context":{"queue_item_id":")"
                       + item.id.toLatin1() + "\"}");
    }

    LampStation::Tune m_adjust; ///< what the station is started with
};

} // namespace parking::test

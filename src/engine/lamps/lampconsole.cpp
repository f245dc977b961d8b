#include "engine/lamps/lampconsole.h"

#include "base/literals.h"
#include "devices/displayframe.h"
#include "domain/problems.h"
#include "store/displaystore.h"
#include "store/downlinkstore.h"
#include "store/statestore.h"
#include "store/transaction.h"

namespace parking::engine {

using domain::DisplayPolicy;
using domain::Downlink;
using domain::LampCommand;
using domain::LampFrame;
using domain::SpaceState;

namespace {

/// Types that take a code show what they like.
bool takesColours(const devices::DeviceType &type)
{
    const auto red = type.encode(SpaceState::Free, {255, 0, 0});
    const auto blue = type.encode(SpaceState::Free, {0, 0, 255});
    return red && blue && *red != *blue;
}

LampFrame rawFrame(const LampCommand &command)
{
    LampFrame frame;
    frame.fPort = command.fPort;
    frame.payload = command.payload;
    frame.confirmed = command.confirmed;
    return frame;
}

} // namespace

Result<LampFrame> frameOf(const LampCommand &command, const domain::Display &display,
                          const DisplayPolicy &policy, SpaceState state)
{
    if (const Result<> checked = domain::validate(command); !checked)
        return checked.error();
    if (command.kind == LampCommand::Kind::Raw)
        return rawFrame(command);
    const devices::DeviceType *type = devices::displayType(display);
    if (!type)
        return Error{problem::kNoType, u"no type of lamp is known for it"_s};
    if (command.kind == LampCommand::Kind::State)
        return devices::lampFrame(*type, display.settings, policy, {command.state, command.isSoon});
    if (!takesColours(*type))
        return Error{problem::kNoColours,
                     u"%1 takes no colours"_s.arg(QLatin1StringView(type->name))};
    domain::DisplaySettings settings; // its colours and codes are of its states
    settings.fPort = display.settings.fPort;
    settings.confirmed = display.settings.confirmed;
    DisplayPolicy free;
    free.colours.fill(command.colour);
    return devices::lampFrame(*type, settings, free, state);
}

Result<LampOutcome> commandLamp(store::Database &database, const DisplayPolicy &policy,
                                const LampCommand &command, const QString &actor, UtcTime now)
{
    return store::transact(database, [&]() -> Result<LampOutcome> {
        store::DownlinkStore ledger(database);
        if (const Result<> locked = ledger.lockWishes(); !locked)
            return locked.error();
        const auto displays = store::DisplayStore(database).find({command.device});
        const auto spaces = store::StateStore(database).displayed({command.device});
        if (!displays || !spaces)
            return displays ? spaces.error() : displays.error();
        Downlink row;
        row.id = domain::DownlinkId::create();
        row.devEui = command.device;
        row.cause = domain::DownlinkCause::Console;
        row.actor = actor;
        row.decidedAt = now;
        SpaceState state = SpaceState::Free;
        if (!spaces->isEmpty()) {
            row.spaceId = spaces->first().status.id;
            state = spaces->first().status.state;
        }
        const auto frame = frameOf(command, displays->value(command.device), policy, state);
        if (!frame)
            return frame.error();
        row.frame = *frame;
        const auto superseded = ledger.supersedePending({command.device}, now);
        if (!superseded)
            return superseded.error();
        QList<Downlink> fresh{row};
        if (const Result<> done = ledger.insert(fresh); !done)
            return done.error();
        LampOutcome outcome;
        outcome.rows = *superseded + fresh;
        return outcome;
    });
}

} // namespace parking::engine

#include "cli/lampwords.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "store/spacestore.h"

namespace parking::cli {

using domain::DevEui;

void addLampOptions(Parser &parser)
{
    parser.addOptions({{u"space"_s, u"The lamp of this space."_s, u"CODE"_s},
                       {u"device"_s, u"The lamp with this DevEUI."_s, u"EUI"_s}});
}

Result<DevEui> chosenDevice(const Parser &parser, store::Database &database)
{
    if (!parser.words("device").isEmpty())
        return DevEui::normalize(parser.words("device"));
    if (parser.words("space").isEmpty())
        return DevEui();
    const Result<domain::Space> space =
        store::SpaceStore(database).findByCode(parser.words("space"));
    if (!space)
        return space.error();
    if (!space->displayEui)
        return Error{problem::kNoLamp, u"%1 has no lamp"_s.arg(space->code)};
    return *space->displayEui;
}

bool eachState(const Parser &parser, const char *option,
               const std::function<Result<>(domain::SpaceState, const QString &)> &take)
{
    for (const QString &pair : parser.values(QLatin1StringView(option))) {
        const auto state = domain::spaceStateFromString(pair.section(u'=', 0, 0).toUpper());
        if (!state || !pair.contains(u'=')) {
            complain(u"--%1 takes STATE=..., with FREE, OCCUPIED, RESERVED or "
                     "MAINTENANCE, not \"%2\""_s.arg(QLatin1StringView(option), pair));
            return false;
        }
        if (const Result<> taken = take(*state, pair.section(u'=', 1)); !taken) {
            complain(u"--%1 %2: %3"_s.arg(QLatin1StringView(option), pair, taken.error().detail));
            return false;
        }
    }
    return true;
}

} // namespace parking::cli

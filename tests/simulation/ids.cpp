#include "sim/random.h"
#include "world.h"

namespace parking::simulation {

namespace {

thread_local sim::Random *theIds = nullptr;

} // namespace

void drawIdsFrom(sim::Random *random)
{
    theIds = random;
}

} // namespace parking::simulation

/// The one that this program is linked with: the station's ids are the same each time.
QUuid QUuid::createUuid()
{
    static parking::sim::Random others(1);
    using parking::simulation::theIds;
    return theIds ? theIds->uuid() : others.uuid();
}

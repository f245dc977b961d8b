#include "days.h"

#include "base/literals.h"

#include <QDir>

namespace parking::simulation {

Outcome simulateDay(quint64 seed, bool isLoud)
{
    const QString memory = u"/dev/shm"_s;
    const QString place = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
    const QTemporaryDir folder(place + u"/parking-day-XXXXXX"_s);
    World world(seed, folder.path(), isLoud);
    return world.run();
}

} // namespace parking::simulation

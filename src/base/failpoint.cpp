#include "base/failpoint.h"

#ifdef PARKING_FAILPOINTS

#include <QByteArray>
#include <QList>

#include <csignal>
#include <cstdlib>

namespace parking {

namespace {

thread_local FaultPlanter planted;

} // namespace

void failpoint(const char *name)
{
    static const QList<QByteArray> wanted = qgetenv("PARKING_FAILPOINT").split(':');
    static thread_local int passed = 0;
    if (wanted.size() != 2 || wanted[0] != name || ++passed < wanted[1].toInt())
        return;
#ifdef Q_OS_UNIX
    ::raise(SIGKILL);
#endif
    std::abort();
}

void plantFaults(FaultPlanter planter)
{
    planted = std::move(planter);
}

const char *plantedFault(const char *name)
{
    return planted ? planted(name) : nullptr;
}

} // namespace parking

#endif

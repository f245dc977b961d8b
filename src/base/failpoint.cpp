#include "base/failpoint.h"

#ifdef PARKING_FAILPOINTS

#include <QByteArray>
#include <QList>

#include <csignal>
#include <cstdlib>

namespace parking {

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

} // namespace parking

#endif

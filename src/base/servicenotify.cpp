#include "base/servicenotify.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <QFile>

#include <sys/socket.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <ctime>
#endif

namespace parking {

#ifdef Q_OS_LINUX

void notifyService(const QByteArray &state)
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    const bool isAddress = path.startsWith('/') || path.startsWith('@');
    if (!isAddress || size_t(path.size()) >= sizeof address.sun_path)
        return;
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    if (path.startsWith('@'))
        address.sun_path[0] = '\0'; // an abstract one
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(path.size()));
    // Who does not listen is not waited for.
    (void)::sendto(socket, state.constData(), size_t(state.size()), MSG_NOSIGNAL | MSG_DONTWAIT,
                   reinterpret_cast<const sockaddr *>(&address), length);
    ::close(socket);
}

std::optional<std::chrono::milliseconds> watchdogPause()
{
    bool isNumber = false;
    const qint64 micros = qgetenv("WATCHDOG_USEC").toLongLong(&isNumber);
    const QByteArray process = qgetenv("WATCHDOG_PID");
    if (!isNumber || micros <= 0 || (!process.isEmpty() && process.toLongLong() != ::getpid()))
        return std::nullopt;
    return std::chrono::milliseconds(std::max<qint64>(1, micros / 2000));
}

/// Of a small computer without a battery the clock chip is there too, and counts from 1970, while
/// the system's time is that of its last shutdown.
static bool agreesWithClockChip()
{
    QFile chip(QStringLiteral("/sys/class/rtc/rtc0/since_epoch"));
    if (!chip.open(QIODevice::ReadOnly))
        return false;
    bool isNumber = false;
    const qint64 told = chip.readAll().trimmed().toLongLong(&isNumber);
    constexpr qint64 kMostApart = 600; // seconds
    return isNumber && std::abs(told - qint64(::time(nullptr))) < kMostApart;
}

bool isClockTrusted()
{
    timex state{};
    return ::adjtimex(&state) != TIME_ERROR || agreesWithClockChip();
}

#else

void notifyService(const QByteArray &) { }

std::optional<std::chrono::milliseconds> watchdogPause()
{
    return std::nullopt;
}

bool isClockTrusted()
{
    return true;
}

#endif

} // namespace parking

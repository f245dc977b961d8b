#include "base/terminationsignal.h"

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#else
#include "base/windowsend.h"
#endif

namespace parking {

#ifdef Q_OS_UNIX

namespace {

std::atomic<int> s_writeEnd{-1}; // all that a signal handler may touch

void onSignal(int)
{
    ::alarm(unsigned(TerminationSignal::kLongest.count()));
    const char one = 1;
    const int fd = s_writeEnd.load();
    if (fd >= 0 && ::write(fd, &one, 1) < 0)
        return; // the pipe is full: a signal is on its way already
}

void onAlarm(int)
{
    constexpr std::string_view kWords = "ended by force: something did not end in time\n";
    if (::write(STDERR_FILENO, kWords.data(), kWords.size()) < 0)
        ::_exit(EXIT_FAILURE);
    ::_exit(EXIT_FAILURE);
}

void handle(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(number, &action, nullptr);
}

} // namespace

class TerminationSignal::Private {
public:
    int ends[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> notifier;
};

TerminationSignal::TerminationSignal(QObject *parent)
    : QObject(parent), d(std::make_unique<Private>())
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, d->ends) != 0)
        return;
    s_writeEnd = d->ends[0];
    d->notifier = std::make_unique<QSocketNotifier>(d->ends[1], QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(d->ends[1], &byte, 1) == 1)
            Q_EMIT received();
    });
    handle(SIGALRM, onAlarm);
    handle(SIGTERM, onSignal);
    handle(SIGINT, onSignal);
}

/// The alarm stays: what is ended after this may hang too.
TerminationSignal::~TerminationSignal()
{
    handle(SIGTERM, SIG_DFL);
    handle(SIGINT, SIG_DFL);
    s_writeEnd = -1;
    d->notifier.reset();
    for (const int fd : d->ends) {
        if (fd >= 0)
            ::close(fd);
    }
}

#else

class TerminationSignal::Private {
public:
    WindowsEnd end;
};

TerminationSignal::TerminationSignal(QObject *parent)
    : QObject(parent),
      d(new Private{.end = WindowsEnd(
                        [this] {
                            QMetaObject::invokeMethod(this, &TerminationSignal::received,
                                                      Qt::QueuedConnection);
                        },
                        kLongest)})
{
}

TerminationSignal::~TerminationSignal() = default;

#endif

} // namespace parking

// parkctl kiosk-password: the password that ends a screen, as its settings hold it.

#include "base/literals.h"
#include "base/passwordhash.h"
#include "cli/command.h"

#include <csignal>
#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace parking::cli {

namespace {

#ifdef Q_OS_UNIX
termios s_before{}; // a signal handler knows nothing else

/// Ctrl+C ends the program, and the terminal shows again what is typed.
void restoreAndEnd(int signal)
{
    (void)::tcsetattr(STDIN_FILENO, TCSANOW, &s_before);
    std::signal(signal, SIG_DFL);
    (void)::raise(signal);
}
#endif

/// While it lives a terminal does not show what is typed; on Windows it does.
class Unseen {
public:
    Unseen()
    {
#ifdef Q_OS_UNIX
        m_isTerminal = ::isatty(STDIN_FILENO) && ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal)
            return;
        std::fputs("Password: ", stderr);
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        s_before = m_before;
        for (const int signal : {SIGINT, SIGTERM})
            std::signal(signal, &restoreAndEnd);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
#endif
    }
    ~Unseen()
    {
#ifdef Q_OS_UNIX
        if (!m_isTerminal)
            return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        for (const int signal : {SIGINT, SIGTERM})
            std::signal(signal, SIG_DFL);
        std::fputs("\n", stderr);
#endif
    }
    Unseen(const Unseen &) = delete;
    Unseen &operator=(const Unseen &) = delete;

private:
#ifdef Q_OS_UNIX
    termios m_before{};
    bool m_isTerminal = false;
#endif
};

QString readLine()
{
    const Unseen unseen;
    char line[1024];
    if (!std::fgets(line, sizeof line, stdin))
        return {};
    QString text = QString::fromUtf8(line);
    while (text.endsWith(u'\n') || text.endsWith(u'\r'))
        text.chop(1);
    return text;
}

} // namespace

int runKioskPassword(const QStringList &words)
{
    Parser parser("kiosk-password",
                  "Reads a password from its input, eight characters at least, and prints the line "
                  "for the settings file of a screen. It holds no password, only what is made of "
                  "it.",
                  false);
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString password = readLine();
    if (password.size() < 8 || password.size() > 200) {
        complain(u"a password takes 8 to 200 characters"_s);
        return kUsage;
    }
    print(u"KIOSK_PASSWORD_HASH="_s + hashPassword(password));
    return kOk;
}

} // namespace parking::cli

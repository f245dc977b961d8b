#include "unprivileged.h"
#include "base/literals.h"

#include <QFile>

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <signal.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace parking::test {

namespace {

bool isRoot()
{
#ifdef Q_OS_UNIX
    return geteuid() == 0;
#else
    return false;
#endif
}

} // namespace

void prepareUnprivileged(QProcess &process, const QString &program, const QStringList &arguments,
                         const char *signal)
{
    if (isRoot()) {
        // setpriv sets the death signal itself, after the change of user that clears it.
        process.setProgram(u"setpriv"_s);
        process.setArguments(QStringList{u"--reuid=postgres"_s, u"--regid=postgres"_s,
                                         u"--clear-groups"_s,
                                         u"--pdeathsig="_s + QLatin1StringView(signal), program}
                             + arguments);
    } else {
        process.setProgram(program);
        process.setArguments(arguments);
#ifdef Q_OS_LINUX
        const int number = qstrcmp(signal, "QUIT") == 0 ? SIGQUIT : SIGKILL;
        process.setChildProcessModifier([number] { prctl(PR_SET_PDEATHSIG, number); });
#endif
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith("PG"_L1) || name.startsWith("LC_"_L1))
            environment.remove(name);
    }
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
}

Result<> giveToServerUser(const QString &path)
{
#ifdef Q_OS_UNIX
    if (!isRoot())
        return {};
    const passwd *user = getpwnam("postgres");
    if (!user || chown(QFile::encodeName(path).constData(), user->pw_uid, user->pw_gid) != 0)
        return Error{
            u"TEST_SERVER"_s,
            u"cannot give %1 to the user postgres; it is needed to run as root"_s.arg(path)};
#else
    Q_UNUSED(path)
#endif
    return {};
}

} // namespace parking::test

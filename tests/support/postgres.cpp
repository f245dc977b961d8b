#include "postgres.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

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

constexpr int kStartMs = 60'000;

Error failed(const QString &detail)
{
    return {QStringLiteral("TEST_SERVER"), QStringLiteral("PostgreSQL for tests: ") + detail};
}

/// Folder of the server's programs: the newest of Debian's, else where PATH finds initdb.
QString findPrograms()
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    QString newest;
    double highest = 0;
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = versions.filePath(version + QStringLiteral("/bin"));
        if (version.toDouble() > highest && QFile::exists(folder + QStringLiteral("/initdb"))) {
            highest = version.toDouble();
            newest = folder;
        }
    }
    if (!newest.isEmpty())
        return newest;
    const QString initdb = QStandardPaths::findExecutable(QStringLiteral("initdb"));
    return initdb.isEmpty() ? QString() : QFileInfo(initdb).path();
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// PostgreSQL refuses to run as root: there it runs as the user `postgres`.
bool isRoot()
{
#ifdef Q_OS_UNIX
    return geteuid() == 0;
#else
    return false;
#endif
}

void prepare(QProcess &process, const QString &program, const QStringList &arguments)
{
    if (isRoot()) {
        // setpriv sets the death signal itself, after the change of user that clears it.
        process.setProgram(QStringLiteral("setpriv"));
        process.setArguments(QStringList{QStringLiteral("--reuid=postgres"),
                                         QStringLiteral("--regid=postgres"),
                                         QStringLiteral("--clear-groups"),
                                         QStringLiteral("--pdeathsig=QUIT"), program}
                             + arguments);
    } else {
        process.setProgram(program);
        process.setArguments(arguments);
#ifdef Q_OS_LINUX
        process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGQUIT); });
#endif
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1StringView("PG")) || name.startsWith(QLatin1StringView("LC_")))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    process.setProcessEnvironment(environment);
}

Result<> giveToServerUser(const QString &folder)
{
#ifdef Q_OS_UNIX
    if (!isRoot())
        return {};
    const passwd *user = getpwnam("postgres");
    if (!user)
        return failed(QStringLiteral("there is no user postgres, and it cannot run as root"));
    if (chown(QFile::encodeName(folder).constData(), user->pw_uid, user->pw_gid) != 0)
        return failed(QStringLiteral("cannot give %1 to the user postgres").arg(folder));
#else
    Q_UNUSED(folder)
#endif
    return {};
}

} // namespace

PostgresServer::~PostgresServer()
{
    stopImmediately();
}

Result<> PostgresServer::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    prepare(process, program, arguments);
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start();
    if (!process.waitForFinished(kStartMs) || process.exitCode() != 0)
        return failed(
            QStringLiteral("%1: %2 %3")
                .arg(program, process.errorString(), QString::fromUtf8(process.readAll())));
    return {};
}

Result<> PostgresServer::makeCluster()
{
    m_programs = findPrograms();
    if (m_programs.isEmpty())
        return failed(QStringLiteral("initdb was not found under /usr/lib/postgresql or in PATH; "
                                     "install the package postgresql"));
    if (!m_folder.isValid())
        return failed(m_folder.errorString());
    if (Result<> given = giveToServerUser(m_folder.path()); !given)
        return given;
    return run(m_programs + QStringLiteral("/initdb"),
               {QStringLiteral("--pgdata=") + dataPath(), QStringLiteral("--username=parking"),
                QStringLiteral("--auth=trust"), QStringLiteral("--encoding=UTF8"),
                QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")});
}

bool PostgresServer::isReady() const
{
    // The eighth line of postmaster.pid tells the server's state.
    QFile file(dataPath() + QStringLiteral("/postmaster.pid"));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    return file.readAll().split('\n').value(7).trimmed() == "ready";
}

Result<> PostgresServer::startOnce()
{
    const QString durable =
        m_durability == Durability::Durable ? QStringLiteral("on") : QStringLiteral("off");
    QStringList arguments{QStringLiteral("-D"), dataPath()};
    for (const QString &setting :
         {QStringLiteral("port=%1").arg(m_port), QStringLiteral("listen_addresses=127.0.0.1"),
          QStringLiteral("unix_socket_directories=") + m_folder.path(),
          QStringLiteral("fsync=") + durable, QStringLiteral("synchronous_commit=") + durable,
          QStringLiteral("full_page_writes=") + durable, QStringLiteral("max_connections=40"),
          QStringLiteral("shared_buffers=32MB"), QStringLiteral("autovacuum=off"),
          // What the tests run on does not decide in which zone or language they run.
          QStringLiteral("timezone=Pacific/Chatham"), QStringLiteral("lc_messages=C")})
        arguments += {QStringLiteral("-c"), setting};
    QFile::remove(dataPath() + QStringLiteral("/postmaster.pid"));
    prepare(m_process, m_programs + QStringLiteral("/postgres"), arguments);
    m_process.setWorkingDirectory(m_folder.path());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(QStringLiteral("log")), QIODevice::Append);
    m_process.start();
    if (!m_process.waitForStarted(kStartMs))
        return failed(m_process.errorString());
    const bool settled = QTest::qWaitFor([this] { return isReady() || !isRunning(); }, kStartMs);
    if (settled && isRunning())
        return {};
    stopImmediately();
    return failed(QStringLiteral("did not start: ") + QString::fromUtf8(log()));
}

Result<> PostgresServer::start()
{
    if (isRunning())
        return {};
    if (m_port != 0)
        return startOnce();
    if (Result<> made = makeCluster(); !made)
        return made;
    // Between freePort() and the start another program may take the port.
    Result<> started;
    for (int attempt = 0; attempt < 3; ++attempt) {
        m_port = freePort();
        started = startOnce();
        if (started)
            break;
    }
    return started;
}

void PostgresServer::stopImmediately()
{
    if (!isRunning())
        return;
#ifdef Q_OS_UNIX
    ::kill(pid_t(m_process.processId()), SIGQUIT);
#else
    m_process.kill();
#endif
    if (!m_process.waitForFinished(kStartMs)) {
        m_process.kill();
        m_process.waitForFinished(kStartMs);
    }
}

QString PostgresServer::url(const QString &database) const
{
    return QStringLiteral("postgresql://parking@127.0.0.1:%1/%2").arg(m_port).arg(database);
}

QByteArray PostgresServer::log() const
{
    QFile file(m_folder.filePath(QStringLiteral("log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace parking::test

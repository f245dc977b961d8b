#include "postgres.h"
#include "base/literals.h"
#include "unprivileged.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#ifdef Q_OS_UNIX
#include <signal.h>
#endif

namespace parking::test {

namespace {

constexpr int kStartMs = 60'000;

Error failed(const QString &detail)
{
    return {u"TEST_SERVER"_s, u"PostgreSQL for tests: "_s + detail};
}

/// Folder of the server's programs: the newest of Debian's, else where PATH finds initdb.
QString findPrograms()
{
    const QDir versions(u"/usr/lib/postgresql"_s);
    QString newest;
    double highest = 0;
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = versions.filePath(version + u"/bin"_s);
        if (version.toDouble() > highest && QFile::exists(folder + u"/initdb"_s)) {
            highest = version.toDouble();
            newest = folder;
        }
    }
    if (!newest.isEmpty())
        return newest;
    const QString initdb = QStandardPaths::findExecutable(u"initdb"_s);
    return initdb.isEmpty() ? QString() : QFileInfo(initdb).path();
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

PostgresServer::~PostgresServer()
{
    stopImmediately();
}

Result<> PostgresServer::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    prepareUnprivileged(process, program, arguments, "QUIT");
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start();
    if (!process.waitForFinished(kStartMs) || process.exitCode() != 0)
        return failed(u"%1: %2 %3"_s.arg(program, process.errorString(),
                                         QString::fromUtf8(process.readAll())));
    return {};
}

Result<> PostgresServer::makeFolder()
{
    m_programs = findPrograms();
    if (m_programs.isEmpty())
        return failed(u"initdb was not found under /usr/lib/postgresql or in PATH; "
                      "install the package postgresql"_s);
    if (!m_folder.isValid())
        return failed(m_folder.errorString());
    return giveToServerUser(m_folder.path());
}

Result<> PostgresServer::makeCluster()
{
    if (Result<> made = makeFolder(); !made)
        return made;
    return run(m_programs + u"/initdb"_s,
               {u"--pgdata="_s + dataPath(), u"--username=parking"_s, u"--auth=trust"_s,
                u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s, u"--no-sync"_s});
}

bool PostgresServer::isReady() const
{
    // The eighth line of postmaster.pid tells the server's state.
    QFile file(dataPath() + u"/postmaster.pid"_s);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    return file.readAll().split('\n').value(7).trimmed() == "ready";
}

Result<> PostgresServer::startOnce()
{
    const QString durable = m_durability == Durability::Durable ? u"on"_s : u"off"_s;
    QStringList arguments{u"-D"_s, dataPath()};
    for (const QString &setting :
         {u"port=%1"_s.arg(m_port), u"listen_addresses=127.0.0.1"_s,
          u"unix_socket_directories="_s + m_folder.path(), u"fsync="_s + durable,
          u"synchronous_commit="_s + durable, u"full_page_writes="_s + durable,
          u"max_connections=80"_s, u"shared_buffers=32MB"_s, u"autovacuum=off"_s,
          // What the tests run on does not decide in which zone or language they run.
          u"timezone=Pacific/Chatham"_s, u"lc_messages=C"_s})
        arguments += {u"-c"_s, setting};
    QFile::remove(dataPath() + u"/postmaster.pid"_s);
    prepareUnprivileged(m_process, m_programs + u"/postgres"_s, arguments, "QUIT");
    m_process.setWorkingDirectory(m_folder.path());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    m_process.start();
    if (!m_process.waitForStarted(kStartMs))
        return failed(m_process.errorString());
    const bool settled = QTest::qWaitFor([this] { return isReady() || !isRunning(); }, kStartMs);
    if (settled && isRunning())
        return {};
    stopImmediately();
    return failed(u"did not start: "_s + QString::fromUtf8(log()));
}

Result<> PostgresServer::start()
{
    if (isRunning())
        return {};
    if (m_port != 0)
        return startOnce();
    if (Result<> made = makeCluster(); !made)
        return made;
    return startSomewhere();
}

Result<> PostgresServer::startAsReplicaOf(const PostgresServer &primary)
{
    if (Result<> made = makeFolder(); !made)
        return made;
    const QString from = u"host=127.0.0.1 port=%1 user=parking"_s.arg(primary.port());
    const Result<> copied =
        run(m_programs + u"/pg_basebackup"_s,
            {u"--pgdata="_s + dataPath(), u"--dbname="_s + from, u"--write-recovery-conf"_s,
             u"--wal-method=stream"_s, u"--checkpoint=fast"_s, u"--no-sync"_s});
    return copied ? startSomewhere() : copied;
}

Result<> PostgresServer::promote() const
{
    return run(m_programs + u"/pg_ctl"_s, {u"promote"_s, u"-D"_s, dataPath()});
}

Result<> PostgresServer::startSomewhere()
{
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
    return u"postgresql://parking@127.0.0.1:%1/%2"_s.arg(m_port).arg(database);
}

QByteArray PostgresServer::log() const
{
    QFile file(m_folder.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace parking::test

#include "pgbouncer.h"
#include "base/literals.h"
#include "testprocess.h"
#include "unprivileged.h"

#include <QFile>

namespace parking::test {

namespace {

Error failed(const QString &detail)
{
    return {u"TEST_SERVER"_s, u"PgBouncer for tests: "_s + detail};
}

} // namespace

PgBouncer::~PgBouncer()
{
    m_process.kill();
    m_process.waitForFinished();
}

Result<> PgBouncer::start(quint16 postgresPort, const QStringList &more)
{
    const QString program = findProgram(u"pgbouncer"_s);
    if (program.isEmpty())
        return failed(u"the package pgbouncer is not installed"_s);
    m_port = freePort();
    QFile config(m_folder.filePath(u"pgbouncer.ini"_s));
    const QString text = u"[databases]\n* = host=127.0.0.1 port=%1 user=parking\n[pgbouncer]\n"
                         "listen_addr = 127.0.0.1\nlisten_port = %2\nunix_socket_dir =\n"
                         "auth_type = any\nlogfile = %3\n%4\n"_s.arg(postgresPort)
                             .arg(m_port)
                             .arg(m_folder.filePath(u"log"_s), more.join(u'\n'));
    if (!config.open(QIODevice::WriteOnly) || config.write(text.toUtf8()) < 0)
        return failed(config.errorString());
    config.close();
    for (const QString &path : {m_folder.path(), config.fileName()}) {
        if (Result<> given = giveToServerUser(path); !given)
            return given;
    }
    prepareUnprivileged(m_process, program, {config.fileName()}, "KILL");
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start();
    if (!m_process.waitForStarted() || !waitForPort(m_port, 10'000))
        return failed(u"does not start: "_s + QString::fromUtf8(m_process.readAll() + log()));
    return {};
}

QString PgBouncer::url(const QString &database) const
{
    return u"postgresql://parking@127.0.0.1:%1/%2"_s.arg(m_port).arg(database);
}

QByteArray PgBouncer::log() const
{
    QFile file(m_folder.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace parking::test

#include "mosquitto.h"
#include "base/literals.h"

#include "certificates.h"
#include "testprocess.h"

#include <QFile>

namespace parking::test {

namespace {

Error broken(const QString &what)
{
    return {u"BROKER"_s, what};
}

} // namespace

Mosquitto::Mosquitto(Options options) : m_options(std::move(options)), m_port(freePort()) { }

Mosquitto::~Mosquitto()
{
    kill();
}

Result<> Mosquitto::prepare()
{
    const QString config = file(u"mosquitto.conf"_s);
    if (QFile::exists(config))
        return {};
    QString text = u"listener %1 127.0.0.1\nuser root\nmax_queued_messages 0\n"
                   "log_dest file %2\nlog_type %3\n"_s.arg(m_port)
                       .arg(file(u"log"_s), m_options.logsMessages ? u"all"_s : u"subscribe"_s);
    if (m_options.persistent)
        text += u"persistence true\npersistence_location %1/\nautosave_interval 5\n"_s.arg(
            m_folder.path());
    if (m_options.tls) {
        if (Result<> made = makeCertificates(m_folder.path()); !made)
            return made;
        text += u"cafile %1\ncertfile %2\nkeyfile %3\nrequire_certificate %4\n"_s.arg(
            file(u"ca.crt"_s), file(u"server.crt"_s), file(u"server.key"_s),
            m_options.clientCertificates ? u"true"_s : u"false"_s);
    }
    if (m_options.user.isEmpty()) {
        text += u"allow_anonymous true\n"_s;
    } else {
        const QString passwords = file(u"passwords"_s);
        const Finished made =
            run(findProgram(u"mosquitto_passwd"_s),
                {u"-c"_s, u"-b"_s, passwords, m_options.user, m_options.password});
        if (made.exitCode != 0)
            return broken(u"mosquitto_passwd: "_s + made.err);
        text += u"allow_anonymous false\npassword_file %1\n"_s.arg(passwords);
    }
    if (!m_options.acl.isEmpty()) {
        QFile acl(file(u"acl"_s));
        if (!acl.open(QIODevice::WriteOnly) || acl.write(m_options.acl.toUtf8()) < 0)
            return broken(acl.errorString());
        text += u"acl_file %1\n"_s.arg(acl.fileName());
    }
    QFile out(config);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0)
        return broken(out.errorString());
    return {};
}

Result<> Mosquitto::start()
{
    const QString program = findProgram(u"mosquitto"_s);
    if (program.isEmpty())
        return broken(u"mosquitto is not installed"_s);
    if (Result<> prepared = prepare(); !prepared)
        return prepared;
    tie(m_process);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, {u"-c"_s, file(u"mosquitto.conf"_s)});
    if (!m_process.waitForStarted() || !waitForPort(m_port, 10'000))
        return broken(u"mosquitto does not start: "_s + QString::fromUtf8(m_process.readAll())
                      + log());
    return {};
}

void Mosquitto::stop()
{
    m_process.terminate();
    m_process.waitForFinished(10'000);
}

void Mosquitto::kill()
{
    m_process.kill();
    m_process.waitForFinished(10'000);
}

QUrl Mosquitto::url() const
{
    return QUrl(m_options.tls ? u"mqtts://localhost:%1"_s.arg(m_port)
                              : u"mqtt://127.0.0.1:%1"_s.arg(m_port));
}

QString Mosquitto::log() const
{
    QFile log(file(u"log"_s));
    return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()) : QString();
}

} // namespace parking::test

#include "mosquitto.h"

#include "process.h"

#include <QFile>

namespace parking::test {

namespace {

Error broken(const QString &what)
{
    return {QStringLiteral("BROKER"), what};
}

} // namespace

Mosquitto::Mosquitto(Options options) : m_options(std::move(options)), m_port(freePort()) { }

Mosquitto::~Mosquitto()
{
    kill();
}

Result<> Mosquitto::makeCertificates()
{
    const QString openssl = findProgram(QStringLiteral("openssl"));
    if (openssl.isEmpty())
        return broken(QStringLiteral("the openssl command is not installed"));
    // name of the certificate, its subject, the file of its signer
    const struct {
        QString name;
        QString subject;
        QString signer;
    } wanted[] = {{QStringLiteral("ca"), QStringLiteral("/CN=test CA"), {}},
                  {QStringLiteral("other-ca"), QStringLiteral("/CN=another CA"), {}},
                  {QStringLiteral("server"), QStringLiteral("/CN=localhost"), QStringLiteral("ca")},
                  {QStringLiteral("client"), QStringLiteral("/CN=station"), QStringLiteral("ca")}};
    for (const auto &one : wanted) {
        QStringList words{QStringLiteral("req"),
                          QStringLiteral("-x509"),
                          QStringLiteral("-newkey"),
                          QStringLiteral("rsa:2048"),
                          QStringLiteral("-nodes"),
                          QStringLiteral("-days"),
                          QStringLiteral("2"),
                          QStringLiteral("-keyout"),
                          file(one.name + QStringLiteral(".key")),
                          QStringLiteral("-out"),
                          file(one.name + QStringLiteral(".crt")),
                          QStringLiteral("-subj"),
                          one.subject};
        if (!one.signer.isEmpty())
            words += {QStringLiteral("-CA"),     file(one.signer + QStringLiteral(".crt")),
                      QStringLiteral("-CAkey"),  file(one.signer + QStringLiteral(".key")),
                      QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost"),
                      QStringLiteral("-addext"), QStringLiteral("basicConstraints=CA:FALSE")};
        const Finished made = run(openssl, words);
        if (made.exitCode != 0)
            return broken(made.err);
    }
    return {};
}

Result<> Mosquitto::prepare()
{
    const QString config = file(QStringLiteral("mosquitto.conf"));
    if (QFile::exists(config))
        return {};
    QString text =
        QStringLiteral("listener %1 127.0.0.1\nuser root\nmax_queued_messages 0\n"
                       "log_dest file %2\nlog_type %3\n")
            .arg(m_port)
            .arg(file(QStringLiteral("log")),
                 m_options.logsMessages ? QStringLiteral("all") : QStringLiteral("subscribe"));
    if (m_options.persistent)
        text += QStringLiteral("persistence true\npersistence_location %1/\nautosave_interval 5\n")
                    .arg(m_folder.path());
    if (m_options.tls) {
        if (Result<> made = makeCertificates(); !made)
            return made;
        text += QStringLiteral("cafile %1\ncertfile %2\nkeyfile %3\nrequire_certificate %4\n")
                    .arg(file(QStringLiteral("ca.crt")), file(QStringLiteral("server.crt")),
                         file(QStringLiteral("server.key")),
                         m_options.clientCertificates ? QStringLiteral("true")
                                                      : QStringLiteral("false"));
    }
    if (m_options.user.isEmpty()) {
        text += QStringLiteral("allow_anonymous true\n");
    } else {
        const QString passwords = file(QStringLiteral("passwords"));
        const Finished made = run(findProgram(QStringLiteral("mosquitto_passwd")),
                                  {QStringLiteral("-c"), QStringLiteral("-b"), passwords,
                                   m_options.user, m_options.password});
        if (made.exitCode != 0)
            return broken(QStringLiteral("mosquitto_passwd: ") + made.err);
        text += QStringLiteral("allow_anonymous false\npassword_file %1\n").arg(passwords);
    }
    QFile out(config);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0)
        return broken(out.errorString());
    return {};
}

Result<> Mosquitto::start()
{
    const QString program = findProgram(QStringLiteral("mosquitto"));
    if (program.isEmpty())
        return broken(QStringLiteral("mosquitto is not installed"));
    if (Result<> prepared = prepare(); !prepared)
        return prepared;
    tie(m_process);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, {QStringLiteral("-c"), file(QStringLiteral("mosquitto.conf"))});
    if (!m_process.waitForStarted() || !waitForPort(m_port, 10'000))
        return broken(QStringLiteral("mosquitto does not start: ")
                      + QString::fromUtf8(m_process.readAll()) + log());
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
    return QUrl(m_options.tls ? QStringLiteral("mqtts://localhost:%1").arg(m_port)
                              : QStringLiteral("mqtt://127.0.0.1:%1").arg(m_port));
}

QString Mosquitto::log() const
{
    QFile log(file(QStringLiteral("log")));
    return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()) : QString();
}

} // namespace parking::test

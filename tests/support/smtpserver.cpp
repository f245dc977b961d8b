#include "smtpserver.h"

#include "base/literals.h"
#include "certificates.h"
#include "domain/problems.h"
#include "testpaths.h"
#include "testprocess.h"

#include <QFile>
#include <QJsonDocument>

namespace parking::test {

Result<> SmtpServer::start(const QString &mode, const QString &user, const QString &password,
                           int port)
{
    m_port = port > 0 ? port : freePort();
    QStringList words{sourcePath(u"tests/support/smtpserver.py"_s), mode, QString::number(m_port)};
    if (mode != u"plain") {
        if (!QFile::exists(file(u"server.crt"_s))) {
            if (Result<> made = makeCertificates(m_folder.path()); !made)
                return made;
        }
        words += {file(u"server.crt"_s), file(u"server.key"_s)};
    }
    if (!user.isEmpty())
        words += {user, password};
    tie(m_process);
    // The one that Debian's packages are for, whatever else the PATH names.
    const QString debian = u"/usr/bin/python3"_s;
    m_process.start(QFile::exists(debian) ? debian : findProgram(u"python3"_s), words);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(30'000))
            return Error{problem::kConfiguration,
                         QString::fromUtf8(m_process.readAllStandardError())
                             + m_process.errorString()};
    }
    m_process.readLine(); // ready
    return {};
}

void SmtpServer::stop()
{
    m_process.kill();
    m_process.waitForFinished();
}

QList<QJsonObject> SmtpServer::taken()
{
    m_process.waitForReadyRead(0);
    m_heard += m_process.readAllStandardOutput();
    QList<QJsonObject> messages;
    for (const QByteArray &line : m_heard.split('\n')) {
        const QJsonObject message = QJsonDocument::fromJson(line).object();
        if (!message.isEmpty())
            messages.append(message);
    }
    return messages;
}

} // namespace parking::test

#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace parking::test {

/// A real SMTP server (Python's aiosmtpd) on a free port of 127.0.0.1; a missing one is an error,
/// never a skip. It refuses receivers at refused.example and the sender refused@sender.example, and
/// puts receivers at later.example off twice.
class SmtpServer {
public:
    /// `mode`: plain, starttls or tls; `user` empty: nobody has to log in.
    Result<> start(const QString &mode, const QString &user = {}, const QString &password = {},
                   int port = 0);
    void stop();
    ~SmtpServer() { stop(); }

    int port() const { return m_port; }
    QString file(const QString &name) const { return m_folder.filePath(name); } ///< ca.crt ...
    /// What it took until now: from, to, bytes, tls, user.
    QList<QJsonObject> taken();

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_heard;
    int m_port = 0;
};

} // namespace parking::test

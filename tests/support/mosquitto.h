#pragma once

#include "base/result.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace parking::test {

/// A real MQTT broker on a free port of 127.0.0.1, in a temporary folder.
class Mosquitto {
public:
    struct Options {
        bool persistent = true; ///< sessions and queues survive a restart
        QString user = {}; ///< empty: anybody may connect
        QString password = {};
        bool tls = false; ///< with a CA and a server certificate for localhost made here
        bool clientCertificates = false; ///< asked for, with TLS
        QString acl = {}; ///< the text of an acl_file; empty: everybody may all
        bool logsMessages = true; ///< false: subscriptions only, as a site's broker would
    };

    Mosquitto() : Mosquitto(Options()) { }
    explicit Mosquitto(Options options);
    ~Mosquitto();

    Result<> start(); ///< waits until it accepts; a missing broker is an error, never a skip
    void stop(); ///< SIGTERM: it saves what it keeps
    void kill(); ///< SIGKILL

    QUrl url() const;
    QString file(const QString &name) const { return m_folder.filePath(name); } ///< ca.crt ...
    QString log() const;

private:
    Result<> prepare();

    Options m_options;
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port;
};

} // namespace parking::test

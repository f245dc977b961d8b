#pragma once

#include "checks/verdict.h"

#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>
#include <QSslError>

#include <optional>

class QSslSocket;

namespace parking::checks {

/// The way to a port: name, connection, and TLS when it is asked for. It never waits and has no
/// deadline of its own; stuckAt() tells whoever has one how far it came.
///
/// Thread: its owner's, which runs an event loop.
class Reach : public QObject {
    Q_OBJECT

public:
    Reach(const QString &host, quint16 port, QObject *parent);

    void begin();
    /// On the open connection. `verifies`: a certificate of an authority that `tls` knows, for this
    /// host unless `anyName`.
    void secure(const QSslConfiguration &tls, bool verifies = true, bool anyName = false);

    QSslSocket &socket() { return *m_socket; }
    QHostAddress address() const { return m_address; }
    /// What is to be said when it is still under way: NameSilent, PortSilent or AnswerSilent.
    Finding stuckAt() const { return m_stuckAt; }
    /// host, port, and of a certificate what the words name.
    QJsonObject facts() const { return m_facts; }
    QString detail() const { return m_detail; } ///< of a failure

Q_SIGNALS:
    void connected();
    void secured();
    void failed(parking::checks::Finding finding); ///< once; nothing follows

private:
    void tryNext();
    void onError();
    void onCertificate(const QList<QSslError> &errors);
    void fail(Finding finding, const QString &detail);

    const QString m_host;
    const quint16 m_port;
    QSslSocket *m_socket;
    QList<QHostAddress> m_addresses; ///< not tried yet
    QHostAddress m_address;
    Finding m_stuckAt = Finding::NameSilent;
    std::optional<Finding> m_certificate; ///< what is wrong with it
    QJsonObject m_facts;
    QString m_detail;
    bool m_isOver = false;
};

} // namespace parking::checks

#include "checks/reach.h"

#include "base/literals.h"
#include "base/plaintext.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslSocket>

namespace parking::checks {

namespace {

constexpr qint64 kReadAtOnce = 64 * 1024;
constexpr qsizetype kLongestName = 100;

/// The first that tells most: a name or a date is told only where the rest is right.
Finding findingOf(const QList<QSslError> &errors)
{
    Finding found = Finding::CertificateBad;
    for (const QSslError &error : errors) {
        switch (error.error()) {
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            return Finding::CertificateUnknown;
        case QSslError::CertificateExpired:
        case QSslError::CertificateNotYetValid:
            return Finding::CertificateDates;
        case QSslError::HostNameMismatch:
            found = Finding::CertificateName;
            break;
        default:
            break;
        }
    }
    return found;
}

QString namesOf(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    return names.isEmpty() ? u"nobody"_s : plainText(names.join(u", "_s), kLongestName);
}

QJsonObject factsOf(const QSslCertificate &certificate)
{
    const QStringList issuer = certificate.issuerInfo(QSslCertificate::CommonName);
    return {{u"issuer"_s, plainText(issuer.join(u", "_s), kLongestName)},
            {u"names"_s, namesOf(certificate)},
            {u"from"_s, certificate.effectiveDate().toUTC().toString(u"yyyy-MM-dd"_s)},
            {u"to"_s, certificate.expiryDate().toUTC().toString(u"yyyy-MM-dd"_s)}};
}

} // namespace

Reach::Reach(const QString &host, quint16 port, QObject *parent)
    : QObject(parent), m_host(host), m_port(port),
      m_socket(new QSslSocket(this)), m_facts{{u"host"_s, host}, {u"port"_s, port}}
{
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(kReadAtOnce);
    // Queued: an error may come within a call of ours.
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &Reach::onError, Qt::QueuedConnection);
    connect(m_socket, &QAbstractSocket::connected, this, [this] {
        m_stuckAt = Finding::AnswerSilent;
        m_address = m_socket->peerAddress();
        Q_EMIT connected();
    });
    connect(m_socket, &QSslSocket::sslErrors, this, &Reach::onCertificate);
    connect(m_socket, &QSslSocket::encrypted, this, &Reach::secured);
}

void Reach::begin()
{
    if (const QHostAddress literal(m_host); !literal.isNull()) {
        m_addresses = {literal};
        return tryNext();
    }
    QHostInfo::lookupHost(m_host, this, [this](const QHostInfo &info) {
        if (m_isOver)
            return;
        m_addresses = info.addresses();
        if (m_addresses.isEmpty())
            return fail(Finding::NameUnknown, info.errorString());
        tryNext();
    });
}

void Reach::tryNext()
{
    m_stuckAt = Finding::PortSilent;
    m_socket->abort();
    m_socket->connectToHost(m_addresses.takeFirst(), m_port);
}

void Reach::secure(const QSslConfiguration &tls, bool verifies, bool anyName)
{
    QSslConfiguration configuration = tls;
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(verifies ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    m_socket->setSslConfiguration(configuration);
    m_socket->setPeerVerifyName(m_host);
    if (anyName) {
        connect(m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
            if (findingOf(errors) == Finding::CertificateName) {
                m_certificate.reset();
                m_socket->ignoreSslErrors(errors);
            }
        });
    }
    m_socket->startClientEncryption();
}

void Reach::onCertificate(const QList<QSslError> &errors)
{
    if (errors.isEmpty())
        return;
    m_certificate = findingOf(errors);
    const QJsonObject facts = factsOf(m_socket->peerCertificate());
    for (auto it = facts.begin(); it != facts.end(); ++it)
        m_facts.insert(it.key(), it.value());
    m_detail = plainText(errors.first().errorString());
}

void Reach::onError()
{
    if (m_isOver)
        return;
    const QString words = m_socket->errorString();
    if (m_certificate)
        return fail(*m_certificate, m_detail);
    // A server that wants a certificate says so by an alert, with TLS 1.3 after the handshake.
    if (words.contains("certificate required"_L1) || words.contains("bad certificate"_L1)
        || words.contains("unknown ca"_L1))
        return fail(Finding::ClientCertificate, words);
    switch (m_socket->error()) {
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        // What is no TLS at all is told as a wrong version.
        return fail(words.contains("wrong version number"_L1) || words.contains("packet length"_L1)
                        ? Finding::TlsMissing
                        : Finding::TlsFailed,
                    words);
    case QAbstractSocket::RemoteHostClosedError:
        return fail(m_socket->mode() == QSslSocket::SslClientMode && !m_socket->isEncrypted()
                        ? Finding::TlsMissing
                        : Finding::ConnectionEnded,
                    words);
    default:
        break;
    }
    if (m_stuckAt == Finding::AnswerSilent)
        return fail(Finding::ConnectionEnded, words);
    if (!m_addresses.isEmpty())
        return tryNext();
    fail(m_socket->error() == QAbstractSocket::ConnectionRefusedError ? Finding::PortRefused
                                                                      : Finding::Unreachable,
         words);
}

void Reach::fail(Finding finding, const QString &detail)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_detail = plainText(detail);
    m_socket->abort();
    Q_EMIT failed(finding);
}

} // namespace parking::checks

#include "base/authorities.h"

#include "base/literals.h"
#include "base/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QStandardPaths>

namespace parking {

QString systemAuthorities()
{
    // Debian, Fedora, openSUSE, and Alpine, macOS and the BSDs.
    for (const char *file :
         {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
        if (QFile::exists(QLatin1StringView(file)))
            return QLatin1StringView(file);
    }
#ifdef Q_OS_WIN
    const QString path = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + u"/smart-parking/authorities.pem"_s;
    if (writeAuthorities(QSslConfiguration::systemCaCertificates(), path))
        return path;
#endif
    return {};
}

QString authoritiesForOpenSsl()
{
    if (qEnvironmentVariableIsSet("SSL_CERT_FILE") || qEnvironmentVariableIsSet("SSL_CERT_DIR"))
        return {};
    return systemAuthorities();
}

bool writeAuthorities(const QList<QSslCertificate> &certificates, const QString &path)
{
    QByteArray pem;
    for (const QSslCertificate &certificate : certificates)
        pem += certificate.toPem();
    if (pem.isEmpty())
        return false;
    if (QFile old(path); old.open(QIODevice::ReadOnly) && old.readAll() == pem)
        return true;
    if (!makePrivateFolder(QFileInfo(path).path()))
        return false;
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(pem) == pem.size() && file.commit();
}

} // namespace parking

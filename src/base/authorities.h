#pragma once

#include <QString>

class QSslCertificate;

namespace parking {

/// A PEM file of the authorities that this system trusts, for libraries that know files alone: the
/// file of the distribution; where it has none (Windows) one in the user's cache, made of what the
/// system's own store holds. Empty when neither is to be had.
QString systemAuthorities();

/// The same for a library that has OpenSSL inside, whose own word goes first: empty when
/// SSL_CERT_FILE or SSL_CERT_DIR tell it what to trust.
QString authoritiesForOpenSsl();

/// Writes them one below the other, unless the file says the same already; false when it cannot, or
/// when there are none: nobody is to trust an empty file.
bool writeAuthorities(const QList<QSslCertificate> &certificates, const QString &path);

} // namespace parking

#pragma once

#include <QString>
#include <QStringList>

namespace parking {

/// What people may see of a secret: that it is set. Nothing of it, and not how long it is.
QString maskSecret(QStringView secret);

/// An address without its secrets: scheme, user, host, port, path and the values of `plainOptions`
/// stay readable. What cannot be told from a secret is masked with it: all behind the user where a
/// password may hold `@`, `/`, `?` or `#`, whatever stands where a port should, other options.
QString maskUrl(const QString &url, const QStringList &plainOptions = {});

/// A text of somebody else (a library, a server) without our secret.
QString withoutSecret(QString text, const QString &secret);

} // namespace parking

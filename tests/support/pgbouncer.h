#pragma once

#include "base/result.h"

#include <QProcess>
#include <QTemporaryDir>

namespace parking::test {

/// A real PgBouncer before a PostgreSQL of 127.0.0.1, on a free port there, in a temporary folder.
class PgBouncer {
public:
    /// `more`: further lines of its section [pgbouncer], such as "pool_mode = transaction".
    Result<> start(quint16 postgresPort, const QStringList &more);
    ~PgBouncer();

    QString url(const QString &database) const;
    QByteArray log() const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
};

} // namespace parking::test

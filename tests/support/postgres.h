#pragma once

#include "base/literals.h"
#include "base/result.h"

#include <QProcess>
#include <QTemporaryDir>

namespace parking::test {

/// A real PostgreSQL server of its own on a free loopback port, in a temporary folder. It dies with
/// this process, however that ends (Linux), and with this object.
class PostgresServer {
public:
    /// Durable: with fsync, for tests that kill the server. Off is much faster.
    enum class Durability { Fast, Durable };

    explicit PostgresServer(Durability durability = Durability::Fast) : m_durability(durability) { }
    ~PostgresServer();
    PostgresServer(const PostgresServer &) = delete;
    PostgresServer &operator=(const PostgresServer &) = delete;

    /// Makes the cluster at the first call; later calls start it again on the same port. Errors
    /// tell in words what is missing.
    Result<> start();
    /// Makes a streaming replica of a server that runs, at the first call, and starts it.
    Result<> startAsReplicaOf(const PostgresServer &primary);
    /// A replica becomes a server of its own.
    Result<> promote() const;
    /// As when the power fails: no shutdown checkpoint, connections just die.
    void stopImmediately();
    bool isRunning() const { return m_process.state() == QProcess::Running; }

    quint16 port() const { return m_port; }
    /// Superuser `parking`, no password.
    QString url(const QString &database) const;
    /// What the server wrote, for messages of failed tests.
    QByteArray log() const;

private:
    Result<> makeCluster();
    Result<> makeFolder();
    Result<> startSomewhere();
    Result<> run(const QString &program, const QStringList &arguments) const;
    Result<> startOnce();
    QString dataPath() const { return m_folder.filePath(u"data"_s); }
    bool isReady() const;

    Durability m_durability;
    QTemporaryDir m_folder;
    QString m_programs; ///< folder of initdb and postgres
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace parking::test

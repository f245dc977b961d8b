#pragma once

#include "base/result.h"
#include "base/time.h"
#include "store/databaseurl.h"
#include "store/migrator.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

class QSocketNotifier;
struct pg_conn;

namespace parking::store {

/// What a PostgreSQL server says of itself and of a login.
struct ServerFacts {
    int version = 0; ///< as libpq has it: 150008
    QString versionText; ///< 15.8
    Milliseconds roundTrip{}; ///< of a question
    QString user;
    QString schema; ///< where tables are made; empty: in none
    bool mayCreate = false; ///< tables in it
    bool isReplica = false; ///< follows another server
    bool isReadOnly = false; ///< this login writes nothing there, whatever its rights
    bool hasTables = false; ///< ours, or at least their list
    bool mayReadList = false; ///< of migrations
    bool mayRead = false; ///< spaces
    bool mayWrite = false; ///< something a person or a station changes
    QList<AppliedMigration> applied;
    UtcTime time; ///< by its clock
};

/// Asks a PostgreSQL server, over a connection of its own that changes nothing, without ever
/// waiting: libpq's calls that do not block.
///
/// Thread: its owner's, which runs an event loop. Destroyed, it says nothing more.
/// Error: DATABASE_ERROR with details {sqlstate, needsPassword (bool), isQuestion (bool: it was
/// connected)}; the texts never hold the password.
class ServerProbe : public QObject {
    Q_OBJECT

public:
    /// The host at `index`; `address` of it, so that nobody looks the name up again.
    ServerProbe(const DatabaseUrl &url, qsizetype index, const QString &address,
                QObject *parent = nullptr);
    ~ServerProbe() override;

    void begin();

Q_SIGNALS:
    void done(const parking::Result<parking::store::ServerFacts> &facts);

private:
    void connecting();
    void watch(bool writes);
    void ask();
    void read();
    void take(int question, const QList<QList<QByteArray>> &rows);
    void finish(const Result<ServerFacts> &facts);
    Error broken(const QString &sqlstate, const QString &text) const;

    const DatabaseUrl m_url;
    const qsizetype m_index;
    const QString m_address;
    pg_conn *m_connection = nullptr;
    std::unique_ptr<QSocketNotifier> m_reads;
    std::unique_ptr<QSocketNotifier> m_writes;
    int m_question = -1;
    QList<QList<QByteArray>> m_rows;
    ServerFacts m_facts;
    QElapsedTimer m_asked;
};

} // namespace parking::store

#pragma once

#include "base/result.h"
#include "checks/check.h"
#include "store/databaseurl.h"

namespace parking::store {
class ServerProbe;
struct ServerFacts;
} // namespace parking::store

namespace parking::checks {

/// A database: the file and its folder, or name, port, TLS, login, database, version, rights,
/// tables and clock of a server, of several hosts the first that is reached. It changes nothing
/// there.
class DatabaseCheck : public Check {
    Q_OBJECT

public:
    explicit DatabaseCheck(QString url, Milliseconds patience = std::chrono::seconds(10),
                           QObject *parent = nullptr);

protected:
    void start() override;
    Finding late() const override;
    void onFailure(Finding finding, const QString &detail) override;

private:
    void tryFile();
    void tryHost(qsizetype index);
    void askForTls();
    void enter(const QString &address);
    void onRefused(const Error &error);
    void onFacts(const store::ServerFacts &facts);
    void onSchema(const store::ServerFacts &facts);
    void endReadOnly(Finding finding, const store::ServerFacts &facts);
    void tryNextHost();

    const QString m_address;
    store::DatabaseUrl m_url;
    qsizetype m_host = 0;
    std::optional<Verdict> m_first; ///< of a host that was left for the next one
    Reach *m_way = nullptr;
    store::ServerProbe *m_probe = nullptr;
};

/// Makes or updates the tables, on a connection of its own, and gives the names of what was
/// applied. Waits; thread: any without an event loop to keep.
Result<QStringList> makeTables(const QString &databaseUrl);

} // namespace parking::checks

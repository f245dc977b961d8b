#include "checks/databasecheck.h"

#include "base/literals.h"
#include "checks/brokercheck.h"
#include "checks/reach.h"
#include "store/database.h"
#include "store/migrator.h"
#include "store/serverprobe.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSslSocket>

namespace parking::checks {

namespace {

constexpr int kOldest = 130'000; // PostgreSQL 13
// "SSLRequest": 8 bytes in all, then 1234 and 5679. Source: PostgreSQL 15, 55.7 "Message Formats".
const QByteArray kWantsTls("\0\0\0\x08\x04\xd2\x16\x2f", 8);

/// The nearest folder above that exists.
QFileInfo existingFolder(const QString &path)
{
    QFileInfo folder(QFileInfo(path).absolutePath());
    while (!folder.exists() && !QDir(folder.absoluteFilePath()).isRoot())
        folder = QFileInfo(folder.absolutePath());
    return folder;
}

bool isSqlite(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
}

/// What to say of a login that was refused, by its SQLSTATE (PostgreSQL 15, appendix A).
Finding refusal(const Error &error)
{
    const QString state = error.details.value(u"sqlstate").toString();
    if (error.details.value(u"needsPassword").toBool())
        return Finding::PasswordMissing;
    if (state == u"28P01")
        return Finding::PasswordWrong;
    if (state == u"28000")
        return Finding::LoginUnknown;
    if (state == u"3D000")
        return Finding::DatabaseMissing;
    if (state == u"42501")
        return Finding::ConnectRight;
    if (state == u"53300")
        return Finding::ServerFull;
    if (state.startsWith(u"57P"))
        return Finding::ServerBusy;
    return state.isEmpty() ? Finding::ConnectionEnded : Finding::ServerRefused;
}

/// The same of a question after the login.
Finding refusedQuestion(const QString &state)
{
    if (state == u"42703" || state == u"42P01") // no such column, no such table
        return Finding::TablesForeign;
    if (state == u"42501")
        return Finding::ReadRight;
    if (state.startsWith(u"57P"))
        return Finding::ServerBusy;
    return state.isEmpty() ? Finding::ConnectionEnded : Finding::QuestionFailed;
}

/// Tables of somebody else in a file that has none of ours.
Result<bool> hasOthers(store::Database &database)
{
    const Result<qint64> found = database.count(
        u"SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@' "
        "AND name <> 'schema_migrations'"_s);
    return found ? Result<bool>(*found > 0) : Result<bool>(found.error());
}

Finding findingOf(const store::MigrationState &state)
{
    if (state.tooNew)
        return Finding::TablesNewer;
    if (state.pending.isEmpty())
        return Finding::DatabaseGood;
    return state.current == 0 ? Finding::TablesMissing : Finding::TablesOlder;
}

} // namespace

Result<QStringList> makeTables(const QString &databaseUrl)
{
    const auto database = store::Database::open({.url = databaseUrl});
    if (!database)
        return database.error();
    return store::Migrator(**database).migrate(systemNow());
}

DatabaseCheck::DatabaseCheck(QString url, Milliseconds patience, QObject *parent)
    : Check(Subject::Database, patience, parent), m_address(std::move(url))
{
}

void DatabaseCheck::start()
{
    note(u"server"_s, u"PostgreSQL"_s);
    note(u"usual"_s, u"5432"_s);
    note(u"form"_s, u"postgresql://user@db.example.org:5432/parking"_s);
    const Result<store::DatabaseUrl> url = store::parseDatabaseUrl(m_address);
    if (!url) {
        note(u"why"_s, url.error().details.value(u"error"_s));
        return end(Finding::AddressWrong);
    }
    pass(Step::Address);
    m_url = *url;
    hide(m_url.password);
    if (!m_url.isPostgres)
        return tryFile();
    note(u"user"_s, m_url.user);
    note(u"database"_s, m_url.database);
    tryHost(0);
}

void DatabaseCheck::tryFile()
{
    const QFileInfo file(m_url.path);
    note(u"file"_s, m_url.path);
    note(u"folder"_s, file.absolutePath());
    note(u"database"_s, file.fileName());
    note(u"server"_s, u"SQLite"_s);
    const QFileInfo folder = existingFolder(m_url.path);
    if (!folder.isDir() || !folder.isWritable())
        return end(Finding::FolderMissing);
    if (!file.exists() && !file.isSymLink()) {
        pass(Step::File);
        return end(file.absoluteDir().exists() ? Finding::FileNew : Finding::FolderNew);
    }
    if (!file.isFile() || (file.size() > 0 && !isSqlite(m_url.path)))
        return end(Finding::FileForeign);
    if (!file.isReadable() || !file.isWritable())
        return end(Finding::FolderMissing);
    pass(Step::File);
    QElapsedTimer asked;
    asked.start();
    const auto database = store::Database::open({.url = m_address, .readOnly = true});
    if (!database)
        return end(Finding::FileForeign, database.error().detail);
    const auto state = store::Migrator(**database).state();
    if (!state)
        return end(state.error().code == u"MIGRATION_CHANGED" ? Finding::TablesForeign
                                                              : Finding::FileForeign,
                   state.error().detail);
    note(u"ms"_s, double(asked.elapsed()));
    note(u"version"_s, QString());
    note(u"current"_s, state->current);
    note(u"latest"_s, state->latest);
    const Finding finding = findingOf(*state);
    if (finding != Finding::TablesMissing)
        return end(finding);
    const Result<bool> others = hasOthers(**database);
    if (!others || *others)
        return end(Finding::FileForeign, others ? QString() : others.error().detail);
    end(Finding::FileNew);
}

void DatabaseCheck::tryHost(qsizetype index)
{
    m_host = index;
    const store::DatabaseUrl::Host &host = m_url.hosts[index];
    if (host.name.startsWith(u'/')) { // a socket's folder on this computer
        note(u"host"_s, host.name);
        note(u"port"_s, host.port.toInt());
        return enter({});
    }
    m_way = &reach(host.name, quint16(host.port.toUInt()));
    connect(m_way, &Reach::connected, this, &DatabaseCheck::askForTls);
}

/// Where the address asks for TLS: a look at the certificate before libpq's, which tells the same
/// in words that nobody can tell apart.
void DatabaseCheck::askForTls()
{
    const QMap<QString, QString> options =
        store::serverOptions(m_url, store::authoritiesForLibpq());
    const QString mode = options.value(u"sslmode"_s);
    const QString authorities = options.value(u"sslrootcert"_s);
    const bool verifies = mode.startsWith(u"verify");
    const auto tls = tlsOf(verifies ? authorities : QString());
    if (!tls) {
        note(u"file"_s, tls.error().details.value(u"file"_s));
        note(u"why"_s, tls.error().details.value(u"why"_s));
        return end(Finding::FileUnreadable);
    }
    // One byte is the answer, also where no TLS is wanted: it shows that this is PostgreSQL.
    m_way->socket().write(kWantsTls);
    connect(&m_way->socket(), &QIODevice::readyRead, this, [this, tls = *tls, mode, verifies] {
        if (m_way->socket().mode() != QSslSocket::UnencryptedMode || m_probe || isOver())
            return;
        const QByteArray answer = m_way->socket().read(1);
        const bool wants = verifies || mode == u"require";
        // PostgreSQL says no more than this byte now; "SSH-2.0" begins like its yes.
        if ((answer != "S" && answer != "N") || m_way->socket().bytesAvailable() > 0)
            return end(Finding::OtherServer);
        if (answer == "N" && wants)
            return end(Finding::TlsMissing);
        if (!wants)
            return enter(m_way->address().toString());
        connect(m_way, &Reach::secured, this, [this] { enter(m_way->address().toString()); });
        m_way->secure(tls, verifies, mode == u"verify-ca");
    });
}

void DatabaseCheck::enter(const QString &address)
{
    if (m_way) {
        m_way->disconnect(this);
        m_way->socket().disconnect(this);
        m_way->socket().abort();
    }
    m_probe = new store::ServerProbe(m_url, m_host, address, this);
    connect(m_probe, &store::ServerProbe::done, this, [this](const auto &facts) {
        if (facts)
            onFacts(*facts);
        else
            onRefused(facts.error());
    });
    m_probe->begin();
}

Finding DatabaseCheck::late() const
{
    return m_probe ? Finding::AnswerSilent : Check::late();
}

/// Who is not reached leaves it to the next host; the first failure is told when nobody answers.
void DatabaseCheck::onFailure(Finding finding, const QString &detail)
{
    const Step step = stepOf(finding);
    if (step != Step::Name && step != Step::Port)
        return end(finding, detail);
    if (!m_first) {
        m_first = soFar();
        m_first->finding = finding;
        m_first->detail = detail;
    }
    if (m_host + 1 >= m_url.hosts.size())
        return end(*m_first);
    tryNextHost();
}

void DatabaseCheck::tryNextHost()
{
    if (m_probe)
        std::exchange(m_probe, nullptr)->deleteLater();
    waitAgain();
    tryHost(m_host + 1);
}

void DatabaseCheck::onRefused(const Error &error)
{
    const bool hasAnswered = !error.details.value(u"sqlstate"_s).toString().isEmpty()
        || error.details.value(u"needsPassword"_s).toBool()
        || error.details.value(u"isQuestion"_s).toBool();
    if (!hasAnswered && m_url.hosts[m_host].name.startsWith(u'/')) {
        std::exchange(m_probe, nullptr)->deleteLater();
        return onFailure(Finding::SocketFailed, error.detail);
    }
    pass(Step::Answer);
    note(u"code"_s, error.details.value(u"sqlstate"_s));
    if (!error.details.value(u"isQuestion"_s).toBool())
        return end(refusal(error), error.detail);
    pass(Step::Login);
    end(refusedQuestion(error.details.value(u"sqlstate"_s).toString()), error.detail);
}

void DatabaseCheck::onFacts(const store::ServerFacts &facts)
{
    note(u"user"_s, facts.user);
    note(u"version"_s, facts.versionText);
    note(u"server"_s, u"PostgreSQL "_s + facts.versionText);
    note(u"schema"_s, facts.schema.isEmpty() ? u"public"_s : facts.schema);
    note(u"ms"_s, double(facts.roundTrip.count()));
    pass(Step::Answer);
    pass(Step::Login);
    if (facts.version < kOldest)
        return end(Finding::ServerOld);
    pass(Step::Version);
    if (facts.hasTables && (!facts.mayReadList || !facts.mayRead))
        return end(Finding::ReadRight);
    onSchema(facts);
}

void DatabaseCheck::onSchema(const store::ServerFacts &facts)
{
    const auto state = store::migrationState(true, facts.applied);
    if (!state)
        return end(Finding::TablesForeign, state.error().detail);
    note(u"current"_s, state->current);
    note(u"latest"_s, state->latest);
    const Finding finding = findingOf(*state);
    if (levelOf(finding) == Level::Question && !facts.mayCreate)
        return end(Finding::CreateRight);
    if (levelOf(finding) == Level::Question && facts.isReadOnly)
        return endReadOnly(Finding::TablesReadOnly, facts);
    pass(Step::Right);
    if (finding != Finding::DatabaseGood)
        return end(finding);
    pass(Step::Schema);
    if (facts.mayWrite && facts.isReadOnly)
        return endReadOnly(Finding::DatabaseReadOnly, facts);
    const Milliseconds ahead = systemNow() - facts.time;
    if (std::chrono::abs(ahead) > kClockApart) {
        const QJsonObject clock = clockFacts(ahead);
        for (auto it = clock.begin(); it != clock.end(); ++it)
            note(it.key(), it.value());
        return end(Finding::DatabaseClock);
    }
    pass(Step::Clock);
    end(facts.mayWrite ? Finding::DatabaseGood : Finding::DatabaseViewer);
}

/// A station goes on to a host that can be written (store/databaseconnect), unless its address says
/// otherwise.
void DatabaseCheck::endReadOnly(Finding finding, const store::ServerFacts &facts)
{
    note(u"why"_s,
         facts.isReplica ? u"it is a replica of another server"_s
                         : u"it is set to be read only (default_transaction_read_only)"_s);
    const QString asked = m_url.options.value(u"target_session_attrs"_s);
    const bool goesOn = asked.isEmpty() || asked == u"read-write" || asked == u"primary";
    if (!goesOn || m_host + 1 >= m_url.hosts.size())
        return end(finding);
    if (!m_first || levelOf(m_first->finding) == Level::Failed) {
        m_first = soFar();
        m_first->finding = finding;
    }
    tryNextHost();
}

} // namespace parking::checks

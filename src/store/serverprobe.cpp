#include "store/serverprobe.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "base/secret.h"
#include "domain/problems.h"

#include <QRegularExpression>
#include <QSocketNotifier>

#include <libpq-fe.h>

#include <array>
#include <vector>

namespace parking::store {

namespace {

struct Freed {
    void operator()(PGresult *result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, Freed>;

// What each answers stands in take(). A table that is not there has no rights, which to_regclass
// tells without an error.
constexpr std::array kQuestions{
    "SELECT 1",
    "SELECT current_user, coalesce(current_schema(), ''), "
    "coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), "
    "to_regclass('schema_migrations') IS NOT NULL, "
    "coalesce(has_table_privilege(to_regclass('schema_migrations'), 'SELECT'), false), "
    "coalesce(has_any_column_privilege(to_regclass('spaces'), 'SELECT'), false), "
    "coalesce(has_any_column_privilege(to_regclass('spaces'), 'UPDATE'), false), "
    "(extract(epoch FROM clock_timestamp()) * 1000)::bigint, "
    "pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'",
    "SELECT number, name, checksum, compatible_from FROM schema_migrations",
};
constexpr int kOfList = 2;

bool isTrue(const QByteArray &value)
{
    return value == "t";
}

/// libpq has no code for a connection that was refused, only a text in the server's language; told
/// to be verbose it puts the code before it.
QString codeIn(const QString &text)
{
    // FATAL has five letters as well; a code has a digit.
    static const QRegularExpression code(u":\\s+((?=[A-Z]*[0-9])[0-9A-Z]{5}):"_s);
    return code.match(text).captured(1);
}

} // namespace

ServerProbe::ServerProbe(const DatabaseUrl &url, qsizetype index, const QString &address,
                         QObject *parent)
    : QObject(parent), m_url(url), m_index(index), m_address(address)
{
}

ServerProbe::~ServerProbe()
{
    m_reads.reset();
    m_writes.reset();
    PQfinish(m_connection);
}

void ServerProbe::begin()
{
    QMap<QString, QString> words = serverOptions(m_url, authoritiesForLibpq());
    const DatabaseUrl::Host &host = m_url.hosts[m_index];
    words.insert(u"host"_s, host.name);
    words.insert(u"port"_s, host.port);
    if (!m_address.isEmpty())
        words.insert(u"hostaddr"_s, m_address);
    words.insert(u"dbname"_s, m_url.database);
    words.insert(u"user"_s, m_url.user);
    words.insert(u"password"_s, m_url.password);
    words.insert(u"application_name"_s, u"smart-parking test"_s);
    words.insert(u"target_session_attrs"_s, u"any"_s);
    words.insert(u"client_encoding"_s, u"UTF8"_s);
    std::vector<QByteArray> kept;
    std::vector<const char *> names;
    std::vector<const char *> values;
    kept.reserve(size_t(words.size()) * 2);
    for (auto it = words.cbegin(); it != words.cend(); ++it) {
        if (it->isEmpty())
            continue;
        kept.push_back(it.key().toUtf8());
        names.push_back(kept.back().constData());
        kept.push_back(it->toUtf8());
        values.push_back(kept.back().constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    m_connection = PQconnectStartParams(names.data(), values.data(), 0);
    if (!m_connection || PQstatus(m_connection) == CONNECTION_BAD) {
        QMetaObject::invokeMethod(
            this, [this] { finish(broken({}, QString::fromUtf8(PQerrorMessage(m_connection)))); },
            Qt::QueuedConnection);
        return;
    }
    PQsetErrorVerbosity(m_connection, PQERRORS_VERBOSE);
    watch(true);
}

/// The socket may be another one after each step.
void ServerProbe::watch(bool writes)
{
    const qintptr socket = PQsocket(m_connection);
    m_reads.reset();
    m_writes.reset();
    const auto step = [this] { m_question < 0 ? connecting() : read(); };
    auto &kept = writes ? m_writes : m_reads;
    kept = std::make_unique<QSocketNotifier>(
        socket, writes ? QSocketNotifier::Write : QSocketNotifier::Read);
    // Queued: the step makes another notifier. Once: on Windows what a socket has to say comes
    // before what is queued, and without end.
    connect(kept.get(), &QSocketNotifier::activated, this, [this, step, notifier = kept.get()] {
        notifier->setEnabled(false);
        QMetaObject::invokeMethod(this, step, Qt::QueuedConnection);
    });
}

void ServerProbe::connecting()
{
    if (!m_connection)
        return;
    m_reads.reset();
    m_writes.reset();
    switch (PQconnectPoll(m_connection)) {
    case PGRES_POLLING_READING:
        return watch(false);
    case PGRES_POLLING_WRITING:
        return watch(true);
    case PGRES_POLLING_OK:
        PQsetnonblocking(m_connection, 1);
        m_facts.version = PQserverVersion(m_connection);
        m_facts.versionText =
            plainText(QString::fromUtf8(PQparameterStatus(m_connection, "server_version")), 40)
                .section(u' ', 0, 0);
        m_question = 0;
        return ask();
    default:
        const QString text = QString::fromUtf8(PQerrorMessage(m_connection));
        finish(broken(codeIn(text), text));
    }
}

void ServerProbe::ask()
{
    m_rows.clear();
    m_asked.start();
    if (!PQsendQuery(m_connection, kQuestions[size_t(m_question)]))
        return finish(broken({}, QString::fromUtf8(PQerrorMessage(m_connection))));
    PQflush(m_connection); // some dozens of bytes
    watch(false);
}

void ServerProbe::read()
{
    if (!m_connection)
        return;
    if (!PQconsumeInput(m_connection))
        return finish(broken({}, QString::fromUtf8(PQerrorMessage(m_connection))));
    while (!PQisBusy(m_connection)) {
        const PgResult result{PQgetResult(m_connection)};
        if (!result) {
            take(m_question, m_rows);
            const bool isLast = m_question + 1 >= int(kQuestions.size())
                || (m_question + 1 == kOfList && !m_facts.mayReadList);
            if (isLast)
                return finish(m_facts);
            ++m_question;
            return ask();
        }
        if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
            return finish(
                broken(QString::fromLatin1(PQresultErrorField(result.get(), PG_DIAG_SQLSTATE)),
                       QString::fromUtf8(PQresultErrorMessage(result.get()))));
        for (int row = 0; row < PQntuples(result.get()); ++row) {
            QList<QByteArray> values;
            for (int column = 0; column < PQnfields(result.get()); ++column)
                values.append(QByteArray(PQgetvalue(result.get(), row, column)));
            m_rows.append(values);
        }
    }
    watch(false);
}

void ServerProbe::take(int question, const QList<QList<QByteArray>> &rows)
{
    if (question == 0) {
        m_facts.roundTrip = Milliseconds(m_asked.elapsed());
        return;
    }
    if (question == kOfList) {
        for (const QList<QByteArray> &row : rows)
            m_facts.applied.append({row.value(0).toInt(), QString::fromUtf8(row.value(1)),
                                    QString::fromUtf8(row.value(2)), row.value(3).toInt()});
        return;
    }
    const QList<QByteArray> row = rows.value(0);
    m_facts.user = QString::fromUtf8(row.value(0));
    m_facts.schema = QString::fromUtf8(row.value(1));
    m_facts.mayCreate = isTrue(row.value(2));
    m_facts.hasTables = isTrue(row.value(3));
    m_facts.mayReadList = isTrue(row.value(4));
    m_facts.mayRead = isTrue(row.value(5));
    m_facts.mayWrite = isTrue(row.value(6));
    m_facts.time = fromMillis(row.value(7).toLongLong());
    m_facts.isReplica = isTrue(row.value(8));
    m_facts.isReadOnly = isTrue(row.value(9));
}

Error ServerProbe::broken(const QString &sqlstate, const QString &text) const
{
    return {problem::kDatabase,
            withoutSecret(plainText(text), m_url.password),
            {{u"sqlstate"_s, sqlstate},
             {u"needsPassword"_s, m_connection && PQconnectionNeedsPassword(m_connection) != 0},
             {u"isQuestion"_s, m_question >= 0}}};
}

void ServerProbe::finish(const Result<ServerFacts> &facts)
{
    m_reads.reset();
    m_writes.reset();
    PQfinish(m_connection);
    m_connection = nullptr;
    Q_EMIT done(facts);
}

} // namespace parking::store

#include "engine/station/databaselink.h"

#include "base/literals.h"
#include "base/logging.h"
#include "domain/problems.h"
#include "store/migrator.h"
#include "store/sqlstate.h"

namespace parking::engine {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kFirstPause = 500ms;
constexpr Milliseconds kMaxPause = 5s;

} // namespace

bool mayMend(const Error &error)
{
    const QString state = error.details.value(u"sqlstate"_s).toString();
    const bool isOtherSchema = state.startsWith(u"42") && state != "42501"_L1;
    return error.code == problem::kDatabase && !isOtherSchema
        && store::failureKind(error) == store::FailureKind::Wait;
}

DatabaseLink::DatabaseLink(store::DatabaseOptions options, Clock &clock, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_clock(clock), m_pause(kFirstPause),
      m_retry(clock, this)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &ClockTimer::timeout, this, [this] {
        if (const Result<> connected = connectNow(); !connected)
            lose(connected.error());
    });
}

DatabaseLink::~DatabaseLink() = default;

Result<> DatabaseLink::open()
{
    m_closed = false;
    const Result<> connected = connectNow();
    if (connected)
        return {};
    if (!mayMend(connected.error())) {
        close();
        return connected;
    }
    lose(connected.error());
    return {};
}

void DatabaseLink::close()
{
    m_closed = true;
    m_up = false;
    m_retry.stop();
    m_database.reset();
}

Result<> DatabaseLink::migrate()
{
    const auto database = store::Database::open({.url = m_options.url});
    if (!database)
        return database.error();
    const Result<QStringList> done = store::Migrator(**database).migrate(m_clock.now());
    return done ? Result<>() : Result<>(done.error());
}

Result<> DatabaseLink::connectNow()
{
    if (m_database) {
        if (Result<> opened = m_database->reopen(); !opened)
            return opened;
    } else {
        Result<std::unique_ptr<store::Database>> opened = store::Database::open(m_options);
        if (!opened)
            return opened.error();
        m_database = std::move(*opened);
    }
    if (Result<> done = prepare(); !done)
        return done;
    m_up = true;
    m_pause = kFirstPause;
    Q_EMIT up();
    return {};
}

Result<> DatabaseLink::prepare()
{
    store::Migrator migrator(*m_database);
    const Result<store::MigrationState> state = migrator.state();
    if (!state)
        return state.error();
    const QJsonObject versions{{u"current"_s, state->current}, {u"latest"_s, state->latest}};
    if (state->tooNew)
        return Error{problem::kDatabaseTooNew,
                     u"the database was made by a newer version of this program"_s, versions};
    if (!state->pending.isEmpty()) {
        if (m_database->isPostgres())
            return Error{problem::kMigrationNeeded,
                         u"the database needs its tables: run `parkctl migrate`"_s, versions};
        if (const Result<QStringList> done = migrator.migrate(m_clock.now()); !done)
            return done.error();
    }
    for (const Step &step : std::as_const(m_steps)) {
        if (Result<> done = step(*m_database); !done)
            return done;
    }
    return {};
}

void DatabaseLink::lose(const Error &error)
{
    if (m_up || m_pause == kFirstPause)
        qCWarning(lcEngine).noquote() << "database:" << error.detail;
    m_up = false;
    if (!m_closed)
        m_retry.start(m_pause);
    m_pause = std::min(m_pause * 2, kMaxPause);
    Q_EMIT lost(error);
}

/// Notices that it is not.
bool DatabaseLink::isThere()
{
    if (m_up && !m_database->isOpen())
        lose(away());
    return m_up;
}

Error DatabaseLink::away()
{
    return {problem::kDatabase, u"the database cannot be reached"_s, {{u"wait"_s, true}}};
}

void DatabaseLink::log(const Result<> &result)
{
    if (!result && isThere())
        qCWarning(lcEngine).noquote() << result.error().code << result.error().detail;
}

} // namespace parking::engine

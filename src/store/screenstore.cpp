#include "store/screenstore.h"

#include "store/table.h"

namespace parking::store {

namespace {

const Selection kScreens{"screens",
                         "",
                         {{"id", Type::Uuid},
                          {"host"},
                          {"version"},
                          {"shows"},
                          {"age"},
                          {"free", Type::Int},
                          {"reported_at", Type::Time},
                          {"reported_by"}}};

domain::Screen readScreen(RowReader &row)
{
    domain::Screen screen;
    screen.id = row.text("id");
    screen.host = row.text("host");
    screen.version = row.text("version");
    screen.shows = row.text("shows");
    screen.age = row.parsed("age", domain::dataAgeFromString);
    screen.free = row.maybeInteger("free");
    screen.reportedAt = row.time("reported_at");
    screen.reportedBy = row.text("reported_by");
    return screen;
}

} // namespace

Result<> ScreenStore::report(const domain::Screen &screen)
{
    if (!m_db.isPostgres())
        return {}; // nobody can: the file is read
    // SET TRANSACTION would come too late: drivers free statements in between, which is a query.
    if (Result<> begun = m_db.runScript(u"START TRANSACTION READ WRITE"_s); !begun)
        return begun;
    const Result<> told =
        m_db.each(u"SELECT report_screen(:id::uuid, :host::text, :version::text, :shows::text, "
                  ":age::text, :free::integer)"_s,
                  {{u"id"_s, screen.id},
                   {u"host"_s, screen.host},
                   {u"version"_s, screen.version},
                   {u"shows"_s, screen.shows},
                   {u"age"_s, domain::nameOf(screen.age)},
                   {u"free"_s, Database::optional(screen.free)}},
                  [](const QSqlQuery &) {});
    const Result<> ended = m_db.runScript(told ? u"COMMIT"_s : u"ROLLBACK"_s);
    return told ? ended : told;
}

Result<QList<domain::Screen>> ScreenStore::all()
{
    return select(m_db, kScreens, u"FROM screens ORDER BY reported_at DESC, id"_s, {}, readScreen);
}

} // namespace parking::store

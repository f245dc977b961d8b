// parkctl migrate.

#include "base/literals.h"
#include "cli/command.h"
#include "store/migrator.h"

namespace parking::cli {

namespace {

Result<std::unique_ptr<store::Database>> open(const settings::Settings &settings)
{
    return store::Database::open({.url = settings.databaseUrl});
}

} // namespace

int runMigrate(const QStringList &words)
{
    Parser parser("migrate", "Makes or updates the tables and prints what was applied.", true);
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = open(loaded->settings);
    if (!database)
        return fail(database.error());
    const Result<QStringList> applied = store::Migrator(**database).migrate(systemNow());
    if (!applied)
        return fail(applied.error());
    for (const QString &name : *applied)
        print(name);
    if (applied->isEmpty())
        print(u"up to date"_s);
    return kOk;
}

} // namespace parking::cli

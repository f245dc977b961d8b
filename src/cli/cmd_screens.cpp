// parkctl screens: which screens for the public have told of themselves, and what they show.

#include "base/literals.h"
#include "base/plaintext.h"
#include "cli/command.h"
#include "read/screens.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

QString lineOf(const domain::Screen &screen, UtcTime now)
{
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - screen.reportedAt);
    const QString number = screen.free ? QString::number(*screen.free) : u"-"_s;
    return u"%1  %2  %3 free (%4)  %5  seen %6 s ago%7"_s
        .arg(plainText(screen.host).leftJustified(16), plainText(screen.shows).leftJustified(16),
             number, nameOf(screen.age), plainText(screen.version))
        .arg(age.count())
        .arg(now - screen.reportedAt > domain::kScreenSilent ? u"  SILENT"_s : QString());
}

QJsonObject jsonOf(const domain::Screen &screen, UtcTime now)
{
    QJsonObject json{{u"id"_s, screen.id},
                     {u"host"_s, screen.host},
                     {u"version"_s, screen.version},
                     {u"shows"_s, screen.shows},
                     {u"age"_s, nameOf(screen.age)},
                     {u"reportedAt"_s, toIso(screen.reportedAt)},
                     {u"reportedBy"_s, screen.reportedBy},
                     {u"isSilent"_s, now - screen.reportedAt > domain::kScreenSilent}};
    if (screen.free)
        json.insert(u"free"_s, *screen.free);
    return json;
}

} // namespace

int runScreens(const QStringList &words)
{
    Parser parser("screens",
                  "The screens for the public that told of themselves (PostgreSQL): last seen, "
                  "version, what they show. At an SQLite file they cannot.",
                  true);
    parser.takeVerbs({u"list"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    const Result<read::Screens> found = read::screens(**database, systemNow());
    if (!found)
        return fail(found.error());
    QJsonArray rows;
    for (const domain::Screen &screen : found->rows) {
        rows.append(jsonOf(screen, found->at));
        if (!parser.isSet(u"json"_s))
            print(lineOf(screen, found->at));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"screens"_s, rows}, {u"mayTell"_s, found->mayTell}});
    else if (!found->mayTell)
        complain(u"with an SQLite file screens tell nothing of themselves"_s);
    return kOk;
}

} // namespace parking::cli

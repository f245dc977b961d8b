// parkctl spaces import FILE.csv [--dry-run]

#include "base/literals.h"
#include "base/plaintext.h"
#include "cli/command.h"
#include "engine/spaces/spaceimport.h"
#include "engine/station/peers.h"
#include "store/databaseurl.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

namespace {

/// A dry run beside no file looks at an empty site, and makes none.
Result<engine::ImportResult> importInto(const settings::Settings &settings, const QByteArray &csv,
                                        bool dryRun)
{
    const auto url = store::parseDatabaseUrl(settings.databaseUrl);
    if (dryRun && url && !url->isPostgres && !QFile::exists(url->path)) {
        const Result<engine::ImportPlan> plan = engine::planImport(csv, {}, {});
        return plan ? Result<engine::ImportResult>(plan->result) : plan.error();
    }
    const auto database = openMaking(settings);
    if (!database)
        return database.error();
    auto result = engine::importSpaces(**database, csv, dryRun, systemNow(), u"parkctl"_s);
    if (result && result->isGood() && !dryRun)
        engine::tellLayoutChanged(**database);
    return result;
}

void tellJson(const engine::ImportResult &result, bool dryRun)
{
    QJsonArray problems;
    for (const engine::ImportProblem &problem : result.problems)
        problems.append(QJsonObject{{u"line"_s, problem.line}, {u"message"_s, problem.text}});
    print(QString::fromUtf8(QJsonDocument(QJsonObject{{u"created"_s, result.created},
                                                      {u"updated"_s, result.updated},
                                                      {u"unchanged"_s, result.unchanged},
                                                      {u"dryRun"_s, dryRun},
                                                      {u"problems"_s, problems}})
                                .toJson(QJsonDocument::Compact)));
}

/// A line for each space that changes; what is new is only counted.
void tellChanges(const engine::ImportResult &result)
{
    for (const domain::ImportChange &change : result.changes) {
        QStringList parts;
        for (const domain::ImportChange::Difference &one : change.differences)
            parts.append(u"%1 \"%2\" -> \"%3\""_s.arg(one.column, one.before, one.after));
        if (!change.isNew)
            print(u"line %1: %2: %3"_s.arg(change.line)
                      .arg(plainText(change.code), plainText(parts.join(u", "_s))));
    }
}

} // namespace

int runSpaces(const QStringList &words)
{
    Parser parser("spaces import FILE.csv",
                  "Imports spaces in one transaction: all of them, or none and every problem with "
                  "its line.",
                  true);
    parser.takeWords();
    parser.addOptions(
        {{u"dry-run"_s, u"Check only, write nothing."_s}, {u"json"_s, u"Result as JSON."_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QStringList places = parser.positionalArguments();
    if (places.size() != 2 || places.first() != u"import") {
        complain(u"usage: parkctl spaces import FILE.csv [--dry-run] [--json]"_s);
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const Result<QByteArray> csv = readFile(places[1]);
    if (!csv)
        return fail(csv.error());
    const bool dryRun = parser.isSet(u"dry-run"_s);
    const auto result = importInto(loaded->settings, *csv, dryRun);
    if (!result)
        return fail(result.error());
    if (parser.isSet(u"json"_s)) {
        tellJson(*result, dryRun);
    } else {
        if (dryRun && result->isGood())
            tellChanges(*result);
        for (const engine::ImportProblem &problem : result->problems)
            complain(u"line %1: %2"_s.arg(problem.line).arg(problem.text));
        if (result->isGood())
            print(u"%1 created, %2 updated, %3 unchanged%4"_s.arg(result->created)
                      .arg(result->updated)
                      .arg(result->unchanged)
                      .arg(dryRun ? u" (dry run)"_s : QString()));
    }
    return result->isGood() ? kOk : kFailed;
}

} // namespace parking::cli

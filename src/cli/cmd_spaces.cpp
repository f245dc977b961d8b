// parkctl spaces import FILE.csv [--dry-run]

#include "cli/command.h"
#include "engine/engine.h"
#include "engine/spaceimport.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

namespace {

constexpr qint64 kMaxBytes = 64 * 1024 * 1024;

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{QStringLiteral("BAD_FILE"),
                     QStringLiteral("%1: %2").arg(path, file.errorString())};
    if (file.size() > kMaxBytes)
        return Error{QStringLiteral("BAD_FILE"), QStringLiteral("%1 is too large").arg(path)};
    return file.readAll();
}

void tellJson(const engine::ImportResult &result, bool dryRun)
{
    QJsonArray problems;
    for (const engine::ImportProblem &problem : result.problems)
        problems.append(QJsonObject{{QStringLiteral("line"), problem.line},
                                    {QStringLiteral("message"), problem.text}});
    print(
        QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("created"), result.created},
                                                    {QStringLiteral("updated"), result.updated},
                                                    {QStringLiteral("unchanged"), result.unchanged},
                                                    {QStringLiteral("dryRun"), dryRun},
                                                    {QStringLiteral("problems"), problems}})
                              .toJson(QJsonDocument::Compact)));
}

} // namespace

int runSpaces(const QStringList &words)
{
    Parser parser("spaces import FILE.csv",
                  "Imports spaces in one transaction: all of them, or none and every problem with "
                  "its line.",
                  true);
    parser.takeWords();
    parser.addOptions({{QStringLiteral("dry-run"), QStringLiteral("Check only, write nothing.")},
                       {QStringLiteral("json"), QStringLiteral("Result as JSON.")}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QStringList places = parser.positionalArguments();
    if (places.size() != 2 || places.first() != u"import") {
        complain(QStringLiteral("usage: parkctl spaces import FILE.csv [--dry-run] [--json]"));
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const Result<QByteArray> csv = readFile(places[1]);
    if (!csv)
        return fail(csv.error());
    const auto database = store::Database::open({.url = loaded->settings.databaseUrl});
    if (!database)
        return fail(database.error());
    const bool dryRun = parser.isSet(QStringLiteral("dry-run"));
    const auto result = engine::importSpaces(**database, *csv, dryRun, systemNow());
    if (!result)
        return fail(result.error());
    if (result->isGood() && !dryRun)
        engine::tellLayoutChanged(**database);
    if (parser.isSet(QStringLiteral("json"))) {
        tellJson(*result, dryRun);
    } else {
        for (const engine::ImportProblem &problem : result->problems)
            complain(QStringLiteral("line %1: %2").arg(problem.line).arg(problem.text));
        if (result->isGood())
            print(QStringLiteral("%1 created, %2 updated, %3 unchanged%4")
                      .arg(result->created)
                      .arg(result->updated)
                      .arg(result->unchanged)
                      .arg(dryRun ? QStringLiteral(" (dry run)") : QString()));
    }
    return result->isGood() ? kOk : kFailed;
}

} // namespace parking::cli

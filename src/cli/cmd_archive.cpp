// parkctl export: a period into one file. parkctl archive: what such a file holds, whether it is
// still whole, and what another one holds otherwise.

#include "archive/archivefile.h"
#include "archive/compare.h"
#include "archive/exporter.h"
#include "base/literals.h"
#include "base/person.h"
#include "base/plaintext.h"
#include "base/terminationsignal.h"
#include "cli/command.h"
#include "domain/localtime.h"
#include "domain/problems.h"
#include "store/sitestore.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QProcessEnvironment>
#include <QThread>

#include <atomic>

namespace parking::cli {

namespace {

using archive::Part;

QString partWords(const QList<Part> &parts)
{
    QStringList names;
    for (const Part part : parts)
        names.append(archive::nameOf(part));
    return names.join(u',');
}

QString allParts()
{
    QList<Part> parts;
    for (const Part part : archive::kOptionalParts)
        parts.append(part);
    return partWords(parts);
}

/// What the words ask for; times by the site's clock.
Result<archive::ExportOptions> optionsOf(const Parser &parser, store::Database &database)
{
    const Result<domain::Site> site = store::SiteStore(database).first();
    if (!site)
        return site.error();
    const QTimeZone zone = domain::zoneOf(site->timeZone);
    const auto from = domain::parseMoment(u"from"_s, parser.words("from"), zone);
    const auto to = domain::parseMoment(u"to"_s, parser.words("to"), zone);
    if (!from || !to)
        return from ? to.error() : from.error();
    archive::ExportOptions options;
    options.from = *from;
    options.to = *to;
    options.building = parser.words("building");
    options.isRedacted = parser.isSet(u"redact"_s);
    options.madeBy = personName(QProcessEnvironment::systemEnvironment(), {});
    options.program = QCoreApplication::applicationVersion();
    const QStringList names = parser.words("with").split(u',', Qt::SkipEmptyParts);
    for (const QString &name : names) {
        const std::optional<Part> part = archive::partFromString(name.trimmed());
        if (!part)
            return Error{problem::kValidation,
                         u"--with takes some of %1, not \"%2\""_s.arg(allParts(), name),
                         {{u"field"_s, u"with"_s}}};
        if (!options.parts.contains(*part))
            options.parts.append(*part);
    }
    return options;
}

QJsonObject jsonOf(const archive::Manifest &manifest)
{
    QJsonObject json;
    const QMap<QString, QString> words = manifest.toWords();
    for (auto it = words.cbegin(); it != words.cend(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

QJsonObject jsonOf(const QMap<QString, archive::TableCount> &tables)
{
    QJsonObject json;
    for (auto it = tables.cbegin(); it != tables.cend(); ++it)
        json.insert(it.key(), QJsonObject{{u"rows"_s, it->rows}, {u"sha256"_s, it->sha256}});
    return json;
}

Result<archive::Exported> exportAside(const Parser &parser, const settings::Settings &settings,
                                      const archive::GoOn &goOn)
{
    const auto source = openMigrated(settings, true);
    if (!source)
        return source.error();
    const Result<archive::ExportOptions> options = optionsOf(parser, **source);
    if (!options)
        return options.error();
    return archive::exportArchive(**source, parser.positionalArguments().constFirst(), *options,
                                  systemNow(), goOn);
}

int tellInfo(const archive::OpenedArchive &opened, bool json)
{
    if (json) {
        QJsonObject object = jsonOf(opened.manifest);
        object.insert(u"bytes"_s, opened.bytes);
        object.insert(u"fingerprint"_s, archive::fingerprint(opened.tables));
        object.insert(u"tables"_s, jsonOf(opened.tables));
        printJson(object);
        return kOk;
    }
    const QMap<QString, QString> words = opened.manifest.toWords();
    for (auto it = words.cbegin(); it != words.cend(); ++it)
        print(u"%1 %2"_s.arg(it.key(), -12).arg(plainText(it.value())));
    print(u"%1 %2"_s.arg(u"bytes"_s, -12).arg(opened.bytes));
    print(u"%1 %2"_s.arg(u"fingerprint"_s, -12).arg(archive::fingerprint(opened.tables)));
    for (auto it = opened.tables.cbegin(); it != opened.tables.cend(); ++it) {
        if (it->rows > 0)
            print(u"  %1 %2 rows"_s.arg(plainText(it.key()), -24).arg(it->rows));
    }
    return kOk;
}

int tellVerdict(const archive::OpenedArchive &opened, const archive::Verdict &verdict, bool json)
{
    QJsonArray damaged;
    for (const archive::CheckedTable &table : verdict.tables) {
        if (table.isSound())
            continue;
        const QString words = !table.problem.isEmpty() ? table.problem
            : table.told.rows != table.found.rows
            ? u"%1 rows, and the archive tells of %2"_s.arg(table.found.rows).arg(table.told.rows)
            : u"its rows are not what they were"_s;
        damaged.append(QJsonObject{{u"table"_s, table.name}, {u"problem"_s, words}});
        if (!json)
            complain(u"%1: %2"_s.arg(table.name, plainText(words)));
    }
    if (json)
        printJson({{u"sound"_s, verdict.isSound()},
                   {u"fingerprint"_s, archive::fingerprint(opened.tables)},
                   {u"damaged"_s, damaged}});
    else if (verdict.isSound())
        print(u"whole: %1 tables are what they were, fingerprint %2"_s.arg(verdict.tables.size())
                  .arg(archive::fingerprint(opened.tables)));
    else
        complain(u"damaged: make it anew from the database, or take another copy"_s);
    return verdict.isSound() ? kOk : kFailed;
}

int tellComparison(const archive::Comparison &comparison, bool json)
{
    QJsonObject words;
    for (const archive::WordDifference &word : comparison.words) {
        words.insert(word.key, QJsonArray{word.first, word.second});
        if (!json)
            print(u"%1 %2 | %3"_s.arg(word.key, -12)
                      .arg(plainText(word.first), plainText(word.second)));
    }
    QJsonObject tables;
    for (const archive::TableDifference &table : comparison.tables) {
        tables.insert(table.name,
                      QJsonObject{{u"in_both"_s, table.inBoth},
                                  {u"only_in_first"_s, table.onlyInFirst},
                                  {u"only_in_second"_s, table.onlyInSecond}});
        if (!json)
            print(u"  %1 %2 in both, %3 only in the first, %4 only in the second"_s
                      .arg(table.name, -24)
                      .arg(table.inBoth)
                      .arg(table.onlyInFirst)
                      .arg(table.onlyInSecond));
    }
    if (json)
        printJson({{u"same"_s, comparison.isSame()}, {u"words"_s, words}, {u"tables"_s, tables}});
    else
        print(comparison.isSame() ? u"same: each row of one is a row of the other"_s
                                  : u"they differ"_s);
    return comparison.isSame() ? kOk : kFailed;
}

int compareArchives(const QString &first, const QString &second, bool json)
{
    const Result<archive::OpenedArchive> one = archive::openArchive(first);
    if (!one)
        return fail(one.error());
    const Result<archive::OpenedArchive> other = archive::openArchive(second);
    if (!other)
        return fail(other.error());
    const Result<archive::Comparison> comparison = archive::compare(*one, *other);
    return comparison ? tellComparison(*comparison, json) : fail(comparison.error());
}

} // namespace

int runExport(const QStringList &words)
{
    Parser parser("export",
                  "A period into one file that can be looked at without a server: `smart-parking "
                  "--review FILE`. Without --with bookings nothing of a person is in it.",
                  true);
    parser.takeWords();
    parser.addPositionalArgument(u"FILE"_s, u"What is written, as site.parkarchive."_s);
    parser.addOptions(
        {{u"from"_s, u"Begin: 2026-09-01T00:00, by the site's clock, or with Z or an offset."_s,
          u"TIME"_s},
         {u"to"_s, u"End, which is no longer in it; no later than now."_s, u"TIME"_s},
         {u"building"_s, u"One building alone."_s, u"B"_s},
         {u"with"_s, u"What more than spaces and their changes: some of %1."_s.arg(allParts()),
          u"PARTS"_s},
         {u"redact"_s, u"Without names, plates, coordinates and free texts; EUIs by others."_s},
         {u"json"_s, u"As JSON."_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    if (parser.positionalArguments().size() != 1 || !parser.isSet(u"from"_s)
        || !parser.isSet(u"to"_s)) {
        complain(u"usage: parkctl export --from TIME --to TIME [options] FILE"_s);
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;

    // Beside this thread, which hears that it is to end.
    std::atomic<bool> isGivenUp = false;
    TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received,
                     [&isGivenUp] { isGivenUp = true; });
    std::optional<Result<archive::Exported>> exported;
    const std::unique_ptr<QThread> worker(QThread::create([&] {
        exported = exportAside(parser, loaded->settings,
                               [&](const archive::ExportProgress &) { return !isGivenUp; });
    }));
    // Queued to this thread: one that ends before exec() ends that, too.
    QObject::connect(worker.get(), &QThread::finished, qApp, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    worker->start();
    QCoreApplication::exec();
    worker->wait();
    if (!*exported)
        return fail((*exported).error());
    const archive::Exported &done = **exported;
    if (parser.isSet(u"json"_s)) {
        QJsonObject json = jsonOf(done.manifest);
        json.insert(u"bytes"_s, done.bytes);
        json.insert(u"fingerprint"_s, archive::fingerprint(done.tables));
        json.insert(u"tables"_s, jsonOf(done.tables));
        printJson(json);
        return kOk;
    }
    print(u"%1: until %7, %2 changes of %3 spaces, %4 readings, %5 bytes, fingerprint %6"_s
              .arg(parser.positionalArguments().constFirst())
              .arg(done.tables.value(u"archive_changes"_s).rows)
              .arg(done.tables.value(u"spaces"_s).rows)
              .arg(done.tables.value(u"archive_readings"_s).rows)
              .arg(done.bytes)
              .arg(archive::fingerprint(done.tables), toIso(done.manifest.to)));
    return kOk;
}

int runArchive(const QStringList &words)
{
    Parser parser("archive",
                  "info: what an archive holds. verify: whether it is still whole. compare: which "
                  "rows two of them do not share; the exit status is 1 when there are any.",
                  false);
    parser.takeWords();
    parser.addPositionalArgument(u"info|verify|compare"_s, {});
    parser.addPositionalArgument(u"FILE"_s, u"What parkctl export made; two for compare."_s);
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QStringList given = parser.positionalArguments();
    const bool isComparison = given.size() == 3 && given[0] == u"compare";
    if (!isComparison && (given.size() != 2 || (given[0] != u"info" && given[0] != u"verify"))) {
        complain(u"usage: parkctl archive info|verify FILE [--json]\n"
                 "       parkctl archive compare FILE FILE [--json]"_s);
        return kUsage;
    }
    setLogLevel(u"ERROR"_s);
    if (isComparison)
        return compareArchives(given[1], given[2], parser.isSet(u"json"_s));
    const Result<archive::OpenedArchive> opened = archive::openArchive(given[1]);
    if (!opened)
        return fail(opened.error());
    if (given[0] == u"info")
        return tellInfo(*opened, parser.isSet(u"json"_s));
    const Result<archive::Verdict> verdict = archive::verify(*opened);
    if (!verdict)
        return fail(verdict.error());
    return tellVerdict(*opened, *verdict, parser.isSet(u"json"_s));
}

} // namespace parking::cli

#include "base/literals.h"
#include "cli/command.h"
#include "engine/ingest/letterwork.h"
#include "store/ingeststore.h"
#include "store/transaction.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

QJsonObject toJson(const store::DeadLetter &letter)
{
    return {{u"id"_s, letter.id},
            {u"code"_s, letter.code},
            {u"detail"_s, letter.detail},
            {u"sqlState"_s, letter.sqlState},
            {u"topic"_s, QString::fromUtf8(letter.topic)},
            {u"payload"_s, QString::fromUtf8(letter.payload)},
            {u"payloadBytes"_s, letter.payloadBytes},
            {u"times"_s, letter.times},
            {u"receivedAt"_s, toIso(letter.receivedAt)},
            {u"recordedAt"_s, toIso(letter.recordedAt)},
            {u"lastAt"_s, letter.lastAt ? QJsonValue(toIso(*letter.lastAt)) : QJsonValue()},
            {u"askedAt"_s, letter.askedAt ? QJsonValue(toIso(*letter.askedAt)) : QJsonValue()}};
}

constexpr std::chrono::hours kLeftOutShown{24 * 7};

QJsonArray toJson(const QList<store::LeftOut> &left)
{
    QJsonArray hours;
    for (const store::LeftOut &hour : left)
        hours.append(QJsonObject{{u"kind"_s, hour.kind},
                                 {u"code"_s, hour.code},
                                 {u"hour"_s, toIso(hour.hour)},
                                 {u"times"_s, hour.times}});
    return hours;
}

/// One line a letter: what a terminal would take for commands is left out of it.
QString toLine(const store::DeadLetter &letter)
{
    QString topic = QString::fromUtf8(letter.topic.left(120));
    topic.removeIf([](QChar c) { return !c.isPrint(); });
    QString detail = letter.detail.left(120);
    detail.removeIf([](QChar c) { return !c.isPrint(); });
    return u"%1  %2  %3 x  %4  %5  %6%7"_s.arg(letter.id)
        .arg(toIso(letter.lastAt.value_or(letter.recordedAt)))
        .arg(letter.times)
        .arg(letter.code, topic, detail, letter.askedAt ? u"  (to be tried again)"_s : QString());
}

int list(const Parser &parser, store::Database &database)
{
    std::optional<int> limit = 100;
    if (parser.isSet(u"limit"_s))
        limit = parser.number("limit", 1, 10'000);
    if (!limit)
        return kUsage;
    store::IngestStore store(database);
    const auto letters = store.deadLetters(*limit);
    const auto count = store.deadLetterCount();
    const auto left = store.leftOut(systemNow() - kLeftOutShown);
    if (!letters || !count)
        return fail(letters ? count.error() : letters.error());
    if (!left)
        return fail(left.error());
    if (parser.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const store::DeadLetter &letter : *letters)
            rows.append(toJson(letter));
        printJson({{u"total"_s, *count}, {u"deadLetters"_s, rows}, {u"leftOut"_s, toJson(*left)}});
        return kOk;
    }
    for (const store::DeadLetter &letter : *letters)
        print(toLine(letter));
    for (const store::LeftOut &hour : *left)
        print(u"beyond the bound in the hour from %1: %2 x %3 %4"_s.arg(toIso(hour.hour))
                  .arg(hour.times)
                  .arg(hour.kind, hour.code));
    print(u"%1 of %2"_s.arg(letters->size()).arg(*count));
    return kOk;
}

/// What --id and --all name; empty, with a message, when they name nothing. An empty list: all.
std::optional<QList<qint64>> chosen(const Parser &parser)
{
    QList<qint64> ids;
    for (const QString &text : parser.values(u"id"_s)) {
        bool isNumber = false;
        ids.append(text.toLongLong(&isNumber));
        if (!isNumber) {
            complain(u"--id: \"%1\" is no number"_s.arg(text));
            return std::nullopt;
        }
    }
    if (ids.isEmpty() == parser.isSet(u"all"_s))
        return ids;
    complain(u"which ones? --id N (it may be given again) or --all"_s);
    return std::nullopt;
}

} // namespace

int runDeadLetters(const QStringList &words)
{
    Parser parser("deadletters",
                  "Messages that were set aside: list, retry (the station tries them again) or "
                  "delete.",
                  true);
    parser.takeVerbs({u"list"_s, u"retry"_s, u"delete"_s});
    parser.addOption({u"id"_s, u"retry, delete: this one; may be given again."_s, u"N"_s});
    parser.addOption({u"all"_s, u"retry, delete: all."_s});
    parser.addOption({u"limit"_s, u"list: so many of the newest, 100 by default."_s, u"N"_s});
    parser.addOption({u"json"_s, u"list: as JSON, with their payloads."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString verb = parser.verb();
    const auto ids = verb == u"list" ? QList<qint64>() : chosen(parser);
    if (!ids)
        return kUsage;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    if (verb == u"list")
        return list(parser, **database);
    const auto count = store::transact(**database, [&] {
        return verb == u"retry"
            ? engine::askLettersAgain(**database, *ids, u"parkctl"_s, systemNow())
            : engine::deleteLetters(**database, *ids, u"parkctl"_s, systemNow());
    });
    if (!count)
        return fail(count.error());
    print(verb == u"retry" ? u"%1 will be tried again by the station within seconds"_s.arg(*count)
                           : u"%1 deleted"_s.arg(*count));
    return *count > 0 || ids->isEmpty() ? kOk : kFailed;
}

} // namespace parking::cli

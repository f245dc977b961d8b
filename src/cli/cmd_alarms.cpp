// parkctl alarms: what somebody should see to, and who has seen it.

#include "cli/cmd_alarms.h"
#include "base/literals.h"
#include "domain/problems.h"
#include "engine/alarms/alarmwork.h"
#include "engine/station/peers.h"
#include "read/alarms.h"
#include "store/stationstore.h"
#include "store/transaction.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

using domain::Alarm;
using domain::AlarmId;

QJsonValue orNull(const std::optional<UtcTime> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue();
}

QJsonObject toJson(const Alarm &alarm)
{
    QJsonObject json = domain::detailsOf(alarm);
    json.insert(u"id"_s, alarm.id.toString());
    json.insert(u"kind"_s, domain::nameOf(alarm.cause.kind));
    json.insert(u"subject"_s, alarm.cause.subject);
    json.insert(u"level"_s, domain::nameOf(alarm.level));
    json.insert(u"count"_s, alarm.count);
    json.insert(u"raisedAt"_s, toIso(alarm.raisedAt));
    json.insert(u"clearedAt"_s, orNull(alarm.clearedAt));
    json.insert(u"acknowledgedAt"_s, orNull(alarm.acknowledgedAt));
    json.insert(u"acknowledgedBy"_s, alarm.acknowledgedBy);
    return json;
}

/// Without what a terminal would take for commands: names come from devices.
QString printable(QString text)
{
    text.removeIf([](QChar c) { return !c.isPrint(); });
    return text.left(120);
}

QString toLine(const Alarm &alarm)
{
    QStringList names;
    for (const domain::AlarmMember &member :
         alarm.members.first(std::min<qsizetype>(3, alarm.members.size())))
        names.append(member.name);
    QString line = u"%1  %2  %3  %4"_s.arg(alarm.id.toString(), toIso(alarm.raisedAt),
                                           domain::nameOf(alarm.level).leftJustified(8),
                                           domain::nameOf(alarm.cause.kind));
    if (!alarm.cause.subject.isEmpty())
        line += u' ' + printable(alarm.cause.subject);
    if (alarm.count > 0)
        line += u"  %1: %2%3"_s.arg(alarm.count)
                    .arg(printable(names.join(u", "_s)),
                         alarm.count > names.size() && !names.isEmpty() ? u" ..."_s : QString());
    if (alarm.clearedAt)
        line += u"  cleared %1"_s.arg(toIso(*alarm.clearedAt));
    if (alarm.acknowledgedAt)
        line += u"  acknowledged by %1"_s.arg(printable(alarm.acknowledgedBy));
    return line;
}

int list(const Parser &parser, store::Database &database)
{
    std::optional<int> limit = 100;
    if (parser.isSet(u"limit"_s))
        limit = parser.number("limit", 1, 1000);
    if (!limit)
        return kUsage;
    QList<Alarm> alarms;
    if (parser.isSet(u"all"_s)) {
        const auto page = read::alarmHistory(database, {.limit = *limit});
        if (!page)
            return fail(page.error());
        alarms = page->rows;
    } else {
        const auto known = read::alarms(database, systemNow());
        if (!known)
            return fail(known.error());
        alarms = known->open;
    }
    if (parser.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const Alarm &alarm : std::as_const(alarms))
            rows.append(toJson(alarm));
        printJson({{u"alarms"_s, rows}});
        return kOk;
    }
    for (const Alarm &alarm : std::as_const(alarms))
        print(toLine(alarm));
    print(parser.isSet(u"all"_s) ? u"%1 alarms"_s.arg(alarms.size())
                                 : u"%1 open alarms"_s.arg(alarms.size()));
    return kOk;
}

int acknowledge(const Parser &parser, store::Database &database)
{
    const QStringList words = parser.positionalArguments().mid(1);
    if (words.isEmpty() != parser.isSet(u"all"_s)) {
        complain(u"ack: which ones? ids, as `parkctl alarms list` tells them, or --all"_s);
        return kUsage;
    }
    QList<AlarmId> ids;
    for (const QString &word : words) {
        const auto id = AlarmId::parse(word);
        if (!id) {
            complain(u"\"%1\" is no id of an alarm"_s.arg(printable(word)));
            return kUsage;
        }
        ids.append(*id);
    }
    const auto now = store::sharedNow(database, systemNow());
    if (!now)
        return fail(now.error());
    const QString actor = parser.isSet(u"actor"_s) ? parser.words("actor") : QString(u"parkctl"_s);
    const auto done = store::transact(
        database, [&] { return engine::acknowledgeAlarms(database, ids, actor, *now); });
    if (!done)
        return fail(done.error());
    engine::tellAlarmsMoved(database);
    if (parser.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const Alarm &alarm : *done)
            rows.append(toJson(alarm));
        printJson({{u"acknowledged"_s, rows}});
        return kOk;
    }
    print(u"%1 acknowledged"_s.arg(done->size()));
    return kOk;
}

} // namespace

int runAlarms(const QStringList &words)
{
    Parser parser("alarms",
                  "What somebody should see to, once by its cause: list it, or acknowledge that it "
                  "was seen. An alarm clears by itself when its cause is over.",
                  true);
    parser.takeWords();
    parser.addPositionalArgument(u"list|ack|notices|test-mail|test-webhook"_s,
                                 u"what to do; ack: ids follow, or --all; notices: what went out; "
                                 "test-...: send one that is no alarm"_s);
    parser.addOption({u"all"_s, u"list: the cleared ones too; ack: all that are open."_s});
    parser.addOption(
        {u"limit"_s, u"list --all, notices: so many at most, 1 to 1000 (100)."_s, u"N"_s});
    parser.addOption({u"actor"_s, u"ack: in whose name (parkctl)."_s, u"NAME"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString verb = parser.verb();
    const QStringList others = parser.positionalArguments().mid(1);
    static const QStringList alone{u"list"_s, u"notices"_s, u"test-mail"_s, u"test-webhook"_s};
    if (!(verb == u"ack" || (alone.contains(verb) && others.isEmpty()))) {
        complain(u"alarms: list, ack ID ... | --all, notices, test-mail or test-webhook"_s);
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    if (verb.startsWith(u"test-"_s))
        return testOutlet(parser, loaded->settings, verb == u"test-mail");
    const auto database = openMigrated(loaded->settings);
    if (!database)
        return fail(database.error());
    if (verb == u"notices") {
        const auto limit = parser.isSet(u"limit"_s) ? parser.number("limit", 1, 1000) : 100;
        return limit ? listNotices(parser, **database, *limit) : int(kUsage);
    }
    return verb == u"list" ? list(parser, **database) : acknowledge(parser, **database);
}

} // namespace parking::cli

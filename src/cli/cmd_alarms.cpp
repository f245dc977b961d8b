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

#include <algorithm>

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

/// "3 d 4 h", the two largest parts.
QString spanOf(Milliseconds span)
{
    const qint64 minutes = std::max<qint64>(span.count(), 0) / 60'000;
    if (minutes < 60)
        return u"%1 min"_s.arg(minutes);
    if (minutes < 24 * 60)
        return u"%1 h %2 min"_s.arg(minutes / 60).arg(minutes % 60);
    return u"%1 d %2 h"_s.arg(minutes / 1440).arg(minutes % 1440 / 60);
}

QString ageOf(const Alarm &alarm, UtcTime now)
{
    return alarm.clearedAt ? u"lasted "_s + spanOf(*alarm.clearedAt - alarm.raisedAt)
                           : u"open for "_s + spanOf(now - alarm.raisedAt);
}

/// Empty, with a message: wrong words.
std::optional<domain::AlarmFilter> filterOf(const Parser &parser)
{
    domain::AlarmFilter filter;
    if (parser.isSet(u"all"_s) && parser.isSet(u"ended"_s)) {
        complain(u"--all or --ended"_s);
        return std::nullopt;
    }
    if (!parser.isSet(u"all"_s))
        filter.isEnded = parser.isSet(u"ended"_s);
    if (!parser.isSet(u"kind"_s))
        return filter;
    filter.kind = domain::alarmKindFromString(parser.words("kind"));
    if (!filter.kind) {
        complain(u"\"%1\" is no kind of alarm"_s.arg(printable(parser.words("kind"))));
        return std::nullopt;
    }
    return filter;
}

int list(const Parser &parser, store::Database &database)
{
    std::optional<int> limit = 100;
    std::optional<int> offset = 0;
    if (parser.isSet(u"limit"_s))
        limit = parser.number("limit", 1, 1000);
    if (parser.isSet(u"offset"_s))
        offset = parser.number("offset", 0, 1'000'000);
    const auto filter = filterOf(parser);
    if (!limit || !offset || !filter)
        return kUsage;
    const auto page = read::alarmHistory(database, {.limit = *limit, .offset = *offset}, *filter);
    const auto now = store::sharedNow(database, systemNow());
    if (!page || !now)
        return fail(page ? now.error() : page.error());
    QList<Alarm> alarms = page->rows;
    if (filter->isEnded == false) // what somebody has to see to first
        std::stable_sort(alarms.begin(), alarms.end(), domain::isBefore);
    QJsonArray rows;
    for (const Alarm &alarm : std::as_const(alarms)) {
        rows.append(toJson(alarm));
        if (!parser.isSet(u"json"_s))
            print(toLine(alarm) + u"  "_s + ageOf(alarm, *now));
    }
    if (parser.isSet(u"json"_s)) {
        printJson({{u"alarms"_s, rows}, {u"total"_s, page->total}});
        return kOk;
    }
    const QString what = !filter->isEnded ? u"alarms"_s
        : *filter->isEnded                ? u"ended alarms"_s
                                          : u"open alarms"_s;
    print(page->total > alarms.size()
              ? u"%1 of %2 %3"_s.arg(alarms.size()).arg(page->total).arg(what)
              : u"%1 %2"_s.arg(alarms.size()).arg(what));
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
    parser.addPositionalArgument(
        u"list|ack|limits|notices|test-mail|test-webhook"_s,
        u"what to do; ack: ids follow, or --all; limits: KEY=VALUE follow; "
        "notices: what went out; test-...: send one that is no alarm"_s);
    parser.addOption({u"all"_s, u"list: the ended ones too; ack: all that are open."_s});
    parser.addOption({u"ended"_s, u"list: only those that are over."_s});
    parser.addOption({u"kind"_s, u"list: only these, as battery_low."_s, u"KIND"_s});
    parser.addOption({u"limit"_s, u"list, notices: so many at most, 1 to 1000 (100)."_s, u"N"_s});
    parser.addOption({u"offset"_s, u"list: leave out the first so many."_s, u"N"_s});
    parser.addOption({u"actor"_s, u"ack: in whose name (parkctl)."_s, u"NAME"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString verb = parser.verb();
    const QStringList others = parser.positionalArguments().mid(1);
    static const QStringList alone{u"list"_s, u"notices"_s, u"test-mail"_s, u"test-webhook"_s};
    if (!(verb == u"ack" || verb == u"limits" || (alone.contains(verb) && others.isEmpty()))) {
        complain(u"alarms: list, ack ID ... | --all, limits [KEY=VALUE ...], notices, test-mail or "
                 "test-webhook"_s);
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
    if (verb == u"limits")
        return alarmLimits(parser, **database, others);
    return verb == u"list" ? list(parser, **database) : acknowledge(parser, **database);
}

} // namespace parking::cli

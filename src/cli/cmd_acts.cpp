// parkctl acts: who did what to spaces, floors, devices, the site, bookings and alarms.

#include "base/literals.h"
#include "base/plaintext.h"
#include "cli/command.h"
#include "read/acts.h"

#include <QJsonArray>

namespace parking::cli {

namespace {

QString wordsOf(const domain::ActDifference &one)
{
    if (!one.isTold())
        return one.field + u" changed"_s;
    const auto value = [](const QString &text) {
        return text.isEmpty() ? u"none"_s : plainText(text);
    };
    return u"%1 %2 -> %3"_s.arg(one.field, value(one.before), value(one.after));
}

QString lineOf(const domain::Act &act)
{
    QStringList words;
    for (const domain::ActDifference &one : act.differences)
        words.append(wordsOf(one));
    QString line = u"%1  %2  %3 %4 %5"_s.arg(
        toIso(act.time), plainText(act.actor.isEmpty() ? u"-"_s : act.actor).leftJustified(12),
        nameOf(act.verb).leftJustified(12), nameOf(act.subject),
        plainText(act.name.isEmpty() ? act.row : act.name));
    if (!words.isEmpty())
        line += u": "_s + words.join(u", "_s);
    return line;
}

QJsonObject jsonOf(const domain::Act &act)
{
    QJsonArray differences;
    for (const domain::ActDifference &one : act.differences) {
        QJsonObject json{{u"field"_s, one.field}};
        if (one.isTold()) {
            json.insert(u"before"_s, one.before);
            json.insert(u"after"_s, one.after);
        }
        differences.append(json);
    }
    return {{u"id"_s, act.id},
            {u"time"_s, toIso(act.time)},
            {u"actor"_s, act.actor},
            {u"verb"_s, nameOf(act.verb)},
            {u"subject"_s, nameOf(act.subject)},
            {u"row"_s, act.row},
            {u"name"_s, act.name},
            {u"differences"_s, differences}};
}

} // namespace

int runActs(const QStringList &words)
{
    Parser parser("acts",
                  "What people did, newest first: to spaces, floors, devices, the site's settings, "
                  "bookings and alarms. What a person is reached by is never told.",
                  true);
    parser.takeVerbs({u"list"_s});
    parser.addOption(
        {u"of"_s, u"Only of: space, floor, device, site, booking, alarm."_s, u"SUBJECT"_s});
    parser.addOption({u"row"_s, u"Only of this row, by its id or path."_s, u"ROW"_s});
    parser.addOption({u"limit"_s, u"How many at most (50)."_s, u"N"_s, u"50"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const std::optional<int> limit = parser.number("limit", 1, 10'000);
    if (!limit)
        return kUsage;
    const auto subject = domain::actSubjectFromString(parser.words("of"));
    if (parser.isSet(u"of"_s) && !subject) {
        complain(u"--of is space, floor, device, site, booking or alarm"_s);
        return kUsage;
    }
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    const auto database = openMigrated(loaded->settings, true);
    if (!database)
        return fail(database.error());
    const auto found = read::acts(**database, *limit, subject, parser.words("row"));
    if (!found)
        return fail(found.error());
    QJsonArray rows;
    for (const domain::Act &act : *found) {
        rows.append(jsonOf(act));
        if (!parser.isSet(u"json"_s))
            print(lineOf(act));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"acts"_s, rows}});
    return kOk;
}

} // namespace parking::cli

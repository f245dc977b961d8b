#include "health/checkwords.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "healthlabels.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace parking::ui {

using domain::Health;
using domain::HealthCheck;
using domain::HealthLevel;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::Checks", text);
}

constexpr const char *kOrder[] = {"database", "messages", "mqtt",     "journal",   "station",
                                  "security", "devices",  "gateways", "sensors",   "chirpstack",
                                  "lamps",    "bookings", "clock",    "retention", "handover",
                                  "mail",     "webhook"};
/// What only the database can tell: without it a tick would pretend.
constexpr const char *kByDatabase[] = {"bookings", "clock", "retention", "handover", "devices"};

bool isAmong(const QString &name, const auto &names)
{
    return std::any_of(std::begin(names), std::end(names),
                       [&name](const char *one) { return name == QLatin1StringView(one); });
}

const HealthCheck *find(const Health &health, QStringView name)
{
    for (const HealthCheck &check : health.checks) {
        if (check.name == name)
            return &check;
    }
    return nullptr;
}

bool fails(const Health &health, QStringView name)
{
    const HealthCheck *check = find(health, name);
    return check && check->level == HealthLevel::Unhealthy;
}

QString withoutStop(QString text)
{
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QStringList sentencesOf(const QString &text)
{
    QStringList sentences;
    for (const QString &part : text.split(u". "_s, Qt::SkipEmptyParts)) {
        QString sentence = part.trimmed();
        if (!sentence.isEmpty() && !sentence.endsWith(u'.'))
            sentence += u'.';
        if (!sentence.isEmpty())
            sentences.append(sentence);
    }
    return sentences;
}

QString workingValue(const HealthCheck &check)
{
    QStringList parts;
    if (check.latencyMs)
        parts.append(tr("%1 ms").arg(qMax(1, qRound(*check.latencyMs))));
    if (!check.detail.isEmpty())
        parts.append(labels::detail(check));
    if (parts.isEmpty())
        parts.append(tr("works"));
    return parts.join(u", "_s);
}

QString valueOf(const HealthCheck &check, CheckSign sign)
{
    switch (sign) {
    case CheckSign::Fails:
    case CheckSign::Warns:
        return withoutStop(labels::text(check));
    case CheckSign::Works:
        return workingValue(check);
    case CheckSign::Unknown: {
        const QString brief = labels::brief(check);
        return brief.isEmpty() ? tr("not known now; last: %1").arg(workingValue(check)) : brief;
    }
    case CheckSign::NotSetUp:
        return labels::brief(check);
    }
    return {};
}

bool isKept(const Health &health)
{
    return health.ingesting && !fails(health, u"journal");
}

QList<std::pair<QString, QString>> meanwhileOf(const HealthCheck &check, const Health &health)
{
    if (check.level != HealthLevel::Unhealthy && check.name != u"chirpstack")
        return {};
    QList<std::pair<QString, QString>> list;
    if (check.name == u"database") {
        if (isKept(health))
            list.append({tr("Arriving data"),
                         QCoreApplication::translate("parking::ui::Checks",
                                                     "kept on this computer, %Ln messages", nullptr,
                                                     int(health.backlog))});
        list.append({tr("Map"), tr("shows the last states, with their age")});
        list.append({tr("Lamps"), tr("keep their colour")});
        list.append({tr("Bookings"), tr("wait, none can be made")});
    } else if (check.name == u"mqtt") {
        list.append({tr("Arriving data"),
                     tr("does not arrive; whether the broker keeps it is "
                        "known when it is back")});
        list.append({tr("Map"), tr("shows the last states, with their age")});
        list.append({tr("Bookings"), tr("go on")});
    } else if (check.name == u"journal") {
        list.append({tr("Arriving data"), tr("is not acknowledged: the broker keeps it")});
    } else if (check.name == u"chirpstack" && check.level != HealthLevel::Healthy) {
        list.append({tr("Lamps"),
                     QCoreApplication::translate("parking::ui::Checks",
                                                 "keep their colour, %n commands wait", nullptr,
                                                 int(health.downlinksWaiting))});
        list.append({tr("Map"), tr("goes on")});
    }
    return list;
}

/// A program that does not take messages in counts none: of those it knows what the station tells.
QString figuresOf(const Health &health)
{
    const QString last = health.lastUplink ? labels::ago(health.time - *health.lastUplink)
                                           : tr("none since the start");
    if (!health.ingesting)
        return tr("backlog %1 · last uplink %2").arg(health.backlog).arg(last);
    return tr("%1 uplinks per second · backlog %2 · last uplink %3 · %4 set aside in the last "
              "hour · %5")
        .arg(QLocale().toString(health.uplinksPerSecond, 'f', 1))
        .arg(health.backlog)
        .arg(last)
        .arg(health.deadLetters)
        .arg(QCoreApplication::translate("parking::ui::Checks", "%n lamp commands wait", nullptr,
                                         int(health.downlinksWaiting)));
}

QString failing(const HealthCheck &check, const Health &health, UtcTime now)
{
    const QString age = labels::age(now - check.since);
    QString sentence = check.problem == problem::kUnreachable ? tr("Database unreachable for %1")
        : check.problem == u"BROKER_UNREACHABLE"              ? tr("Broker unreachable for %1")
                                                              : tr("%2 does not work, for %1");
    sentence =
        sentence.contains(u"%2") ? sentence.arg(age, labels::title(check)) : sentence.arg(age);
    if (check.name == u"database" && isKept(health) && health.backlog > 0)
        sentence = tr("%1; %2").arg(sentence,
                                    QCoreApplication::translate("parking::ui::Checks",
                                                                "%Ln messages are kept safe",
                                                                nullptr, int(health.backlog)));
    return sentence;
}

} // namespace

CheckSign signOf(const HealthCheck &check, const Health &health)
{
    if (check.problem == problem::kBrokerConnecting)
        return CheckSign::Unknown; // the first try goes on
    if (check.level == HealthLevel::Unhealthy)
        return CheckSign::Fails;
    if (check.problem == problem::kChirpStackNotSetUp)
        return CheckSign::NotSetUp;
    if (check.level == HealthLevel::Degraded)
        return CheckSign::Warns;
    const bool isBlind = fails(health, u"database") && isAmong(check.name, kByDatabase);
    return isBlind || !labels::brief(check).isEmpty() ? CheckSign::Unknown : CheckSign::Works;
}

QList<CheckLine> linesOf(const Health &health, UtcTime now)
{
    QList<HealthCheck> checks = labels::shownChecks(health);
    const auto place = [](const HealthCheck &check) {
        const auto found =
            std::find_if(std::begin(kOrder), std::end(kOrder),
                         [&](const char *name) { return check.name == QLatin1StringView(name); });
        return found - std::begin(kOrder);
    };
    std::stable_sort(checks.begin(), checks.end(),
                     [&](const auto &a, const auto &b) { return place(a) < place(b); });
    QList<CheckLine> lines;
    for (const HealthCheck &check : std::as_const(checks)) {
        CheckLine line;
        line.id = check.name;
        line.sign = signOf(check, health);
        line.name = labels::title(check);
        line.value = valueOf(check, line.sign);
        if (check.since != UtcTime())
            line.since = labels::age(now - check.since);
        if (line.sign != CheckSign::Works && line.sign != CheckSign::Unknown)
            line.advice = sentencesOf(labels::advice(check, health)).value(0);
        lines.append(line);
    }
    return lines;
}

CheckInspector::Content contentOf(const HealthCheck &check, const Health &health, UtcTime now)
{
    CheckInspector::Content content;
    content.id = check.name;
    content.sign = signOf(check, health);
    content.name = labels::title(check);
    content.state = signWords(content.sign);
    if (check.since != UtcTime())
        content.since = tr("for %1, since %2")
                            .arg(labels::age(now - check.since), labels::moment(check.since, now));
    if (content.sign != CheckSign::Works)
        content.steps = sentencesOf(labels::advice(check, health));
    content.meanwhile = meanwhileOf(check, health);
    if (check.level != HealthLevel::Healthy)
        content.error = check.detail;
    if (hasSettings(check.name))
        content.settings = tr("Settings");
    return content;
}

bool hasSettings(const QString &check)
{
    static constexpr const char *kWith[] = {"database", "mqtt",    "chirpstack", "lamps",
                                            "mail",     "webhook", "bookings",   "retention"};
    return isAmong(check, kWith);
}

HealthVerdict verdictOf(const Health &health, UtcTime now)
{
    if (health.checks.isEmpty())
        return {CheckSign::Unknown, tr("How it stands is not known"), tr("Nothing was told yet.")};
    const HealthCheck *worst = nullptr;
    bool isWhole = true; // what is known is all
    bool hasChirpStack = true;
    UtcTime since;
    for (const HealthCheck &check : health.checks) {
        since = std::max(since, check.since);
        const CheckSign sign = signOf(check, health);
        isWhole = isWhole && sign != CheckSign::Unknown;
        hasChirpStack = hasChirpStack && sign != CheckSign::NotSetUp;
        const bool isAmiss = sign == CheckSign::Fails || sign == CheckSign::Warns;
        if (isAmiss && (!worst || check.level > worst->level))
            worst = &check;
    }
    if (worst && worst->level == HealthLevel::Unhealthy)
        return {CheckSign::Fails, failing(*worst, health, now), labels::text(*worst)};
    if (worst)
        return {CheckSign::Warns, withoutStop(labels::text(*worst)), figuresOf(health)};
    if (!isWhole)
        return {CheckSign::Unknown, tr("What is known works"), figuresOf(health)};
    const QString sentence =
        hasChirpStack ? tr("All parts work") : tr("All parts work; lamps are not commanded");
    return {CheckSign::Works,
            since == UtcTime() ? sentence
                               : tr("%1, for %2").arg(sentence, labels::age(now - since)),
            figuresOf(health)};
}

QString roleOf(const Health &health)
{
    if (health.ingesting)
        return tr("this station takes data in");
    const HealthCheck *station = find(health, u"station");
    if (station && station->problem == problem::kStandby)
        return tr("standby, ready");
    if (station && station->level == HealthLevel::Unhealthy)
        return tr("viewer, no station takes data in");
    return station ? tr("viewer, a station takes data in") : QString();
}

} // namespace parking::ui

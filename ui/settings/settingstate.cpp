#include "settings/settingstate.h"

#include "base/literals.h"
#include "domain/localtime.h"
#include "settings/hourstext.h"
#include "settings/ownsettings.h"
#include "settings/settingwords.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace parking::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(parking::ui::SettingState)
};

QString tr(const char *text)
{
    return Words::tr(text);
}

QString choiceText(const Setting &setting, const QString &value)
{
    const auto found = std::find_if(
        setting.choices.cbegin(), setting.choices.cend(), [&value](const SettingChoice &choice) {
            return choice.value.compare(value, Qt::CaseInsensitive) == 0;
        });
    return found == setting.choices.cend() ? value : found->text;
}

QString locked(const settings::Effective &row, const SettingFacts &facts)
{
    if (row.origin == u"environment")
        return tr("Set in the environment as %1. Change it there and start again.").arg(row.key);
    if (row.origin == u"command line")
        return tr("Set on the command line. Start the program without it to change it here.");
    QString place = row.origin;
    if (!facts.envFile.isEmpty() && place.startsWith(".env,"_L1))
        place.replace(0, 4, facts.envFile);
    return tr("Set in %1. Change it there and start again.").arg(place);
}

QString originOf(const Setting &setting, const settings::Effective &row, const SettingFacts &facts)
{
    if (row.isLocked)
        return row.origin.startsWith(".env,"_L1) ? tr("from .env")
            : row.origin == u"environment"       ? tr("from the environment")
            : row.origin == u"command line"      ? tr("from the command line")
                                                 : tr("from a file");
    if (facts.changedNow.contains(setting.id()))
        return tr("changed now");
    if (row.origin == u"default")
        return tr("default");
    return setting.kind == SettingKind::Secret && !facts.secretsFile.isEmpty()
        ? tr("in a file that its owner alone may read")
        : tr("set here");
}

/// What this program goes on with until it is started again.
QString waiting(const Setting &setting, const settings::Effective &row, const SettingFacts &facts)
{
    const auto running = facts.running.constFind(setting.key);
    const bool isOther = running != facts.running.cend() && running->value != row.value;
    const bool isNewSecret = (row.isMasked || setting.kind == SettingKind::Secret)
        && facts.changedNow.contains(setting.id());
    return isOther || isNewSecret ? tr("Applies when the program is started again.") : QString();
}

SettingState keyState(const Setting &setting, const SettingFacts &facts)
{
    SettingState state;
    state.isLockShared = !facts.keysAway.isEmpty();
    const auto found = facts.stored.constFind(setting.key);
    if (found == facts.stored.cend()) {
        state.isKnown = false;
        state.lock =
            facts.keysAway.isEmpty() ? tr("It is not known how this is set.") : facts.keysAway;
        return state;
    }
    const settings::Effective &row = *found;
    state.isSet = !row.value.isEmpty();
    state.isMasked = setting.kind == SettingKind::Secret || row.isMasked;
    state.isDefault = row.origin == u"default";
    state.origin = originOf(setting, row, facts);
    state.isFromOutside = row.isLocked;
    state.unit = setting.unit;
    state.value = setting.kind == SettingKind::Secret ? QString() : row.value;
    state.lock = !facts.keysAway.isEmpty() ? facts.keysAway
        : row.isLocked                     ? locked(row, facts)
                                           : QString();
    state.note = waiting(setting, row, facts);
    if (state.note.isEmpty() && !row.note.isEmpty()) {
        state.note = tr("Weak: %1.")
                         .arg(QCoreApplication::translate("parking::settings",
                                                          row.note.toUtf8().constData()));
        state.isNoteWarning = true;
    }
    return state;
}

/// How a lamp shows that its space is held for a booking to come; empty: steadily.
QString blinking(const domain::Site &site)
{
    const qint64 lead = domain::siteValue(site, {u"bookings"_s, u"leadSeconds"_s}).toInteger();
    const bool blinks = domain::siteValue(site, {u"lamps"_s, u"whenSoon"_s}).toString() == u"blink";
    return blinks && lead > 0 ? tr("blinks in the last %1 before").arg(durationText(lead, 60))
                              : QString();
}

SettingState siteState(const Setting &setting, const SettingFacts &facts)
{
    SettingState state;
    state.lock = siteLock(facts);
    state.isLockShared = true;
    state.isKnown = !facts.site.id.isNull();
    if (!state.isKnown)
        return state;
    const QJsonValue value = domain::siteValue(facts.site, setting.path);
    state.value = siteText(setting, value, false);
    // A length that is no whole number of its unit has its units in the text.
    const bool hasUnit = setting.kind != SettingKind::Duration
        || value.toInteger() * setting.seconds % setting.unitSeconds == 0;
    state.unit = hasUnit ? setting.unit : QString();
    if (setting.path.last() == u"RESERVED")
        state.help = blinking(facts.site);
    state.isDefault = domain::isSiteDefault(facts.site, setting.path);
    state.origin = facts.changedNow.contains(setting.id()) ? tr("changed now")
        : state.isDefault                                  ? tr("default")
                                                           : tr("set for the site");
    return state;
}

QString range(const Setting &setting)
{
    if (setting.kind == SettingKind::Duration) {
        return tr("%1 to %2")
            .arg(durationText(qint64(setting.low) * setting.seconds, setting.unitSeconds),
                 durationText(qint64(setting.high) * setting.seconds, setting.unitSeconds));
    }
    const QString words = tr("%1 to %2").arg(setting.low).arg(setting.high);
    return setting.unit.isEmpty() ? words : words + u' ' + setting.unit;
}

/// What settings say in English.
QString inWords(const QString &text)
{
    return QCoreApplication::translate("parking::settings", text.toUtf8().constData());
}

QString allowed(const QString &words)
{
    return tr("Allowed is: %1.").arg(words);
}

} // namespace

// --- How they stand ------------------------------------------------------------------------------

SettingState stateOf(const Setting &setting, const SettingFacts &facts)
{
    return setting.isOfSite() ? siteState(setting, facts) : keyState(setting, facts);
}

QString siteLock(const SettingFacts &facts)
{
    if (!facts.siteAway.isEmpty())
        return facts.siteAway;
    if (facts.site.id.isNull())
        return tr("The site was not read yet.");
    if (!facts.rights)
        return tr("The database has not told yet what this login may do.");
    if (facts.rights->mayChangeSite)
        return {};
    if (facts.rights->isReadOnly)
        return facts.rights->isServer ? tr("This database is a replica, which takes no changes.")
                                      : tr("The database's file may not be written by this user.");
    return tr("The login “%1” may not change this. Ask an operator.").arg(facts.rights->login);
}

QString siteText(const Setting &setting, const QJsonValue &value, bool withUnit)
{
    switch (setting.kind) {
    case SettingKind::Duration: {
        const qint64 seconds = value.toInteger() * setting.seconds;
        return withUnit || seconds % setting.unitSeconds != 0
            ? durationText(seconds, setting.unitSeconds)
            : QString::number(seconds / setting.unitSeconds);
    }
    case SettingKind::Number: {
        const QString number = QString::number(value.toInteger());
        return withUnit && !setting.unit.isEmpty() ? number + u' ' + setting.unit : number;
    }
    case SettingKind::Hours: {
        const QString hours = hoursText(value);
        return withUnit && hours.isEmpty() ? tr("always open") : hours;
    }
    case SettingKind::Words: {
        QStringList words;
        for (const QJsonValue &word : value.toArray())
            words.append(word.toString());
        return withUnit && words.isEmpty() ? tr("nothing") : words.join(u", "_s);
    }
    case SettingKind::Choice:
        return withUnit ? choiceText(setting, value.toString()) : value.toString();
    default:
        return withUnit && value.toString().isEmpty() ? tr("nothing") : value.toString();
    }
}

QString keyText(const Setting &setting, const QString &value)
{
    if (value.isEmpty())
        return tr("nothing");
    const QString text = choiceText(setting, value);
    return setting.unit.isEmpty() ? text : text + u' ' + setting.unit;
}

// --- What is typed -------------------------------------------------------------------------------

std::optional<QString> keyValueOf(const Setting &setting, const QString &typed)
{
    const bool isRaw = setting.kind == SettingKind::Secret;
    return isRaw ? typed : typed.trimmed();
}

std::optional<QJsonValue> siteValueOf(const Setting &setting, const QString &typed)
{
    const QString text = typed.trimmed();
    switch (setting.kind) {
    case SettingKind::Duration: {
        const std::optional<qint64> seconds = durationOf(text, setting.unitSeconds);
        if (!seconds || *seconds % setting.seconds != 0)
            return std::nullopt;
        return QJsonValue(*seconds / setting.seconds);
    }
    case SettingKind::Number: {
        bool good = false;
        const int number = text.toInt(&good);
        return good ? std::optional(QJsonValue(number)) : std::nullopt;
    }
    case SettingKind::Hours:
        return hoursOf(text);
    case SettingKind::Words: {
        QJsonArray words;
        for (const QString &word : text.split(u',', Qt::SkipEmptyParts)) {
            if (!word.trimmed().isEmpty())
                words.append(word.trimmed());
        }
        return QJsonValue(words);
    }
    case SettingKind::Colour:
        return QJsonValue(text.startsWith(u'#') ? text.mid(1).toUpper() : text.toUpper());
    default:
        return QJsonValue(text);
    }
}

QString refusalOf(const Setting &setting, const QString &typed, const SettingFacts &facts)
{
    if (!setting.isOfSite()) {
        const std::optional<QString> value = keyValueOf(setting, typed);
        const QString words = settings::refusalAmong(setting.key, *value, facts.given);
        if (!words.isEmpty())
            return allowed(inWords(words));
        const std::optional<settings::Broken> broken =
            settings::brokenBy({{setting.key, value}}, facts.given);
        return broken ? tr("“%1” would be wrong then. Allowed there is: %2.")
                            .arg(settingOf(broken->key, {}).label, inWords(broken->allowed))
                      : QString();
    }
    const std::optional<QJsonValue> value = siteValueOf(setting, typed);
    const bool isNumber =
        setting.kind == SettingKind::Number || setting.kind == SettingKind::Duration;
    if (isNumber
        && (!value || value->toInteger() < setting.low || value->toInteger() > setting.high))
        return allowed(range(setting));
    if (!value)
        return setting.kind == SettingKind::Hours
            ? tr("Hours are written as Mon-Fri 07:00-22:00, Sat 08:00-20:00.")
            : tr("This is not understood.");
    const Result<domain::Site> wanted = domain::withSiteValue(facts.site, setting.path, *value);
    if (wanted)
        return {};
    if (setting.kind == SettingKind::Colour)
        return tr("Six hex digits, such as FFA500.");
    if (setting.kind == SettingKind::Zone)
        return tr("Nobody knows this time zone. One is Europe/Berlin.");
    return allowed(wanted.error().details.value(u"error").toString());
}

bool isFound(const Setting &setting, const QString &search)
{
    const QStringList words = search.split(u' ', Qt::SkipEmptyParts);
    const QString text = QStringList{setting.label, setting.help, setting.key}.join(u' ');
    return std::all_of(words.cbegin(), words.cend(), [&text](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

// --- Rights --------------------------------------------------------------------------------------

QList<RightRow> rightRows(const domain::DatabaseRights &rights)
{
    return {{tr("See states, devices and bookings"), true},
            {tr("See who booked"), rights.maySeePersons},
            {tr("Change spaces, bookings and overrides"), rights.mayOperate},
            {tr("Change what the site has: this page"), rights.mayChangeSite},
            {tr("Work as a station: take in what sensors say, command lamps"), rights.mayIngest},
            {tr("Make and update the tables"), rights.isOwner}};
}

QString loginText(const domain::DatabaseRights &rights)
{
    if (!rights.isServer)
        return rights.isReadOnly
            ? tr("The database is a file that this user may read and not write.")
            : tr("The database is a file on this computer. It has no logins: whoever may write the "
                 "file may do everything.");
    QStringList roles;
    for (const QString &role : rights.roles)
        roles.append(role == u"parking_station"        ? tr("station")
                         : role == u"parking_operator" ? tr("operator")
                                                       : tr("viewer"));
    if (rights.isOwner)
        roles.prepend(tr("owner of the tables"));
    const QString named =
        roles.isEmpty() ? tr("in none of the roles of this program") : roles.join(u", "_s);
    return tr("Logged in at the database as “%1”: %2.").arg(rights.login, named);
}

} // namespace parking::ui

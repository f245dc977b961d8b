#include "settings/settingsdesk.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "domain/settingacts.h"
#include "labels.h"
#include "read/rights.h"

#include <QFileInfo>
#include <QPointer>
#include <QSet>
#include <QSysInfo>

#include <algorithm>
#include <utility>

namespace parking::ui {

namespace {

/// What a database refuses for want of a right is told as that.
QString wordsOf(const Error &error)
{
    if (error.details.value(u"sqlstate").toString() == u"42501")
        return SettingsDesk::tr("The database does not let this login change it.");
    if (error.code == problem::kConfiguration)
        return SettingsDesk::tr("The settings cannot be read or written: %1")
            .arg(error.details.value(u"error"_s).toString(error.detail));
    return labels::text(error);
}

bool isOthersToo(const QString &key)
{
    return key.endsWith(u"_KEEP_DAYS") || key.startsWith(u"DEAD_LETTERS_")
        || key.startsWith(u"UNKNOWN_DEVICES_") || key.startsWith(u"KIOSK_");
}

bool isSecretKey(const QString &key, const QList<settings::Effective> &table)
{
    return std::any_of(table.cbegin(), table.cend(), [&key](const settings::Effective &one) {
        return one.key == key && one.isSecret;
    });
}

/// What was saved all the same; empty: nothing.
QString halfOf(const Error &error)
{
    const QString saved = error.details.value(u"saved"_s).toString();
    return saved.isEmpty()     ? QString()
        : saved == u"secret"_s ? SettingsDesk::tr("The secret was saved, the rest was not.")
                               : SettingsDesk::tr("A part was saved, the rest was not.");
}

/// What Health tells of the parts that these settings are of.
struct Connection {
    enum State { Unknown, Connected, Failed } state = Unknown;
    QString why = {};
};

QString checkOf(SettingGroup group)
{
    return group == SettingGroup::Broker  ? u"mqtt"_s
        : group == SettingGroup::Database ? u"database"_s
                                          : u"chirpstack"_s;
}

Connection connectionOf(const QStringList &keys, const Situation &situation)
{
    if (situation.refusal())
        return {Connection::Failed, labels::text(*situation.refusal())};
    QSet<QString> names;
    for (const QString &key : keys) {
        if (const SettingGroup group = settingOf(key, {}).group; isConnection(group))
            names.insert(checkOf(group));
    }
    Connection found{Connection::Connected};
    for (const QString &name : std::as_const(names)) {
        const QList<domain::HealthCheck> &checks = situation.health().checks;
        const auto check =
            std::find_if(checks.cbegin(), checks.cend(),
                         [&name](const domain::HealthCheck &one) { return one.name == name; });
        if (check != checks.cend() && check->level == domain::HealthLevel::Unhealthy)
            return {Connection::Failed, labels::text(*check)};
        if (check == checks.cend() || !labels::brief(*check).isEmpty()) // nobody asked yet
            found.state = Connection::Unknown;
    }
    return found;
}

} // namespace

SettingsDesk::SettingsDesk(const Desk &desk, settings::OwnSettings *own, SettingsPage &page,
                           Reconnect reconnect)
    : m_desk(desk), m_own(own), m_page(page), m_reconnect(std::move(reconnect))
{
    if (m_reconnect.connect)
        page.setReconnects();
    connect(&page, &SettingsPage::wanted, this, &SettingsDesk::look);
    connect(&page, &SettingsPage::keysWished, this, &SettingsDesk::writeKeys);
    connect(&page, &SettingsPage::siteWished, this, &SettingsDesk::changeSite);
    if (own)
        page.setPlaces(QFileInfo(u".env"_s).absoluteFilePath(), own->secretsFile());
    look();
    if (desk.engine)
        connect(&desk.engine->engine(), &engine::Engine::ready, this, &SettingsDesk::askRights);
}

void SettingsDesk::look()
{
    readKeys();
    askRights();
}

// --- Rights --------------------------------------------------------------------------------------

void SettingsDesk::askRights()
{
    m_desk.ask(
        this, [](store::Database &database) { return read::rights(database); },
        [this](const domain::DatabaseRights &rights) { takeRights(rights); },
        [this](const Error &error) { m_page.setRightsUnknown(labels::text(error)); });
}

void SettingsDesk::takeRights(const domain::DatabaseRights &rights)
{
    m_page.setRights(rights);
    Situation &situation = m_desk.situation;
    if (!rights.mayOperate && !situation.isReadOnly()) {
        m_role = situation.role();
        m_isViewer = true;
        situation.setRole(rights.mayIngest ? tr("Station") : tr("Viewer"), true);
    } else if (rights.mayOperate && m_isViewer) {
        m_isViewer = false;
        situation.setRole(m_role, false);
    }
}

// --- This computer's -----------------------------------------------------------------------------

/// False: a program that is started now would not go by them.
bool SettingsDesk::readKeys()
{
    if (!m_own) {
        m_page.setKeysAway(tr("The demo goes by no settings of this computer."));
        return false;
    }
    if (const Result<settings::Source> given = m_own->given()) // wrong ones too
        m_page.setGiven(*given);
    const Result<settings::Loaded> loaded = m_own->load();
    if (!loaded) {
        m_page.setKeysAway(wordsOf(loaded.error()));
        return false;
    }
    m_page.setKeys(m_own->running(), loaded->table);
    return true;
}

/// Gives what stood before.
Result<settings::Changes> SettingsDesk::write(const settings::Changes &changes,
                                              const settings::Changes &expected)
{
    Result<settings::Changes> before = m_own->write(changes, expected);
    m_isRead = readKeys();
    if (before)
        m_page.setSaved(changes.keys());
    return before;
}

bool SettingsDesk::isConnecting(const settings::Changes &changes) const
{
    const QStringList keys = changes.keys();
    return m_reconnect.connect && std::any_of(keys.cbegin(), keys.cend(), [](const QString &key) {
               return isConnection(settingOf(key, {}).group);
           });
}

/// Before anything is written: who stays where the forms are has saved nothing.
void SettingsDesk::prepare(const settings::Changes &changes,
                           const std::function<void(const QString &)> &answer)
{
    if (isConnecting(changes) && m_reconnect.prepare)
        m_reconnect.prepare(changes.keys(), answer);
    else
        answer({});
}

/// And connects by it. What is known to have stood before must still stand.
Result<SavedSettings> SettingsDesk::save(SavedSettings wanted)
{
    const Result<settings::Changes> before = write(wanted.changes, wanted.before);
    if (!before)
        return before.error();
    wanted.before = *before;
    note(wanted);
    if (m_isRead && isConnecting(wanted.changes))
        m_reconnect.connect(wanted);
    return wanted;
}

/// What others meet too: how long the station keeps what it has, and what screens for the public
/// show. The file is written already, so that the history may come to miss it, which is told.
void SettingsDesk::note(const SavedSettings &saved)
{
    QList<domain::Act> acts;
    for (auto it = saved.changes.cbegin(); it != saved.changes.cend(); ++it) {
        if (!isOthersToo(it.key()))
            continue;
        const QString before = saved.before.value(it.key()).value_or(QString());
        const QString after = it->value_or(QString());
        const bool isSecret = isSecretKey(it.key(), m_own->running());
        if (before != after || isSecret)
            acts.append(domain::computerAct(QSysInfo::machineHostName(), {it.key(), before, after},
                                            isSecret));
    }
    if (acts.isEmpty())
        return;
    m_desk.wish(
        this,
        [acts, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().noteActs(acts, actor);
        },
        [] {},
        [this](const Error &error) {
            m_desk.notices.tell(
                tr("It is saved, but the history does not have it: %1").arg(wordsOf(error)));
        });
}

void SettingsDesk::writeKeys(const settings::Changes &changes, const QString &told)
{
    if (!m_own)
        return;
    prepare(changes, [this, guard = QPointer(this), changes, told](const QString &whyNot) {
        if (!guard)
            return;
        if (!whyNot.isEmpty())
            return m_page.setRefused(changes.keys(), whyNot);
        const Result<SavedSettings> saved =
            save({changes, {}, told, tr("Taken back: %1").arg(told)});
        if (!saved)
            return m_page.setRefused(changes.keys(), wordsOf(saved.error()), halfOf(saved.error()));
        // Secrets that were replaced live in the undo, in memory alone, until the window closes.
        m_desk.notices.tellDone(told, step(saved->back()), step(*saved));
    });
}

Notices::Step SettingsDesk::step(const SavedSettings &wanted)
{
    return [this, wanted](const Notices::Answer &answer) {
        prepare(wanted.changes,
                [this, guard = QPointer(this), wanted, answer](const QString &whyNot) {
                    if (!guard)
                        return;
                    if (!whyNot.isEmpty())
                        return answer(Error{problem::kValidation, whyNot});
                    const Result<SavedSettings> done = save(wanted);
                    answer(done ? Result<>() : Result<>(done.error()));
                });
    };
}

// --- Connected by what was saved -----------------------------------------------------------------

void SettingsDesk::tellSaved(const SavedSettings &saved, std::chrono::milliseconds patience)
{
    m_saved = saved;
    m_page.setConnected(saved.changes.keys(), tr("Saved."), tr("It connects with it now."),
                        "ok"_L1);
    connect(&m_desk.situation, &Situation::healthChanged, this, &SettingsDesk::tellConnection);
    connect(&m_desk.situation, &Situation::refusalChanged, this, &SettingsDesk::tellConnection);
    connect(&m_patience, &QTimer::timeout, this, &SettingsDesk::tellConnection);
    m_patience.setSingleShot(true);
    m_patience.start(patience);
}

/// As soon as it is known. What does not connect may be about to: that is told at the end.
void SettingsDesk::tellConnection()
{
    if (!m_saved)
        return;
    const QStringList keys = m_saved->changes.keys();
    const Connection found = connectionOf(keys, m_desk.situation);
    const bool isOver = !m_patience.isActive() || m_desk.situation.refusal();
    if (found.state != Connection::Connected && !isOver)
        return;
    m_patience.stop();
    const SavedSettings saved = *std::exchange(m_saved, std::nullopt);
    const bool isConnected = found.state == Connection::Connected;
    const QString words = isConnected       ? tr("Connected.")
        : found.state == Connection::Failed ? tr("Not connected: %1").arg(found.why)
                                            : tr("Whether it connects is not known yet.");
    m_page.setConnected(keys, tr("Saved."), words, isConnected ? "ok"_L1 : "warning"_L1);
    m_desk.notices.tellDone(tr("%1. %2").arg(saved.told, words), step(saved.back()), step(saved));
}

// --- The site's ----------------------------------------------------------------------------------

void SettingsDesk::changeSite(const QString &id, const domain::SiteChange &change,
                              const QString &told)
{
    if (!m_desk.engine) {
        m_page.setRefused({id}, tr("Nobody takes changes here."));
        return;
    }
    m_desk.wish(
        this,
        [change, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().changeSite(change, actor);
        },
        [this, id, change, told] {
            m_page.setSiteSaved(id, change);
            // What was taken away is a default now.
            const domain::SiteChange back{change.path, change.before,
                                          domain::siteValue(m_page.facts().site, change.path)};
            m_desk.notices.tellDone(
                told,
                [this, id, back](const Notices::Answer &answer) { carryOut(id, back, answer); },
                [this, id, change](const Notices::Answer &answer) {
                    carryOut(id, change, answer);
                });
        },
        [this, id](const Error &error) {
            m_page.setRefused({id}, wordsOf(error));
            if (!m_page.row(id)) // nobody else says it
                m_desk.notices.tell(wordsOf(error));
        });
}

void SettingsDesk::carryOut(const QString &id, const domain::SiteChange &change,
                            const Notices::Answer &answer)
{
    m_desk.wish(
        this,
        [change, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().changeSite(change, actor);
        },
        [this, id, change, answer] {
            m_page.setSiteSaved(id, change);
            answer({});
        },
        [answer](const Error &error) { answer(error); });
}

} // namespace parking::ui

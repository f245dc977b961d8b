#include "settings/settingsdesk.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/rights.h"

#include <QFileInfo>

#include <algorithm>

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

/// What was saved all the same; empty: nothing.
QString halfOf(const Error &error)
{
    const QString saved = error.details.value(u"saved"_s).toString();
    return saved.isEmpty()     ? QString()
        : saved == u"secret"_s ? SettingsDesk::tr("The secret was saved, the rest was not.")
                               : SettingsDesk::tr("A part was saved, the rest was not.");
}

} // namespace

SettingsDesk::SettingsDesk(const Desk &desk, settings::OwnSettings *own, SettingsPage &page,
                           std::function<void()> reconnect)
    : m_desk(desk), m_own(own), m_page(page), m_reconnect(std::move(reconnect))
{
    if (m_reconnect)
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
Result<settings::Changes> SettingsDesk::write(const settings::Changes &changes)
{
    Result<settings::Changes> before = m_own->write(changes);
    const bool isRead = readKeys();
    if (!before)
        return before;
    m_page.setSaved(changes.keys());
    const QStringList keys = changes.keys();
    const bool isOfConnection = std::any_of(keys.cbegin(), keys.cend(), [](const QString &key) {
        return isConnection(settingOf(key, {}).group);
    });
    if (m_reconnect && isRead && isOfConnection)
        m_reconnect();
    return before;
}

void SettingsDesk::writeKeys(const settings::Changes &changes, const QString &told)
{
    if (!m_own)
        return;
    const Result<settings::Changes> before = write(changes);
    if (!before) {
        m_page.setRefused(changes.keys(), wordsOf(before.error()), halfOf(before.error()));
        return;
    }
    // Secrets that were replaced live in the undo, in memory alone, until the window closes.
    const auto step = [this](const settings::Changes &wanted) {
        return [this, wanted](const Notices::Answer &answer) {
            const Result<settings::Changes> done = write(wanted);
            answer(done ? Result<>() : Result<>(done.error()));
        };
    };
    m_desk.notices.tellDone(told, step(*before), step(changes));
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

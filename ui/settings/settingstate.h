#pragma once

#include "domain/rights.h"
#include "settings/settings.h"
#include "settings/settingspec.h"

#include <QHash>
#include <QSet>

namespace parking::ui {

/// What the page knows, as values.
struct SettingFacts {
    QHash<QString, settings::Effective> stored =
        {}; ///< by key: as a program started now finds them
    QHash<QString, settings::Effective> running = {}; ///< as this one began with them
    settings::Source given = {}; ///< what all keys are set to, secrets too: to judge by
    QString keysAway = {}; ///< why keys are neither shown as true nor changed
    QString secretsFile = {}; ///< where secrets are written; empty: no file
    QString envFile = {}; ///< what ".env" is, whole
    domain::Site site = {};
    QString siteAway = {}; ///< why the site cannot be changed now
    std::optional<domain::DatabaseRights> rights = {}; ///< empty: not known
    QSet<QString> changedNow = {}; ///< ids, since the window was opened
};

/// How one setting stands.
struct SettingState {
    QString value; ///< as a person reads and types it; secrets never
    QString unit; ///< behind it, in the field
    QString origin; ///< "default", "from .env" ...
    bool isFromOutside = false; ///< environment, .env, command line
    QString lock; ///< why it cannot be changed; empty: it can
    bool isLockShared = false; ///< by all of its card, which says it once
    QString help; ///< in the place of the setting's own, where it depends; empty: it does not
    QString note; ///< what somebody should know: it waits for a start, it is weak
    bool isNoteWarning = false;
    bool isDefault = true;
    bool isSet = false; ///< of a secret
    bool isMasked = false; ///< `value` is not all of it: it can be replaced, not edited
    bool isKnown = true; ///< false: the value is not known and the field says "–"

    bool operator==(const SettingState &) const = default;
};

SettingState stateOf(const Setting &setting, const SettingFacts &facts);
/// Why the site's values cannot be changed; empty: they can.
QString siteLock(const SettingFacts &facts);

/// What somebody typed, as it is kept. Empty optional: it is not understood.
std::optional<QString> keyValueOf(const Setting &setting, const QString &typed);
std::optional<QJsonValue> siteValueOf(const Setting &setting, const QString &typed);
/// Why what was typed is refused, in the settings' own words; empty: it is not.
QString refusalOf(const Setting &setting, const QString &typed, const SettingFacts &facts);

/// A value of the site as a person reads it, with its unit where `withUnit`.
QString siteText(const Setting &setting, const QJsonValue &value, bool withUnit);
/// A value of a key, in words of its choices and with its unit; "–" for nothing.
QString keyText(const Setting &setting, const QString &value);

/// Does it answer this search: by label, help, key.
bool isFound(const Setting &setting, const QString &search);

/// An act of the database that a login may do or not.
struct RightRow {
    QString text;
    bool may = false;
};
QList<RightRow> rightRows(const domain::DatabaseRights &rights);
/// "Logged in at the database as “ann”, an operator"; of a file that it has no logins.
QString loginText(const domain::DatabaseRights &rights);

} // namespace parking::ui

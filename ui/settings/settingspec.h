#pragma once

#include "domain/sitevalue.h"

#include <QList>
#include <QString>

#include <optional>

namespace parking::ui {

/// The groups of the page, in its order.
enum class SettingGroup {
    Site,
    Bookings,
    Lamps,
    Alarms,
    Broker,
    ChirpStack,
    Database,
    Appearance,
    Role,
    Storage,
    Kiosk,
};
inline constexpr int kSettingGroups = int(SettingGroup::Kiosk) + 1;

enum class SettingKind {
    Text,
    Number,
    Duration, ///< stored as a number of `Setting::stored` units
    Choice,
    YesNo,
    File,
    Folder,
    Secret,
    Address, ///< may hold a password, which is never shown
    Colour, ///< six hex digits
    Zone, ///< IANA name
    Hours, ///< of a building, by week days
    Words, ///< a list, with commas
};

struct SettingChoice {
    QString value;
    QString text;
};

/// One row of the page: what can be set, in words. Either a key of the settings' table or a value
/// of the site.
struct Setting {
    QString key = {}; ///< MQTT_URL; empty: of the site
    domain::SitePath path = {}; ///< of the site
    SettingGroup group = SettingGroup::Role;
    SettingKind kind = SettingKind::Text;
    QString label = {};
    QString help = {};
    QString unit = {}; ///< shown in the field
    int seconds = 0; ///< Duration: how long one of the stored number is
    int unitSeconds = 0; ///< Duration: and one of the unit
    int low = 0; ///< Number and Duration of the site, as stored
    int high = 0;
    QList<SettingChoice> choices = {};

    QString id() const { return key.isEmpty() ? path.join(u'/') : key; }
    bool isOfSite() const { return key.isEmpty(); }
    /// One line: label, a narrow field, help, origin.
    bool isShort() const
    {
        return kind == SettingKind::Number || kind == SettingKind::Duration
            || kind == SettingKind::Colour;
    }
};

/// Broker, ChirpStack and database are edited as a draft.
constexpr bool isConnection(SettingGroup group)
{
    return group == SettingGroup::Broker || group == SettingGroup::ChirpStack
        || group == SettingGroup::Database;
}

/// Seconds in words of the locale's units: "24 h", "1 h 30 min", "0 min" in the unit that is
/// usual. `unitSeconds`: of the usual unit, for 0.
QString durationText(qint64 seconds, int unitSeconds);
/// "90", "90 min", "1 h 30 min", "1.5 h"; a number alone is in the usual unit. Empty: none.
std::optional<qint64> durationOf(const QString &text, int unitSeconds);

} // namespace parking::ui

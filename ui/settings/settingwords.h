#pragma once

#include "settings/settingspec.h"

/// What can be set, and its words. Callers never put words together.
namespace parking::ui {

struct SettingGroupWords {
    QString title;
    QString about; ///< beside the card's title
    QString heading; ///< what it stands under: this site, connections, this computer
    QString icon; ///< a file of resources/icons
    QString noteTitle = {};
    QString note = {}; ///< to the right of its card, or behind "Why"
    QString moreTitle = {}; ///< a second one
    QString more = {};
};
SettingGroupWords wordsOf(SettingGroup group);

/// Those of the site; opening hours for each building.
QList<Setting> siteSettings(const QStringList &buildings);
/// Of a key of the settings' table, with its description there; one that has no words of its own
/// here is shown by its name.
Setting settingOf(const QString &key, const QString &description);
bool hasWords(const QString &key);
/// In the page's order.
QStringList ordered(QStringList keys);

} // namespace parking::ui

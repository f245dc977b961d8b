#pragma once

#include "checks/verdict.h"
#include "settings/settings.h"
#include "settings/settingswriter.h"

namespace parking::ui {

/// What people fill in of a connection.
enum class DraftField { Address, User, Secret, Topic, CaFile, CertificateFile, KeyFile };

/// Text by field, as people write it: the address without user, password and CA file.
using DraftTexts = QMap<DraftField, QString>;

/// The fields of a connection, in their order; those behind "More" are from `kFirstMore` on.
QList<DraftField> fieldsOf(checks::Subject subject);
inline constexpr DraftField kFirstMore = DraftField::Topic;

/// The settings of a connection.
QStringList keysOf(checks::Subject subject);
/// The setting that is told wrong at a field; several share an address.
DraftField fieldOf(const QString &key);
/// Settings that stand behind a field.
QStringList keysOf(checks::Subject subject, DraftField field);

/// Values of settings as texts for the fields. Pure, as all here.
DraftTexts textsOf(checks::Subject subject, const settings::Source &values);

/// An address as somebody typed or pasted it, made whole: a scheme, and what it holds of user,
/// password and CA file goes to their fields.
DraftTexts tidied(checks::Subject subject, const DraftTexts &texts);

/// The fields' texts as values of settings, by key; unchecked.
QMap<QString, QString> valuesOf(checks::Subject subject, const DraftTexts &texts);

} // namespace parking::ui

#pragma once

#include "settings/settings.h"

namespace parking::settings {

/// Values to write; empty optionals take a key away, so that its default holds. Keys in capitals;
/// writeSettings() takes them in any case.
using Changes = QMap<QString, std::optional<QString>>;

/// The text of an INI file with these values: lines of other keys, sections and comments stay as
/// they are. A value is written so that parseIniFile() gives it back; VALIDATION_ERROR for one that
/// cannot be (a line break, a quote of each kind). Pure.
Result<QString> changedIni(const QString &text, const Changes &changes);

/// Writes values into the window's own files, each whole or not at all: secrets into theirs, which
/// nobody else may read (0600), all others into the INI file, which is never the place of a secret;
/// a new one is its owner's alone, an old one keeps its rights.
/// CONFIGURATION, naming the file, when one cannot be read or written; then what stood is put back,
/// and where that fails too the error is a halfSaved(), but no value is gone from both. What a
/// value is allowed to be the caller has asked before (refusalOf).
Result<> writeSettings(const OwnFiles &files, const Changes &changes);

enum class Half { Secret, Part }; ///< what stays: the secrets alone, or nobody knows which part
/// Something was saved before this error, and could not be put back: details {saved: "secret" or
/// "part", error: why}.
Error halfSaved(Error error, Half what);

} // namespace parking::settings

#pragma once

#include "settings/settings.h"

namespace parking::settings {

constexpr qint64 kMaxSettingsFile = 1024 * 1024; // bytes

/// The text of a settings file, without a byte order mark, lines ended by `\n`. CONFIGURATION,
/// naming the file and where it can the line: no regular file, longer than kMaxSettingsFile, not
/// UTF-8.
Result<QString> readSettingsFile(const QString &path);
/// The same of a file with secrets, which is read though nobody named it: it has to be this user's
/// or root's, and nobody else may write it.
Result<QString> readSecretsFile(const QString &path);

/// `KEY=value` lines of an INI file. A value goes to the end of its line, whatever signs it holds;
/// quotes around it are not part of it, and a backslash is one. Sections are passed over; comments
/// have lines of their own, begun by `;` or `#`. CONFIGURATION, naming file and line: what is none
/// of these, and a blank before `;` or `#` outside of quotes, which may be meant as a comment or
/// not.
Result<Source> parseIniFile(const QString &text, const QString &name);

/// `KEY=value` lines of a .env file: comments, `export `, single and double quotes.
Source parseEnvFile(const QString &text, const QString &name);

} // namespace parking::settings

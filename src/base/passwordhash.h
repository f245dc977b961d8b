#pragma once

#include <QString>

namespace parking {

/// A password as it may lie in a settings file: "pbkdf2-sha256$ROUNDS$SALT$HASH", both in hex.
/// Takes about a tenth of a second, as does a try.
QString hashPassword(const QString &password);
bool isPassword(const QString &password, const QString &hash);
bool isPasswordHash(const QString &text); ///< one that isPassword() can hold against

} // namespace parking

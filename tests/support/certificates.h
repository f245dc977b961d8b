#pragma once

#include "base/result.h"

#include <QString>

namespace parking::test {

/// In a folder, as NAME.crt and NAME.key: `ca`, `server` (for localhost) and `client`, which it
/// signed, and `other-ca`. By the openssl command.
Result<> makeCertificates(const QString &folder);

} // namespace parking::test

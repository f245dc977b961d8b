#pragma once

#include "domain/health.h"

#include <QString>

namespace parking::ui {

/// A text that may be shown to anybody.
struct MaskedText {
    QString text;
    int masked = 0; ///< secrets that stood in it
};

/// Passwords in addresses, what stands behind words such as "password" and "token", and signed
/// tokens become dots. Pure.
MaskedText withoutSecrets(const QString &text);

/// As "Copy report" puts it on the clipboard: the version, and each check on a line.
MaskedText healthReport(const domain::Health &health);

} // namespace parking::ui

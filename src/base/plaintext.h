#pragma once

#include <QString>

namespace parking {

/// A text of somebody else (a server, a device, a file) for logs, lists and screens: control
/// characters, line breaks and marks without a shape of their own (such as those that turn the
/// direction of writing) become blanks, blanks are joined, and what is longer than `longest`
/// characters ends with an ellipsis.
QString plainText(const QString &text, qsizetype longest = 500);

} // namespace parking

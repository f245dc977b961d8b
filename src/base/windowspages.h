#pragma once

#include "base/tabletext.h"

namespace parking {

/// A text in one of Windows' pages of 8 bits, in which every byte is a sign; nothing for another
/// coding. Qt reads them only where it was built with ICU.
std::optional<QString> fromWindowsPage(const QByteArray &bytes, TextCoding coding);

} // namespace parking

#pragma once

#include <QString>

namespace parking {

/// u"text"_s is a QString, "text"_L1 a view of Latin-1, "text"_ba a QByteArray: all without
/// copying.
using namespace Qt::StringLiterals;

} // namespace parking

#pragma once

#include <QString>

class QProcessEnvironment;

namespace parking {

/// By which name the person at this computer is known to it, for what they do: USER, LOGNAME, or
/// USERNAME (Windows); `otherwise` where none is set.
QString personName(const QProcessEnvironment &environment, const QString &otherwise);

} // namespace parking

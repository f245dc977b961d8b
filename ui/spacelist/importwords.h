#pragma once

#include "domain/importsheet.h"

#include <QString>

namespace parking::ui {

/// What a line does, in words: "new space, sensor 2A5C", "zone D → C", "no change", the problem.
QString wordsOf(const domain::SheetLine &line);
QString wordsOf(const domain::LineProblem &problem); ///< "code stands in line 5 too"
QString titleOf(const QString &column); ///< "Sensor EUI"; empty: "Leave out"
QString nameOf(TextCoding coding); ///< "UTF-8"
QString nameOf(QChar separator); ///< "semicolon"
bool isEui(const QString &column);

} // namespace parking::ui

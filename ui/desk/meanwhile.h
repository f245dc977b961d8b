#pragma once

#include "base/result.h"

#include <QString>

namespace parking::ui {

/// Who changed what meanwhile, so that nothing was done, and the way on; `error` is a
/// CHANGED_MEANWHILE with details {code, actor}. Empty: it is no such one.
QString wordsOfMeanwhile(const Error &error);

} // namespace parking::ui

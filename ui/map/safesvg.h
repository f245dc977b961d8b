#pragma once

#include "base/result.h"

#include <QByteArray>

namespace parking::ui {

/// An SVG drawing as it may be handed to QtSvg, which opens every file that a drawing names: what
/// is left refers to itself (`#id`) or holds its pixels within (PNG and JPEG as base64 `data:`).
/// Style sheets and entities from outside, scripts and animations are left out.
///
/// Errors: BAD_PICTURE with `error` in words for people: no XML, no drawing, nested deeper than
/// 128, more than 500,000 elements after every `<use>` is drawn, a `<use>` of itself. Any thread.
Result<QByteArray> safeSvg(const QByteArray &bytes);

} // namespace parking::ui

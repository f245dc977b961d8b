#pragma once

#include <QColor>

/// What is printed has no theme: it is black on white.
namespace parking::ui::paper {

inline const QColor kInk = Qt::black;
inline const QColor kLine = Qt::lightGray;

} // namespace parking::ui::paper

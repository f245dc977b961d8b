#pragma once

class QApplication;

namespace parking::ui {

/// English first, for its plurals; then the language of the person where there is one.
void translate(QApplication &application);

} // namespace parking::ui

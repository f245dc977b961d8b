#pragma once

#include <QByteArray>
#include <QString>

class QWidget;

namespace parking::ui {

/// What a widget shows, as drawn, on one sheet of A4 that lies as the widget does: lines stay
/// lines at any size. `title` above, `caption` beside it. Empty when it could not be made.
QByteArray pdfOf(QWidget &widget, const QString &title, const QString &caption);

/// The same as a picture of the screen's pixels.
QByteArray pngOf(QWidget &widget);

} // namespace parking::ui

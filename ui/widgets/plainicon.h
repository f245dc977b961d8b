#pragma once

#include <QIcon>

namespace parking::ui {

/// An icon that looks the same in a chosen row. Qt tints it there, and a tinted sign of a state or
/// colour of a lamp is another one.
inline QIcon plainIcon(const QPixmap &pixmap)
{
    QIcon icon;
    for (const QIcon::Mode mode : {QIcon::Normal, QIcon::Selected, QIcon::Active})
        icon.addPixmap(pixmap, mode);
    return icon;
}

} // namespace parking::ui

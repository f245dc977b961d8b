#pragma once

#include "domain/floorplan.h"

#include <QHash>
#include <QObject>
#include <QPixmap>

namespace parking::ui {

/// The pictures of the floors that are seen, as pixels about as fine as they are drawn. They are
/// read in threads of their own: a plan of 16 MiB takes seconds, and one made to take for ever is
/// given up after 20 s and not tried again. Thread: GUI.
class FloorPictures : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// What there is for a picture `side` pixels long on the screen; null while nothing is, or when
    /// it cannot be read. Begins to make a finer one where this is too coarse.
    QPixmap at(const domain::Floor &floor, double side);
    void forget() { m_kept.clear(); }

Q_SIGNALS:
    void arrived(); ///< at() gives more than before

private:
    struct Kept {
        QByteArray bytes; ///< that the pixels were made of
        QPixmap pixels;
        int side = 0; ///< that was asked for, whether or not it has come
    };

    void make(const QString &name, const domain::Floor &floor, int side);

    QHash<QString, Kept> m_kept; ///< by floor
};

} // namespace parking::ui

#include "map/floorpictures.h"

#include "base/aside.h"
#include "map/floorpicture.h"

#include <bit>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kLongestWait = 20s;
constexpr int kCoarsest = 256; // pixels

/// Doubling steps: a wheel's turn does not make the picture anew each time.
int stepOf(double side)
{
    const int wanted = int(qBound<double>(kCoarsest, side, kFinestPicture));
    return int(std::bit_ceil(unsigned(wanted)));
}

} // namespace

QPixmap FloorPictures::at(const domain::Floor &floor, double side)
{
    Kept &kept = m_kept[floor.name];
    // The same bytes are the same object: nobody compares 16 MiB at each repaint, only after the
    // floors were read anew.
    if (kept.bytes.constData() != floor.picture.constData()) {
        if (kept.bytes != floor.picture)
            kept = {};
        kept.bytes = floor.picture;
    }
    const int step = stepOf(side);
    if (step > kept.side) {
        kept.side = step;
        make(floor.name, floor, step);
    }
    return kept.pixels;
}

void FloorPictures::make(const QString &name, const domain::Floor &floor, int side)
{
    const QByteArray bytes = floor.picture;
    runAside<QImage>(
        this, [bytes, type = floor.pictureType, side] { return drawnPicture(bytes, type, side); },
        kLongestWait, QImage(),
        [this, name, bytes](const QImage &image) {
            const auto kept = m_kept.find(name);
            const bool isWanted = kept != m_kept.end()
                && kept->bytes == bytes // else another one came meanwhile
                && image.width() > kept->pixels.width();
            if (!isWanted)
                return;
            kept->pixels = QPixmap::fromImage(image);
            Q_EMIT arrived();
        });
}

} // namespace parking::ui

#include "kioskshots.h"

#include "base/literals.h"
#include "fixturekiosk.h"
#include "kiosk/kioskview.h"

#include <QDir>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

/// All that were free are not heard any more, but for every third floor's.
KioskPicture halfUnknown()
{
    KioskPicture picture = fixture::lobby();
    domain::Counts sum;
    for (qsizetype i = 0; i < picture.board->lines.size(); ++i) {
        domain::Counts &counts = picture.board->lines[i].counts;
        const int lost = i % 3 == 0 ? counts.free() : i % 3 == 1 ? counts.total : 0;
        if (lost == counts.total)
            counts.byState = {};
        else
            counts.byState[0] = 0;
        if (lost > 0)
            counts.byUnknown[1] = lost;
        sum.total += counts.total;
        sum.byState[0] += counts.byState[0];
        sum.byUnknown[1] += counts.byUnknown[1];
    }
    picture.board->counts = sum;
    return picture;
}

KioskPicture full()
{
    KioskPicture picture = fixture::lobby();
    const auto fill = [](domain::Counts &counts) {
        counts.byState = {0, counts.total, 0, 0};
        counts.byUnknown = {};
    };
    for (domain::SignLine &line : picture.board->lines)
        fill(line.counts);
    fill(picture.board->counts);
    picture.best.clear();
    return picture;
}

} // namespace

void takeKiosk(const QString &folder, Theme &theme)
{
    KioskView view(theme);
    KioskPicture none;
    none.now = fixture::kNow;
    none.building = u"North"_s;
    const QList<std::pair<QString, KioskPicture>> pictures{
        {u"live"_s, fixture::lobby()},
        {u"old"_s, fixture::aged(fixture::lobby(), 15min)},
        {u"gone"_s, fixture::aged(fixture::lobby(), 26h)},
        {u"none"_s, none},
        {u"unknown"_s, halfUnknown()},
        {u"full"_s, full()},
        {u"tower-1"_s, fixture::tower(1)},
        {u"tower-9"_s, fixture::tower(9)},
        {u"tower-30"_s, fixture::tower(30)},
        {u"tower-30-old"_s, fixture::aged(fixture::tower(30), 15min)}};
    const QList<QSize> sizes{{1080, 1920}, {1920, 1080}, {768, 1024}, {3840, 2160}};
    for (const auto &[name, picture] : pictures) {
        for (const QSize &size : sizes) {
            view.resize(size);
            view.setPicture(picture);
            view.grab().save(QDir(folder).filePath(
                u"kiosk-%1-%2x%3.png"_s.arg(name).arg(size.width()).arg(size.height())));
        }
    }
}

#include "fixturekiosk.h"

#include "base/literals.h"

namespace parking::fixture {

using namespace std::chrono_literals;

ui::KioskPicture lobby()
{
    domain::SiteSnapshot site = harbourSite();
    site.site.settings.insert(u"bookings"_s, QJsonObject{{u"longestMinutes"_s, 1440}});
    ui::KioskPicture picture;
    picture.board = domain::signboard(site, u"North"_s, kNow);
    picture.asOf = kNow - 2s;
    picture.now = kNow;
    picture.building = u"North"_s;
    picture.ownLine = u"G"_s;
    picture.best = u"B1"_s;
    return picture;
}

ui::KioskPicture tower(int floors)
{
    ui::KioskPicture picture = lobby();
    picture.board->lines.clear();
    picture.board->counts = {};
    for (int level = floors - 1; level >= 0; --level) {
        domain::SignLine line{level == 0 ? u"G"_s : QString::number(level),
                              level == 0 ? u"Ground"_s : u"Level %1"_s.arg(level),
                              {}};
        line.counts.total = 120;
        line.counts.byState[0] = level * 7 % 110;
        line.counts.byState[1] = 120 - line.counts.byState[0];
        picture.board->counts.total += 120;
        picture.board->counts.byState[0] += line.counts.byState[0];
        picture.board->counts.byState[1] += line.counts.byState[1];
        picture.board->lines.append(line);
    }
    picture.best = picture.board->lines.first().name;
    return picture;
}

ui::KioskPicture aged(ui::KioskPicture picture, Milliseconds age)
{
    picture.asOf = picture.now - age;
    picture.tryingAgainIn = 20;
    return picture;
}

} // namespace parking::fixture

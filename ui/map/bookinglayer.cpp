#include "map/bookinglayer.h"

#include "labels.h"

#include <QCoreApplication>

#include <array>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

/// Steps 1 to 3, from far to near.
constexpr std::array<Milliseconds, 3> kWithin{2h, 1h, 30min};

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::MapLayer", text);
}

} // namespace

QStringList bookingStepNames()
{
    QStringList names{tr("not booked")};
    for (const Milliseconds within : kWithin)
        names.append(tr("within %1").arg(labels::age(within)));
    return names << tr("now");
}

int bookingStep(const std::optional<domain::ReservationInput> &next, UtcTime now)
{
    if (!next || next->end <= now || next->start - now > kWithin.front())
        return 0;
    if (next->start <= now)
        return int(kWithin.size()) + 1;
    int step = 0;
    for (const Milliseconds within : kWithin)
        step += next->start - now <= within;
    return step;
}

} // namespace parking::ui

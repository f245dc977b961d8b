// What the cells of the spaces' table say.

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "spacelist/spacerows.h"
#include "timelabels.h"

namespace parking::ui {

using domain::Confidence;
using domain::SpaceState;

// --- Words ---------------------------------------------------------------------------------------

SpaceRows::Cell SpaceRows::stateCell(int row) const
{
    const domain::SpaceStatus &status = m_site.status(row);
    const Confidence heard = m_site.confidence(row);
    if (status.certainty(heard) == Confidence::Stale)
        return {status.knownSince() ? tr("Silent, was %1").arg(labels::text(status.state).toLower())
                                    : tr("Silent")};
    if (!status.hasSensor && status.reason == domain::StateReason::Override
        && status.state != SpaceState::Maintenance)
        return {tr("%1, by hand").arg(labels::text(status.state))};
    return {labels::text(status, heard)};
}

SpaceRows::Cell SpaceRows::sinceCell(int row) const
{
    const domain::SpaceStatus &status = m_site.status(row);
    const UtcTime now = m_situation.now();
    if (status.certainty(m_site.confidence(row)) == Confidence::Stale && status.lastHeard)
        return {labels::age(now - *status.lastHeard), Tone::Danger};
    const std::optional<UtcTime> since = status.knownSince();
    return since && *since != UtcTime() ? Cell{labels::age(now - *since)}
                                        : Cell{u"–"_s, Tone::Quiet};
}

QString SpaceRows::sensorName(int row) const
{
    const std::optional<domain::DevEui> &eui = m_site.space(row).sensorEui;
    if (const domain::FleetDevice *sensor = device(eui))
        return labels::name(sensor->device);
    return eui ? tr("Sensor %1").arg(labels::eui(*eui).right(4)) : QString();
}

QString SpaceRows::next(int row) const
{
    const auto &booked = m_site.status(row).inputs.reservation;
    if (!booked)
        return {};
    const UtcTime now = m_situation.now();
    if (booked->start <= now)
        return tr("now, %1").arg(labels::until(booked->end, now));
    return labels::isSameDay(booked->start, now) ? labels::range(booked->start, booked->end)
                                                 : labels::dayAndClock(booked->start);
}

/// What is known of it, and never a colour that is only wanted.
SpaceRows::Cell SpaceRows::lampCell(int row) const
{
    const domain::Space &space = m_site.space(row);
    if (!space.displayEui)
        return {};
    const domain::FleetDevice *lamp = device(space.displayEui);
    if (lamp && !lamp->lampProblem.isEmpty())
        return {labels::lampTrouble(lamp->lampProblem), Tone::Warning};
    const domain::Display *shown = display(space.displayEui);
    if (!shown || shown->evidence == domain::Evidence::None || !shown->shownColour)
        return {tr("not known"), Tone::Quiet};
    return {labels::colour(*shown->shownColour)};
}

SpaceRows::Cell SpaceRows::cell(int row, int column) const
{
    const int siteRow = m_rows[row];
    const domain::Space &space = m_site.space(siteRow);
    const domain::SpaceStatus &status = m_site.status(siteRow);
    const domain::FleetDevice *sensor = device(space.sensorEui);
    switch (column) {
    case Code:
        return {space.code, Tone::Strong};
    case Place:
        return {placeOf(space, m_filter.building.isEmpty()), Tone::Quiet};
    case State:
        return stateCell(siteRow);
    case Since:
        return sinceCell(siteRow);
    case Sensor:
        if (!space.sensorEui)
            return {tr("none"), Tone::Warning};
        return {sensorName(siteRow)};
    case Battery:
        if (!status.batteryVolt)
            return {u"–"_s, Tone::Quiet};
        if (sensor && sensor->battery == domain::BatteryLevel::Low)
            return {labels::volt(*status.batteryVolt), Tone::Warning, true};
        return {labels::volt(*status.batteryVolt)};
    case Next:
        return {next(siteRow)};
    case Features:
        return {labels::features(space.features), Tone::Quiet};
    case Lamp:
        return lampCell(siteRow);
    }
    return {};
}

} // namespace parking::ui

#include "devices/devicelabels.h"

#include "base/literals.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::Devices", text);
}

constexpr int kDigits = 4; // that tell one EUI from its neighbours
constexpr int kGatewayDigits = 6;

} // namespace

QString text(domain::DeviceState state)
{
    switch (state) {
    case domain::DeviceState::New:
        return tr("New");
    case domain::DeviceState::Active:
        return tr("Active");
    case domain::DeviceState::Silent:
        return tr("Silent");
    case domain::DeviceState::NeverHeard:
        return tr("Never heard");
    case domain::DeviceState::Retired:
        return tr("Retired");
    }
    return {};
}

QString text(domain::SignalLevel level)
{
    switch (level) {
    case domain::SignalLevel::Unknown:
        return {};
    case domain::SignalLevel::Weak:
        return tr("weak");
    case domain::SignalLevel::Fair:
        return tr("fair");
    case domain::SignalLevel::Good:
        return tr("good");
    }
    return {};
}

QString name(const domain::Device &device)
{
    if (!device.name.isEmpty())
        return device.name;
    const QString digits = eui(device.devEui).right(kDigits);
    switch (device.kind) {
    case domain::DeviceKind::Sensor:
        return tr("Sensor %1").arg(digits);
    case domain::DeviceKind::Display:
        return tr("Lamp %1").arg(digits);
    case domain::DeviceKind::Gateway:
        return tr("Gateway %1").arg(digits);
    }
    return digits;
}

QString eui(domain::DevEui eui)
{
    return eui.toString().toUpper();
}

QString place(const domain::DevicePlace &place)
{
    if (place.code.isEmpty())
        return tr("of no space");
    QStringList parts{place.building, place.floor};
    parts.removeAll(QString());
    return parts.isEmpty() ? tr("on %1").arg(place.code)
                           : tr("on %1 · %2").arg(place.code, parts.join(u", "_s));
}

QString monthOf(UtcTime time)
{
    return QLocale().toString(toDateTime(time).toLocalTime().date(), tr("MMM yyyy"));
}

QString gateway(const QString &id)
{
    return id.size() <= kGatewayDigits + 2 ? id : QChar(0x2026) + id.right(kGatewayDigits);
}

QString span(const domain::EndForecast &end)
{
    const QString first = monthOf(end.earliest);
    if (!end.latest)
        return tr("%1 or later").arg(first);
    const QString last = monthOf(*end.latest);
    return first == last ? first : tr("%1 – %2").arg(first, last);
}

QString outlook(const domain::BatteryTrend &trend,
                const std::optional<domain::ChargeEstimate> &charge, UtcTime now)
{
    using Verdict = domain::BatteryTrend::Verdict;
    if (trend.verdict == Verdict::Falling && trend.end)
        return trend.end->likely <= now ? tr("replace it now")
                                        : tr("until about %1").arg(monthOf(trend.end->likely));
    if (trend.verdict == Verdict::Falling)
        return tr("falls slowly");
    const QString none =
        trend.verdict == Verdict::NoTrend ? tr("no trend yet") : tr("too few days for a trend");
    return charge ? tr("%1 · by charge about %2").arg(none, monthOf(charge->end.likely)) : none;
}

QString chargeUsed(const domain::ChargeEstimate &charge)
{
    return tr("Charge used since %1: %2 of %3 mAh by the data sheet. If the cell was new then, it "
              "is "
              "empty about %4 (%5).")
        .arg(monthOf(charge.since), number(qRound(charge.usedMilliampHours)),
             number(qRound(charge.capacityMilliampHours)), monthOf(charge.end.likely),
             span(charge.end));
}

} // namespace parking::ui::labels

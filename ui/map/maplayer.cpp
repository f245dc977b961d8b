#include "map/maplayer.h"

#include "labels.h"
#include "map/bookinglayer.h"

#include <QCoreApplication>

#include <array>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr std::array<Milliseconds, kLayerSteps - 1> kTimes{15min, 1h, 4h, 24h};
// A TABS sensor runs on a 3.6 V lithium cell that falls steeply below 3.0 V.
constexpr std::array kVolts{3.5, 3.3, 3.1, 2.9};
constexpr std::array kDbm{-95, -105, -110, -115};
constexpr std::array kShares{0.10, 0.28, 0.50, 0.76, 1.0};

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::MapLayer", text);
}

template <class Limits, class Value>
int firstAtOrAbove(const Limits &limits, Value value)
{
    for (size_t i = 0; i < limits.size(); ++i) {
        if (value >= limits[i])
            return int(i);
    }
    return kLayerSteps - 1;
}

QStringList between(const QStringList &limits)
{
    QStringList names;
    for (const QString &limit : limits)
        names.append(tr("from %1").arg(limit));
    return names << tr("below");
}

} // namespace

QString nameOf(MapLayer layer)
{
    switch (layer) {
    case MapLayer::State:
        return tr("State");
    case MapLayer::TimeInState:
        return tr("Time in state");
    case MapLayer::Battery:
        return tr("Battery");
    case MapLayer::Signal:
        return tr("Signal");
    case MapLayer::Lamps:
        return tr("Lamps");
    case MapLayer::Bookings:
        return tr("Bookings in the next 2 h");
    }
    return {};
}

QStringList stepNames(MapLayer layer)
{
    QStringList limits;
    switch (layer) {
    case MapLayer::State:
        return {};
    case MapLayer::TimeInState:
        for (const Milliseconds limit : kTimes)
            limits.append(tr("under %1").arg(labels::age(limit)));
        return limits << tr("longer");
    case MapLayer::Battery:
        for (const double limit : kVolts)
            limits.append(labels::volt(limit));
        return between(limits);
    case MapLayer::Signal:
        for (const int limit : kDbm)
            limits.append(labels::dbm(limit));
        return between(limits);
    case MapLayer::Lamps:
        return {tr("as wanted"), tr("not as wanted")};
    case MapLayer::Bookings:
        return bookingStepNames();
    }
    return {};
}

QString unknownName(MapLayer layer)
{
    if (layer == MapLayer::Bookings)
        return {};
    return layer == MapLayer::Lamps ? tr("not known, or no lamp") : tr("unknown");
}

QList<int> stepsOf(MapLayer layer)
{
    if (layer == MapLayer::Lamps)
        return {lampStep(true), lampStep(false)};
    return layer == MapLayer::State ? QList<int>() : QList<int>{0, 1, 2, 3, 4};
}

int lampStep(bool isRight)
{
    return isRight ? 0 : kLayerSteps - 1;
}

std::optional<int> stepOf(MapLayer layer, const domain::SpaceStatus &status, UtcTime now)
{
    switch (layer) {
    case MapLayer::State:
    case MapLayer::Lamps: // the status tells nothing of them
        return std::nullopt;
    case MapLayer::TimeInState: {
        const std::optional<UtcTime> since = status.knownSince();
        if (!since || since == UtcTime())
            return std::nullopt;
        const auto held = now - *since;
        for (size_t i = 0; i < kTimes.size(); ++i) {
            if (held < kTimes[i])
                return int(i);
        }
        return kLayerSteps - 1;
    }
    case MapLayer::Battery:
        return status.batteryVolt ? std::optional(firstAtOrAbove(kVolts, *status.batteryVolt))
                                  : std::nullopt;
    case MapLayer::Bookings:
        return bookingStep(status.inputs.reservation, now);
    case MapLayer::Signal:
        return status.rssiDbm ? std::optional(firstAtOrAbove(kDbm, *status.rssiDbm)) : std::nullopt;
    }
    return std::nullopt;
}

QColor stepFill(const Tokens &tokens, int step)
{
    const float share = float(kShares[size_t(step)]);
    const QColor &a = tokens.surface;
    const QColor &b = tokens.series[0];
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * share,
                            a.greenF() + (b.greenF() - a.greenF()) * share,
                            a.blueF() + (b.blueF() - a.blueF()) * share);
}

QColor stepText(const Tokens &tokens, int step)
{
    // On the strong steps the ground is as dark (or light) as text is elsewhere.
    return step >= 3 ? tokens.accentText : tokens.text;
}

} // namespace parking::ui

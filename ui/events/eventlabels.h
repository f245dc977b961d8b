#pragma once

#include "devices/framelayout.h"
#include "domain/event.h"
#include "models/sitemodel.h"

#include <QString>

/// Events in words.
namespace parking::ui {

/// What events are about, by name.
struct EventNames {
    const SiteModel &site;
    QHash<domain::DevEui, QString> devices = {}; ///< as people call them
};

namespace labels {

QString text(domain::EventKind kind); ///< "Uplink", "Change" ...
QString texts(domain::EventKind kind); ///< of a chip: "Uplinks", "Changes" ...
QString icon(const domain::SiteEvent &event); ///< a file of resources/icons
QString text(domain::EventLevel level);
/// What a change made of a space, as far as anybody knows.
std::optional<domain::SpaceState> knownAfter(const domain::StateChange &change);
/// One side of a change: "free", "not known".
QString knownState(const std::optional<domain::SpaceState> &state);
/// "B1-055", "Lamp 7F0B", "Station"; empty: of nothing.
QString subject(const domain::SiteEvent &event, const EventNames &names);
QString deviceName(domain::DevEui device, bool isLamp, const EventNames &names);
/// One line: "occupied, 3.6 V, 20 °C", "yellow wanted". Of changes what stands behind their states.
QString what(const domain::SiteEvent &event, const EventNames &names);
QString letterReason(const QString &code); ///< why a message was set aside
QString millisecond(UtcTime time); ///< 14:01:52.930

/// One value of a decoded frame.
struct FieldWords {
    QString name;
    QString value;
    QString bytes; ///< "bytes 3 – 4"; empty: nobody can tell
    int first = -1; ///< -1: nobody can tell
    int last = -1;
};
/// What a stored reading says by its type, with the bytes each value was read from.
QList<FieldWords> fields(const domain::Reading &reading);
QString notDecoded(const domain::Reading &reading); ///< why there are none; empty: there are

} // namespace labels
} // namespace parking::ui

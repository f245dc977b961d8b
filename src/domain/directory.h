#pragma once

#include "domain/deveui.h"

#include <QList>
#include <QMetaType>
#include <QString>

namespace parking::domain {

/// A device as the network server lists it, whether it was heard or not.
struct ListedDevice {
    DevEui devEui;
    QString name;
    QString profile; ///< of its device profile, the name

    bool operator==(const ListedDevice &) const = default;
};

/// What the network server tells of its devices.
struct Directory {
    QList<ListedDevice> devices; ///< each once
    int applications = 0; ///< they are of
    int notUnderstood = 0; ///< entries that are none
};

} // namespace parking::domain

Q_DECLARE_METATYPE(parking::domain::Directory)

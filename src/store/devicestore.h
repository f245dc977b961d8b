#pragma once

#include "domain/deviceheard.h"
#include "domain/intake.h"
#include "domain/page.h"
#include "store/database.h"

#include <QHash>
#include <QSet>

namespace parking::store {

/// What ingest needs to know of a device before it decodes.
struct DeviceBinding {
    QString typeSetting;
    std::optional<domain::SpaceId> sensorOf;
    std::optional<domain::SpaceId> displayOf;

    bool operator==(const DeviceBinding &) const = default;
};

/// devices.days_longest as Device::longestOfDays.
QList<Milliseconds> longestOfDays(const QString &text);

class DeviceStore {
public:
    explicit DeviceStore(Database &database) : m_db(database) { }
    Result<domain::Page<domain::Device>> list(const domain::DeviceFilter &filter,
                                              const domain::PageRequest &page = {});
    Result<domain::Device> find(domain::DevEui eui);
    /// All devices and all bindings of spaces, also to devices that were never heard.
    Result<QHash<domain::DevEui, DeviceBinding>> bindings();
    /// The devices that were heard last, newest first.
    Result<QList<domain::DevEui>> heardLast(int limit);
    /// Others with this device's profile that were heard and that no type fits; at most 1,000.
    Result<QList<domain::DevEui>> alike(const domain::Device &device);
    /// Joins what was heard to what is stored, by the rule of DeviceHeard::merge.
    Result<> touch(const QList<domain::DeviceHeard> &heard, UtcTime now);
    /// Of these, which no space names, those that are new and beyond the bound: each would get a
    /// row of its own otherwise, however many a flood brings.
    Result<QSet<domain::DevEui>> beyondBound(const QList<domain::DevEui> &strangers, UtcTime now,
                                             const domain::IntakeBounds &bounds = {});
    /// Forgets devices that no space names, nobody gave a type, and nobody heard since. Gives how
    /// many.
    Result<qint64> forgetUnassigned(UtcTime before);
    Result<> setType(domain::DevEui eui, const QString &type,
                     UtcTime now); ///< makes the row when needed

private:
    Database &m_db;
};

} // namespace parking::store

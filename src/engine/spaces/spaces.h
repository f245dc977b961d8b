#pragma once

#include "domain/act.h"
#include "domain/devicechange.h"
#include "domain/importresult.h"
#include "domain/layoutchange.h"
#include "domain/overrides.h"
#include "domain/sitevalue.h"
#include "domain/snapshot.h"
#include "engine/context.h"
#include "engine/spaces/floororder.h"
#include "engine/spaces/movement.h"
#include "engine/spaces/spacechanges.h"

#include <QObject>

#include <functional>

namespace parking::engine {

using SensorTypes = QHash<domain::DevEui, QString>; ///< settings; empty: automatic

/// What people ask of spaces: each command is one transaction. DATABASE_ERROR (wait) while the
/// connection is away.
class Spaces : public QObject {
    Q_OBJECT

public:
    explicit Spaces(const Context &context, QObject *parent = nullptr)
        : QObject(parent), m_context(context)
    {
    }

    /// The site as it is now; the states are the live ones.
    Result<domain::SiteSnapshot> snapshot();

    /// Sets, replaces and takes back overrides. A state is MAINTENANCE, OCCUPIED or FREE
    /// (VALIDATION_ERROR else), a reason 0..200 characters, `until` after now; a `since` that is
    /// null or in the future becomes now. Where none is to stand and none stands nothing happens.
    /// Unknown or deleted ids: RECORD_NOT_FOUND. `actor` does it; who set the override is in it.
    /// After an error nothing is changed. Gives what stood before: the undo.
    /// With `expected`, what stands now must be that (state, reason and end), else
    /// CHANGED_MEANWHILE with details {actor}: an undo takes back nobody else's work.
    Result<domain::Overrides> setOverrides(const domain::Overrides &values, const QString &actor,
                                           const std::optional<domain::Overrides> &expected = {});

    // What somebody (`actor`) decides about the site is a row of its history, of the same
    // transaction (store::ActStore).

    /// All of it or nothing; see engine/spaces/layoutwork.h.
    Result<domain::LayoutChange>
    saveLayout(const domain::LayoutChange &change, const QString &actor = {},
               const std::optional<domain::LayoutChange> &expected = {});
    /// Undo and redo of it; see engine/spaces/layoutwork.h.
    Result<QList<LayoutLeft>> restoreLayout(const domain::LayoutChange &change,
                                            const domain::LayoutChange &expected,
                                            const QString &actor = {});
    /// See engine/spaces/floororder.h.
    Result<> orderFloors(const FloorOrder &order, const QString &actor = {});
    /// Names the site, and adds floors and spaces.
    Result<> createSite(const domain::SiteSnapshot &site);
    /// One value that holds for the whole site, which everybody reads again then. VALIDATION_ERROR
    /// in the value's own words, CHANGED_MEANWHILE when it is not what the change saw.
    Result<> changeSite(const domain::SiteChange &change, const QString &actor = {});
    /// What somebody did that is kept elsewhere, such as settings of a computer: for the history.
    Result<> noteActs(const QList<domain::Act> &acts, const QString &actor);
    /// Makes, edits, deletes and brings back spaces and floors; see engine/spaces/spacechanges.h.
    Result<SpacesChanged> changeSpaces(const domain::SpacesChange &change,
                                       const std::optional<domain::SpacesChange> &expected = {},
                                       const QString &actor = {});
    /// As `parkctl spaces import`; see engine/spaces/spaceimport.h.
    Result<domain::ImportResult> importCsv(const QByteArray &csv, bool dryRun,
                                           const QString &actor = {});

    /// How these sensors' uplinks are read from now on; empty: by their profile and DevEUI. What
    /// they said before stays as it was read. Gives the former settings: the undo.
    /// VALIDATION_ERROR for a type that is no sensor's. With `expected`, what stands must be that,
    /// where it names something: else CHANGED_MEANWHILE with details {code, actor, type}, the first
    /// sensor that does not, and how it is read.
    Result<SensorTypes> setSensorTypes(const SensorTypes &types, const QString &actor = {},
                                       const std::optional<SensorTypes> &expected = {});

    /// Whose devices are, which are in use, and how people set them: all of it or nothing. Gives
    /// what stood before, the undo; see engine/spaces/devicechanges.h. A space's history stays with
    /// it, and what its former sensor said does not count any more.
    Result<domain::DeviceChange>
    changeDevices(const domain::DeviceChange &change,
                  const std::optional<domain::DeviceChange> &expected = {},
                  const QString &actor = {});

    /// Once a second, at the station that ingests: overrides that ended, sensors that left.
    void tick();

Q_SIGNALS:
    void layoutChanged(); ///< by this program; everybody is to read it again

private:
    Result<> changeLayout(const std::function<Result<>(store::Database &, UtcTime now)> &work);
    Result<> settleDue();

    const Context &m_context;
};

/// What the clock did to a space whose inputs were these: its override ended, or its sensor is
/// gone.
MovementCause causeByClock(const domain::StateInputs &inputs, UtcTime now);

} // namespace parking::engine

#pragma once

#include "domain/layoutchange.h"
#include "store/database.h"

namespace parking::engine {

/// Who changes it, and when.
struct LayoutAct {
    UtcTime now = {};
    QString actor = {};
};

/// Writes a floor's layout in the caller's transaction, and what became of it into the history.
/// Gives what stood before, without a floor that had no row: the undo. With `expected`, what stands
/// must be that, where it names something: else CHANGED_MEANWHILE with details {code, actor} of the
/// first that does not. RECORD_NOT_FOUND for a space that is gone.
Result<domain::LayoutChange> saveLayout(store::Database &database,
                                        const domain::LayoutChange &change,
                                        const std::optional<domain::LayoutChange> &expected,
                                        const LayoutAct &act);

/// What was to be put back and stays: somebody changed it since.
struct LayoutLeft {
    QString name; ///< the space's code, or the floor
    QString actor; ///< who did; empty: it is not known

    bool operator==(const LayoutLeft &) const = default;
};

/// Undo, or redo: as saveLayout(), but what does not stand as `expected` stays as it is, and so
/// does what is gone. Gives these. CHANGED_MEANWHILE, as above, where that is all of it.
Result<QList<LayoutLeft>> restoreLayout(store::Database &database,
                                        const domain::LayoutChange &change,
                                        const domain::LayoutChange &expected, const LayoutAct &act);

} // namespace parking::engine

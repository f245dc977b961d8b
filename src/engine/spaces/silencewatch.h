#pragma once

#include "domain/space.h"
#include "engine/context.h"
#include "store/database.h"

namespace parking::engine {

/// Tells in Health what is not heard: the checks "sensors" (those that are silent, that were never
/// heard and that nobody understands) and "gateways" (lost ones, by what silent sensors have in
/// common). The station's alone; others show what it tells.
class SilenceWatch {
public:
    explicit SilenceWatch(const Context &context) : m_context(context) { }

    Result<> load(store::Database &database); ///< where the spaces lie
    void tick(); ///< once a second

private:
    void look();
    void tellNothing(const QString &check);

    const Context &m_context;
    QList<domain::Space> m_spaces;
    int m_ticks = 0;
    QSet<QString> m_told; ///< checks that are ours
};

} // namespace parking::engine

#pragma once

#include "base/clock.h"
#include "kiosk/kioskview.h"
#include "read/readthread.h"

namespace parking::ui {

/// A screen tells the database that it is there and what stands on it, each half minute, by the one
/// function that its rights let it call (PostgreSQL). What the database does not take is let be:
/// the screen goes on without.
class ScreenReport : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `dataFolder`: where the id is kept by which the screen is known.
    ScreenReport(read::ReadThread &reads, Clock &clock, const KioskView &view,
                 const QString &dataFolder);

public Q_SLOTS:
    void tell(); ///< after a look that went well; most calls are passed over

private:
    read::ReadThread &m_reads;
    Clock &m_clock;
    const KioskView &m_view;
    const QString m_id;
    std::optional<Steady::time_point> m_told;
};

} // namespace parking::ui

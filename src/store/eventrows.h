#pragma once

#include "domain/event.h"
#include "store/table.h"

/// What EventStore selects of each source, and the events that their rows are.
namespace parking::store {

/// An event with where it stands in its source.
struct Found {
    domain::SiteEvent event;
    qint64 at = 0; ///< id, rowid or milliseconds
    QString id = {}; ///< tells those of one time apart
};

const Selection &readingEvents(const Database &db); ///< with the rowid on SQLite
const Selection &changeEvents();
const Selection &stepEvents(); ///< downlink_events e, downlinks d
extern const Selection kBookingEvents; ///< bookings_public: nobody's name
extern const Selection kLetterEvents;
extern const Selection kAlarmEvents;
extern const Selection kOutageEvents;

Found readStep(RowReader &row);
Found readAct(RowReader &row);
Found readLetter(RowReader &row);
Found readPersonsAct(RowReader &row); ///< of kActEvents
/// The beginning, or the end, of each.
Found readAlarm(RowReader &row, bool isEnd);
Found readOutage(RowReader &row, bool isEnd);

} // namespace parking::store

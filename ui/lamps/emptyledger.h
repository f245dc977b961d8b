#pragma once

#include "domain/health.h"
#include "widgets/noticepage.h"

namespace parking::ui {

/// What was looked for where nothing was found.
struct EmptyLedger {
    bool isAmissOnly = false; ///< lamps that do not show what they should
    int uncommanded = 0; ///< of these so many have no command at all
    bool isFiltered = false; ///< by more than the period
    bool hasPeriod = false;
    std::function<void()> showAll;
    std::function<void()> showAllTimes;
};

/// Why the page "Downlinks" is empty, and what to do about it.
NoticePage::Content noticeOf(const EmptyLedger &ledger, const domain::Health &health);

} // namespace parking::ui

#pragma once

#include "desk/desk.h"
#include "health/healthpage.h"

namespace parking::ui {

/// Joins the page "Health" to reads: what was amiss before, and the screens.
class HealthDesk : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    HealthDesk(const Desk &desk, HealthPage &page);

private:
    void loadOutages();
    void loadScreens();

    const Desk &m_desk;
    HealthPage &m_page;
};

} // namespace parking::ui

#pragma once

#include "domain/fleet.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace parking::ui {

/// What can be done with the devices that are ticked, below their list; hidden while none is.
class TickBar : public QFrame {
    Q_OBJECT

public:
    TickBar(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    void setDevices(const QList<domain::FleetDevice> &ticked);

Q_SIGNALS:
    void retireRequested(bool retire);
    void exportWanted();
    void labelsWanted();
    void clearWanted();

private:
    void update();

    const Situation &m_situation;
    int m_ticked = 0;
    int m_inUse = 0; ///< of them, and heard: what was never heard cannot be retired
    int m_retired = 0;
    QLabel *m_count;
    QPushButton *m_retire;
    QPushButton *m_restore;
};

} // namespace parking::ui

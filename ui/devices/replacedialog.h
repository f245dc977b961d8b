#pragma once

#include "domain/fleet.h"
#include "theme/theme.h"

#include <QDialog>

class QComboBox;

namespace parking::ui {

/// By which newcomer a device is replaced.
class ReplaceDialog : public QDialog {
    Q_OBJECT

public:
    /// `candidates`: not empty.
    ReplaceDialog(const domain::FleetDevice &old, const QList<domain::FleetDevice> &candidates,
                  UtcTime now, const Theme &theme, QWidget *parent);

    const domain::FleetDevice &chosen() const;

private:
    QList<domain::FleetDevice> m_candidates;
    QComboBox *m_choice;
};

} // namespace parking::ui

#pragma once

#include "review/periodfields.h"

#include <QDialog>

class QPushButton;

namespace parking::ui {

/// Which time somebody wants to look at. Accepted: period() is it.
class PeriodDialog : public QDialog {
    Q_OBJECT

public:
    PeriodDialog(UtcTime now, const Theme &theme, QWidget *parent);

    PeriodFields &period() { return *m_period; }

private:
    PeriodFields *m_period;
    QPushButton *m_yes;
};

} // namespace parking::ui

#pragma once

#include "base/time.h"
#include "theme/theme.h"

#include <QWidget>

class QComboBox;

namespace parking::ui {

class DayField;

/// A period of the past, which ends now at the latest: some days until now, or from one day to
/// another, both with it, by the clock that is shown.
class PeriodFields : public QWidget {
    Q_OBJECT

public:
    explicit PeriodFields(const Theme &theme, QWidget *parent = nullptr);

    void setNow(UtcTime now); ///< to which it looks back
    void setPeriod(UtcTime from, UtcTime to); ///< its days
    UtcTime from() const;
    UtcTime to() const; ///< exclusive
    bool isValid() const { return from() < to(); }

Q_SIGNALS:
    void changed();

private:
    void refresh();
    int hours() const; ///< back from now; 0: days

    QComboBox *m_length;
    DayField *m_first;
    DayField *m_last;
    UtcTime m_now;
};

} // namespace parking::ui

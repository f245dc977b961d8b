#pragma once

#include "domain/downlinknews.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QWidget>

class QComboBox;
class QLabel;
class QLayout;
class QLineEdit;

namespace parking::ui {

/// The head of the view "Commands": what is looked for, how many of each outcome were found, and
/// how long commands took.
class DownlinksHead : public QWidget {
    Q_OBJECT

public:
    explicit DownlinksHead(const Theme &theme, QWidget *parent = nullptr);

    domain::DownlinkFilter filter(UtcTime now) const;
    /// Only lamps that do not show what they should are looked for, whenever they were commanded.
    bool isAmissOnly() const { return m_chips.checkedId() == Amiss; }
    bool isFiltered() const; ///< by more than the period
    bool hasPeriod() const;
    void clearFilter();
    void showAllTimes();
    void showAmiss();

    void setTotals(const domain::DownlinkTotals &totals);
    void setAmiss(int lamps); ///< so many do not show what they should
    void setUnknown(); ///< nobody knows what would be found

Q_SIGNALS:
    void changed(); ///< by a click
    void typed();

private:
    enum Chip {
        All,
        Waiting,
        Trouble,
        Confirmed,
        Acknowledged,
        Transmitted,
        Withdrawn,
        Amiss,
        ChipCount
    };
    QLayout *makeTop();
    QLayout *makeChips();
    void setChip(Chip chip, const QString &word, const std::optional<qint64> &number);
    void updateFonts();

    const Theme &m_theme;
    QLabel *m_delays;
    QLineEdit *m_search;
    QComboBox *m_period;
    QButtonGroup m_chips;
};

} // namespace parking::ui

#pragma once

#include "lamps/downlinkmodel.h"
#include "theme/theme.h"

#include <QTableView>

class QPushButton;

namespace parking::ui {

/// The ledger's rows: the reason takes the width that the others leave; where that is little, the
/// least important columns go. What a person reads does not move: new rows gather behind a button
/// over the head.
class DownlinkTable : public QTableView {
    Q_OBJECT

public:
    DownlinkTable(DownlinkModel &rows, const Theme &theme, QWidget *parent = nullptr);

    /// All rows are of one lamp: what would say the same in each has no column.
    void setOfOneLamp();
    /// Somebody chose rows, points at one, opened a menu or scrolled away from the newest.
    bool isBeingRead() const;
    void setGathered(int rows, bool more = false); ///< so many new ones, or `more`
    QList<domain::DownlinkId> chosen() const;
    void choose(const QList<domain::DownlinkId> &ids); ///< those of them that are here
    QList<domain::DownlinkId> inSight() const; ///< the rows that can be seen, and some around

Q_SIGNALS:
    void gatheredWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void placeGathered();

    DownlinkModel &m_rows;
    const Theme &m_theme;
    QPushButton *m_gathered;
    bool m_isOfOneLamp = false;
};

} // namespace parking::ui

#pragma once

#include "spacelist/spacerows.h"
#include "theme/theme.h"
#include "widgets/listtable.h"

namespace parking::ui {

/// The table of the page "Spaces". The current row is what the inspector shows; ticks gather rows
/// for the bar: Space ticks, Shift+click and Shift+arrows tick a range, Ctrl+A all that are here.
class SpaceTable : public ListTable {
    Q_OBJECT

public:
    SpaceTable(SpaceRows &rows, const Theme &theme, QWidget *parent = nullptr);

    std::optional<domain::SpaceId> chosen() const;
    void choose(const domain::SpaceId &space); ///< if it is here; tells nobody
    void chooseNone();
    /// Columns that people hid, or that have no room.
    void setHidden(SpaceRows::Column column, bool hidden);
    bool isColumnWanted(SpaceRows::Column column) const { return !m_unwanted.contains(column); }

Q_SIGNALS:
    void chosenChanged();
    void opened(); ///< Enter

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    SpaceRows &m_rows;
    const Theme &m_theme;
    std::optional<domain::SpaceId> m_chosen;
    QSet<int> m_unwanted;
    int m_anchor = -1; ///< where a range of ticks begins
};

} // namespace parking::ui

#pragma once

#include "lamps/downlinkmodel.h"
#include "theme/theme.h"

#include <QTableView>

namespace parking::ui {

/// The ledger's rows: the reason takes the width that the others leave; where that is little, the
/// least important columns go.
class DownlinkTable : public QTableView {
    Q_OBJECT

public:
    DownlinkTable(DownlinkModel &rows, const Theme &theme, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    const Theme &m_theme;
};

} // namespace parking::ui

#pragma once

#include "devices/fleetmodel.h"

#include <QTableView>

namespace parking::ui {

/// Signal as four bars, as many filled as it is good; `weak` ones in the warning's colour.
void paintSignal(QPainter &painter, const QPointF &bottomLeft, domain::SignalLevel level,
                 const Theme &theme);

/// The list of devices: two lines a row, name and space; signal, battery and age beside them.
class FleetTable : public QTableView {
    Q_OBJECT

public:
    FleetTable(FleetModel &rows, const Theme &theme, QWidget *parent = nullptr);

    std::optional<domain::DevEui> chosen() const;
    void choose(domain::DevEui eui); ///< if it is here

Q_SIGNALS:
    void deviceChosen(parking::domain::DevEui eui);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    FleetModel &m_rows;
    const Theme &m_theme;
};

} // namespace parking::ui

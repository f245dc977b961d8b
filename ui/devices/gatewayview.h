#pragma once

#include "domain/devicedetail.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QListWidget;

namespace parking::ui {

class Tile;

/// A gateway: what it heard lately, and who goes dark with it.
class GatewayView : public QWidget {
    Q_OBJECT

public:
    GatewayView(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    void setGateway(const domain::GatewayDetail &gateway);
    QStringList alone() const; ///< what is listed

Q_SIGNALS:
    void deviceChosen(parking::domain::DevEui eui);

private:
    const Situation &m_situation;
    domain::GatewayDetail m_gateway;
    QLabel *m_title;
    QLabel *m_eui;
    QList<Tile *> m_tiles;
    QLabel *m_what;
    QListWidget *m_alone;
};

} // namespace parking::ui

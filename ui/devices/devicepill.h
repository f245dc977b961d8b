#pragma once

#include "domain/fleet.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// The state of a device: a sign and a word on a soft ground.
class DevicePill : public QWidget {
    Q_OBJECT

public:
    explicit DevicePill(const Theme &theme, QWidget *parent = nullptr);

    void setState(domain::DeviceState state);
    QString word() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    domain::DeviceState m_state = domain::DeviceState::Active;
};

} // namespace parking::ui

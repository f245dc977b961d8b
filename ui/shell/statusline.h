#pragma once

#include "domain/health.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// The status bar: connections as dot, word and latency; backlog, last uplink, clock.
class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(const Theme &theme, QWidget *parent = nullptr);

    void setHealth(const domain::Health &health);
    void setNow(UtcTime now);

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    double paintCheck(QPainter &painter, double x, const domain::HealthCheck &check);

    const Theme &m_theme;
    domain::Health m_health;
    QList<domain::HealthCheck> m_checks; ///< as people see them
    UtcTime m_now;
};

} // namespace parking::ui

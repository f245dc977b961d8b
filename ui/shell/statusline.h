#pragma once

#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// The status bar: connections as dot, word and latency; backlog, last uplink, clock.
class StatusLine : public QWidget {
    Q_OBJECT

public:
    StatusLine(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void refresh();
    QString clock(double room) const;
    double paintCheck(QPainter &painter, double x, const domain::HealthCheck &check);

    const Situation &m_situation;
    const Theme &m_theme;
    QList<domain::HealthCheck> m_checks; ///< as people see them
};

} // namespace parking::ui

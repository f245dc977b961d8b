#pragma once

#include "domain/walk.h"
#include "theme/theme.h"

#include <QAbstractButton>

namespace parking::ui {

/// One step of a walk, 60 px high, to be read from a ladder. A click ticks it by hand, or takes
/// that back.
class WalkTickRow : public QAbstractButton {
    Q_OBJECT

public:
    WalkTickRow(domain::WalkStep step, const Theme &theme, QWidget *parent);

    domain::WalkStep step() const { return m_step; }
    void setTick(const domain::WalkTick &tick, const QString &title, const QString &seen);
    const domain::WalkTick &tick() const { return m_tick; }
    QString seen() const { return m_seen; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintSign(QPainter &painter, const QRectF &circle) const;

    const domain::WalkStep m_step;
    const Theme &m_theme;
    domain::WalkTick m_tick;
    QString m_seen;
};

} // namespace parking::ui

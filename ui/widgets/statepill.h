#pragma once

#include "domain/status.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// A state in a word with its sign: hollow square, solid square, R or M (ui/states.png).
class StatePill : public QWidget {
    Q_OBJECT

public:
    explicit StatePill(const Theme &theme, QWidget *parent = nullptr);

    /// `silentFor` is shown instead of the state when the sensor is silent.
    void setState(domain::SpaceState state, domain::Confidence confidence, Milliseconds silentFor);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString word() const;

    const Theme &m_theme;
    domain::SpaceState m_state = domain::SpaceState::Free;
    domain::Confidence m_confidence = domain::Confidence::Fresh;
    Milliseconds m_silentFor{0};
};

/// The small sign of a state, as in legends and lists: a space of 12 px.
void paintStateSign(QPainter &painter, const QRectF &box, domain::SpaceState state,
                    domain::Confidence confidence, const Theme &theme);

} // namespace parking::ui

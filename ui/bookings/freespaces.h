#pragma once

#include "domain/ids.h"
#include "domain/spacestate.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// A space that a form offers for the times that it holds.
struct OfferedSpace {
    domain::SpaceId id;
    QString code;
    domain::SpaceState state = domain::SpaceState::Free;
    domain::Confidence confidence = domain::Confidence::Fresh;
    bool isFree = true;
    QString why; ///< why it is near: "Zone B"
    QString until; ///< how long it stays free
};

/// Up to three spaces that are free then, best first: a click or Enter takes one.
class FreeSpaces : public QWidget {
    Q_OBJECT

public:
    static constexpr int kShown = 3;

    explicit FreeSpaces(const Theme &theme, QWidget *parent = nullptr);

    /// `none`: what stands there where no space is free.
    void setSpaces(const QString &title, const QList<OfferedSpace> &spaces, int count,
                   const QString &none);
    QSize sizeHint() const override;

Q_SIGNALS:
    void taken(const parking::domain::SpaceId &space);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QRectF rowBox(int row) const;
    void paintRow(QPainter &painter, int row) const;

    const Theme &m_theme;
    QString m_title;
    QString m_none;
    QList<OfferedSpace> m_spaces;
    int m_count = 0;
    int m_current = 0;
};

} // namespace parking::ui

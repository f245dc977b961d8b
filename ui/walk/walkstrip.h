#pragma once

#include "domain/walkrecord.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// The spaces around the one that is tested: a tick, open points, or not yet. A click, Left and
/// Right go there.
class WalkStrip : public QWidget {
    Q_OBJECT

public:
    static constexpr int kShown = 24;
    struct Space {
        domain::SpaceId id;
        QString code;
        bool isWhole = false;
        bool isLeft = false; ///< with open points

        bool operator==(const Space &) const = default;
    };

    explicit WalkStrip(const Theme &theme, QWidget *parent = nullptr);

    void setSpaces(const QList<Space> &spaces, int current);
    int current() const { return m_current; }
    QRectF boxOf(int index) const; ///< null where it is not shown
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    int first() const;
    int indexAt(const QPointF &pixels) const;

    const Theme &m_theme;
    QList<Space> m_spaces;
    int m_current = 0;
};

} // namespace parking::ui

#pragma once

#include "domain/spacestate.h"
#include "map/maplayer.h"
#include "theme/theme.h"

#include <QHash>
#include <QPainter>
#include <QPixmap>

namespace parking::ui {

/// How a space looks, apart from its number.
struct SpaceLook {
    domain::SpaceState state = domain::SpaceState::Free;
    domain::Confidence confidence = domain::Confidence::Fresh;
    bool wasHeard = false; ///< an unverified one: by a sensor that was not understood
    bool numberBelow = true; ///< the number stands at the lower end, signs at the upper one
    quint8 feature = 0; ///< 0 none, 1 charging, 2 accessible; drawn on free spaces only

    /// With another layer than State: its step, -1 where it is not known; empty: the state is
    /// shown.
    std::optional<int> step = {};

    quint32 key() const
    {
        return quint32(state) | quint32(confidence) << 2 | quint32(numberBelow) << 4
            | quint32(feature) << 5 | quint32(wasHeard) << 7 | quint32(step ? *step + 2 : 0) << 8;
    }
};

/// Draws spaces of every size. Shapes are kept as pixmaps per look and size;
/// only numbers are drawn anew.
class SpacePainter {
public:
    explicit SpacePainter(const Theme &theme) : m_theme(theme) { }

    /// `box` in the painter's pixels. At 22 px and more with the first of `labels`, which are
    /// longest first, that fits; below 48 px with the last one or none.
    void paint(QPainter &painter, const QRectF &box, const SpaceLook &look,
               const QStringList &labels);

    void forget() { m_sprites.clear(); } ///< the theme changed

private:
    QString labelFor(const QStringList &labels, double side, int width) const;
    QPixmap sprite(const QSize &size, const SpaceLook &look, qreal ratio);
    void paintShape(QPainter &painter, const QRectF &body, const SpaceLook &look) const;
    void paintStep(QPainter &painter, const QRectF &body, int step) const;
    void paintDot(QPainter &painter, const QRectF &box, const SpaceLook &look) const;
    void paintHatch(QPainter &painter, const QRectF &body) const;
    void paintCar(QPainter &painter, const QRectF &body, const QColor &colour) const;
    void paintSign(QPainter &painter, const QRectF &body, const SpaceLook &look) const;

    const Theme &m_theme;
    QHash<quint64, QPixmap> m_sprites;
};

} // namespace parking::ui

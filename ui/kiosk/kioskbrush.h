#pragma once

#include "kiosk/kioskscene.h"

namespace parking::ui {

/// Puts texts and shapes into a scene, in units (see KioskScene).
class KioskBrush {
public:
    KioskBrush(KioskScene &scene, qreal pixelsPerUnit, const QFont &font);

    struct Words {
        QString text;
        qreal size = 0;
        QFont::Weight weight = QFont::Normal;
        QColor colour = {};
        KioskText::Role role = KioskText::Role::Words;
        Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter;
    };
    /// Smaller where it does not fit, and where it would be smaller than kKioskSmallest, cut.
    void write(const QRectF &box, const Words &words);
    /// How wide it is.
    qreal width(const QString &text, qreal size, QFont::Weight weight) const;
    void box(const QRectF &box, qreal radius, const QColor &fill, const QColor &edge = {},
             qreal line = 0);
    void disc(const QPointF &centre, qreal radius, const QColor &fill);
    void arrow(const QPointF &centre, qreal size, Direction direction, const QColor &colour);
    void icon(const QRectF &box, const QString &name, const QColor &colour);

private:
    QFont fontOf(qreal size, QFont::Weight weight) const;
    QRectF scaled(const QRectF &box) const;

    KioskScene &m_scene;
    const qreal m_unit;
    const QFont m_font;
};

} // namespace parking::ui

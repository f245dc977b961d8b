#pragma once

#include "map/mapoptions.h"
#include "map/sitescene.h"
#include "map/spacepainter.h"
#include "theme/theme.h"

#include <QPainter>

namespace parking::ui {

/// Draws the site level: a card per building, a strip of dots or a bar per floor, rings and labels
/// of common causes.
class SitePainter {
public:
    SitePainter(const SiteScene &scene, const Theme &theme)
        : m_scene(scene), m_theme(theme), m_spacePainter(theme)
    {
    }

    void paint(QPainter &painter, const MapOptions &options, const QRectF &seen);
    void paintScroll(QPainter &painter, const QSizeF &view) const;
    void paintNothing(QPainter &painter, const QRect &box) const; ///< no spaces yet: what to do
    /// `lit` lies under the pointer, `focused` has the keyboard; -1: none.
    void paintCauses(QPainter &painter, int lit, int focused) const;
    QSizeF labelSize(const QString &text) const; ///< of a cause's label, pixels
    double floorWidth(const QString &floor) const; ///< of its name, pixels

    void forget() { m_spacePainter.forget(); } ///< the theme changed

private:
    void paintHead(QPainter &painter, const SiteCard &card) const;
    void paintStrip(QPainter &painter, const SiteStrip &strip, const MapOptions &options);
    void paintBar(QPainter &painter, const SiteStrip &strip, const Counts &counts) const;
    void paintLabel(QPainter &painter, const MapLink &link, bool lit) const;
    QFont labelFont() const;

    const SiteScene &m_scene;
    const Theme &m_theme;
    SpacePainter m_spacePainter;
};

} // namespace parking::ui

#pragma once

#include "map/causelayout.h"
#include "map/maplink.h"
#include "models/sitemodel.h"

#include <functional>
#include <optional>

namespace parking::ui {

/// A floor on a card of the site level: a dot per space, or a bar where dots would be too small.
struct SiteStrip {
    MapPlace place;
    QList<int> rows; ///< of the model, ascending, each following the one before
    QRectF box;
    QRectF dots; ///< between the floor's name and its count
    DotGrid grid;

    bool isBar() const { return grid.pitch < kLeastPitch; }
    QRectF bar() const;

    static constexpr double kLeastPitch = 3; ///< pixels
};

/// A building at site level.
struct SiteCard {
    QString building;
    QRectF box;
    int rowsOfDots = 1; ///< on each strip: as many as the largest needs
    QList<SiteStrip> strips; ///< the top floor on top
};

/// The site level in pixels: a card per building, and what silent sensors have in common, ringed
/// around their dots and named once each. Knows no widget and paints nothing.
class SiteScene {
public:
    /// The size that a label with this text wants.
    using LabelSize = std::function<QSizeF(const QString &text)>;

    explicit SiteScene(const SiteModel &model) : m_model(model) { }

    const SiteModel &model() const { return m_model; }
    const QList<SiteCard> &cards() const { return m_cards; }
    /// One link per cause, as far as its spaces are on a card; without detail(), which ages.
    const QList<MapLink> &causes() const { return m_causes; }

    /// Drops the causes too: they lie on the cards.
    void layOut(const QSizeF &size);
    void mark(const QList<domain::CommonCause> &causes, const LabelSize &labelSize);

    /// The floor or building whose strip or card is there.
    std::optional<MapPlace> placeAt(const QPointF &pixels) const;

private:
    SiteCard layOutCard(const QString &building, const QRectF &box, double largestPitch) const;
    QList<CauseRing> ringsOn(const SiteStrip &strip, const QList<int> &rows) const;
    MapLink ringed(const domain::CommonCause &cause) const;
    void placeLabels(const LabelSize &labelSize);

    const SiteModel &m_model;
    QList<SiteCard> m_cards;
    QList<MapLink> m_causes;
};

inline constexpr double kStripName = 34; ///< pixels left of the dots
inline constexpr double kStripCount = 52; ///< and right of them

} // namespace parking::ui

#pragma once

#include "map/causelayout.h"
#include "map/maplink.h"
#include "map/sitecolumns.h"
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
    DotGrid grid; ///< pitch 0: a bar
    bool isMarked = false; ///< some of its spaces have a common cause

    bool isBar() const { return grid.pitch == 0; }
    QRectF bar() const;
};

/// A building at site level.
struct SiteCard {
    QString building;
    QRectF box;
    int rowsOfDots = 1; ///< on each strip: as many as the largest needs
    QList<SiteStrip> strips; ///< the top floor on top
    bool hasCause = false; ///< its words stand in the head's second line

    QRectF head() const { return {box.left(), box.top(), box.width(), kCardHead}; }
    QRectF secondLine() const; ///< of the head, left of what is unknown
};

/// The site level in pixels: a card per building, and what silent sensors have in common, ringed
/// around their dots and named once each. Knows no widget and paints nothing.
class SiteScene {
public:
    /// The size that a label with this text wants.
    using LabelSize = std::function<QSizeF(const QString &text)>;
    using NameWidth = std::function<double(const QString &floor)>;

    explicit SiteScene(const SiteModel &model) : m_model(model) { }

    const SiteModel &model() const { return m_model; }
    const QList<SiteCard> &cards() const { return m_cards; }
    /// One link per cause, as far as its spaces are on a card; without detail(), which ages. The
    /// first of a building stands in its card's head, others at their rings.
    const QList<MapLink> &causes() const { return m_causes; }

    /// Drops the causes too: they lie on the cards. Stays scrolled, as far as there is so much.
    /// Where a floor's name needs more room than usual its card's dots give way.
    void layOut(const QSizeF &size, const NameWidth &nameWidth = nullptr);
    void mark(const QList<domain::CommonCause> &causes, const LabelSize &labelSize);

    double scrolled() const { return m_scrolled; } ///< pixels
    double mostScrolled() const; ///< 0: all is seen
    void scrollTo(double pixels); ///< moves cards and causes

    /// The floor or building whose strip or card is there.
    std::optional<MapPlace> placeAt(const QPointF &pixels) const;

private:
    SiteCard layOutCard(const QString &building, const QRectF &box, double pitch,
                        const NameWidth &nameWidth) const;
    double nameRoom(const SiteCard &card, const QSizeF &dots, int largest,
                    const NameWidth &nameWidth) const;
    void move(double down);
    QList<CauseRing> ringsOn(const SiteStrip &strip, const QList<int> &rows) const;
    MapLink ringed(const domain::CommonCause &cause);
    void placeLabels(const LabelSize &labelSize);
    LabelSurroundings stripsOf(const QString &building) const;

    const SiteModel &m_model;
    QList<SiteCard> m_cards;
    QList<MapLink> m_causes;
    QSizeF m_size;
    double m_height = 0; ///< of all cards, with the ground around them
    double m_scrolled = 0;
};

} // namespace parking::ui

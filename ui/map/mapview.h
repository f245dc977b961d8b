#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QGraphicsView>
#include <QSet>

namespace parking::ui {

/// What the map shows: the whole site, one building's floors as tiles, or one floor's plan.
struct MapPlace {
    QString building; ///< empty: site level
    QString floor; ///< empty: building level

    bool operator==(const MapPlace &) const = default;
};

/// The picture of the site by UI.md, part 5. Reads a SiteModel, knows no engine.
class MapView : public QGraphicsView {
    Q_OBJECT

public:
    MapView(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);
    ~MapView() override;

    MapPlace place() const;
    void show(const MapPlace &place); ///< and fits it
    void fit(); ///< Ctrl+0
    void zoomBy(double factor);

    QSet<domain::SpaceId> selection() const;
    void select(const QSet<domain::SpaceId> &spaces);
    void reveal(domain::SpaceId space); ///< shows its floor, centres and selects it

    /// States that stay bright while all else dims to 25 %; empty: no dimming.
    void setHighlight(const QSet<domain::SpaceState> &states, bool silent = false);
    void setReadOnly(bool readOnly); ///< viewers and reviews: no editing keys

    bool isEditing() const;
    void setEditing(bool editing);

Q_SIGNALS:
    void placeChanged(const parking::ui::MapPlace &place);
    void selectionChanged(const QSet<parking::domain::SpaceId> &spaces);
    void activated(const parking::domain::SpaceId &space); ///< Enter or double click
    void maintenanceRequested(const QSet<parking::domain::SpaceId> &spaces); ///< M
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces); ///< L
    void bookingRequested(const parking::domain::SpaceId &space); ///< B
    /// An edit was finished (drop, rotate, align): placements to store; undo is the caller's.
    void placementsEdited(const QHash<parking::domain::SpaceId,
                                      std::optional<parking::domain::Placement>> &placements);
    void announced(const QString &text); ///< for assistive technology

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace parking::ui

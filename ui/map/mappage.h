#pragma once

#include "map/editbar.h"
#include "map/floorlist.h"
#include "map/floorpicture.h"
#include "map/layerlegend.h"
#include "map/legend.h"
#include "map/mapview.h"
#include "map/placetabs.h"

#include <QComboBox>
#include <QFrame>
#include <QPushButton>

class QHBoxLayout;

namespace parking::ui {

/// The page "Map": tabs of buildings, floors, the map, its legend and zoom buttons.
class MapPage : public QWidget {
    Q_OBJECT

public:
    MapPage(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    MapView &view() { return *m_view; }
    void setReadOnly(bool readOnly);
    void setStale(bool stale); ///< the picture is old
    /// Of the floor that is edited, in its draft, once it was read; else pictureRefused.
    void setPicture(const QByteArray &bytes);
    void setLayer(MapLayer layer); ///< what its colours tell
    MapLayer layer() const { return m_options.layer; }
    /// What layoutEdited asked for is done, or why it is not: then the draft stays.
    void setSaved(const Result<> &result);
    std::optional<KeptDraft> draft() const; ///< what is edited and not saved
    void discard(); ///< ends the editing
    /// Edits it on, as it was put aside; false: another one is open, or its floor is gone.
    bool resume(const KeptDraft &kept);
    void setCovered(int right); ///< so much of it lies under the inspector
    /// Runs `goOn` at once, or when the person has said what becomes of the draft; `stay` when the
    /// person stays, or the engine refuses the draft.
    void leave(const std::function<void()> &goOn, const std::function<void()> &stay = nullptr);

Q_SIGNALS:
    /// Answered by setSaved(). `seen`: what stood where the draft was begun.
    void layoutEdited(const parking::domain::LayoutChange &change,
                      const parking::domain::LayoutChange &seen = {});
    void draftDiscarded(const parking::ui::KeptDraft &draft); ///< by its button
    void pictureRefused(const parking::Error &error);
    void floorsOrdered(const QString &building, const QStringList &topFirst);
    void layerChanged(parking::ui::MapLayer layer);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    EditBar *makeEditBar();
    void choosePicture();
    void readPicture(const std::function<Result<FloorPicture>()> &read);
    void takePicture(const FloorPicture &picture);
    void save();
    QFrame *makeZoom();
    QPushButton *makeLayers(QWidget *parent);
    void setHighlight(const QSet<domain::SpaceState> &states, bool unknown);
    void onPlace(const MapPlace &place);
    void arrange(); ///< what fits where, by level and width
    int headRoom() const; ///< for what stands in the header
    bool arrangeSiteHead();
    bool arrangeHead(bool narrow);
    void arrangeBottom();

    SiteModel &m_model;
    const Theme &m_theme;
    PlaceTabs *m_tabs;
    FloorList *m_floors;
    MapOptions m_options;
    QComboBox *m_floorBox;
    QPushButton *m_edit;
    QPushButton *m_layers;
    EditBar *m_editBar;
    MapView *m_view;
    LayerLegend *m_layerLegend;
    Legend *m_legend; ///< below the map; at site level in the header when there
                      ///< is room
    Legend *m_headLegend;
    QHBoxLayout *m_head;
    QHBoxLayout *m_bottom;
    int m_covered = 0; ///< pixels at the right edge, by what lies over the page
    QFrame *m_zoom;
    std::function<void()> m_goOn; ///< after the save that is under way
    std::function<void()> m_stay; ///< when it is refused
};

} // namespace parking::ui

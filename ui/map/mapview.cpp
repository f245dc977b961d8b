#include "map/mapview.h"

#include "base/literals.h"
#include "labels.h"
#include "map/mapaccessible.h"

#include <cmath>
#include <mutex>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr double kMargin = 14; // pixels around a fitted plan
constexpr double kTileGap = 6; // metres between the tiles of a building
constexpr double kMinScale = 0.8;
constexpr double kMaxScale = 60;
constexpr double kSiteBelow = 0.45; // zooming out further leaves the floor
constexpr int kMaxRings = 50;
constexpr qint64 kRingMs = 1500;

/// True when a lane runs along the lower end of the box: there the number stands.
bool laneBelow(const QRectF &box, const domain::FloorPlan &plan)
{
    const QPointF above(box.center().x(), box.top() - 1);
    for (const domain::FloorPlan::Lane &lane : plan.lanes) {
        if (lane.area.contains(above))
            return false;
    }
    return true;
}

quint8 featureOf(const domain::Space &space)
{
    if (space.features.contains(u"charging"_s))
        return 1;
    return space.features.contains(u"accessible"_s) ? 2 : 0;
}

} // namespace

MapView::MapView(SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme), m_spacePainter(theme), m_floorPainter(theme),
      m_causes(model), m_hoverTimer(this), m_animation(this), m_dirtyTimer(this)
{
    static std::once_flag once;
    std::call_once(once, MapAccessible::install);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Map"));
    m_clock.start();
    m_hoverTimer.setSingleShot(true);
    m_hoverTimer.setInterval(250);
    connect(&m_hoverTimer, &QTimer::timeout, this, [this] {
        m_hoverShown = m_hover.isValid();
        update();
    });
    m_animation.setInterval(66);
    connect(&m_animation, &QTimer::timeout, this, [this] {
        for (auto it = m_rings.begin(); it != m_rings.end();) {
            m_dirtyRows.insert(it.key());
            it = m_clock.elapsed() - it.value() > kRingMs ? m_rings.erase(it) : std::next(it);
        }
        if (m_rings.isEmpty())
            m_animation.stop();
        flushDirty();
    });
    m_dirtyTimer.setSingleShot(true);
    m_dirtyTimer.setInterval(33); // at most 30 times a second
    connect(&m_dirtyTimer, &QTimer::timeout, this, &MapView::flushDirty);
    connect(&model, &SiteModel::loaded, this, &MapView::reload);
    connect(&model, &SiteModel::spacesChanged, this, &MapView::reload);
    connect(&model, &SiteModel::floorsChanged, this, &MapView::reload);
    connect(&model, &SiteModel::statusesChanged, this, &MapView::onStatuses);
    connect(&model, &SiteModel::confidenceChanged, this, [this](const QList<int> &rows) {
        m_dirtyRows.unite(QSet<int>(rows.cbegin(), rows.cend()));
        if (!m_dirtyTimer.isActive())
            m_dirtyTimer.start();
    });
    connect(&model, &SiteModel::countsChanged, this, qOverload<>(&QWidget::update));
    connect(&m_causes, &CauseWatch::changed, this, &MapView::layOutCauses);
    connect(&theme, &Theme::changed, this, [this] {
        m_spacePainter.forget();
        layOutCauses(); // the text may have another size
        update();
    });
    reload();
}

MapView::~MapView() = default;

// --- What is shown -------------------------------------------------------------------------------

void MapView::show(const MapPlace &place)
{
    const bool isNew = !(place == m_place);
    if (isNew)
        setEditing(false);
    m_place = place;
    m_fitted = true;
    m_hover = {};
    m_hoverLink = m_focusLink = -1;
    reload();
    if (isNew)
        Q_EMIT placeChanged(m_place);
}

void MapView::reload()
{
    if (!m_edit)
        m_pictures.clear();
    m_rings.clear();
    m_hover = {};
    m_shown.clear();
    if (!m_place.building.isEmpty() || m_model.buildings().contains(m_place.building)) {
        QStringList floors;
        for (const domain::Floor &floor : m_model.floors()) {
            if (floor.building == m_place.building)
                floors.prepend(floor.name); // top floor first
        }
        for (int row = 0; row < m_model.count(); ++row) {
            const domain::Space &space = m_model.space(row);
            if (space.building == m_place.building && !floors.contains(space.floor))
                floors.append(space.floor);
        }
        for (const QString &floor : std::as_const(floors)) {
            if (m_place.floor.isEmpty() || floor == m_place.floor)
                m_shown.append(makeFloor(m_place.building, floor));
        }
    }
    arrange();
    refit();
    update();
}

MapFloor MapView::makeFloor(const QString &building, const QString &name) const
{
    MapFloor shown;
    shown.floor.building = building;
    shown.floor.name = name;
    for (const domain::Floor &floor : m_model.floors()) {
        if (floor.building == building && floor.name == name)
            shown.floor = floor;
    }
    QList<domain::Space> spaces;
    shown.rows = m_model.rowsOf(building, name);
    for (const int row : std::as_const(shown.rows))
        spaces.append(m_model.space(row));
    if (m_edit) {
        for (domain::Space &space : spaces)
            space.placement = m_edit->placements().value(space.id);
    }
    shown.layout = layOut(shown.floor, spaces);
    for (const domain::Space &space : std::as_const(spaces)) {
        const QRectF box = ui::boxOf(shown.layout.placements.value(space.id));
        shown.boxes.append(box);
        shown.numberBelow.append(laneBelow(box, shown.layout.plan));
        shown.labels.append(shown.layout.labels.value(space.id));
        shown.features.append(featureOf(space));
    }
    return shown;
}

/// Tiles in as many columns as make the whole about as wide as the widget.
void MapView::arrange()
{
    m_content = {};
    if (m_shown.isEmpty())
        return;
    const double wanted = height() > 0 ? double(width()) / height() : 1.2;
    int best = 1;
    double bestGap = 1e9;
    QSizeF tile;
    for (const MapFloor &floor : std::as_const(m_shown))
        tile = tile.expandedTo(floor.layout.size);
    for (int columns = 1; columns <= m_shown.size(); ++columns) {
        const int rows = int((m_shown.size() + columns - 1) / columns);
        const double ratio =
            columns * (tile.width() + kTileGap) / (rows * (tile.height() + 2 * kTileGap));
        const double gap = std::abs(std::log(ratio / wanted));
        if (gap < bestGap) {
            bestGap = gap;
            best = columns;
        }
    }
    const bool single = m_shown.size() == 1;
    for (int i = 0; i < m_shown.size(); ++i) {
        const double top = single ? 0 : kTileGap; // room for the floor's name
        m_shown[i].offset = {(i % best) * (tile.width() + kTileGap),
                             top + (i / best) * (tile.height() + 2 * kTileGap)};
        m_content =
            m_content.expandedTo(QSizeF(m_shown[i].offset.x() + m_shown[i].layout.size.width(),
                                        m_shown[i].offset.y() + m_shown[i].layout.size.height()));
    }
}

void MapView::refit()
{
    if (m_place.building.isEmpty() && m_shown.isEmpty()) {
        layOutSite();
        return;
    }
    if (!m_fitted || m_content.isEmpty())
        return;
    const double fitting = qMin((width() - 2 * kMargin) / m_content.width(),
                                (height() - 2 * kMargin) / m_content.height());
    m_scale.pixelsPerMetre = qBound(kMinScale, fitting, 16.0);
    const QSizeF pixels = m_content * m_scale.pixelsPerMetre;
    m_scale.origin = {qMax(kMargin, (width() - pixels.width()) / 2), kMargin};
    m_scale.origin = QPointF(qRound(m_scale.origin.x()), qRound(m_scale.origin.y()));
}

void MapView::fit()
{
    m_fitted = true;
    refit();
    update();
}

void MapView::zoomAt(const QPointF &pixels, double factor)
{
    if (m_shown.isEmpty())
        return;
    const double wanted = m_scale.pixelsPerMetre * factor;
    const double fitting = qMin(width() / m_content.width(), height() / m_content.height());
    if (factor < 1 && wanted < fitting * kSiteBelow) { // far out: the level follows the scale
        levelUp();
        return;
    }
    const QPointF metres = m_scale.toMetres(pixels);
    m_scale.pixelsPerMetre = qBound(kMinScale, wanted, kMaxScale);
    m_scale.origin = pixels - metres * m_scale.pixelsPerMetre;
    m_fitted = false;
    m_hoverShown = false;
    update();
}

void MapView::levelUp()
{
    if (!m_place.floor.isEmpty())
        show({m_place.building, {}});
    else if (!m_place.building.isEmpty())
        show({});
}

// --- Spaces --------------------------------------------------------------------------------------

void MapView::onStatuses(const QList<int> &rows)
{
    if (m_edit)
        return; // paused on this floor; the model has them
    for (const int row : rows) {
        m_dirtyRows.insert(row);
        if (!m_theme.reduceMotion() && m_rings.size() < kMaxRings && !m_shown.isEmpty())
            m_rings.insert(row, m_clock.elapsed());
    }
    if (!m_rings.isEmpty() && !m_animation.isActive())
        m_animation.start();
    if (!m_dirtyTimer.isActive())
        m_dirtyTimer.start();
}

/// Only the rectangles of what changed.
void MapView::flushDirty()
{
    if (m_shown.isEmpty() || m_dirtyRows.size() > 400) {
        m_dirtyRows.clear();
        update();
        return;
    }
    for (const int row : std::as_const(m_dirtyRows)) {
        const Hit hit = hitOfRow(row);
        if (hit.isValid())
            update(boxOf(hit).adjusted(-6, -6, 6, 6).toAlignedRect());
    }
    m_dirtyRows.clear();
}

SpaceLook MapView::lookOf(int row, const MapFloor &floor, int index) const
{
    SpaceLook look;
    look.state = m_model.status(row).state;
    look.confidence = m_model.confidence(row);
    // What an operator set is known, whatever the sensor says.
    if (m_model.status(row).reason == domain::StateReason::Override)
        look.confidence = domain::Confidence::Fresh;
    look.numberBelow = floor.numberBelow[index];
    look.feature = floor.features[index];
    if (m_layer != MapLayer::State)
        look.step = stepOf(m_layer, m_model.status(row), m_model.now()).value_or(-1);
    return look;
}

bool MapView::isDimmed(int row) const
{
    if (m_highlight.isEmpty() && !m_highlightSilent)
        return false;
    const bool silent = m_model.confidence(row) != domain::Confidence::Fresh;
    return !(m_highlight.contains(m_model.status(row).state) || (m_highlightSilent && silent));
}

QRectF MapView::boxOf(const Hit &hit) const
{
    const MapFloor &floor = m_shown[hit.floor];
    return m_scale.toPixels(floor.boxes[hit.index].translated(floor.offset));
}

QRectF MapView::boxOf(domain::SpaceId space) const
{
    const Hit hit = hitOfRow(m_model.rowOf(space));
    return hit.isValid() ? boxOf(hit) : QRectF();
}

MapView::Hit MapView::hitOfRow(int row) const
{
    for (int floor = 0; floor < m_shown.size(); ++floor) {
        // Rows of one floor are consecutive and sorted in the model.
        const QList<int> &rows = m_shown[floor].rows;
        const auto it = std::lower_bound(rows.cbegin(), rows.cend(), row);
        if (it != rows.cend() && *it == row)
            return {floor, int(it - rows.cbegin())};
    }
    return {};
}

MapView::Hit MapView::hitAt(const QPointF &pixels) const
{
    const QPointF metres = m_scale.toMetres(pixels);
    for (int floor = 0; floor < m_shown.size(); ++floor) {
        const QPointF local = metres - m_shown[floor].offset;
        const QList<QRectF> &boxes = m_shown[floor].boxes;
        for (int i = 0; i < boxes.size(); ++i) {
            if (boxes[i].contains(local))
                return {floor, i};
        }
    }
    return {};
}

void MapView::select(const QSet<domain::SpaceId> &spaces)
{
    if (spaces == m_selection)
        return;
    m_selection = spaces;
    if (!spaces.contains(m_current))
        m_current = spaces.size() == 1 ? *spaces.cbegin() : domain::SpaceId();
    update();
    Q_EMIT selectionChanged(m_selection);
}

void MapView::reveal(domain::SpaceId space)
{
    const int row = m_model.rowOf(space);
    if (row < 0)
        return;
    const MapPlace wanted{m_model.space(row).building, m_model.space(row).floor};
    if (!(wanted == m_place))
        show(wanted);
    m_current = space;
    select({space});
    const QRectF box = boxOf(space);
    if (!rect().contains(box.toAlignedRect())) {
        m_fitted = false;
        m_scale.origin += QRectF(rect()).center() - box.center();
    }
    update();
    announce();
}

void MapView::setHighlight(const QSet<domain::SpaceState> &states, bool silent)
{
    m_highlight = states;
    m_highlightSilent = silent;
    update();
}

void MapView::setLayer(MapLayer layer)
{
    m_layer = layer;
    update();
}

void MapView::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    update();
}

void MapView::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    update();
}

} // namespace parking::ui

#include "map/mapview.h"

#include "map/mapaccessible.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace parking::ui {

namespace {

constexpr qsizetype kMostRectangles = 400; // beyond, all is repainted
constexpr double kStaleOpacity = 0.6;
constexpr double kOpensCard = 1.4;
constexpr double kScrollStep = 90; // pixels a step of the wheel

} // namespace

MapView::MapView(const SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_scene(model), m_site(model),
      m_scenePainter(m_scene, theme), m_sitePainter(m_site, theme), m_causes(model),
      m_select(m_scene), m_links(m_scene, m_site, theme), m_drag(m_scene)
{
    MapAccessible::install();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Map"));
    watchModel();
    watchTools();
    load({});
}

MapView::~MapView() = default;

void MapView::watchModel()
{
    const auto reload = [this] { load(place()); };
    connect(&model(), &SiteModel::loaded, this, reload);
    connect(&model(), &SiteModel::statusesChanged, this, [this](const QList<int> &rows) {
        m_changes.add(rows);
        if (!m_theme.reduceMotion() && !m_scene.isEmpty())
            m_changes.ring(rows);
    });
    connect(&model(), &SiteModel::confidenceChanged, &m_changes, &RecentChanges::add);
    connect(&model(), &SiteModel::countsChanged, this, qOverload<>(&QWidget::update));
    connect(&m_scenePainter.pictures(), &FloorPictures::arrived, this,
            qOverload<>(&QWidget::update));
    connect(&model(), &SiteModel::lampsChanged, this, qOverload<>(&QWidget::update));
    connect(&m_changes, &RecentChanges::due, this, &MapView::repaintRows);
    connect(&m_causes, &CauseWatch::changed, this, &MapView::markCauses);
    connect(&m_theme, &Theme::changed, this, [this] {
        m_scenePainter.forget();
        m_sitePainter.forget();
        if (m_scene.isEmpty())
            layOut(); // texts may have another size
        update();
    });
}

void MapView::watchTools()
{
    connect(&m_select, &SelectTool::selectionChanged, this,
            [this](const QSet<domain::SpaceId> &spaces) {
                update();
                Q_EMIT selectionChanged(spaces);
            });
    connect(&m_select, &SelectTool::currentChanged, this, [this](const domain::SpaceId &space) {
        update();
        const int row = model().rowOf(space);
        if (row >= 0) // else it went meanwhile
            announce(describe(model(), row), int(m_scene.rows().indexOf(row)));
    });
    connect(&m_select, &SelectTool::activated, this, &MapView::activated);
    connect(&m_select, &SelectTool::hoverChanged, this, qOverload<>(&QWidget::update));
    connect(&m_links, &LinkTool::hoverChanged, this, [this] {
        updateCursor();
        update();
    });
    connect(&m_links, &LinkTool::focusChanged, this, [this](int link) {
        update();
        announce(nameOf(links()[link]), link); // site level has no other children
    });
    connect(&m_links, &LinkTool::followed, this, &MapView::follow);
}

// --- What is shown -------------------------------------------------------------------------------

void MapView::show(const MapPlace &place)
{
    const bool isNew = !(place == this->place());
    if (isNew && hasDraft()) {
        Q_EMIT leaveAsked([this, place] { show(place); });
        return;
    }
    if (isNew)
        setEditing(false);
    m_select.leave();
    m_links.reset();
    load(place);
    fit();
    if (isNew)
        Q_EMIT placeChanged(place);
}

void MapView::load(const MapPlace &place)
{
    const bool isSame = place == this->place();
    const QSizeF before = m_scene.size();
    if (!isSame)
        m_scenePainter.pictures().forget();
    m_scene.load(place, m_edit ? &m_edit->draft() : nullptr);
    if (m_edit && m_scene.isEmpty()) { // the floor went meanwhile
        setEditing(false);
        return;
    }
    forgetFloor();
    if (isSame && !m_scene.isEmpty() && m_scene.size() == before)
        m_scene.reveal(size()); // the same plan: it stays where it is seen
    else
        layOut();
    update();
}

/// What belongs to the floor, or the moment, that was shown.
void MapView::forgetFloor()
{
    m_changes.dropRings();
    m_select.leave();
    m_siteZoom = 1;
}

void MapView::layOut()
{
    if (m_isHeld && !m_scene.isEmpty()) {
        m_scene.reveal(size());
        return;
    }
    m_scene.resize(size());
    if (!m_scene.isEmpty())
        return;
    // Numbers stand at the right end of a card.
    m_site.layOut(uncovered().size(),
                  [this](const QString &floor) { return m_sitePainter.floorWidth(floor); });
    markCauses();
}

void MapView::markCauses()
{
    if (!m_scene.isEmpty())
        return; // laid out when the site is shown again
    m_site.mark(m_causes.causes(),
                [this](const QString &text) { return m_sitePainter.labelSize(text); });
    m_links.relaid();
    MapAccessible::tellReorder(*this);
    update();
}

void MapView::reveal(domain::SpaceId space)
{
    const int row = model().rowOf(space);
    if (row < 0)
        return;
    const MapPlace wanted{model().space(row).building, model().space(row).floor};
    if (!(wanted == place()) && hasDraft()) {
        Q_EMIT leaveAsked([this, space] { reveal(space); });
        return;
    }
    if (!(wanted == place()))
        show(wanted);
    m_select.setCurrent(space);
}

void MapView::fit()
{
    m_scene.fit();
    update();
}

void MapView::zoomAt(const QPointF &pixels, double factor)
{
    if (m_scene.isEmpty()) {
        zoomSite(pixels, factor);
        return;
    }
    if (!m_scene.zoom(pixels, factor)) { // far out: the level follows the scale
        levelUp();
        return;
    }
    if (const auto floor = m_scene.floorToOpen(pixels); floor && factor > 1) // and near
        enter(*floor, pixels);
    m_select.dropCard();
    update();
}

/// A card does not grow: after as much as makes a half more its building opens.
void MapView::zoomSite(const QPointF &pixels, double factor)
{
    const std::optional<MapPlace> place = m_site.placeAt(pixels);
    m_siteZoom = place && factor > 1 ? m_siteZoom * factor : 1;
    if (m_siteZoom >= kOpensCard)
        show({place->building, {}});
}

/// The floor alone, where and as large as it is among the others.
void MapView::enter(const MapPlace &floor, const QPointF &pixels)
{
    m_links.reset();
    m_scene.enter(floor, pixels);
    forgetFloor();
    Q_EMIT placeChanged(floor);
}

bool MapView::scrollSite(double pixels)
{
    if (!m_scene.isEmpty() || m_site.mostScrolled() == 0)
        return false;
    m_site.scrollTo(m_site.scrolled() + pixels);
    m_links.relaid();
    MapAccessible::tellReorder(*this);
    update();
    return true;
}

void MapView::keepCurrentSeen()
{
    m_scene.bringToEdge(m_scene.boxOf(current()));
    update();
}

void MapView::levelUp()
{
    const MapPlace above = levelAbove(place());
    if (!(above == place()))
        show(above);
}

void MapView::changeFloor(int up)
{
    const QStringList floors = model().floorsOf(place().building);
    const qsizetype at = floors.indexOf(place().floor);
    if (at >= 0 && at - up >= 0 && at - up < floors.size())
        show({place().building, floors[at - up]});
}

void MapView::setOptions(const MapOptions &options)
{
    m_options = options;
    onEditMode();
}

// --- Editing -------------------------------------------------------------------------------------

void MapView::setEditing(bool editing)
{
    const bool on =
        editing && !m_options.readOnly && m_scene.floors().size() == 1 && !place().floor.isEmpty();
    if (on == isEditing())
        return;
    m_drag.cancel();
    if (on) {
        startEdit();
    } else {
        m_edit.reset();
        load(place());
    }
    onEditMode();
    Q_EMIT editChanged();
}

void MapView::startEdit()
{
    m_edit = std::make_unique<EditTool>(m_scene, selection());
    connect(m_edit.get(), &EditTool::changed, this, [this] {
        // The plan stays under the hand, also when spaces come onto it from below or leave it.
        m_scene.load(place(), &m_edit->draft());
        m_changes.dropRings();
        m_select.leave();
        update();
        Q_EMIT editChanged();
    });
    connect(m_edit.get(), &EditTool::rowModeChanged, this, [this] {
        onEditMode();
        Q_EMIT editChanged();
    });
    connect(m_edit.get(), &EditTool::selected, this, &MapView::select);
}

/// Spaces are placed by one way at a time.
void MapView::onEditMode()
{
    m_links.setPlacing(!m_options.readOnly && !(m_edit && m_edit->isRowMode()));
    updateCursor();
    update();
}

// --- Painting ------------------------------------------------------------------------------------

void MapView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_theme.tokens().window);
    painter.setRenderHint(QPainter::Antialiasing);
    if (model().count() == 0) {
        m_sitePainter.paintNothing(painter, rect());
        return;
    }
    if (m_options.stale)
        painter.setOpacity(kStaleOpacity);
    if (m_scene.isEmpty()) {
        m_sitePainter.paint(painter, m_options, rect());
        painter.setOpacity(1); // what tells about the picture is no old picture
        m_sitePainter.paintScroll(painter, uncovered().size());
        m_sitePainter.paintCauses(painter, m_links.hovered(), hasFocus() ? m_links.focused() : -1);
        return;
    }
    m_scenePainter.paint(painter, marks(), event->rect());
    painter.setOpacity(1); // what lies over an old picture is not old
    if (m_edit)
        m_edit->paint(painter, m_theme);
    if (m_drag.drag() == DragTool::Drag::Band)
        m_scenePainter.paintBand(painter, m_drag.band());
    const bool isDragging =
        m_drag.drag() != DragTool::Drag::None || (m_edit && m_edit->isDragging());
    if (m_select.hasCard() && !isDragging)
        m_scenePainter.paintHoverCard(painter, m_select.hovered(), uncovered());
}

SceneMarks MapView::marks() const
{
    SceneMarks marks;
    marks.options = m_options;
    marks.selection = selection();
    marks.moved = m_edit ? m_edit->moved() : QPointF();
    marks.hover = m_select.hovered();
    marks.rings = m_changes.rings();
    marks.links = links();
    marks.litLink = m_links.hovered();
    return marks;
}

/// Only the rectangles of what changed.
void MapView::repaintRows(const QSet<int> &rows)
{
    if (m_scene.isEmpty() || rows.size() > kMostRectangles) {
        update();
        return;
    }
    for (const int row : rows) {
        const MapHit hit = m_scene.hitOf(row);
        if (hit.isValid())
            update(m_scene.boxOf(hit).adjusted(-6, -6, 6, 6).toAlignedRect());
    }
}

void MapView::setCovered(int right)
{
    if (std::exchange(m_covered, right) == right)
        return;
    m_scene.setCovered(right);
    if (m_scene.isEmpty())
        layOut();
    update();
}

void MapView::resizeEvent(QResizeEvent *)
{
    layOut();
}

// --- Mouse ---------------------------------------------------------------------------------------

bool MapView::event(QEvent *event)
{
    // The map is one tab stop; its letters, arrows and Backspace are not shortcuts of others.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool function = key->key() >= Qt::Key_F1 && key->key() <= Qt::Key_F35;
        const bool undo = isEditing() && key->key() == Qt::Key_Z; // of the draft
        const bool isLeft = m_leftKeys.contains(key->key()); // to the window
        if ((key->modifiers() == Qt::NoModifier && !function && !isLeft) || undo)
            event->accept();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString detail = m_links.detailAt(help->pos());
        detail.isEmpty() ? QToolTip::hideText()
                         : QToolTip::showText(help->globalPos(), detail, this);
        return true;
    }
    return QWidget::event(event);
}

void MapView::wheelEvent(QWheelEvent *event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (!(event->modifiers() & Qt::ControlModifier) && scrollSite(-steps * kScrollStep))
        return;
    if (steps != 0)
        zoomAt(event->position(), std::pow(1.2, steps));
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_select.dropCard();
    const bool isTaken = m_edit && m_edit->press(event->position(), event->modifiers());
    m_drag.press(event->position(), !isTaken && event->modifiers() & Qt::ShiftModifier);
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    if (!(event->buttons() & Qt::LeftButton)) {
        m_links.hover(at);
        m_select.hover(at);
        return;
    }
    if (m_edit && m_edit->isDragging()) {
        m_edit->drag(at);
        m_drag.passBy(at);
    } else {
        m_drag.move(at, event->modifiers() & Qt::ShiftModifier);
    }
    updateCursor();
    update();
}

void MapView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPointF at = event->position();
    const DragTool::Drag drag = m_drag.release(at);
    updateCursor();
    update();
    if ((m_edit && m_edit->release(at)) || drag == DragTool::Drag::Pan)
        return;
    if (drag == DragTool::Drag::Band)
        m_select.selectBand(m_drag.band());
    else if (m_links.click(m_drag.pressed(), at))
        return;
    else if (!m_scene.isEmpty())
        m_select.click(at, event->modifiers());
    else if (const std::optional<MapPlace> place = m_site.placeAt(at))
        show(*place);
}

void MapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const MapHit hit = m_scene.hitAt(event->position());
    const std::optional<MapPlace> floor = m_scene.placeAt(event->position());
    if (hit.isValid())
        Q_EMIT activated(m_scene.idOf(hit));
    else if (floor && place().floor.isEmpty() && m_scene.floors().size() > 1)
        show(*floor);
}

void MapView::leaveEvent(QEvent *)
{
    m_select.leave();
    m_links.leave();
    update();
}

void MapView::updateCursor()
{
    if (m_drag.drag() == DragTool::Drag::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_drag.drag() == DragTool::Drag::Band)
        setCursor(Qt::CrossCursor);
    else if (m_links.hovered() >= 0)
        setCursor(Qt::PointingHandCursor);
    else if (m_edit && m_edit->isRowMode())
        setCursor(Qt::CrossCursor);
    else
        unsetCursor();
}

// --- Keyboard ------------------------------------------------------------------------------------

void MapView::keyPressEvent(QKeyEvent *event)
{
    if ((m_edit && m_edit->key(*event)) || m_links.key(*event) || m_select.key(*event)
        || key(*event))
        event->accept();
    else
        QWidget::keyPressEvent(event); // Esc and the rest belong to the window
}

/// What is shown, how large, and what is asked for the selection: once, however long a key is held.
bool MapView::key(const QKeyEvent &event)
{
    const bool mayAsk = !selection().isEmpty() && !m_options.readOnly;
    switch (event.key()) {
    case Qt::Key_PageUp:
        if (!scrollSite(-height() * 0.8))
            changeFloor(1);
        return true;
    case Qt::Key_PageDown:
        if (!scrollSite(height() * 0.8))
            changeFloor(-1);
        return true;
    case Qt::Key_0:
        if (!(event.modifiers() & Qt::ControlModifier))
            return false;
        fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(1.25);
        return true;
    case Qt::Key_Minus:
        zoomBy(0.8);
        return true;
    case Qt::Key_Backspace:
        levelUp();
        return true;
    case Qt::Key_Escape: // while the layout is edited it ends a drag, else it is the window's
        if (!m_edit || m_drag.drag() == DragTool::Drag::None)
            return false;
        m_drag.cancel();
        onEditMode();
        return true;
    case Qt::Key_M:
        if (mayAsk && !event.isAutoRepeat())
            Q_EMIT maintenanceRequested(selection());
        return mayAsk;
    case Qt::Key_L:
        if (mayAsk && !event.isAutoRepeat())
            Q_EMIT resendRequested(selection());
        return mayAsk;
    default:
        return false;
    }
}

/// Opens the link's floor with its spaces selected; to place them, it is edited at once.
void MapView::follow(const MapLink &link)
{
    if (link.spaces.isEmpty())
        return;
    if (!(link.place == place()))
        show(link.place);
    m_links.leave();
    updateCursor();
    QSet<domain::SpaceId> chosen;
    for (const int row : m_scene.rows()) {
        const domain::SpaceId id = model().space(row).id;
        if (link.spaces.contains(id))
            chosen.insert(id);
    }
    const bool places = link.kind == MapLink::Kind::PlaceOnPlan;
    if (places)
        setEditing(true);
    select(chosen);
    if (places && m_edit)
        m_edit->setRowMode(true);
}

/// `child` by MapAccessible; -1: it has none.
void MapView::announce(const QString &text, int child)
{
    setAccessibleDescription(text);
    MapAccessible::tellFocus(*this, child);
    Q_EMIT announced(text);
}

} // namespace parking::ui

#include "map/mappage.h"

#include "base/aside.h"
#include "base/literals.h"
#include "widgets/arrowbox.h"

#include <QActionGroup>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QVBoxLayout>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kLongestRead = 20s; // of a picture

} // namespace

MapPage::MapPage(SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme)
{
    m_view = new MapView(model, theme, this);
    setFocusProxy(m_view);
    m_floors = new FloorList(model, theme, this);
    m_legend = new Legend(model, theme, Legend::Form::Floating, this);
    m_layerLegend = new LayerLegend(theme, this);
    m_zoom = makeZoom();
    auto *content = new QHBoxLayout;
    content->setSpacing(0);
    content->addWidget(m_floors);
    m_bottom = new QHBoxLayout;
    m_bottom->addWidget(m_legend);
    m_bottom->addWidget(m_layerLegend);
    m_bottom->addStretch();
    m_bottom->addWidget(m_zoom);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_view, 1);
    right->addLayout(m_bottom);
    content->addLayout(right, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    m_editBar = makeEditBar();
    layout->addWidget(m_editBar);
    layout->addLayout(content, 1);

    connect(m_view, &MapView::placeChanged, this, &MapPage::onPlace);
    connect(m_tabs, &PlaceTabs::chosen, this, [this](const QString &building) {
        if (building.isEmpty()) {
            m_view->show({});
            return;
        }
        // A building opens on its ground floor, or the lowest: a plan says more than tiles.
        QString floor;
        for (const domain::Floor &candidate : m_model.floors()) {
            if (candidate.building == building && (floor.isEmpty() || candidate.level == 0))
                floor = candidate.name;
        }
        m_view->show({building, floor});
    });
    connect(m_floors, &FloorList::chosen, this, [this](const QString &floor) {
        m_view->show({m_view->place().building, floor});
    });
    connect(m_floors, &FloorList::ordered, this, [this](const QStringList &topFirst) {
        Q_EMIT floorsOrdered(m_view->place().building, topFirst);
    });
    connect(m_legend, &Legend::highlightChanged, this, &MapPage::setHighlight);
    connect(m_headLegend, &Legend::highlightChanged, this, &MapPage::setHighlight);
    connect(&model, &SiteModel::loaded, this, [this] { onPlace(m_view->place()); });
    connect(m_view, &MapView::editChanged, this, &MapPage::arrange);
    connect(m_view, &MapView::leaveAsked, this,
            [this](const std::function<void()> &goOn) { leave(goOn); });
    // A tab or floor that was pressed shows where one is while the person is asked.
    connect(m_view, &MapView::leaveAsked, this, [this] { onPlace(m_view->place()); });
    onPlace(m_view->place());
}

QWidget *MapPage::makeHeader()
{
    auto *header = new QFrame(this);
    header->setObjectName(u"pageHeader"_s);
    header->setFixedHeight(m_theme.scaled(50));
    m_tabs = new PlaceTabs(m_model, m_theme, header);
    m_headLegend = new Legend(m_model, m_theme, Legend::Form::InHeader, header);
    m_floorBox = new ArrowBox(m_theme, header);
    m_floorBox->setAccessibleName(tr("Floor"));
    connect(m_floorBox, &QComboBox::textActivated, this, [this](const QString &floor) {
        m_view->show({m_view->place().building, floor});
    });
    m_edit = new QPushButton(tr("Edit layout"), header);
    m_edit->setMinimumWidth(m_theme.scaled(116));
    connect(m_edit, &QPushButton::clicked, this, [this] {
        m_view->setEditing(true);
        m_view->setFocus();
    });
    m_head = new QHBoxLayout(header);
    m_head->addWidget(m_tabs);
    m_head->addStretch();
    m_head->addWidget(m_headLegend);
    m_head->addWidget(m_floorBox);
    m_head->addWidget(m_edit);
    m_layers = makeLayers(header);
    m_head->addWidget(m_layers);
    return header;
}

QPushButton *MapPage::makeLayers(QWidget *parent)
{
    // What a space is booked for later is no change of its state.
    connect(&m_model, &SiteModel::dataChanged, this, [this] {
        if (m_options.layer == MapLayer::Bookings)
            m_view->update();
    });
    auto *button = new QPushButton(m_theme.icon(u"layers"_s), tr("Layers"), parent);
    auto *menu = new QMenu(button);
    auto *group = new QActionGroup(menu);
    for (const MapLayer layer : kMapLayers) {
        QAction *action = menu->addAction(nameOf(layer), this, [this, layer] { setLayer(layer); });
        action->setCheckable(true);
        action->setChecked(layer == MapLayer::State);
        group->addAction(action);
        connect(this, &MapPage::layerChanged, action,
                [action, layer](MapLayer shown) { action->setChecked(shown == layer); });
    }
    button->setMenu(menu);
    return button;
}

void MapPage::setLayer(MapLayer layer)
{
    m_options.layer = layer;
    m_view->setOptions(m_options);
    m_layerLegend->setLayer(layer);
    arrange();
    Q_EMIT layerChanged(layer);
}

void MapPage::setHighlight(const QSet<domain::SpaceState> &states, bool unknown)
{
    m_options.highlight = states;
    m_options.highlightUnknown = unknown;
    m_view->setOptions(m_options);
}

EditBar *MapPage::makeEditBar()
{
    auto *bar = new EditBar(*m_view, m_theme, this);
    connect(bar, &EditBar::saved, this, &MapPage::save);
    connect(bar, &EditBar::discarded, this, [this] {
        const std::optional<KeptDraft> draft = this->draft();
        discard();
        if (draft)
            Q_EMIT draftDiscarded(*draft);
    });
    connect(bar, &EditBar::pictureRequested, this, &MapPage::choosePicture);
    return bar;
}

void MapPage::choosePicture()
{
    auto *dialog = new QFileDialog(window(), tr("Picture of the floor"), {},
                                   tr("Pictures (*.png *.jpg *.jpeg *.svg);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        readPicture([path] { return readFloorPictureFile(path); });
    });
    dialog->open();
}

void MapPage::setPicture(const QByteArray &bytes)
{
    readPicture([bytes] { return readFloorPicture(bytes); });
}

/// Beside the window: a large plan takes seconds, one that was made to take for ever is refused.
void MapPage::readPicture(const std::function<Result<FloorPicture>()> &read)
{
    const Result<FloorPicture> late = badPicture(QT_TRANSLATE_NOOP(
        "parking::ui::FloorPicture", "The picture takes too long to draw. Make it simpler."));
    runAside<Result<FloorPicture>>(
        this, read, kLongestRead, late,
        [this, place = m_view->place()](const Result<FloorPicture> &picture) {
            if (!picture)
                Q_EMIT pictureRefused(picture.error());
            else if (m_view->isEditing() && m_view->place() == place)
                takePicture(*picture); // else the floor went meanwhile
        });
}

/// The picture keeps its proportions. A floor that has neither a size nor a place of any space gets
/// a size: as wide as its layout, as high as the picture asks.
void MapPage::takePicture(const FloorPicture &picture)
{
    const LayoutEdit &edited = m_view->editTool()->draft();
    FloorSheet sheet = edited.sheet();
    sheet.backdrop = {};
    if (sheet.widthM > 0 && sheet.heightM > 0) {
        sheet.backdrop.area = fitted(picture.size, {sheet.widthM, sheet.heightM});
    } else if (const QRectF spaces = edited.storedExtent(); !spaces.isEmpty()) {
        sheet.backdrop.area = covering(picture.size, spaces);
    } else {
        sheet.widthM = m_view->scene().size().width();
        sheet.heightM = sheet.widthM * picture.size.height() / picture.size.width();
    }
    sheet.picture = picture.bytes;
    sheet.type = picture.type;
    m_view->editTool()->change([&sheet](LayoutEdit &draft) { draft.setSheet(sheet); });
}

// --- The draft -----------------------------------------------------------------------------------

std::optional<KeptDraft> MapPage::draft() const
{
    return m_view->hasDraft() ? std::optional(m_view->editTool()->kept()) : std::nullopt;
}

/// The keys are the window's then, which takes it back.
void MapPage::discard()
{
    m_view->setFocus();
    m_view->setEditing(false);
}

bool MapPage::resume(const KeptDraft &kept)
{
    const MapPlace &place = kept.place;
    if (m_view->hasDraft() || !m_model.floorsOf(place.building).contains(place.floor))
        return false;
    if (!(m_view->place() == place))
        m_view->show(place);
    m_view->setEditing(true);
    if (!m_view->isEditing())
        return false;
    m_view->editTool()->resume(kept);
    m_view->setFocus();
    return true;
}

/// The draft stays until it is stored: what the engine refuses is not lost.
void MapPage::save()
{
    if (!m_view->isEditing()) { // the floor went while the person was asked
        setSaved({});
        return;
    }
    const domain::LayoutChange change = m_view->editTool()->change();
    if (change.isEmpty()) {
        setSaved({});
        return;
    }
    m_editBar->setSaving(true);
    Q_EMIT layoutEdited(change, m_view->editTool()->seen());
}

void MapPage::setSaved(const Result<> &result)
{
    const auto goOn = std::exchange(m_goOn, {});
    const auto stay = std::exchange(m_stay, {});
    m_editBar->setSaving(false);
    if (!result) {
        m_editBar->setRefusal(result.error());
        if (stay)
            stay();
        return;
    }
    m_view->setEditing(false);
    if (goOn)
        goOn();
}

void MapPage::leave(const std::function<void()> &goOn, const std::function<void()> &stay)
{
    if (!m_view->hasDraft()) {
        goOn();
        return;
    }
    auto *box = new QMessageBox(window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Layout"));
    box->setText(tr("Save the layout of %1?").arg(m_view->place().floor));
    box->setInformativeText(tr("It was edited and is not saved yet."));
    QPushButton *save = box->addButton(tr("Save"), QMessageBox::AcceptRole);
    QPushButton *discard = box->addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box->setEscapeButton(box->addButton(tr("Stay here"), QMessageBox::RejectRole));
    box->setDefaultButton(save);
    connect(save, &QPushButton::clicked, this, [this, goOn, stay] {
        m_goOn = goOn;
        m_stay = stay;
        this->save();
    });
    connect(discard, &QPushButton::clicked, this, [this, goOn] {
        m_view->setEditing(false);
        goOn();
    });
    if (stay)
        connect(box, &QDialog::rejected, this, stay);
    box->open();
}

QFrame *MapPage::makeZoom()
{
    auto *frame = new QFrame(this);
    frame->setObjectName(u"floating"_s);
    auto *layout = new QHBoxLayout(frame);
    layout->setContentsMargins(2, 0, 2, 0);
    layout->setSpacing(2);
    const auto add = [&](const char *icon, const QString &name, auto action) {
        auto *button = new QPushButton(frame);
        button->setIcon(m_theme.icon(QLatin1StringView(icon)));
        button->setProperty("kind", u"icon"_s);
        button->setToolTip(name);
        button->setAccessibleName(name);
        connect(button, &QPushButton::clicked, this, action);
        layout->addWidget(button);
    };
    add("minus", tr("Zoom out (−)"), [this] { m_view->zoomBy(0.8); });
    add("fit", tr("Fit (Ctrl+0)"), [this] { m_view->fit(); });
    add("plus", tr("Zoom in (+)"), [this] { m_view->zoomBy(1.25); });
    return frame;
}

void MapPage::setReadOnly(bool readOnly)
{
    m_options.readOnly = readOnly;
    m_floors->setReadOnly(readOnly);
    m_view->setOptions(m_options);
    arrange();
}

void MapPage::setStale(bool stale)
{
    m_options.stale = stale;
    m_view->setOptions(m_options);
}

void MapPage::onPlace(const MapPlace &place)
{
    m_tabs->setBuilding(place.building);
    m_floors->setPlace(place.building, place.floor);
    m_floorBox->clear();
    m_floorBox->addItems(m_model.floorsOf(place.building));
    m_floorBox->setCurrentText(place.floor);
    m_floorBox->setPlaceholderText(tr("Floor"));
    arrange();
}

} // namespace parking::ui

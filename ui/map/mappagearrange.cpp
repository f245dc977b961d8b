// What of the page "Map" has room, and where.

#include "map/mappage.h"

#include "base/literals.h"

#include <QHBoxLayout>

namespace parking::ui {

namespace {

constexpr int kNarrow = 1100; // a window below has a combo box instead of the floor list
constexpr int kWide = 2000; // a window from here on has a wider floor list
constexpr int kBottomEdge = 14;
constexpr int kHeadEdge = 16;
constexpr int kHeadGap = 8;

} // namespace

void MapPage::arrange()
{
    const MapPlace place = m_view->place();
    const bool site = place.building.isEmpty();
    const bool narrow = window()->width() < kNarrow;
    m_floors->setBaseWidth(window()->width() < kWide ? 152 : 200);
    m_floors->setVisible(!site && !narrow);
    m_zoom->setVisible(!site);
    const bool layered = !site && m_options.layer != MapLayer::State;
    m_layerLegend->setVisible(layered);
    m_headLegend->setPlace({}, {});
    const bool empty = m_model.count() == 0;
    const bool inHeader = site ? arrangeSiteHead() : arrangeHead(narrow);
    for (auto [legend, shown] : {std::pair(m_headLegend, inHeader && !empty),
                                 std::pair(m_legend, !inHeader && !empty && !layered)}) {
        if (!shown && !legend->isHidden())
            legend->reset();
        legend->setVisible(shown);
    }
    m_legend->setPlace(place.building, place.floor);
    arrangeBottom();
}

int MapPage::headRoom() const
{
    return width() - m_covered - 2 * kHeadEdge;
}

/// The legend stands beside the tabs where these, or a menu in their place, leave it room. True: it
/// does.
bool MapPage::arrangeSiteHead()
{
    m_head->setContentsMargins(kHeadEdge, 0, kHeadEdge + m_covered, 0);
    m_head->setSpacing(kHeadGap);
    for (QWidget *part : {static_cast<QWidget *>(m_floorBox), static_cast<QWidget *>(m_edit),
                          static_cast<QWidget *>(m_layers)})
        part->hide();
    m_headLegend->fit(0);
    const int beside = headRoom() - m_headLegend->sizeHint().width() - 2 * kHeadGap;
    const bool isBeside = m_tabs->canBe(PlaceTabs::Form::Tabs, beside)
        || m_tabs->canBe(PlaceTabs::Form::Menu, beside);
    m_tabs->fit(isBeside ? beside : headRoom());
    m_head->activate();
    return isBeside;
}

/// Where the header is short of room the icon says which layer is shown, then what can be reached
/// when the panel at the right is closed gives way.
bool MapPage::arrangeHead(bool narrow)
{
    m_head->setContentsMargins(kHeadEdge, 0, kHeadEdge + m_covered, 0);
    m_head->setSpacing(kHeadGap);
    m_floorBox->setVisible(narrow);
    m_edit->setVisible(!m_options.readOnly && !m_view->place().floor.isEmpty()
                       && !m_view->isEditing());
    m_edit->setMinimumWidth(qMax(m_theme.scaled(116), m_edit->sizeHint().width()));
    m_layers->show();
    const QString layer =
        m_options.layer == MapLayer::State ? tr("Layers") : nameOf(m_options.layer);
    m_layers->setAccessibleName(layer);
    m_layers->setToolTip(layer);
    m_layers->setText(layer);
    const auto room = [this] {
        int left = headRoom() - kHeadGap;
        for (QWidget *part : {static_cast<QWidget *>(m_floorBox), static_cast<QWidget *>(m_edit),
                              static_cast<QWidget *>(m_layers)}) {
            if (!part->isHidden())
                left -= kHeadGap + qMax(part->minimumWidth(), part->sizeHint().width());
        }
        return left;
    };
    const auto isNamed = [&] { return m_tabs->canBe(PlaceTabs::Form::One, room()); };
    if (!m_tabs->canBe(PlaceTabs::Form::Tabs, room())
        && !m_tabs->canBe(PlaceTabs::Form::Menu, room()))
        m_layers->setText({});
    if (m_covered > 0 && !isNamed())
        m_edit->hide();
    if (m_covered > 0 && !isNamed())
        m_layers->hide();
    m_tabs->fit(room());
    m_head->activate();
    return false;
}

/// Legend and zoom stand beside what lies over the map at the right; where both have no room there
/// the legend does: wheel and keys zoom as well.
void MapPage::arrangeBottom()
{
    const int covered = m_view->width() - int(m_view->uncovered().width());
    const int list = m_floors->isHidden() ? 0 : m_floors->width();
    const int room = width() - list - covered - 2 * kBottomEdge;
    const int zoom = m_zoom->isHidden() ? 0 : m_zoom->sizeHint().width() + 8;
    m_legend->fit(room - zoom);
    if (zoom > 0 && !m_legend->isHidden() && !m_legend->fits(room - zoom)) {
        m_zoom->hide();
        m_legend->fit(room);
    }
    const bool nothingBelow =
        m_legend->isHidden() && m_layerLegend->isHidden() && m_zoom->isHidden();
    m_bottom->setContentsMargins(kBottomEdge, nothingBelow ? 0 : 8, kBottomEdge + covered,
                                 nothingBelow ? 0 : 10);
}

void MapPage::setCovered(int right)
{
    const QRectF before = m_view->uncovered();
    m_view->setCovered(right);
    if (std::exchange(m_covered, right) != right || m_view->uncovered() != before)
        arrange();
}

void MapPage::resizeEvent(QResizeEvent *)
{
    arrange();
}

} // namespace parking::ui

#include "spaces/spacespage.h"

#include "base/literals.h"
#include "healthlabels.h"
#include "labels.h"
#include "spaces/spacemenu.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>

namespace parking::ui {

namespace {

constexpr int kOverlayBelow = 1200; // width of the window
constexpr int kWidePanelFrom = 2000;
constexpr int kLeastMap = 240; // pixels of it beside the panel

} // namespace

SpacesPage::SpacesPage(SiteModel &model, const Situation &situation, const Theme &theme,
                       QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme),
      m_loaded(model.count() > 0)
{
    m_map = new MapPage(model, theme, this);
    m_notice = new NoticePage(theme, this);
    m_inspector = new Inspector(model, situation, theme, this);
    m_inspector->hide();
    connectMap();
    connect(m_inspector, &Inspector::closed, this, [this] { openInspector(false); });
    connect(m_inspector, &Inspector::left, this, [this] { m_map->view().setFocus(); });
    auto *toggle = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_I), this);
    toggle->setAutoRepeat(false);
    connect(toggle, &QShortcut::activated, this,
            [this] { openInspector(m_inspector->isHidden()); });
    connect(&model, &SiteModel::loaded, this, [this] {
        m_loaded = true;
        updateNotice();
    });
    const auto onRole = [this] {
        m_map->setReadOnly(m_situation.isReadOnly());
        updateNotice();
    };
    const auto onHealth = [this] {
        m_map->setStale(m_situation.isStale());
        if (!m_loaded)
            updateNotice();
    };
    connect(&situation, &Situation::roleChanged, this, onRole);
    connect(&situation, &Situation::healthChanged, this, onHealth);
    connect(&situation, &Situation::nowChanged, this, onHealth);
    connect(&situation, &Situation::refusalChanged, this, &SpacesPage::updateNotice);
    onRole();
    onHealth();
}

void SpacesPage::connectMap()
{
    MapView &view = m_map->view();
    connect(&view, &MapView::selectionChanged, this, [this](const QSet<domain::SpaceId> &spaces) {
        m_inspector->setSelection(spaces);
        openInspector(!spaces.isEmpty());
    });
    view.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&view, &QWidget::customContextMenuRequested, this, &SpacesPage::showMenu);
    connect(&view, &MapView::activated, this, [this] { openInspector(true); });
    connect(&view, &MapView::maintenanceRequested, this, [this] {
        openInspector(true);
        m_inspector->askMaintenance();
    });
    connect(&view, &MapView::resendRequested, this, &SpacesPage::resendRequested);
    connect(m_inspector, &Inspector::resendRequested, this, &SpacesPage::resendRequested);
}

void SpacesPage::setPast(bool hasReadings)
{
    m_isPast = true;
    m_inspector->setPast(hasReadings);
}

void SpacesPage::reveal(const domain::SpaceId &space)
{
    m_map->view().reveal(space);
    m_map->view().setFocus();
}

void SpacesPage::changeOverride(const domain::SpaceId &space)
{
    reveal(space);
    openInspector(true);
    m_inspector->askChange();
}

bool SpacesPage::cancel()
{
    if (m_inspector->isHidden())
        return false;
    if (!m_inspector->cancel())
        openInspector(false);
    m_map->view().setFocus();
    return true;
}

void SpacesPage::askFloorLamps()
{
    const MapPlace place = m_map->view().place();
    QSet<domain::SpaceId> lamps;
    for (const int row : m_model.rowsOf(place.building, place.floor)) {
        if (m_model.space(row).displayEui)
            lamps.insert(m_model.space(row).id);
    }
    if (lamps.isEmpty()) {
        Q_EMIT noted(tr("No space of %1 has a lamp.").arg(place.floor));
        return;
    }
    auto *box = new QMessageBox(window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Resend colours"));
    box->setText(
        tr("Resend the colour to %n lamps of %1?", nullptr, int(lamps.size())).arg(place.floor));
    box->setInformativeText(tr("Gateways may send for a small share of the time only: changes of "
                               "state may wait behind these commands."));
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *send = box->addButton(tr("Resend %n colours", nullptr, int(lamps.size())),
                                       QMessageBox::AcceptRole);
    connect(send, &QPushButton::clicked, this, [this, lamps] { Q_EMIT resendRequested(lamps); });
    box->open();
}

// --- Inspector -----------------------------------------------------------------------------------

void SpacesPage::openInspector(bool open)
{
    MapView &view = m_map->view();
    const bool shown = open && !view.selection().isEmpty();
    const bool opens = shown && m_inspector->isHidden();
    view.setHeld(true); // nothing moves under the pointer
    m_inspector->setVisible(shown);
    arrange();
    view.setHeld(false);
    if (opens)
        view.keepCurrentSeen();
}

void SpacesPage::showMenu(const QPoint &at)
{
    MapView &view = m_map->view();
    const MapHit hit = view.isEditing() ? MapHit() : view.scene().hitAt(at);
    if (!hit.isValid())
        return;
    const domain::SpaceId space = view.scene().idOf(hit);
    if (!view.selection().contains(space))
        view.select({space});
    openInspector(true);
    auto *menu = new SpaceMenu(view.selection(), m_model, *m_inspector, m_situation.isReadOnly(),
                               m_theme, this);
    menu->popup(view.mapToGlobal(at));
}

/// The inspector pushes the map, in a narrow window it lies over it, in a very narrow one over all
/// of it.
void SpacesPage::arrange()
{
    const int wanted = m_theme.scaled(window()->width() >= kWidePanelFrom ? 400 : 328);
    const bool shown = !m_inspector->isHidden();
    const bool overlay = window()->width() < kOverlayBelow;
    // Of less map nothing could be told.
    const int panel = overlay && width() - wanted < kLeastMap ? width() : wanted;
    const QRect content = rect().adjusted(0, 0, shown && !overlay ? -panel : 0, 0);
    m_map->setGeometry(content);
    m_notice->setGeometry(content);
    m_inspector->setGeometry(shown ? width() - panel : width(), 0, panel, height());
    m_inspector->raise();
    m_map->setCovered(shown && overlay && panel < width() ? panel : 0);
}

void SpacesPage::resizeEvent(QResizeEvent *)
{
    arrange();
}

// --- In the place of the map ---------------------------------------------------------------------

void SpacesPage::updateNotice()
{
    const bool hasMap = !m_situation.refusal() && m_loaded && m_model.count() > 0;
    if (!hasMap)
        m_notice->setContent(notice());
    const bool isNew = m_map->isHidden() == hasMap || !hasMap;
    m_map->setVisible(hasMap);
    m_notice->setVisible(!hasMap);
    setFocusProxy(hasMap ? m_map->focusProxy() : m_notice->focusProxy());
    if (isNew && !isHidden() && focusProxy() && !QApplication::activePopupWidget())
        focusProxy()->setFocus();
}

/// Blank while nothing is known yet.
NoticePage::Content SpacesPage::notice()
{
    if (m_situation.refusal())
        return refusedNotice(*m_situation.refusal());
    if (m_loaded)
        return emptyNotice();
    for (const domain::HealthCheck &check : m_situation.health().checks) {
        if (check.name == u"database" && check.level == domain::HealthLevel::Unhealthy)
            return {.icon = u"warning"_s,
                    .title = labels::text(check),
                    .text = labels::advice(check, m_situation.health()),
                    .details = check.detail};
    }
    return {};
}

NoticePage::Content SpacesPage::refusedNotice(const Error &refusal)
{
    NoticePage::Content content{.icon = u"warning"_s,
                                .title = tr("Smart Parking cannot start"),
                                .text = labels::text(refusal),
                                .details = refusal.detail};
    if (m_isPast)
        content.title = tr("This moment cannot be read");
    if (refusal.code == u"MIGRATION_NEEDED") {
        content.title = tr("This database has no tables yet");
        content.actions.append({tr("Make the tables"), [this] { Q_EMIT migrateRequested(); }});
    }
    content.actions.append({tr("Try again"), [this] { Q_EMIT retryRequested(); }});
    return content;
}

NoticePage::Content SpacesPage::emptyNotice()
{
    NoticePage::Content content{.icon = u"map"_s, .title = tr("No spaces yet"), .text = {}};
    if (m_isPast) {
        content.title = tr("No spaces in this archive");
        return content;
    }
    if (m_situation.isReadOnly()) {
        content.text = tr("An operator adds them.");
        return content;
    }
    content.text = tr("Import a CSV file, add them by hand, or start the demo.");
    content.actions = {{tr("Import a CSV file…"), [this] { Q_EMIT importRequested(); }},
                       {tr("Add spaces…"), [this] { Q_EMIT addSpacesRequested(); }},
                       {tr("Start the demo"), [this] { Q_EMIT demoRequested(); }}};
    return content;
}

} // namespace parking::ui

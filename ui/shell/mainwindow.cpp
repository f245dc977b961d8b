#include "shell/mainwindow.h"

#include "base/literals.h"
#include "labels.h"
#include "spaces/spacesdialogs.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMessageBox>
#include <QShortcut>
#include <QUndoCommand>
#include <QVBoxLayout>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kUndoLimit = 20;
constexpr int kIconsBelow = 1200;
constexpr int kWordsFrom = 2000;
constexpr int kOverlayBelow = 1200;
constexpr auto kBannerAfter = 30s;

/// Something that was done already: the first redo, which the stack runs, is left out.
class DoneCommand : public QUndoCommand {
public:
    DoneCommand(const QString &text, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(text), m_undo(std::move(undo)), m_redo(std::move(redo))
    {
    }
    void undo() override { m_undo(); }
    void redo() override
    {
        if (std::exchange(m_first, false))
            return;
        m_redo();
    }

private:
    std::function<void()> m_undo;
    std::function<void()> m_redo;
    bool m_first = true;
};

} // namespace

MainWindow::MainWindow(SiteModel &model, Theme &theme, QWidget *parent)
    : QMainWindow(parent), m_model(model), m_theme(theme), m_undo(this)
{
    setWindowTitle(tr("Smart Parking"));
    setMinimumSize(1024, 680);
    resize(1440, 900);
    m_undo.setUndoLimit(kUndoLimit);

    auto *central = new QWidget(this);
    m_rail = new Rail(theme, central);
    m_top = new TopBar(theme, central);
    buildBanner();
    m_body = new QWidget(central);
    m_body->installEventFilter(this);
    m_pages = new QStackedWidget(m_body);
    m_inspector = new Inspector(model, theme, m_body);
    m_inspector->hide();
    m_status = new StatusLine(theme, central);

    m_map = new MapPage(model, theme);
    m_downlinks = new DownlinksPage(model, theme);
    m_healthPage = new HealthPage(theme);
    addPage(u"map"_s, tr("Map"), m_map);
    addPage(u"lamp"_s, tr("Downlinks"), m_downlinks);
    addPage(u"health"_s, tr("Health"), m_healthPage);
    m_notice = new NoticePage(theme);
    m_pages->addWidget(m_notice);
    m_loaded = model.count() > 0;

    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_top);
    right->addWidget(m_banner);
    right->addWidget(m_body, 1);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_rail);
    upper->addLayout(right, 1);
    auto *all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(upper, 1);
    all->addWidget(m_status);
    setCentralWidget(central);
    m_toast = new Toast(theme, central);
    m_search = new SearchPopup(model, theme, this);

    connect(m_rail, &Rail::chosen, this, &MainWindow::showPage);
    connect(m_top, &TopBar::searchRequested, this, &MainWindow::openSearch);
    connect(m_status, &StatusLine::clicked, this, &MainWindow::showHealthPage);
    connect(m_search, &SearchPopup::chosen, this, [this](const domain::SpaceId &space) {
        showPage(0);
        m_map->view().reveal(space);
        m_map->view().setFocus();
    });
    connect(&m_map->view(), &MapView::selectionChanged, this,
            [this](const QSet<domain::SpaceId> &spaces) {
                m_inspector->setSelection(spaces);
                openInspector(!spaces.isEmpty());
            });
    connect(&m_map->view(), &MapView::activated, this, [this] { openInspector(true); });
    connect(&m_map->view(), &MapView::maintenanceRequested, this, [this] {
        openInspector(true);
        m_inspector->askMaintenance();
    });
    connect(m_map, &MapPage::placementsEdited, this, &MainWindow::placementsEdited);
    connect(m_map, &MapPage::floorEdited, this, &MainWindow::floorEdited);
    connect(m_map, &MapPage::pictureRefused, this, &MainWindow::showError);
    connect(m_inspector, &Inspector::closed, this, [this] { openInspector(false); });
    connect(m_downlinks, &DownlinksPage::spaceChosen, this, [this](const domain::SpaceId &space) {
        showPage(0);
        m_map->view().reveal(space);
    });
    connect(m_downlinks, &DownlinksPage::resendRequested, this, &MainWindow::resendRequested);
    connect(&m_map->view(), &MapView::resendRequested, this,
            [this] { Q_EMIT resendRequested(m_map->view().selection()); });
    connect(m_inspector, &Inspector::lampWanted, this, &MainWindow::lampWanted);
    connect(m_inspector, &Inspector::resendRequested, this, &MainWindow::resendRequested);
    connect(m_inspector, &Inspector::typeAccepted, this, &MainWindow::typeAccepted);
    connect(m_inspector, &Inspector::historyWanted, this, &MainWindow::historyWanted);
    connect(m_inspector, &Inspector::overrideRequested, this, &MainWindow::overrideRequested);
    connect(m_inspector, &Inspector::overrideCleared, this, &MainWindow::overrideCleared);
    connect(&model, &SiteModel::loaded, this, [this] {
        m_loaded = true;
        m_top->setSite(m_model.site().name);
        updateNotice();
    });
    m_top->setSite(model.site().name);
    addShortcuts();
    addCommands();
    showPage(0);
    arrange();
}

void MainWindow::addPage(const QString &icon, const QString &word, QWidget *page)
{
    RailButton *button = m_rail->addPage(icon, word);
    if (page == m_healthPage)
        m_healthButton = button;
    m_pages->addWidget(page);
    ++m_pageCount;
}

void MainWindow::buildBanner()
{
    m_banner = new QFrame(this);
    m_banner->setObjectName(u"banner"_s);
    m_banner->setMinimumHeight(40);
    m_bannerText = new QLabel(m_banner);
    m_bannerText->setWordWrap(true);
    auto *details = new QPushButton(tr("Details"), m_banner);
    details->setProperty("kind", u"link"_s);
    connect(details, &QPushButton::clicked, this, &MainWindow::showHealthPage);
    auto *layout = new QHBoxLayout(m_banner);
    layout->setContentsMargins(20, 4, 20, 4);
    layout->addWidget(m_bannerText, 1);
    layout->addWidget(details);
    m_banner->hide();
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto action) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    for (int page = 0; page < m_pageCount; ++page)
        add(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + page)), [this, page] { showPage(page); });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openSearch(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_I), [this] { openInspector(m_inspector->isHidden()); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Z), [this] { m_undo.undo(); });
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), [this] { m_undo.redo(); });
    add(QKeySequence(Qt::Key_F11), [this] { isFullScreen() ? showNormal() : showFullScreen(); });
    add(QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
    add(QKeySequence(Qt::Key_F6), [this] { focusPane(+1); });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { focusPane(-1); });
}

/// The next pane in reading order, at its first control.
void MainWindow::focusPane(int by)
{
    QList<QWidget *> panes{m_rail, m_top, m_pages->currentWidget()};
    if (m_inspector->isVisible())
        panes.append(m_inspector);
    qsizetype at = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focusWidget() && panes[i]->isAncestorOf(focusWidget()))
            at = i;
    }
    QWidget *pane = panes[(at + by + panes.size()) % panes.size()];
    if (pane->focusProxy()) {
        pane->focusProxy()->setFocus(Qt::TabFocusReason);
        return;
    }
    for (QWidget *w = pane->nextInFocusChain(); w != pane; w = w->nextInFocusChain()) {
        if (pane->isAncestorOf(w) && w->isVisible() && (w->focusPolicy() & Qt::TabFocus)) {
            w->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void MainWindow::showPage(int page)
{
    m_page = page;
    m_rail->setCurrent(page);
    m_pages->setCurrentIndex(page);
    updateNotice();
    arrange();
    if (page == 0 && m_pages->currentWidget() == m_map)
        m_map->view().setFocus();
    else if (QWidget *first = m_pages->currentWidget()->focusProxy())
        first->setFocus();
}

void MainWindow::addCommands()
{
    const auto mayEdit = [this] { return !m_readOnly && m_loaded; };
    m_search->setCommands(
        {{tr("Import spaces from a CSV file"),
          u"import"_s,
          {},
          [this] { Q_EMIT importRequested(); },
          mayEdit},
         {tr("Add spaces"), u"plus"_s, {}, [this] { Q_EMIT addSpacesRequested(); }, mayEdit},
         {tr("Light or dark"),
          u"moon"_s,
          {},
          [this] {
              m_theme.setChoice(m_theme.tokens().dark ? ThemeChoice::Light : ThemeChoice::Dark);
          }},
         {tr("Show Health"), u"health"_s, QKeySequence(Qt::CTRL | Qt::Key_3),
          [this] { showHealthPage(); }},
         {tr("Show downlinks"), u"lamp"_s, QKeySequence(Qt::CTRL | Qt::Key_2),
          [this] { showPage(m_pages->indexOf(m_downlinks)); }},
         {tr("Resend colour to all lamps of this floor"),
          u"lamp"_s,
          {},
          [this] { askFloorLamps(); },
          [this, mayEdit] { return mayEdit() && !m_map->view().place().floor.isEmpty(); }},
         {tr("Keys of this window"), u"info"_s, QKeySequence(Qt::Key_F1),
          [this] { showShortcuts(); }}});
}

void MainWindow::showHealthPage()
{
    showPage(m_pages->indexOf(m_healthPage));
}

/// Many commands at once cannot be taken back, so this asks.
void MainWindow::askFloorLamps()
{
    const MapPlace place = m_map->view().place();
    QSet<domain::SpaceId> lamps;
    for (int row = 0; row < m_model.count(); ++row) {
        const domain::Space &space = m_model.space(row);
        if (space.building == place.building && space.floor == place.floor && space.displayEui)
            lamps.insert(space.id);
    }
    if (lamps.isEmpty())
        return showNote(tr("No space of %1 has a lamp.").arg(place.floor));
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
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

void MainWindow::showShortcuts()
{
    auto *dialog = new ShortcutsDialog(m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// What stands in the place of the map; blank while nothing is known yet.
NoticePage::Content MainWindow::notice() const
{
    auto *self = const_cast<MainWindow *>(this);
    if (m_refusal) {
        NoticePage::Content content{.icon = u"warning"_s,
                                    .title = tr("Smart Parking cannot start"),
                                    .text = labels::text(*m_refusal),
                                    .details = m_refusal->detail};
        if (m_refusal->code == u"MIGRATION_NEEDED") {
            content.title = tr("This database has no tables yet");
            content.actions.append(
                {tr("Make the tables"), [self] { Q_EMIT self->migrateRequested(); }});
        }
        content.actions.append({tr("Try again"), [self] { Q_EMIT self->retryRequested(); }});
        return content;
    }
    if (!m_loaded) {
        for (const domain::HealthCheck &check : m_health.checks) {
            if (check.name == u"database" && check.level == domain::HealthLevel::Unhealthy)
                return {.icon = u"warning"_s,
                        .title = labels::text(check),
                        .text = labels::advice(check),
                        .details = check.detail};
        }
        return {};
    }
    return {.icon = u"map"_s,
            .title = tr("No spaces yet"),
            .text = m_readOnly ? tr("An operator adds them.")
                               : tr("Import a CSV file, add them by hand, or start the demo."),
            .actions = m_readOnly
                ? QList<NoticePage::Action>()
                : QList<NoticePage::Action>{
                    {tr("Import a CSV file…"), [self] { Q_EMIT self->importRequested(); }},
                    {tr("Add spaces…"), [self] { Q_EMIT self->addSpacesRequested(); }},
                    {tr("Start the demo"), [self] { Q_EMIT self->demoRequested(); }}}};
}

void MainWindow::updateNotice()
{
    const bool hasMap = !m_refusal && m_loaded && m_model.count() > 0;
    if (m_page != 0)
        return;
    if (!hasMap)
        m_notice->setContent(notice());
    QWidget *shown = hasMap ? static_cast<QWidget *>(m_map) : m_notice;
    if (m_pages->currentWidget() == shown && shown == m_map)
        return;
    m_pages->setCurrentWidget(shown);
    if (shown->focusProxy() && !m_search->isVisible())
        shown->focusProxy()->setFocus();
}

void MainWindow::showRefusal(const Error &error)
{
    m_refusal = error;
    updateNotice();
}

void MainWindow::setStarted()
{
    m_refusal.reset();
    updateNotice();
}

void MainWindow::openInspector(bool open)
{
    m_inspector->setVisible(open && !m_map->view().selection().isEmpty());
    arrange();
}

void MainWindow::openSearch()
{
    const QPushButton *field = m_top->search();
    m_search->open(field->mapToGlobal(QPoint(field->width() / 2, field->height() + 4)));
}

/// Sizes by UI.md, part 4: the inspector pushes the content, in a narrow window it lies over it.
void MainWindow::arrange()
{
    using enum RailButton::Form;
    m_rail->setForm(width() < kIconsBelow && width() < 1100 ? IconOnly
                        : width() >= kWordsFrom             ? IconBesideWord
                                                            : IconOverWord);
    const int panel = m_theme.scaled(width() >= kWordsFrom ? 400 : 328);
    const bool shown = !m_inspector->isHidden() && m_page == 0;
    const QRect body = m_body->rect();
    const bool overlay = width() < kOverlayBelow;
    m_pages->setGeometry(body.adjusted(0, 0, shown && !overlay ? -panel : 0, 0));
    m_inspector->setGeometry(shown ? body.right() + 1 - panel : body.right() + 1, 0, panel,
                             body.height());
    m_inspector->raise();
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_body && event->type() == QEvent::Resize)
        arrange();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_inspector->isHidden()) {
        if (!m_inspector->cancel())
            openInspector(false);
        m_map->view().setFocus();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

// --- What comes in -------------------------------------------------------------------------------

void MainWindow::showHealth(const domain::Health &health)
{
    m_health = health;
    m_status->setHealth(health);
    m_healthPage->setHealth(health);
    m_inspector->setHealth(health);
    m_downlinks->setHealth(health);
    int failing = 0;
    for (const domain::HealthCheck &check : health.checks)
        failing += check.level == domain::HealthLevel::Unhealthy;
    m_healthButton->setBadge(failing);
    if (!m_loaded)
        updateNotice();
    updateBanner();
}

void MainWindow::updateBanner()
{
    const domain::HealthCheck *worst = nullptr;
    bool stale = false; // lamps that cannot be reached make no state old
    for (const domain::HealthCheck &check : std::as_const(m_health.checks)) {
        if (check.level != domain::HealthLevel::Unhealthy || m_now - check.since < kBannerAfter)
            continue;
        if (!worst || check.name != u"chirpstack")
            worst = &check;
        stale = stale || check.name != u"chirpstack";
    }
    const bool shown = worst != nullptr;
    if (shown)
        m_bannerText->setText(
            tr("%1 Since %2. %3")
                .arg(labels::text(*worst), labels::clock(worst->since), labels::advice(*worst)));
    if (shown != m_banner->isVisible()) {
        m_banner->setVisible(shown);
        centralWidget()->layout()->activate();
        arrange();
    }
    m_map->view().setStale(stale);
}

void MainWindow::setNow(UtcTime now)
{
    m_now = now;
    m_model.setNow(now);
    m_inspector->refreshAges();
    m_status->setNow(now);
    m_downlinks->setNow(now);
    updateBanner();
}

void MainWindow::setRole(const QString &role, bool readOnly)
{
    m_readOnly = readOnly;
    m_top->setRole(role);
    m_map->setReadOnly(readOnly);
    m_inspector->setReadOnly(readOnly);
    m_downlinks->setReadOnly(readOnly);
}

void MainWindow::showError(const Error &error)
{
    m_toast->show(labels::text(error));
}

void MainWindow::showNote(const QString &text)
{
    m_toast->show(text);
}

void MainWindow::showDone(const QString &text, std::function<void()> undo,
                          std::function<void()> redo)
{
    m_undo.push(new DoneCommand(text, std::move(undo), std::move(redo)));
    m_toast->show(text, [this] { m_undo.undo(); });
}

} // namespace parking::ui

#include "spacelist/spacelistpage.h"

#include "base/literals.h"
#include "labels.h"
#include "spacelist/placesdialog.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QUrl>

#include <algorithm>

namespace parking::ui {

using domain::Space;
using domain::SpaceId;

namespace {

/// Why the spaces are not known; blank: they are about to be.
NoticePage::Content notKnown(const Situation &situation)
{
    const QString title = SpaceListPage::tr("The spaces are not known yet");
    if (situation.refusal())
        return {.icon = u"warning"_s, .title = title, .text = labels::text(*situation.refusal())};
    for (const domain::HealthCheck &check : situation.health().checks) {
        if (check.name == u"database" && check.level == domain::HealthLevel::Unhealthy)
            return {.icon = u"warning"_s,
                    .title = title,
                    .text = labels::text(check),
                    .details = check.detail};
    }
    return {};
}

/// Empty: what is dragged is none.
QString tableOf(const QMimeData &data)
{
    const QString path = data.urls().value(0).toLocalFile();
    const QStringList ends{u".csv"_s, u".tsv"_s, u".txt"_s};
    return std::any_of(ends.cbegin(), ends.cend(),
                       [&](const QString &end) { return path.endsWith(end, Qt::CaseInsensitive); })
        ? path
        : QString();
}

} // namespace

SpaceListPage::SpaceListPage(const SiteModel &site, const Situation &situation, const Theme &theme,
                             QWidget *parent)
    : QWidget(parent), m_site(site), m_situation(situation), m_theme(theme)
{
    m_rows = new SpaceRows(site, situation, this);
    m_filters = new SpaceFilters(site, theme, this);
    m_form = new SpaceForm(site, theme, this);
    m_form->hide();
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_filters);
    left->addWidget(makeBody(), 1);
    m_ticks = new SpaceTickBar(site, theme, this);
    left->addWidget(m_ticks);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addLayout(left, 1);
    columns->addWidget(m_form);
    m_list = new QWidget(this);
    auto *list = new QVBoxLayout(m_list);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(0);
    list->addWidget(makeHead());
    list->addLayout(columns, 1);
    m_importing = new ImportPage(theme, this);
    m_importing->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_importing);
    setAcceptDrops(true);
    setFocusProxy(m_table);
    connectImport();
    connectForm();
    connectTicks();
    connect(m_filters, &SpaceFilters::changed, this,
            [this] { m_rows->setFilter(m_filters->filter()); });
    connect(m_rows, &SpaceRows::shownChanged, this, &SpaceListPage::refresh);
    connect(m_table, &SpaceTable::chosenChanged, this, &SpaceListPage::onChosen);
    connect(m_table, &SpaceTable::opened, this, [this] {
        const QModelIndex current = m_table->currentIndex();
        if (current.isValid())
            m_table->choose(m_rows->space(current.row()).id);
        onChosen();
        m_form->findChild<QLineEdit *>(u"code"_s)->setFocus(Qt::OtherFocusReason);
    });
    connect(&situation, &Situation::roleChanged, this, &SpaceListPage::onRole);
    const auto onTrouble = [this] {
        if (m_site.site().id.isNull())
            refresh();
    };
    connect(&situation, &Situation::healthChanged, this, onTrouble);
    connect(&situation, &Situation::refusalChanged, this, onTrouble);
    connect(&site, &SiteModel::loaded, this, [this] {
        m_drafts.removeIf([this](const auto &kept) {
            return !kept.key().isNull() && m_site.rowOf(kept.key()) < 0;
        });
        followForm();
        refresh();
    });
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, this, [this] {
        closeImport();
        m_filters->search().setFocus(Qt::ShortcutFocusReason);
        m_filters->search().selectAll();
    });
    onRole();
    refresh();
}

// --- Parts ---------------------------------------------------------------------------------------

QWidget *SpaceListPage::makeHead()
{
    auto *head = new QFrame(this);
    head->setObjectName(u"pageHeader"_s);
    head->setMinimumHeight(m_theme.scaled(56));
    auto *title = makeLabel(head, {}, tr("Spaces"));
    setTextStyle(*title, "pageTitle"_L1);
    m_count = makeLabel(head, "secondary"_L1);
    m_import = new QPushButton(m_theme.icon(u"import"_s), tr("Import CSV"), head);
    auto *exporting = new QPushButton(tr("Export"), head);
    exporting->setToolTip(tr("Save the shown spaces as CSV, which can be imported again"));
    m_more = new QPushButton(m_theme.icon(u"more"_s), {}, head);
    m_more->setProperty("kind", u"square"_s);
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(tr("Columns, floors and zones, deleted spaces"));
    auto *menu = new QMenu(m_more);
    m_more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        if (!m_situation.isReadOnly()) {
            menu->addAction(tr("Floors and zones…"), this, &SpaceListPage::openPlaces);
            menu->addAction(tr("Deleted spaces…"), this, &SpaceListPage::deletedAsked);
            menu->addSeparator();
        }
        for (int column = SpaceRows::Place; column < SpaceRows::kColumns; ++column) {
            const auto which = SpaceRows::Column(column);
            QAction *act = menu->addAction(
                tr("Column %1")
                    .arg(m_rows->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()),
                this, [this, which] { m_table->setHidden(which, m_table->isColumnWanted(which)); });
            act->setCheckable(true);
            act->setChecked(m_table->isColumnWanted(which));
        }
    });
    m_new = new QPushButton(tr("New space"), head);
    connect(&m_theme, &Theme::changed, this, &SpaceListPage::refresh);
    m_new->setToolTip(tr("One space, or many in a row"));
    connect(m_import, &QPushButton::clicked, this, &SpaceListPage::openImport);
    connect(m_new, &QPushButton::clicked, this, [this] { newSpace(); });
    connect(exporting, &QPushButton::clicked, this, [this] {
        QList<Space> shown;
        for (int row = 0; row < m_rows->rowCount(); ++row)
            shown.append(m_rows->space(row));
        Q_EMIT exportAsked(shown);
    });
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addSpacing(8);
    layout->addWidget(m_count, 1);
    for (QPushButton *button : {m_import, exporting, m_more, m_new})
        layout->addWidget(button);
    return head;
}

QWidget *SpaceListPage::makeBody()
{
    auto *body = new QWidget(this);
    m_table = new SpaceTable(*m_rows, m_theme, body);
    m_notice = new NoticePage(m_theme, body);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notice, 1);
    return body;
}

void SpaceListPage::connectForm()
{
    connect(m_form, &SpaceForm::edited, this, &SpaceListPage::keepDraft);
    connect(m_form, &SpaceForm::saveAsked, this, &SpaceListPage::saveAsked);
    connect(m_form, &SpaceForm::showAsked, this, &SpaceListPage::showAsked);
    connect(m_form, &SpaceForm::closed, this, &SpaceListPage::closeForm);
    connect(m_form, &SpaceForm::discardAsked, this, [this] {
        const bool isNew = m_form->draft().isNew();
        m_drafts.remove(m_form->draft().before.id);
        markDrafts();
        if (isNew)
            closeForm();
        else
            onChosen();
    });
    connect(m_form, &SpaceForm::deleteAsked, this, [this](const SpaceId &id) {
        if (const int row = m_site.rowOf(id); row >= 0)
            Q_EMIT deleteAsked({m_site.space(row)});
    });
}

/// Nothing of it is written before the import is asked for, so it may always be left.
void SpaceListPage::connectImport()
{
    connect(m_importing, &ImportPage::closed, this, &SpaceListPage::closeImport);
    connect(m_importing, &ImportPage::showAsked, this, [this](const QSet<SpaceId> &spaces) {
        closeImport();
        m_filters->setFilter({.only = spaces});
    });
}

void SpaceListPage::connectTicks()
{
    connect(m_rows, &SpaceRows::ticksChanged, this, &SpaceListPage::refreshTicks);
    connect(m_ticks, &SpaceTickBar::clearAsked, m_rows, &SpaceRows::untickAll);
    connect(m_ticks, &SpaceTickBar::maintenanceAsked, this,
            [this] { Q_EMIT maintenanceAsked(tickedIds()); });
    connect(m_ticks, &SpaceTickBar::resendAsked, this, [this] { Q_EMIT resendAsked(tickedIds()); });
    connect(m_ticks, &SpaceTickBar::deleteAsked, this,
            [this] { Q_EMIT deleteAsked(m_rows->ticked()); });
    connect(m_ticks, &SpaceTickBar::moveAsked, this, [this](const domain::SitePlace &to) {
        const domain::SpacesChange change = domain::movedSpaces(m_rows->ticked(), to);
        if (change.isEmpty())
            return;
        const QString where = to.zone.isEmpty() ? to.floor : tr("%1 · %2").arg(to.floor, to.zone);
        Q_EMIT changeAsked(
            change, tr("%n spaces moved to %1", nullptr, int(change.spaces.size())).arg(where));
    });
    connect(m_ticks, &SpaceTickBar::featureAsked, this, [this](const QString &feature, bool has) {
        const domain::SpacesChange change = domain::featuredSpaces(m_rows->ticked(), feature, has);
        const int count = int(change.spaces.size());
        const QString word = labels::features({feature});
        Q_EMIT changeAsked(change,
                           has ? tr("%n spaces now have “%1”", nullptr, count).arg(word)
                               : tr("%n spaces no longer have “%1”", nullptr, count).arg(word));
    });
}

// --- The form ------------------------------------------------------------------------------------

void SpaceListPage::openForm(const SpaceDraft &draft)
{
    m_form->edit(draft);
    m_form->setDevices(m_rows->devices(), m_situation.now());
    m_form->show();
    refresh();
}

void SpaceListPage::closeForm()
{
    m_form->hide();
    m_table->chooseNone();
    m_table->setFocus(Qt::OtherFocusReason);
    refresh();
}

bool SpaceListPage::cancel()
{
    if (closeImport())
        return true;
    if (m_form->isHidden())
        return false;
    closeForm();
    return true;
}

void SpaceListPage::onChosen()
{
    const std::optional<SpaceId> space = m_table->chosen();
    const int row = space ? m_site.rowOf(*space) : -1;
    if (row < 0)
        return;
    SpaceDraft draft{.before = m_site.space(row), .space = m_site.space(row)};
    openForm(m_drafts.value(*space, draft));
}

/// What nobody typed over is what stands now: it was taken back, or somebody else changed it.
void SpaceListPage::followForm()
{
    const SpaceDraft &shown = m_form->draft();
    if (m_form->isHidden() || shown.isNew())
        return;
    const int row = m_site.rowOf(shown.before.id);
    if (row < 0)
        return closeForm(); // it was deleted, here or by somebody else
    const Space stands = m_site.space(row);
    if (!shown.isChanged() && !domain::saySame(stands, shown.before))
        m_form->edit({.before = stands, .space = stands});
}

void SpaceListPage::keepDraft()
{
    const SpaceDraft &draft = m_form->draft();
    if (draft.isChanged())
        m_drafts.insert(draft.before.id, draft);
    else
        m_drafts.remove(draft.before.id);
    markDrafts();
}

void SpaceListPage::markDrafts()
{
    const QList<SpaceId> kept = m_drafts.keys();
    m_rows->setDrafts({kept.cbegin(), kept.cend()});
}

void SpaceListPage::newSpace(const domain::SitePlace &there)
{
    if (m_situation.isReadOnly())
        return;
    closeImport();
    SpaceDraft draft;
    const std::optional<SpaceId> chosen = m_table->chosen();
    const int row = chosen ? m_site.rowOf(*chosen) : -1;
    if (row >= 0) {
        draft.space.building = m_site.space(row).building;
        draft.space.floor = m_site.space(row).floor;
        draft.space.zone = m_site.space(row).zone;
    } else if (!there.building.isEmpty()) {
        draft.space.building = there.building;
        draft.space.floor =
            there.floor.isEmpty() ? m_site.floorsOf(there.building).value(0) : there.floor;
    } else if (m_site.buildings().isEmpty()) {
        draft.space.building = tr("Main");
        draft.space.floor = u"G"_s;
    } else {
        draft.space.building = m_filters->filter().building;
        if (draft.space.building.isEmpty())
            draft.space.building = m_site.buildings().first();
        draft.space.floor = m_filters->filter().floor;
        if (draft.space.floor.isEmpty())
            draft.space.floor = m_site.floorsOf(draft.space.building).value(0);
    }
    draft.before = draft.space; // its id is null
    m_table->chooseNone();
    openForm(m_drafts.value(SpaceId(), draft));
    m_form->findChild<QLineEdit *>(u"code"_s)->setFocus(Qt::OtherFocusReason);
}

void SpaceListPage::setSaved(const SpaceDraft &draft, const QString &refusal)
{
    const bool isShown = !m_form->isHidden() && m_form->draft().before.id == draft.before.id;
    if (!refusal.isEmpty()) {
        if (isShown)
            m_form->setRefusal(refusal);
        return;
    }
    const auto kept = m_drafts.constFind(draft.before.id);
    if (kept == m_drafts.cend() || kept->holdsAs(draft)) {
        m_drafts.remove(draft.before.id);
    } else if (!draft.isNew()) { // typed on since, over what is stored now
        m_drafts.insert(draft.before.id,
                        {.before = draft.space, .space = kept->space, .count = kept->count});
    }
    markDrafts();
    if (!isShown)
        return;
    if (!draft.isNew())
        m_form->edit(m_drafts.value(draft.before.id, {draft.space, draft.space, 1}));
    else if (m_form->draft().holdsAs(draft))
        closeForm();
    refresh();
}

void SpaceListPage::setStanding(const Space &standing, const QString &words)
{
    if (!m_form->isHidden() && m_form->draft().before.id == standing.id)
        m_form->setStanding(standing, words);
}

// --- Contents ------------------------------------------------------------------------------------

void SpaceListPage::setDevices(const domain::SpaceDevices &devices)
{
    m_rows->setDevices(devices);
    m_form->setDevices(devices.devices, m_situation.now());
}

/// Whoever may change nothing imports nothing.
void SpaceListPage::openImport()
{
    if (m_situation.isReadOnly())
        return;
    m_list->hide();
    setFocusProxy(m_importing);
    m_importing->show();
    m_importing->begin();
    Q_EMIT importOpened();
}

bool SpaceListPage::closeImport()
{
    if (m_importing->isHidden())
        return false;
    m_importing->hide();
    m_list->show();
    setFocusProxy(m_table);
    if (isVisible())
        m_table->setFocus(Qt::OtherFocusReason);
    return true;
}

QList<QWidget *> SpaceListPage::panes() const
{
    return m_importing->isHidden() ? QList<QWidget *>{m_filters, m_table, m_form}
                                   : m_importing->panes();
}

/// A table that is dropped anywhere on the page is one to import.
void SpaceListPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_situation.isReadOnly() && !tableOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SpaceListPage::dropEvent(QDropEvent *event)
{
    const QString path = tableOf(*event->mimeData());
    event->acceptProposedAction();
    if (m_importing->isHidden())
        openImport();
    Q_EMIT tableDropped(path);
}

void SpaceListPage::openPlaces()
{
    auto *dialog = new PlacesDialog(m_site, m_theme, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PlacesDialog::changeAsked, this, &SpaceListPage::changeAsked);
    connect(dialog, &PlacesDialog::orderAsked, this, &SpaceListPage::orderAsked);
    dialog->open();
}

void SpaceListPage::refreshTicks()
{
    const QList<Space> ticked = m_rows->ticked();
    const auto isHidden = [this](const Space &space) { return m_rows->rowOf(space.id) < 0; };
    m_ticks->setTicked(ticked, int(std::count_if(ticked.cbegin(), ticked.cend(), isHidden)));
}

QSet<SpaceId> SpaceListPage::tickedIds() const
{
    QSet<SpaceId> ids;
    for (const Space &space : m_rows->ticked())
        ids.insert(space.id);
    return ids;
}

void SpaceListPage::onRole()
{
    const bool readOnly = m_situation.isReadOnly();
    if (readOnly)
        closeImport();
    m_rows->setReadOnly(readOnly);
    m_form->setReadOnly(readOnly);
    m_import->setVisible(!readOnly);
    m_new->setVisible(!readOnly);
    refresh();
}

void SpaceListPage::refresh()
{
    const int shown = m_rows->rowCount();
    const int buildings = int(m_site.buildings().size());
    m_count->setText(m_site.count() == 0 ? QString()
                         : buildings > 1
                         ? tr("%1 on %2 buildings")
                               .arg(labels::number(m_site.count()), labels::number(buildings))
                         : labels::number(m_site.count()));
    m_ticks->setShown(shown);
    refreshTicks();
    m_table->setVisible(shown > 0);
    m_notice->setVisible(shown == 0);
    // While the form is open its button is the primary one.
    const bool isPrimary = m_form->isHidden();
    m_new->setProperty("kind", isPrimary ? u"primary"_s : QString());
    m_new->setIcon(isPrimary ? QIcon(m_theme.pixmap(u"plus"_s, 16, m_theme.tokens().accentText,
                                                    devicePixelRatioF()))
                             : m_theme.icon(u"plus"_s));
    m_new->style()->unpolish(m_new);
    m_new->style()->polish(m_new);
    if (shown > 0)
        return;
    if (m_site.count() > 0)
        return m_notice->setContent(
            {.icon = u"search"_s,
             .title = tr("No space passes this filter"),
             .text = tr("%n spaces are there.", nullptr, m_site.count()),
             .actions = {{tr("Clear filter"), [this] { m_filters->setFilter({}); }}}});
    if (m_site.site().id.isNull()) // nobody told yet: it is not known that there are none
        return m_notice->setContent(notKnown(m_situation));
    NoticePage::Content content{.icon = u"spaces"_s, .title = tr("No spaces yet"), .text = {}};
    if (m_situation.isReadOnly()) {
        content.text = tr("An operator adds them.");
    } else {
        content.text = tr("Add a row of them here, or import a CSV file.");
        content.actions = {{tr("New space"), [this] { newSpace(); }},
                           {tr("Import CSV"), [this] { openImport(); }}};
    }
    m_notice->setContent(content);
}

void SpaceListPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT devicesWanted();
}

} // namespace parking::ui

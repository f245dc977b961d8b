#include "lamps/downlinkspage.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/downlinkshead.h"
#include "lamps/downlinktable.h"
#include "lamps/emptyledger.h"
#include "lamps/troublelist.h"
#include "widgets/role.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kPace = 2s; ///< between two questions because something moved
constexpr Milliseconds kTyping = 300ms;
constexpr Milliseconds kPatience = 30s; ///< a question is then taken as lost
constexpr int kMost = 1000; ///< rows that one question may ask for

} // namespace

DownlinksPage::DownlinksPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                             QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme), m_ask(this)
{
    m_rows = new DownlinkModel(
        situation, theme,
        [&model](const domain::SpaceId &space) {
            const int row = model.rowOf(space);
            return row < 0 ? QString() : model.space(row).code;
        },
        this);
    m_head = new DownlinksHead(theme, this);
    m_troubles = new TroubleList(situation, theme, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 12);
    layout->setSpacing(12);
    layout->addWidget(m_troubles);
    layout->addWidget(m_head);
    layout->addWidget(makeBody(), 1);
    layout->addLayout(makeFooter());
    setFocusProxy(m_table);
    m_ask.setObjectName(u"ask"_s);
    m_ask.setSingleShot(true);
    connect(&m_ask, &QTimer::timeout, this, [this] { ask(m_isKnown ? Haste::Moved : Haste::Now); });
    connect(m_head, &DownlinksHead::changed, this, &DownlinksPage::askAnew);
    connect(m_head, &DownlinksHead::typed, this, [this] { ask(Haste::Typing); });
    connect(m_troubles, &TroubleList::lampChosen, this, &DownlinksPage::lampChosen);
    connect(m_troubles, &TroubleList::allWanted, this, &DownlinksPage::showAmiss);
    connect(m_rows, &DownlinkModel::olderWanted, this, &DownlinksPage::askOlder);
    connect(&situation, &Situation::healthChanged, this, &DownlinksPage::onHealth);
    connect(&situation, &Situation::roleChanged, this, &DownlinksPage::updateActions);
    updateBody();
    updateActions();
}

// --- Parts ---------------------------------------------------------------------------------------

QWidget *DownlinksPage::makeBody()
{
    auto *body = new QWidget(this);
    m_card = new QFrame(body);
    m_card->setObjectName(u"card"_s);
    makeTable();
    auto *inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(1, 4, 1, 4); // inside of the card's round corners
    inside->addWidget(m_table);
    m_notice = new NoticePage(m_theme, body);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    layout->addWidget(m_notice);
    return body;
}

void DownlinksPage::makeTable()
{
    m_table = new DownlinkTable(*m_rows, m_theme, m_card);
    connect(m_table, &QTableView::customContextMenuRequested, this, &DownlinksPage::showMenu);
    connect(m_table, &DownlinkTable::gatheredWanted, this, &DownlinksPage::askGathered);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DownlinksPage::updateActions);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const domain::SpaceId space = m_rows->row(index.row()).spaceId;
        if (m_model.rowOf(space) >= 0)
            Q_EMIT spaceChosen(space);
    });
    connect(m_rows, &QAbstractItemModel::modelReset, this, &DownlinksPage::updateActions);
}

QLayout *DownlinksPage::makeFooter()
{
    m_footer = makeLabel(this, "secondary"_L1);
    m_footer->setWordWrap(true);
    m_show = new QPushButton(m_theme.icon(u"map"_s), tr("Show on map"), this);
    m_resend = new QPushButton(m_theme.icon(u"lamp"_s), tr("Resend colour"), this);
    connect(m_show, &QPushButton::clicked, this, [this] {
        const auto spaces = selectedSpaces();
        if (!spaces.isEmpty())
            Q_EMIT spaceChosen(*spaces.cbegin());
    });
    connect(m_resend, &QPushButton::clicked, this,
            [this] { Q_EMIT resendRequested(selectedSpaces()); });
    auto *footer = new QHBoxLayout;
    footer->setSpacing(12);
    footer->addWidget(m_footer, 1);
    footer->addWidget(m_show);
    footer->addWidget(m_resend);
    return footer;
}

void DownlinksPage::showMenu(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool hasSpace = !selectedSpaces().isEmpty();
    menu->addAction(m_show->text(), m_show, &QPushButton::click)->setEnabled(hasSpace);
    if (!m_situation.isReadOnly())
        menu->addAction(m_resend->text(), m_resend, &QPushButton::click)->setEnabled(hasSpace);
    menu->addSeparator();
    menu->addAction(tr("Open this lamp"), this,
                    [this, eui = m_rows->row(index.row()).devEui] { Q_EMIT lampChosen(eui); });
    menu->addAction(tr("Copy DevEUI"), this, [eui = m_rows->row(index.row()).devEui] {
        QGuiApplication::clipboard()->setText(eui.toString());
    });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

// --- Asking --------------------------------------------------------------------------------------

domain::DownlinkFilter DownlinksPage::filter() const
{
    return m_head->filter(m_situation.now());
}

bool DownlinksPage::isAmissOnly() const
{
    return m_head->isAmissOnly();
}

void DownlinksPage::showAmiss()
{
    m_head->showAmiss();
}

void DownlinksPage::refresh()
{
    ask(Haste::Moved);
}

void DownlinksPage::askAnew()
{
    m_isKnown = false;
    ask(Haste::Now);
}

void DownlinksPage::askGathered()
{
    m_mayReplace = true;
    ask(Haste::Now);
}

void DownlinksPage::askOlder(qint64 before)
{
    begin();
    Q_EMIT olderWanted(filter(), before);
}

void DownlinksPage::begin()
{
    m_ask.stop();
    m_asked.start();
    m_isAnswered = false;
    ++m_question;
}

/// What a person changed is asked for soon; what only moved waits its time and for the last answer.
void DownlinksPage::ask(Haste haste)
{
    if (!isVisible())
        return;
    const Milliseconds passed =
        m_asked.isValid() ? Milliseconds(m_asked.elapsed()) : Milliseconds(kPatience);
    if (haste == Haste::Typing) {
        m_isKnown = false;
        return m_ask.start(kTyping);
    }
    const Milliseconds until = m_isAnswered ? kPace : kPatience;
    if (haste == Haste::Moved && passed < until) {
        if (!m_ask.isActive())
            m_ask.start(until - passed);
        return;
    }
    m_rows->giveUpOlder(); // its answer would be to an older question
    begin();
    if (haste == Haste::Moved && m_isKnown && !m_mayReplace && m_table->isBeingRead()) {
        const qint64 oldest = m_rows->row(m_rows->rowCount() - 1).sequence;
        Q_EMIT newsWanted({.filter = filter(), .oldest = oldest, .seen = m_table->inSight()});
        return;
    }
    const int shown = m_mayReplace && m_isKnown ? m_rows->rowCount() + m_gathered : 0;
    Q_EMIT wanted(filter(), std::clamp(shown, kShown, kMost));
}

void DownlinksPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask(m_isKnown && m_table->isBeingRead() ? Haste::Moved : Haste::Now);
}

bool DownlinksPage::cancel()
{
    if (!m_table->selectionModel()->hasSelection())
        return false;
    m_table->clearSelection();
    return true;
}

// --- Answers -------------------------------------------------------------------------------------

void DownlinksPage::setPage(const domain::DownlinkPage &page)
{
    if (m_isKnown && !m_mayReplace && m_table->isBeingRead() && !page.rows.isEmpty()) {
        // Somebody began to read after the question: nothing moves now either.
        QSet<domain::DownlinkId> ids;
        for (const domain::Downlink &row : page.rows)
            ids.insert(row.id);
        m_rows->update(page.rows);
        for (int row = 0; row < m_rows->rowCount(); ++row) {
            if (m_rows->row(row).sequence < page.rows.last().sequence)
                ids.insert(m_rows->row(row).id);
        }
        take(ids, m_rows->rowOf(page.rows.last().id) < 0);
    } else {
        const QList<domain::DownlinkId> chosen = m_table->chosen();
        m_rows->setRows(page.rows, page.total > page.rows.size());
        m_table->choose(chosen);
        m_table->scrollToTop();
        m_isKnown = true;
        m_mayReplace = false;
        m_gathered = 0;
        m_table->setGathered(0);
    }
    setTotals(page.totals, page.total);
}

void DownlinksPage::setOlder(const QList<domain::Downlink> &rows)
{
    m_isAnswered = true;
    m_failure.clear();
    m_rows->addOlder(rows);
    updateActions();
}

void DownlinksPage::setNews(const domain::DownlinkNews &news)
{
    m_rows->update(news.seen);
    take(news.matching, news.matching.size() >= domain::DownlinkNews::kMostMatching);
    setTotals(news.totals, news.total);
}

/// What the filter finds of the time that the list covers.
void DownlinksPage::take(const QSet<domain::DownlinkId> &matching, bool more)
{
    m_rows->setMatching(matching);
    m_gathered =
        int(std::count_if(matching.cbegin(), matching.cend(),
                          [this](const domain::DownlinkId &id) { return m_rows->rowOf(id) < 0; }));
    m_table->setGathered(m_gathered, more);
}

void DownlinksPage::setTotals(const domain::DownlinkTotals &totals, qint64 total)
{
    m_isAnswered = true;
    m_failure.clear();
    m_total = total;
    m_head->setTotals(totals);
    updateBody();
    updateActions();
}

void DownlinksPage::setAmiss(int lamps, int uncommanded)
{
    m_uncommanded = uncommanded;
    m_head->setAmiss(lamps);
    updateFooter();
}

void DownlinksPage::setTroubles(const QList<domain::LampTrouble> &troubles)
{
    m_troubles->setTroubles(troubles);
}

void DownlinksPage::setFailed(const QString &words)
{
    m_isAnswered = true;
    m_failure = words;
    m_rows->giveUpOlder();
    m_troubles->setTroubles({}); // nobody knows
    if (!m_isKnown)
        m_head->setUnknown();
    updateBody();
    updateActions();
}

/// When the database comes back what stood still is asked for.
void DownlinksPage::onHealth()
{
    const bool isAway = isDatabaseAway();
    if (m_wasAway && !isAway)
        ask(Haste::Moved);
    m_wasAway = isAway;
    updateBody();
    updateFooter();
}

bool DownlinksPage::isDatabaseAway() const
{
    const QList<domain::HealthCheck> &checks = m_situation.health().checks;
    return std::any_of(checks.cbegin(), checks.cend(), [](const domain::HealthCheck &check) {
        return check.name == u"database" && check.level == domain::HealthLevel::Unhealthy;
    });
}

// --- Contents ------------------------------------------------------------------------------------

/// The rows, or in their place why there are none.
void DownlinksPage::updateBody()
{
    const bool hasRows = m_rows->rowCount() > 0 && (m_isKnown || m_failure.isEmpty());
    m_card->setVisible(hasRows);
    m_notice->setVisible(!hasRows);
    if (!hasRows)
        m_notice->setContent(notice());
}

NoticePage::Content DownlinksPage::notice()
{
    if (m_failure.isEmpty() && !isDatabaseAway())
        return m_isKnown ? emptyNotice() : NoticePage::Content{};
    return {.icon = u"warning"_s,
            .title = tr("Nobody knows what was commanded"),
            .text = m_failure.isEmpty() ? tr("The database does not answer.") : m_failure,
            .actions = {{tr("Try again"), [this] { ask(Haste::Now); }}}};
}

NoticePage::Content DownlinksPage::emptyNotice()
{
    return noticeOf({.isAmissOnly = isAmissOnly(),
                     .uncommanded = m_uncommanded,
                     .isFiltered = m_head->isFiltered(),
                     .hasPeriod = m_head->hasPeriod(),
                     .showAll = [this] { m_head->clearFilter(); },
                     .showAllTimes = [this] { m_head->showAllTimes(); }},
                    m_situation.health());
}

QSet<domain::SpaceId> DownlinksPage::selectedSpaces() const
{
    QSet<domain::SpaceId> spaces;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        const domain::SpaceId space = m_rows->row(index.row()).spaceId;
        if (m_model.rowOf(space) >= 0)
            spaces.insert(space);
    }
    return spaces;
}

void DownlinksPage::updateActions()
{
    const int count = int(selectedSpaces().size());
    const bool hasRows = m_rows->rowCount() > 0 && !m_card->isHidden();
    m_show->setVisible(hasRows);
    m_show->setEnabled(count > 0);
    m_resend->setVisible(!m_situation.isReadOnly() && hasRows);
    m_resend->setEnabled(count > 0);
    m_resend->setText(count > 1 ? tr("Resend %n colours", nullptr, count) : tr("Resend colour"));
    updateFooter();
}

void DownlinksPage::updateFooter()
{
    const int shown = m_rows->rowCount();
    if (!m_failure.isEmpty() || isDatabaseAway()) {
        setRole(*m_footer, "danger"_L1);
        m_footer->setText(m_card->isHidden() ? QString()
                              : m_failure.isEmpty()
                              ? tr("The database does not answer: what is shown may be old.")
                              : m_failure);
        return;
    }
    setRole(*m_footer, "secondary"_L1);
    QStringList words;
    if (shown > 0 && m_isKnown)
        words.append(m_total > shown ? tr("%1 of %2 commands, newest first")
                                           .arg(labels::number(shown), labels::number(int(m_total)))
                                     : tr("%n commands", nullptr, int(m_total)));
    if (const qsizetype chosen = m_table->selectionModel()->selectedRows().size(); chosen > 0)
        words.append(tr("%1 chosen").arg(labels::number(int(chosen))));
    if (isAmissOnly() && m_uncommanded > 0)
        words.append(tr("%n lamps were never commanded: see the map", nullptr, m_uncommanded));
    m_footer->setText(words.join(u" · "_s));
}

} // namespace parking::ui

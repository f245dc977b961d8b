#include "events/eventspage.h"

#include "base/csv.h"
#include "base/literals.h"
#include "bookings/menuchip.h"
#include "events/payloadview.h"
#include "labels.h"
#include "widgets/role.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

namespace parking::ui {

using domain::EventKind;
using domain::EventLevel;

namespace {

constexpr auto kPointed = std::chrono::seconds(10); ///< so long a pointer that moved holds the list

} // namespace

EventsPage::EventsPage(const SiteModel &site, const Situation &situation, const Theme &theme,
                       QWidget *parent)
    : QWidget(parent), m_site(site), m_situation(situation), m_theme(theme)
{
    m_events = new EventModel(site, this);
    m_detail = new EventDetail(*m_events, situation, theme, this);
    m_detail->hide();
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(makeFilters());
    left->addWidget(makeBar());
    m_table = new EventTable(*m_events, theme, this);
    m_notice = new NoticePage(theme, this);
    left->addWidget(m_table, 1);
    left->addWidget(m_notice, 1);
    auto *foot = new QFrame(this);
    foot->setObjectName(u"statusBar"_s);
    foot->setMinimumHeight(theme.scaled(36));
    m_footer = makeLabel(foot, "secondary"_L1);
    m_anew = new QPushButton(tr("Read them"), foot);
    m_anew->setToolTip(tr("Begins the list anew, with what was left out"));
    m_older = new QPushButton(tr("Older events from the database"), foot);
    for (QPushButton *link : {m_anew, m_older})
        link->setProperty("kind", u"link"_s);
    auto *line = new QHBoxLayout(foot);
    line->setContentsMargins(20, 0, 20, 0);
    line->addWidget(m_footer, 1);
    line->addWidget(m_anew);
    line->addWidget(m_older);
    left->addWidget(foot);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addLayout(left, 1);
    columns->addWidget(m_detail);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addLayout(columns, 1);
    setFocusProxy(m_table);
    connect(m_older, &QPushButton::clicked, this, [this] { askOlder(false); });
    connect(m_anew, &QPushButton::clicked, this, &EventsPage::startAnew);
    m_table->viewport()->installEventFilter(this);
    m_table->viewport()->setMouseTracking(true);
    connect(&situation, &Situation::nowChanged, this, [this] {
        if (m_events->isHeld())
            updateHold(); // the pointer may rest by now
    });
    connect(m_table, &EventTable::chosenChanged, this, &EventsPage::onChosen);
    connect(m_table, &EventTable::pauseAsked, this, [this] { setPaused(!isPaused()); });
    connect(m_table, &EventTable::copyAsked, this, &EventsPage::copyRow);
    connect(m_table, &EventTable::copyPayloadAsked, this, [this] {
        const int row = m_table->currentIndex().row();
        if (row < 0)
            return;
        if (const auto *reading = std::get_if<domain::Reading>(&m_events->event(row).body))
            copyPayload(reading->payload);
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &EventsPage::updateHold);
    connect(m_events, &EventModel::waitingChanged, this, &EventsPage::refreshBar);
    connect(m_events, &EventModel::countsChanged, this, &EventsPage::refresh);
    connect(&site, &SiteModel::loaded, this, &EventsPage::fillMenus);
    connect(&situation, &Situation::healthChanged, this, [this] {
        if (m_events->rowCount() == 0)
            refresh();
    });
    connectDetail();
    fillMenus();
    refresh();
    refreshBar();
}

// --- What is shown -------------------------------------------------------------------------------

void EventsPage::onFilter()
{
    m_filter.off.clear();
    for (int i = 0; i < m_chips.size(); ++i) {
        if (!m_chips[i]->isChecked())
            m_filter.off.insert(domain::kEventKinds[i]);
    }
    m_filter.text = m_text->text().trimmed();
    m_place->setChosen(m_filter.building.isEmpty() ? tr("All buildings") : m_filter.building,
                       !m_filter.building.isEmpty());
    m_level->setChosen(labels::text(m_filter.level), m_filter.level != EventLevel::Info);
    m_events->setFilter(m_filter);
    refresh();
}

/// One space or one device: its own index finds what is far back.
void EventsPage::seek()
{
    const QString text = m_text->text().trimmed();
    domain::EventSearch search;
    for (const domain::Space &space : m_site.spaces()) {
        if (space.code.compare(text, Qt::CaseInsensitive) == 0)
            search.space = space.id;
    }
    if (!search.space) {
        if (const Result<domain::DevEui> eui = domain::DevEui::normalize(text))
            search.device = *eui;
        for (auto it = m_events->names().devices.cbegin(); it != m_events->names().devices.cend();
             ++it) {
            if (it.value().compare(text, Qt::CaseInsensitive) == 0)
                search.device = it.key();
        }
    }
    if (search == m_search)
        return;
    m_search = search;
    startAnew();
}

/// The newest page, and older ones behind it: nothing is left out any more.
void EventsPage::startAnew()
{
    m_hasMissed = false;
    m_detail->hide();
    m_table->chooseNone();
    m_events->clear();
    m_hasOlder = true;
    askOlder(true);
}

void EventsPage::askOlder(bool fromStart)
{
    m_isAsking = true;
    m_olderFailure.clear();
    refresh();
    Q_EMIT olderWanted(fromStart);
}

void EventsPage::add(const QList<domain::SiteEvent> &events)
{
    if (!m_search.isAll()) // what is looked for is the past of one of them
        return;
    updateHold();
    m_events->add(events);
}

void EventsPage::setMissed(bool missed)
{
    if (!m_search.isAll()) // nothing of it is shown
        return;
    if (std::exchange(m_hasMissed, m_hasMissed || missed) != m_hasMissed)
        refresh();
}

void EventsPage::addOlder(const domain::EventPage &page)
{
    m_isAsking = false;
    m_events->addOlder(page.events);
    m_hasOlder = page.hasMore;
    m_olderFailure.clear();
    refresh();
}

void EventsPage::setFailed(const QString &words)
{
    if (words == m_failure)
        return;
    m_failure = words;
    refresh();
}

void EventsPage::setOlderFailed(const QString &words)
{
    m_isAsking = false;
    m_olderFailure = words;
    refresh();
}

void EventsPage::setPaused(bool paused)
{
    if (paused == isPaused())
        return;
    m_pausedAt = paused ? std::optional(m_situation.now()) : std::nullopt;
    if (!paused) {
        m_detail->hide();
        m_table->chooseNone();
        m_table->scrollToTop();
    }
    updateHold();
    refresh();
    refreshBar();
}

bool EventsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport()
        && (event->type() == QEvent::MouseMove || event->type() == QEvent::Wheel)) {
        m_pointedAt = m_situation.now();
        updateHold();
    }
    return QWidget::eventFilter(watched, event);
}

/// Where a pointer merely rests nobody points.
bool EventsPage::isPointedAt() const
{
    const bool isOver =
        m_bar->underMouse() || (m_table->viewport()->underMouse() && m_table->isVisible());
    return isOver && m_pointedAt && m_situation.now() - *m_pointedAt < kPointed
        && QApplication::activeWindow() == window();
}

/// Nothing moves under the pointer, or in the row that is read.
void EventsPage::updateHold()
{
    const bool held = isPaused() || m_table->chosen().has_value()
        || m_table->verticalScrollBar()->value() > 0 || isPointedAt();
    if (held && !m_events->isHeld())
        m_heldAt = m_situation.now();
    if (!held && m_events->isHeld() && m_events->waiting() == 0)
        m_events->setHeld(false);
    else if (held)
        m_events->setHeld(true);
    else
        m_events->setHeld(false);
}

void EventsPage::onChosen()
{
    const int row = m_table->chosen() ? m_events->rowOf(*m_table->chosen()) : -1;
    if (row < 0)
        return;
    m_detail->setEvent(m_events->event(row));
    m_detail->show();
    updateHold();
}

bool EventsPage::cancel()
{
    if (!m_detail->isHidden()) {
        m_detail->hide();
        m_table->chooseNone();
        m_table->setFocus(Qt::OtherFocusReason);
        updateHold();
        return true;
    }
    if (m_search.isAll())
        return false;
    m_text->clear();
    seek();
    return true;
}

void EventsPage::letterGone(qint64 letter)
{
    m_detail->hide();
    m_table->chooseNone();
    m_events->remove(u"l%1"_s.arg(letter));
}

void EventsPage::refreshBar()
{
    const int waiting = m_events->waiting();
    m_bar->setVisible(waiting > 0);
    const int warnings = m_events->waitingWarnings();
    const QString since = labels::millisecond(m_pausedAt.value_or(m_heldAt)).left(8);
    m_barWords->setText(warnings > 0
                            ? tr("%1 new since %2, %3 of them warnings")
                                  .arg(labels::number(waiting), since, labels::number(warnings))
                            : tr("%1 new since %2").arg(labels::number(waiting), since));
    m_pill->setVisible(isPaused());
    if (m_pausedAt)
        m_pill->setText(tr("Paused at %1").arg(labels::millisecond(*m_pausedAt).left(8)));
    m_pause->setText(isPaused() ? tr("Resume") : tr("Pause"));
    m_pause->setIcon(isPaused() ? QIcon() : m_theme.icon(u"pause"_s)); // none on the accent
    m_pause->setProperty("kind", isPaused() ? u"primary"_s : QString());
    m_pause->style()->unpolish(m_pause);
    m_pause->style()->polish(m_pause);
}

void EventsPage::refresh()
{
    for (int i = 0; i < m_chips.size(); ++i)
        m_chips[i]->setText(
            tr("%1  %2").arg(labels::texts(domain::kEventKinds[i]),
                             labels::number(m_events->countOf(domain::kEventKinds[i]))));
    const int shown = m_events->rowCount();
    m_table->setVisible(shown > 0);
    m_notice->setVisible(shown == 0);
    m_older->setVisible(m_hasOlder || m_events->trimmed());
    m_older->setEnabled(!m_isAsking);
    m_older->setText(m_isAsking ? tr("Reading…") : tr("Older events from the database"));
    const auto oldest = m_events->oldest();
    QString words = tr("%1 events, %2 pass the filter")
                        .arg(labels::number(int(m_events->kept())), labels::number(shown));
    if (oldest)
        words = tr("%1 · oldest %2").arg(words, labels::dayAndClock(*oldest));
    if (m_hasMissed)
        words = tr("%1 · too many came at once, the database has the rest").arg(words);
    m_anew->setVisible(m_hasMissed);
    const QString failure = m_olderFailure.isEmpty() ? m_failure : m_olderFailure;
    setRole(*m_footer, failure.isEmpty() ? "secondary"_L1 : "danger"_L1);
    m_footer->setText(failure.isEmpty() ? words : failure);
    if (shown > 0)
        return;
    NoticePage::Content content{.icon = u"events"_s, .title = tr("Nothing yet"), .text = {}};
    if (!failure.isEmpty()) {
        content = {
            .icon = u"warning"_s, .title = tr("What happened is not known"), .text = failure};
        if (!m_olderFailure.isEmpty())
            content.actions = {{tr("Try again"), [this] { askOlder(m_events->kept() == 0); }}};
    } else if (m_isAsking) {
        content = {};
    } else if (m_events->kept() > 0 || !m_filter.isEmpty()) {
        QStringList off;
        for (const EventKind kind : domain::kEventKinds) {
            if (m_filter.off.contains(kind))
                off.append(labels::texts(kind));
        }
        content = {.icon = u"search"_s,
                   .title = tr("No event passes this filter"),
                   .text = off.isEmpty() ? tr("Press Enter to look for a space or a device in the "
                                              "database.")
                                         : tr("Not shown: %1").arg(off.join(u", "_s)),
                   .actions = {{tr("Clear filter"), [this] {
                                    for (QPushButton *chip : std::as_const(m_chips))
                                        chip->setChecked(true);
                                    m_filter = {};
                                    m_text->clear();
                                    onFilter();
                                }}}};
    } else {
        content.text = tr("Events appear here as they arrive.");
        for (const domain::HealthCheck &check : m_situation.health().checks) {
            if (check.name == u"mqtt")
                content.text =
                    tr("Events appear here as they arrive. Broker: %1").arg(labels::text(check));
        }
    }
    m_notice->setContent(content);
}

// --- Copies --------------------------------------------------------------------------------------

void EventsPage::copyRow()
{
    const int row = m_table->currentIndex().row();
    if (row < 0)
        return;
    QStringList cells;
    for (int column = 0; column < EventModel::kColumns; ++column)
        cells.append(m_events->index(row, column).data().toString());
    QApplication::clipboard()->setText(cells.join(u'\t'));
    Q_EMIT copied(tr("The row is on the clipboard"));
}

void EventsPage::copyPayload(const QByteArray &bytes)
{
    QApplication::clipboard()->setText(QString::fromLatin1(bytes.toHex()));
    Q_EMIT copied(tr("The payload is on the clipboard, as hex"));
}

/// Nobody's name is in it: the rows have none.
QByteArray EventsPage::csv() const
{
    QStringList lines{csvLine({u"time"_s, u"type"_s, u"level"_s, u"subject"_s, u"device"_s,
                               u"what"_s, u"gateway"_s, u"payload"_s})};
    for (int row = 0; row < m_events->rowCount(); ++row) {
        const domain::SiteEvent &event = m_events->event(row);
        const auto *reading = std::get_if<domain::Reading>(&event.body);
        static constexpr std::array kLevels{"info", "warning", "error"};
        lines.append(
            csvLine({toDateTime(event.time).toString(Qt::ISODateWithMs), labels::text(event.kind),
                     QString::fromLatin1(kLevels[size_t(event.level)]),
                     labels::subject(event, m_events->names()),
                     event.device ? event.device->toString() : QString(),
                     labels::what(event, m_events->names()), event.gateway,
                     reading ? QString::fromLatin1(reading->payload.toHex()) : QString()}));
    }
    return lines.join(u'\n').toUtf8() + '\n';
}

void EventsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_events->kept() == 0 && !m_isAsking)
        askOlder(true);
}

} // namespace parking::ui

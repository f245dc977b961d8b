#include "bookings/bookingspage.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "labels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;

namespace {

constexpr int kFewRows = 100;

} // namespace

BookingsPage::BookingsPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                           QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    build();
    connectTimeline();
    connectList();
    connectForm();
    auto *make = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_N), this);
    connect(make, &QShortcut::activated, this, &BookingsPage::newBooking);
    connect(&model, &SiteModel::loaded, this, &BookingsPage::onSpaces);
    const auto onRows = [this](const QList<int> &rows) {
        bool isOther = false;
        m_timeline->change([&](TimelineScene &scene) {
            for (const int row : rows)
                isOther |= scene.setStatus(m_model.space(row).id, m_model.status(row).state,
                                           m_model.confidence(row));
        });
        refreshAlarms();
    };
    connect(&model, &SiteModel::statusesChanged, this, onRows);
    connect(&model, &SiteModel::confidenceChanged, this, [this, onRows](const QList<int> &rows) {
        onRows(rows);
        refresh(); // who is known to be amiss
    });
    connect(&theme, &Theme::changed, this, &BookingsPage::refreshAlarms);
    connect(&situation, &Situation::nowChanged, this, &BookingsPage::onNow);
    connect(&situation, &Situation::roleChanged, this, &BookingsPage::onRole);
    connect(&situation, &Situation::healthChanged, this, &BookingsPage::refreshHint);
    connect(&situation, &Situation::refusalChanged, this, &BookingsPage::refreshHint);
    onNow();
    onSpaces();
    onRole();
}

/// A field that loses the focus on its way out asks the page once more: not when that is gone.
BookingsPage::~BookingsPage()
{
    m_form->setPlaces({});
}

// --- Parts ---------------------------------------------------------------------------------------

void BookingsPage::build()
{
    m_head = new BookingsHead(m_theme, this);
    m_filter = new BookingsFilter(m_model, m_theme, this);
    m_alarms = new BookingAlarms(m_model, m_theme, this);
    m_body = makeBody();
    m_form = new BookingForm(m_theme, this);
    m_form->hide();
    m_cancelBox = new CancelBox(m_theme, this);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_alarms);
    left->addWidget(m_filter);
    left->addWidget(m_body, 1);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addLayout(left, 1);
    columns->addWidget(m_form);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addLayout(columns, 1);
    setFocusProxy(m_timeline);
    connect(m_head, &BookingsHead::chosen, this, &BookingsPage::choose);
    connect(m_filter, &BookingsFilter::chosen, this, &BookingsPage::choose);
    connect(m_head, &BookingsHead::newAsked, this, &BookingsPage::newBooking);
    connect(m_head, &BookingsHead::todayAsked, this, [this] {
        BookingsChoice choice = m_choice;
        choice.day = m_timeline->scene().axis().dayOf(now());
        const bool isThere = choice.first() == m_choice.first() && choice.days() == m_choice.days();
        choose(choice);
        if (isThere) // scrolled or zoomed away
            showDays();
    });
    connect(m_head, &BookingsHead::foldAsked, this, [this](bool folded) {
        m_timeline->change([folded](TimelineScene &scene) {
            for (int group = 0; group < scene.groups().size(); ++group)
                scene.setFolded(group, folded);
        });
    });
    connect(m_head, &BookingsHead::printAsked, this, &BookingsPage::printDayList);
    connect(m_head, &BookingsHead::saveAsked, this, &BookingsPage::saveDayList);
    connect(m_cancelBox, &CancelBox::agreed, this, &BookingsPage::cancelAsked);
    connect(m_cancelBox, &CancelBox::left, m_timeline, [this] { m_timeline->setFocus(); });
}

QWidget *BookingsPage::makeBody()
{
    auto *body = new QWidget(this);
    m_timeline = new TimelineView(m_theme, body);
    m_list = new BookingList(m_model, m_situation, m_theme, body);
    m_notice = new NoticePage(m_theme, body);
    m_hint = makeLabel(body, "secondary"_L1);
    m_hint->setObjectName(u"floating"_s);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setMargin(12);
    m_hint->hide();
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_timeline, 1);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_notice, 1);
    return body;
}

void BookingsPage::connectList()
{
    connect(m_alarms, &BookingAlarms::showAsked, this, &BookingsPage::showOnTimeline);
    connect(m_alarms, &BookingAlarms::moveAsked, this, [this](const domain::BookingAmiss &amiss) {
        BookingDraft draft = amiss.booking;
        draft.spaceId = amiss.instead->spaceId;
        Q_EMIT moveAsked(amiss.booking.id, draft, amiss.booking);
    });
    connect(m_list, &BookingList::opened, this, [this](const Booking &booking) { edit(booking); });
    connect(m_list, &BookingList::cancelAsked, this,
            [this](const Booking &booking, const QRect &row) {
                askCancel(booking.id, QRect(mapFrom(window(), row.topLeft()), row.size()));
            });
    connect(m_list, &BookingList::showAsked, this, &BookingsPage::showOnTimeline);
    connect(m_list, &BookingList::newAsked, this, &BookingsPage::newBooking);
}

QList<QWidget *> BookingsPage::panes() const
{
    return {m_head, m_filter, m_body, m_form};
}

void BookingsPage::connectTimeline()
{
    connect(m_timeline, &TimelineView::createAsked, this, [this](const TimelineWish &wish) {
        BookingDraft draft;
        draft.spaceId = wish.space;
        draft.start = wish.span.start;
        draft.end = wish.span.end;
        begin(draft);
    });
    connect(m_timeline, &TimelineView::moveAsked, this,
            [this](const Booking &seen, const TimelineWish &wish) {
                BookingDraft draft = seen;
                draft.spaceId = wish.space;
                draft.start = wish.span.start;
                draft.end = wish.span.end;
                Q_EMIT moveAsked(seen.id, draft, seen);
            });
    connect(m_timeline, &TimelineView::moveOvertaken, this, &BookingsPage::moveOvertaken);
    connect(m_timeline, &TimelineView::cancelAsked, this,
            [this](const BookingId &id, const QRect &box) {
                askCancel(id, QRect(m_timeline->mapTo(this, box.topLeft()), box.size()));
            });
    connect(m_timeline, &TimelineView::activated, this,
            [this](const BookingId &booking) { edit(booking); });
    connect(m_timeline, &TimelineView::noted, this, &BookingsPage::noted);
    connect(m_timeline, &TimelineView::daysChanged, this, &BookingsPage::askRange);
}

// --- What is shown -------------------------------------------------------------------------------

QTimeZone BookingsPage::zone() const
{
    return domain::zoneOf(m_model.site().timeZone);
}

/// A situation that does not know it yet has none.
domain::BookingPhase BookingsPage::phaseKnown(const domain::Booking &booking) const
{
    const int row = m_model.rowOf(booking.spaceId);
    return asKnown(domain::phaseOf(booking, m_policy, now()),
                   row < 0 ? domain::Confidence::Unverified : m_model.confidence(row));
}

UtcTime BookingsPage::now() const
{
    const UtcTime now = m_situation.now();
    return now == UtcTime() ? now : now + m_ahead;
}

domain::BookingPlace BookingsPage::placeOf(const domain::SpaceId &space) const
{
    const int row = m_model.rowOf(space);
    domain::BookingPlace place;
    place.timeZone = m_model.site().timeZone;
    if (row < 0)
        return place;
    place.building = m_model.space(row).building;
    place.features = m_model.space(row).features;
    place.operatorOverride = m_model.status(row).inputs.operatorOverride;
    return place;
}

const Booking *BookingsPage::find(const BookingId &id) const
{
    const auto found = std::find_if(m_bookings.cbegin(), m_bookings.cend(),
                                    [&id](const Booking &booking) { return booking.id == id; });
    return found == m_bookings.cend() ? m_list->find(id) : &*found;
}

void BookingsPage::choose(const BookingsChoice &choice)
{
    const bool isOtherTime = choice.first() != m_choice.first() || choice.days() != m_choice.days();
    const bool isListNow = choice.isList && !m_choice.isList;
    const bool isOtherPlace =
        choice.building != m_choice.building || choice.floor != m_choice.floor;
    m_choice = choice;
    m_head->setChoice(choice);
    m_filter->setChoice(choice);
    if (isOtherPlace)
        onSpaces();
    if (isOtherTime)
        showDays();
    refresh();
    if (isListNow)
        m_list->open();
}

void BookingsPage::showDays()
{
    m_timeline->change([this](TimelineScene &scene) {
        scene.setDays(m_choice.first(), m_choice.days(), zone());
        scene.fit();
    });
    askRange();
}

/// The rows: the spaces of the chosen place, by floor and zone.
void BookingsPage::onSpaces()
{
    if (!m_choice.building.isEmpty() && !m_model.buildings().contains(m_choice.building)) {
        m_choice.building.clear();
        m_choice.floor.clear();
    }
    const bool withBuilding = m_choice.building.isEmpty() && m_model.buildings().size() > 1;
    QList<std::pair<QString, TimelineSpace>> rows; // zone, in which rows of a floor stand
    QStringList floors;
    for (int row = 0; row < m_model.count(); ++row) {
        const domain::Space &space = m_model.space(row);
        if ((!m_choice.building.isEmpty() && space.building != m_choice.building)
            || (!m_choice.floor.isEmpty() && space.floor != m_choice.floor))
            continue;
        const QString floor = space.building + u'\n' + space.floor;
        if (floors.isEmpty() || floors.last() != floor)
            floors.append(floor);
        rows.append(
            {u"%1\n%2"_s.arg(floors.size(), 6, 10, QChar(u'0')).arg(space.zone),
             {space.id, space.code, groupTitle(m_model, space, withBuilding),
              m_model.status(row).state, m_model.confidence(row), space.building, space.features}});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<TimelineSpace> spaces;
    for (const auto &[zone, space] : std::as_const(rows))
        spaces.append(space);
    m_list->onSpaces();
    m_form->setSite(m_model.site().name, zone());
    m_head->setChoice(m_choice);
    m_filter->setChoice(m_choice);
    m_timeline->change([&](TimelineScene &scene) {
        scene.setSpaces(spaces);
        if (scene.axis().zone() != zone())
            scene.setDays(m_choice.first(), m_choice.days(), zone());
    });
    refresh();
}

void BookingsPage::onNow()
{
    const UtcTime now = this->now();
    const auto minute = [](UtcTime time) { return toMillis(time) / 60'000; };
    const bool isMinute = minute(now) != minute(m_timeline->scene().now());
    if (now != UtcTime())
        followToday(domain::localOf(now, zone()).date());
    m_form->setNow(now);
    if (!isMinute)
        return;
    m_list->setRules(m_policy, now);
    refreshAlarms();
    m_timeline->change([now](TimelineScene &scene) { scene.setNow(now); });
    refresh();
}

/// Who watches today goes on watching it after midnight, unless something is in hand there.
void BookingsPage::followToday(QDate today)
{
    const bool isInHand =
        !m_form->isHidden() || m_timeline->drag().isActive() || m_timeline->drag().isPressed();
    const bool isOver = m_today.isValid() && m_choice.day == m_today && today > m_today;
    if (!m_choice.day.isValid() || (isOver && !isInHand)) {
        BookingsChoice choice = m_choice;
        choice.day = today;
        choose(choice);
    }
    if (m_choice.day == today)
        m_today = today;
}

void BookingsPage::onRole()
{
    const bool readOnly = m_situation.isReadOnly();
    m_head->setReadOnly(readOnly);
    m_list->onSpaces();
    refreshAlarms();
    if (readOnly)
        openForm(false);
    refreshHint();
}

void BookingsPage::askRange()
{
    if (!isVisible() || !m_choice.day.isValid())
        return;
    m_asked = m_timeline->scene().known();
    m_isAnswered = false;
    Q_EMIT rangeShown(m_asked.start, m_asked.end);
}

void BookingsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    askRange();
    m_list->refresh();
}

void BookingsPage::setBookings(const QList<Booking> &bookings)
{
    m_bookings = bookings;
    m_failed.clear();
    m_isAnswered = true;
    m_readAt = now();
    m_timeline->settle();
    m_timeline->change([&bookings](TimelineScene &scene) { scene.setBookings(bookings); });
    refresh();
}

void BookingsPage::confirm()
{
    m_readAt = now();
}

void BookingsPage::setPolicy(const domain::BookingPolicy &policy)
{
    m_policy = policy;
    m_form->setPolicy(policy);
    m_list->setRules(policy, now());
    m_timeline->change([&policy](TimelineScene &scene) { scene.setPolicy(policy); });
    refresh();
}

void BookingsPage::setClockAhead(Milliseconds ahead)
{
    m_ahead = ahead;
    onNow();
}

void BookingsPage::setAmiss(const QList<domain::BookingAmiss> &amiss)
{
    m_amiss = amiss;
    refreshAlarms();
}

void BookingsPage::refreshAlarms()
{
    m_alarms->setAmiss(m_amiss, now(), m_situation.isReadOnly());
}

void BookingsPage::setFailed(const QString &words)
{
    m_failed = words;
    m_timeline->settle();
    refreshHint();
}

/// Thousands of rows are a search, not a view; of a small car park the others are to drag across.
bool BookingsPage::isOnlyBooked() const
{
    return m_choice.onlyBooked.value_or(m_timeline->scene().spaces().size() > kFewRows);
}

/// A day without bookings has no rows with bookings: then all are shown, to drag across.
void BookingsPage::refresh()
{
    const TimelineScene &scene = m_timeline->scene();
    int count = 0;
    int bad = 0;
    bool isAny = false;
    for (int i = 0; i < scene.bookings().size(); ++i) {
        const domain::BookingPhase phase = scene.phase(i);
        const Booking &row = scene.booking(i);
        if (row.start >= scene.axis().to() || row.end <= scene.axis().from())
            continue;
        count += row.status != domain::BookingStatus::Cancelled;
        bad += needsAttention(phase);
        isAny = isAny || isShown(phase, m_choice.show);
    }
    m_timeline->change([&](TimelineScene &changed) {
        changed.setShow(m_choice.show);
        changed.setOnlyBooked(isAny && isOnlyBooked());
    });
    m_filter->setOnlyBooked(isOnlyBooked());
    const bool isToday = m_choice.days() == 1 && m_choice.day.isValid()
        && m_choice.day == scene.axis().dayOf(scene.now());
    const QString bookings =
        isToday ? tr("%n bookings today", nullptr, count) : tr("%n bookings", nullptr, count);
    m_filter->setSummary(!m_isAnswered ? QString()
                             : bad == 0
                             ? bookings
                             : tr("%1 · %2").arg(bookings, tr("%n need attention", nullptr, bad)));
    if (!m_form->isHidden())
        updateOffer();
    refreshHint();
}

// --- Where nothing can be shown, or done ---------------------------------------------------------

QString BookingsPage::waiting() const
{
    return labels::waiting(m_situation.health(), zone());
}

QString BookingsPage::emptyWords() const
{
    if (!m_isAnswered)
        return {};
    const TimelineScene &scene = m_timeline->scene();
    for (int i = 0; i < scene.bookings().size(); ++i) {
        const Booking &row = scene.booking(i);
        if (row.start < scene.axis().to() && row.end > scene.axis().from()
            && isShown(scene.phase(i), m_choice.show))
            return {};
    }
    const QString when = m_choice.isWeek ? tr("in this week") : tr("on this day");
    if (m_choice.show != TimelineShow::Any)
        return tr("No booking %1 with this status.").arg(when);
    return m_situation.isReadOnly()
        ? tr("No bookings %1.").arg(when)
        : tr("No bookings %1. Drag across a row or press Ctrl+N.").arg(when);
}

void BookingsPage::refreshHint()
{
    const bool hasSpaces = m_model.count() > 0;
    const auto &refusal = m_situation.refusal();
    const QString why = waiting();
    m_notice->setVisible(!hasSpaces);
    m_timeline->setVisible(hasSpaces && !m_choice.isList);
    m_list->setVisible(hasSpaces && m_choice.isList);
    m_filter->setVisible(!m_choice.isList || !hasSpaces);
    if (!hasSpaces)
        m_notice->setContent(
            refusal ? NoticePage::Content{.icon = u"warning"_s,
                                          .title = tr("Bookings cannot be shown"),
                                          .text = labels::text(*refusal)}
                : m_model.site().id.isNull()
                ? NoticePage::Content{.icon = u"bookings"_s, // nobody told that there are none
                                      .title = tr("The spaces are not known yet"),
                                      .text = why}
                : NoticePage::Content{.icon = u"bookings"_s,
                                      .title = tr("No spaces yet"),
                                      .text = tr("Spaces that are on the map can be booked.")});
    m_form->setWaiting(why);
    m_timeline->setReadOnly(m_situation.isReadOnly());
    m_timeline->setLocked(!why.isEmpty());
    const QString words = m_choice.isList ? QString() // it says so itself
        : !why.isEmpty()                  ? why
        : !m_failed.isEmpty()             ? m_failed
                                          : emptyWords();
    m_hint->setText(words);
    m_hint->setVisible(hasSpaces && !words.isEmpty());
    if (m_hint->isHidden())
        return;
    m_hint->adjustSize();
    m_hint->move((m_body->width() - m_hint->width()) / 2,
                 std::max(0, m_body->height() - m_hint->height() - 32));
    m_hint->raise();
}

void BookingsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_head->setChoice(m_choice); // its words depend on its width
    refreshHint();
}

} // namespace parking::ui

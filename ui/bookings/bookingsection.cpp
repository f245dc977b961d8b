#include "bookings/bookingsection.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/localtime.h"
#include "widgets/role.h"
#include "widgets/sectionhead.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace parking::ui {

using domain::Booking;
using domain::BookingStatus;

BookingSection::BookingSection(const SiteModel &model, const Situation &situation,
                               const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    auto *body = new QWidget(this);
    auto *inside = new QVBoxLayout(body);
    inside->setContentsMargins(0, 4, 0, 0);
    inside->setSpacing(8);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(8);
    m_none = makeLabel(body, "secondary"_L1);
    m_none->setWordWrap(true);
    m_walkIn = new WalkInForm(theme, body);
    inside->addLayout(m_rows);
    inside->addWidget(m_none);
    inside->addWidget(m_walkIn);
    m_head = new SectionHead(tr("Bookings"), body, theme, this);
    auto *box = new QVBoxLayout;
    box->setContentsMargins(20, 8, 20, 12);
    box->setSpacing(2);
    box->addWidget(m_head);
    box->addWidget(body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeRule(this));
    layout->addLayout(box);
    const auto onRows = [this](const QList<int> &rows) {
        if (rows.contains(row()))
            refresh();
    };
    connect(&model, &SiteModel::statusesChanged, this, onRows);
    connect(&model, &SiteModel::confidenceChanged, this, onRows);
    connect(&model, &SiteModel::loaded, this, &BookingSection::refresh);
    connect(&situation, &Situation::nowChanged, this, &BookingSection::refresh);
    connect(&situation, &Situation::roleChanged, this, &BookingSection::refresh);
    connect(&situation, &Situation::healthChanged, this, &BookingSection::refreshWalkIn);
    connect(&theme, &Theme::changed, this, &BookingSection::refresh);
}

void BookingSection::setSpace(const std::optional<domain::SpaceId> &space)
{
    m_space = space;
    m_bookings.reset();
    if (space)
        m_walkIn->setSpace(*space);
    refresh();
    ask();
}

void BookingSection::ask()
{
    if (m_space)
        Q_EMIT wanted(*m_space);
}

void BookingSection::setBookings(const domain::SpaceId &space,
                                 const std::optional<QList<Booking>> &bookings)
{
    if (m_space != space)
        return;
    m_bookings = bookings;
    refresh();
}

void BookingSection::setAmiss(const QList<domain::BookingAmiss> &amiss)
{
    m_amiss = amiss;
    refresh();
}

void BookingSection::setPolicy(const domain::BookingPolicy &policy)
{
    m_policy = policy;
    refresh();
}

void BookingSection::setClockAhead(Milliseconds ahead)
{
    m_ahead = ahead;
    refresh();
}

int BookingSection::row() const
{
    return m_space ? m_model.rowOf(*m_space) : -1;
}

QTimeZone BookingSection::zone() const
{
    return domain::zoneOf(m_model.site().timeZone);
}

// --- Contents ------------------------------------------------------------------------------------

QString BookingSection::standing(const Booking &booking) const
{
    const int at = row();
    const auto amiss =
        std::find_if(m_amiss.cbegin(), m_amiss.cend(), [&](const domain::BookingAmiss &one) {
            return one.booking.id == booking.id && one.instead;
        });
    return labels::standing(booking, m_policy, now(),
                            {m_model.status(at).hasSensor, m_model.confidence(at),
                             amiss == m_amiss.cend() ? QString() : amiss->instead->code},
                            zone());
}

void BookingSection::refresh()
{
    if (row() < 0)
        return;
    QStringList key{m_situation.role(), m_theme.tokens().dark ? u"d"_s : u"l"_s};
    QList<Booking> shown;
    for (const Booking &booking : m_bookings.value_or(QList<Booking>())) {
        const bool isOver = booking.status == BookingStatus::Active && booking.end <= now();
        if (isOver || shown.size() >= kNext)
            continue;
        shown.append(booking);
        key.append({booking.id.toString(), labels::who(booking, m_situation.isReadOnly()),
                    labels::range(booking.span(), zone()), runs(booking) ? u"+"_s : u"-"_s});
    }
    if (const QString rows = key.join(u'\n'); rows != m_shown) {
        m_shown = rows;
        m_states.clear();
        while (QLayoutItem *item = m_rows->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (const Booking &booking : std::as_const(shown))
            m_rows->addWidget(makeRow(booking));
    }
    for (qsizetype i = 0; i < shown.size(); ++i) {
        m_states[i]->setText(standing(shown[i]));
        setRole(*m_states[i],
                needsAttention(domain::phaseOf(shown[i], m_policy, now())) ? "danger"_L1
                                                                           : "caption"_L1);
    }
    m_none->setText(!m_bookings ? tr("Nobody knows what it is booked for.") : tr("Not booked."));
    m_none->setVisible(shown.isEmpty());
    refreshWalkIn();
}

bool BookingSection::runs(const Booking &booking) const
{
    return booking.status == BookingStatus::Active && booking.start <= now();
}

QWidget *BookingSection::makeRow(const Booking &booking)
{
    auto *row = new QWidget(this);
    const QDate today = domain::localOf(now(), zone()).date();
    const QDate day = domain::localOf(booking.start, zone()).date();
    const QString range = labels::range(booking.span(), zone());
    auto *times =
        new QPushButton(day == today ? range : tr("%1, %2").arg(labels::shortDay(day), range), row);
    times->setProperty("kind", u"link"_s);
    times->setToolTip(tr("Open the booking"));
    connect(times, &QPushButton::clicked, this, [this, booking] { Q_EMIT opened(booking); });
    QLabel *who = makeLabel(row, "secondary"_L1, labels::who(booking, m_situation.isReadOnly()));
    who->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    who->setToolTip(who->text());
    QLabel *state = makeLabel(row, "caption"_L1);
    state->setWordWrap(true);
    m_states.append(state);
    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(times);
    top->addWidget(who, 1);
    auto *below = new QHBoxLayout;
    below->setSpacing(8);
    below->addWidget(state, 1);
    if (runs(booking) && !m_situation.isReadOnly()) {
        auto *end = new QPushButton(tr("End now"), row);
        end->setProperty("kind", u"compact"_s);
        end->setToolTip(tr("The space is free for others from now on"));
        connect(end, &QPushButton::clicked, this, [this, booking] { Q_EMIT endAsked(booking); });
        below->addWidget(end, 0, Qt::AlignTop);
    }
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addLayout(below);
    return row;
}

/// Only where the space is nobody's yet: it is free, as far as is known, or a car has just come,
/// which the booking is for.
void BookingSection::refreshWalkIn()
{
    const int at = row();
    if (at < 0)
        return;
    const domain::SpaceStatus &status = m_model.status(at);
    std::optional<UtcTime> next;
    bool isHeld = false;
    for (const Booking &booking : m_bookings.value_or(QList<Booking>())) {
        if (booking.status != BookingStatus::Active || booking.end <= now())
            continue;
        isHeld = isHeld || booking.start <= now();
        next = next ? std::min(*next, booking.start) : booking.start;
    }
    const QList<UtcTime> ends = domain::walkInEnds(now(), next, m_policy);
    const bool isFree = status.state == domain::SpaceState::Free
        || (status.reason == domain::StateReason::ReservationSoon && !ends.isEmpty());
    const std::optional<UtcTime> since = status.knownSince();
    const bool hasJustCome = status.state == domain::SpaceState::Occupied
        && status.reason == domain::StateReason::Sensor && since && now() - *since < m_policy.lead;
    m_walkIn->setVisible(m_bookings && (isFree || hasJustCome) && !isHeld && !ends.isEmpty()
                         && !m_situation.isReadOnly());
    m_walkIn->setRules(m_policy,
                       {.building = m_model.space(at).building,
                        .features = m_model.space(at).features,
                        .operatorOverride = status.inputs.operatorOverride,
                        .timeZone = m_model.site().timeZone});
    m_walkIn->setContact(domain::walkInContact(m_model.site().settings));
    m_walkIn->setEnds(ends, zone(), now());
    m_walkIn->setWaiting(labels::waiting(m_situation.health(), zone()));
}

} // namespace parking::ui

// What BookingsPage does with its form, and what it offers there.

#include "bookings/bookingspage.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/bookingfit.h"
#include "labels.h"

#include <QLabel>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;
using domain::BookingId;

void BookingsPage::connectForm()
{
    m_form->setPlaces([this](const domain::SpaceId &space) { return placeOf(space); });
    connect(m_form, &BookingForm::edited, this, &BookingsPage::updateOffer);
    connect(m_form, &BookingForm::closed, this, [this] { openForm(false); });
    connect(m_form, &BookingForm::bookAsked, this, &BookingsPage::bookAsked);
    connect(m_form, &BookingForm::changeAsked, this,
            [this](const BookingId &booking, const BookingDraft &draft) {
                Q_EMIT moveAsked(booking, draft, m_form->before());
            });
    connect(m_form, &BookingForm::seriesAsked, this, &BookingsPage::seriesAsked);
    connect(m_form, &BookingForm::changeSeriesAsked, this, &BookingsPage::changeSeriesAsked);
    connect(m_cancelBox, &CancelBox::seriesAgreed, this, &BookingsPage::cancelSeriesAsked);
    connect(m_head, &BookingsHead::importAsked, this, &BookingsPage::importAsked);
    connect(m_head, &BookingsHead::exportAsked, this,
            [this] { Q_EMIT exportAsked(m_timeline->scene().axis().from()); });
    connect(m_form, &BookingForm::cancelAsked, this, [this](const BookingId &booking) {
        askCancel(booking,
                  QRect(m_form->mapTo(this, QPoint(0, m_form->height() - 60)), QSize(1, 1)));
    });
}

void BookingsPage::openForm(bool open)
{
    const bool hadFocus = m_form->isAncestorOf(focusWidget());
    m_form->setVisible(open);
    m_head->setPrimary(!open);
    if (open)
        return;
    m_timeline->setProposal({});
    if (hadFocus)
        m_timeline->setFocus(Qt::OtherFocusReason);
}

void BookingsPage::begin(const BookingDraft &draft)
{
    if (m_situation.isReadOnly())
        return Q_EMIT noted(tr("Viewers cannot book. Ask an operator."));
    openForm(true);
    m_form->begin(draft);
}

/// On the day that is looked at: what is typed there is not booked on another one.
void BookingsPage::newBooking()
{
    begin({});
    const QDate today = domain::localOf(now(), zone()).date();
    const bool hasToday =
        m_choice.first() <= today && today < m_choice.first().addDays(m_choice.days());
    if (!m_form->isHidden() && !m_choice.isList && !hasToday && m_choice.first() > today)
        m_form->setDay(m_choice.first());
}

void BookingsPage::bookSpace(const domain::SpaceId &space)
{
    if (m_timeline->scene().indexOf(space) < 0) {
        BookingsChoice choice = m_choice;
        choice.building.clear();
        choice.floor.clear();
        choose(choice);
    }
    BookingDraft draft;
    draft.spaceId = space;
    begin(draft);
}

void BookingsPage::edit(const BookingId &id)
{
    if (const Booking *booking = find(id))
        edit(Booking(*booking)); // the answer to another question may come meanwhile
}

void BookingsPage::edit(const Booking &booking)
{
    if (m_situation.isReadOnly())
        return Q_EMIT noted(tr("Viewers cannot change bookings. Ask an operator."));
    if (booking.status != domain::BookingStatus::Active || booking.end <= now())
        return Q_EMIT noted(tr("%1, %2").arg(labels::text(phaseKnown(booking)),
                                             labels::range(booking.span(), zone())));
    openForm(true);
    m_form->edit(booking);
}

void BookingsPage::open(const Booking &booking)
{
    showOnTimeline(booking);
    if (!m_situation.isReadOnly() && booking.status == domain::BookingStatus::Active
        && booking.end > now())
        edit(booking);
}

void BookingsPage::showOnTimeline(const Booking &booking)
{
    BookingsChoice choice = m_choice;
    choice.isList = false;
    choice.day = domain::localOf(booking.start, zone()).date();
    choice.show = booking.status == domain::BookingStatus::Cancelled ? TimelineShow::Cancelled
                                                                     : TimelineShow::Any;
    const int row = m_model.rowOf(booking.spaceId);
    const bool isElsewhere =
        row < 0 || (!choice.building.isEmpty() && choice.building != m_model.space(row).building);
    if (isElsewhere) {
        choice.building.clear();
        choice.floor.clear();
    }
    if (row >= 0 && choice.floor != m_model.space(row).floor)
        choice.floor.clear();
    choose(choice);
    m_timeline->setCurrent(booking.id);
    m_timeline->setFocus(Qt::OtherFocusReason);
}

void BookingsPage::askCancel(const BookingId &id, const QRect &beside)
{
    const Booking *booking = find(id);
    const int row = booking ? m_model.rowOf(booking->spaceId) : -1;
    if (row < 0)
        return;
    m_cancelBox->open(*booking,
                      tr("Cancel the booking of %1, %2?")
                          .arg(m_model.space(row).code, labels::range(booking->span(), zone())),
                      beside);
}

std::optional<BookingDraft> BookingsPage::seenAtCancel(const BookingId &id) const
{
    if (m_cancelBox->booking().id == id)
        return m_cancelBox->booking();
    const Booking *booking = find(id);
    return booking ? std::optional<BookingDraft>(*booking) : std::nullopt;
}

bool BookingsPage::cancel()
{
    if (m_form->isHidden())
        return false;
    openForm(false);
    return true;
}

void BookingsPage::setBooked()
{
    m_timeline->settle();
    openForm(false);
}

void BookingsPage::setRefused(const Error &error)
{
    m_timeline->settle();
    if (!m_form->isHidden())
        m_form->setRefusal(error);
}

/// What holds each space besides the booking that the form holds, by start.
QHash<domain::SpaceId, QList<domain::BookingSpan>> BookingsPage::taken() const
{
    QHash<domain::SpaceId, QList<domain::BookingSpan>> taken;
    for (const Booking &booking : m_bookings) {
        if (booking.status == domain::BookingStatus::Active && booking.id != m_form->booking())
            taken[booking.spaceId].append(booking.span());
    }
    for (QList<domain::BookingSpan> &spans : taken)
        std::sort(spans.begin(), spans.end(),
                  [](const auto &a, const auto &b) { return a.start < b.start; });
    return taken;
}

/// Best first: of its zone, of its floor, of its building, in the order of rows, and then all
/// others, whichever are shown; behind them those that need a reason, which nobody told.
QList<OfferedSpace> BookingsPage::offered(const BookingDraft &draft) const
{
    const QTimeZone own = zone();
    const QDate day = domain::localOf(draft.start, own).date();
    const int chosenRow = m_model.rowOf(draft.spaceId);
    const auto taken = this->taken();
    QList<std::pair<int, OfferedSpace>> spaces; // how far, and what
    for (int i = 0; i < m_model.count(); ++i) {
        const domain::Space &known = m_model.space(i);
        const domain::SpaceState state = m_model.status(i).state;
        const QList<domain::BookingSpan> spans = taken.value(known.id);
        const bool isFree = std::none_of(spans.cbegin(), spans.cend(), [&](const auto &span) {
            return span.overlaps(draft.span());
        });
        const bool isElsewhere = chosenRow >= 0 && m_model.space(chosenRow).floor != known.floor;
        OfferedSpace offer{known.id,
                           known.code,
                           state,
                           m_model.confidence(i),
                           isFree,
                           known.zone.isEmpty() || isElsewhere
                               ? known.floor
                               : groupTitle(m_model, known, false).section(u" · "_s, -1),
                           {}};
        if (!known.features.isEmpty())
            offer.why = tr("%1, %2").arg(offer.why, labels::features(known.features).toLower());
        if (isFree) {
            const auto next = std::find_if(spans.cbegin(), spans.cend(), [&](const auto &span) {
                return span.start >= draft.end && span.start < m_asked.end;
            });
            offer.until = next == spans.cend()
                ? tr("all day")
                : tr("until %1").arg(labels::clockOn(next->start, day, own));
        }
        int far = std::abs(i - chosenRow);
        if (chosenRow >= 0) {
            const domain::Space &wanted = m_model.space(chosenRow);
            far += known.building != wanted.building ? 3'000'000
                : known.floor != wanted.floor        ? 2'000'000
                : known.zone != wanted.zone          ? 1'000'000
                                                     : 0;
        }
        if (draft.reason.isEmpty() && domain::needsReason(m_policy, known.features))
            far += 10'000'000;
        if (state != domain::SpaceState::Free) // those that are free now first
            far += state == domain::SpaceState::Maintenance ? 20'000'000 : 500'000;
        spaces.append({far, offer});
    }
    std::stable_sort(spaces.begin(), spaces.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<OfferedSpace> found;
    for (const auto &[far, space] : std::as_const(spaces))
        found.append(space);
    return found;
}

/// The timeline shows the day that the form holds. True: it had to be asked for.
bool BookingsPage::followDay(const BookingDraft &draft)
{
    const TimelineAxis &axis = m_timeline->scene().axis();
    if (axis.from() <= draft.start && draft.start < axis.to())
        return false;
    BookingsChoice choice = m_choice;
    choice.day = axis.dayOf(draft.start);
    choose(choice);
    return true;
}

/// What the form holds changed: what is free then, what is against it, and both on the timeline.
void BookingsPage::updateOffer()
{
    const auto draft = m_form->draft();
    const bool isTime = draft && draft->start < draft->end;
    if (isTime && followDay(*draft))
        return; // the answer comes back here
    const bool isKnown =
        isTime && m_isAnswered && m_asked.start <= draft->start && draft->end <= m_asked.end;
    if (!isKnown) {
        BookingDraft present = draft.value_or(BookingDraft());
        present.start = now();
        present.end = present.start + 1min;
        m_form->setOffered(offered(present), false);
        m_form->setObstacle({});
        return m_timeline->setProposal({});
    }
    m_form->setOffered(offered(*draft), true);
    const TimelineWish wish{draft->spaceId, draft->span()};
    const TimelineScene &scene = m_timeline->scene();
    const TimelineFinding finding = look(scene, wish, m_form->booking());
    FormObstacle obstacle;
    const bool isShown = scene.indexOf(draft->spaceId) >= 0;
    const auto spans = isShown ? QList<domain::BookingSpan>() : taken().value(draft->spaceId);
    for (const domain::BookingSpan &span : spans) { // of a floor that is not shown
        if (span.overlaps(wish.span) && obstacle.words.isEmpty())
            obstacle.words = tr("The space is booked %1.").arg(labels::range(span, zone()));
    }
    if (!finding.inTheWay.isEmpty()) {
        const QDate day = domain::localOf(draft->start, zone()).date();
        obstacle.words = labels::taken(scene, wish, finding) + u'.';
        obstacle.otherTime = finding.fit;
        obstacle.otherSpace = finding.other;
        if (finding.other)
            obstacle.otherCode = scene.spaces()[scene.indexOf(*finding.other)].code;
        if (finding.fit && finding.other)
            obstacle.words += u'\n'
                + tr("Free from %1, or take %2.")
                      .arg(labels::clockOn(finding.fit->start, day, zone()), obstacle.otherCode);
        else if (finding.fit)
            obstacle.words +=
                u'\n' + tr("Free from %1.").arg(labels::clockOn(finding.fit->start, day, zone()));
    }
    m_form->setObstacle(obstacle);
    m_timeline->setProposal(isShown ? std::optional(wish) : std::nullopt, m_form->booking());
}

} // namespace parking::ui

#include "bookings/bookingform.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "bookings/clocktext.h"
#include "domain/merge.h"
#include "domain/problems.h"
#include "widgets/clashbox.h"
#include "widgets/dayfield.h"
#include "widgets/statepill.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingDraft;

namespace {

/// The field that a rule is about; the last one where it is about none.
int fieldOf(const Error &error)
{
    const QString field = error.details.value(u"field"_s).toString();
    const QStringList names{u"user_email"_s, u"start_time"_s, u"end_time"_s, u"space_id"_s,
                            u"user_phone"_s, u"plate"_s,      u"title"_s,    u"reason"_s};
    return int(names.indexOf(field));
}

} // namespace

void BookingForm::setSite(const QString &name, const QTimeZone &zone)
{
    m_siteName = name;
    m_zone = zone;
    updateWords();
}

void BookingForm::begin(const BookingDraft &draft)
{
    m_before = {};
    ++m_opening;
    m_left.clear();
    m_refused = {};
    m_clash->clear();
    m_standing.reset();
    m_obstacle = {};
    showFields(false);
    m_series->begin();
    m_series->show();
    m_scope->begin(false);
    fill(draft);
    for (const Field field : {Email, From, Until}) {
        if (line(field)->text().isEmpty()) {
            line(field)->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    m_book->setFocus(Qt::OtherFocusReason);
}

void BookingForm::edit(const Booking &booking)
{
    m_before = booking;
    ++m_opening;
    m_left.clear();
    m_refused = {};
    m_clash->clear();
    m_standing.reset();
    m_obstacle = {};
    showFields(!booking.phone.isEmpty() || !booking.plate.isEmpty() || !booking.title.isEmpty()
               || !booking.reason.isEmpty());
    m_series->begin();
    m_series->hide();
    m_scope->begin(!booking.seriesId.isNull());
    fill(booking);
    line(Until)->setFocus(Qt::OtherFocusReason);
    line(Until)->selectAll();
}

void BookingForm::fill(const BookingDraft &draft)
{
    m_isFilling = true;
    line(Email)->setText(draft.email);
    line(Phone)->setText(draft.phone);
    line(Plate)->setText(draft.plate);
    line(Title)->setText(draft.title);
    line(Reason)->setText(draft.reason);
    const bool hasTimes = draft.start != UtcTime() && draft.end != UtcTime();
    if (hasTimes) {
        fillTimes(draft.span());
    } else {
        m_given.reset();
        m_isSecondFrom = m_isSecondUntil = false;
        m_day->setDate(domain::localOf(m_now, m_zone).date());
        line(From)->clear();
        line(Until)->clear();
        readTimes();
    }
    m_space->clear();
    m_space->addItem(QString(), QVariant::fromValue(draft.spaceId));
    m_isFilling = false;
    onEdited();
}

// --- What it holds -------------------------------------------------------------------------------

std::optional<BookingDraft> BookingForm::draft() const
{
    if (!m_from || !m_until)
        return std::nullopt;
    BookingDraft draft = m_before;
    draft.spaceId = m_space->currentData().value<domain::SpaceId>();
    draft.start = startHeld();
    draft.end = endHeld();
    draft.email = line(Email)->text().trimmed();
    draft.phone = line(Phone)->text().trimmed();
    draft.plate = line(Plate)->text().trimmed();
    draft.title = line(Title)->text().trimmed();
    draft.reason = line(Reason)->text().trimmed();
    // Fields show minutes; what was not touched keeps its seconds.
    if (!m_before.id.isNull()) {
        if (std::chrono::abs(draft.start - m_before.start) < 1min)
            draft.start = m_before.start;
        if (std::chrono::abs(draft.end - m_before.end) < 1min)
            draft.end = m_before.end;
    }
    return draft;
}

void BookingForm::onEdited()
{
    if (m_isFilling)
        return;
    m_refused = {};
    readTimes();
    updateWords();
    const auto held = draft();
    m_series->setBooking(held ? std::optional(held->span()) : std::nullopt, m_zone, m_policy);
    updateBook();
    Q_EMIT edited();
    check();
}

/// What was typed changes neither times nor what is free then.
void BookingForm::onWords()
{
    if (m_isFilling)
        return;
    m_refused = {};
    updateBook();
    check();
}

void BookingForm::setOffered(const QList<OfferedSpace> &spaces, bool isKnown)
{
    const auto chosen = m_space->currentData().value<domain::SpaceId>();
    const QSignalBlocker blocker(m_space);
    m_space->clear();
    int index = -1;
    for (const OfferedSpace &space : spaces) {
        if (isKnown && !space.isFree && space.id != chosen)
            continue;
        if (space.id == chosen)
            index = m_space->count();
        m_space->addItem(signOf(space), space.code, QVariant::fromValue(space.id));
    }
    m_space->setCurrentIndex(index);
    QList<OfferedSpace> free;
    for (const OfferedSpace &space : spaces) {
        if (space.isFree && space.id != chosen)
            free.append(space);
    }
    const auto held = draft();
    m_free->setVisible(held && isKnown);
    if (held)
        m_free->setSpaces(tr("Not booked from %1 to %2")
                              .arg(labels::clock(held->start, m_zone),
                                   labels::clockOn(held->end, m_day->date(), m_zone)),
                          free, int(free.size()), tr("No other space is free then."));
    check();
}

/// One for all spaces that look alike.
QIcon BookingForm::signOf(const OfferedSpace &space)
{
    constexpr int kSide = 16;
    const int key = int(space.state) * 8 + int(space.confidence);
    if (const auto known = m_signs.constFind(key); known != m_signs.cend())
        return *known;
    const qreal ratio = devicePixelRatioF();
    QPixmap sign(QSize(kSide, kSide) * ratio);
    sign.setDevicePixelRatio(ratio);
    sign.fill(Qt::transparent);
    QPainter painter(&sign);
    painter.setRenderHint(QPainter::Antialiasing);
    paintStateSign(painter, QRectF(2, 1, 12, 14), space.state, space.confidence, m_theme);
    return *m_signs.insert(key, QIcon(sign));
}

void BookingForm::setObstacle(const FormObstacle &obstacle)
{
    m_obstacle = obstacle;
    m_otherTime->setVisible(obstacle.otherTime.has_value());
    m_otherSpace->setVisible(obstacle.otherSpace.has_value());
    m_ways->setVisible(!obstacle.words.isEmpty() && (obstacle.otherTime || obstacle.otherSpace));
    if (obstacle.otherTime)
        m_otherTime->setText(labels::range(*obstacle.otherTime, m_zone));
    if (obstacle.otherSpace)
        m_otherSpace->setText(tr("Take %1").arg(obstacle.otherCode));
    check();
}

void BookingForm::setRefusal(const Error &error)
{
    m_refused = error;
    if (m_series->isOn())
        m_series->setRefused(error); // which lists the days
    check();
}

void BookingForm::setStanding(const Booking &standing, const QString &meanwhile,
                              const std::function<QString(const BookingDraft &)> &bothOf)
{
    m_standing = standing;
    m_bothOf = bothOf;
    m_refused = {};
    check();
    const auto typed = draft();
    m_clash->tell(meanwhile, typed ? bothOf(*typed) : QString());
}

/// Mine is what was asked for already, so that it is stored at once: of the same bookings of its
/// series. Theirs is only shown: what was typed beside it waits to be saved.
void BookingForm::takeStanding(bool mine)
{
    if (!m_standing)
        return;
    const auto typed = draft();
    if (!typed && mine)
        return submit(); // which says that its times are none
    const Booking standing = *m_standing; // edit() forgets it
    const domain::SeriesScope scope = m_scope->scope();
    const auto merge = domain::merged(
        BookingDraft(m_before), typed.value_or(BookingDraft(m_before)), BookingDraft(standing));
    edit(standing);
    m_scope->choose(scope);
    fill(mine ? merge.mine : merge.theirs);
    if (mine)
        submit();
}

void BookingForm::setWaiting(const QString &why)
{
    m_answer->setText(why);
    m_answer->setVisible(!why.isEmpty());
    m_book->setEnabled(why.isEmpty());
}

// --- Rules ---------------------------------------------------------------------------------------

/// Faults are shown of fields that were left; what is taken is shown at once.
void BookingForm::check()
{
    for (int field = 0; field < FieldCount; ++field)
        showError(Field(field), {});
    const QString noTime = labels::refusal(
        Error{problem::kValidation, {}, {{u"rule"_s, QString(problem::kNoTime)}}}, m_zone);
    if (!m_from && m_left.contains(From))
        showError(From, noTime);
    if (m_from && !m_until && m_left.contains(Until))
        showError(Until, noTime);
    const auto held = draft();
    if (m_standing && held)
        m_clash->setBoth(m_bothOf(*held));
    const bool isEdited = !m_before.id.isNull();
    if (held) {
        const domain::BookingPlace place =
            m_placeOf ? m_placeOf(held->spaceId) : domain::BookingPlace();
        const auto done = isEdited ? validateChange(m_before, *held, m_policy, place, m_now)
                                   : validate(*held, m_policy, place, m_now);
        if (!done) {
            const int field = fieldOf(done.error());
            const bool isTime = field == From || field == Until;
            if (field >= 0 && (isTime || m_left.contains(field)))
                showError(Field(field), labels::refusal(done.error(), m_zone));
            if (field == Reason)
                showFields(true);
        } else if (done->contains(domain::BookingWarning::Maintenance)) {
            showError(Space, tr("This space is in maintenance then."));
        }
    }
    if (held && held->spaceId.isNull() && m_left.contains(Space))
        showError(Space, tr("Choose a space."));
    if (!domain::isEmail(line(Email)->text().trimmed()) && m_left.contains(Email))
        showError(Email,
                  labels::refusal(
                      Error{problem::kValidation, {}, {{u"rule"_s, QString(problem::kBadEmail)}}},
                      m_zone));
    if (!m_obstacle.words.isEmpty())
        showError(Space, m_obstacle.words);
    if (!m_refused.code.isEmpty()) {
        const int field = fieldOf(m_refused);
        showError(field < 0 ? Space : Field(field), refusedWords());
    }
}

/// Of a series each day that does not fit, unless the series' own part lists them.
QString BookingForm::refusedWords() const
{
    QStringList days;
    if (!m_series->isOn()) {
        for (const domain::SeriesConflict &one : domain::seriesConflictsOf(m_refused))
            days.append(labels::seriesConflict(one, m_zone));
    }
    return days.isEmpty() ? labels::seriesRefusal(m_refused, m_zone) : days.join(u'\n');
}

void BookingForm::submit()
{
    for (int field = 0; field < FieldCount; ++field)
        m_left.insert(field);
    m_refused = {};
    check();
    for (int field = 0; field < FieldCount; ++field) {
        if (m_errors[size_t(field)] && !m_errors[size_t(field)]->text().isEmpty()) {
            if (field == Space)
                m_space->setFocus(Qt::OtherFocusReason);
            else
                line(Field(field))->setFocus(Qt::OtherFocusReason);
            // A warning does not stop who insists.
            if (field != Space || !m_obstacle.words.isEmpty()
                || m_space->currentData().value<domain::SpaceId>().isNull())
                return;
        }
    }
    const auto held = draft();
    if (!held)
        return;
    const domain::SeriesScope scope = m_scope->scope();
    if (m_before.id.isNull() && m_series->isOn()) {
        if (const auto rule = m_series->rule())
            Q_EMIT seriesAsked(*held, *rule);
    } else if (m_before.id.isNull()) {
        Q_EMIT bookAsked(*held);
    } else if (scope == domain::SeriesScope::One) {
        Q_EMIT changeAsked(m_before.id, *held);
    } else {
        Q_EMIT changeSeriesAsked(m_before.id, *held, scope);
    }
}

// --- Hands ---------------------------------------------------------------------------------------

bool BookingForm::eventFilter(QObject *watched, QEvent *event)
{
    auto *field = qobject_cast<QLineEdit *>(watched);
    if (!field || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if ((field != line(From) && field != line(Until))
        || (key->key() != Qt::Key_Up && key->key() != Qt::Key_Down))
        return QFrame::eventFilter(watched, event);
    step(*field,
         (key->key() == Qt::Key_Up ? 1 : -1) * (key->modifiers() & Qt::AltModifier ? 1 : 15));
    return true;
}

void BookingForm::takeSpace(const domain::SpaceId &space)
{
    const int index = m_space->findData(QVariant::fromValue(space));
    if (index >= 0)
        m_space->setCurrentIndex(index); // which tells it
}

void BookingForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return Q_EMIT closed();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return submit();
    QFrame::keyPressEvent(event);
}

} // namespace parking::ui

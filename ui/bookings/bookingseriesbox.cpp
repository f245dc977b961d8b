#include "bookings/bookingseriesbox.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/problems.h"
#include "widgets/dayfield.h"
#include "widgets/numberfield.h"
#include "widgets/role.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kUsualWeeks = 12; ///< from the first one to the last day that is offered

void clear(QWidget &box)
{
    // Now: what is gone is in nobody's way when the next ones are made.
    qDeleteAll(box.findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
}

QVBoxLayout *makeColumnOf(QWidget &box, int spacing)
{
    auto *layout = new QVBoxLayout(&box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

BookingSeriesBox::BookingSeriesBox(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_zone(QTimeZone::utc())
{
    build();
    begin();
}

void BookingSeriesBox::build()
{
    QVBoxLayout *layout = makeColumnOf(*this, 6);
    m_switch = new QCheckBox(tr("Repeat every week"), this);
    m_switch->setObjectName(u"repeat"_s);
    connect(m_switch, &QCheckBox::toggled, this, &BookingSeriesBox::onEdited);
    layout->addWidget(m_switch, 0, Qt::AlignLeft);
    m_body = new QWidget(this);
    QVBoxLayout *body = makeColumnOf(*m_body, 6);
    addDays(*body);
    addEnds(*body);
    m_words = makeLabel(m_body, "caption"_L1);
    m_words->setWordWrap(true);
    m_fault = makeLabel(m_body, "danger"_L1);
    m_fault->setWordWrap(true);
    m_left = new QWidget(m_body);
    makeColumnOf(*m_left, 4);
    m_conflicts = new QWidget(m_body);
    makeColumnOf(*m_conflicts, 4);
    for (QWidget *part :
         {static_cast<QWidget *>(m_words), static_cast<QWidget *>(m_fault), m_conflicts, m_left})
        body->addWidget(part);
    layout->addWidget(m_body);
}

void BookingSeriesBox::addDays(QVBoxLayout &layout)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(2);
    for (int day = 1; day <= 7; ++day) {
        auto *button =
            new QPushButton(QLocale().dayName(day, QLocale::ShortFormat).left(2), m_body);
        button->setAccessibleName(QLocale().dayName(day, QLocale::LongFormat));
        button->setToolTip(button->accessibleName());
        button->setProperty("kind", u"chip"_s);
        button->setCheckable(true);
        button->setMinimumWidth(m_theme.scaled(36));
        connect(button, &QPushButton::toggled, this, &BookingSeriesBox::onEdited);
        row->addWidget(button, 1);
        m_days[size_t(day - 1)] = button;
    }
    layout.addLayout(row);
}

void BookingSeriesBox::addEnds(QVBoxLayout &layout)
{
    m_every = new CountField(tr("Weeks from one to the next"), m_body);
    m_every->setRange(1, domain::kSeriesWeeksMost);
    m_until = new DayField(tr("Last day"), tr("ddd d MMM yyyy"), m_body);
    m_until->addCalendar(m_theme);
    connect(m_every, &QSpinBox::valueChanged, this, &BookingSeriesBox::onEdited);
    connect(m_until, &DayField::dateChanged, this, &BookingSeriesBox::onEdited);
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(makeLabel(m_body, {}, tr("Every")));
    row->addWidget(m_every, 1);
    row->addWidget(makeLabel(m_body, {}, tr("weeks until")));
    row->addWidget(m_until, 3);
    layout.addLayout(row);
}

// --- What it holds -------------------------------------------------------------------------------

void BookingSeriesBox::begin()
{
    const QSignalBlocker blocker(this);
    m_first = {};
    m_leftOut.clear();
    m_refused = {};
    m_every->setValue(1);
    m_switch->setChecked(false);
    refreshLeftOut();
    refresh();
}

void BookingSeriesBox::setBooking(const std::optional<domain::BookingSpan> &span,
                                  const QTimeZone &zone, const domain::BookingPolicy &policy)
{
    m_span = span;
    m_zone = zone;
    m_longest = std::min(policy.longest, domain::kLongestBooking);
    m_refused = {};
    if (span) {
        const QDate first = domain::localOf(span->start, zone).date();
        if (first != m_first) { // its weekday is meant, and a season from it on
            m_first = first;
            for (int day = 1; day <= 7; ++day) {
                const QSignalBlocker blocker(m_days[size_t(day - 1)]);
                m_days[size_t(day - 1)]->setChecked(day == first.dayOfWeek());
            }
            const QSignalBlocker blocker(m_until);
            m_until->setDate(first.addDays(7 * (kUsualWeeks - 1)));
        }
    }
    refresh();
}

bool BookingSeriesBox::isOn() const
{
    return m_switch->isChecked();
}

/// As it is asked for, whether it makes sense or not.
domain::SeriesRule BookingSeriesBox::wanted() const
{
    domain::SeriesRule rule = domain::weeklyLike(*m_span, m_zone);
    rule.weekdays.clear();
    for (int day = 1; day <= 7; ++day) {
        if (m_days[size_t(day - 1)]->isChecked())
            rule.weekdays.append(day);
    }
    rule.everyWeeks = m_every->value();
    rule.until = m_until->date();
    rule.exceptions = m_leftOut;
    return rule;
}

std::optional<domain::SeriesRule> BookingSeriesBox::rule() const
{
    if (!isOn() || !m_span || !fault().isEmpty())
        return std::nullopt;
    return wanted();
}

QString BookingSeriesBox::fault() const
{
    if (!isOn() || !m_span)
        return {};
    const auto days = domain::expand(wanted(), m_zone, m_longest);
    return days ? QString() : labels::seriesRefusal(days.error(), m_zone);
}

void BookingSeriesBox::setRefused(const Error &error)
{
    m_refused = error;
    refresh();
}

void BookingSeriesBox::leaveOut(QDate day)
{
    if (!m_leftOut.contains(day))
        m_leftOut.append(day);
    std::sort(m_leftOut.begin(), m_leftOut.end());
    refreshLeftOut();
    // What else does not fit stays told.
    const QList<domain::SeriesConflict> conflicts = domain::seriesConflictsOf(m_refused);
    QList<domain::SeriesConflict> others;
    for (const domain::SeriesConflict &one : conflicts) {
        if (!m_leftOut.contains(one.date))
            others.append(one);
    }
    m_refused = others.isEmpty()
        ? Error()
        : domain::seriesNotAvailable(others.first().conflict.spaceId, others);
    refresh();
    Q_EMIT edited();
}

void BookingSeriesBox::onEdited()
{
    m_refused = {};
    refresh();
    Q_EMIT edited();
}

// --- What it shows -------------------------------------------------------------------------------

void BookingSeriesBox::refresh()
{
    m_body->setVisible(isOn());
    clear(*m_conflicts);
    const QList<domain::SeriesConflict> conflicts = domain::seriesConflictsOf(m_refused);
    for (const domain::SeriesConflict &one : conflicts) {
        auto *row = new QWidget(m_conflicts);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto *words = makeLabel(row, "danger"_L1, labels::seriesConflict(one, m_zone));
        words->setWordWrap(true);
        auto *out = new QPushButton(tr("Leave out"), row);
        out->setProperty("kind", u"link"_s);
        out->setAccessibleName(tr("Leave out %1").arg(labels::shortDay(one.date)));
        // The button goes with its row: not while it tells that it was clicked.
        connect(
            out, &QPushButton::clicked, this, [this, day = one.date] { leaveOut(day); },
            Qt::QueuedConnection);
        line->addWidget(words, 1);
        line->addWidget(out);
        m_conflicts->layout()->addWidget(row);
        row->show(); // also where the others are seen already
    }
    m_conflicts->setVisible(!conflicts.isEmpty());
    const QString wrong = fault();
    m_fault->setText(wrong);
    m_fault->setVisible(!wrong.isEmpty());
    const auto days = isOn() && m_span && wrong.isEmpty()
        ? domain::expand(wanted(), m_zone, m_longest).valueOr({})
        : QList<domain::SeriesOccurrence>();
    m_dates = int(days.size());
    m_words->setVisible(!days.isEmpty());
    if (days.isEmpty())
        return;
    QString words =
        tr("%n bookings, the last on %1", nullptr, m_dates).arg(labels::shortDay(days.last().date));
    for (const domain::SeriesOccurrence &day : days) {
        if (day.isMoved || day.isCapped)
            words += u'\n'
                + tr("%1: the clock is set, %2")
                      .arg(labels::shortDay(day.date), labels::range(day.span, m_zone));
    }
    m_words->setText(words);
}

void BookingSeriesBox::refreshLeftOut()
{
    clear(*m_left);
    for (const QDate &day : std::as_const(m_leftOut)) {
        auto *chip = new QPushButton(tr("Not on %1").arg(labels::shortDay(day)), m_left);
        chip->setProperty("kind", u"chip"_s);
        chip->setToolTip(tr("Take it in again"));
        connect(
            chip, &QPushButton::clicked, this,
            [this, day] {
                m_leftOut.removeOne(day);
                refreshLeftOut();
                onEdited();
            },
            Qt::QueuedConnection);
        m_left->layout()->addWidget(chip);
        m_left->layout()->setAlignment(chip, Qt::AlignLeft);
        chip->show();
    }
    m_left->setVisible(!m_leftOut.isEmpty());
}

// --- Words ---------------------------------------------------------------------------------------

QString labels::seriesConflict(const domain::SeriesConflict &conflict, const QTimeZone &zone)
{
    return BookingSeriesBox::tr("%1: booked %2")
        .arg(shortDay(conflict.date), range(conflict.conflict.span, zone));
}

QString labels::seriesRefusal(const Error &error, const QTimeZone &zone)
{
    const QString rule = error.details.value(u"rule"_s).toString();
    if (rule == problem::kSeriesEmpty)
        return BookingSeriesBox::tr("No day falls into the series.");
    if (rule == problem::kSeriesTooLong)
        return BookingSeriesBox::tr("A series has %1 bookings at most.").arg(domain::kSeriesMost);
    if (rule == problem::kSeriesNoEnd)
        return BookingSeriesBox::tr("Until when?");
    if (rule == problem::kBadSeries)
        return error.details.value(u"field"_s).toString() == u"weekdays"
            ? BookingSeriesBox::tr("Choose the days of the week.")
            : BookingSeriesBox::tr("The last day lies before the first.");
    const QDate day = QDate::fromString(error.details.value(u"date"_s).toString(), Qt::ISODate);
    const QString words = refusal(error, zone);
    return day.isValid() ? BookingSeriesBox::tr("%1: %2").arg(shortDay(day), words) : words;
}

} // namespace parking::ui

#include "bookings/bookinglisthead.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/localtime.h"
#include "widgets/dayfield.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::BookingStatus;

BookingListHead::BookingListHead(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_zone(QTimeZone::utc())
{
    setObjectName(u"pageHeader"_s);
    m_periodChip = new MenuChip(theme, tr("Period"), this);
    for (int i = 0; i < PeriodCount; ++i)
        m_periodChip->menu()->addAction(text(Period(i)), this, [this, i] {
            setPeriod(Period(i));
            Q_EMIT changed();
        });
    m_from = addDay(tr("First day"));
    m_to = addDay(tr("Last day"));
    m_statusChip = new MenuChip(theme, tr("Status"), this);
    for (const std::optional<BookingStatus> &status :
         {std::optional<BookingStatus>(), std::optional(BookingStatus::Active),
          std::optional(BookingStatus::Completed), std::optional(BookingStatus::NoShow),
          std::optional(BookingStatus::Cancelled)})
        m_statusChip->menu()->addAction(status ? labels::text(*status) : tr("Any status"), this,
                                        [this, status] {
                                            setStatus(status);
                                            Q_EMIT changed();
                                        });
    m_code = addField(tr("Space"), 96);
    m_person = addField(tr("E-mail or title"), 176);
    m_plate = addField(tr("Plate"), 112);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);
    for (QWidget *part : {static_cast<QWidget *>(m_periodChip), static_cast<QWidget *>(m_from),
                          static_cast<QWidget *>(m_to), static_cast<QWidget *>(m_statusChip)})
        layout->addWidget(part);
    layout->addStretch();
    for (QLineEdit *field : {m_code, m_person, m_plate})
        layout->addWidget(field);
    auto *find = new QShortcut(QKeySequence::Find, parent);
    connect(find, &QShortcut::activated, this, [this] {
        m_code->setFocus(Qt::ShortcutFocusReason);
        m_code->selectAll();
    });
    setPeriod(FromToday);
    setStatus({});
    connect(&theme, &Theme::changed, this, &BookingListHead::updateFonts);
    updateFonts();
}

QLineEdit *BookingListHead::addField(const QString &placeholder, int width)
{
    auto *field = new QLineEdit(this);
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(placeholder);
    field->setClearButtonEnabled(true);
    field->setMaxLength(100);
    field->setProperty("wide", width);
    connect(field, &QLineEdit::textChanged, this, &BookingListHead::typed);
    return field;
}

DayField *BookingListHead::addDay(const QString &name)
{
    auto *day = new DayField(name, tr("d MMM yyyy"), this);
    day->setToolTip(name);
    day->addCalendar(m_theme);
    connect(day, &DayField::dateChanged, this, &BookingListHead::typed);
    return day;
}

void BookingListHead::updateFonts()
{
    setFixedHeight(m_theme.scaled(45));
    for (QLineEdit *field : {m_code, m_person, m_plate})
        field->setFixedWidth(m_theme.scaled(field->property("wide").toInt()));
    for (DayField *day : {m_from, m_to})
        day->setFixedWidth(m_theme.scaled(108));
}

void BookingListHead::setReadOnly(bool readOnly)
{
    m_person->setVisible(!readOnly);
    m_plate->setVisible(!readOnly);
}

// --- What is looked for --------------------------------------------------------------------------

QString BookingListHead::text(Period period)
{
    switch (period) {
    case FromToday:
        return tr("From today on");
    case Today:
        return tr("Today");
    case ThisWeek:
        return tr("This week");
    case Last7:
        return tr("Last 7 days");
    case Last30:
        return tr("Last 30 days");
    case AllTimes:
        return tr("All times");
    default:
        return tr("From day to day");
    }
}

/// Own days begin as those that were looked at.
void BookingListHead::setPeriod(Period period)
{
    if (period == Own && m_period != Own) {
        const QSignalBlocker quietFrom(m_from);
        const QSignalBlocker quietTo(m_to);
        const QDate today = QDateTime::currentDateTimeUtc().toTimeZone(m_zone).date();
        const auto [first, last] = days(today);
        m_from->setDate(first.isNull() ? today.addDays(-30) : first);
        m_to->setDate(last.isNull() ? m_from->date().addDays(30) : last);
    }
    m_period = period;
    m_from->setVisible(period == Own);
    m_to->setVisible(period == Own);
    m_periodChip->setChosen(text(period), period != FromToday);
}

void BookingListHead::setStatus(const std::optional<BookingStatus> &status)
{
    m_status = status;
    m_statusChip->setChosen(status ? labels::text(*status) : tr("Any status"), status.has_value());
}

std::pair<QDate, QDate> BookingListHead::days(QDate today) const
{
    switch (m_period) {
    case FromToday:
        return {today, {}};
    case Today:
        return {today, today};
    case ThisWeek: {
        const QDate monday = today.addDays(1 - today.dayOfWeek());
        return {monday, monday.addDays(6)};
    }
    case Last7:
        return {today.addDays(-6), today};
    case Last30:
        return {today.addDays(-29), today};
    case Own:
        return {m_from->date(), m_to->date()};
    default:
        return {};
    }
}

domain::BookingSearch BookingListHead::filter(UtcTime now) const
{
    const auto [first, last] = days(domain::localOf(now, m_zone).date());
    domain::BookingSearch filter;
    // What ends with the first moment, or begins with the moment after the last, is of other days.
    if (first.isValid())
        filter.from = fromDateTime(first.startOfDay(m_zone)) + 1ms;
    if (last.isValid())
        filter.to = fromDateTime(last.addDays(1).startOfDay(m_zone)) - 1ms;
    filter.status = m_status;
    filter.code = m_code->text().trimmed();
    if (!m_person->isHidden()) {
        filter.person = m_person->text().trimmed();
        filter.plate = m_plate->text().trimmed();
    }
    return filter;
}

bool BookingListHead::isFiltered() const
{
    const domain::BookingSearch filter = this->filter({});
    return filter.status || !filter.code.isEmpty() || !filter.person.isEmpty()
        || !filter.plate.isEmpty();
}

bool BookingListHead::hasPeriod() const
{
    return m_period != AllTimes;
}

void BookingListHead::clear()
{
    for (QLineEdit *field : {m_code, m_person, m_plate}) {
        const QSignalBlocker quiet(field);
        field->clear();
    }
    setStatus({});
    Q_EMIT changed();
}

void BookingListHead::showAllTimes()
{
    setPeriod(AllTimes);
    Q_EMIT changed();
}

QString BookingListHead::words() const
{
    const domain::BookingSearch filter = this->filter({});
    QStringList words{m_period == Own
                          ? tr("from %1 to %2")
                                .arg(QLocale().toString(m_from->date(), tr("d MMM yyyy")),
                                     QLocale().toString(m_to->date(), tr("d MMM yyyy")))
                          : text(m_period).toLower()};
    if (filter.status)
        words.append(labels::text(*filter.status).toLower());
    if (!filter.code.isEmpty())
        words.append(tr("space with “%1”").arg(filter.code));
    if (!filter.person.isEmpty())
        words.append(tr("e-mail or title with “%1”").arg(filter.person));
    if (!filter.plate.isEmpty())
        words.append(tr("plate with “%1”").arg(filter.plate));
    return words.join(u" · "_s);
}

} // namespace parking::ui

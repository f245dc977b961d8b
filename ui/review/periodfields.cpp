#include "review/periodfields.h"

#include "base/literals.h"
#include "shownzone.h"
#include "widgets/arrowbox.h"
#include "widgets/dayfield.h"
#include "widgets/role.h"

#include <QComboBox>
#include <QHBoxLayout>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kDay = 24; // hours

UtcTime beginOf(const QDate &day, UtcTime near)
{
    return fromDateTime(day.startOfDay(labels::local(near).timeZone()));
}

} // namespace

PeriodFields::PeriodFields(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_length(new ArrowBox(theme, this)),
      m_first(new DayField(tr("First day"), tr("ddd d MMM yyyy"), this)),
      m_last(new DayField(tr("Last day"), tr("ddd d MMM yyyy"), this))
{
    m_length->setAccessibleName(tr("Period"));
    m_length->addItem(tr("Last 24 hours"), kDay);
    m_length->addItem(tr("Last 7 days"), 7 * kDay);
    m_length->addItem(tr("Last 30 days"), 30 * kDay);
    m_length->addItem(tr("Days"), 0);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.scaled(8));
    layout->addWidget(m_length);
    layout->addWidget(m_first, 1);
    layout->addWidget(makeLabel(this, "secondary"_L1, tr("to")));
    layout->addWidget(m_last, 1);
    connect(m_length, &QComboBox::currentIndexChanged, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    for (DayField *field : {m_first, m_last}) {
        field->addCalendar(theme);
        connect(field, &DayField::dateChanged, this, &PeriodFields::changed);
    }
    setFocusProxy(m_length);
    refresh();
}

int PeriodFields::hours() const
{
    return m_length->currentData().toInt();
}

void PeriodFields::refresh()
{
    const bool isDays = hours() == 0;
    for (DayField *field : {m_first, m_last})
        field->setEnabled(isDays);
    if (isDays || m_now == UtcTime())
        return;
    const QSignalBlocker first(m_first);
    const QSignalBlocker last(m_last);
    m_first->setDate(labels::local(from()).date());
    m_last->setDate(labels::local(m_now).date());
}

void PeriodFields::setNow(UtcTime now)
{
    m_now = now;
    for (DayField *field : {m_first, m_last})
        field->setMaximumDate(labels::local(now).date());
    refresh();
}

void PeriodFields::setPeriod(UtcTime from, UtcTime to)
{
    m_length->setCurrentIndex(m_length->findData(0));
    m_first->setDate(labels::local(from).date());
    m_last->setDate(labels::local(to - Milliseconds(1)).date());
}

UtcTime PeriodFields::from() const
{
    return hours() > 0 ? m_now - std::chrono::hours(hours()) : beginOf(m_first->date(), m_now);
}

UtcTime PeriodFields::to() const
{
    return hours() > 0 ? m_now : std::min(beginOf(m_last->date().addDays(1), m_now), m_now);
}

} // namespace parking::ui

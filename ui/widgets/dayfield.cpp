#include "widgets/dayfield.h"

#include "widgets/daytext.h"

#include <QFocusEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QTimer>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace parking::ui {

DayField::DayField(const QString &name, const QString &format, QWidget *parent)
    : QLineEdit(parent), m_format(format)
{
    setAccessibleName(name);
    connect(this, &QLineEdit::returnPressed, this, &DayField::take);
    refresh();
}

/// Where it is typed it has its year, and no name that would contradict what is typed.
void DayField::refresh()
{
    setText(QLocale().toString(m_date, hasFocus() ? tr("d MMM yyyy") : m_format));
}

void DayField::setDate(QDate date)
{
    if (!date.isValid())
        return;
    if (m_most.isValid())
        date = std::min(date, m_most);
    const bool isOther = std::exchange(m_date, date) != date;
    refresh();
    if (isOther)
        Q_EMIT dateChanged(date);
}

void DayField::setMaximumDate(QDate most)
{
    m_most = most;
    if (m_date > most)
        setDate(most);
}

void DayField::take()
{
    if (!isModified())
        return;
    const QString typed = text().trimmed();
    const std::optional<QDate> day = parseDayText(typed, m_date, m_most);
    setDate(day.value_or(m_date));
    if (day || typed.isEmpty())
        return;
    const QString words =
        tr("“%1” is no day that can be chosen. Days look like 28 Nov, 28.11. or 2026-11-28.")
            .arg(typed);
    // The focus that goes on hides all tips.
    QTimer::singleShot(0, this, [this, words] {
        QToolTip::showText(mapToGlobal(QPoint(0, height())), words, this);
    });
}

void DayField::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason)
        return; // it goes on
    refresh();
    selectAll();
}

void DayField::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason)
        return;
    take();
    refresh();
}

void DayField::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
    if (step == 0) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    take();
    setDate(m_date.addDays(step));
    selectAll();
}

} // namespace parking::ui

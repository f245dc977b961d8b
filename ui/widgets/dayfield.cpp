#include "widgets/dayfield.h"

#include "base/literals.h"
#include "widgets/daytext.h"

#include <QAction>
#include <QCalendarWidget>
#include <QFocusEvent>
#include <QFrame>
#include <QKeyEvent>
#include <QLocale>
#include <QScreen>
#include <QTextCharFormat>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

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

void DayField::addCalendar(const Theme &theme)
{
    m_theme = &theme;
    const QString sign = u"bookings"_s;
    m_calendar = addAction(theme.icon(sign), LeadingPosition);
    m_calendar->setToolTip(tr("Choose in a calendar"));
    connect(m_calendar, &QAction::triggered, this, &DayField::openCalendar);
    connect(&theme, &Theme::changed, this,
            [this, &theme, sign] { m_calendar->setIcon(theme.icon(sign)); });
}

void DayField::openCalendar()
{
    take();
    auto *popup = new QFrame(this, Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setFrameShape(QFrame::StyledPanel);
    auto *days = new QCalendarWidget(popup);
    days->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    for (const Qt::DayOfWeek day : {Qt::Saturday, Qt::Sunday})
        days->setWeekdayTextFormat(day, {}); // red is for what is amiss
    for (const auto &[name, icon] : {std::pair{u"qt_calendar_prevmonth"_s, u"chevron-left"_s},
                                     std::pair{u"qt_calendar_nextmonth"_s, u"chevron-right"_s}}) {
        if (auto *button = days->findChild<QToolButton *>(name)) // Qt's own are green
            button->setIcon(m_theme->icon(icon));
    }
    if (m_most.isValid())
        days->setMaximumDate(m_most);
    days->setSelectedDate(m_date);
    const auto choose = [this, popup](QDate date) {
        popup->close();
        setDate(date);
    };
    connect(days, &QCalendarWidget::clicked, this, choose); // by mouse
    connect(days, &QCalendarWidget::activated, this, choose); // by keys
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(days);
    const QRect room = screen()->availableGeometry();
    const QSize size = popup->sizeHint();
    QPoint place = mapToGlobal(QPoint(0, height() + 4));
    place.setX(
        std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - size.width())));
    place.setY(
        std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - size.height())));
    popup->move(place);
    popup->show();
    days->setFocus();
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
    if (m_calendar && event->key() == Qt::Key_Down && event->modifiers() == Qt::AltModifier)
        return openCalendar();
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

#include "widgets/dayfield.h"

#include <QFocusEvent>
#include <QLineEdit>

namespace parking::ui {

DayField::DayField(const QString &name, const QString &format, QWidget *parent)
    : QDateEdit(parent), m_format(format)
{
    setButtonSymbols(QAbstractSpinBox::NoButtons);
    setDisplayFormat(format);
    setAccessibleName(name);
    lineEdit()->setAccessibleName(name);
}

/// QDateEdit goes from part to part.
bool DayField::focusNextPrevChild(bool next)
{
    return QWidget::focusNextPrevChild(next);
}

void DayField::focusInEvent(QFocusEvent *event)
{
    setDisplayFormat(tr("d MMM yyyy"));
    QDateEdit::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason)
        setSelectedSection(DaySection);
}

void DayField::focusOutEvent(QFocusEvent *event)
{
    QDateEdit::focusOutEvent(event);
    setDisplayFormat(m_format);
}

} // namespace parking::ui

#include "settings/unitfield.h"

#include <QKeyEvent>
#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kUnitRoom = 36;

} // namespace

UnitField::UnitField(const Theme &theme, QWidget *parent) : QLineEdit(parent), m_theme(theme) { }

void UnitField::setUnit(const QString &unit)
{
    m_unit = unit;
    setTextMargins(0, 0, unit.isEmpty() ? 0 : m_theme.scaled(kUnitRoom), 0);
    update();
}

void UnitField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_unit.isEmpty())
        return;
    QPainter painter(this);
    painter.setPen(m_theme.tokens().text2);
    painter.drawText(rect().adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit);
}

void UnitField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !isReadOnly())
        Q_EMIT escaped();
    else
        QLineEdit::keyPressEvent(event);
}

} // namespace parking::ui

#include "bookings/menuchip.h"

#include "base/literals.h"

#include <QCoreApplication>
#include <QMenu>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace parking::ui {

MenuChip::MenuChip(const Theme &theme, const QString &what, QWidget *parent)
    : QPushButton(parent), m_theme(theme)
{
    setProperty("kind", u"chip"_s);
    setProperty("hasMenu", true);
    setCheckable(true);
    setToolTip(what);
    setMenu(new QMenu(this));
}

void MenuChip::setChosen(const QString &text, bool on)
{
    setText(text);
    setAccessibleName(
        QCoreApplication::translate("parking::ui::MenuChip", "%1: %2").arg(toolTip(), text));
    setChecked(on);
}

/// As one without a menu: style sheets have no padding for those with one.
void MenuChip::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.features &= ~QStyleOptionButton::ButtonFeatures(QStyleOptionButton::HasMenu);
    painter.drawControl(QStyle::CE_PushButton, option);
    constexpr int kArrow = 14;
    const Tokens &t = m_theme.tokens();
    painter.drawPixmap(QPointF(width() - kArrow - 11, (height() - kArrow) / 2.0),
                       m_theme.pixmap(u"chevron-down"_s, kArrow, isChecked() ? t.accent : t.text2,
                                      devicePixelRatioF()));
}

} // namespace parking::ui

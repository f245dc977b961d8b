#include "shell/rail.h"

#include "base/literals.h"

#include <QPainter>
#include <QVBoxLayout>

namespace parking::ui {

RailButton::RailButton(const QString &icon, const QString &word, const Theme &theme,
                       QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon)
{
    setText(word);
    setAccessibleName(word);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::TabFocus);
}

void RailButton::setForm(Form form)
{
    m_form = form;
    updateGeometry();
    update();
}

void RailButton::setBadge(int count)
{
    if (m_badge == count)
        return;
    m_badge = count;
    update();
}

QSize RailButton::sizeHint() const
{
    switch (m_form) {
    case Form::IconOnly:
        return {40, 44};
    case Form::IconOverWord:
        return {56, m_theme.scaled(52)};
    case Form::IconBesideWord:
        return {192, m_theme.scaled(44)};
    }
    return {};
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!isEnabled())
        painter.setOpacity(0.5);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    const bool hovered = underMouse() && isEnabled();
    if (isChecked() || hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? t.accentSoft : t.sunken);
        painter.drawRoundedRect(box, 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 6, 6);
    }
    const QColor colour = isChecked() ? t.accent : t.text2;
    const QPixmap icon = m_theme.pixmap(m_icon, 24, colour, devicePixelRatioF());
    QPointF at(width() / 2.0 - 12, 7);
    QFont font = m_theme.font(TextStyle::Axis);
    painter.setPen(colour);
    if (m_form == Form::IconOverWord) {
        font.setWeight(isChecked() ? QFont::Medium : QFont::Normal);
        painter.setFont(font);
        painter.drawText(QRectF(-8, 32, width() + 16, height() - 34),
                         Qt::AlignHCenter | Qt::AlignTop, text());
    } else if (m_form == Form::IconBesideWord) {
        at = {14, height() / 2.0 - 12};
        painter.setFont(m_theme.font(TextStyle::BodyStrong));
        painter.drawText(QRectF(52, 0, width() - 56, height()), Qt::AlignVCenter, text());
    } else {
        at.setY(height() / 2.0 - 12);
    }
    painter.drawPixmap(at, icon);
    if (m_badge == 0)
        return;
    const QRectF badge(at.x() + 16, qMax(0.0, at.y() - 4), 15, 15);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.danger);
    painter.drawEllipse(badge);
    font = m_theme.font(TextStyle::Axis);
    font.setPixelSize(10);
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(t.surface);
    painter.drawText(badge, Qt::AlignCenter, QString::number(m_badge));
}

Rail::Rail(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"rail"_s);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(8, 64, 8, 8);
    m_layout->setSpacing(8);
    m_layout->addStretch();
    setForm(RailButton::Form::IconOverWord);
}

RailButton *Rail::addPage(const QString &icon, const QString &word, bool isApart)
{
    auto *button = new RailButton(icon, word, m_theme, this);
    const int page = int(m_buttons.size());
    button->setToolTip(tr("%1 (Ctrl+%2)").arg(word).arg(page + 1));
    connect(button, &QAbstractButton::clicked, this, [this, page] { Q_EMIT chosen(page); });
    m_layout->insertWidget(isApart ? page + 1 : page, button); // behind the stretch
    m_buttons.append(button);
    return button;
}

void Rail::setCurrent(int page)
{
    m_buttons[page]->setChecked(true);
    update();
}

void Rail::setForm(RailButton::Form form)
{
    using enum RailButton::Form;
    setFixedWidth(form == IconOnly ? 56 : form == IconOverWord ? 72 : 208);
    for (RailButton *button : std::as_const(m_buttons))
        button->setForm(form);
}

void Rail::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF mark(width() > 100 ? 20 : width() / 2.0 - 16, 12, 32, 32);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.accent);
    painter.drawRoundedRect(mark, 8, 8);
    QFont font = m_theme.font(TextStyle::PageTitle);
    font.setPixelSize(19);
    painter.setFont(font);
    painter.setPen(t.accentText);
    painter.drawText(mark, Qt::AlignCenter, u"P"_s);
    for (const RailButton *button : std::as_const(m_buttons)) {
        if (button->isChecked()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawRoundedRect(QRectF(0, button->y() + 9, 3, button->height() - 18), 1.5, 1.5);
        }
    }
}

} // namespace parking::ui

#include "spaces/spaceactions.h"

#include "base/literals.h"

#include <QApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using domain::SpaceState;

SpaceActions::SpaceActions(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_buttons = new QBoxLayout(QBoxLayout::LeftToRight);
    m_buttons->setSpacing(8);
    m_maintenance = addButton("wrench", SpaceState::Maintenance);
    m_occupied = addButton(nullptr, SpaceState::Occupied);
    m_free = addButton(nullptr, SpaceState::Free);
    m_clear = new QPushButton(theme.icon(u"undo"_s), {}, this);
    connect(m_clear, &QPushButton::clicked, this, &SpaceActions::cleared);
    m_resend = new QPushButton(theme.icon(u"lamp"_s), tr("Resend colour"), this);
    m_resend->setToolTip(tr("Sends the lamp its colour again (L)"));
    connect(m_resend, &QPushButton::clicked, this, &SpaceActions::resendRequested);
    m_change = new QPushButton(theme.icon(u"edit"_s), tr("Change reason or end"), this);
    connect(m_change, &QPushButton::clicked, this, &SpaceActions::change);
    m_form = new OverrideForm(situation, theme, this);
    connect(m_form, &OverrideForm::left, this, &SpaceActions::left);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 20, 20);
    layout->setSpacing(8);
    layout->addLayout(m_buttons);
    layout->addWidget(m_clear);
    layout->addWidget(m_change);
    layout->addWidget(m_resend);
    layout->addWidget(m_form);
}

QPushButton *SpaceActions::addButton(const char *icon, SpaceState state)
{
    auto *button = new QPushButton(this);
    if (icon)
        button->setIcon(m_theme.icon(QLatin1StringView(icon)));
    connect(button, &QPushButton::clicked, this, [this, state] { ask(state); });
    m_buttons->addWidget(button, 1);
    return button;
}

void SpaceActions::setTarget(const Target &target)
{
    m_target = target;
    const auto *focused = qobject_cast<QPushButton *>(QApplication::focusWidget());
    nameButtons();
    showButtons();
    arrange();
    // A control that goes hands the focus to the next one, whatever that does.
    if (focused && focused->parentWidget() == this && focused->isHidden())
        Q_EMIT left();
}

void SpaceActions::nameButtons()
{
    const int count = m_target.count;
    const bool one = count == 1;
    m_maintenance->setText(one ? tr("Set maintenance")
                               : tr("Set %n to maintenance", nullptr, count));
    m_occupied->setText(one ? tr("Set occupied") : tr("Set %n to occupied", nullptr, count));
    m_free->setText(one ? tr("Set free") : tr("Set %n to free", nullptr, count));
    m_clear->setText(one ? tr("Take override back")
                         : m_target.overridden == 1
                         ? tr("Take 1 override back")
                         : tr("Take %n overrides back", nullptr, m_target.overridden));
    m_resend->setText(one ? tr("Resend colour") : tr("Resend %n colours", nullptr, m_target.lamps));
}

void SpaceActions::showButtons()
{
    const bool one = m_target.count == 1;
    const bool settable = !one || m_target.overridden == 0;
    m_maintenance->setVisible(settable);
    const bool either = !one || !m_target.isKnown;
    m_occupied->setVisible(settable && (either || m_target.state != SpaceState::Occupied));
    m_free->setVisible(settable && (either || m_target.state == SpaceState::Occupied));
    m_clear->setVisible(m_target.overridden > 0);
    m_change->setVisible(m_target.standing.has_value());
    m_resend->setVisible(m_target.lamps > 0);
}

/// Side by side where their words fit, else below each other.
void SpaceActions::arrange()
{
    int wide = layout()->contentsMargins().left() + layout()->contentsMargins().right();
    for (const QPushButton *button : {m_maintenance, m_occupied, m_free}) {
        if (!button->isHidden())
            wide += button->sizeHint().width() + m_buttons->spacing();
    }
    m_buttons->setDirection(wide - m_buttons->spacing() <= width() ? QBoxLayout::LeftToRight
                                                                   : QBoxLayout::TopToBottom);
}

void SpaceActions::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void SpaceActions::ask(SpaceState state)
{
    m_form->ask(state);
}

void SpaceActions::change()
{
    if (m_target.standing)
        m_form->change(*m_target.standing);
}

} // namespace parking::ui

#include "spaces/spaceactions.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using domain::SpaceState;

namespace {

constexpr int kLongestReason = 200;

} // namespace

SpaceActions::SpaceActions(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
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
    buildReason();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 20, 20);
    layout->setSpacing(8);
    layout->addLayout(m_buttons);
    layout->addWidget(m_clear);
    layout->addWidget(m_resend);
    layout->addWidget(m_reasonBox);
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

void SpaceActions::buildReason()
{
    m_reasonBox = new QWidget(this);
    m_reasonTitle = makeLabel(m_reasonBox);
    m_reason = new QLineEdit(m_reasonBox);
    m_reason->setMaxLength(kLongestReason);
    m_reason->setAccessibleName(tr("Reason"));
    m_reasonTitle->setBuddy(m_reason);
    m_refusal = makeLabel(m_reasonBox, "danger"_L1);
    m_refusal->setWordWrap(true);
    m_refusal->hide();
    m_confirm = new QPushButton(tr("Apply"), m_reasonBox);
    m_confirm->setProperty("kind", u"primary"_s);
    auto *cancel = new QPushButton(tr("Cancel"), m_reasonBox);
    connect(m_reason, &QLineEdit::returnPressed, this, &SpaceActions::submit);
    connect(m_confirm, &QPushButton::clicked, this, &SpaceActions::submit);
    connect(cancel, &QPushButton::clicked, this, &SpaceActions::close);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addStretch();
    line->addWidget(cancel);
    line->addWidget(m_confirm);
    auto *box = new QVBoxLayout(m_reasonBox);
    box->setContentsMargins(0, 4, 0, 0);
    box->setSpacing(6);
    box->addWidget(m_reasonTitle);
    box->addWidget(m_reason);
    box->addWidget(m_refusal);
    box->addLayout(line);
    m_reasonBox->hide();
}

void SpaceActions::setTarget(const Target &target)
{
    m_target = target;
    const bool one = target.count == 1;
    if (one) {
        m_maintenance->setText(tr("Set maintenance"));
        m_occupied->setText(tr("Set occupied"));
        m_free->setText(tr("Set free"));
        m_clear->setText(tr("Take override back"));
    } else {
        m_maintenance->setText(tr("Set %n to maintenance", nullptr, target.count));
        m_occupied->setText(tr("Set %n to occupied", nullptr, target.count));
        m_free->setText(tr("Set %n to free", nullptr, target.count));
        m_clear->setText(target.overridden == 1
                             ? tr("Take 1 override back")
                             : tr("Take %n overrides back", nullptr, target.overridden));
    }
    const bool settable = !one || target.overridden == 0;
    m_maintenance->setVisible(settable);
    m_occupied->setVisible(settable && (!one || target.state != SpaceState::Occupied));
    m_free->setVisible(settable && (!one || target.state == SpaceState::Occupied));
    m_clear->setVisible(target.overridden > 0);
    m_resend->setText(one ? tr("Resend colour") : tr("Resend %n colours", nullptr, target.lamps));
    m_resend->setVisible(target.lamps > 0);
    m_reasonTitle->setFont(m_theme.font(TextStyle::BodyStrong));
    arrange();
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
    m_wanted = state;
    switch (state) {
    case SpaceState::Maintenance:
        m_reasonTitle->setText(tr("Reason for maintenance (optional)"));
        m_confirm->setText(tr("Set maintenance"));
        break;
    case SpaceState::Occupied:
        m_reasonTitle->setText(tr("Reason for “occupied” (optional)"));
        m_confirm->setText(tr("Set occupied"));
        break;
    default:
        m_reasonTitle->setText(tr("Reason for “free” (optional)"));
        m_confirm->setText(tr("Set free"));
        break;
    }
    m_reason->setAccessibleName(m_reasonTitle->text());
    m_reason->setText({}); // unlike clear() it leaves nothing for Ctrl+Z to bring back
    setWaiting(false);
    m_refusal->hide();
    m_reasonBox->show();
    m_reason->setFocus();
}

void SpaceActions::close()
{
    m_reason->setText({});
    setWaiting(false);
    const bool hadFocus = m_reasonBox->isAncestorOf(QApplication::focusWidget());
    m_reasonBox->hide();
    if (hadFocus)
        Q_EMIT left();
}

bool SpaceActions::isAsking() const
{
    return !m_reasonBox->isHidden();
}

void SpaceActions::submit()
{
    if (m_waits)
        return;
    m_refusal->hide();
    setWaiting(true);
    Q_EMIT requested(m_wanted, m_reason->text().trimmed());
}

void SpaceActions::setWaiting(bool waiting)
{
    m_waits = waiting;
    m_reason->setReadOnly(waiting);
    m_confirm->setEnabled(!waiting);
}

bool SpaceActions::setAnswer(const Result<> &result)
{
    if (!m_waits)
        return false;
    if (result) {
        close();
        return true;
    }
    setWaiting(false);
    m_refusal->setText(labels::text(result.error()));
    m_refusal->show();
    m_reason->setFocus();
    return true;
}

} // namespace parking::ui

#include "spaces/overrideform.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "labels.h"
#include "spaces/endtime.h"
#include "timelabels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using domain::SpaceState;

namespace {

constexpr int kLongestReason = 200;
constexpr int kLongestEnd = 40;

} // namespace

OverrideForm::OverrideForm(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation)
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 4, 0, 0);
    box->setSpacing(6);
    m_reason = addField(m_reasonTitle, {});
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setMaxLength(kLongestReason);
    m_until = addField(m_untilTitle, tr("Until (optional)"));
    m_until->setMaxLength(kLongestEnd);
    m_until->setPlaceholderText(tr("18:00, +2h, 28 Nov 8:00"));
    m_end = makeLabel(this, "caption"_L1);
    m_end->setWordWrap(true);
    m_refusal = makeLabel(this, "danger"_L1);
    m_refusal->setWordWrap(true);
    m_confirm = new QPushButton(tr("Apply"), this);
    m_confirm->setProperty("kind", u"primary"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    box->addWidget(m_end);
    box->addWidget(m_refusal);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addStretch();
    line->addWidget(cancel);
    line->addWidget(m_confirm);
    box->addLayout(line);
    setTabOrder(m_until, m_confirm);
    setTabOrder(m_confirm, cancel);
    connect(m_until, &QLineEdit::textChanged, this, &OverrideForm::tellEnd);
    connect(&situation, &Situation::nowChanged, this, &OverrideForm::tellEnd);
    connect(m_confirm, &QPushButton::clicked, this, &OverrideForm::submit);
    connect(cancel, &QPushButton::clicked, this, &OverrideForm::close);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
    hide();
}

QLineEdit *OverrideForm::addField(QLabel *&label, const QString &title)
{
    label = makeLabel(this, {}, title);
    setTextStyle(*label, "strong"_L1);
    auto *field = new QLineEdit(this);
    field->setAccessibleName(title);
    label->setBuddy(field);
    connect(field, &QLineEdit::returnPressed, this, &OverrideForm::submit);
    layout()->addWidget(label);
    layout()->addWidget(field);
    return field;
}

// --- Asking --------------------------------------------------------------------------------------

void OverrideForm::ask(SpaceState state)
{
    domain::Override value;
    value.state = state;
    open(value,
         state == SpaceState::Maintenance    ? tr("Set maintenance")
             : state == SpaceState::Occupied ? tr("Set occupied")
                                             : tr("Set free"));
}

void OverrideForm::change(const domain::Override &standing)
{
    open(standing, tr("Save"));
}

void OverrideForm::open(const domain::Override &value, const QString &confirm)
{
    m_value = value;
    m_reasonTitle->setText(
        value.state == SpaceState::Maintenance    ? tr("Reason for maintenance (optional)")
            : value.state == SpaceState::Occupied ? tr("Reason for “occupied” (optional)")
                                                  : tr("Reason for “free” (optional)"));
    m_reason->setAccessibleName(m_reasonTitle->text());
    m_confirm->setText(confirm);
    m_reason->setText(value.reason); // unlike clear() it leaves nothing for Ctrl+Z to bring back
    m_until->setText(value.until ? endTimeText(*value.until) : QString());
    setWaiting(false);
    refuse({});
    tellEnd();
    show();
    m_reason->setFocus();
    Q_EMIT opened();
}

void OverrideForm::close()
{
    m_reason->setText({});
    m_until->setText({});
    setWaiting(false);
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus)
        Q_EMIT left();
}

// --- The end -------------------------------------------------------------------------------------

Result<std::optional<UtcTime>> OverrideForm::end() const
{
    const QString typed = m_until->text().trimmed();
    if (typed.isEmpty())
        return std::optional<UtcTime>();
    // One that was not touched stays, to the second.
    if (m_value.until && typed == endTimeText(*m_value.until))
        return m_value.until;
    const std::optional<UtcTime> until = parseEndTime(typed, m_situation.now());
    if (!until)
        return Error{problem::kValidation,
                     tr("This is no time. Times look like 18:00, +2h or 28 Nov 8:00.")};
    if (*until <= m_situation.now())
        return Error{problem::kValidation, tr("This time is past.")};
    return until;
}

void OverrideForm::tellEnd()
{
    const auto until = end();
    if (!until)
        m_end->setText({});
    else if (*until)
        m_end->setText(tr("Lasts %1.").arg(labels::until(**until, m_situation.now())));
    else
        m_end->setText(tr("Lasts until somebody takes it back."));
}

// --- The answer ----------------------------------------------------------------------------------

void OverrideForm::submit()
{
    if (m_waits)
        return;
    const auto until = end();
    if (!until) {
        refuse(until.error().detail);
        m_until->setFocus();
        return;
    }
    refuse({});
    setWaiting(true);
    domain::Override value = m_value;
    value.reason = m_reason->text().trimmed();
    value.until = *until;
    Q_EMIT submitted(value);
}

/// A button that is disabled gives the focus to the next control, whatever that does.
void OverrideForm::setWaiting(bool waiting)
{
    if (waiting && m_confirm->hasFocus())
        m_reason->setFocus();
    m_waits = waiting;
    m_reason->setReadOnly(waiting);
    m_until->setReadOnly(waiting);
    m_confirm->setEnabled(!waiting);
}

bool OverrideForm::setAnswer(const Result<> &result)
{
    if (!m_waits)
        return false;
    if (result) {
        close();
        return true;
    }
    setWaiting(false);
    refuse(labels::text(result.error()));
    m_reason->setFocus();
    return true;
}

void OverrideForm::refuse(const QString &words)
{
    m_refusal->setText(words);
    m_refusal->setVisible(!words.isEmpty());
}

} // namespace parking::ui

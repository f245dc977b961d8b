#include "lamps/lampchain.h"

#include "base/literals.h"
#include "lamps/lamplabels.h"
#include "widgets/role.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLocale>
#include <QPushButton>

namespace parking::ui {

using domain::DownlinkEvent;
using domain::DownlinkEventKind;
using domain::DownlinkState;

namespace {

constexpr int kSign = 16;

QString delayAfter(UtcTime start, UtcTime time)
{
    return time > start ? u"+"_s + labels::milliseconds(double((time - start).count())) : QString();
}

/// What is still to come; empty when the way has ended.
QString nextStep(const domain::Downlink &row)
{
    switch (row.state) {
    case DownlinkState::Pending:
        return LampChain::tr("to be sent to ChirpStack");
    case DownlinkState::Sending:
        return LampChain::tr("ChirpStack’s answer");
    case DownlinkState::Queued:
        return LampChain::tr("to be transmitted by a gateway");
    case DownlinkState::Sent:
        return labels::canConfirm(row.frame) ? LampChain::tr("to be confirmed by the lamp")
                                             : QString();
    default:
        return {};
    }
}

} // namespace

LampChain::LampChain(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_fold = new QPushButton(this);
    m_fold->setProperty("kind", u"link"_s);
    m_fold->setCheckable(true);
    m_copy = new QPushButton(tr("Copy"), this);
    m_copy->setProperty("kind", u"link"_s);
    m_details = makeLabel(this, "caption"_L1);
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setAccessibleName(tr("Details"));
    auto *links = new QHBoxLayout;
    links->setSpacing(16);
    links->addWidget(m_fold);
    links->addWidget(m_copy);
    links->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(links);
    layout->addWidget(m_details);
    connect(m_fold, &QPushButton::toggled, this, &LampChain::foldDetails);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_details->text()); });
    connect(&theme, &Theme::changed, this, &LampChain::rebuild);
    foldDetails(false);
}

void LampChain::foldDetails(bool open)
{
    m_fold->setText(open ? tr("Hide details") : tr("Details"));
    m_copy->setVisible(open);
    m_details->setVisible(open);
}

void LampChain::setChain(const domain::Downlink &row, const QList<DownlinkEvent> &chain)
{
    if (row.id != m_row.id)
        m_fold->setChecked(false);
    const bool same = m_steps && row == m_row && chain == m_events;
    m_row = row;
    m_events = chain;
    if (!same)
        rebuild();
}

QList<LampChain::Step> LampChain::stepsOf(const domain::Downlink &row,
                                          const QList<DownlinkEvent> &chain)
{
    QList<Step> steps;
    QString decided = LampChain::tr("decided: %1").arg(labels::text(row.cause));
    if (!row.actor.isEmpty())
        decided = LampChain::tr("%1 by %2").arg(decided, row.actor);
    steps.append({.time = row.decidedAt, .words = decided});
    for (const DownlinkEvent &event : chain) {
        Step step{.sign = labels::isFailure(event) ? Sign::Failed : Sign::Done,
                  .time = event.time,
                  .words = labels::text(event),
                  .delay = delayAfter(row.decidedAt, event.time)};
        if (event.kind == DownlinkEventKind::TxAck && !event.gatewayId.isEmpty())
            step.note = LampChain::tr("gateway %1").arg(event.gatewayId);
        steps.append(step);
    }
    if (const QString next = nextStep(row); !next.isEmpty())
        steps.append({.sign = Sign::Open, .words = next});
    return steps;
}

void LampChain::rebuild()
{
    delete m_steps;
    m_steps = new QWidget(this);
    auto *grid = new QGridLayout(m_steps);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_steps);
    const QList<Step> steps = stepsOf(m_row, m_events);
    // A line that tells of one step less would save nothing.
    const qsizetype left = steps.size() > kShown + 1 ? steps.size() - kShown : 0;
    add(steps.first());
    if (left > 0)
        add({.sign = Sign::Open, .words = tr("%n steps between", nullptr, int(left))});
    for (const Step &step : steps.mid(1 + left))
        add(step);
    QStringList lines;
    for (const DownlinkEvent &event : std::as_const(m_events))
        lines.append(labels::rawDetails(event));
    m_details->setText(lines.join(u'\n'));
    m_details->setFont(m_theme.monoFont(TextStyle::Axis));
    m_fold->setVisible(!lines.isEmpty());
    if (isVisible())
        m_steps->show();
}

void LampChain::add(const Step &step)
{
    auto *grid = static_cast<QGridLayout *>(m_steps->layout());
    const int row = grid->rowCount();
    const Tokens &t = m_theme.tokens();
    auto *sign = makeLabel(m_steps);
    const auto [icon, colour] = step.sign == Sign::Done ? std::pair(u"check"_s, t.ok)
        : step.sign == Sign::Failed                     ? std::pair(u"warning"_s, t.danger)
                                                        : std::pair(u"clock"_s, t.text3);
    sign->setPixmap(m_theme.pixmap(icon, kSign, colour, devicePixelRatioF()));
    const QString time = step.time
        ? QLocale().toString(toDateTime(*step.time).toLocalTime().time(), tr("HH:mm:ss"))
        : QString();
    const QLatin1StringView role = step.sign == Sign::Open ? "secondary"_L1 : QLatin1StringView();
    auto *words = makeLabel(m_steps, role, step.words);
    words->setWordWrap(true);
    grid->addWidget(sign, row, 0, Qt::AlignTop);
    grid->addWidget(makeLabel(m_steps, "secondary"_L1, time), row, 1, Qt::AlignTop);
    grid->addWidget(words, row, 2, 1, step.delay.isEmpty() ? 2 : 1);
    if (!step.delay.isEmpty())
        grid->addWidget(makeLabel(m_steps, "caption"_L1, step.delay), row, 3,
                        Qt::AlignTop | Qt::AlignRight);
    if (!step.note.isEmpty())
        grid->addWidget(makeLabel(m_steps, "caption"_L1, step.note), row + 1, 2, 1, 2);
}

} // namespace parking::ui

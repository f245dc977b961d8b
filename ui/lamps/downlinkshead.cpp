#include "lamps/downlinkshead.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lamplabels.h"
#include "widgets/arrowbox.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>

namespace parking::ui {

using domain::DownlinkState;

DownlinksHead::DownlinksHead(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_chips(this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(makeTop());
    layout->addLayout(makeChips());
    auto *find = new QShortcut(QKeySequence::Find, parent);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    connect(&theme, &Theme::changed, this, &DownlinksHead::updateFonts);
    updateFonts();
    setUnknown();
}

QLayout *DownlinksHead::makeTop()
{
    auto *title = makeLabel(this, {}, tr("Commands"));
    setTextStyle(*title, "pageTitle"_L1);
    m_delays = makeLabel(this, "secondary"_L1);
    m_delays->setWordWrap(true);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Space, DevEUI or reason"));
    m_search->setAccessibleName(tr("Filter of this page"));
    m_search->setToolTip(
        tr("Filter of this page (%1)")
            .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, &DownlinksHead::typed);
    m_period = new ArrowBox(m_theme, this);
    m_period->setAccessibleName(tr("Period"));
    m_period->addItem(tr("Last 24 h"), 24);
    m_period->addItem(tr("Last 7 days"), 7 * 24);
    m_period->addItem(tr("All"), 0);
    connect(m_period, &QComboBox::currentIndexChanged, this, &DownlinksHead::changed);
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(title);
    line->addStretch(1);
    line->addWidget(m_search, 2);
    line->addWidget(m_period);
    auto *top = new QVBoxLayout;
    top->setSpacing(4);
    top->addLayout(line);
    top->addWidget(m_delays);
    return top;
}

QLayout *DownlinksHead::makeChips()
{
    auto *chips = new FlowLayout;
    chips->setSpacing(8);
    for (int chip = 0; chip < ChipCount; ++chip) {
        auto *button = new QPushButton(tr("All"), this); // setUnknown() names them
        button->setProperty("kind", u"chip"_s);
        button->setCheckable(true);
        m_chips.addButton(button, chip);
        chips->addWidget(button);
    }
    m_chips.button(Amiss)->setToolTip(
        tr("The newest command of each lamp that does not show what it should"));
    m_chips.button(All)->setChecked(true);
    connect(&m_chips, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        m_period->setEnabled(!isAmissOnly());
        if (checked)
            Q_EMIT changed();
    });
    return chips;
}

void DownlinksHead::updateFonts()
{
    m_search->setMinimumWidth(m_theme.scaled(120));
    m_search->setMaximumWidth(m_theme.scaled(200));
}

// --- What is looked for --------------------------------------------------------------------------

bool DownlinksHead::isFiltered() const
{
    return m_chips.checkedId() != All || !m_search->text().trimmed().isEmpty();
}

bool DownlinksHead::hasPeriod() const
{
    return m_period->currentData().toInt() > 0 && !isAmissOnly();
}

void DownlinksHead::clearFilter()
{
    m_search->clear();
    m_chips.button(All)->setChecked(true);
}

void DownlinksHead::showAllTimes()
{
    m_period->setCurrentIndex(m_period->count() - 1);
}

void DownlinksHead::showAmiss()
{
    m_search->clear();
    m_chips.button(Amiss)->setChecked(true);
}

domain::DownlinkFilter DownlinksHead::filter(UtcTime now) const
{
    domain::DownlinkFilter filter;
    filter.text = m_search->text().trimmed();
    if (hasPeriod())
        filter.since = now - std::chrono::hours(m_period->currentData().toInt());
    switch (m_chips.checkedId()) {
    case Waiting:
        filter.openOnly = true;
        break;
    case Trouble:
        filter.troubleOnly = true;
        break;
    case Confirmed:
        filter.state = DownlinkState::Echoed;
        break;
    case Acknowledged:
        filter.state = DownlinkState::Acked;
        break;
    case Transmitted:
        filter.state = DownlinkState::Sent;
        break;
    case Withdrawn:
        filter.state = DownlinkState::Superseded;
        break;
    default:
        break;
    }
    return filter;
}

// --- What is found -------------------------------------------------------------------------------

/// The chips count what the search finds; the one that is chosen counts only itself.
void DownlinksHead::setTotals(const domain::DownlinkTotals &totals)
{
    using enum DownlinkState;
    const auto set = [this, &totals](Chip chip, const QString &word,
                                     std::initializer_list<DownlinkState> states) {
        qint64 sum = 0;
        for (const DownlinkState state : states)
            sum += totals.byState[size_t(state)];
        const bool known = m_chips.checkedId() == All || m_chips.checkedId() == chip;
        setChip(chip, word, known ? std::optional(sum) : std::nullopt);
    };
    setUnknown();
    if (!isAmissOnly())
        setChip(All, tr("All"), domain::sum(totals));
    set(Waiting, tr("Waiting"), {Pending, Sending, Queued});
    set(Trouble, tr("Failed"), {Failed, Expired});
    set(Confirmed, tr("Confirmed"), {Echoed});
    set(Acknowledged, tr("Acknowledged"), {Acked});
    set(Transmitted, tr("Transmitted"), {Sent});
    set(Withdrawn, tr("Withdrawn"), {Superseded});
    const auto both = [](const std::optional<double> &p50, const std::optional<double> &p95) {
        return p50 && p95 ? tr("half in %1, %2 in %3")
                                .arg(labels::milliseconds(*p50), labels::percent(0.95),
                                     labels::milliseconds(*p95))
                          : tr("none yet");
    };
    m_delays->setText(tr("To ChirpStack: %1 · on the air: %2")
                          .arg(both(totals.toChirpStackP50Ms, totals.toChirpStackP95Ms),
                               both(totals.toAirP50Ms, totals.toAirP95Ms)));
}

void DownlinksHead::setAmiss(int lamps)
{
    setChip(Amiss, tr("Not as wanted"), lamps);
}

void DownlinksHead::setUnknown()
{
    const QStringList words{tr("All"),       tr("Waiting"),      tr("Failed"),
                            tr("Confirmed"), tr("Acknowledged"), tr("Transmitted"),
                            tr("Withdrawn"), tr("Not as wanted")};
    for (int chip = 0; chip < ChipCount; ++chip) {
        // How many lamps do not follow is told apart from the commands.
        if (chip != Amiss || m_chips.button(chip)->text() == tr("All"))
            setChip(Chip(chip), words[chip], std::nullopt);
    }
    m_delays->clear();
}

void DownlinksHead::setChip(Chip chip, const QString &word, const std::optional<qint64> &number)
{
    m_chips.button(chip)->setText(number ? tr("%1  %2").arg(word, labels::number(int(*number)))
                                         : word);
}

} // namespace parking::ui

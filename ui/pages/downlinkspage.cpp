#include "pages/downlinkspage.h"

#include "labels.h"
#include "lamplabels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::DownlinkState;

namespace {

constexpr auto kPace = 500ms;

} // namespace

DownlinksPage::DownlinksPage(const SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme), m_chips(this), m_ask(this)
{
    m_rows = new DownlinkModel(
        theme,
        [&model](const domain::SpaceId &space) {
            const int row = model.rowOf(space);
            return row < 0 ? QString() : model.space(row).code;
        },
        this);
    makeTable();
    m_footer = makeLabel(this, QLatin1StringView("secondary"));
    m_empty = makeLabel(this, QLatin1StringView("secondary"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 12);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_footer);
    m_ask.setSingleShot(true);
    connect(&m_ask, &QTimer::timeout, this, [this] { Q_EMIT wanted(filter()); });
    connect(&theme, &Theme::changed, this, [this] {
        m_title->setFont(m_theme.font(TextStyle::PageTitle));
        m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(36));
    });
    setPage({});
}

QWidget *DownlinksPage::makeHead()
{
    auto *head = new QWidget(this);
    m_title = makeLabel(head, {}, tr("Downlinks"));
    m_title->setFont(m_theme.font(TextStyle::PageTitle));
    m_delays = makeLabel(head, QLatin1StringView("secondary"));
    m_search = new QLineEdit(head);
    m_search->setPlaceholderText(tr("Space, DevEUI or reason"));
    m_search->setAccessibleName(tr("Filter of this page"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(m_theme.scaled(280));
    connect(m_search, &QLineEdit::textChanged, this, &DownlinksPage::refresh);
    m_show = new QPushButton(m_theme.icon(QStringLiteral("map")), tr("Show on map"), head);
    m_resend = new QPushButton(m_theme.icon(QStringLiteral("lamp")), tr("Resend colour"), head);
    connect(m_show, &QPushButton::clicked, this, [this] {
        const auto spaces = selectedSpaces();
        if (!spaces.isEmpty())
            Q_EMIT spaceChosen(*spaces.cbegin());
    });
    connect(m_resend, &QPushButton::clicked, this,
            [this] { Q_EMIT resendRequested(selectedSpaces()); });
    auto *top = new QHBoxLayout;
    top->addWidget(m_title);
    top->addSpacing(12);
    top->addWidget(m_delays, 1);
    top->addWidget(m_show);
    top->addWidget(m_resend);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(8);
    for (int chip = 0; chip < ChipCount; ++chip) {
        auto *button = new QPushButton(tr("All"), head); // updateChips() names them
        button->setProperty("kind", QStringLiteral("chip"));
        button->setCheckable(true);
        m_chips.addButton(button, chip);
        chips->addWidget(button);
    }
    m_chips.button(All)->setChecked(true);
    connect(&m_chips, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        if (checked)
            refresh();
    });
    chips->addStretch();
    chips->addWidget(m_search);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addLayout(chips);
    return head;
}

void DownlinksPage::makeTable()
{
    m_table = new QTableView(this);
    m_table->setModel(m_rows);
    m_table->setAccessibleName(tr("Downlinks"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(36));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int widths[] = {132, 80, 142, 92, 156, 136, 104, 92, 52};
    for (int column = 0; column < int(std::size(widths)); ++column)
        m_table->setColumnWidth(column, m_theme.scaled(widths[column]));
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DownlinksPage::updateActions);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const domain::SpaceId space = m_rows->row(index.row()).spaceId;
        if (m_model.rowOf(space) >= 0)
            Q_EMIT spaceChosen(space);
    });
    connect(m_rows, &QAbstractItemModel::modelReset, this, &DownlinksPage::updateActions);
}

domain::DownlinkFilter DownlinksPage::filter() const
{
    domain::DownlinkFilter filter;
    filter.text = m_search->text().trimmed();
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
    case Transmitted:
        filter.state = DownlinkState::Sent;
        break;
    case Replaced:
        filter.state = DownlinkState::Superseded;
        break;
    default:
        break;
    }
    return filter;
}

void DownlinksPage::refresh()
{
    if (isVisible() && !m_ask.isActive())
        m_ask.start(kPace);
}

void DownlinksPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT wanted(filter());
}

void DownlinksPage::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    updateActions();
}

void DownlinksPage::setPage(const domain::DownlinkPage &page)
{
    m_rows->setRows(page.rows);
    const domain::DownlinkTotals &totals = page.totals;
    updateChips(totals);
    const auto both = [](const std::optional<double> &p50, const std::optional<double> &p95) {
        return p50 && p95 ? tr("half within %1, 95 % within %2")
                                .arg(labels::milliseconds(*p50), labels::milliseconds(*p95))
                          : tr("none yet");
    };
    m_delays->setText(tr("To ChirpStack: %1 · on the air: %2")
                          .arg(both(totals.toChirpStackP50Ms, totals.toChirpStackP95Ms),
                               both(totals.toAirP50Ms, totals.toAirP95Ms)));
    const bool isEmpty = page.rows.isEmpty();
    m_table->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    const bool filtered = m_chips.checkedId() != All || !m_search->text().trimmed().isEmpty();
    m_empty->setText(filtered ? tr("Nothing found with this filter.")
                              : tr("No lamp was commanded yet. Give spaces a display and set "
                                   "CHIRPSTACK_API_KEY."));
    m_footer->setText(page.total > page.rows.size()
                          ? tr("The newest %1 of %2").arg(page.rows.size()).arg(page.total)
                          : tr("%n commands", nullptr, int(page.total)));
    updateActions();
}

/// The chips count what the search finds; the one that is chosen counts only itself.
void DownlinksPage::updateChips(const domain::DownlinkTotals &totals)
{
    const auto count = [&totals](std::initializer_list<DownlinkState> states) {
        qint64 sum = 0;
        for (DownlinkState state : states)
            sum += totals.byState[size_t(state)];
        return sum;
    };
    using enum DownlinkState;
    const auto set = [this](Chip chip, const QString &word, qint64 number) {
        const bool known = m_chips.checkedId() == All || m_chips.checkedId() == chip;
        m_chips.button(chip)->setText(known ? tr("%1  %2").arg(word, labels::number(int(number)))
                                            : word);
    };
    qint64 all = 0;
    for (qint64 number : totals.byState)
        all += number;
    set(All, tr("All"), all);
    set(Waiting, tr("Waiting"), count({Pending, Sending, Queued}));
    set(Trouble, tr("Failed"), count({Failed, Expired}));
    set(Confirmed, tr("Confirmed"), count({Echoed}));
    set(Transmitted, tr("Transmitted"), count({Sent}));
    set(Replaced, tr("Replaced"), count({Superseded}));
}

QSet<domain::SpaceId> DownlinksPage::selectedSpaces() const
{
    QSet<domain::SpaceId> spaces;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        const domain::SpaceId space = m_rows->row(index.row()).spaceId;
        if (m_model.rowOf(space) >= 0)
            spaces.insert(space);
    }
    return spaces;
}

void DownlinksPage::updateActions()
{
    const int count = int(selectedSpaces().size());
    m_show->setEnabled(count > 0);
    m_resend->setVisible(!m_readOnly);
    m_resend->setEnabled(count > 0);
    m_resend->setText(count > 1 ? tr("Resend %n colours", nullptr, count) : tr("Resend colour"));
}

} // namespace parking::ui

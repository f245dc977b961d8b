#include "devices/fleetlist.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "devices/fleettable.h"
#include "devices/tickbar.h"
#include "labels.h"
#include "widgets/arrowbox.h"
#include "widgets/listtable.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kRows = 200; ///< at first, and more at a time
constexpr int kMost = 1000; ///< a page's
constexpr int kEdge = 16;
constexpr Milliseconds kTyping = 250ms;

/// What the choice "Show" stands for; types of devices come behind.
enum Show { InUse, Silent, NeverHeard, LowBattery, WeakSignal, Unassigned, Retired, ShowCount };

} // namespace

FleetList::FleetList(const Situation &situation, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_situation(situation), m_theme(theme),
      m_rows(new FleetModel(situation, theme, this)), m_typing(this), m_limit(kRows)
{
    setObjectName(u"floorList"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(makeHead());
    layout->addLayout(makeViews());
    m_inbox = new QPushButton(theme.icon(u"devices"_s), tr("New devices"), this);
    m_inbox->setCheckable(true);
    m_inbox->setProperty("kind", u"banner"_s);
    m_commands = new QPushButton(theme.icon(u"lamp"_s), tr("Commands"), this);
    m_commands->setCheckable(true);
    m_commands->setProperty("kind", u"banner"_s);
    m_commands->setToolTip(tr("What was sent to lamps, and what became of it"));
    m_commands->hide();
    connect(m_commands, &QPushButton::toggled, this, &FleetList::commandsToggled);
    auto *banner = new QVBoxLayout;
    banner->setContentsMargins(kEdge, 0, kEdge, 0);
    banner->setSpacing(8);
    banner->addWidget(m_commands);
    banner->addWidget(m_inbox);
    layout->addLayout(banner);
    layout->addLayout(makeFilters());
    layout->addWidget(makeBody(), 1);
    layout->addWidget(makeTicks());
    m_footer = makeLabel(this, "caption"_L1);
    m_footer->setWordWrap(true);
    m_visits = new QPushButton(tr("Visits"), this);
    m_visits->setProperty("kind", u"link"_s);
    m_visits->setToolTip(tr("Who needs a ladder, by floor"));
    m_visits->hide();
    connect(m_visits, &QPushButton::clicked, this, &FleetList::tripsWanted);
    auto *footer = new QHBoxLayout;
    footer->setContentsMargins(kEdge, 0, kEdge, 6);
    footer->addWidget(m_footer, 1);
    footer->addWidget(m_visits);
    layout->addLayout(footer);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTyping);
    connect(&m_typing, &QTimer::timeout, this, &FleetList::changed);
    connect(m_inbox, &QPushButton::toggled, this, [this](bool open) {
        updateCounts({.fresh = m_fresh});
        Q_EMIT inboxToggled(open);
    });
    connect(m_rows, &FleetModel::sortWanted, this, [this](const domain::FleetSort &sort) {
        m_sort = sort;
        Q_EMIT changed();
    });
    connect(m_rows, &FleetModel::moreWanted, this, [this] {
        if (m_limit < kMost) {
            m_limit = std::min(m_limit + kRows, kMost);
            Q_EMIT moreWanted();
        }
    });
    connect(&situation, &Situation::nowChanged, this, &FleetList::updateAges);
    updateBody();
}

// --- Parts ---------------------------------------------------------------------------------------

QLayout *FleetList::makeHead()
{
    auto *title = makeLabel(this, {}, tr("Devices"));
    setTextStyle(*title, "pageTitle"_L1);
    auto *exporting = new QPushButton(tr("Export"), this);
    exporting->setToolTip(tr("Save all that the filter finds as CSV"));
    connect(exporting, &QPushButton::clicked, this, &FleetList::exportWanted);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(kEdge, 0, kEdge, 0);
    head->setSpacing(8);
    head->addWidget(title, 1);
    m_import = new QPushButton(tr("Import"), this);
    m_import->setToolTip(tr("Names, types and spaces of devices from a CSV file"));
    connect(m_import, &QPushButton::clicked, this, &FleetList::importWanted);
    for (QPushButton *button : {m_import, exporting})
        button->setProperty("kind", u"compact"_s); // long words in a narrow list
    head->addWidget(m_import);
    head->addWidget(exporting);
    return head;
}

QLayout *FleetList::makeViews()
{
    auto *chips = new QHBoxLayout;
    chips->setContentsMargins(kEdge, 0, kEdge, 0);
    chips->setSpacing(8);
    const QString words[] = {tr("Sensors"), tr("Lamps"), tr("Gateways")};
    for (int id = 0; id < int(std::size(words)); ++id) {
        auto *chip = new QPushButton(words[id], this);
        chip->setProperty("kind", u"chip"_s);
        chip->setCheckable(true);
        m_views.addButton(chip, id);
        chips->addWidget(chip);
    }
    chips->addStretch(1);
    m_views.button(Sensors)->setChecked(true);
    connect(&m_views, &QButtonGroup::idClicked, this, [this] { setView(view()); });
    return chips;
}

QLayout *FleetList::makeFilters()
{
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Name, DevEUI or space"));
    m_search->setAccessibleName(tr("Find a device"));
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(u"search"_s);
    m_show = new ArrowBox(m_theme, this);
    m_show->setAccessibleName(tr("Show"));
    m_show->setMinimumContentsLength(11);
    m_show->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_search->installEventFilter(this);
    setTypes({});
    connect(m_search, &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_typing.start();
    });
    connect(m_show, &QComboBox::activated, this, &FleetList::changed);
    auto *filters = new QHBoxLayout;
    filters->setContentsMargins(kEdge, 0, kEdge, 0);
    filters->setSpacing(8);
    filters->addWidget(m_search, 1);
    filters->addWidget(m_show);
    return filters;
}

QWidget *FleetList::makeBody()
{
    m_stack = new QStackedWidget(this);
    m_table = new FleetTable(*m_rows, m_theme, m_stack);
    m_notice = new NoticePage(m_theme, m_stack);
    m_gateways = new QTableWidget(0, 3, m_stack);
    m_gateways->setAccessibleName(tr("Gateways"));
    m_gateways->setHorizontalHeaderLabels({tr("Gateway"), tr("Uplinks/h"), tr("Heard")});
    makeList(*m_gateways);
    m_gateways->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_gateways->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const int column : {1, 2})
        m_gateways->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight
                                                                   | Qt::AlignVCenter);
    for (QWidget *part : {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_notice),
                          static_cast<QWidget *>(m_gateways)})
        m_stack->addWidget(part);
    connect(m_table, &FleetTable::deviceChosen, this, &FleetList::deviceChosen);
    connect(m_gateways, &QTableWidget::currentCellChanged, this, [this](int row) {
        if (row >= 0 && row < m_gatewayRows.size())
            Q_EMIT gatewayChosen(m_gatewayRows[row].id);
    });
    return m_stack;
}

QWidget *FleetList::makeTicks()
{
    m_ticks = new TickBar(m_situation, m_theme, this);
    connect(m_rows, &FleetModel::ticksChanged, this,
            [this] { m_ticks->setDevices(m_rows->ticked()); });
    connect(m_ticks, &TickBar::clearWanted, m_rows, &FleetModel::untickAll);
    connect(m_ticks, &TickBar::exportWanted, this,
            [this] { Q_EMIT exportTickedWanted(m_rows->ticked()); });
    connect(m_ticks, &TickBar::labelsWanted, this,
            [this] { Q_EMIT labelsWanted(m_rows->ticked()); });
    connect(m_ticks, &TickBar::retireRequested, this,
            [this](bool retire) { Q_EMIT retireRequested(m_rows->ticked(), retire); });
    const auto updateRole = [this] { m_import->setVisible(!m_situation.isReadOnly()); };
    connect(&m_situation, &Situation::roleChanged, this, updateRole);
    updateRole();
    return m_ticks;
}

void FleetList::setTypes(const QStringList &types)
{
    if (m_show->count() > 0 && types == m_types)
        return;
    const QVariant chosen = m_show->currentData();
    m_types = types;
    m_show->clear();
    const std::pair<Show, QString> shown[] = {
        {InUse, tr("All in use")},       {Silent, tr("Silent")},
        {NeverHeard, tr("Never heard")}, {LowBattery, tr("Battery low")},
        {WeakSignal, tr("Signal weak")}, {Unassigned, tr("Unassigned")},
        {Retired, tr("Retired")}};
    for (const auto &[show, words] : shown)
        m_show->addItem(words, int(show));
    m_show->insertSeparator(m_show->count());
    for (const QString &type : types)
        m_show->addItem(type.isEmpty() ? tr("Unknown type") : labels::deviceType(type), type);
    m_show->setCurrentIndex(chosen.isValid() ? std::max(0, m_show->findData(chosen)) : 0);
}

// --- The question --------------------------------------------------------------------------------

void FleetList::setView(View view)
{
    m_views.button(view)->setChecked(true);
    m_commands->setVisible(view == Lamps);
    if (view != Lamps)
        setCommandsOpen(false);
    m_limit = kRows;
    m_isKnown = false;
    updateBody();
    Q_EMIT changed();
}

domain::FleetFilter FleetList::filter() const
{
    domain::FleetFilter filter;
    filter.kind = view() == Lamps ? domain::DeviceKind::Display : domain::DeviceKind::Sensor;
    filter.text = m_search->text().trimmed();
    const QVariant chosen = m_show->currentData();
    if (chosen.typeId() == QMetaType::QString)
        filter.type = chosen.toString();
    else if (chosen.toInt() == LowBattery)
        filter.battery = domain::BatteryLevel::Low;
    else if (chosen.toInt() == WeakSignal)
        filter.signal = domain::SignalLevel::Weak;
    else if (chosen.toInt() == Silent)
        filter.state = domain::DeviceState::Silent;
    else if (chosen.toInt() == NeverHeard)
        filter.state = domain::DeviceState::NeverHeard;
    else if (chosen.toInt() == Unassigned)
        filter.state = domain::DeviceState::New;
    else if (chosen.toInt() == Retired)
        filter.state = domain::DeviceState::Retired;
    return filter;
}

bool FleetList::isFiltered() const
{
    return !m_search->text().trimmed().isEmpty() || m_show->currentIndex() != 0;
}

void FleetList::clearFilter()
{
    m_search->clear();
    m_show->setCurrentIndex(0);
    m_typing.stop();
    Q_EMIT changed();
}

void FleetList::seek(domain::DevEui eui)
{
    m_search->setText(eui.toString());
    m_show->setCurrentIndex(0);
    m_typing.stop();
    Q_EMIT changed();
}

// --- Answers -------------------------------------------------------------------------------------

void FleetList::setPage(const domain::FleetPage &page, bool isNew)
{
    const std::optional<domain::DevEui> chosen = m_table->chosen();
    m_failure.clear();
    if (isNew || !m_isKnown)
        m_rows->setRows(page.rows, page.total);
    else
        m_rows->refresh(page.rows, page.total);
    m_isKnown = true;
    if (chosen)
        m_table->choose(*chosen);
    setTypes(page.types);
    updateCounts(page.counts);
    updateBody();
}

void FleetList::setGateways(const QList<domain::GatewayDetail> &gateways)
{
    const std::optional<QString> chosen = chosenGateway();
    const QSignalBlocker quiet(m_gateways);
    m_failure.clear();
    m_areGatewaysKnown = true;
    m_gatewayRows = gateways;
    m_gateways->setRowCount(int(gateways.size()));
    m_gateways->verticalHeader()->setDefaultSectionSize(m_theme.scaled(44));
    for (int row = 0; row < gateways.size(); ++row) {
        const domain::GatewayDetail &gateway = gateways[row];
        const QString cells[] = {labels::gateway(gateway.id),
                                 labels::number(gateway.uplinksLastHour),
                                 labels::age(m_situation.now() - gateway.lastHeard)};
        for (int column = 0; column < int(std::size(cells)); ++column) {
            auto *item = new QTableWidgetItem(cells[column]);
            item->setToolTip(gateway.id);
            item->setTextAlignment(column == 0 ? Qt::AlignLeft | Qt::AlignVCenter
                                               : Qt::AlignRight | Qt::AlignVCenter);
            m_gateways->setItem(row, column, item);
        }
        if (chosen == gateway.id)
            m_gateways->selectRow(row);
    }
    m_views.button(Gateways)->setText(tr("Gateways  %1").arg(labels::number(int(gateways.size()))));
    updateBody();
}

std::optional<QString> FleetList::chosenGateway() const
{
    const int row = m_gateways->currentRow();
    return row >= 0 && row < m_gatewayRows.size() ? std::optional(m_gatewayRows[row].id)
                                                  : std::nullopt;
}

void FleetList::setFailed(const QString &words)
{
    m_failure = words;
    updateBody();
}

void FleetList::setInboxOpen(bool open)
{
    m_inbox->setChecked(open);
}

void FleetList::setCommandsOpen(bool open)
{
    m_commands->setChecked(open);
}

void FleetList::updateCounts(const domain::FleetCounts &counts)
{
    m_fresh = counts.fresh;
    if (counts.sensors + counts.lamps > 0) {
        m_views.button(Sensors)->setText(tr("Sensors  %1").arg(labels::number(counts.sensors)));
        m_views.button(Lamps)->setText(tr("Lamps  %1").arg(labels::number(counts.lamps)));
    }
    if (counts.sensors + counts.lamps > 0) {
        m_visits->setVisible(counts.attention > 0);
        m_visits->setText(tr("%n need a visit", nullptr, counts.attention));
    }
    m_inbox->setVisible(m_fresh > 0 || m_inbox->isChecked());
    const QString heard = tr("%n new devices heard", nullptr, m_fresh);
    m_inbox->setText(m_inbox->isChecked() ? tr("%1 · Close").arg(heard)
                                          : tr("%1 · Review").arg(heard));
}

/// The rows, or in their place why there are none.
void FleetList::updateBody()
{
    const bool areGateways = view() == Gateways;
    m_search->setEnabled(!areGateways);
    m_show->setEnabled(!areGateways);
    const bool hasRows = areGateways ? !m_gatewayRows.isEmpty() : m_rows->rowCount() > 0;
    const bool isKnown = areGateways ? m_areGatewaysKnown : m_isKnown;
    if (hasRows && isKnown) {
        m_stack->setCurrentWidget(areGateways ? static_cast<QWidget *>(m_gateways) : m_table);
    } else {
        NoticePage::Content content;
        if (!m_failure.isEmpty())
            content = {.icon = u"warning"_s,
                       .title = tr("Nobody knows how devices do"),
                       .text = m_failure,
                       .actions = {{tr("Try again"), [this] { Q_EMIT changed(); }}}};
        else if (isKnown && !areGateways && isFiltered())
            content = {.icon = u"search"_s,
                       .title = tr("Nothing found"),
                       .text = tr("Other devices may be there."),
                       .actions = {{tr("Clear filter"), [this] { clearFilter(); }}}};
        else if (isKnown && areGateways)
            content = {.icon = u"devices"_s,
                       .title = tr("No gateway was heard"),
                       .text = tr("In the last 7 days no uplink told of one.")};
        else if (isKnown)
            content = {.icon = u"devices"_s,
                       .title = tr("No devices yet"),
                       .text = tr("They appear here when their first uplink arrives.")};
        m_notice->setContent(content);
        m_stack->setCurrentWidget(m_notice);
    }
    updateFooter();
}

void FleetList::updateFooter()
{
    if (!m_failure.isEmpty()) {
        setRole(*m_footer, "danger"_L1);
        m_footer->setText(m_stack->currentWidget() == m_notice ? QString() : m_failure);
        return;
    }
    setRole(*m_footer, "caption"_L1);
    if (view() == Gateways) {
        m_footer->setText(m_areGatewaysKnown ? tr("by the uplinks of 7 days")
                                             : tr("Reading the uplinks of 7 days…"));
        return;
    }
    if (!m_isKnown || m_rows->rowCount() == 0)
        return m_footer->setText({});
    const qint64 total = m_rows->total();
    const QString count = total > m_rows->rowCount()
        ? tr("%1 of %2").arg(labels::number(m_rows->rowCount()), labels::number(int(total)))
        : tr("%n devices", nullptr, int(total));
    m_footer->setText(m_sort.by == domain::FleetOrder::Worst ? tr("%1, worst first").arg(count)
                                                             : count);
}

void FleetList::updateAges()
{
    if (!isVisible() || m_rows->rowCount() == 0)
        return;
    Q_EMIT m_rows->dataChanged(m_rows->index(0, FleetModel::Heard),
                               m_rows->index(m_rows->rowCount() - 1, FleetModel::Heard),
                               {Qt::DisplayRole});
}

bool FleetList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Down
        || m_rows->rowCount() == 0)
        return QFrame::eventFilter(watched, event);
    m_table->setFocus();
    if (!m_table->chosen())
        m_table->selectRow(0);
    return true;
}

} // namespace parking::ui

#include "devices/inboxview.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "devices/mountplan.h"
#include "labels.h"
#include "widgets/arrowbox.h"
#include "widgets/listtable.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>

namespace parking::ui {

using domain::FleetDevice;

namespace {

constexpr int kEdge = 24;
constexpr int kRow = 44;
constexpr int kPlanFrom = 800; ///< width at 100 % text

enum Column { Name, Looks, First, Uplinks, Signal, Probably, ColumnCount };
enum Said { Now, Battery, Strength, Reports };

QWidget *card(QWidget *parent, QVBoxLayout *&inside)
{
    auto *frame = new QFrame(parent);
    frame->setObjectName(u"card"_s);
    inside = new QVBoxLayout(frame);
    inside->setContentsMargins(16, 12, 16, 12);
    inside->setSpacing(8);
    return frame;
}

} // namespace

InboxView::InboxView(const SiteModel &model, const Situation &situation, const Theme &theme,
                     QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    m_title = makeLabel(this);
    setTextStyle(*m_title, "objectTitle"_L1);
    auto *text = makeLabel(this, "secondary"_L1,
                           tr("Heard by your gateways, not in use yet. What they send is kept, "
                              "nothing is lost by waiting."));
    text->setWordWrap(true);
    m_stack = new QStackedWidget(this);
    m_notice = new NoticePage(theme, m_stack);
    auto *body = new QWidget(m_stack);
    auto *below = new QHBoxLayout;
    below->setSpacing(12);
    below->addWidget(makeSaid(), 2);
    below->addWidget(makeBind(), 3);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(makeTable(), 1);
    column->addLayout(below);
    m_stack->addWidget(body);
    m_stack->addWidget(m_notice);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kEdge, 16, kEdge, 16);
    layout->setSpacing(8);
    auto *walk = new QPushButton(theme.icon(u"map"_s), tr("Start a walk"), this);
    walk->setToolTip(tr("Test one space after the other, with a magnet or a car"));
    connect(walk, &QPushButton::clicked, this, &InboxView::walkWanted);
    m_list = new QPushButton(theme.icon(u"server"_s), {}, this);
    m_list->setToolTip(tr("Binds devices whose name in ChirpStack is the code of a space, heard or "
                          "not; what would change is shown first"));
    connect(m_list, &QPushButton::clicked, this, &InboxView::listWanted);
    setListing(false);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_list);
    head->addWidget(walk);
    layout->addLayout(head);
    layout->addWidget(text);
    layout->addSpacing(4);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_table);
    connect(&model, &SiteModel::loaded, this, &InboxView::fillSpaces);
    connect(&situation, &Situation::roleChanged, this, &InboxView::updateBind);
    connect(&theme, &Theme::changed, this, [this] { // colours of cells
        for (int row = 0; row < m_devices.size(); ++row)
            fillRow(row, m_devices[row]);
    });
    fillSpaces();
    updateNotice();
}

// --- Parts ---------------------------------------------------------------------------------------

QWidget *InboxView::makeTable()
{
    QVBoxLayout *inside = nullptr;
    QWidget *frame = card(this, inside);
    inside->setContentsMargins(1, 4, 1, 4);
    m_table = new DeviceRows(ColumnCount, frame);
    m_table->setToolTip(tr("Drag a device onto the plan to bind it to a space"));
    m_table->setAccessibleName(tr("New devices"));
    m_table->setHorizontalHeaderLabels({tr("Device"), tr("Looks like"), tr("First heard"),
                                        tr("Uplinks"), tr("Signal"), tr("Probably")});
    makeList(*m_table);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeaderItem(Uplinks)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    m_table->setMinimumHeight(m_theme.scaled(150));
    inside->addWidget(m_table);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this](int row, int, int before) {
        if (row != before)
            onRow();
    });
    return frame;
}

QWidget *InboxView::makeSaid()
{
    QVBoxLayout *inside = nullptr;
    QWidget *frame = card(this, inside);
    m_saidTitle = makeLabel(frame, {}, tr("What it said"));
    setTextStyle(*m_saidTitle, "cardTitle"_L1);
    inside->addWidget(m_saidTitle);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    const QString words[] = {tr("Now"), tr("Battery"), tr("Signal"), tr("Reports")};
    for (int row = 0; row < int(std::size(words)); ++row) {
        grid->addWidget(makeLabel(frame, "secondary"_L1, words[row]), row, 0);
        m_said.append(makeLabel(frame));
        setTextStyle(*m_said.last(), "strong"_L1);
        grid->addWidget(m_said.last(), row, 1);
    }
    grid->setColumnStretch(1, 1);
    inside->addLayout(grid);
    inside->addWidget(makeRule(frame));
    auto *last = makeLabel(frame, {}, tr("Last uplinks"));
    setTextStyle(*last, "strong"_L1);
    inside->addWidget(last);
    m_frames = makeLabel(frame, "secondary"_L1);
    m_frames->setFont(m_theme.monoFont(TextStyle::Caption));
    m_frames->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_frames->setAccessibleName(tr("Last uplinks"));
    m_frames->setTextFormat(Qt::PlainText);
    m_frames->setMinimumHeight(m_theme.scaled(100));
    m_frames->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_frames->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    inside->addWidget(m_frames, 1);
    return frame;
}

QWidget *InboxView::makeBind()
{
    QVBoxLayout *inside = nullptr;
    QWidget *frame = card(this, inside);
    auto *title = makeLabel(frame, {}, tr("Where is it mounted?"));
    setTextStyle(*title, "cardTitle"_L1);
    m_space = new ArrowBox(m_theme, frame);
    m_space->setEditable(true);
    m_space->setInsertPolicy(QComboBox::NoInsert);
    m_space->setAccessibleName(tr("Space"));
    m_space->lineEdit()->setAccessibleName(tr("Space"));
    m_space->lineEdit()->setPlaceholderText(tr("Code of the space"));
    m_space->completer()->setFilterMode(Qt::MatchContains);
    m_space->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_reason = makeLabel(frame, "secondary"_L1);
    m_reason->setWordWrap(true);
    m_override = makeLabel(frame, "warning"_L1);
    m_override->setWordWrap(true);
    m_bind = new QPushButton(frame);
    m_bind->setProperty("kind", u"primary"_s);
    m_ignore = new QPushButton(tr("Ignore"), frame);
    m_ignore->setProperty("kind", u"quiet"_s);
    m_ignore->setToolTip(
        tr("It leaves this list. Retired devices are kept, and can be brought back"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_bind);
    buttons->addStretch(1);
    buttons->addWidget(m_ignore);
    m_plan = new MountPlan(m_model, m_theme, frame);
    m_plan->setMinimumSize(m_theme.scaled(200), m_theme.scaled(180));
    m_plan->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // the rows above need room
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(m_space);
    left->addWidget(m_reason);
    left->addWidget(m_override);
    left->addStretch(1);
    left->addLayout(buttons);
    auto *both = new QHBoxLayout;
    both->setSpacing(16);
    both->addLayout(left, 1);
    both->addWidget(m_plan, 1);
    inside->addWidget(title);
    inside->addLayout(both, 1);
    connect(m_plan, &MapView::selectionChanged, this, [this](const QSet<domain::SpaceId> &spaces) {
        if (spaces.size() == 1)
            chooseSpace(*spaces.cbegin());
    });
    connect(m_plan, &MountPlan::dropped, this, [this](const domain::SpaceId &space) {
        chooseSpace(space);
        if (current())
            Q_EMIT bindRequested(*current(), space);
    });
    connect(m_space, &QComboBox::currentTextChanged, this, &InboxView::updateBind);
    connect(m_space->lineEdit(), &QLineEdit::textEdited, this,
            [this](const QString &text) { m_typed = text; });
    connect(m_space->lineEdit(), &QLineEdit::returnPressed, this, &InboxView::onEnter);
    connect(m_bind, &QPushButton::clicked, this, &InboxView::bind);
    connect(m_ignore, &QPushButton::clicked, this, [this] {
        if (current())
            Q_EMIT ignoreRequested(*current());
    });
    return frame;
}

// --- Answers -------------------------------------------------------------------------------------

void InboxView::setDevices(const QList<FleetDevice> &devices, qint64 total)
{
    const std::optional<domain::DevEui> before = chosen();
    const int rowBefore = m_table->currentRow();
    m_devices = devices;
    m_isKnown = true;
    m_failure.clear();
    m_title->setText(tr("%n new devices", nullptr, int(total)));
    {
        const QSignalBlocker quiet(m_table);
        m_table->setRowCount(int(devices.size()));
        m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(kRow));
        for (int row = 0; row < devices.size(); ++row)
            fillRow(row, devices[row]);
    }
    if (before)
        choose(*before);
    if (chosen() != before || !before)
        m_table->setCurrentCell(std::clamp(rowBefore, 0, std::max(0, int(devices.size()) - 1)), 0);
    onRow();
    updateNotice();
}

void InboxView::fillRow(int row, const FleetDevice &d)
{
    const QSignalBlocker quiet(m_table);
    const auto set = [&](int column, const QString &text, Qt::Alignment alignment = Qt::AlignLeft) {
        auto *item = new QTableWidgetItem(text);
        item->setTextAlignment(alignment | Qt::AlignVCenter);
        item->setToolTip(labels::eui(d.device.devEui));
        m_table->setItem(row, column, item);
        return item;
    };
    set(Name, labels::name(d.device) + u'\n' + labels::eui(d.device.devEui))
        ->setData(DeviceRows::kEuiRole, d.device.devEui.toString());
    const bool isUnknown = d.device.resolvedType.isEmpty();
    QTableWidgetItem *looks =
        set(Looks, isUnknown ? tr("Unknown type") : labels::deviceType(d.device.resolvedType));
    if (isUnknown)
        looks->setForeground(m_theme.tokens().warning);
    set(First, labels::moment(d.device.firstHeard, m_situation.now()));
    set(Uplinks, labels::number(int(d.device.uplinkCount)), Qt::AlignRight);
    set(Signal, d.device.rssiDbm ? labels::dbm(*d.device.rssiDbm) : QString());
    const auto space = namesake(d);
    QTableWidgetItem *probably =
        set(Probably, space ? m_model.space(m_model.rowOf(*space)).code : tr("choose a space"));
    if (space)
        probably->setToolTip(tr("Its name is this space’s code."));
    else
        probably->setForeground(m_theme.tokens().text3);
}

void InboxView::setDetail(const domain::DeviceDetail &detail)
{
    if (chosen() != detail.fleet.device.devEui)
        return;
    const domain::Device &device = detail.fleet.device;
    const QString none(QChar(0x2013));
    const domain::Reading *last = detail.newest.isEmpty() ? nullptr : &detail.newest.first();
    m_said[Now]->setText(!last                 ? none
                             : last->occupancy ? labels::text(*last->occupancy)
                                               : tr("not understood"));
    m_said[Battery]->setText(device.batteryVolt ? labels::volt(*device.batteryVolt)
                                 : device.batteryPercent
                                 ? labels::percent(*device.batteryPercent / 100)
                                 : none);
    m_said[Strength]->setText(device.rssiDbm ? labels::dbm(*device.rssiDbm) : none);
    m_said[Reports]->setText(detail.usualInterval ? tr("every %1, of %2")
                                                        .arg(labels::age(*detail.usualInterval),
                                                             labels::number(detail.uplinksInWeek))
                                                  : tr("too few to tell"));
    QStringList frames;
    for (const domain::Reading &reading : detail.newest)
        frames.append(u"%1  %2  %3"_s.arg(
            QLocale().toString(toDateTime(reading.time).toLocalTime().time(), u"HH:mm:ss"_s),
            QString::number(reading.fPort).rightJustified(3),
            QString::fromLatin1(reading.payload.left(16).toHex(' ').toUpper())));
    m_frames->setText(frames.join(u'\n'));
}

void InboxView::setFailed(const QString &words)
{
    m_failure = words;
    updateNotice();
}

// --- The choice ----------------------------------------------------------------------------------

const FleetDevice *InboxView::current() const
{
    const int row = m_table->currentRow();
    return row >= 0 && row < m_devices.size() ? &m_devices[row] : nullptr;
}

std::optional<domain::DevEui> InboxView::chosen() const
{
    return current() ? std::optional(current()->device.devEui) : std::nullopt;
}

void InboxView::choose(domain::DevEui eui)
{
    for (int row = 0; row < m_devices.size(); ++row) {
        if (m_devices[row].device.devEui == eui)
            m_table->setCurrentCell(row, 0);
    }
}

std::optional<domain::SpaceId> InboxView::namesake(const FleetDevice &d) const
{
    for (int row = 0; row < m_model.count(); ++row) {
        if (m_model.space(row).code.compare(d.device.name, Qt::CaseInsensitive) == 0)
            return m_model.space(row).id;
    }
    return std::nullopt;
}

/// What is written there stays while the device does: an answer changes nothing of it.
void InboxView::onRow()
{
    const FleetDevice *d = current();
    if (!d) {
        leaveButtons();
        m_shown.reset();
        updateBind();
        return;
    }
    if (m_shown != d->device.devEui) {
        leaveButtons();
        m_shown = d->device.devEui;
        m_saidTitle->setText(tr("What %1 said").arg(labels::name(d->device)));
        for (QLabel *label : std::as_const(m_said))
            label->clear();
        m_frames->clear();
        const auto space = namesake(*d);
        m_space->setCurrentIndex(space ? m_space->findData(space->toString()) : -1);
        if (!space)
            m_space->clearEditText();
        updateBind();
    }
    Q_EMIT detailWanted(d->device.devEui);
}

/// A key that is pressed once more, or a button that cannot be pressed any more and hands the focus
/// on, does nothing to the next device.
void InboxView::leaveButtons()
{
    if (!m_bind->hasFocus() && !m_ignore->hasFocus())
        return;
    if (current() && m_space->isEnabled())
        m_space->setFocus(Qt::OtherFocusReason);
    else
        m_table->setFocus(Qt::OtherFocusReason);
}

void InboxView::setListing(bool isRead)
{
    if (isRead && m_list->hasFocus())
        m_table->setFocus(Qt::OtherFocusReason); // not to the next button
    m_list->setEnabled(!isRead);
    m_list->setText(isRead ? tr("Reading ChirpStack…") : tr("Names from ChirpStack"));
}

void InboxView::chooseSpace(const domain::SpaceId &space)
{
    if (this->space() == space)
        return;
    const int index = m_space->findData(space.toString());
    if (index < 0)
        return;
    m_space->setCurrentIndex(index);
    updateBind();
}

/// The plan needs room to be read; without it the field is enough.
void InboxView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_plan->setVisible(width() >= m_theme.scaled(kPlanFrom));
}

void InboxView::fillSpaces()
{
    const QString text = m_space->currentText();
    const QSignalBlocker quiet(m_space);
    m_space->clear();
    for (int row = 0; row < m_model.count(); ++row)
        m_space->addItem(m_model.space(row).code, m_model.space(row).id.toString());
    m_space->setCurrentIndex(m_space->findText(text));
    m_space->setEditText(text);
    updateBind();
}

std::optional<domain::SpaceId> InboxView::space() const
{
    const int index = m_space->findText(m_space->currentText().trimmed(), Qt::MatchFixedString);
    return index < 0 ? std::nullopt : domain::SpaceId::parse(m_space->itemData(index).toString());
}

QStringList InboxView::candidates() const
{
    const QString part = m_space->currentText().trimmed();
    QStringList codes;
    for (int row = 0; row < m_model.count() && !part.isEmpty(); ++row) {
        if (m_model.space(row).code.contains(part, Qt::CaseInsensitive))
            codes.append(m_model.space(row).code);
    }
    return codes;
}

void InboxView::bind()
{
    if (current() && space())
        Q_EMIT bindRequested(*current(), *space());
}

/// Binds to the code that was typed. One that was chosen in the list of suggestions by this very
/// key, or that a part of it stands for, is seen first.
void InboxView::onEnter()
{
    const bool isChosen = m_space->completer()->popup()->isVisible()
        && m_typed.trimmed().compare(m_space->currentText().trimmed(), Qt::CaseInsensitive) != 0;
    if (isChosen)
        return;
    if (space()) {
        m_space->completer()->popup()->hide();
        if (m_bind->isEnabled() && m_bind->isVisibleTo(this))
            bind();
        return;
    }
    const QStringList codes = candidates();
    if (codes.size() != 1)
        return;
    m_space->completer()->popup()->hide();
    m_space->setCurrentIndex(m_space->findText(codes.first(), Qt::MatchFixedString));
    updateBind();
}

/// Why nothing can be bound yet, and what would help.
QString InboxView::whatIsMissing() const
{
    if (m_space->currentText().trimmed().isEmpty())
        return tr("Type a part of the space’s code.");
    const QStringList codes = current() ? candidates() : QStringList();
    if (codes.size() == 1)
        return tr("Enter takes %1.").arg(codes.first());
    return codes.isEmpty() ? tr("There is no such space. Codes look like %1.")
                                 .arg(m_model.count() > 0 ? m_model.space(0).code : u"B1-055"_s)
                           : tr("%n spaces have this in their code.", nullptr, int(codes.size()));
}

/// Says what would happen before anybody presses.
void InboxView::updateBind()
{
    const FleetDevice *d = current();
    const auto chosen = space();
    const int row = chosen ? m_model.rowOf(*chosen) : -1;
    const bool mayBind = !m_situation.isReadOnly();
    m_space->setEnabled(mayBind && d);
    m_bind->setVisible(mayBind);
    m_list->setVisible(mayBind);
    m_ignore->setVisible(mayBind);
    m_ignore->setEnabled(d);
    m_bind->setEnabled(d && row >= 0);
    m_plan->setDevice(mayBind ? d : nullptr);
    // What is seen already stays where it is: a hand may be over it.
    const QRectF seen = chosen ? m_plan->scene().boxOf(*chosen) : QRectF();
    if (!seen.isNull() && QRectF(m_plan->rect()).contains(seen))
        m_plan->select({*chosen});
    else if (chosen && row >= 0)
        m_plan->reveal(*chosen);
    m_bind->setText(row >= 0 ? tr("Bind to %1").arg(m_model.space(row).code) : tr("Bind"));
    m_override->clear();
    if (!mayBind)
        return m_reason->setText(tr("Viewers cannot bind devices. Ask an operator."));
    if (!d || row < 0)
        return m_reason->setText(whatIsMissing());
    const domain::Space &space = m_model.space(row);
    const bool isLamp = d->device.kind == domain::DeviceKind::Display;
    const auto &standing = isLamp ? space.displayEui : space.sensorEui;
    const bool isNamed = namesake(*d) == space.id;
    if (standing)
        m_reason->setText(isLamp ? tr("It replaces lamp %1 there, which is of no space then.")
                                       .arg(labels::eui(*standing))
                                 : tr("It replaces sensor %1 there, which is of no space then. The "
                                      "space keeps its history.")
                                       .arg(labels::eui(*standing)));
    else
        m_reason->setText(isNamed      ? tr("Its name is this space’s code.")
                              : isLamp ? tr("This space has no lamp.")
                                       : tr("This space has no sensor."));
    if (m_model.status(row).reason == domain::StateReason::Override)
        m_override->setText(tr("%1 is set by hand. After binding the sensor decides as soon as "
                               "that is taken back.")
                                .arg(space.code));
}

void InboxView::updateNotice()
{
    if (!m_devices.isEmpty() && m_isKnown) {
        m_stack->setCurrentIndex(0);
        return;
    }
    NoticePage::Content content;
    if (!m_failure.isEmpty())
        content = {.icon = u"warning"_s,
                   .title = tr("Nobody knows what was heard"),
                   .text = m_failure,
                   .actions = {{tr("Try again"), [this] { Q_EMIT wanted(); }}}};
    else if (m_isKnown)
        content = {.icon = u"devices"_s,
                   .title = tr("No new devices"),
                   .text = tr("Each is listed here when its first uplink arrives.")};
    m_notice->setContent(content);
    m_stack->setCurrentWidget(m_notice);
}

} // namespace parking::ui

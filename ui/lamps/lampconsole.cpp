#include "lamps/lampconsole.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "labels.h"
#include "lamps/lampdisc.h"
#include "lamps/lamplabels.h"
#include "widgets/arrowbox.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableWidget>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::LampCommand;

namespace {

constexpr auto kPatience = 20s; ///< longer than a request to ChirpStack takes
constexpr int kShownItems = 5;
constexpr int kSoon = -1; ///< among the states: held before a booking's start

QLineEdit *makeField(QWidget *parent, const QString &name, const QString &placeholder)
{
    auto *field = new QLineEdit(parent);
    field->setAccessibleName(name);
    field->setPlaceholderText(placeholder);
    return field;
}

} // namespace

LampConsole::LampConsole(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme), m_kinds(this), m_patience(this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(makeKinds());
    layout->addWidget(makeRaw());
    m_problem = makeLabel(this, "danger"_L1);
    m_problem->setObjectName(u"problem"_s);
    m_problem->setWordWrap(true);
    m_hint = makeLabel(this, "secondary"_L1);
    m_hint->setWordWrap(true);
    m_send = new QPushButton(m_theme.icon(u"lamp"_s), tr("Send to this lamp"), this);
    m_send->setProperty("kind", u"primary"_s);
    connect(m_send, &QPushButton::clicked, this, &LampConsole::send);
    layout->addWidget(m_problem);
    layout->addWidget(m_hint);
    layout->addWidget(m_send, 0, Qt::AlignLeft);
    layout->addWidget(makeQueue());
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        setQueueFailed({problem::kChirpStackDoubtful, u"no answer"_s});
    });
    connect(&theme, &Theme::changed, this, &LampConsole::updateDisc);
    updateKind();
    updateDisc();
}

// --- Parts ---------------------------------------------------------------------------------------

QLayout *LampConsole::makeKinds()
{
    const auto kind = [this](LampCommand::Kind id, const QString &words) {
        auto *button = new QRadioButton(words, this);
        m_kinds.addButton(button, int(id));
        return button;
    };
    m_state = new ArrowBox(m_theme, this);
    m_state->setAccessibleName(tr("State"));
    for (const domain::SpaceState state :
         {domain::SpaceState::Free, domain::SpaceState::Occupied, domain::SpaceState::Reserved,
          domain::SpaceState::Maintenance})
        m_state->addItem(labels::text(state), int(state));
    m_state->addItem(tr("Reserved soon"), kSoon);
    m_colour = makeField(this, tr("Colour"), tr("six hex digits: FF8800"));
    m_colour->setFont(m_theme.monoFont(TextStyle::Body));
    m_disc = makeLabel(this);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->addWidget(kind(LampCommand::Kind::State, tr("Colour of a state")), 0, 0);
    grid->addWidget(m_state, 0, 1);
    grid->addWidget(kind(LampCommand::Kind::Colour, tr("Any colour")), 1, 0);
    grid->addWidget(m_colour, 1, 1);
    grid->addWidget(m_disc, 1, 2);
    grid->addWidget(kind(LampCommand::Kind::Raw, tr("Raw bytes")), 2, 0);
    grid->setColumnStretch(3, 1);
    m_kinds.button(int(LampCommand::Kind::State))->setChecked(true);
    connect(&m_kinds, &QButtonGroup::idToggled, this, &LampConsole::updateKind);
    connect(m_colour, &QLineEdit::textChanged, this, &LampConsole::updateDisc);
    connect(m_colour, &QLineEdit::returnPressed, this, &LampConsole::send);
    return grid;
}

QWidget *LampConsole::makeRaw()
{
    m_raw = new QWidget(this);
    m_payload = makeField(m_raw, tr("Bytes"), tr("FF 00 A5 64 00"));
    m_payload->setFont(m_theme.monoFont(TextStyle::Body));
    m_form = new ArrowBox(m_theme, m_raw);
    m_form->setAccessibleName(tr("Form of the bytes"));
    m_form->addItem(tr("Hex"), int(domain::PayloadForm::Hex));
    m_form->addItem(tr("Base64"), int(domain::PayloadForm::Base64));
    m_port = makeField(m_raw, tr("Port"), tr("1 to 223"));
    m_port->setText(u"1"_s); // A21
    m_port->setFixedWidth(m_theme.scaled(88));
    m_confirmed = new QCheckBox(tr("The lamp must acknowledge it"), m_raw);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_payload, 1);
    row->addWidget(m_form);
    row->addWidget(makeLabel(m_raw, "secondary"_L1, tr("Port")));
    row->addWidget(m_port);
    auto *layout = new QVBoxLayout(m_raw);
    layout->setContentsMargins(26, 0, 0, 0); // under the words of its button
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_confirmed);
    for (QLineEdit *field : {m_payload, m_port}) {
        connect(field, &QLineEdit::textChanged, this, &LampConsole::updateHint);
        connect(field, &QLineEdit::returnPressed, this, &LampConsole::send);
    }
    connect(m_form, &QComboBox::currentIndexChanged, this, &LampConsole::updateHint);
    return m_raw;
}

QWidget *LampConsole::makeQueue()
{
    auto *box = new QWidget(this);
    auto *title = makeLabel(box, {}, tr("ChirpStack’s queue"));
    setTextStyle(*title, "strong"_L1);
    m_look = new QPushButton(tr("Look"), box);
    m_look->setToolTip(tr("Ask ChirpStack what waits for this lamp"));
    m_flush = new QPushButton(tr("Empty the queue"), box);
    m_queueWords = makeLabel(box, "secondary"_L1, tr("Nobody has looked yet."));
    m_queueWords->setObjectName(u"queueWords"_s);
    m_queueWords->setWordWrap(true);
    m_items = new QTableWidget(0, 4, box);
    m_items->setAccessibleName(tr("Commands in ChirpStack’s queue"));
    m_items->setHorizontalHeaderLabels({tr("Port"), tr("Bytes"), tr("Whose"), tr("Until")});
    m_items->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_items->setSelectionMode(QAbstractItemView::NoSelection);
    m_items->setShowGrid(false);
    m_items->setTabKeyNavigation(false);
    m_items->verticalHeader()->hide();
    m_items->horizontalHeader()->setHighlightSections(false);
    m_items->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_items->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_items->hide();
    connect(m_look, &QPushButton::clicked, this, [this] { ask(false); });
    connect(m_flush, &QPushButton::clicked, this, [this] { ask(true); });
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(title, 1);
    head->addWidget(m_look);
    head->addWidget(m_flush);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeRule(box));
    layout->addLayout(head);
    layout->addWidget(m_queueWords);
    layout->addWidget(m_items);
    return box;
}

// --- Sending -------------------------------------------------------------------------------------

void LampConsole::setLamp(domain::DevEui device)
{
    if (m_device == device)
        return;
    m_device = device;
    m_patience.stop();
    m_problem->clear();
    m_port->setModified(false);
    m_send->setEnabled(true);
    showItems({});
    told(tr("Nobody has looked yet."));
    updateHint();
}

void LampConsole::setPort(int fPort)
{
    if (!m_port->isModified())
        m_port->setText(QString::number(fPort));
}

Result<LampCommand> LampConsole::command() const
{
    LampCommand command;
    command.device = m_device;
    command.kind = LampCommand::Kind(m_kinds.checkedId());
    if (command.kind == LampCommand::Kind::State) {
        const int chosen = m_state->currentData().toInt();
        command.isSoon = chosen == kSoon;
        command.state = command.isSoon ? domain::SpaceState::Reserved : domain::SpaceState(chosen);
    } else if (command.kind == LampCommand::Kind::Colour) {
        QString digits = m_colour->text().trimmed();
        if (digits.startsWith(u'#'))
            digits.remove(0, 1);
        const Result<domain::Rgb> colour = domain::parseRgbHex(digits);
        if (!colour)
            return colour.error();
        command.colour = *colour;
    } else {
        const auto bytes = domain::readPayload(m_payload->text(),
                                               domain::PayloadForm(m_form->currentData().toInt()));
        if (!bytes)
            return bytes.error();
        bool isNumber = false;
        command.payload = *bytes;
        command.fPort = m_port->text().trimmed().toInt(&isNumber);
        command.confirmed = m_confirmed->isChecked();
    }
    if (const Result<> checked = domain::validate(command); !checked)
        return checked.error();
    return command;
}

void LampConsole::send()
{
    const Result<LampCommand> wanted = command();
    if (!wanted)
        return setRefused(wanted.error());
    m_problem->clear();
    m_send->setEnabled(false);
    Q_EMIT sendRequested(*wanted);
}

void LampConsole::setSent()
{
    m_send->setEnabled(true);
    m_problem->clear();
}

void LampConsole::setRefused(const Error &error)
{
    m_send->setEnabled(true);
    const bool isColour =
        m_kinds.checkedId() == int(LampCommand::Kind::Colour) && error.code == problem::kValidation;
    m_problem->setText(isColour ? tr("A colour is six hex digits: red, green and blue.")
                                : labels::commandProblem(error));
    QLineEdit *field = isColour                                        ? m_colour
        : error.details.value(u"rule").toString() == problem::kBadPort ? m_port
        : m_kinds.checkedId() == int(LampCommand::Kind::Raw)           ? m_payload
                                                                       : nullptr;
    if (field && error.code == problem::kValidation) {
        field->setAccessibleDescription(m_problem->text());
        field->setFocus();
    }
}

void LampConsole::updateKind()
{
    const int kind = m_kinds.checkedId();
    m_state->setEnabled(kind == int(LampCommand::Kind::State));
    m_colour->setEnabled(kind == int(LampCommand::Kind::Colour));
    m_raw->setVisible(kind == int(LampCommand::Kind::Raw));
    m_problem->clear();
    updateHint();
}

void LampConsole::updateHint()
{
    const QString back = tr("It goes the way of every command: in turn, and into the list of what "
                            "was sent. The lamp gets its space’s colour again when it is heard "
                            "next, or when the state changes.");
    if (m_kinds.checkedId() != int(LampCommand::Kind::Raw))
        return m_hint->setText(back);
    m_problem->clear();
    QStringList words{tr("Nobody here knows what these bytes do, so afterwards it is not known "
                         "what the lamp shows."),
                      back};
    const auto bytes =
        domain::readPayload(m_payload->text(), domain::PayloadForm(m_form->currentData().toInt()));
    if (bytes && bytes->size() > LampCommand::kSureBytes)
        words.prepend(tr("%n bytes: at the slowest data rate a frame holds 51, and the network "
                         "throws longer ones away.",
                         nullptr, int(bytes->size())));
    m_hint->setText(words.join(u' '));
}

void LampConsole::updateDisc()
{
    QString digits = m_colour->text().trimmed();
    if (digits.startsWith(u'#'))
        digits.remove(0, 1);
    const Result<domain::Rgb> colour = domain::parseRgbHex(digits);
    m_disc->setPixmap(
        lampDisc(colour ? std::optional(*colour) : std::nullopt, m_theme, devicePixelRatioF()));
    m_problem->clear();
}

// --- The queue -----------------------------------------------------------------------------------

void LampConsole::ask(bool flush)
{
    m_look->setEnabled(false);
    m_flush->setEnabled(false);
    m_patience.start();
    told(tr("Asking ChirpStack…"));
    if (flush)
        Q_EMIT flushRequested(m_device);
    else
        Q_EMIT queueWanted(m_device);
}

void LampConsole::told(const QString &words, QLatin1StringView role)
{
    setRole(*m_queueWords, role.isEmpty() ? "secondary"_L1 : role);
    m_queueWords->setText(words);
    m_look->setEnabled(!m_patience.isActive());
    m_flush->setEnabled(!m_patience.isActive());
}

void LampConsole::setQueue(const domain::LampQueue &queue)
{
    if (queue.device != m_device)
        return;
    m_patience.stop();
    showItems(queue.items);
    const QString time = labels::clock(queue.askedAt);
    told(queue.items.isEmpty()
             ? tr("Empty at %1.").arg(time)
             : tr("%n commands waited at %1.", nullptr, int(queue.items.size())).arg(time));
}

void LampConsole::setFlushed(const domain::FlushedQueue &flushed)
{
    if (flushed.device != m_device)
        return;
    m_patience.stop();
    showItems({});
    told(tr("The queue is empty: %1 removed at ChirpStack, %2 that waited here withdrawn.")
             .arg(labels::number(flushed.removed), labels::number(flushed.withdrawn)));
}

void LampConsole::setQueueFailed(const Error &error)
{
    m_patience.stop();
    showItems({}); // what was there may be gone
    told(labels::commandProblem(error), "danger"_L1);
}

void LampConsole::showItems(const QList<domain::LampQueueItem> &items)
{
    m_items->setRowCount(int(items.size()));
    m_items->setVisible(!items.isEmpty());
    for (int row = 0; row < items.size(); ++row) {
        const domain::LampQueueItem &item = items[row];
        const QString whose = item.row.isNull() ? tr("not ours") : tr("ours");
        const QString until = item.isPending ? tr("on the air, not acknowledged")
            : item.isAtGateway               ? tr("at a gateway")
            : item.expiresAt                 ? labels::clock(*item.expiresAt)
                                             : tr("no end");
        const QString cells[] = {labels::number(item.fPort), labels::hex(item.payload), whose,
                                 until};
        for (int column = 0; column < int(std::size(cells)); ++column) {
            auto *cell = new QTableWidgetItem(cells[column]);
            cell->setToolTip(column == 1 ? item.id : cells[column]);
            m_items->setItem(row, column, cell);
        }
    }
    const int rows = std::min(int(items.size()), kShownItems);
    m_items->verticalHeader()->setDefaultSectionSize(m_theme.scaled(28));
    m_items->setFixedHeight(m_theme.scaled(28) * rows + m_theme.scaled(36));
}

} // namespace parking::ui

#include "spacelist/devicefield.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "devices/fleettable.h"
#include "labels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace parking::ui {

using domain::DevEui;
using domain::FleetDevice;
using Kind = DeviceChoice::Kind;

namespace {

constexpr int kRow = 44;
constexpr int kPlainRow = 32;
constexpr int kShownRows = 4;
constexpr int kMostElsewhere = 20;

/// Name, or any part of the EUI with or without separators.
bool finds(const FleetDevice &d, const QString &text)
{
    if (text.isEmpty() || labels::name(d.device).contains(text, Qt::CaseInsensitive))
        return true;
    QString digits = text.toLower();
    digits.removeIf([](QChar c) { return c == u':' || c == u'-' || c == u' '; });
    return !digits.isEmpty() && d.device.devEui.toString().contains(digits);
}

class ChoiceDelegate : public QStyledItemDelegate {
public:
    ChoiceDelegate(const DeviceChoices &choices, const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_choices(choices), m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {
            0, m_theme.scaled(m_choices.choice(index.row()).kind == Kind::None ? kPlainRow : kRow)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Tokens &t = m_theme.tokens();
        const DeviceChoice &choice = m_choices.choice(index.row());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.accentSoft);
            painter->drawRoundedRect(option.rect.adjusted(4, 0, -4, 0), 4, 4);
        }
        const QRect inside = option.rect.adjusted(12, 4, -12, -4);
        const bool isPlain = choice.kind == Kind::None;
        painter->setFont(m_theme.font(isPlain ? TextStyle::Body : TextStyle::BodyStrong));
        painter->setPen(t.text);
        painter->drawText(inside, (isPlain ? Qt::AlignVCenter : Qt::AlignTop) | Qt::AlignLeft,
                          choice.name);
        painter->setFont(m_theme.font(TextStyle::Caption));
        painter->setPen(t.text2);
        painter->drawText(inside, (isPlain ? Qt::AlignVCenter : Qt::AlignTop) | Qt::AlignRight,
                          isPlain ? choice.detail : choice.age);
        if (!isPlain) {
            painter->setFont(choice.kind == Kind::Newcomer ? m_theme.monoFont(TextStyle::Caption)
                                                           : m_theme.font(TextStyle::Caption));
            painter->setPen(choice.kind == Kind::Elsewhere ? t.warning : t.text2);
            painter->drawText(
                inside, Qt::AlignBottom | Qt::AlignLeft,
                painter->fontMetrics().elidedText(choice.detail, Qt::ElideRight, inside.width()));
            if (choice.signal != domain::SignalLevel::Unknown)
                paintSignal(*painter, QPointF(inside.right() - 84, inside.top() + 15),
                            choice.signal, m_theme);
        }
        painter->restore();
    }

private:
    const DeviceChoices &m_choices;
    const Theme &m_theme;
};

} // namespace

QList<DeviceChoice> deviceChoices(const QList<FleetDevice> &devices, domain::DeviceKind kind,
                                  const QString &text, const std::optional<domain::SpaceId> &space,
                                  UtcTime now)
{
    QList<FleetDevice> fresh;
    QList<FleetDevice> elsewhere;
    for (const FleetDevice &d : devices) {
        if (d.device.kind != kind || !finds(d, text))
            continue;
        if (d.state == domain::DeviceState::New)
            fresh.append(d);
        else if (d.device.spaceId && d.device.spaceId != space && !text.isEmpty())
            elsewhere.append(d);
    }
    std::sort(fresh.begin(), fresh.end(), [](const FleetDevice &a, const FleetDevice &b) {
        return a.device.lastHeard > b.device.lastHeard;
    });
    QList<DeviceChoice> choices;
    for (const FleetDevice &d : std::as_const(fresh))
        choices.append(
            {Kind::Newcomer, d.device.devEui, labels::name(d.device), labels::eui(d.device.devEui),
             d.device.lastHeard ? labels::age(now - *d.device.lastHeard) : QString(), d.signal});
    for (const FleetDevice &d : std::as_const(elsewhere).mid(0, kMostElsewhere))
        choices.append({Kind::Elsewhere, d.device.devEui, labels::name(d.device),
                        DeviceField::tr("on %1; it would move here").arg(d.place.code),
                        d.device.lastHeard ? labels::age(now - *d.device.lastHeard) : QString(),
                        d.signal});
    if (kind == domain::DeviceKind::Sensor)
        choices.append(
            {Kind::None, {}, DeviceField::tr("No sensor"), DeviceField::tr("state by hand only")});
    else
        choices.append({Kind::None, {}, DeviceField::tr("No lamp"), {}});
    if (const Result<DevEui> eui = DevEui::normalize(text)) {
        const bool isKnown =
            std::any_of(devices.cbegin(), devices.cend(),
                        [&eui](const FleetDevice &d) { return d.device.devEui == *eui; });
        if (!isKnown)
            choices.append(
                {Kind::Unheard, *eui, labels::eui(*eui), DeviceField::tr("was not heard yet")});
    }
    return choices;
}

// --- The list ------------------------------------------------------------------------------------

void DeviceChoices::set(const QList<DeviceChoice> &choices)
{
    beginResetModel();
    m_choices = choices;
    endResetModel();
}

int DeviceChoices::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_choices.size());
}

QVariant DeviceChoices::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DeviceChoice &choice = m_choices[index.row()];
    if (role == Qt::DisplayRole)
        return choice.name;
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %2").arg(choice.name, choice.detail);
    return {};
}

// --- The field -----------------------------------------------------------------------------------

DeviceField::DeviceField(domain::DeviceKind kind, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_kind(kind), m_theme(theme)
{
    const bool isSensor = kind == domain::DeviceKind::Sensor;
    m_field = new QLineEdit(this);
    m_field->setAccessibleName(isSensor ? tr("Sensor") : tr("Lamp"));
    m_field->addAction(theme.icon(isSensor ? u"devices"_s : u"lamp"_s), QLineEdit::LeadingPosition);
    m_field->addAction(theme.icon(u"chevron-down"_s), QLineEdit::TrailingPosition);
    m_field->installEventFilter(this);
    m_popup = new QFrame(this);
    m_popup->setObjectName(u"popup"_s);
    auto *heads = new QHBoxLayout;
    heads->setContentsMargins(12, 6, 12, 0);
    m_head = makeLabel(m_popup, "caption"_L1, tr("Heard, without a space"));
    heads->addWidget(m_head, 1);
    heads->addWidget(makeLabel(m_popup, "caption"_L1, tr("newest first")));
    m_choices = new DeviceChoices(this);
    m_list = new QListView(m_popup);
    m_list->setModel(m_choices);
    m_list->setItemDelegate(new ChoiceDelegate(*m_choices, theme, this));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(isSensor ? tr("Sensors") : tr("Lamps"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inside = new QVBoxLayout(m_popup);
    inside->setContentsMargins(0, 0, 0, 4);
    inside->setSpacing(2);
    inside->addLayout(heads);
    inside->addWidget(m_list);
    m_popup->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_field);
    layout->addWidget(m_popup);
    connect(m_field, &QLineEdit::textEdited, this, [this] {
        m_isTyping = true;
        open();
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &at) { take(at.row()); });
    setFocusProxy(m_field);
    setChosen({});
}

bool DeviceField::isOpen() const
{
    return !m_popup->isHidden();
}

void DeviceField::setDevices(const QList<FleetDevice> &devices, UtcTime now)
{
    m_devices = devices;
    m_now = now;
    if (!m_isTyping)
        m_field->setText(nameOf(m_chosen));
    if (isOpen())
        refresh();
}

QString DeviceField::nameOf(const std::optional<DevEui> &eui) const
{
    if (!eui)
        return m_kind == domain::DeviceKind::Sensor ? tr("No sensor") : tr("No lamp");
    const auto known =
        std::find_if(m_devices.cbegin(), m_devices.cend(),
                     [&eui](const FleetDevice &d) { return d.device.devEui == *eui; });
    return known == m_devices.cend() ? labels::eui(*eui) : labels::name(known->device);
}

void DeviceField::setChosen(const std::optional<DevEui> &eui)
{
    m_chosen = eui;
    m_isTyping = false;
    m_field->setText(nameOf(eui));
    m_field->setCursorPosition(0);
}

void DeviceField::refresh()
{
    const auto keyOf = [](const DeviceChoice &choice) {
        return choice.eui ? choice.eui->toString() : QString();
    };
    const QString marked = m_list->currentIndex().isValid()
        ? keyOf(m_choices->choice(m_list->currentIndex().row()))
        : QString();
    m_choices->set(deviceChoices(
        m_devices, m_kind, m_isTyping ? m_field->text().trimmed() : QString(), m_space, m_now));
    int row = 0;
    for (int i = 0; i < m_choices->rowCount(); ++i) {
        if (!marked.isEmpty() && keyOf(m_choices->choice(i)) == marked)
            row = i;
    }
    m_list->setCurrentIndex(m_choices->index(row));
    const int rows = m_choices->rowCount();
    m_list->setFixedHeight(m_theme.scaled(std::min(rows - 1, kShownRows) * kRow + kPlainRow + 4));
    m_head->setText(m_choices->choice(0).kind == Kind::Newcomer
                        ? tr("Heard, without a space")
                        : tr("No device was heard without a space"));
}

void DeviceField::open()
{
    refresh();
    m_popup->show();
}

void DeviceField::close()
{
    m_popup->hide();
    setChosen(m_chosen);
}

void DeviceField::take(int row)
{
    if (row < 0 || row >= m_choices->rowCount())
        return;
    const std::optional<DevEui> eui = m_choices->choice(row).eui;
    const bool isOther = eui != m_chosen;
    m_chosen = eui;
    close();
    if (isOther)
        Q_EMIT chosenChanged();
}

bool DeviceField::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        if (m_field->isEnabled() && !isOpen())
            open();
        break;
    case QEvent::FocusOut:
        if (static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason
            && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason)
            close();
        break;
    case QEvent::KeyPress: {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int row = m_list->currentIndex().row();
        if (key == Qt::Key_Down && !isOpen()) {
            open();
            m_field->selectAll();
            return true;
        }
        if (!isOpen())
            break;
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int next =
                std::clamp(row + (key == Qt::Key_Down ? 1 : -1), 0, m_choices->rowCount() - 1);
            m_list->setCurrentIndex(m_choices->index(next));
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            take(row);
            return true;
        }
        if (key == Qt::Key_Escape) {
            close();
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace parking::ui

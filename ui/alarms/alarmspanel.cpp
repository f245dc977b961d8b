#include "alarms/alarmspanel.h"

#include "alarms/alarmlabels.h"
#include "base/literals.h"
#include "domain/localtime.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Alarm;
using domain::AlarmId;

namespace {

constexpr int kWidth = 400;
constexpr QMargins kShadow(12, 10, 12, 16); // around the card, with its tip above
constexpr int kHead = 48;
constexpr int kTip = 7;
constexpr auto kLeaves = 5s;

/// Title, count, and what is done with all of them.
QWidget *makeHead(const Theme &theme, QWidget *title, QWidget *count, QWidget *all)
{
    auto *box = new QWidget(title->parentWidget());
    auto *head = new QHBoxLayout(box);
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(count, 1);
    head->addWidget(all);
    box->setFixedHeight(theme.scaled(kHead));
    return box;
}

QScrollArea *makeScroll(QWidget *content, QWidget *parent)
{
    auto *scroll = new QScrollArea(parent);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QLabel *makeWords(QWidget *parent, QLatin1StringView role, int above)
{
    QLabel *label = makeLabel(parent, role);
    label->setWordWrap(true);
    label->setContentsMargins(16, above, 16, above);
    return label;
}

} // namespace

AlarmsPanel::AlarmsPanel(const SiteModel &model, const Situation &situation, const Theme &theme,
                         QWidget *parent)
    : QFrame(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    setObjectName(u"alarmsPanel"_s);
    setAccessibleName(tr("Alarms"));
    setFocusPolicy(Qt::ClickFocus);
    build();
    hide();
    connect(&theme, &Theme::changed, this, &AlarmsPanel::refresh);
    connect(&situation, &Situation::roleChanged, this, &AlarmsPanel::refresh);
    connect(&situation, &Situation::nowChanged, this, [this] {
        if (isOpen())
            refresh();
    });
}

void AlarmsPanel::build()
{
    auto *title = makeLabel(this, {}, tr("Alarms"));
    setTextStyle(*title, "cardTitle"_L1);
    m_count = makeLabel(this, "secondary"_L1);
    m_all = new QPushButton(tr("Acknowledge all"), this);
    m_all->setProperty("kind", u"link"_s);
    m_whyLabel = makeWords(this, "warning"_L1, 8);
    m_list = new QWidget(this);
    m_listRows = new QVBoxLayout(m_list);
    m_listRows->setContentsMargins(0, 0, 0, 0);
    m_listRows->setSpacing(0);
    auto *emptyBox = new QWidget(m_list);
    m_empty = makeLabel(emptyBox, "secondary"_L1);
    m_empty->setWordWrap(true);
    auto *empty = new QVBoxLayout(emptyBox);
    empty->setContentsMargins(16, 20, 16, 20);
    empty->addWidget(m_empty);
    m_seen = new QPushButton(m_list);
    m_seen->setObjectName(u"alarmsSeen"_s);
    m_listRows->addWidget(emptyBox);
    m_listRows->addWidget(m_seen);
    m_listRows->addStretch();
    m_scroll = makeScroll(m_list, this);
    m_foot = makeWords(this, "caption"_L1, 10);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kShadow + QMargins(1, 1, 1, 1));
    column->setSpacing(0);
    column->addWidget(makeHead(m_theme, title, m_count, m_all));
    column->addWidget(makeRule(this));
    column->addWidget(m_whyLabel);
    column->addWidget(m_scroll, 1);
    column->addWidget(makeRule(this));
    column->addWidget(m_foot);
    connect(m_all, &QPushButton::clicked, this, [this] {
        QList<AlarmId> ids;
        for (const Alarm &alarm : m_known->open) {
            if (!alarm.acknowledgedAt)
                ids.append(alarm.id);
        }
        Q_EMIT acknowledgeAsked(ids);
    });
    connect(m_seen, &QPushButton::clicked, this, [this] {
        m_seenOpen = !m_seenOpen;
        refresh();
    });
    refresh();
}

// --- What is known -------------------------------------------------------------------------------

void AlarmsPanel::setAlarms(const domain::AlarmsKnown &known)
{
    noteCleared(known);
    m_known = known;
    m_asOf = m_situation.now();
    m_why.clear();
    refresh();
    Q_EMIT changed();
}

void AlarmsPanel::setUnknown(const QString &why)
{
    m_why = why;
    refresh();
    Q_EMIT changed();
}

/// Whoever looks at one sees that it went.
void AlarmsPanel::noteCleared(const domain::AlarmsKnown &known)
{
    if (!isOpen() || !m_known)
        return;
    for (const Alarm &alarm : std::as_const(m_known->open)) {
        const bool isThere = std::any_of(known.open.cbegin(), known.open.cend(),
                                         [&alarm](const Alarm &one) { return one.id == alarm.id; });
        if (isThere || alarm.acknowledgedAt)
            continue;
        m_leaving.append(alarm);
        QTimer::singleShot(kLeaves, this, [this, id = alarm.id] {
            m_leaving.removeIf([&id](const Alarm &one) { return one.id == id; });
            refresh();
        });
    }
}

std::optional<int> AlarmsPanel::count() const
{
    if (!m_known || !m_why.isEmpty())
        return std::nullopt;
    return int(std::count_if(m_known->open.cbegin(), m_known->open.cend(),
                             [](const Alarm &alarm) { return !alarm.acknowledgedAt; }));
}

int AlarmsPanel::acknowledged() const
{
    return m_known ? int(m_known->open.size()) - count().value_or(0) : 0;
}

int AlarmsPanel::deviceCount() const
{
    if (!count())
        return 0;
    return int(std::count_if(m_known->open.cbegin(), m_known->open.cend(), [](const Alarm &alarm) {
        return !alarm.acknowledgedAt && domain::isOfDevices(alarm.cause.kind);
    }));
}

QList<AlarmRow *> AlarmsPanel::rows() const
{
    QList<AlarmRow *> rows;
    for (int i = 0; i < m_listRows->count(); ++i) {
        auto *row = qobject_cast<AlarmRow *>(m_listRows->itemAt(i)->widget());
        if (row && row->isVisibleTo(m_list))
            rows.append(row);
    }
    return rows;
}

// --- What is shown -------------------------------------------------------------------------------

AlarmRow *AlarmsPanel::rowOf(const Alarm &alarm)
{
    if (AlarmRow *known = m_rows.value(alarm.id))
        return known;
    auto *row = new AlarmRow(m_theme, m_list);
    connect(row, &AlarmRow::remedyAsked, this, &AlarmsPanel::remedyAsked);
    connect(row, &AlarmRow::memberChosen, this, &AlarmsPanel::memberChosen);
    connect(row, &AlarmRow::allAsked, this, &AlarmsPanel::allAsked);
    connect(row, &AlarmRow::acknowledgeAsked, this,
            [this](const AlarmId &id) { Q_EMIT acknowledgeAsked({id}); });
    m_rows.insert(alarm.id, row);
    return row;
}

void AlarmsPanel::refresh()
{
    const QPointer<QWidget> focus = focusWidget();
    const AlarmRow::Look look{.now = m_situation.now(),
                              .zone = domain::zoneOf(m_model.site().timeZone),
                              .readOnly = m_situation.isReadOnly() || !m_why.isEmpty()};
    QList<Alarm> fresh;
    QList<Alarm> seen;
    for (const Alarm &alarm : m_known ? m_known->open : QList<Alarm>())
        (alarm.acknowledgedAt ? seen : fresh).append(alarm);
    QSet<AlarmId> shown;
    int at = 0;
    const auto show = [&](const Alarm &alarm, bool isCleared) {
        AlarmRow *row = rowOf(alarm);
        AlarmRow::Look its = look;
        its.isCleared = isCleared;
        row->setAlarm(alarm, its);
        m_listRows->removeWidget(row);
        m_listRows->insertWidget(at++, row);
        row->show();
        shown.insert(alarm.id);
    };
    for (const Alarm &alarm : std::as_const(fresh))
        show(alarm, false);
    for (const Alarm &alarm : std::as_const(m_leaving))
        show(alarm, true);
    QWidget *empty = m_empty->parentWidget();
    empty->setVisible(at == 0 && seen.isEmpty());
    m_listRows->removeWidget(empty);
    m_listRows->insertWidget(at++, empty);
    m_listRows->removeWidget(m_seen);
    m_listRows->insertWidget(at++, m_seen);
    m_seen->setVisible(!seen.isEmpty());
    m_seen->setText(tr("Acknowledged, still there  %1").arg(seen.size()));
    m_seen->setIcon(m_theme.icon(m_seenOpen ? u"chevron-down"_s : u"chevron-right"_s));
    for (const Alarm &alarm : m_seenOpen ? seen : QList<Alarm>())
        show(alarm, false);
    m_rows.removeIf([&](auto entry) {
        if (shown.contains(entry.key()))
            return false;
        entry.value()->hide();
        entry.value()->deleteLater();
        return true;
    });
    m_all->setEnabled(fresh.size() > 0 && !look.readOnly);
    refreshFoot();
    keepFocus(focus);
    place();
}

/// What is said in numbers, and what is said when there is none.
void AlarmsPanel::refreshFoot()
{
    const std::optional<int> open = count();
    const UtcTime now = m_situation.now();
    m_count->setText(!open                                  ? tr("not known now")
                         : *open == 0 && acknowledged() > 0 ? tr("none new")
                         : *open == 0                       ? tr("none open")
                                      : tr("%n open, by cause", nullptr, *open));
    m_whyLabel->setVisible(!m_why.isEmpty());
    m_whyLabel->setText(
        m_known ? tr("%1 What follows is as it was at %2.").arg(m_why, labels::moment(m_asOf, now))
                : m_why);
    if (!m_known) {
        m_empty->setText(m_why.isEmpty() ? tr("Alarms are being asked for.")
                                         : tr("Whether there are alarms is not known."));
        m_foot->setText(tr("Alarms clear by themselves."));
        return;
    }
    m_empty->setText(m_known->lastCleared ? tr("No open alarms. The last one cleared at %1.")
                                                .arg(labels::moment(*m_known->lastCleared, now))
                                          : tr("No open alarms. There was none yet."));
    m_foot->setText(
        tr("Cleared today: %1. Alarms clear by themselves.").arg(m_known->clearedToday));
}

/// Who was at a button that went goes on at what stands there now.
void AlarmsPanel::keepFocus(const QWidget *before)
{
    if (!isOpen() || !before || !isAncestorOf(before) || before->isVisibleTo(this))
        return;
    if (m_all->isEnabled())
        m_all->setFocus();
    else
        setFocus();
}

// --- Opening and closing -------------------------------------------------------------------------

void AlarmsPanel::openAt(const QPoint &tip, int below, QWidget *returnTo)
{
    m_tip = tip;
    m_below = below;
    m_returnTo = returnTo;
    show();
    raise();
    refresh();
    if (m_all->isEnabled())
        m_all->setFocus(Qt::OtherFocusReason);
    else
        setFocus(Qt::OtherFocusReason);
    Q_EMIT opened();
}

void AlarmsPanel::close()
{
    if (!isOpen())
        return;
    const bool hadFocus = focusWidget() && isAncestorOf(focusWidget());
    hide();
    m_leaving.clear();
    if (m_returnTo && (hadFocus || hasFocus() || !window()->focusWidget()))
        m_returnTo->setFocus(Qt::OtherFocusReason);
    Q_EMIT closed();
}

void AlarmsPanel::place()
{
    if (!isOpen())
        return;
    const int inside = kWidth - 2;
    m_list->layout()->activate();
    const int list = m_listRows->heightForWidth(inside);
    const int why = m_why.isEmpty() ? 0 : m_whyLabel->heightForWidth(inside);
    const int rest = m_theme.scaled(kHead) + why + m_foot->heightForWidth(inside) + 4;
    const int height = std::min(rest + list, m_below);
    const int right = parentWidget()->width() - 16;
    setGeometry(QRect(right - kWidth, m_tip.y() + 3, kWidth, height).marginsAdded(kShadow));
}

void AlarmsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

void AlarmsPanel::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect().marginsRemoved(kShadow)).adjusted(0.5, 0.5, -0.5, -0.5);
    m_theme.paintShadow(painter, card);
    const qreal x = mapFromParent(m_tip).x();
    QPainterPath tip;
    tip.moveTo(x - kTip, card.top() + 1);
    tip.lineTo(x, card.top() - kTip);
    tip.lineTo(x + kTip, card.top() + 1);
    QPainterPath shape;
    shape.addRoundedRect(card, 8, 8);
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.surface);
    painter.drawPath(shape.united(tip));
}

} // namespace parking::ui

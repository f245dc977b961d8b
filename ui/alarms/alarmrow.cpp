#include "alarms/alarmrow.h"

#include "alarms/alarmlabels.h"
#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr qsizetype kNames = 8;
constexpr int kBar = 3;
constexpr int kSign = 20;

QPushButton *makeButton(QWidget *parent, const QString &kind)
{
    auto *button = new QPushButton(parent);
    button->setProperty("kind", kind);
    button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    return button;
}

QLabel *makeText(QWidget *parent, QLatin1StringView role = {})
{
    QLabel *label = makeLabel(parent, role);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText); // names come from devices
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

} // namespace

AlarmRow::AlarmRow(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_title(makeText(this)), m_age(makeLabel(this)),
      m_place(makeText(this, "caption"_L1)), m_advice(makeText(this, "secondary"_L1)),
      m_remedy(makeButton(this, u"compact"_s)), m_acknowledge(makeButton(this, u"compact"_s)),
      m_fold(makeButton(this, u"link"_s)), m_members(new QWidget(this)),
      m_memberRows(new QVBoxLayout(m_members))
{
    setObjectName(u"alarmRow"_s);
    setTextStyle(*m_title, "strong"_L1);
    m_age->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_acknowledge->setText(tr("Acknowledge"));
    m_members->hide();
    m_memberRows->setContentsMargins(0, 4, 0, 0);
    m_memberRows->setSpacing(2);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_age);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_remedy);
    buttons->addWidget(m_acknowledge);
    buttons->addStretch();
    buttons->addWidget(m_fold);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(46, 12, 16, 12);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_place);
    column->addWidget(m_advice);
    column->addSpacing(4);
    column->addLayout(buttons);
    column->addWidget(m_members);
    connect(m_remedy, &QPushButton::clicked, this, [this] { Q_EMIT remedyAsked(m_alarm); });
    connect(m_acknowledge, &QPushButton::clicked, this,
            [this] { Q_EMIT acknowledgeAsked(m_alarm.id); });
    connect(m_fold, &QPushButton::clicked, this, [this] { unfold(!m_isUnfolded); });
}

void AlarmRow::setAlarm(const domain::Alarm &alarm, const Look &look)
{
    m_alarm = alarm;
    m_isCleared = look.isCleared;
    const QString title = labels::title(alarm);
    m_title->setText(title);
    m_age->setText(look.isCleared ? tr("cleared") : labels::age(look.now - alarm.raisedAt));
    setRole(*m_age,
            look.isCleared                                    ? "caption"_L1
                : alarm.level == domain::AlarmLevel::Critical ? "danger"_L1
                : alarm.level == domain::AlarmLevel::Warning  ? "warning"_L1
                                                              : "caption"_L1);
    m_place->setText(labels::place(alarm, look.now, look.zone));
    m_advice->setText(
        alarm.acknowledgedAt
            ? tr("Acknowledged by %1, %2")
                  .arg(alarm.acknowledgedBy.isEmpty() ? tr("somebody") : alarm.acknowledgedBy,
                       labels::moment(*alarm.acknowledgedAt, look.now))
            : labels::advice(alarm));
    m_remedy->setText(labels::remedy(alarm));
    m_remedy->setAccessibleName(tr("%1: %2").arg(labels::remedy(alarm), title));
    m_remedy->setVisible(!look.isCleared);
    m_acknowledge->setAccessibleName(tr("Acknowledge: %1").arg(title));
    m_acknowledge->setVisible(!look.isCleared && !alarm.acknowledgedAt);
    m_acknowledge->setEnabled(!look.readOnly);
    m_acknowledge->setToolTip(look.readOnly ? tr("Viewers cannot acknowledge. Ask an operator.")
                                            : QString());
    m_fold->setVisible(alarm.members.size() > 1 && !look.isCleared);
    m_fold->setText(tr("%n devices", nullptr, alarm.count));
    m_fold->setAccessibleName(m_isUnfolded ? tr("Hide the names: %1").arg(title)
                                           : tr("Show the names: %1").arg(title));
    m_fold->setLayoutDirection(Qt::RightToLeft); // the chevron stands behind the words
    m_fold->setIcon(m_theme.icon(m_isUnfolded ? u"chevron-down"_s : u"chevron-right"_s));
    setAccessibleName(tr("%1: %2").arg(labels::text(alarm.level), title));
    if (m_isUnfolded && m_shownMembers != alarm.members)
        fillMembers();
    update();
}

void AlarmRow::unfold(bool unfold)
{
    m_isUnfolded = unfold;
    m_fold->setIcon(m_theme.icon(unfold ? u"chevron-down"_s : u"chevron-right"_s));
    if (unfold)
        fillMembers();
    m_members->setVisible(unfold);
}

/// Up to eight names, each the way to its space.
void AlarmRow::fillMembers()
{
    m_shownMembers = m_alarm.members;
    while (QLayoutItem *item = m_memberRows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const domain::AlarmMember &member :
         m_alarm.members.first(std::min(kNames, m_alarm.members.size()))) {
        QPushButton *name = makeButton(m_members, u"link"_s);
        name->setText(member.name);
        m_memberRows->addWidget(name);
        connect(name, &QPushButton::clicked, this, [this, member] { Q_EMIT memberChosen(member); });
    }
    if (m_alarm.count <= kNames)
        return;
    QPushButton *all = makeButton(m_members, u"link"_s);
    all->setText(tr("Open Devices, %n are concerned", nullptr, m_alarm.count));
    m_memberRows->addWidget(all);
    connect(all, &QPushButton::clicked, this, [this] { Q_EMIT allAsked(m_alarm); });
}

/// The sign: a form for each level, beside its colour.
void AlarmRow::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isCritical = m_alarm.level == domain::AlarmLevel::Critical;
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    if (isCritical && !m_isCleared)
        painter.fillRect(QRect(0, 0, kBar, height()), t.danger);
    const QPointF at(16, 13);
    if (m_isCleared || !isCritical) {
        const bool isWarning = m_alarm.level == domain::AlarmLevel::Warning;
        const QString icon = m_isCleared ? u"check"_s : isWarning ? u"warning"_s : u"info"_s;
        const QColor colour = m_isCleared ? t.ok : isWarning ? t.warning : t.text2;
        painter.drawPixmap(at, m_theme.pixmap(icon, kSign, colour, devicePixelRatioF()));
        return;
    }
    painter.translate(at);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.danger);
    painter.drawPolygon(QPolygonF({{6.2, 1.5},
                                   {13.8, 1.5},
                                   {18.5, 6.2},
                                   {18.5, 13.8},
                                   {13.8, 18.5},
                                   {6.2, 18.5},
                                   {1.5, 13.8},
                                   {1.5, 6.2}}));
    painter.setPen(QPen(t.surface, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(10, 5.5), QPointF(10, 11));
    painter.drawPoint(QPointF(10, 14));
}

} // namespace parking::ui

#include "shell/inspector.h"

#include "labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::SpaceState;
using domain::StateReason;

namespace {

constexpr int kShownChanges = 6;

QLabel *label(QWidget *parent, const char *role = nullptr)
{
    auto *made = new QLabel(parent);
    if (role)
        made->setProperty("role", QLatin1StringView(role));
    return made;
}

/// Two signs with an arrow between: what a change went from and to.
QPixmap changeSigns(const domain::StateChange &change, const Theme &theme, qreal ratio)
{
    QPixmap pixmap(QSize(52, 16) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (change.previous)
        paintStateSign(painter, QRectF(1, 1, 14, 14), *change.previous, domain::Confidence::Fresh,
                       theme);
    painter.drawPixmap(
        QPointF(19, 1),
        theme.pixmap(QStringLiteral("arrow-right"), 14, theme.tokens().text2, ratio));
    paintStateSign(painter, QRectF(37, 1, 14, 14), change.current, domain::Confidence::Fresh,
                   theme);
    return pixmap;
}

} // namespace

Inspector::Inspector(SiteModel &model, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_model(model), m_theme(theme)
{
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Inspector"));
    build();
    const auto ours = [this](const QList<int> &rows) {
        for (const int row : rows) {
            if (!m_selection.contains(m_model.space(row).id))
                continue;
            refresh();
            if (m_selection.size() == 1)
                Q_EMIT historyWanted(m_model.space(row).id);
            return;
        }
    };
    connect(&model, &SiteModel::statusesChanged, this, ours);
    connect(&model, &SiteModel::confidenceChanged, this, ours);
    connect(&model, &SiteModel::loaded, this, &Inspector::refresh);
    connect(&model, &SiteModel::dataChanged, this, &Inspector::refresh);
    connect(&theme, &Theme::changed, this, [this] {
        refreshFonts();
        refresh();
    });
    refreshFonts();
}

// --- Parts ---------------------------------------------------------------------------------------

void Inspector::build()
{
    auto *inside = new QWidget;
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    buildHead(layout);
    m_many = label(inside, "secondary");
    m_many->setWordWrap(true);
    layout->addWidget(m_many);
    buildWhy(layout);
    buildActions(layout);
    buildFacts(layout);
    buildHistory(layout);
    layout->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    inside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // as wide as the panel
    scroll->setWidget(inside);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 0, 0, 0);
    outer->addWidget(scroll);
}

void Inspector::buildHead(QVBoxLayout *layout)
{
    m_title = label(this);
    auto *close = new QPushButton(m_theme.icon(QStringLiteral("close")), {}, this);
    close->setProperty("kind", QStringLiteral("icon"));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QPushButton::clicked, this, &Inspector::closed);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(close);
    layout->addLayout(head);
    m_place = label(this, "secondary");
    m_place->setWordWrap(true);
    layout->addWidget(m_place);
    m_pill = new StatePill(m_theme, this);
    m_since = label(this, "secondary");
    auto *state = new QHBoxLayout;
    state->setSpacing(12);
    state->addWidget(m_pill);
    state->addWidget(m_since, 1);
    layout->addLayout(state);
}

void Inspector::buildWhy(QVBoxLayout *layout)
{
    m_whyCard = new QFrame(this);
    m_whyCard->setObjectName(QStringLiteral("whyCard"));
    auto *grid = new QGridLayout(m_whyCard);
    grid->setContentsMargins(12, 12, 12, 12);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    auto *title = label(m_whyCard, "secondary");
    title->setText(tr("Why this state"));
    grid->addWidget(title, 0, 0, 1, 4);
    for (const QString &name : {tr("Override"), tr("Sensor"), tr("Booking")}) {
        WhyRow row{label(m_whyCard), label(m_whyCard, "secondary"), label(m_whyCard),
                   label(m_whyCard, "caption")};
        row.name->setText(name);
        row.tick->setFixedWidth(18);
        row.value->setWordWrap(true);
        const int at = int(m_why.size()) + 1;
        grid->addWidget(row.tick, at, 0);
        grid->addWidget(row.name, at, 1);
        grid->addWidget(row.value, at, 2);
        grid->addWidget(row.age, at, 3, Qt::AlignRight);
        m_why.append(row);
    }
    grid->setColumnMinimumWidth(1, 62);
    grid->setColumnStretch(2, 1);
    layout->addWidget(m_whyCard);
}

void Inspector::buildActions(QVBoxLayout *layout)
{
    m_actions = new QWidget(this);
    m_maintenance = new QPushButton(m_theme.icon(QStringLiteral("wrench")), {}, m_actions);
    m_occupied = new QPushButton(m_actions);
    m_clear =
        new QPushButton(m_theme.icon(QStringLiteral("undo")), tr("Take override back"), m_actions);
    connect(m_maintenance, &QPushButton::clicked, this, &Inspector::askMaintenance);
    connect(m_occupied, &QPushButton::clicked, this,
            [this] { setReasonOpen(true, SpaceState::Occupied); });
    connect(m_clear, &QPushButton::clicked, this, [this] { Q_EMIT overrideCleared(m_selection); });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_maintenance, 1);
    buttons->addWidget(m_occupied, 1);

    m_reasonBox = new QWidget(m_actions);
    m_reasonTitle = label(m_reasonBox);
    m_reason = new QLineEdit(m_reasonBox);
    m_reason->setMaxLength(200);
    m_reasonTitle->setBuddy(m_reason);
    m_confirm = new QPushButton(m_reasonBox);
    m_confirm->setProperty("kind", QStringLiteral("primary"));
    auto *cancel = new QPushButton(tr("Cancel"), m_reasonBox);
    connect(m_reason, &QLineEdit::returnPressed, this, &Inspector::submit);
    connect(m_confirm, &QPushButton::clicked, this, &Inspector::submit);
    connect(cancel, &QPushButton::clicked, this, [this] { setReasonOpen(false, m_wanted); });
    auto *line = new QHBoxLayout;
    line->addStretch();
    line->addWidget(cancel);
    line->addWidget(m_confirm);
    auto *box = new QVBoxLayout(m_reasonBox);
    box->setContentsMargins(0, 4, 0, 0);
    box->addWidget(m_reasonTitle);
    box->addWidget(m_reason);
    box->addLayout(line);
    m_reasonBox->hide();

    auto *all = new QVBoxLayout(m_actions);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(8);
    all->addLayout(buttons);
    all->addWidget(m_clear);
    all->addWidget(m_reasonBox);
    layout->addWidget(m_actions);
}

void Inspector::buildFacts(QVBoxLayout *layout)
{
    m_facts = new QWidget(this);
    auto *grid = new QGridLayout(m_facts);
    grid->setContentsMargins(0, 4, 0, 4);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(8);
    for (const QString &name : {tr("Battery"), tr("Signal"), tr("Heard"), tr("Sensor")}) {
        Fact fact{label(m_facts), label(m_facts, "secondary"), label(m_facts),
                  label(m_facts, "caption")};
        fact.name->setText(name);
        fact.icon->setFixedWidth(20);
        fact.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        const int at = int(m_factRows.size());
        grid->addWidget(fact.icon, at, 0);
        grid->addWidget(fact.name, at, 1);
        const bool isLast = at == 3; // an address is long and has no detail
        grid->addWidget(fact.value, at, 2, 1, isLast ? 2 : 1);
        if (!isLast)
            grid->addWidget(fact.detail, at, 3, Qt::AlignRight);
        fact.detail->setHidden(isLast);
        m_factRows.append(fact);
    }
    grid->setColumnMinimumWidth(1, 62);
    grid->setColumnStretch(2, 1);
    addRule(layout);
    layout->addWidget(m_facts);
}

void Inspector::buildHistory(QVBoxLayout *layout)
{
    m_history = new QWidget(this);
    auto *box = new QVBoxLayout(m_history);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    addRule(box);
    auto *head = new QHBoxLayout;
    auto *title = label(m_history);
    title->setText(tr("Last 24 hours"));
    title->setObjectName(QStringLiteral("section"));
    m_share = label(m_history, "secondary");
    head->addWidget(title, 1);
    head->addWidget(m_share);
    box->addLayout(head);
    m_strip = new DayStrip(m_theme, m_history);
    box->addWidget(m_strip);
    addRule(box);
    auto *recent = label(m_history);
    recent->setText(tr("Recent changes"));
    recent->setObjectName(QStringLiteral("section"));
    box->addWidget(recent);
    m_changeRows = new QVBoxLayout;
    m_changeRows->setSpacing(6);
    box->addLayout(m_changeRows);
    layout->addWidget(m_history);
}

QFrame *Inspector::addRule(QVBoxLayout *layout)
{
    auto *rule = new QFrame(this);
    rule->setObjectName(QStringLiteral("rule"));
    rule->setFixedHeight(1);
    layout->addWidget(rule);
    return rule;
}

void Inspector::refreshFonts()
{
    m_title->setFont(m_theme.font(TextStyle::ObjectTitle));
    m_reasonTitle->setFont(m_theme.font(TextStyle::BodyStrong));
    for (QLabel *section : findChildren<QLabel *>(QStringLiteral("section")))
        section->setFont(m_theme.font(TextStyle::BodyStrong));
    for (const Fact &fact : std::as_const(m_factRows))
        fact.value->setFont(m_theme.font(TextStyle::BodyStrong));
}

// --- Contents ------------------------------------------------------------------------------------

void Inspector::setSelection(const QSet<domain::SpaceId> &spaces)
{
    if (spaces != m_selection) {
        m_selection = spaces;
        m_changes.clear();
        m_reasonBox->hide();
        if (spaces.size() == 1)
            Q_EMIT historyWanted(*spaces.cbegin());
    }
    refresh();
}

void Inspector::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    refresh();
}

void Inspector::refresh()
{
    const bool one = m_selection.size() == 1;
    const int row = one ? m_model.rowOf(*m_selection.cbegin()) : -1;
    for (QWidget *part : {static_cast<QWidget *>(m_pill), static_cast<QWidget *>(m_whyCard),
                          m_facts, m_history, static_cast<QWidget *>(m_since)})
        part->setVisible(row >= 0);
    m_many->setVisible(m_selection.size() > 1);
    m_actions->setVisible(!m_readOnly && !m_selection.isEmpty());
    if (row >= 0)
        refreshOne(row);
    else if (m_selection.size() > 1)
        refreshMany();
}

void Inspector::refreshOne(int row)
{
    const domain::Space &space = m_model.space(row);
    const domain::SpaceStatus &status = m_model.status(row);
    m_title->setText(space.code);
    QStringList place;
    for (const QString &part : {space.building, space.floor,
                                space.zone.isEmpty() ? QString() : tr("Zone %1").arg(space.zone)}) {
        if (!part.isEmpty())
            place.append(part);
    }
    m_place->setText(place.join(QStringLiteral(" · ")));
    const Milliseconds silent = status.lastHeard ? m_model.now() - *status.lastHeard : 0ms;
    const bool overridden = status.reason == StateReason::Override;
    m_pill->setState(status.state, overridden ? domain::Confidence::Fresh : m_model.confidence(row),
                     silent);
    m_since->setText(tr("for %1").arg(labels::age(m_model.now() - status.since)));
    m_maintenance->setText(tr("Set maintenance"));
    m_occupied->setText(tr("Set occupied"));
    m_maintenance->setVisible(!overridden);
    m_occupied->setVisible(!overridden);
    m_clear->setVisible(overridden);
    refreshWhy(status);
    refreshFacts(status);
    refreshChanges();
}

void Inspector::refreshMany()
{
    m_title->setText(tr("%n spaces", nullptr, int(m_selection.size())));
    m_place->clear();
    std::array<int, 4> counts{};
    for (const domain::SpaceId &id : std::as_const(m_selection)) {
        if (const int row = m_model.rowOf(id); row >= 0)
            ++counts[size_t(m_model.status(row).state)];
    }
    QStringList lines;
    for (size_t state = 0; state < counts.size(); ++state) {
        if (counts[state] > 0)
            lines.append(
                QStringLiteral("%1  %2").arg(counts[state]).arg(labels::text(SpaceState(state))));
    }
    m_many->setText(lines.join(u'\n'));
    m_maintenance->setText(tr("Set %n to maintenance", nullptr, int(m_selection.size())));
    m_occupied->setText(tr("Set %n to occupied", nullptr, int(m_selection.size())));
    m_maintenance->show();
    m_occupied->show();
    m_clear->show();
}

void Inspector::refreshWhy(const domain::SpaceStatus &status)
{
    const auto &set = status.inputs.operatorOverride;
    const auto &sensor = status.inputs.sensor;
    m_why[0].value->setText(!set ? tr("none")
                                : set->reason.isEmpty()
                                ? labels::text(set->state)
                                : tr("%1: %2").arg(labels::text(set->state), set->reason));
    m_why[0].age->setText(set ? labels::ago(m_model.now() - set->since) : QString());
    m_why[1].value->setText(!status.hasSensor ? tr("none")
                                : !sensor     ? tr("never heard")
                                : sensor->occupancy == domain::Occupancy::Occupied ? tr("occupied")
                                                                                   : tr("free"));
    m_why[1].age->setText(sensor ? labels::ago(m_model.now() - sensor->eventTime) : QString());
    m_why[2].value->setText(tr("none"));
    const int winner = status.reason == StateReason::Override ? 0
        : status.reason == StateReason::Sensor                ? 1
        : status.reason == StateReason::Default               ? -1
                                                              : 2;
    for (int i = 0; i < m_why.size(); ++i) {
        const bool wins = i == winner;
        m_why[i].tick->setPixmap(wins ? m_theme.pixmap(QStringLiteral("check"), 16,
                                                       m_theme.tokens().accent, devicePixelRatioF())
                                      : QPixmap());
        m_why[i].value->setFont(m_theme.font(wins ? TextStyle::BodyStrong : TextStyle::Body));
    }
}

void Inspector::refreshFacts(const domain::SpaceStatus &status)
{
    const QString unknown = tr("unknown");
    const char *icons[] = {"battery", "devices", "clock", "info"};
    for (int i = 0; i < m_factRows.size(); ++i)
        m_factRows[i].icon->setPixmap(m_theme.pixmap(QLatin1StringView(icons[i]), 18,
                                                     m_theme.tokens().text2, devicePixelRatioF()));
    m_factRows[0].value->setText(status.batteryVolt ? labels::volt(*status.batteryVolt) : unknown);
    m_factRows[0].detail->setText({});
    m_factRows[1].value->setText(status.rssiDbm ? labels::signal(*status.rssiDbm) : unknown);
    m_factRows[1].detail->setText(
        status.rssiDbm && status.snrDb
            ? tr("%1 · SNR %2").arg(labels::dbm(*status.rssiDbm), labels::decibel(*status.snrDb))
            : QString());
    m_factRows[2].value->setText(status.lastHeard ? labels::ago(m_model.now() - *status.lastHeard)
                                                  : tr("never"));
    m_factRows[2].detail->setText(status.silentAfter.count() > 0
                                      ? tr("silent after %1").arg(labels::age(status.silentAfter))
                                      : QString());
    const domain::Space &space = m_model.space(m_model.rowOf(status.id));
    m_factRows[3].value->setFont(m_theme.monoFont(TextStyle::Caption));
    m_factRows[3].value->setText(space.sensorEui ? space.sensorEui->toString() : tr("none"));
}

void Inspector::setHistory(domain::SpaceId space, const QList<domain::StateChange> &changes)
{
    if (m_selection.size() != 1 || !m_selection.contains(space))
        return;
    m_changes = changes;
    refreshChanges();
}

void Inspector::refreshChanges()
{
    QList<domain::StateChange> oldestFirst = m_changes;
    std::reverse(oldestFirst.begin(), oldestFirst.end());
    m_strip->setHistory(oldestFirst, m_model.now());
    const std::optional<double> share = m_strip->occupied();
    m_share->setText(share ? tr("occupied %1 %").arg(qRound(*share * 100)) : QString());
    while (QLayoutItem *item = m_changeRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const domain::StateChange &change :
         m_changes.first(qMin<qsizetype>(kShownChanges, m_changes.size()))) {
        auto *row = new QWidget(m_history);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(10);
        auto *time = label(row, "secondary");
        time->setText(labels::clock(change.time));
        time->setFixedWidth(m_theme.scaled(58));
        auto *signs = label(row);
        signs->setPixmap(changeSigns(change, m_theme, devicePixelRatioF()));
        auto *text = label(row);
        text->setText(labels::text(change));
        text->setWordWrap(true);
        line->addWidget(time);
        line->addWidget(signs);
        line->addWidget(text, 1);
        m_changeRows->addWidget(row);
    }
    if (m_changes.isEmpty()) {
        auto *none = label(m_history, "caption");
        none->setText(tr("No changes yet."));
        m_changeRows->addWidget(none);
    }
}

// --- Actions -------------------------------------------------------------------------------------

void Inspector::askMaintenance()
{
    setReasonOpen(true, SpaceState::Maintenance);
}

void Inspector::setReasonOpen(bool open, SpaceState state)
{
    m_wanted = state;
    m_reasonBox->setVisible(open);
    if (!open)
        return;
    const bool maintenance = state == SpaceState::Maintenance;
    m_reasonTitle->setText(maintenance ? tr("Reason for maintenance (optional)")
                                       : tr("Reason for “occupied” (optional)"));
    m_confirm->setText(maintenance ? tr("Set maintenance") : tr("Set occupied"));
    m_reason->clear();
    m_reason->setFocus();
}

void Inspector::submit()
{
    m_reasonBox->hide();
    Q_EMIT overrideRequested({m_selection, m_wanted, m_reason->text().trimmed()});
}

} // namespace parking::ui

#include "health/healthpage.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using domain::HealthLevel;

HealthPage::HealthPage(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    m_sentence = new QLabel(this);
    m_sentence->setFont(theme.font(TextStyle::PageTitle));
    m_sentence->setWordWrap(true);
    m_figures = new QLabel(this);
    m_figures->setProperty("role", u"secondary"_s);
    auto *copy = new QPushButton(theme.icon(u"copy"_s), tr("Copy report"), this);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(report()); });
    auto *head = new QHBoxLayout;
    head->addWidget(m_sentence, 1);
    head->addWidget(copy, 0, Qt::AlignTop);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addWidget(m_figures);
    layout->addLayout(m_rows);
    layout->addStretch();
    connect(&theme, &Theme::changed, this, &HealthPage::rebuild);
    connect(&situation, &Situation::healthChanged, this, &HealthPage::rebuild);
    if (!situation.health().checks.isEmpty())
        rebuild();
}

void HealthPage::rebuild()
{
    const domain::Health &health = m_situation.health();
    m_sentence->setFont(m_theme.font(TextStyle::PageTitle));
    m_sentence->setText(labels::sentence(health));
    const QString last = health.lastUplink ? labels::ago(health.time - *health.lastUplink)
                                           : tr("none since the start");
    m_figures->setText(
        tr("%1 uplinks per second · backlog %2 · last uplink %3 · %4 set aside in the last hour · "
           "%5")
            .arg(QLocale().toString(health.uplinksPerSecond, 'f', 1))
            .arg(health.backlog)
            .arg(last)
            .arg(health.deadLetters)
            .arg(tr("%n lamp commands wait", nullptr, int(health.downlinksWaiting))));
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const domain::HealthCheck &check : labels::shownChecks(health))
        m_rows->addWidget(makeRow(check));
}

QWidget *HealthPage::makeRow(const domain::HealthCheck &check)
{
    auto *row = new QFrame(this);
    row->setObjectName(u"card"_s);
    const Tokens &t = m_theme.tokens();
    const bool isOpen = !labels::brief(check).isEmpty(); // neither works nor fails
    const auto [icon, colour] = check.level == HealthLevel::Unhealthy
        ? std::pair(u"warning"_s, t.danger)
        : check.level == HealthLevel::Degraded ? std::pair(u"warning"_s, t.warning)
        : isOpen                               ? std::pair(u"clock"_s, t.text3)
                                               : std::pair(u"check"_s, t.ok);
    auto *sign = makeLabel(row);
    sign->setPixmap(m_theme.pixmap(icon, 20, colour, devicePixelRatioF()));
    auto *name = makeLabel(row, {}, labels::title(check));
    name->setFont(m_theme.font(TextStyle::CardTitle));
    name->setMinimumWidth(m_theme.scaled(140));
    QString words = labels::text(check);
    if (const QString advice = labels::advice(check); !advice.isEmpty())
        words += u' ' + advice;
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    auto *text = makeLabel(row, {}, words);
    text->setWordWrap(true);
    texts->addWidget(text);
    if (check.level != HealthLevel::Healthy && !check.detail.isEmpty()
        && !words.contains(labels::detail(check))) {
        auto *detail = makeLabel(row, "caption"_L1, labels::detail(check));
        detail->setWordWrap(true);
        texts->addWidget(detail);
    }
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(sign);
    layout->addWidget(name);
    layout->addLayout(texts, 1);
    if (check.latencyMs && check.level == HealthLevel::Healthy && !isOpen)
        layout->addWidget(
            makeLabel(row, "secondary"_L1, tr("%1 ms").arg(qMax(1, qRound(*check.latencyMs)))));
    if (check.since != UtcTime())
        layout->addWidget(makeLabel(
            row, "caption"_L1, tr("since %1").arg(labels::moment(check.since, m_situation.now()))));
    return row;
}

QString HealthPage::report() const
{
    const domain::Health &health = m_situation.health();
    QString text = u"Smart Parking %1, %2\n%3\n"_s.arg(health.version, toIso(health.time),
                                                       domain::nameOf(health.level));
    for (const domain::HealthCheck &check : health.checks)
        text += u"%1: %2 %3 %4 (since %5)\n"_s.arg(check.name, domain::nameOf(check.level),
                                                   check.problem, check.detail, toIso(check.since));
    return text;
}

} // namespace parking::ui

#include "pages/healthpage.h"

#include "labels.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using domain::HealthLevel;

HealthPage::HealthPage(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_sentence = new QLabel(this);
    m_sentence->setFont(theme.font(TextStyle::PageTitle));
    m_sentence->setWordWrap(true);
    m_figures = new QLabel(this);
    m_figures->setProperty("role", QStringLiteral("secondary"));
    auto *copy = new QPushButton(theme.icon(QStringLiteral("copy")), tr("Copy report"), this);
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
}

void HealthPage::setHealth(const domain::Health &health)
{
    m_health = health;
    rebuild();
}

void HealthPage::rebuild()
{
    m_sentence->setFont(m_theme.font(TextStyle::PageTitle));
    m_sentence->setText(labels::sentence(m_health));
    const QString last =
        m_health.lastUplink ? labels::ago(m_health.time - *m_health.lastUplink) : tr("none yet");
    m_figures->setText(
        tr("%1 uplinks per second · backlog %2 · last uplink %3 · %4 set aside · %5 lamp "
           "commands wait")
            .arg(QLocale().toString(m_health.uplinksPerSecond, 'f', 1))
            .arg(m_health.backlog)
            .arg(last)
            .arg(m_health.deadLetters)
            .arg(m_health.downlinksWaiting));
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const domain::HealthCheck &check : std::as_const(m_health.checks)) {
        auto *row = new QFrame(this);
        row->setObjectName(QStringLiteral("card"));
        auto *sign = new QLabel(row);
        const Tokens &t = m_theme.tokens();
        const QColor colour = check.level == HealthLevel::Healthy ? t.ok
            : check.level == HealthLevel::Degraded                ? t.warning
                                                                  : t.danger;
        sign->setPixmap(m_theme.pixmap(check.level == HealthLevel::Healthy
                                           ? QStringLiteral("check")
                                           : QStringLiteral("warning"),
                                       20, colour, devicePixelRatioF()));
        auto *name = new QLabel(labels::title(check), row);
        name->setFont(m_theme.font(TextStyle::CardTitle));
        name->setMinimumWidth(m_theme.scaled(140));
        QString words = labels::text(check);
        if (const QString advice = labels::advice(check); !advice.isEmpty())
            words += u' ' + advice;
        if (check.level != HealthLevel::Healthy && !check.detail.isEmpty())
            words += QStringLiteral(" (%1)").arg(check.detail);
        auto *text = new QLabel(words, row);
        text->setWordWrap(true);
        auto *since = new QLabel(tr("since %1").arg(labels::clock(check.since)), row);
        since->setProperty("role", QStringLiteral("caption"));
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(16, 12, 16, 12);
        layout->setSpacing(12);
        layout->addWidget(sign);
        layout->addWidget(name);
        layout->addWidget(text, 1);
        layout->addWidget(since);
        m_rows->addWidget(row);
    }
}

QString HealthPage::report() const
{
    QString text = QStringLiteral("Smart Parking %1, %2\n%3\n")
                       .arg(m_health.version, toIso(m_health.time), domain::nameOf(m_health.level));
    for (const domain::HealthCheck &check : m_health.checks)
        text += QStringLiteral("%1: %2 %3 %4 (since %5)\n")
                    .arg(check.name, domain::nameOf(check.level), check.problem, check.detail,
                         toIso(check.since));
    return text;
}

} // namespace parking::ui

#include "health/healthpage.h"

#include "base/literals.h"
#include "health/unheard.h"
#include "healthlabels.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace parking::ui {

using domain::HealthLevel;
using Sign = HealthRow::Sign;

namespace {

constexpr qsizetype kUnheard = 8; ///< rows

/// What fails, what asks for attention, what is open, what works.
Sign signOf(const domain::HealthCheck &check)
{
    if (check.level == HealthLevel::Unhealthy)
        return Sign::Fails;
    if (check.level == HealthLevel::Degraded)
        return Sign::Warns;
    return labels::brief(check).isEmpty() ? Sign::Works : Sign::Open;
}

QString lasted(const QString &from, Milliseconds time)
{
    return time < std::chrono::seconds(1)
        ? HealthPage::tr("%1, for a moment").arg(from)
        : HealthPage::tr("%1, for %2").arg(from, labels::age(time));
}

} // namespace

HealthPage::HealthPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                       QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme), m_causes(model)
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeBody());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(makeHead());
    layout->addWidget(scroll, 1);
    connect(&situation, &Situation::healthChanged, this, &HealthPage::refresh);
    connect(&situation, &Situation::refusalChanged, this, &HealthPage::refresh);
    connect(&m_causes, &CauseWatch::changed, this, &HealthPage::refreshUnheard);
    connect(&model, &SiteModel::countsChanged, this, &HealthPage::refreshUnheard);
    refresh();
    refreshUnheard();
    refreshOutages();
    setScreens({}, {});
}

// --- Parts ---------------------------------------------------------------------------------------

QLayout *HealthPage::makeHead()
{
    m_sentence = makeLabel(this);
    setTextStyle(*m_sentence, "pageTitle"_L1);
    m_sentence->setWordWrap(true);
    m_figures = makeLabel(this, "secondary"_L1);
    m_figures->setWordWrap(true);
    auto *copy = new QPushButton(m_theme.icon(u"copy"_s), tr("Copy report"), this);
    connect(copy, &QPushButton::clicked, this, &HealthPage::copyReport);
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_sentence);
    words->addWidget(m_figures);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 24, 0);
    head->addLayout(words, 1);
    head->addWidget(copy, 0, Qt::AlignTop);
    return head;
}

QWidget *HealthPage::makeBody()
{
    auto *body = new QWidget;
    m_checks = new HealthRows(m_theme, body);
    m_unheardTitle = makeSection(body, tr("Not heard, the worst first"));
    m_unheard = new HealthRows(m_theme, body);
    m_more = makeLabel(body, "secondary"_L1);
    m_screensTitle = makeSection(body, tr("Screens for the public"));
    m_screens = new HealthRows(m_theme, body);
    m_outagesTitle = makeSection(body, tr("What was amiss before"));
    m_outagesWords = makeLabel(body, "secondary"_L1);
    m_outagesWords->setWordWrap(true);
    m_outagesRows = new HealthRows(m_theme, body);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 24, 20);
    layout->setSpacing(8);
    for (QWidget *part : std::initializer_list<QWidget *>{
             m_checks, m_unheardTitle, m_unheard, m_more, m_screensTitle, m_screens, m_outagesTitle,
             m_outagesWords, m_outagesRows})
        layout->addWidget(part);
    layout->addStretch();
    return body;
}

QLabel *HealthPage::makeSection(QWidget *parent, const QString &title)
{
    QLabel *label = makeLabel(parent, {}, title);
    setTextStyle(*label, "topBar"_L1);
    label->setContentsMargins(0, 12, 0, 0);
    return label;
}

// --- Checks --------------------------------------------------------------------------------------

void HealthPage::refresh()
{
    const domain::Health &health = m_situation.health();
    if (health.checks.isEmpty()) {
        m_sentence->setText(tr("How it stands is not known"));
        m_figures->setText(m_situation.refusal() ? labels::text(*m_situation.refusal())
                                                 : tr("Nothing was told yet."));
        return;
    }
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
    QList<HealthRow::Content> contents;
    for (const domain::HealthCheck &check : labels::shownChecks(health))
        contents.append(contentOf(check));
    std::stable_sort(contents.begin(), contents.end(),
                     [](const auto &a, const auto &b) { return a.sign < b.sign; });
    m_checks->setContents(contents);
    if (isVisible() && m_situation.now() - m_screensAsked >= std::chrono::seconds(15)) {
        m_screensAsked = m_situation.now();
        Q_EMIT screensWanted();
    }
    if (isVisible() && health.level != m_level)
        Q_EMIT outagesWanted();
    m_level = health.level;
}

HealthRow::Content HealthPage::contentOf(const domain::HealthCheck &check)
{
    HealthRow::Content content{
        .sign = signOf(check), .name = labels::title(check), .text = labels::text(check)};
    if (const QString advice = labels::advice(check, m_situation.health()); !advice.isEmpty())
        content.text += u' ' + advice;
    if (check.level != HealthLevel::Healthy && !check.detail.isEmpty()
        && !content.text.contains(labels::detail(check)))
        content.detail = labels::detail(check);
    if (check.latencyMs && content.sign == Sign::Works)
        content.aside = tr("%1 ms").arg(qMax(1, qRound(*check.latencyMs)));
    if (check.since != UtcTime())
        content.since = tr("since %1").arg(labels::moment(check.since, m_situation.now()));
    if (check.level != HealthLevel::Healthy)
        addLink(content, check.name);
    return content;
}

void HealthPage::addLink(HealthRow::Content &content, const QString &check)
{
    if (check == u"lamps") {
        content.link = tr("Show these lamps");
        content.follow = [this] { Q_EMIT lampsChosen(); };
        return;
    }
    if (check != u"gateways" && check != u"sensors")
        return;
    for (const Unheard &unheard : unheardOf(m_model, m_causes.causes())) {
        const bool isGateway =
            unheard.cause && unheard.cause->kind == domain::CommonCause::Kind::GatewayLost;
        if (check == u"gateways" && !isGateway)
            continue;
        content.link = tr("Show on map");
        content.follow = [this, space = unheard.space] { Q_EMIT unheardChosen(space); };
        return;
    }
}

// --- What is not heard ---------------------------------------------------------------------------

void HealthPage::refreshUnheard()
{
    const QList<Unheard> all = unheardOf(m_model, m_causes.causes());
    QList<HealthRow::Content> contents;
    for (const Unheard &unheard : all.first(qMin(all.size(), kUnheard))) {
        const int row = m_model.rowOf(unheard.space);
        if (row < 0)
            continue;
        const domain::Space &space = m_model.space(row);
        const domain::SpaceStatus &status = m_model.status(row);
        HealthRow::Content content;
        content.sign = Sign::Warns;
        if (unheard.cause) {
            content.name = labels::place(*unheard.cause);
            content.text = labels::text(*unheard.cause);
            content.detail = labels::detail(*unheard.cause, m_model.now());
        } else {
            content.name = space.code;
            content.text =
                tr("Silent for %1, %2")
                    .arg(labels::age(m_model.now() - status.lastHeard.value_or(m_model.now())),
                         labels::silenceLimit(status));
        }
        content.link = tr("Show on map");
        content.follow = [this, id = unheard.space] { Q_EMIT unheardChosen(id); };
        contents.append(content);
    }
    m_unheard->setContents(contents);
    m_unheardTitle->setVisible(!contents.isEmpty());
    const int more = int(all.size() - contents.size());
    m_more->setVisible(more > 0);
    m_more->setText(tr("and %n more: the map shows them", nullptr, more));
}

// --- Screens -------------------------------------------------------------------------------------

/// A dark lobby is seen from the desk: what is silent, or shows no live number, asks for attention.
void HealthPage::setScreens(const QList<domain::Screen> &screens, UtcTime at)
{
    QList<HealthRow::Content> contents;
    for (const domain::Screen &screen : screens) {
        const Milliseconds age = at - screen.reportedAt;
        HealthRow::Content content;
        content.name = screen.shows.isEmpty() ? screen.host : screen.shows;
        content.detail =
            tr("%1 · version %2 · %3").arg(screen.host, screen.version, screen.reportedBy);
        content.since = tr("seen %1").arg(labels::ago(age));
        if (age > domain::kScreenSilent) {
            content.sign = Sign::Fails;
            content.text = tr("Silent for %1: it is dark, or cut off.").arg(labels::age(age));
        } else if (screen.age == domain::DataAge::Live) {
            content.text = screen.free ? tr("Shows %1 free.").arg(labels::number(*screen.free))
                                       : tr("Shows no number: nothing is known.");
        } else {
            content.sign = Sign::Warns;
            content.text = screen.age == domain::DataAge::Old
                ? tr("Shows old numbers, and says so.")
                : tr("Shows dashes: its numbers are too old.");
        }
        contents.append(content);
    }
    m_screens->setContents(contents);
    m_screensTitle->setVisible(!contents.isEmpty());
}

// --- What was before -----------------------------------------------------------------------------

void HealthPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT outagesWanted();
    m_screensAsked = m_situation.now();
    Q_EMIT screensWanted();
}

void HealthPage::setOutages(const QList<domain::Outage> &outages)
{
    m_outages = outages;
    m_outagesFailed.clear();
    m_wasAsked = true;
    refreshOutages();
}

void HealthPage::setOutagesFailed(const QString &words)
{
    m_outagesFailed = words;
    m_wasAsked = true;
    refreshOutages();
}

void HealthPage::refreshOutages()
{
    QList<HealthRow::Content> contents;
    for (const domain::Outage &outage : std::as_const(m_outages)) {
        domain::HealthCheck check;
        check.name = outage.check;
        check.level = outage.level;
        check.problem = outage.problem;
        check.detail = outage.detail;
        const QString from = labels::dayAndClock(outage.from);
        contents.append({.sign = signOf(check),
                         .name = labels::title(check),
                         .text = labels::text(check),
                         .since = outage.to ? lasted(from, *outage.to - outage.from)
                                            : tr("since %1").arg(from)});
    }
    m_outagesRows->setContents(contents);
    m_outagesTitle->setVisible(m_wasAsked);
    m_outagesWords->setText(!m_outagesFailed.isEmpty() ? m_outagesFailed
                                : m_outages.isEmpty()
                                ? tr("Nothing is recorded.")
                                : tr("The newest %n.", nullptr, int(m_outages.size())));
    m_outagesWords->setVisible(m_wasAsked);
}

void HealthPage::copyReport()
{
    QGuiApplication::clipboard()->setText(report());
    Q_EMIT reportCopied();
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

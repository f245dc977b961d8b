#include "health/healthpage.h"

#include "base/literals.h"
#include "health/healthreport.h"
#include "health/healthverdict.h"
#include "health/unheard.h"
#include "healthlabels.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace parking::ui {

using domain::HealthLevel;
using Sign = HealthRow::Sign;

namespace {

constexpr qsizetype kUnheard = 8; ///< rows

/// Of what was amiss before.
Sign signOf(HealthLevel level)
{
    return level == HealthLevel::Unhealthy ? Sign::Fails : Sign::Warns;
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
    m_inspector = new CheckInspector(theme, this);
    m_inspector->hide();
    auto *parts = new QHBoxLayout;
    parts->setSpacing(0);
    parts->addWidget(scroll, 1);
    parts->addWidget(m_inspector);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addLayout(parts, 1);
    connect(m_checks, &CheckTable::opened, this, [this] {
        m_inspector->show();
        refreshInspector();
        fitTable();
    });
    connect(m_checks, &CheckTable::copyAsked, this,
            [this](const QString &words) { copy(words, tr("Row copied")); });
    connect(m_inspector, &CheckInspector::closed, this, &HealthPage::cancel);
    connect(m_inspector, &CheckInspector::copyAsked, this,
            [this](const QString &error) { copy(error, tr("Error copied")); });
    connect(m_inspector, &CheckInspector::settingsAsked, this, &HealthPage::settingsChosen);
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

QWidget *HealthPage::makeHead()
{
    auto *head = new QFrame(this);
    head->setObjectName(u"pageHeader"_s);
    head->setMinimumHeight(m_theme.scaled(56));
    auto *title = makeLabel(head, {}, tr("Health"));
    setTextStyle(*title, "pageTitle"_L1);
    m_role = makeLabel(head, "secondary"_L1);
    auto *copyButton = new QPushButton(m_theme.icon(u"copy"_s), tr("Copy report"), head);
    connect(copyButton, &QPushButton::clicked, this, &HealthPage::copyReport);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addSpacing(4);
    layout->addWidget(m_role, 1);
    layout->addWidget(copyButton);
    return head;
}

QWidget *HealthPage::makeCurves(QWidget *parent)
{
    auto *curves = new QWidget(parent);
    m_uplinks = new CurveCard(m_theme, curves);
    m_backlog = new CurveCard(m_theme, curves);
    auto *layout = new QHBoxLayout(curves);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_uplinks, 1);
    layout->addWidget(m_backlog, 1);
    return curves;
}

QWidget *HealthPage::makeBody()
{
    auto *body = new QWidget;
    m_verdict = new HealthVerdictBox(m_theme, body);
    QWidget *curves = makeCurves(body);
    m_checks = new CheckTable(m_theme, body);
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
    layout->setContentsMargins(24, 16, 24, 20);
    layout->setSpacing(12);
    for (QWidget *part : std::initializer_list<QWidget *>{
             m_verdict, curves, m_checks, m_unheardTitle, m_unheard, m_more, m_screensTitle,
             m_screens, m_outagesTitle, m_outagesWords, m_outagesRows})
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
    if (m_series == &m_own)
        m_own.add(health);
    HealthVerdict verdict = verdictOf(health, m_situation.now());
    if (health.checks.isEmpty() && m_situation.refusal())
        verdict.under = labels::text(*m_situation.refusal());
    m_verdict->setVerdict(verdict);
    QStringList role{roleOf(health)};
    if (health.time != UtcTime())
        role.append(tr("checked %1").arg(labels::ago(m_situation.now() - health.time)));
    role.removeAll(QString());
    m_role->setText(role.join(u" · "_s));
    QList<CheckLine> lines = linesOf(health, m_situation.now());
    for (CheckLine &line : lines)
        addLink(line);
    m_checks->setLines(lines);
    m_checks->setVisible(!lines.isEmpty());
    refreshCurves();
    refreshInspector();
    if (health.checks.isEmpty())
        return;
    if (isVisible() && m_situation.now() - m_screensAsked >= std::chrono::seconds(15)) {
        m_screensAsked = m_situation.now();
        Q_EMIT screensWanted();
    }
    if (isVisible() && health.level != m_level)
        Q_EMIT outagesWanted();
    m_level = health.level;
}

void HealthPage::setSeries(const HealthSeries &series)
{
    m_series = &series;
    refreshCurves();
}

void HealthPage::refreshCurves()
{
    const domain::Health &health = m_situation.health();
    const UtcTime now = health.time == UtcTime() ? m_situation.now() : health.time;
    const QList<HealthSeries::Point> points = m_series->points(now);
    CurveCard::Content uplinks{.title = tr("Uplinks"),
                               .about = tr("per second, 60 min"),
                               .now = QLocale().toString(health.uplinksPerSecond, 'f', 1),
                               .nowAbout = tr("a second")};
    CurveCard::Content backlog{.title = tr("Backlog"),
                               .about = tr("messages in the journal, 60 min"),
                               .now = labels::number(int(health.backlog)),
                               .nowAbout = tr("now"),
                               .isCount = true};
    for (const HealthSeries::Point &point : points) {
        uplinks.values.append(point.uplinks);
        backlog.values.append(point.backlog);
    }
    const UtcTime from = points.first().time;
    const UtcTime to = points.last().time + HealthSeries::kStep;
    for (int quarter = 0; quarter < 4; ++quarter)
        uplinks.times.append(labels::clock(from + (to - from) * quarter / 4));
    uplinks.times.append(tr("now"));
    backlog.times = uplinks.times;
    for (const HealthSeries::Loss &loss : m_series->losses()) {
        const double where = double((loss.time - from).count()) / double((to - from).count());
        if (where >= 0 && where <= 1)
            (loss.check == u"database" ? backlog : uplinks)
                .marks.append(
                    {where, loss.check == u"database" ? tr("database lost") : tr("broker lost")});
    }
    const auto keepsItBack = [](const domain::HealthCheck &check) {
        return check.level == HealthLevel::Unhealthy
            && (check.name == u"database" || check.name == u"journal");
    };
    backlog.isBad = health.backlog > 0
        && std::any_of(health.checks.cbegin(), health.checks.cend(), keepsItBack);
    if (!health.ingesting) {
        for (CurveCard::Content *curve : {&uplinks, &backlog})
            curve->now = curve->nowAbout = QString(); // nor is the number that it stands at
        uplinks.missing = backlog.missing = health.checks.isEmpty()
            ? tr("Nothing was told yet.")
            : tr("Counted at the station that takes data in, not here.");
    }
    m_uplinks->setContent(uplinks);
    m_backlog->setContent(backlog);
}

void HealthPage::refreshInspector()
{
    if (m_inspector->isHidden())
        return;
    const domain::Health &health = m_situation.health();
    for (const domain::HealthCheck &check : labels::shownChecks(health)) {
        if (check.name == m_checks->chosen())
            return m_inspector->setContent(ui::contentOf(check, health, m_situation.now()));
    }
    cancel(); // it is not checked any more
}

bool HealthPage::cancel()
{
    if (m_inspector->isHidden())
        return false;
    m_inspector->hide();
    fitTable();
    m_checks->setFocus(Qt::OtherFocusReason);
    return true;
}

void HealthPage::addLink(CheckLine &line)
{
    if (line.sign != CheckSign::Fails && line.sign != CheckSign::Warns)
        return;
    if (line.id == u"lamps") {
        line.link = tr("Show these lamps");
        line.follow = [this] { Q_EMIT lampsChosen(); };
    } else if (line.id == u"messages") {
        line.link = tr("Read them, try again or delete");
        line.follow = [this] { Q_EMIT lettersChosen(); };
    }
    if (line.id != u"gateways" && line.id != u"sensors")
        return;
    for (const Unheard &unheard : unheardOf(m_model, m_causes.causes())) {
        const bool isGateway =
            unheard.cause && unheard.cause->kind == domain::CommonCause::Kind::GatewayLost;
        if (line.id == u"gateways" && !isGateway)
            continue;
        line.link = tr("Show on map");
        line.follow = [this, space = unheard.space] { Q_EMIT unheardChosen(space); };
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
        contents.append({.sign = signOf(check.level),
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

// --- On the clipboard ----------------------------------------------------------------------------

void HealthPage::copy(const QString &text, const QString &what)
{
    const MaskedText masked = withoutSecrets(text);
    QGuiApplication::clipboard()->setText(masked.text);
    Q_EMIT copied(masked.masked == 0
                      ? what
                      : tr("%1, %2").arg(what, tr("%n secrets masked", nullptr, masked.masked)));
}

void HealthPage::copyReport()
{
    const MaskedText masked = healthReport(m_situation.health());
    QGuiApplication::clipboard()->setText(masked.text);
    Q_EMIT copied(masked.masked == 0
                      ? tr("The report is on the clipboard")
                      : tr("%1, %2").arg(tr("The report is on the clipboard"),
                                         tr("%n secrets masked", nullptr, masked.masked)));
}

QString HealthPage::report() const
{
    return healthReport(m_situation.health()).text;
}

void HealthPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTable();
}

/// Beside the inspector, which says it too, there is no room for what to do.
void HealthPage::fitTable()
{
    m_checks->setNarrow(!m_inspector->isHidden() || width() < m_theme.scaled(720));
}

} // namespace parking::ui

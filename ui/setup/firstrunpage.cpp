#include "setup/firstrunpage.h"

#include "base/literals.h"
#include "setup/draftline.h"
#include "setup/setuplabels.h"
#include "setup/verdictbox.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>
#include <QVBoxLayout>

namespace parking::ui {

using checks::Level;
using checks::Subject;
using checks::Verdict;
using State = StepRow::State;

namespace {

constexpr int kColumn = 960;

const QString kDatabaseKey = u"DATABASE_URL"_s;

bool isDone(State state)
{
    return state == State::Passed || state == State::Kept || state == State::Skipped;
}

} // namespace

FirstRunPage::FirstRunPage(const settings::Source &given, const settings::OwnFiles &own,
                           const Theme &theme, QWidget *parent)
    : QScrollArea(parent), m_given(given), m_own(own), m_theme(theme)
{
    build();
    restore();
    refresh();
}

FirstRunPage::~FirstRunPage()
{
    qDeleteAll(m_cards); // before the thread of their tests
}

// --- Parts ---------------------------------------------------------------------------------------

void FirstRunPage::build()
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto *body = new QWidget(this);
    auto *centred = new QHBoxLayout(body);
    centred->setContentsMargins(0, 0, 0, 0);
    m_column = new QWidget(body);
    centred->addWidget(m_column, 0, Qt::AlignHCenter | Qt::AlignTop);
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 28, 0, 24);
    column->setSpacing(0);
    QLabel *question = makeLabel(m_column, {}, tr("Where should Smart Parking keep its data?"));
    setTextStyle(*question, "objectTitle"_L1);
    column->addWidget(question);
    column->addSpacing(4);
    column->addWidget(makeLabel(m_column, "secondary"_L1,
                                tr("Three ways to begin. You can change this later in Settings.")));
    column->addSpacing(20);
    buildWays(m_column);
    column->addSpacing(16);
    buildSteps(m_column);
    column->addSpacing(16);
    buildFooter(m_column);
    setWidget(body);
}

void FirstRunPage::buildWays(QWidget *body)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    const QList<WayCard::Words> words{
        {u"play"_s, tr("Try the demo"), tr("Ready at once"),
         tr("A made-up site with 500 spaces, cars that come and go, and bookings. Nothing is "
            "saved."),
         tr("No server, no devices")},
        {u"computer"_s, tr("This computer"), tr("About 2 minutes"),
         tr("One file on this computer holds everything. Right for one site and one desk."),
         tr("You need: the address of your MQTT broker")},
        {u"server"_s, tr("Our server"), tr("About 5 minutes"),
         tr("PostgreSQL on your server. Several desks, kiosks and a standby share one site."),
         tr("You need: database, broker, ChirpStack key")}};
    for (qsizetype i = 0; i < words.size(); ++i) {
        auto *card = new WayCard(words[i], m_theme, body);
        connect(card, &QAbstractButton::clicked, this, [this, i] { choose(SetupWay(i)); });
        row->addWidget(card, 1);
        m_ways.append(card);
    }
    static_cast<QVBoxLayout *>(body->layout())->addLayout(row);
    setFocusProxy(m_ways[int(SetupWay::ThisComputer)]);
}

void FirstRunPage::buildSteps(QWidget *body)
{
    m_stepsCard = new QFrame(body);
    m_stepsCard->setObjectName(u"card"_s);
    auto *column = new QVBoxLayout(m_stepsCard);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    for (const Subject subject : {Subject::Broker, Subject::Database, Subject::ChirpStack}) {
        auto *card = new ConnectionCard(subject, m_checks, m_theme, m_stepsCard);
        card->setValues(m_given);
        connect(card, &ConnectionCard::tested, this,
                [this, subject](const Verdict &verdict) { onTested(subject, verdict); });
        connect(card, &ConnectionCard::testingChanged, this, &FirstRunPage::refreshFooter);
        connect(card, &ConnectionCard::edited, this, [this] { m_goesOn = false; });
        m_cards.append(card);
        m_rows.append(new StepRow(setuplabels::title(subject), setuplabels::purpose(subject), card,
                                  m_theme, m_stepsCard));
    }
    m_spaces = new SpacesChoice(m_theme, m_stepsCard);
    m_rows.append(new StepRow(tr("Spaces"),
                              tr("Import a CSV file, draw them on a plan, or let heard devices "
                                 "make a first list."),
                              m_spaces, m_theme, m_stepsCard));
    // As they are gone: the database first.
    for (const int at : {int(Subject::Database), int(Subject::Broker), int(Subject::ChirpStack), 3})
        column->addWidget(m_rows[at]);
    for (const Subject subject : {Subject::Broker, Subject::Database, Subject::ChirpStack})
        connect(&row(subject), &StepRow::changeRequested, this,
                [this, subject] { open(stepOf(subject)); });
    static_cast<QVBoxLayout *>(body->layout())->addWidget(m_stepsCard);
}

void FirstRunPage::buildFooter(QWidget *body)
{
    m_footer = new QWidget(body);
    m_back = new QPushButton(tr("Back"), m_footer);
    m_back->setProperty("kind", u"quiet"_s);
    m_hint = makeLabel(m_footer, "caption"_L1);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_skip = new QPushButton(tr("Skip ChirpStack"), m_footer);
    m_next = new QPushButton(tr("Continue"), m_footer);
    m_next->setProperty("kind", u"primary"_s);
    m_next->setMinimumWidth(m_theme.scaled(120));
    connect(m_back, &QPushButton::clicked, this, &FirstRunPage::goBack);
    connect(m_skip, &QPushButton::clicked, this, &FirstRunPage::skipChirpStack);
    connect(m_next, &QPushButton::clicked, this, &FirstRunPage::goOn);
    auto *row = new QHBoxLayout(m_footer);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_back);
    row->addWidget(m_hint, 1);
    row->addSpacing(8);
    row->addWidget(m_skip);
    row->addWidget(m_next);
    static_cast<QVBoxLayout *>(body->layout())->addWidget(m_footer);
}

void FirstRunPage::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    m_column->setFixedWidth(qMin(m_theme.scaled(kColumn), viewport()->width() - 48));
}

void FirstRunPage::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && m_next->isVisible())
        goOn(); // of what has no use for the key itself
    else
        QScrollArea::keyPressEvent(event);
}

void FirstRunPage::setBrokerLimits(const checks::BrokerLimits &limits)
{
    card(Subject::Broker).setBrokerLimits(limits);
}

// --- What is there already -----------------------------------------------------------------------

/// A set-up that was cut off goes on at its open step.
void FirstRunPage::restore()
{
    const std::optional<SetupDraft> draft = readDraft(draftFiles(m_own));
    if (!draft)
        return;
    settings::Source values = m_given;
    for (auto it = draft->values.cbegin(); it != draft->values.cend(); ++it) {
        if (values.contains(it.key()) && !settings::isLocked(values[it.key()]))
            values[it.key()] = *it;
    }
    for (ConnectionCard *one : std::as_const(m_cards))
        one->setValues(values);
    way(draft->way).setChecked(true);
    choose(draft->way);
    for (const Subject subject : draft->passed) {
        if (stepOf(subject) >= 0)
            close(stepOf(subject), State::Kept);
    }
    if (draft->skipsChirpStack)
        close(stepOf(Subject::ChirpStack), State::Skipped);
    openNext();
}

void FirstRunPage::setFound(Subject subject, quint16 port)
{
    ConnectionCard &one = card(subject);
    const QString address = keysOf(subject, DraftField::Address).first();
    const bool isUnset =
        m_given.value(address).origin == u"default" && row(subject).state() != State::Kept;
    if (!isUnset || one.isChanged() || one.isTesting() || one.verdict())
        return;
    settings::Source values = m_given;
    const auto set = [&values](const char *key, const QString &value) {
        values[QLatin1StringView(key)] = {value, setuplabels::kFoundHere, false, true};
    };
    if (subject == Subject::Broker)
        set("MQTT_URL", u"mqtt://localhost:%1"_s.arg(port));
    else if (subject == Subject::Database)
        set("DATABASE_URL", u"postgresql://localhost:%1/parking"_s.arg(port));
    else
        for (const auto &[key, value] : {std::pair("CHIRPSTACK_HOST", u"localhost"_s),
                                         std::pair("CHIRPSTACK_PORT", QString::number(port))})
            set(key, value);
    one.setValues(values);
}

void FirstRunPage::openAt(const QString &key, const QString &allowed)
{
    const SetupWay as =
        m_given.value(kDatabaseKey).value.isEmpty() ? SetupWay::ThisComputer : SetupWay::Server;
    way(as).setChecked(true);
    choose(as);
    for (const Subject subject : std::as_const(m_steps)) {
        if (!keysOf(subject).contains(key)) {
            close(stepOf(subject), State::Kept);
            continue;
        }
        open(stepOf(subject));
        card(subject).refuse(key, allowed);
    }
}

void FirstRunPage::tell(const QString &text)
{
    m_hint->setText(text);
    setRole(*m_hint, "danger"_L1);
}

// --- Steps ---------------------------------------------------------------------------------------

qsizetype FirstRunPage::stepOf(Subject subject) const
{
    return m_steps.indexOf(subject);
}

void FirstRunPage::choose(SetupWay way)
{
    m_way = way;
    m_goesOn = false;
    m_checks.cancel();
    m_steps = way == SetupWay::ThisComputer ? QList{Subject::Broker, Subject::ChirpStack}
        : way == SetupWay::Server ? QList{Subject::Database, Subject::Broker, Subject::ChirpStack}
                                  : QList<Subject>();
    m_open = -1;
    openNext();
}

void FirstRunPage::open(qsizetype step)
{
    if (m_open >= 0 && m_open < m_steps.size() && card(m_steps[m_open]).isTesting())
        m_checks.cancel();
    m_open = step;
    m_goesOn = false;
    if (step >= 0 && step < m_steps.size()) {
        row(m_steps[step]).setState(State::Open);
    } else if (step == m_steps.size() && m_way != SetupWay::Demo) {
        const bool isNew = m_way == SetupWay::ThisComputer || m_isNewDatabase;
        m_spaces->setHeard(int(m_checks.heard().size()), isNew);
        m_rows.last()->setState(State::Open);
    }
    refresh();
    // Once the rows lie where they are to.
    QTimer::singleShot(0, this, [this] { ensureWidgetVisible(m_next, 0, 24); });
    if (step >= 0 && step < m_steps.size())
        card(m_steps[step]).setFocus();
    else
        m_next->setFocus();
}

void FirstRunPage::openNext()
{
    qsizetype step = 0;
    while (step < m_steps.size() && isDone(row(m_steps[step]).state()))
        ++step;
    open(step);
}

void FirstRunPage::close(qsizetype step, State state)
{
    const ConnectionCard &done = card(m_steps[step]);
    StepRow &shown = row(m_steps[step]);
    const Verdict verdict = done.verdict().value_or(Verdict());
    shown.setFound(done.summary(), done.verdict() ? setuplabels::text(verdict) : QString(),
                   done.verdict() ? verdict.level() : Level::Passed);
    shown.setState(state);
}

void FirstRunPage::goOn()
{
    if (!m_way)
        return;
    if (m_open >= m_steps.size())
        return finish();
    ConnectionCard &one = card(m_steps[m_open]);
    if (one.isTesting())
        return;
    m_goesOn = true;
    if (one.verdict() && one.verdict()->isGood())
        onTested(one.subject(), *one.verdict());
    else if (one.box().action().isVisible())
        one.box().action().click(); // the tables are asked for
    else if (!one.test())
        m_goesOn = false;
}

void FirstRunPage::onTested(Subject subject, const Verdict &verdict)
{
    if (m_open < 0 || m_open >= m_steps.size() || m_steps[m_open] != subject)
        return;
    if (verdict.finding == checks::Finding::TablesMissing)
        m_isNewDatabase = true; // also when they are made then
    refreshFooter();
    if (!verdict.isGood() || !m_goesOn) {
        m_goesOn = m_goesOn && verdict.level() == Level::Question;
        card(subject).focusVerdict();
        ensureWidgetVisible(&card(subject).box());
        return;
    }
    if (subject == Subject::ChirpStack)
        m_skipsChirpStack = false;
    close(m_open, State::Passed);
    openNext();
    keep();
}

void FirstRunPage::skipChirpStack()
{
    m_skipsChirpStack = true;
    card(Subject::ChirpStack).cancel();
    close(stepOf(Subject::ChirpStack), State::Skipped);
    openNext();
    keep();
}

void FirstRunPage::goBack()
{
    if (m_open > 0 && m_open <= m_steps.size()) {
        if (m_open < m_steps.size()) {
            card(m_steps[m_open]).cancel();
            row(m_steps[m_open]).setState(State::Ahead);
        }
        open(m_open - 1);
        return;
    }
    m_checks.cancel();
    m_open = -1;
    m_steps.clear();
    for (WayCard *one : std::as_const(m_ways)) {
        one->setAutoExclusive(false);
        one->setChecked(false);
        one->setAutoExclusive(true);
    }
    way(m_way.value_or(SetupWay::ThisComputer)).setFocus();
    m_way.reset();
    refresh();
}

void FirstRunPage::refresh()
{
    const bool hasSteps = !m_steps.isEmpty();
    m_stepsCard->setVisible(hasSteps);
    m_footer->setVisible(m_way.has_value());
    int number = 0;
    for (const Subject subject : {Subject::Database, Subject::Broker, Subject::ChirpStack}) {
        StepRow &one = row(subject);
        one.setVisible(m_steps.contains(subject));
        if (!m_steps.contains(subject))
            continue;
        one.setNumber(++number, false);
        if (one.state() == State::Open && stepOf(subject) != m_open)
            one.setState(State::Ahead);
    }
    m_rows.last()->setNumber(number + 1, true);
    if (m_open != m_steps.size())
        m_rows.last()->setState(State::Ahead);
    refreshFooter();
}

void FirstRunPage::refreshFooter()
{
    const bool isStep = m_open >= 0 && m_open < m_steps.size();
    const bool isChirpStack = isStep && m_steps[m_open] == Subject::ChirpStack;
    m_skip->setVisible(isChirpStack);
    m_next->setText(m_way == SetupWay::Demo ? tr("Start the demo")
                        : isStep            ? tr("Continue")
                                            : tr("Finish"));
    setRole(*m_hint, "caption"_L1);
    m_hint->setText(isChirpStack ? tr("Lamps can be set up later in Settings")
                        : m_way == SetupWay::Demo || isStep
                        ? QString()
                        : tr("Will be written to %1").arg(m_own.ini));
    // The tables' button is the primary one while it is asked for.
    const bool asks = isStep && !card(m_steps[m_open]).box().action().text().isEmpty();
    const QString kind = asks ? u"secondary"_s : u"primary"_s;
    if (m_next->property("kind").toString() != kind) {
        m_next->setProperty("kind", kind);
        m_next->style()->unpolish(m_next);
        m_next->style()->polish(m_next);
    }
}

// --- What is kept and written --------------------------------------------------------------------

/// Of what is done; `all`: as it is to be written in the end.
settings::Changes FirstRunPage::changes(bool all) const
{
    settings::Changes changes;
    for (const Subject subject : m_steps) {
        if (m_rows[int(subject)]->state() == State::Skipped
            || !isDone(m_rows[int(subject)]->state()))
            continue;
        changes.insert(m_cards[int(subject)]->changes());
    }
    if (all && m_way == SetupWay::ThisComputer && !settings::isLocked(m_given.value(kDatabaseKey)))
        changes.insert(kDatabaseKey, std::nullopt);
    return changes;
}

void FirstRunPage::keep()
{
    SetupDraft draft;
    draft.way = *m_way;
    draft.skipsChirpStack = m_skipsChirpStack;
    for (const Subject subject : std::as_const(m_steps)) {
        const State state = row(subject).state();
        if (state == State::Passed || state == State::Kept)
            draft.passed.append(subject);
    }
    if (const Result<> kept = writeDraft(draftFiles(m_own), draft, changes(false)); !kept)
        tell(tr("What passed is not kept: %1").arg(kept.error().detail));
}

void FirstRunPage::finish()
{
    SetupResult result;
    result.way = *m_way;
    if (result.way != SetupWay::Demo) {
        result.changes = changes(true);
        result.spaces = m_spaces->choice();
        result.heard = m_checks.heard();
    }
    Q_EMIT finished(result);
}

} // namespace parking::ui

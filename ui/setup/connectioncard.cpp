#include "setup/connectioncard.h"

#include "base/literals.h"
#include "settings/connectionoptions.h"
#include "setup/draftline.h"
#include "setup/setuplabels.h"
#include "setup/verdictbox.h"

#include <QGridLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using namespace std::chrono_literals;
using checks::CheckThread;
using checks::Level;
using checks::Subject;
using checks::Verdict;

namespace {

constexpr int kWide = 680; ///< from here on the fields stand in one line

} // namespace

ConnectionCard::ConnectionCard(Subject subject, CheckThread &checks, const Theme &theme,
                               QWidget *parent)
    : QWidget(parent), m_subject(subject), m_checks(checks), m_theme(theme)
{
    build();
    connect(&m_second, &QTimer::timeout, this, &ConnectionCard::showTime);
    m_second.setInterval(1s);
    connect(m_test, &QPushButton::clicked, this, &ConnectionCard::test);
    connect(m_box, &VerdictBox::cancelled, this, &ConnectionCard::cancel);
    connect(m_box, &VerdictBox::accepted, this, &ConnectionCard::makeTables);
    connect(&checks, &CheckThread::done, this, [this](const Verdict &verdict) {
        if (m_isTesting && verdict.subject == m_subject)
            take(verdict);
    });
    connect(&checks, &CheckThread::connectedNow, this, [this] {
        if (!m_isTesting || m_subject != Subject::Broker)
            return;
        m_isConnected = true;
        m_since.restart();
        showTime();
    });
    connect(&checks, &CheckThread::made, this, [this](const Result<QStringList> &names) {
        if (m_isMaking)
            onMade(names);
    });
    connect(&checks, &CheckThread::dropped, this, [this] {
        if (m_isTesting)
            stop(tr("The test was cancelled. Whether it works is not known."));
    });
}

/// A field that had the focus tells that it was left when it goes.
ConnectionCard::~ConnectionCard()
{
    for (DraftLine *line : std::as_const(m_fields))
        line->disconnect(this);
}

// --- Fields --------------------------------------------------------------------------------------

void ConnectionCard::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(0);
    column->addLayout(m_grid);
    m_moreFields = new QWidget(this);
    auto *more = new QGridLayout(m_moreFields);
    more->setContentsMargins(0, 0, 0, 0);
    more->setHorizontalSpacing(12);
    more->setVerticalSpacing(0);
    int hidden = 0;
    for (const DraftField field : fieldsOf(m_subject)) {
        const bool isMore = field >= kFirstMore;
        auto *line = new DraftLine(m_subject, field, m_theme, isMore ? m_moreFields : this);
        if (isMore) {
            more->addWidget(line, hidden / 2, hidden % 2);
            ++hidden;
        }
        m_fields.insert(field, line);
        connect(line, &DraftLine::edited, this, &ConnectionCard::onEdited);
        connect(line, &DraftLine::left, this, &ConnectionCard::tidy);
        connect(line, &DraftLine::entered, this, &ConnectionCard::test);
    }
    more->setColumnStretch(0, 1);
    more->setColumnStretch(1, 1);
    m_testPlace = new QWidget(this);
    m_test = new QPushButton(tr("Test"), m_testPlace);
    m_test->setMinimumWidth(m_theme.scaled(88));
    m_test->setAccessibleName(tr("Test %1").arg(setuplabels::title(m_subject)));
    auto *place = new QVBoxLayout(m_testPlace);
    place->setContentsMargins(0, 0, 0, 0);
    place->addWidget(m_test, 0, Qt::AlignLeft);
    m_more = new QPushButton(this);
    m_more->setProperty("kind", u"link"_s);
    m_more->setCheckable(true);
    m_more->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_more, &QPushButton::toggled, this, &ConnectionCard::openMore);
    m_box = new VerdictBox(m_theme, this);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_moreFields);
    column->addSpacing(4);
    column->addWidget(m_box);
    setFocusProxy(m_fields.first());
    openMore(false);
    arrange(false);
}

void ConnectionCard::openMore(bool open)
{
    m_moreFields->setVisible(open);
    m_more->setChecked(open);
    m_more->setText(m_subject == Subject::Broker
                        ? (open ? tr("Less") : tr("Topic and certificates"))
                        : (open ? tr("Less") : tr("Certificates")));
}

/// In one line where there is room, else below each other.
void ConnectionCard::arrange(bool wide)
{
    m_isWide = wide;
    while (QLayoutItem *item = m_grid->takeAt(0))
        delete item;
    int at = 0;
    for (auto it = m_fields.cbegin(); it != m_fields.cend() && it.key() < kFirstMore; ++it) {
        const bool isAddress = it.key() == DraftField::Address;
        if (wide) {
            m_grid->addWidget(*it, 0, at);
            m_grid->setColumnStretch(at, isAddress ? 5 : it.key() == DraftField::User ? 2 : 4);
        } else if (isAddress) {
            m_grid->addWidget(*it, at, 0, 1, 2);
        } else { // user and password beside each other
            m_grid->addWidget(*it, 1, at - 1, 1, m_fields.contains(DraftField::User) ? 1 : 2);
        }
        ++at;
    }
    // Its edge in line with the fields': under a label, over the room for a message.
    const int head = wide ? m_theme.scaled(18) + 4 : 0;
    m_testPlace->layout()->setContentsMargins(0, head, 0, 0);
    m_grid->addWidget(m_testPlace, wide ? 0 : 2, wide ? at : 0, Qt::AlignTop);
    if (!wide) {
        for (int column = 0; column < 4; ++column)
            m_grid->setColumnStretch(column, column < 2 ? 1 : 0);
    }
}

void ConnectionCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (const bool wide = width() >= m_theme.scaled(kWide); wide != m_isWide)
        arrange(wide);
}

DraftTexts ConnectionCard::texts() const
{
    DraftTexts texts;
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        texts.insert(it.key(), (*it)->text());
    return texts;
}

void ConnectionCard::tidy()
{
    const DraftTexts as = tidied(m_subject, texts());
    for (auto it = as.cbegin(); it != as.cend(); ++it) {
        DraftLine &line = *m_fields[it.key()];
        if (line.text() != *it)
            line.setText(*it);
    }
}

void ConnectionCard::setValues(const settings::Source &values)
{
    if (m_isTesting)
        m_checks.cancel();
    m_values = values;
    const DraftTexts texts = textsOf(m_subject, values);
    bool usesMore = false;
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it) {
        // Several settings may stand behind one field: one that is locked locks it.
        const QStringList keys = keysOf(m_subject, it.key());
        settings::Given given = values.value(keys.first());
        for (const QString &key : keys) {
            const settings::Given &other = values[key];
            if (settings::isLocked(other) || given.origin == u"default")
                given = other;
        }
        const bool isInAddress = given.value.isEmpty() && !texts.value(it.key()).isEmpty();
        if (m_subject == Subject::Broker && isInAddress)
            given = values.value(keysOf(m_subject, DraftField::Address).first());
        const bool isDefault = given.origin == u"default";
        if (texts.value(it.key()).isEmpty() && isDefault)
            given.origin.clear();
        (*it)->setStart(texts.value(it.key()), given);
        usesMore =
            usesMore || (it.key() >= kFirstMore && !isDefault && !texts.value(it.key()).isEmpty());
    }
    m_verdict.reset();
    m_box->clear();
    openMore(usesMore);
}

bool ConnectionCard::isChanged() const
{
    return std::any_of(m_fields.cbegin(), m_fields.cend(),
                       [](const DraftLine *line) { return line->isChanged(); });
}

settings::Source ConnectionCard::draftSource() const
{
    settings::Source source = m_values;
    const QMap<QString, QString> values = valuesOf(m_subject, tidied(m_subject, texts()));
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        // What stands in a locked field may be of an address that is set elsewhere.
        if (!m_fields[fieldOf(it.key())]->isLocked())
            source[it.key()].value = *it;
    }
    return source;
}

settings::Changes ConnectionCard::changes() const
{
    settings::Changes changes;
    const settings::Source draft = draftSource();
    const settings::Source defaults = settings::givenValues({});
    for (const QString &key : keysOf(m_subject)) {
        const settings::Given &given = draft[key];
        if (m_fields[fieldOf(key)]->isLocked())
            continue;
        changes.insert(
            key, given.value == defaults[key].value ? std::nullopt : std::optional(given.value));
    }
    return changes;
}

Result<settings::Settings> ConnectionCard::draft() const
{
    // What is wrong elsewhere is not this card's.
    settings::Source own;
    const settings::Source draft = draftSource();
    QStringList keys = keysOf(m_subject);
    keys += {u"DATA_DIR"_s, u"MQTT_PROTOCOL"_s, u"CHIRPSTACK_TIMEOUT_MS"_s};
    for (const QString &key : std::as_const(keys)) {
        if (draft.contains(key))
            own.insert(key, draft[key]);
    }
    const Result<settings::Loaded> loaded = settings::load({own}, settings::defaultDataDir());
    if (!loaded)
        return loaded.error();
    return loaded->settings;
}

QString ConnectionCard::summary() const
{
    const DraftTexts as = tidied(m_subject, texts());
    QString address = as.value(DraftField::Address);
    const QString user = as.value(DraftField::User);
    if (m_subject == Subject::Database && address.contains("://"_L1))
        address = address.section(u"://"_s, 1).section(u'?', 0, 0);
    if (user.isEmpty())
        return address;
    const qsizetype begin = address.indexOf("://"_L1);
    return address.insert(begin < 0 ? 0 : begin + 3, user + u'@');
}

void ConnectionCard::onEdited()
{
    if (m_isTesting)
        m_checks.cancel();
    for (DraftLine *line : std::as_const(m_fields))
        line->setWrong({});
    m_verdict.reset();
    m_box->clear();
    Q_EMIT edited();
}

void ConnectionCard::refuse(const QString &key, const QString &allowed)
{
    const DraftField field = fieldOf(key);
    if (!keysOf(m_subject).contains(key))
        return;
    if (field >= kFirstMore)
        openMore(true);
    m_fields[field]->setWrong(setuplabels::allowed(key, allowed));
    m_fields[field]->setFocus();
}

// --- Test ----------------------------------------------------------------------------------------

bool ConnectionCard::test()
{
    if (m_isTesting || m_isMaking)
        return true;
    tidy();
    const Result<settings::Settings> settings = draft();
    if (settings) {
        begin(*settings);
        return true;
    }
    m_box->clear();
    const QJsonArray wrong = settings.error().details.value(u"settings").toArray();
    for (qsizetype i = wrong.size() - 1; i >= 0; --i) { // the first has the focus in the end
        const QJsonObject one = wrong[i].toObject();
        refuse(one.value(u"key").toString(), one.value(u"allowed").toString());
    }
    return false;
}

void ConnectionCard::begin(const settings::Settings &settings)
{
    switch (m_subject) {
    case Subject::Broker:
        m_checks.testBroker(settings::mqttOptions(settings), m_limits);
        break;
    case Subject::Database:
        m_checks.testDatabase(settings.databaseUrl);
        break;
    case Subject::ChirpStack:
        m_checks.testChirpStack(settings::restOptions(settings));
        break;
    }
    m_isTesting = true;
    m_isConnected = false;
    m_verdict.reset();
    m_since.start();
    m_second.start();
    m_box->clear();
    m_test->setEnabled(false);
    showTime();
    Q_EMIT testingChanged();
}

void ConnectionCard::showTime()
{
    const int seconds = int(m_since.elapsed() / 1000);
    if (m_isMaking)
        m_box->showRunning(tr("Making the tables … %1 s").arg(seconds), false);
    else if (m_isConnected)
        m_box->showRunning(tr("Connected. Waiting for a first uplink … %1 s of %2")
                               .arg(seconds)
                               .arg(m_limits.listen / 1s));
    else
        m_box->showRunning(tr("Testing … %1 s").arg(seconds));
}

void ConnectionCard::take(const Verdict &verdict)
{
    stop({});
    m_verdict = verdict;
    m_box->showVerdict(verdict);
    if (verdict.level() == Level::Question) {
        const QString database = verdict.facts.value(u"database").toString();
        m_box->offer(verdict.finding == checks::Finding::TablesMissing
                         ? tr("Create the tables in “%1”").arg(database)
                         : tr("Update the tables in “%1”").arg(database));
    }
    if (verdict.level() == Level::Failed) {
        DraftField field = setuplabels::fieldOf(verdict);
        for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it) {
            if (it.key() >= kFirstMore && !(*it)->text().isEmpty()
                && (*it)->text() == verdict.facts.value(u"file").toString())
                field = it.key();
        }
        if (!m_fields.contains(field))
            field = DraftField::Address;
        if (field >= kFirstMore)
            openMore(true);
        m_fields[field]->mark(true);
    }
    Q_EMIT tested(verdict);
}

/// A test is over, or what it was about.
void ConnectionCard::stop(const QString &why)
{
    m_isTesting = false;
    m_isMaking = false;
    m_second.stop();
    m_test->setEnabled(true);
    m_box->clear();
    if (!why.isEmpty())
        m_box->tell(Level::Warning, why);
    Q_EMIT testingChanged();
}

void ConnectionCard::cancel()
{
    if (!m_isTesting)
        return;
    m_checks.cancel(); // which stops this one too
    m_test->setFocus();
}

void ConnectionCard::tell(Level level, const QString &text, const QString &advice)
{
    m_box->tell(level, text, advice);
}

void ConnectionCard::focusVerdict()
{
    if (m_box->action().isVisible())
        m_box->action().setFocus();
    else
        m_box->setFocus();
}

// --- Tables --------------------------------------------------------------------------------------

void ConnectionCard::makeTables()
{
    const Result<settings::Settings> settings = draft();
    if (!settings)
        return;
    m_checks.makeTables(settings->databaseUrl);
    m_isMaking = true;
    m_since.start();
    m_second.start();
    m_test->setEnabled(false);
    m_box->clear();
    showTime();
    Q_EMIT testingChanged();
}

/// Looks again when they are made: what is told is what was seen.
void ConnectionCard::onMade(const Result<QStringList> &names)
{
    stop({});
    if (names)
        test();
    else
        m_box->tell(Level::Failed, tr("The tables could not be made."),
                    tr("Nothing was changed by halves: each step is made whole or not at all."),
                    names.error().detail);
}

} // namespace parking::ui

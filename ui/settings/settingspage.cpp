#include "settings/settingspage.h"

#include "base/literals.h"
#include "labels.h"
#include "settings/appearancebox.h"
#include "settings/groupentry.h"
#include "settings/rightsbox.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace parking::ui {

using domain::HealthLevel;

namespace {

constexpr int kGroups = 240;
constexpr int kNotesFrom = 1255; ///< of the page: a window of 1328 less its rail

const domain::HealthCheck *failing(const domain::Health &health, QLatin1StringView name)
{
    const auto found = std::find_if(
        health.checks.cbegin(), health.checks.cend(), [name](const domain::HealthCheck &check) {
            return check.name == name && check.level == HealthLevel::Unhealthy;
        });
    return found == health.checks.cend() ? nullptr : &*found;
}

QHash<QString, settings::Effective> byKey(const QList<settings::Effective> &table)
{
    QHash<QString, settings::Effective> rows;
    for (const settings::Effective &row : table)
        rows.insert(row.key, row);
    return rows;
}

} // namespace

SettingsPage::SettingsPage(const SiteModel &model, const Situation &situation, Theme &theme,
                           QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeGroups());
    layout->addWidget(makeCards(theme), 1);
    setFocusProxy(m_search);
    connect(&model, &SiteModel::loaded, this, &SettingsPage::refreshSite);
    connect(&situation, &Situation::healthChanged, this, &SettingsPage::refreshHealth);
    connect(&situation, &Situation::refusalChanged, this, &SettingsPage::refreshHealth);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    m_facts.keysAway = tr("The settings of this computer were not read yet.");
    m_keys = settings::keyNames();
    refreshSite();
    refreshHealth();
}

/// What is typed by half is not meant, though a field that had the focus tells that it was left
/// when it goes.
SettingsPage::~SettingsPage()
{
    for (SettingRow *row : std::as_const(m_rows))
        row->disconnect(this);
}

// --- Parts ---------------------------------------------------------------------------------------

QWidget *SettingsPage::makeGroups()
{
    m_groups = new QFrame(this);
    m_groups->setObjectName(u"settingGroups"_s);
    m_groups->setFixedWidth(m_theme.scaled(kGroups));
    QLabel *title = makeLabel(m_groups, {}, tr("Settings"));
    setTextStyle(*title, "pageTitle"_L1);
    m_search = new QLineEdit(m_groups);
    m_search->setPlaceholderText(tr("Find a setting"));
    m_search->setAccessibleName(tr("Find a setting"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(m_theme.icon(u"search"_s), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::search);
    auto *all = new QVBoxLayout(m_groups);
    all->setContentsMargins(0, 16, 0, 0);
    all->setSpacing(0);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(20, 0, 20, 8);
    top->setSpacing(16);
    top->addWidget(title);
    top->addWidget(m_search);
    all->addLayout(top);
    auto *list = new QWidget;
    auto *scroll = new QScrollArea(m_groups);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(list);
    all->addWidget(scroll, 1);
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(0);
    QString heading;
    for (int i = 0; i < kSettingGroups; ++i) {
        const auto group = SettingGroup(i);
        const SettingGroupWords words = wordsOf(group);
        if (words.heading != heading) {
            heading = words.heading;
            QLabel *label = makeLabel(list, "secondary"_L1, heading);
            setTextStyle(*label, "strong"_L1);
            label->setContentsMargins(20, 12, 20, 4);
            column->addWidget(label);
            m_headings.append(label);
        }
        auto *entry = new GroupEntry(words.icon, words.title, m_theme, list);
        connect(entry, &QAbstractButton::clicked, this, [this, group] { showGroup(group); });
        column->addWidget(entry);
        m_entries.insert(group, entry);
    }
    m_nothing = makeLabel(list, "secondary"_L1);
    m_nothing->setWordWrap(true);
    m_nothing->setContentsMargins(20, 12, 20, 0);
    m_nothing->hide();
    column->addWidget(m_nothing);
    column->addStretch();
    m_entries.first()->setChecked(true);
    return m_groups;
}

QScrollArea *SettingsPage::makeCards(Theme &theme)
{
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(24, 16, 24, 24);
    column->setSpacing(12);
    for (int i = 0; i < kSettingGroups; ++i) {
        const auto group = SettingGroup(i);
        auto *card = new SettingCard(group, m_theme, body);
        column->addWidget(card);
        m_cards.insert(group, card);
        connect(card, &SettingCard::saveAsked, this, [this, card] { saveConnection(card); });
        connect(card, &SettingCard::discarded, this, [this, card] {
            if (card->connection())
                card->connection()->setValues(m_facts.given);
            card->refreshDraft();
        });
    }
    column->addStretch(1);
    addConnection(SettingGroup::Broker, checks::Subject::Broker);
    addConnection(SettingGroup::ChirpStack, checks::Subject::ChirpStack);
    addConnection(SettingGroup::Database, checks::Subject::Database);
    m_cards[SettingGroup::Appearance]->addPart(new AppearanceBox(theme, body));
    m_rights = new RightsBox(m_theme, body);
    m_cards[SettingGroup::Role]->addPart(m_rights);
    m_plainColours = m_cards[SettingGroup::Lamps]->addLink(tr("Back to defaults"));
    connect(m_plainColours, &QPushButton::clicked, this, &SettingsPage::resetColours);
    m_sameColours = makeLabel(body, "warning"_L1);
    m_sameColours->setWordWrap(true);
    m_cards[SettingGroup::Lamps]->foot().addWidget(m_sameColours);
    m_scroll->setWidget(body);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &SettingsPage::followScroll);
    return m_scroll;
}

void SettingsPage::addConnection(SettingGroup group, checks::Subject subject)
{
    QList<Setting> settings;
    for (const QString &key : keysOf(subject))
        settings.append(settingOf(key, {}));
    SettingCard *card = m_cards[group];
    card->setConnection(new ConnectionCard(subject, m_checks, m_theme, card), settings);
}

/// Rows are made when somebody looks: they are many.
void SettingsPage::fill()
{
    if (!m_isShown)
        return;
    m_rows.clear();
    const QList<Setting> ofSite = siteSettings(m_buildings);
    QList<Setting> all = ofSite;
    QStringList connected;
    for (const checks::Subject subject :
         {checks::Subject::Broker, checks::Subject::ChirpStack, checks::Subject::Database})
        connected += keysOf(subject);
    for (const QString &key : ordered(m_keys)) {
        if (connected.contains(key)) // a field of its connection
            continue;
        all.append(settingOf(key, m_facts.stored.value(key).description));
    }
    for (int i = 0; i < kSettingGroups; ++i) {
        QList<Setting> some;
        std::copy_if(all.cbegin(), all.cend(), std::back_inserter(some),
                     [i](const Setting &setting) { return setting.group == SettingGroup(i); });
        fill(SettingGroup(i), some);
    }
    search(m_search->text());
}

void SettingsPage::fill(SettingGroup group, const QList<Setting> &settings)
{
    m_cards[group]->setSettings(settings);
    for (SettingRow *row : m_cards[group]->rows()) {
        m_rows.insert(row->setting().id(), row);
        connect(row, &SettingRow::typed, this, [this, row] {
            m_cards[row->setting().group]->dropVerdict();
            judge(row);
        });
        connect(row, &SettingRow::left, this, [this, row] { wish(row); });
        connect(row, &SettingRow::removeAsked, this, [this, row] { wishKey(row, std::nullopt); });
    }
}

QList<QWidget *> SettingsPage::panes() const
{
    return {m_groups, m_scroll};
}

// --- What holds ----------------------------------------------------------------------------------

void SettingsPage::setKeys(const QList<settings::Effective> &running,
                           const QList<settings::Effective> &stored)
{
    const bool hadWords = !m_facts.stored.isEmpty();
    m_facts.running = byKey(running);
    m_facts.stored = byKey(stored);
    m_facts.keysAway.clear();
    QStringList keys;
    for (const settings::Effective &row : stored)
        keys.append(row.key);
    if (keys != m_keys || !hadWords) {
        m_keys = keys;
        fill();
    }
    refresh();
}

void SettingsPage::setGiven(const settings::Source &given)
{
    const auto isSame = [](const settings::Given &a, const settings::Given &b) {
        return a.value == b.value && a.origin == b.origin && a.isOurs == b.isOurs;
    };
    const bool isKnown = std::equal(given.cbegin(), given.cend(), m_facts.given.cbegin(),
                                    m_facts.given.cend(), isSame);
    m_facts.given = given;
    for (SettingCard *card : std::as_const(m_cards)) {
        if (card->connection() && !isKnown && !card->connection()->isChanged())
            card->connection()->setValues(given);
    }
}

void SettingsPage::setReconnects()
{
    m_reconnects = true;
    for (SettingCard *card : std::as_const(m_cards))
        card->setReconnects();
}

void SettingsPage::setKeysAway(const QString &why)
{
    m_facts.keysAway = why;
    refresh();
}

void SettingsPage::setPlaces(const QString &envFile, const QString &secretsFile)
{
    m_facts.envFile = envFile;
    m_facts.secretsFile = secretsFile;
    refresh();
}

void SettingsPage::setRights(const domain::DatabaseRights &rights)
{
    m_facts.rights = rights;
    m_rights->setRights(rights);
    refresh();
}

void SettingsPage::setRightsUnknown(const QString &why)
{
    m_facts.rights.reset();
    m_rights->setUnknown(why);
    refresh();
}

void SettingsPage::refreshSite()
{
    m_facts.site = m_model.site();
    if (const QStringList buildings = m_model.buildings(); buildings != m_buildings) {
        m_buildings = buildings;
        fill();
    }
    refresh();
}

void SettingsPage::refreshHealth()
{
    const domain::Health &health = m_situation.health();
    const domain::HealthCheck *database = failing(health, "database"_L1);
    QString away;
    if (database)
        away = tr("The database is away since %1. This can be changed when it is back.")
                   .arg(labels::moment(database->since, m_situation.now()));
    else if (m_situation.refusal())
        away = labels::text(*m_situation.refusal());
    m_entries[SettingGroup::Broker]->setFailing(failing(health, "mqtt"_L1));
    m_entries[SettingGroup::ChirpStack]->setFailing(failing(health, "chirpstack"_L1));
    m_entries[SettingGroup::Database]->setFailing(database);
    if (away == m_facts.siteAway)
        return;
    m_facts.siteAway = away;
    refresh();
}

void SettingsPage::refresh()
{
    for (SettingRow *row : std::as_const(m_rows)) {
        row->setState(stateOf(row->setting(), m_facts));
        if (row->hasDraft())
            judge(row);
    }
    for (SettingCard *card : std::as_const(m_cards)) {
        card->refreshDraft();
        if (card->connection())
            card->connection()->setEnabled(m_facts.keysAway.isEmpty());
        const bool isEmpty = card->rows().isEmpty() && !card->connection();
        const bool isOfSite = !card->rows().isEmpty() && card->rows().first()->setting().isOfSite();
        card->setLock(isEmpty ? QString() : isOfSite ? siteLock(m_facts) : m_facts.keysAway);
    }
    noteColours();
}

void SettingsPage::noteColours()
{
    QString same;
    const QList<SettingRow *> rows = m_cards[SettingGroup::Lamps]->rows();
    for (qsizetype i = 0; i < rows.size(); ++i) {
        for (qsizetype j = i + 1; j < rows.size(); ++j) {
            const Setting &a = rows[i]->setting();
            const Setting &b = rows[j]->setting();
            if (a.kind != SettingKind::Colour || b.kind != SettingKind::Colour)
                continue;
            const QString colour = stateOf(a, m_facts).value;
            if (same.isEmpty() && !colour.isEmpty() && colour == stateOf(b, m_facts).value)
                same = tr("%1 and %2 look the same on a lamp.").arg(a.label, b.label);
        }
    }
    const bool isPlain = domain::isSiteDefault(m_facts.site, {u"lamps"_s, u"colours"_s});
    m_plainColours->setVisible(!isPlain && siteLock(m_facts).isEmpty());
    m_sameColours->setText(same);
    m_sameColours->setVisible(!same.isEmpty());
}

// --- Search and way ------------------------------------------------------------------------------

void SettingsPage::search(const QString &text)
{
    bool any = false;
    for (auto it = m_cards.cbegin(); it != m_cards.cend(); ++it) {
        const bool isThere = (*it)->search(text);
        m_entries[it.key()]->setVisible(isThere);
        any = any || isThere;
    }
    for (QLabel *heading : std::as_const(m_headings)) {
        const auto isUnder = [&](const auto &entry) {
            return entry->isVisibleTo(m_groups)
                && wordsOf(m_entries.key(entry)).heading == heading->text();
        };
        heading->setVisible(std::any_of(m_entries.cbegin(), m_entries.cend(), isUnder));
    }
    m_nothing->setVisible(!any);
    m_nothing->setText(tr("No setting answers “%1”.").arg(text));
    followScroll();
}

bool SettingsPage::cancel()
{
    if (m_search->text().isEmpty())
        return false;
    m_search->clear();
    m_search->setFocus(Qt::OtherFocusReason);
    return true;
}

void SettingsPage::showGroup(SettingGroup group)
{
    m_scroll->widget()->layout()->activate();
    m_scroll->verticalScrollBar()->setValue(m_cards[group]->y() - 16);
    m_entries[group]->setChecked(true); // also where the last cards cannot reach the top
}

/// The group under the top edge is the active one.
void SettingsPage::followScroll()
{
    const int top = m_scroll->verticalScrollBar()->value() + 17;
    for (auto it = m_cards.cbegin(); it != m_cards.cend(); ++it) {
        if ((*it)->isVisibleTo(this) && (*it)->geometry().bottom() >= top) {
            m_entries[it.key()]->setChecked(true);
            return;
        }
    }
}

void SettingsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_isShown, true)) {
        fill();
        refresh();
    }
    Q_EMIT wanted();
}

void SettingsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    for (SettingCard *card : std::as_const(m_cards))
        card->setBesideNote(width() >= m_theme.scaled(kNotesFrom));
}

} // namespace parking::ui

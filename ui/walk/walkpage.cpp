#include "walk/walkpage.h"

#include "base/literals.h"
#include "domain/dataage.h"
#include "labels.h"
#include "walk/walkcsv.h"
#include "widgets/arrowbox.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

namespace parking::ui {

using domain::TickState;
using domain::WalkEntry;
using domain::WalkStep;

namespace {

constexpr int kLarge = 56;
constexpr int kRight = 380;

QPushButton *largeButton(const QString &words, const Theme &theme, QWidget *parent)
{
    auto *button = new QPushButton(words, parent);
    button->setMinimumHeight(theme.scaled(kLarge));
    return button;
}

} // namespace

WalkPage::WalkPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                   QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme),
      m_stack(new QStackedWidget(this))
{
    m_stack->addWidget(makeStart());
    m_stack->addWidget(makeWalk());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(&model, &SiteModel::loaded, this, &WalkPage::followSite);
    connect(&situation, &Situation::nowChanged, this, &WalkPage::ask);
    connect(&situation, &Situation::healthChanged, this, &WalkPage::refresh);
    fillFloors();
}

// --- Parts ---------------------------------------------------------------------------------------

QWidget *WalkPage::makeStart()
{
    auto *page = new QWidget(this);
    auto *title = makeLabel(page, {}, tr("Walk from space to space"));
    setTextStyle(*title, "objectTitle"_L1);
    auto *text = makeLabel(page, "secondary"_L1,
                           tr("Take a magnet or a car. For each space this page says what to do, "
                              "and ticks what its sensor and its lamp did."));
    text->setWordWrap(true);
    m_floors = new ArrowBox(m_theme, page);
    m_floors->setAccessibleName(tr("Floor"));
    m_floors->setMinimumHeight(m_theme.scaled(48));
    m_start = largeButton(tr("Start the walk"), m_theme, page);
    m_start->setProperty("kind", u"primary"_s);
    m_anew = largeButton(tr("Begin anew, without the ticks of before"), m_theme, page);
    auto *leave = new QPushButton(tr("Back to the devices"), page);
    leave->setProperty("kind", u"quiet"_s);
    connect(m_floors, &QComboBox::currentIndexChanged, this, &WalkPage::updateStart);
    connect(m_start, &QPushButton::clicked, this, [this] {
        const QStringList place = m_floors->currentData().toStringList();
        begin(place.value(0), place.value(1));
    });
    connect(m_anew, &QPushButton::clicked, this, &WalkPage::forget);
    connect(leave, &QPushButton::clicked, this, &WalkPage::left);
    auto *column = new QVBoxLayout;
    column->setSpacing(12);
    for (QWidget *part : {static_cast<QWidget *>(title), static_cast<QWidget *>(text),
                          static_cast<QWidget *>(m_floors), static_cast<QWidget *>(m_start),
                          static_cast<QWidget *>(m_anew), static_cast<QWidget *>(leave)})
        column->addWidget(part);
    column->addStretch(1);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(24, 48, 24, 24);
    row->addStretch(1);
    row->addLayout(column, 2);
    row->addStretch(1);
    return page;
}

QWidget *WalkPage::makeWalk()
{
    auto *page = new QWidget(this);
    auto *left = new QVBoxLayout;
    left->setContentsMargins(24, 16, 24, 16);
    left->setSpacing(12);
    left->addWidget(makeVerdict());
    auto *card = new QFrame(page);
    card->setObjectName(u"card"_s);
    auto *rows = new QVBoxLayout(card);
    rows->setContentsMargins(1, 1, 1, 1);
    rows->setSpacing(0);
    for (const WalkStep step : domain::kAllWalkSteps) {
        auto *row = new WalkTickRow(step, m_theme, card);
        connect(row, &WalkTickRow::clicked, this, [this, row] { tick(*row); });
        m_ticks.append(row);
        rows->addWidget(row);
    }
    left->addWidget(card);
    m_strip = new WalkStrip(m_theme, page);
    connect(m_strip, &WalkStrip::chosen, this, &WalkPage::go);
    left->addWidget(m_strip);
    left->addStretch(1);
    left->addLayout(makeButtons());
    m_heard = new HeardList(m_situation, m_theme, page);
    m_heard->setFixedWidth(m_theme.scaled(kRight));
    connect(m_heard, &HeardList::bindRequested, this, [this](const domain::FleetDevice &device) {
        if (space())
            Q_EMIT bindRequested(device, *space());
    });
    connect(m_heard, &HeardList::euiEntered, this, [this](domain::DevEui eui) {
        if (space())
            Q_EMIT euiEntered(eui, *space());
    });
    auto *body = new QHBoxLayout;
    body->setSpacing(0);
    body->addLayout(left, 1);
    body->addWidget(m_heard);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    layout->addWidget(makeRule(page));
    layout->addLayout(body, 1);
    return page;
}

QLayout *WalkPage::makeHead()
{
    auto *word = makeLabel(this, {}, tr("Walk"));
    setTextStyle(*word, "pageTitle"_L1);
    m_place = makeLabel(this, "secondary"_L1);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(m_theme.scaled(180));
    m_progress->setAccessibleName(tr("Spaces that work"));
    m_done = makeLabel(this);
    setTextStyle(*m_done, "topBar"_L1);
    auto *save = new QPushButton(m_theme.icon(u"import"_s), tr("Save the list"), this);
    connect(save, &QPushButton::clicked, this,
            [this] { Q_EMIT saveWanted(tr("walk.csv"), csv()); });
    auto *print = new QPushButton(tr("Labels"), this);
    print->setToolTip(tr("Labels with QR codes for the devices of these spaces, as PDF"));
    connect(print, &QPushButton::clicked, this,
            [this] { Q_EMIT saveWanted(tr("labels.pdf"), labelSheet(deviceLabels())); });
    auto *leave = largeButton(tr("Leave walk"), m_theme, this);
    connect(leave, &QPushButton::clicked, this, [this] { cancel(); });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(24, 8, 24, 8);
    head->setSpacing(12);
    head->addWidget(word);
    head->addWidget(m_place, 1);
    for (QWidget *part : {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_done),
                          static_cast<QWidget *>(save), static_cast<QWidget *>(print),
                          static_cast<QWidget *>(leave)})
        head->addWidget(part);
    return head;
}

QFrame *WalkPage::makeVerdict()
{
    m_verdict = new QFrame(this);
    m_verdict->setObjectName(u"verdict"_s);
    m_sign = makeLabel(m_verdict);
    m_title = makeLabel(m_verdict);
    setTextStyle(*m_title, "verdict"_L1);
    m_title->setWordWrap(true);
    m_hint = makeLabel(m_verdict);
    setTextStyle(*m_hint, "topBar"_L1);
    m_hint->setWordWrap(true);
    m_swap = largeButton(tr("Swap them"), m_theme, m_verdict);
    m_swap->hide();
    connect(m_swap, &QPushButton::clicked, this, [this] {
        if (space() && m_result.other)
            Q_EMIT swapRequested(*space(), m_result.other->space);
    });
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_hint);
    auto *row = new QHBoxLayout(m_verdict);
    row->setContentsMargins(24, 20, 24, 20);
    row->setSpacing(24);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_swap);
    m_verdict->setMinimumHeight(m_theme.scaled(120));
    return m_verdict;
}

QLayout *WalkPage::makeButtons()
{
    m_back = largeButton(tr("Back"), m_theme, this);
    m_back->setIcon(m_theme.icon(u"chevron-left"_s));
    m_next = largeButton(tr("Next"), m_theme, this);
    m_next->setProperty("kind", u"primary"_s);
    m_note = new QLineEdit(this);
    m_note->setPlaceholderText(tr("Note"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setMaxLength(1000);
    m_note->setMinimumHeight(m_theme.scaled(kLarge));
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_index - 1); });
    connect(m_next, &QPushButton::clicked, this, &WalkPage::next);
    connect(m_note, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (!space())
            return;
        WalkEntry entry = entryOf(*space());
        entry.note = text.trimmed();
        m_record.entries.insert(*space(), entry);
        Q_EMIT recordChanged();
    });
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_back);
    row->addWidget(m_note, 1);
    row->addWidget(m_next, 1);
    return row;
}

// --- Where the walk is ---------------------------------------------------------------------------

void WalkPage::fillFloors()
{
    const QVariant chosen = m_floors->currentData();
    m_floors->clear();
    for (const QString &building : m_model.buildings()) {
        for (const QString &floor : m_model.floorsOf(building))
            m_floors->addItem(tr("%1, %2").arg(building, floor), QStringList{building, floor});
    }
    const QVariant wanted =
        chosen.isValid() ? chosen : QVariant(QStringList{m_record.building, m_record.floor});
    m_floors->setCurrentIndex(std::max(0, m_floors->findData(wanted)));
    updateStart();
}

void WalkPage::updateStart()
{
    const QStringList place = m_floors->currentData().toStringList();
    const QList<int> rows = m_model.rowsOf(place.value(0), place.value(1));
    const bool goesOn = std::any_of(rows.cbegin(), rows.cend(), [this](int row) {
        return m_record.entries.contains(m_model.space(row).id);
    });
    m_start->setEnabled(m_floors->count() > 0);
    m_start->setText(goesOn ? tr("Go on with this walk") : tr("Start the walk"));
    m_anew->setVisible(goesOn);
}

/// What was seen of the floor that is chosen.
void WalkPage::forget()
{
    const QStringList place = m_floors->currentData().toStringList();
    const domain::WalkRecord before = m_record;
    for (const int row : m_model.rowsOf(place.value(0), place.value(1)))
        m_record.entries.remove(m_model.space(row).id);
    m_record.current = {};
    updateStart();
    Q_EMIT recordChanged();
    Q_EMIT forgotten(before);
}

/// What another sensor did is not what this one does.
domain::WalkEntry WalkPage::entryOf(const domain::SpaceId &space) const
{
    WalkEntry entry = m_record.entries.value(space);
    const int row = m_model.rowOf(space);
    if (row < 0 || entry.sensor == m_model.space(row).sensorEui)
        return entry;
    entry.sensor = m_model.space(row).sensorEui;
    entry.done.clear();
    entry.byHand.clear();
    entry.isWhole = false;
    return entry;
}

void WalkPage::setRecord(const domain::WalkRecord &record)
{
    m_record = record;
    const int at = m_floors->findData(QStringList{record.building, record.floor});
    if (at >= 0)
        m_floors->setCurrentIndex(at);
    updateStart();
}

void WalkPage::begin(const QString &building, const QString &floor)
{
    m_record.building = building;
    m_record.floor = floor;
    QList<int> rows = m_model.rowsOf(building, floor);
    std::sort(rows.begin(), rows.end(), [this](int a, int b) {
        return m_model.space(a).code.localeAwareCompare(m_model.space(b).code) < 0;
    });
    m_spaces.clear();
    for (const int row : rows)
        m_spaces.append(m_model.space(row).id);
    if (m_spaces.isEmpty())
        return;
    m_isWalking = true;
    m_floors->setCurrentIndex(std::max(0, m_floors->findData(QStringList{building, floor})));
    m_place->setText(tr("%1, %2").arg(building, floor));
    m_stack->setCurrentIndex(1);
    m_index = -1;
    go(std::max(0, int(m_spaces.indexOf(m_record.current))));
}

std::optional<domain::SpaceId> WalkPage::space() const
{
    return m_isWalking && m_index >= 0 && m_index < m_spaces.size()
        ? std::optional(m_spaces[m_index])
        : std::nullopt;
}

void WalkPage::go(int index)
{
    if (index < 0 || index >= m_spaces.size() || index == m_index)
        return;
    leaveSpace();
    m_index = index;
    m_record.current = m_spaces[index];
    m_begun = m_situation.now();
    m_facts = {};
    m_facts.begun = m_begun;
    m_result = {};
    m_isKnown = false;
    m_note->setText(m_record.entries.value(m_spaces[index]).note);
    m_heard->setDevices({}, {});
    refresh();
    Q_EMIT recordChanged();
    ask();
}

/// It keeps the ticks it has; what is missing is told in the walk's list.
void WalkPage::leaveSpace()
{
    if (!space() || !m_isKnown)
        return;
    WalkEntry entry = entryOf(*space());
    if (entry.sensor != m_facts.sensor) // it was bound a moment ago
        entry = {m_facts.sensor, {}, {}, false, entry.note, {}};
    for (const WalkStep step : domain::kAllWalkSteps) {
        if (m_result.tick(step).state == TickState::Done)
            entry.done.insert(step);
    }
    entry.isWhole = m_result.isDone();
    entry.at = m_situation.now();
    m_record.entries.insert(*space(), entry);
}

/// Spaces come and go while somebody walks.
void WalkPage::followSite()
{
    fillFloors();
    if (!m_isWalking)
        return;
    const auto current = space();
    m_spaces.removeIf([this](const domain::SpaceId &id) { return m_model.rowOf(id) < 0; });
    const int at = current ? int(m_spaces.indexOf(*current)) : -1;
    if (m_spaces.isEmpty()) {
        m_isWalking = false;
        m_stack->setCurrentIndex(0);
    } else if (at >= 0) {
        m_index = at;
        refresh();
    } else {
        const int near = std::min(m_index, int(m_spaces.size()) - 1);
        m_index = -1;
        go(near);
    }
}

void WalkPage::next()
{
    if (m_index + 1 < m_spaces.size())
        return go(m_index + 1);
    cancel();
}

bool WalkPage::cancel()
{
    if (!isVisible())
        return false;
    if (m_isWalking) {
        leaveSpace();
        m_isWalking = false;
        m_stack->setCurrentIndex(0);
        Q_EMIT recordChanged();
        updateStart();
    }
    Q_EMIT left();
    return true;
}

void WalkPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

// --- What is known -------------------------------------------------------------------------------

void WalkPage::ask()
{
    if (space() && isVisible())
        Q_EMIT wanted(*space(), m_begun);
}

void WalkPage::setNews(const domain::SpaceId &space, domain::WalkFacts facts,
                       const QList<domain::FleetDevice> &heard)
{
    if (this->space() != space || facts.begun != m_begun)
        return;
    const int hereRow = m_model.rowOf(space);
    if (hereRow < 0)
        return; // it went a moment ago
    const domain::Space &here = m_model.space(hereRow);
    for (int row = 0; row < m_model.count(); ++row) {
        const domain::Space &there = m_model.space(row);
        if (there.floor != here.floor || there.building != here.building)
            continue; // nobody carries a car so far
        const domain::SpaceStatus &status = m_model.status(row);
        const bool isNews =
            status.since >= m_begun && m_situation.now() - status.since <= domain::kWalkHeard;
        if (status.id != space && isNews && status.reason == domain::StateReason::Sensor
            && status.state == domain::SpaceState::Occupied)
            facts.others.append({status.id, there.code, status.since});
    }
    std::sort(facts.others.begin(), facts.others.end(),
              [](const domain::WalkOther &a, const domain::WalkOther &b) { return a.at > b.at; });
    m_facts = std::move(facts);
    m_isKnown = true;
    m_heard->setDevices(heard, here.code);
    refresh();
}

void WalkPage::setFailed(const QString &words)
{
    m_isKnown = false;
    updateVerdict({tr("Nobody knows what is heard"), words, "dangerSoft"_L1, u"warning"_s});
}

void WalkPage::tick(WalkTickRow &row)
{
    if (!space() || m_situation.isReadOnly() || row.step() == WalkStep::Bound
        || row.tick().state == TickState::Done || row.tick().state == TickState::NotWanted)
        return;
    WalkEntry entry = entryOf(*space());
    if (!entry.byHand.remove(row.step()))
        entry.byHand.insert(row.step());
    m_record.entries.insert(*space(), entry);
    refresh();
    Q_EMIT recordChanged();
}

// --- What is shown -------------------------------------------------------------------------------

QString WalkPage::title() const
{
    return m_title->text();
}

void WalkPage::refresh()
{
    if (!space())
        return;
    const int row = m_model.rowOf(*space());
    const QString code = row < 0 ? QString() : m_model.space(row).code;
    const WalkEntry entry = entryOf(*space());
    const auto deaf = domain::whyNotTakenIn(m_situation.health().checks);
    m_facts.deafSince = deaf ? std::optional(deaf->since) : std::nullopt;
    m_facts.doneBefore = entry.sensor == m_facts.sensor ? entry.done : QSet<WalkStep>();
    m_result = domain::walkResult(m_facts, entry.byHand, m_situation.now());
    if (deaf)
        updateVerdict(labels::nobodyListens(*deaf, m_situation.now()));
    else if (m_isKnown)
        updateVerdict(labels::verdict(m_result, m_facts, code, m_situation.now()));
    else
        updateVerdict({tr("Looking at %1").arg(code), {}, "warningSoft"_L1, u"devices"_s});
    m_swap->setVisible(m_isKnown && m_result.other && !m_situation.isReadOnly());
    for (WalkTickRow *tick : std::as_const(m_ticks))
        tick->setTick(m_isKnown ? m_result.tick(tick->step()) : domain::WalkTick(),
                      labels::text(tick->step(), code),
                      m_isKnown ? labels::seen(tick->step(), m_result, m_facts) : QString());
    updateStrip();
}

void WalkPage::updateVerdict(const labels::WalkWords &words)
{
    const bool isOk = words.ground == "okSoft"_L1;
    const bool isBad = words.ground == "dangerSoft"_L1;
    setRole(*m_verdict, isOk ? "ok"_L1 : isBad ? "danger"_L1 : "warning"_L1);
    m_title->setText(words.title);
    m_hint->setText(words.hint);
    const Tokens &t = m_theme.tokens();
    m_sign->setPixmap(m_theme.pixmap(words.icon, 48,
                                     isOk        ? t.ok
                                         : isBad ? t.danger
                                                 : t.warning,
                                     devicePixelRatioF()));
}

void WalkPage::updateStrip()
{
    QList<WalkStrip::Space> spaces;
    for (const domain::SpaceId &id : std::as_const(m_spaces)) {
        const int row = m_model.rowOf(id);
        const WalkEntry entry = entryOf(id);
        spaces.append({id, row < 0 ? QString() : m_model.space(row).code, entry.isWhole,
                       entry.at.has_value() && !entry.isWhole});
    }
    m_strip->setSpaces(spaces, m_index);
    const int whole = int(std::count_if(spaces.cbegin(), spaces.cend(),
                                        [](const WalkStrip::Space &one) { return one.isWhole; }));
    m_progress->setRange(0, int(spaces.size()));
    m_progress->setValue(whole);
    m_done->setText(
        tr("%1 of %2 done").arg(labels::number(whole), labels::number(int(spaces.size()))));
    m_back->setVisible(m_index > 0);
    m_back->setText(m_index > 0 ? spaces[m_index - 1].code : QString());
    m_next->setText(m_index + 1 < spaces.size() ? tr("Next: %1").arg(spaces[m_index + 1].code)
                                                : tr("End the walk"));
}

QByteArray WalkPage::csv() const
{
    QList<WalkLine> lines;
    for (const domain::SpaceId &id : m_spaces) {
        const int row = m_model.rowOf(id);
        if (row < 0)
            continue;
        WalkLine line{m_model.space(row).code, m_model.space(row).displayEui.has_value()};
        if (m_record.entries.contains(id))
            line.entry = entryOf(id);
        lines.append(line);
    }
    return walkCsv(lines);
}

QList<DeviceLabel> WalkPage::deviceLabels() const
{
    using domain::DeviceKind;
    QList<DeviceLabel> found;
    for (const domain::SpaceId &id : m_spaces) {
        const int row = m_model.rowOf(id);
        if (row < 0)
            continue;
        const domain::Space &space = m_model.space(row);
        const auto add = [&](const std::optional<domain::DevEui> &eui, DeviceKind kind) {
            if (!eui)
                return;
            domain::FleetDevice device;
            device.device.devEui = *eui;
            device.device.kind = kind;
            device.place = {space.code, space.building, space.floor, space.zone};
            found.append(labelOf(device));
        };
        add(space.sensorEui, DeviceKind::Sensor);
        add(space.displayEui, DeviceKind::Display);
    }
    return found;
}

} // namespace parking::ui

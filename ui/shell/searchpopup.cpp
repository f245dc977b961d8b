#include "shell/searchpopup.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/plainicon.h"
#include "widgets/statepill.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kMostSpaces = 9; // room for floors and commands below
constexpr int kMostFloors = 6;
constexpr qsizetype kMostRecent = 5;
constexpr qsizetype kShortestState = 3; // letters: less is the beginning of many words
constexpr qsizetype kShortestEui = 4; // digits: less is a part of many
constexpr qsizetype kShortestFinding = 3; // letters: pages look through all they have
constexpr auto kTypingPause = std::chrono::milliseconds(200);
constexpr int kHitRole = Qt::UserRole; // of a row: its place in m_hits

/// Letters and digits alone: people copy DevEUIs with colons, dashes or blanks.
QString bareOf(const QString &text)
{
    QString bare;
    for (const QChar c : text) {
        if (c.isLetterOrNumber())
            bare.append(c);
    }
    return bare;
}

bool holds(const std::optional<domain::DevEui> &eui, const QString &bare)
{
    return eui && bare.size() >= kShortestEui
        && eui->toString().contains(bare, Qt::CaseInsensitive);
}

QIcon signOf(const domain::SpaceStatus &status, domain::Confidence heard, const Theme &theme,
             qreal ratio)
{
    QPixmap sign(QSize(16, 16) * ratio);
    sign.setDevicePixelRatio(ratio);
    sign.fill(Qt::transparent);
    QPainter painter(&sign);
    painter.setRenderHint(QPainter::Antialiasing);
    paintStateSign(painter, QRectF(1, 1, 14, 14), status.state, status.certainty(heard), theme);
    return plainIcon(sign);
}

} // namespace

SearchPopup::SearchPopup(SiteModel &model, const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup), m_model(model), m_theme(theme)
{
    setObjectName(u"popup"_s);
    m_text = new QLineEdit(this);
    m_text->setPlaceholderText(tr("Code, name, DevEUI, floor, state, or what you want to do"));
    m_text->setAccessibleName(tr("Find a space"));
    m_text->installEventFilter(this);
    m_results = new QListWidget(this);
    m_results->setFocusPolicy(Qt::NoFocus);
    m_results->setAccessibleName(tr("Results"));
    m_results->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_text);
    layout->addWidget(m_results);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kTypingPause);
    connect(&m_pause, &QTimer::timeout, this, &SearchPopup::askPages);
    connect(m_text, &QLineEdit::textChanged, this, &SearchPopup::search);
    connect(m_results, &QListWidget::itemClicked, this, &SearchPopup::take);
}

void SearchPopup::open(const QPoint &topCentre)
{
    setFixedSize(m_theme.scaled(620), m_theme.scaled(420));
    move(topCentre - QPoint(width() / 2, 0));
    m_text->clear();
    search({});
    show();
    m_text->setFocus();
}

void SearchPopup::setPages(const QList<Page> &pages)
{
    for (const Page &page : pages) {
        if (page.find)
            m_pages.append(page);
    }
}

// --- What is found -------------------------------------------------------------------------------

void SearchPopup::search(const QString &typed)
{
    const QString text = typed.simplified();
    m_results->clear();
    m_hits.clear();
    m_findings.clear();
    ++m_search;
    const bool isAsked = text.size() >= kShortestFinding && !m_pages.isEmpty();
    m_unanswered = isAsked ? int(m_pages.size()) : 0;
    if (text.isEmpty())
        addRecent();
    addSpaces(text);
    if (!text.isEmpty())
        addFloors(text);
    addCommands(text);
    if (isAsked)
        m_pause.start();
    else
        m_pause.stop();
    tellNothing();
    select(0, 1);
}

/// While pages look, nothing is said to be found nowhere.
void SearchPopup::tellNothing()
{
    if (!m_hits.isEmpty())
        return;
    m_results->clear();
    addLine(m_unanswered > 0
                ? tr("Looking…")
                : tr("Nothing found for “%1”. Codes look like B1-055.").arg(m_text->text()),
            false);
}

void SearchPopup::addLine(const QString &text, bool isHead)
{
    auto *item = new QListWidgetItem(text, m_results);
    item->setFlags(Qt::NoItemFlags);
    if (!isHead)
        return;
    QFont font = m_results->font();
    font.setBold(true);
    item->setFont(font);
}

void SearchPopup::askPages()
{
    const QString text = m_text->text().simplified();
    for (const Page &page : std::as_const(m_pages)) {
        page.find(text, [this, page, search = m_search](const QList<Finding> &findings) {
            if (search != m_search)
                return;
            --m_unanswered;
            addFindings(page, findings);
        });
    }
}

/// Behind what stands there: nothing moves under the hand of whoever chooses already.
void SearchPopup::addFindings(const Page &page, const QList<Finding> &findings)
{
    if (m_hits.isEmpty())
        m_results->clear(); // nothing but words stood there
    if (!findings.isEmpty())
        addLine(page.title, true);
    for (const Finding &finding : findings) {
        m_findings.append(finding);
        add({.kind = Hit::Kind::Finding, .finding = int(m_findings.size()) - 1});
    }
    tellNothing();
    if (m_results->currentRow() < 0)
        select(0, 1);
}

void SearchPopup::addRecent()
{
    for (const Hit &hit : std::as_const(m_recent))
        add(hit);
}

/// By code and name, then by the DevEUI of sensor or lamp, then by state.
void SearchPopup::addSpaces(const QString &text)
{
    const QString bare = bareOf(text);
    const bool mayBeState = text.size() >= kShortestState;
    QList<int> byEui;
    QList<int> byState;
    int found = 0;
    for (int row = 0; row < m_model.count() && found < kMostSpaces; ++row) {
        const domain::Space &space = m_model.space(row);
        if (space.code.contains(text, Qt::CaseInsensitive)
            || space.name.contains(text, Qt::CaseInsensitive)) {
            add({.kind = Hit::Kind::Space, .space = space.id});
            ++found;
        } else if (holds(space.sensorEui, bare) || holds(space.displayEui, bare)) {
            byEui.append(row);
        } else if (mayBeState && byState.size() < kMostSpaces
                   && labels::text(m_model.status(row), m_model.confidence(row))
                          .startsWith(text, Qt::CaseInsensitive)) {
            byState.append(row);
        }
    }
    for (const int row : byEui + byState) {
        if (found++ < kMostSpaces)
            add({.kind = Hit::Kind::Space, .space = m_model.space(row).id});
    }
}

void SearchPopup::addFloors(const QString &text)
{
    int found = 0;
    const QStringList buildings = m_model.buildings();
    for (const QString &building : buildings) {
        for (const QString &floor : m_model.floorsOf(building)) {
            const bool fits = floor.startsWith(text, Qt::CaseInsensitive)
                || u"%1 %2"_s.arg(building, floor).contains(text, Qt::CaseInsensitive);
            if (fits && found++ < kMostFloors)
                add({.kind = Hit::Kind::Floor, .building = building, .floor = floor});
        }
    }
}

void SearchPopup::addCommands(const QString &text)
{
    for (int i = 0; i < m_commands.size(); ++i) {
        if (m_commands[i].text.contains(text, Qt::CaseInsensitive))
            add({.kind = Hit::Kind::Command, .command = i});
    }
}

void SearchPopup::add(const Hit &hit)
{
    QString text;
    QIcon icon;
    if (m_hits.contains(hit) || !describe(hit, text, icon))
        return;
    auto *item = new QListWidgetItem(text, m_results);
    item->setIcon(icon);
    item->setData(kHitRole, int(m_hits.size()));
    m_hits.append(hit);
}

bool SearchPopup::describe(const Hit &hit, QString &text, QIcon &icon) const
{
    switch (hit.kind) {
    case Hit::Kind::Space: {
        const int row = m_model.rowOf(hit.space);
        if (row < 0)
            return false;
        const domain::Space &space = m_model.space(row);
        text = tr("%1   %2 · %3 · %4")
                   .arg(space.name.isEmpty() || space.name == space.code
                            ? space.code
                            : tr("%1 (%2)").arg(space.code, space.name),
                        space.building, space.floor,
                        labels::text(m_model.status(row), m_model.confidence(row)));
        icon = signOf(m_model.status(row), m_model.confidence(row), m_theme, devicePixelRatioF());
        return true;
    }
    case Hit::Kind::Floor: {
        const domain::Counts counts = m_model.counts(hit.building, hit.floor);
        text =
            tr("%1   %2 · %3 of %4 free")
                .arg(hit.floor, hit.building, labels::free(counts), labels::number(counts.total));
        icon = m_theme.icon(u"layers"_s);
        return counts.total > 0;
    }
    case Hit::Kind::Command: {
        const WindowCommand &command = m_commands[hit.command];
        const QString keys = command.keys.toString(QKeySequence::NativeText);
        text = keys.isEmpty() ? command.text : tr("%1   (%2)").arg(command.text, keys);
        icon = m_theme.icon(command.icon);
        return !command.isPossible || command.isPossible();
    }
    case Hit::Kind::Finding:
        text = m_findings[hit.finding].text;
        icon = m_theme.icon(m_findings[hit.finding].icon);
        return true;
    }
    return false;
}

bool SearchPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
        const int by = key == Qt::Key_Down ? 1 : -1;
        select(m_results->currentRow() + by, by);
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        take();
        return true;
    }
    return false;
}

/// The first row from there on that can be chosen; none: it stays.
void SearchPopup::select(int row, int by)
{
    for (; row >= 0 && row < m_results->count(); row += by) {
        if (m_results->item(row)->data(kHitRole).isValid())
            return m_results->setCurrentRow(row);
    }
}

void SearchPopup::take()
{
    const QListWidgetItem *row = m_results->currentItem();
    if (!row || !row->data(kHitRole).isValid())
        return;
    const Hit hit = m_hits[row->data(kHitRole).toInt()];
    hide();
    if (hit.kind == Hit::Kind::Finding) { // what a page found may be gone later
        const auto open = m_findings[hit.finding].open;
        return open();
    }
    m_recent.removeAll(hit);
    m_recent.prepend(hit);
    m_recent.resize(qMin(m_recent.size(), kMostRecent));
    switch (hit.kind) {
    case Hit::Kind::Space:
        Q_EMIT chosen(hit.space);
        break;
    case Hit::Kind::Floor:
        Q_EMIT floorChosen(hit.building, hit.floor);
        break;
    case Hit::Kind::Command:
        m_commands[hit.command].run();
        break;
    case Hit::Kind::Finding:
        break;
    }
}

} // namespace parking::ui

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
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_text);
    layout->addWidget(m_results);
    connect(m_text, &QLineEdit::textChanged, this, &SearchPopup::search);
    connect(m_results, &QListWidget::itemClicked, this, &SearchPopup::take);
}

void SearchPopup::open(const QPoint &topCentre)
{
    setFixedSize(m_theme.scaled(440), m_theme.scaled(420));
    move(topCentre - QPoint(width() / 2, 0));
    m_text->clear();
    search({});
    show();
    m_text->setFocus();
}

// --- What is found -------------------------------------------------------------------------------

void SearchPopup::search(const QString &typed)
{
    const QString text = typed.simplified();
    m_results->clear();
    m_hits.clear();
    if (text.isEmpty())
        addRecent();
    addSpaces(text);
    if (!text.isEmpty())
        addFloors(text);
    addCommands(text);
    if (m_results->count() == 0) {
        auto *none = new QListWidgetItem(
            tr("Nothing found for “%1”. Codes look like B1-055.").arg(typed), m_results);
        none->setFlags(Qt::NoItemFlags);
    }
    m_results->setCurrentRow(0);
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
    m_hits.append(hit);
    auto *item = new QListWidgetItem(text, m_results);
    item->setIcon(icon);
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
                   .arg(space.code, space.building, space.floor,
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
        m_results->setCurrentRow(qBound(0, m_results->currentRow() + by, m_results->count() - 1));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        take();
        return true;
    }
    return false;
}

void SearchPopup::take()
{
    const int at = m_results->currentRow();
    if (at < 0 || at >= m_hits.size())
        return;
    const Hit hit = m_hits[at];
    m_recent.removeAll(hit);
    m_recent.prepend(hit);
    m_recent.resize(qMin(m_recent.size(), kMostRecent));
    hide();
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
    }
}

} // namespace parking::ui

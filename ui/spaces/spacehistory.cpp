#include "spaces/spacehistory.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace parking::ui {

namespace {

constexpr int kShownChanges = 5;

domain::Confidence certainty(bool isKnown)
{
    return isKnown ? domain::Confidence::Fresh : domain::Confidence::Unverified;
}

/// Two signs with an arrow between: what a change went from and to.
QPixmap changeSigns(const domain::StateChange &change, bool wasKnown, const Theme &theme,
                    qreal ratio)
{
    QPixmap pixmap(QSize(52, 16) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintStateSign(painter, QRectF(1, 1, 14, 14),
                   change.previous.value_or(domain::SpaceState::Free),
                   certainty(wasKnown && change.previous), theme);
    painter.drawPixmap(QPointF(19, 1),
                       theme.pixmap(u"arrow-right"_s, 14, theme.tokens().text2, ratio));
    paintStateSign(painter, QRectF(37, 1, 14, 14), change.current, certainty(change.isKnown()),
                   theme);
    return pixmap;
}

/// From the gap's begin on nobody knows what the space was, from its end on it is what it was.
/// `changes`: oldest first, and they stay so; those until `now` are looked at.
void leaveOut(const domain::RecordingGap &gap, UtcTime now, QList<domain::StateChange> &changes)
{
    if (gap.from >= gap.to || gap.to <= now - std::chrono::hours(24) || gap.from >= now)
        return;
    const auto first =
        std::upper_bound(changes.begin(), changes.end(), gap.from,
                         [](UtcTime time, const auto &change) { return time < change.time; });
    const auto behind =
        std::lower_bound(first, changes.end(), gap.to,
                         [](const auto &change, UtcTime time) { return change.time < time; });
    if (behind == changes.begin())
        return;
    domain::StateChange known = *std::prev(behind);
    domain::StateChange unknown = known;
    unknown.reason = domain::StateReason::Default;
    unknown.current = domain::SpaceState::Free;
    unknown.time = gap.from;
    known.time = gap.to;
    const auto place = changes.insert(changes.erase(first, behind), unknown);
    if (gap.to < now)
        changes.insert(std::next(place), known);
}

} // namespace

SpaceHistory::SpaceHistory(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    m_strip = new DayStrip(theme, this);
    m_dayHead = new SectionHead(tr("Last 24 hours"), m_strip, theme, this);
    auto *changes = new QWidget(this);
    m_changesHead = new SectionHead(tr("Recent changes"), changes, theme, this);
    m_rows = new QVBoxLayout(changes);
    m_rows->setContentsMargins(0, 4, 0, 0);
    m_rows->setSpacing(0);
    const auto padded = [](std::initializer_list<QWidget *> parts) {
        auto *box = new QVBoxLayout;
        box->setContentsMargins(20, 8, 20, 12);
        box->setSpacing(2);
        for (QWidget *part : parts)
            box->addWidget(part);
        return box;
    };
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(padded({m_dayHead, m_strip}));
    layout->addWidget(makeRule(this));
    layout->addLayout(padded({m_changesHead, changes}));
    connect(&situation, &Situation::nowChanged, this, [this] {
        const UtcTime now = m_situation.now();
        if (m_space && (now < m_dayEnd || now - m_dayEnd >= std::chrono::minutes(1)))
            refreshDay();
    });
}

void SpaceHistory::setSpace(const std::optional<domain::SpaceId> &space)
{
    m_space = space;
    m_changes.clear();
    m_next.reset();
    ask();
}

void SpaceHistory::ask()
{
    if (m_space)
        Q_EMIT wanted(*m_space);
}

void SpaceHistory::setChanges(const domain::SpaceId &space,
                              const QList<domain::StateChange> &changes)
{
    if (m_space != space)
        return;
    m_changes = changes;
    refresh();
}

void SpaceHistory::setNext(const domain::SpaceId &space,
                           const std::optional<domain::StateChange> &change)
{
    if (m_space != space)
        return;
    m_next = change;
    refresh();
}

void SpaceHistory::setPast(const QList<domain::RecordingGap> &gaps)
{
    m_isPast = true;
    m_gaps = gaps;
    m_strip->setPast();
    m_dayHead->setText(tr("24 hours before"));
    m_changesHead->setText(tr("Changes around this moment"));
}

void SpaceHistory::refreshDay()
{
    m_dayEnd = m_situation.now();
    QList<domain::StateChange> oldestFirst = m_changes;
    std::reverse(oldestFirst.begin(), oldestFirst.end());
    for (const domain::RecordingGap &gap : std::as_const(m_gaps))
        leaveOut(gap, m_dayEnd, oldestFirst);
    m_strip->setHistory(oldestFirst, m_dayEnd);
    const Milliseconds known = m_strip->known();
    QString told;
    if (known >= std::chrono::minutes(1))
        told = tr("occupied %1").arg(labels::percent(*m_strip->occupied()));
    if (!told.isEmpty() && known < kNearlyADay)
        told = tr("%1 of %2 known").arg(told, labels::age(known));
    m_dayHead->setDetail(told);
}

void SpaceHistory::refresh()
{
    refreshDay();
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (m_next)
        m_rows->addWidget(
            makeLine(*m_next, !m_changes.isEmpty() && m_changes.first().isKnown(), true));
    for (qsizetype i = 0; i < qMin<qsizetype>(kShownChanges, m_changes.size()); ++i)
        m_rows->addWidget(makeRow(i));
    if (m_changes.isEmpty() && !m_next)
        m_rows->addWidget(
            makeLabel(m_rows->parentWidget(), "caption"_L1,
                      m_isPast ? tr("No changes are known.") : tr("No changes yet.")));
}

QWidget *SpaceHistory::makeRow(qsizetype at)
{
    const domain::StateChange &change = m_changes[at];
    // Without an older change nobody knows what it rested on before.
    const bool wasKnown = change.previous != domain::SpaceState::Free
        || (at + 1 < m_changes.size() && m_changes[at + 1].isKnown());
    return makeLine(change, wasKnown, false);
}

QWidget *SpaceHistory::makeLine(const domain::StateChange &change, bool wasKnown, bool isNext)
{
    auto *row = new QWidget(m_rows->parentWidget());
    const bool isNear = std::chrono::abs(m_situation.now() - change.time) < std::chrono::hours(24);
    auto *time = makeLabel(row, "secondary"_L1,
                           m_isPast && !isNear ? labels::dayAndClock(change.time)
                                               : labels::clock(change.time));
    time->setMinimumWidth(m_theme.scaled(36));
    auto *signs = makeLabel(row);
    signs->setPixmap(changeSigns(change, wasKnown, m_theme, devicePixelRatioF()));
    auto *text = makeLabel(row, {}, labels::text(change));
    text->setWordWrap(true);
    text->setMinimumHeight(m_theme.scaled(26));
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(10);
    line->addWidget(time);
    line->addWidget(signs);
    line->addWidget(text, 1);
    if (isNext) {
        line->addWidget(makeLabel(row, "caption"_L1, tr("next")));
        auto *go = new QPushButton(tr("Go there"), row);
        go->setProperty("kind", u"link"_s);
        connect(go, &QPushButton::clicked, this,
                [this, moment = change.time] { Q_EMIT momentChosen(moment); });
        line->addWidget(go);
    }
    return row;
}

} // namespace parking::ui

#include "spaces/spacehistory.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QPainter>

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
    if (change.previous)
        paintStateSign(painter, QRectF(1, 1, 14, 14), *change.previous, certainty(wasKnown), theme);
    painter.drawPixmap(QPointF(19, 1),
                       theme.pixmap(u"arrow-right"_s, 14, theme.tokens().text2, ratio));
    paintStateSign(painter, QRectF(37, 1, 14, 14), change.current, certainty(change.isKnown()),
                   theme);
    return pixmap;
}

} // namespace

SpaceHistory::SpaceHistory(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    m_strip = new DayStrip(theme, this);
    m_dayHead = new SectionHead(tr("Last 24 hours"), m_strip, theme, this);
    auto *changes = new QWidget(this);
    auto *changesHead = new SectionHead(tr("Recent changes"), changes, theme, this);
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
    layout->addLayout(padded({changesHead, changes}));
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

void SpaceHistory::refreshDay()
{
    m_dayEnd = m_situation.now();
    QList<domain::StateChange> oldestFirst = m_changes;
    std::reverse(oldestFirst.begin(), oldestFirst.end());
    m_strip->setHistory(oldestFirst, m_situation.now());
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
    for (qsizetype i = 0; i < qMin<qsizetype>(kShownChanges, m_changes.size()); ++i)
        m_rows->addWidget(makeRow(i));
    if (m_changes.isEmpty())
        m_rows->addWidget(makeLabel(m_rows->parentWidget(), "caption"_L1, tr("No changes yet.")));
}

QWidget *SpaceHistory::makeRow(qsizetype at)
{
    const domain::StateChange &change = m_changes[at];
    // Without an older change nobody knows what it rested on before.
    const bool wasKnown = change.previous != domain::SpaceState::Free
        || (at + 1 < m_changes.size() && m_changes[at + 1].isKnown());
    auto *row = new QWidget(m_rows->parentWidget());
    auto *time = makeLabel(row, "secondary"_L1, labels::clock(change.time));
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
    return row;
}

} // namespace parking::ui

#include "lamps/downlinkmodel.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lampdisc.h"
#include "lamps/lamplabels.h"
#include "widgets/plainicon.h"

#include <QLocale>
#include <QSet>

namespace parking::ui {

using domain::Downlink;
using domain::DownlinkState;

namespace {

QString delay(const std::optional<UtcTime> &time, UtcTime since)
{
    return time ? labels::milliseconds(double((*time - since).count())) : QString();
}

bool isTrouble(DownlinkState state)
{
    return state == DownlinkState::Failed || state == DownlinkState::Expired;
}

} // namespace

DownlinkModel::DownlinkModel(const Situation &situation, const Theme &theme,
                             std::function<QString(const domain::SpaceId &)> codeOf,
                             QObject *parent)
    : QAbstractTableModel(parent), m_situation(situation), m_theme(theme),
      m_codeOf(std::move(codeOf))
{
}

void DownlinkModel::setRows(const QList<Downlink> &rows, bool hasOlder)
{
    const bool same = rows.size() == m_rows.size()
        && std::equal(rows.cbegin(), rows.cend(), m_rows.cbegin(),
                      [](const Downlink &a, const Downlink &b) { return a.id == b.id; });
    m_hasOlder = hasOlder;
    m_asksOlder = false;
    if (same) { // rows that stay keep their place in the view
        m_rows = rows;
        m_matching.reset();
        noteNewer();
        if (!rows.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(int(rows.size()) - 1, kColumns - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    m_matching.reset();
    noteNewer();
    endResetModel();
}

void DownlinkModel::addOlder(const QList<Downlink> &rows)
{
    m_asksOlder = false;
    m_hasOlder = !rows.isEmpty();
    if (rows.isEmpty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_rows += rows;
    if (m_matching) {
        for (const Downlink &row : rows)
            m_matching->insert(row.id);
    }
    noteNewer();
    endInsertRows();
}

void DownlinkModel::giveUpOlder()
{
    m_asksOlder = false;
}

void DownlinkModel::update(const QList<Downlink> &rows)
{
    for (const Downlink &row : rows) {
        const int at = rowOf(row.id);
        if (at < 0 || m_rows[at] == row)
            continue;
        m_rows[at] = row;
        Q_EMIT dataChanged(index(at, 0), index(at, kColumns - 1));
    }
}

void DownlinkModel::setMatching(const QSet<domain::DownlinkId> &matching)
{
    if (m_matching == matching)
        return;
    m_matching = matching;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, kColumns - 1),
                           {Qt::ForegroundRole});
}

void DownlinkModel::noteNewer()
{
    m_hasNewer.clear();
    m_rowOf.clear();
    QSet<domain::DevEui> seen; // newest first
    for (const Downlink &row : std::as_const(m_rows)) {
        m_rowOf.insert(row.id, int(m_hasNewer.size()));
        m_hasNewer.append(seen.contains(row.devEui));
        seen.insert(row.devEui);
    }
}

bool DownlinkModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasOlder && !m_asksOlder && !m_rows.isEmpty();
}

void DownlinkModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_asksOlder = true;
    Q_EMIT olderWanted(m_rows.last().sequence);
}

int DownlinkModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DownlinkModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString DownlinkModel::text(int at, int column) const
{
    const Downlink &row = m_rows[at];
    switch (column) {
    case Time:
        return QLocale().toString(toDateTime(row.decidedAt).toLocalTime(), tr("d MMM HH:mm:ss"));
    case Space:
        return m_codeOf(row.spaceId);
    case Lamp:
        return row.devEui.toString();
    case Colour:
        return labels::wanted(row.frame);
    case State:
        return labels::text(row.state);
    case Cause:
        return row.actor.isEmpty() ? labels::text(row.cause)
                                   : tr("%1 by %2").arg(labels::text(row.cause), row.actor);
    case ToChirpStack:
        return delay(row.queuedAt, row.decidedAt);
    case ToAir:
        return delay(row.sentAt, row.decidedAt);
    case Attempts:
        return labels::number(row.attempts);
    case Why:
        return labels::why(row,
                           {.now = m_situation.now(),
                            .health = m_situation.health(),
                            .hasNewer = m_hasNewer[at] ? std::optional(true) : std::nullopt});
    }
    return {};
}

QVariant DownlinkModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Downlink &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(index.row(), index.column());
    case Qt::ToolTipRole:
        if (index.column() == Why)
            return row.detail.isEmpty() ? text(index.row(), Why)
                                        : text(index.row(), Why) + u'\n' + row.detail;
        return index.column() == Space ? QVariant(row.devEui.toString()) : QVariant();
    case Qt::DecorationRole:
        if (index.column() == Colour && !row.frame.isRaw())
            return plainIcon(lampDisc(row.frame.colour, m_theme, 2));
        if (index.column() == State && isTrouble(row.state))
            return plainIcon(m_theme.pixmap(u"warning"_s, 16, m_theme.tokens().danger, 2));
        if (index.column() == State
            && (row.state == DownlinkState::Echoed || row.state == DownlinkState::Acked))
            return plainIcon(m_theme.pixmap(u"check"_s, 16, m_theme.tokens().ok, 2));
        return {};
    case Qt::ForegroundRole:
        return colourOf(row, index.column());
    case Qt::FontRole:
        return index.column() == Lamp ? QVariant(m_theme.monoFont(TextStyle::Caption)) : QVariant();
    case Qt::TextAlignmentRole:
        if (index.column() >= ToChirpStack && index.column() <= Attempts)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant DownlinkModel::colourOf(const Downlink &row, int column) const
{
    const Tokens &t = m_theme.tokens();
    if (m_matching && !m_matching->contains(row.id))
        return t.text3;
    if (column == State && isTrouble(row.state))
        return t.danger;
    if (row.state == DownlinkState::Superseded || column == Cause || column == Why)
        return t.text2;
    return {};
}

QVariant DownlinkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section >= ToChirpStack && section <= Attempts
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Decided");
    case Space:
        return tr("Space");
    case Lamp:
        return tr("Lamp");
    case Colour:
        return tr("Colour");
    case State:
        return tr("State");
    case Cause:
        return tr("Cause");
    case ToChirpStack:
        return tr("To ChirpStack");
    case ToAir:
        return tr("To the air");
    case Attempts:
        return tr("Tries");
    case Why:
        return tr("Why");
    }
    return {};
}

} // namespace parking::ui

#include "lamps/downlinkmodel.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/lampdisc.h"
#include "lamps/lamplabels.h"

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

/// Rows that stay keep their place in the view: a page that only moved is told as changed data.
void DownlinkModel::setRows(const QList<Downlink> &rows)
{
    const bool same = rows.size() == m_rows.size()
        && std::equal(rows.cbegin(), rows.cend(), m_rows.cbegin(),
                      [](const Downlink &a, const Downlink &b) { return a.id == b.id; });
    if (same) {
        m_rows = rows;
        noteNewer();
        if (!rows.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(int(rows.size()) - 1, kColumns - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    noteNewer();
    endResetModel();
}

void DownlinkModel::noteNewer()
{
    m_hasNewer.clear();
    QSet<domain::DevEui> seen; // newest first
    for (const Downlink &row : std::as_const(m_rows)) {
        m_hasNewer.append(seen.contains(row.devEui));
        seen.insert(row.devEui);
    }
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
        return labels::colour(row.frame.colour);
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
        if (index.column() == Colour)
            return lampDisc(row.frame.colour, m_theme, 2);
        if (index.column() == State && isTrouble(row.state))
            return m_theme.pixmap(u"warning"_s, 16, m_theme.tokens().danger, 2);
        if (index.column() == State
            && (row.state == DownlinkState::Echoed || row.state == DownlinkState::Acked))
            return m_theme.pixmap(u"check"_s, 16, m_theme.tokens().ok, 2);
        return {};
    case Qt::ForegroundRole:
        if (index.column() == State && isTrouble(row.state))
            return m_theme.tokens().danger;
        if (row.state == DownlinkState::Superseded || index.column() == Cause
            || index.column() == Why)
            return m_theme.tokens().text2;
        return {};
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
        return tr("On the air");
    case Attempts:
        return tr("Tries");
    case Why:
        return tr("Why");
    }
    return {};
}

} // namespace parking::ui

#include "devices/fleetmodel.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"
#include "lamps/lamplabels.h"

#include <algorithm>

namespace parking::ui {

using domain::FleetDevice;

FleetModel::FleetModel(const Situation &situation, const Theme &theme, QObject *parent)
    : QAbstractTableModel(parent), m_situation(situation), m_theme(theme)
{
}

void FleetModel::setRows(const QList<FleetDevice> &rows, qint64 total)
{
    beginResetModel();
    m_rows = rows;
    m_total = total;
    endResetModel();
    noteTicked();
}

void FleetModel::refresh(const QList<FleetDevice> &rows, qint64 total)
{
    QHash<domain::DevEui, const FleetDevice *> fresh;
    for (const FleetDevice &d : rows)
        fresh.insert(d.device.devEui, &d);
    for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
        const FleetDevice *known = fresh.take(m_rows[at].device.devEui);
        if (!known) {
            beginRemoveRows({}, at, at);
            m_rows.removeAt(at);
            endRemoveRows();
        } else if (m_rows[at] != *known) {
            m_rows[at] = *known;
            Q_EMIT dataChanged(index(at, 0), index(at, kColumns - 1));
        }
    }
    m_total = total;
    noteTicked();
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + fresh.size()) - 1);
    for (const FleetDevice &d : rows) {
        if (fresh.contains(d.device.devEui))
            m_rows.append(d);
    }
    endInsertRows();
}

int FleetModel::rowOf(domain::DevEui eui) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].device.devEui == eui)
            return row;
    }
    return -1;
}

// --- Ticks ---------------------------------------------------------------------------------------

QList<FleetDevice> FleetModel::ticked() const
{
    QList<FleetDevice> all = m_ticked.values();
    std::sort(all.begin(), all.end(), [](const FleetDevice &a, const FleetDevice &b) {
        return std::pair(domain::sortName(a.device), a.device.devEui.value())
            < std::pair(domain::sortName(b.device), b.device.devEui.value());
    });
    return all;
}

/// What is ticked is what it is now, not what it was when somebody ticked it.
void FleetModel::noteTicked()
{
    if (m_ticked.isEmpty())
        return;
    for (const FleetDevice &d : std::as_const(m_rows)) {
        if (const auto found = m_ticked.find(d.device.devEui); found != m_ticked.end())
            *found = d;
    }
    Q_EMIT ticksChanged();
}

void FleetModel::setTicked(int row, bool ticked)
{
    const FleetDevice &d = m_rows[row];
    if (m_ticked.contains(d.device.devEui) == ticked)
        return;
    if (ticked)
        m_ticked.insert(d.device.devEui, d);
    else
        m_ticked.remove(d.device.devEui);
    Q_EMIT dataChanged(index(row, Name), index(row, Name), {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

void FleetModel::tickAll()
{
    for (const FleetDevice &d : std::as_const(m_rows))
        m_ticked.insert(d.device.devEui, d);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Name), index(int(m_rows.size()) - 1, Name),
                           {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

void FleetModel::untickAll()
{
    m_ticked.clear();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Name), index(int(m_rows.size()) - 1, Name),
                           {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

bool FleetModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    setTicked(index.row(), value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags FleetModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags plain = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == Name ? plain | Qt::ItemIsUserCheckable : plain;
}

// --- What is shown -------------------------------------------------------------------------------

int FleetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FleetModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

bool FleetModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_rows.isEmpty() && m_total > m_rows.size();
}

void FleetModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        Q_EMIT moreWanted();
}

void FleetModel::sort(int column, Qt::SortOrder order)
{
    domain::FleetSort sort;
    if (column == Name)
        sort.by = domain::FleetOrder::Name;
    else if (column == Signal)
        sort.by = domain::FleetOrder::Signal;
    else if (column == Battery)
        sort.by = domain::FleetOrder::Battery;
    else if (column == Heard)
        sort.by = domain::FleetOrder::Heard;
    sort.descending = column >= 0 && order == Qt::DescendingOrder;
    Q_EMIT sortWanted(sort);
}

QString FleetModel::text(const FleetDevice &d, int column) const
{
    switch (column) {
    case Name:
        return labels::name(d.device);
    case Signal:
        return d.device.rssiDbm ? labels::dbm(*d.device.rssiDbm) : QString();
    case Battery:
        if (d.battery == domain::BatteryLevel::External)
            return tr("cable");
        if (d.device.batteryVolt)
            return labels::volt(*d.device.batteryVolt);
        return d.device.batteryPercent ? labels::percent(*d.device.batteryPercent / 100)
                                       : QString(QChar(0x2013));
    case Heard:
        return d.device.lastHeard ? labels::age(m_situation.now() - *d.device.lastHeard)
                                  : tr("never");
    }
    return {};
}

/// For who does not see the signs.
QString FleetModel::spoken(const FleetDevice &d, int column) const
{
    const QString plain = text(d, column);
    if (column == Name && !d.lampProblem.isEmpty())
        return tr("%1, %2, %3")
            .arg(plain, labels::place(d.place), labels::lampTrouble(d.lampProblem));
    if (column == Name)
        return tr("%1, %2, %3").arg(plain, labels::place(d.place), labels::text(d.state));
    if (column == Signal && d.device.rssiDbm)
        return tr("signal %1, %2").arg(labels::text(d.signal), plain);
    if (column == Battery && d.battery == domain::BatteryLevel::Low)
        return tr("battery low, %1").arg(plain);
    return plain;
}

QVariant FleetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FleetDevice &d = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(d, index.column());
    case Qt::CheckStateRole:
        return index.column() == Name
            ? QVariant(m_ticked.contains(d.device.devEui) ? Qt::Checked : Qt::Unchecked)
            : QVariant();
    case Qt::AccessibleTextRole:
        return spoken(d, index.column());
    case Qt::ToolTipRole:
        return index.column() == Name ? QVariant(labels::eui(d.device.devEui))
                                      : QVariant(spoken(d, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant((index.column() <= Signal ? Qt::AlignLeft : Qt::AlignRight)
                        | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant FleetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section <= Signal ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Device");
    case Signal:
        return tr("Signal");
    case Battery:
        return tr("Battery");
    case Heard:
        return tr("Heard");
    }
    return {};
}

} // namespace parking::ui

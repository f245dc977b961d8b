#include "spacelist/spacerows.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"

#include <QCollator>

#include <algorithm>
#include <limits>

namespace parking::ui {

using domain::Confidence;

SpaceChipCounts chipCounts(const SiteModel &site, const QString &building, const QString &floor)
{
    SpaceChipCounts chips;
    chips.counts = site.counts(building, floor);
    for (const domain::Space &space : site.spaces()) {
        if ((building.isEmpty() || space.building == building)
            && (floor.isEmpty() || space.floor == floor) && !space.sensorEui)
            ++chips.noSensor;
    }
    return chips;
}

QString placeOf(const domain::Space &space, bool withBuilding)
{
    QStringList parts{space.floor, space.zone};
    if (withBuilding)
        parts.prepend(space.building);
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

SpaceRows::SpaceRows(const SiteModel &site, const Situation &situation, QObject *parent)
    : QAbstractTableModel(parent), m_site(site), m_situation(situation)
{
    connect(&site, &SiteModel::modelAboutToBeReset, this, [this] {
        beginResetModel(); // its rows are not the ones that we name
        m_rows.clear();
        m_rowOf.clear();
        endResetModel();
    });
    connect(&site, &SiteModel::loaded, this, [this] {
        const auto before = m_ticked.size();
        m_ticked.removeIf([this](const domain::SpaceId &id) { return m_site.rowOf(id) < 0; });
        rebuild();
        if (before != m_ticked.size())
            Q_EMIT ticksChanged();
    });
    connect(&site, &SiteModel::statusesChanged, this, &SpaceRows::follow);
    connect(&site, &SiteModel::confidenceChanged, this, &SpaceRows::follow);
    connect(&situation, &Situation::nowChanged, this, [this] {
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0, Since), index(rowCount() - 1, Next), {Qt::DisplayRole});
    });
    rebuild();
}

// --- Which rows, in which order ------------------------------------------------------------------

bool SpaceRows::passes(int row) const
{
    const domain::Space &space = m_site.space(row);
    if (!m_filter.only.isEmpty() && !m_filter.only.contains(space.id))
        return false;
    if ((!m_filter.building.isEmpty() && space.building != m_filter.building)
        || (!m_filter.floor.isEmpty() && space.floor != m_filter.floor))
        return false;
    const Confidence confidence = m_site.confidence(row);
    if ((m_filter.isSilent && confidence != Confidence::Stale)
        || (m_filter.hasNoSensor && space.sensorEui))
        return false;
    if (!m_filter.states.isEmpty() || m_filter.isUnknown) {
        const bool isUnknown = domain::whyUnknown(m_site.status(row), confidence).has_value();
        if (isUnknown ? !m_filter.isUnknown : !m_filter.states.contains(m_site.status(row).state))
            return false;
    }
    if (m_filter.text.isEmpty())
        return true;
    const auto has = [this](const QString &text) {
        return text.contains(m_filter.text, Qt::CaseInsensitive);
    };
    return has(space.code) || has(space.zone) || has(space.name) || has(sensorName(row))
        || (space.sensorEui && has(space.sensorEui->toString()));
}

QVariant SpaceRows::sortKey(int row) const
{
    const domain::Space &space = m_site.space(row);
    const domain::SpaceStatus &status = m_site.status(row);
    switch (m_sortColumn) {
    case State: // what is not known stands behind
        return domain::whyUnknown(status, m_site.confidence(row)) ? 9 : int(status.state);
    case Since:
        return -qlonglong(toMillis(status.knownSince().value_or(UtcTime())));
    case Battery:
        return status.batteryVolt.value_or(std::numeric_limits<double>::max());
    case Next:
        return status.inputs.reservation ? qlonglong(toMillis(status.inputs.reservation->start))
                                         : std::numeric_limits<qlonglong>::max();
    case Features:
        return space.features.isEmpty() ? QString(QChar(0xffff)) : space.features.join(u' ');
    default:
        return row; // the site's order: building, floor, code
    }
}

void SpaceRows::rebuild()
{
    QList<std::pair<QVariant, int>> keyed;
    for (int row = 0; row < m_site.count(); ++row) {
        if (passes(row))
            keyed.append({sortKey(row), row});
    }
    QCollator collator;
    collator.setNumericMode(true);
    const auto text = [this](int row) {
        return m_sortColumn == Place ? placeOf(m_site.space(row), true)
            : m_sortColumn == Lamp   ? lampCell(row).text
                                     : sensorName(row);
    };
    const bool byText = m_sortColumn == Place || m_sortColumn == Lamp || m_sortColumn == Sensor;
    QHash<int, QString> texts;
    if (byText) {
        for (const auto &[key, row] : std::as_const(keyed))
            texts.insert(row, text(row));
    }
    const auto isBefore = [&](const auto &a, const auto &b) {
        if (byText) {
            const int order = collator.compare(texts[a.second], texts[b.second]);
            if (order != 0)
                return order < 0;
        } else if (const auto order = QVariant::compare(a.first, b.first);
                   order != QPartialOrdering::Equivalent) {
            return order == QPartialOrdering::Less;
        }
        return a.second < b.second;
    };
    if (m_order == Qt::AscendingOrder)
        std::sort(keyed.begin(), keyed.end(), isBefore);
    else
        std::sort(keyed.begin(), keyed.end(),
                  [&](const auto &a, const auto &b) { return isBefore(b, a); });
    beginResetModel();
    m_rows.clear();
    m_rowOf.clear();
    m_left.clear();
    for (const auto &[key, row] : std::as_const(keyed)) {
        m_rowOf.insert(m_site.space(row).id, int(m_rows.size()));
        m_rows.append(row);
    }
    endResetModel();
    Q_EMIT shownChanged();
}

/// Nothing moves under the pointer.
void SpaceRows::follow(const QList<int> &siteRows)
{
    for (const int siteRow : siteRows) {
        const domain::SpaceId &id = m_site.space(siteRow).id;
        const int row = rowOf(id);
        if (row < 0)
            continue;
        if (passes(siteRow))
            m_left.remove(id);
        else
            m_left.insert(id);
        Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
    }
}

void SpaceRows::setFilter(const SpaceFilter &filter)
{
    m_filter = filter;
    rebuild();
}

void SpaceRows::sort(int column, Qt::SortOrder order)
{
    if (column < Code || column >= kColumns)
        return;
    m_sortColumn = column;
    m_order = order;
    rebuild();
}

int SpaceRows::rowOf(const domain::SpaceId &space) const
{
    return m_rowOf.value(space, -1);
}

// --- Beside the site -----------------------------------------------------------------------------

void SpaceRows::setDevices(const domain::SpaceDevices &devices)
{
    m_devices = devices.devices;
    m_displays = devices.displays;
    m_deviceOf.clear();
    for (int i = 0; i < m_devices.size(); ++i)
        m_deviceOf.insert(m_devices[i].device.devEui, i);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

const domain::FleetDevice *SpaceRows::device(const std::optional<domain::DevEui> &eui) const
{
    const int at = eui ? m_deviceOf.value(*eui, -1) : -1;
    return at < 0 ? nullptr : &m_devices[at];
}

const domain::Display *SpaceRows::display(const std::optional<domain::DevEui> &eui) const
{
    const auto found = eui ? m_displays.constFind(*eui) : m_displays.cend();
    return found == m_displays.cend() ? nullptr : &*found;
}

void SpaceRows::setDrafts(const QSet<domain::SpaceId> &drafts)
{
    m_drafts = drafts;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Code), index(rowCount() - 1, Code));
}

void SpaceRows::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    if (readOnly)
        untickAll();
}

// --- Ticks ---------------------------------------------------------------------------------------

QList<domain::Space> SpaceRows::ticked() const
{
    QList<domain::Space> spaces;
    for (const domain::Space &space : m_site.spaces()) {
        if (m_ticked.contains(space.id))
            spaces.append(space);
    }
    return spaces;
}

void SpaceRows::tick(int from, int to, bool on)
{
    if (m_readOnly || m_rows.isEmpty())
        return;
    const int first = std::max(0, std::min(from, to));
    const int last = std::min(rowCount() - 1, std::max(from, to));
    for (int row = first; row <= last; ++row) {
        if (on)
            m_ticked.insert(space(row).id);
        else
            m_ticked.remove(space(row).id);
    }
    Q_EMIT dataChanged(index(first, Tick), index(last, Tick), {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

void SpaceRows::tickAll(bool on)
{
    tick(0, rowCount() - 1, on);
}

void SpaceRows::untickAll()
{
    if (m_ticked.isEmpty())
        return;
    m_ticked.clear();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Tick), index(rowCount() - 1, Tick), {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

// --- The model -----------------------------------------------------------------------------------

int SpaceRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SpaceRows::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant SpaceRows::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    if (role == Qt::CheckStateRole && index.column() == Tick && !m_readOnly)
        return isTicked(row) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole && index.column() == Tick)
        return tr("Tick %1").arg(space(row).code);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return cell(row, index.column()).text;
    if (role == Qt::ToolTipRole && index.column() == Code && space(row).name != space(row).code)
        return space(row).name;
    if (role == Qt::TextAlignmentRole)
        return QVariant(
            (index.column() == Since || index.column() == Battery ? Qt::AlignRight : Qt::AlignLeft)
            | Qt::AlignVCenter);
    return {};
}

bool SpaceRows::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != Tick || m_readOnly)
        return false;
    tick(index.row(), index.row(), value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags SpaceRows::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Tick && !m_readOnly ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant SpaceRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Since || section == Battery ? Qt::AlignRight : Qt::AlignLeft)
                        | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && section == Tick)
        return tr("Tick all");
    if (role != Qt::DisplayRole)
        return {};
    static constexpr std::array kTitles{
        "",
        QT_TR_NOOP("Code"),
        QT_TR_NOOP("Floor · zone"),
        QT_TR_NOOP("State"),
        QT_TR_NOOP("Since"),
        QT_TR_NOOP("Sensor"),
        QT_TR_NOOP("Battery"),
        QT_TR_NOOP("Next booking"),
        QT_TR_NOOP("Features"),
        QT_TR_NOOP("Lamp"),
    };
    return section == Tick ? QString() : tr(kTitles[size_t(section)]);
}

} // namespace parking::ui

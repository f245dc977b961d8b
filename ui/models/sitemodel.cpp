#include "models/sitemodel.h"

#include "base/literals.h"
#include "domain/floornames.h"

#include <QLocale>
#include <QSet>

#include <algorithm>
#include <climits>
#include <numeric>
#include <tuple>
#include <utility>

namespace parking::ui {

using domain::Confidence;
using domain::Floor;
using domain::Space;
using domain::SpaceId;
using domain::SpaceState;
using domain::SpaceStatus;

namespace {

/// What the map draws of a status; the rest are measured values.
bool looksTheSame(const SpaceStatus &a, const SpaceStatus &b)
{
    return a.state == b.state && a.reason == b.reason && a.since == b.since
        && a.reservedForSomeone == b.reservedForSomeone && a.hasSensor == b.hasSensor
        && a.inputs.operatorOverride == b.inputs.operatorOverride
        && a.inputs.reservation == b.inputs.reservation;
}

void sortFloors(QList<Floor> &floors)
{
    std::stable_sort(floors.begin(), floors.end(), [](const Floor &a, const Floor &b) {
        return std::tie(a.building, a.level, a.name) < std::tie(b.building, b.level, b.name);
    });
}

/// The last of several rows with one id, without deleted ones; keeps the order otherwise.
QList<Space> livingSpaces(const QList<Space> &spaces)
{
    QHash<SpaceId, qsizetype> last;
    for (qsizetype i = 0; i < spaces.size(); ++i)
        last.insert(spaces[i].id, i);
    QList<Space> result;
    result.reserve(last.size());
    for (qsizetype i = 0; i < spaces.size(); ++i) {
        if (last.value(spaces[i].id) == i && !spaces[i].deletedAt)
            result.append(spaces[i]);
    }
    return result;
}

/// What has no name of its own can be shown and opened too: by the site's name, and "–".
void nameAll(QString &building, QString &floor, const QString &site)
{
    if (building.isEmpty())
        building = site;
    if (floor.isEmpty())
        floor = u"–"_s;
}

} // namespace

SiteModel::SiteModel(QObject *parent) : QAbstractTableModel(parent)
{
    m_countsPause.setSingleShot(true);
    m_countsPause.setInterval(1000);
    connect(&m_countsPause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_countsPending, false))
            announceCounts();
    });
}

void SiteModel::load(SiteSnapshot snapshot)
{
    beginResetModel();
    m_site = std::move(snapshot.site);
    m_floors = std::move(snapshot.floors);
    QList<Space> spaces = livingSpaces(snapshot.spaces);
    for (Space &space : spaces)
        nameAll(space.building, space.floor, m_site.name);
    for (Floor &floor : m_floors)
        nameAll(floor.building, floor.name, m_site.name);
    QSet<std::pair<QString, QString>> named; // two may have the same name now
    m_floors.removeIf([&named](const Floor &floor) {
        const qsizetype before = named.size();
        named.insert({floor.building, floor.name});
        return named.size() == before;
    });
    m_floors += domain::missingFloors(m_floors, spaces);
    sortFloors(m_floors);
    rebuild(std::move(spaces), snapshot.statuses);
    endResetModel();
    Q_EMIT loaded();
    announceCounts();
}

void SiteModel::rebuild(QList<Space> spaces, const QList<SpaceStatus> &statuses)
{
    sortSpaces(spaces);
    m_spaces = std::move(spaces);
    m_rowOf.clear();
    m_statuses.clear();
    m_confidence.clear();
    m_counts.clear();
    for (int row = 0; row < count(); ++row) {
        m_rowOf.insert(m_spaces[row].id, row);
        SpaceStatus status;
        status.id = m_spaces[row].id;
        m_statuses.append(status);
    }
    for (const SpaceStatus &status : statuses) {
        if (const int row = rowOf(status.id); row >= 0)
            m_statuses[row] = status;
    }
    for (int row = 0; row < count(); ++row) {
        m_confidence.append(m_statuses[row].confidence(m_now));
        countRow(row, +1);
    }
}

/// By building, level, floor and code.
void SiteModel::sortSpaces(QList<Space> &spaces) const
{
    QHash<std::pair<QString, QString>, int> levels;
    for (const Floor &floor : m_floors)
        levels.insert({floor.building, floor.name}, floor.level);
    const auto key = [&levels](const Space &space) {
        const int level = levels.value({space.building, space.floor}, INT_MAX);
        return std::tuple(space.building, level, space.floor, space.code, space.id);
    };
    std::sort(spaces.begin(), spaces.end(),
              [&key](const Space &a, const Space &b) { return key(a) < key(b); });
}

void SiteModel::apply(const QList<SpaceStatus> &statuses)
{
    QSet<int> touched;
    QSet<int> changed;
    for (const SpaceStatus &status : statuses) {
        const int row = rowOf(status.id);
        if (row < 0 || m_statuses[row] == status)
            continue;
        const Confidence confidence = status.confidence(m_now);
        touched.insert(row);
        if (!looksTheSame(m_statuses[row], status) || m_confidence[row] != confidence)
            changed.insert(row);
        countRow(row, -1);
        m_statuses[row] = status;
        m_confidence[row] = confidence;
        countRow(row, +1);
    }
    emitDataChanged(touched.values());
    if (changed.isEmpty())
        return;
    QList<int> rows = changed.values();
    std::sort(rows.begin(), rows.end());
    Q_EMIT statusesChanged(rows);
    announceCounts();
}

void SiteModel::setNow(UtcTime now)
{
    m_now = now;
    QList<int> rows;
    for (int row = 0; row < count(); ++row) {
        const Confidence confidence = m_statuses[row].confidence(now);
        if (confidence == m_confidence[row])
            continue;
        countRow(row, -1);
        m_confidence[row] = confidence;
        countRow(row, +1);
        rows.append(row);
    }
    if (rows.isEmpty())
        return;
    emitDataChanged(rows);
    Q_EMIT confidenceChanged(rows);
    announceCounts();
}

void SiteModel::setLamps(const domain::LampsKnown &known)
{
    QHash<domain::DevEui, bool> isRight;
    for (const domain::DevEui lamp : known.rightOnes)
        isRight.insert(lamp, true);
    for (const domain::LampTrouble &trouble : known.troubles)
        isRight.insert(trouble.devEui, false);
    if (isRight == m_lampIsRight)
        return;
    m_lampIsRight = std::move(isRight);
    Q_EMIT lampsChanged();
}

std::optional<bool> SiteModel::isLampRight(int row) const
{
    const std::optional<domain::DevEui> &lamp = m_spaces[row].displayEui;
    const auto known = lamp ? m_lampIsRight.constFind(*lamp) : m_lampIsRight.cend();
    return known == m_lampIsRight.cend() ? std::nullopt : std::optional(*known);
}

QStringList SiteModel::buildings() const
{
    QStringList names;
    for (const Floor &floor : m_floors) { // sorted
        if (names.isEmpty() || names.last() != floor.building)
            names.append(floor.building);
    }
    std::sort(names.begin(), names.end(), domain::comesBefore);
    return names;
}

QStringList SiteModel::floorsOf(const QString &building) const
{
    QStringList names;
    for (const Floor &floor : m_floors) {
        if (floor.building == building)
            names.prepend(floor.name);
    }
    return names;
}

QList<int> SiteModel::rowsOf(const QString &building, const QString &floor) const
{
    // Those of a floor follow each other, and floors stand in the order of m_floors.
    const auto isThis = [&](const Floor &f) { return f.building == building && f.name == floor; };
    int before = 0;
    for (const Floor &other : m_floors) {
        const int size = m_counts.value({other.building, other.name, {}}).total;
        if (isThis(other)) {
            QList<int> rows(size);
            std::iota(rows.begin(), rows.end(), before);
            return rows;
        }
        before += size;
    }
    return {};
}

Counts SiteModel::counts(const QString &building, const QString &floor, const QString &zone) const
{
    return m_counts.value({building, floor, zone});
}

/// A space counts once for each way of leaving out floor and zone from the end; where a name is
/// empty several of these are the same key, which must not count it twice.
void SiteModel::countRow(int row, int sign)
{
    const Space &space = m_spaces[row];
    QList<Place> places{{}};
    for (const Place &place :
         {Place{space.building, {}, {}}, Place{space.building, space.floor, {}},
          Place{space.building, space.floor, space.zone}}) {
        if (!places.contains(place))
            places.append(place);
    }
    for (const Place &place : std::as_const(places))
        m_counts[place].add(m_statuses[row], m_confidence[row], sign);
}

void SiteModel::announceCounts()
{
    if (m_countsPause.isActive()) {
        m_countsPending = true;
        return;
    }
    m_countsPause.start();
    Q_EMIT countsChanged();
}

/// One signal per run of neighbouring rows.
void SiteModel::emitDataChanged(QList<int> rows)
{
    std::sort(rows.begin(), rows.end());
    for (qsizetype first = 0; first < rows.size();) {
        qsizetype last = first;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        Q_EMIT dataChanged(index(rows[first], 0), index(rows[last], ColumnCount - 1));
        first = last + 1;
    }
}

int SiteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

int SiteModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SiteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return text(index.row(), Column(index.column()));
    if (role == kValueRole)
        return value(index.row(), Column(index.column()));
    return {};
}

QVariant SiteModel::text(int row, Column column) const
{
    static constexpr std::array kStates{QT_TR_NOOP("Free"), QT_TR_NOOP("Occupied"),
                                        QT_TR_NOOP("Reserved"), QT_TR_NOOP("Maintenance")};
    const SpaceStatus &status = m_statuses[row];
    switch (column) {
    case State:
        return tr(kStates[size_t(status.state)]);
    case Since:
        return status.knownSince().value_or(UtcTime{}) == UtcTime{}
            ? QString()
            : QLocale().toString(toDateTime(*status.knownSince()), QLocale::ShortFormat);
    case Battery:
        return status.batteryVolt ? tr("%1 V").arg(QLocale().toString(*status.batteryVolt, 'f', 2))
                                  : QString();
    default:
        return value(row, column);
    }
}

QVariant SiteModel::value(int row, Column column) const
{
    const Space &space = m_spaces[row];
    const SpaceStatus &status = m_statuses[row];
    switch (column) {
    case Code:
        return space.code;
    case Building:
        return space.building;
    case FloorName:
        return space.floor;
    case Zone:
        return space.zone;
    case State:
        return int(status.state);
    case Since:
        return qlonglong(toMillis(status.knownSince().value_or(UtcTime{})));
    case Sensor:
        return space.sensorEui ? space.sensorEui->toString() : QString();
    case Battery:
        return status.batteryVolt ? QVariant(*status.batteryVolt) : QVariant();
    case Features:
        return space.features.join(u", "_s);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant SiteModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    static constexpr std::array kTitles{
        QT_TR_NOOP("Code"),   QT_TR_NOOP("Building"), QT_TR_NOOP("Floor"),
        QT_TR_NOOP("Zone"),   QT_TR_NOOP("State"),    QT_TR_NOOP("Since"),
        QT_TR_NOOP("Sensor"), QT_TR_NOOP("Battery"),  QT_TR_NOOP("Features")};
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0
        || section >= ColumnCount)
        return {};
    return tr(kTitles[size_t(section)]);
}

} // namespace parking::ui

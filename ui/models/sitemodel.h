#pragma once

#include "domain/snapshot.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

namespace parking::ui {

using domain::SiteSnapshot;

/// Counts of one group of spaces.
struct Counts {
    int total = 0;
    std::array<int, 4> byState{}; ///< by SpaceState, silent and unverified ones included
    int silent = 0; ///< of these, sensor silent
    int unverified = 0; ///< of these, never heard or without sensor
    int freeUnverified = 0; ///< FREE but stale or unverified

    int free() const { return byState[0]; }
    bool operator==(const Counts &) const = default;
};

/// The GUI's copy of one site: a table of spaces (one row each, in order of building, level,
/// code), with counters. Knows no engine: it takes values in batches.
class SiteModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Code,
        Building,
        FloorName,
        Zone,
        State,
        Since,
        Sensor,
        Battery,
        Features,
        ColumnCount
    };

    explicit SiteModel(QObject *parent = nullptr);

    void load(SiteSnapshot snapshot); ///< replaces everything; keeps nothing
    /// The latest state of some spaces; unknown ids are ignored. Emits statusesChanged once.
    void apply(const QList<domain::SpaceStatus> &statuses);
    /// Edited or new spaces and floors (a reload of what people decide, without states).
    void updateSpaces(const QList<domain::Space> &spaces);
    void updateFloors(const QList<domain::Floor> &floors);

    /// The moment that ages and confidence refer to: now, or the one under review.
    UtcTime now() const { return m_now; }
    void setNow(UtcTime now);

    const domain::Site &site() const { return m_site; }
    const QList<domain::Floor> &floors() const { return m_floors; } ///< by building, top floor last
    QStringList buildings() const;
    int count() const { return int(m_spaces.size()); }
    const domain::Space &space(int row) const { return m_spaces[row]; }
    const domain::SpaceStatus &status(int row) const { return m_statuses[row]; }
    domain::Confidence confidence(int row) const { return m_statuses[row].confidence(m_now); }
    int rowOf(const domain::SpaceId &id) const { return m_rowOf.value(id, -1); }
    QList<int> rowsOf(const QString &building, const QString &floor) const;

    /// Empty texts mean "all". Kept up to date incrementally: cheap to call.
    Counts counts(const QString &building = {}, const QString &floor = {},
                  const QString &zone = {}) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void loaded(); ///< everything may have changed
    void statusesChanged(const QList<int> &rows); ///< state, reason or a flag changed
    void confidenceChanged(const QList<int> &rows); ///< by passing time
    void spacesChanged(const QList<int> &rows); ///< code, place, features ...
    void floorsChanged();
    void countsChanged(); ///< at most once a second

private:
    domain::Site m_site;
    QList<domain::Floor> m_floors;
    QList<domain::Space> m_spaces;
    QList<domain::SpaceStatus> m_statuses;
    QHash<domain::SpaceId, int> m_rowOf;
    UtcTime m_now;
};

} // namespace parking::ui

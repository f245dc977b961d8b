#pragma once

#include "domain/counts.h"
#include "domain/lampcheck.h"
#include "domain/snapshot.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

namespace parking::ui {

using domain::Counts;
using domain::SiteSnapshot;

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

    /// data() role with the plain value behind a cell, for sorting and filtering.
    static constexpr int kValueRole = Qt::UserRole;

    explicit SiteModel(QObject *parent = nullptr);

    /// Replaces everything, keeps nothing but now(). Deleted spaces are left out; of rows with
    /// the same id the last one counts; a space without a status is FREE and unverified.
    void load(SiteSnapshot snapshot);
    /// The latest state of some spaces; unknown ids are ignored, of equal ids the last one counts.
    /// Emits statusesChanged at most once; a status that differs only in measured values (battery,
    /// signal, gateway, last heard) emits dataChanged alone.
    void apply(const QList<domain::SpaceStatus> &statuses);

    /// The moment that ages and confidence refer to: now, or the one under review.
    UtcTime now() const { return m_now; }
    void setNow(UtcTime now);

    const domain::Site &site() const { return m_site; }
    const QList<domain::Floor> &floors() const { return m_floors; } ///< by building, top floor last
    QStringList buildings() const;
    /// Of a building: the top floor first, then those that only spaces name.
    QStringList floorsOf(const QString &building) const;
    int count() const { return int(m_spaces.size()); }
    const QList<domain::Space> &spaces() const { return m_spaces; }
    const QList<domain::SpaceStatus> &statuses() const { return m_statuses; } ///< of spaces()
    const domain::Space &space(int row) const { return m_spaces[row]; }
    const domain::SpaceStatus &status(int row) const { return m_statuses[row]; }
    domain::Confidence confidence(int row) const { return m_confidence[row]; }
    int rowOf(const domain::SpaceId &id) const { return m_rowOf.value(id, -1); }
    QList<int> rowsOf(const QString &building, const QString &floor) const;

    /// What is known of the lamps; those that are in neither list are open.
    void setLamps(const domain::LampsKnown &known);
    /// Whether the lamp of a space shows what it should; empty: nobody knows, or it has none.
    std::optional<bool> isLampRight(int row) const;

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
    void countsChanged(); ///< at most once a second
    void lampsChanged();

private:
    /// Building, floor and zone; empty ones mean "all", so a space counts under four keys.
    struct Place {
        QString building, floor, zone;
        bool operator==(const Place &) const = default;
        friend size_t qHash(const Place &place, size_t seed = 0)
        {
            return qHashMulti(seed, place.building, place.floor, place.zone);
        }
    };

    void rebuild(QList<domain::Space> spaces, const QList<domain::SpaceStatus> &statuses);
    void sortSpaces(QList<domain::Space> &spaces) const;
    void countRow(int row, int sign);
    void announceCounts();
    void emitDataChanged(QList<int> rows);
    QVariant text(int row, Column column) const;
    QVariant value(int row, Column column) const;

    domain::Site m_site;
    QList<domain::Floor> m_floors;
    QList<domain::Space> m_spaces;
    QList<domain::SpaceStatus> m_statuses;
    QList<domain::Confidence> m_confidence; ///< as of m_now
    QHash<domain::SpaceId, int> m_rowOf;
    QHash<Place, Counts> m_counts;
    QHash<domain::DevEui, bool> m_lampIsRight;
    UtcTime m_now;
    QTimer m_countsPause; ///< runs for a second after each countsChanged
    bool m_countsPending = false;
};

} // namespace parking::ui

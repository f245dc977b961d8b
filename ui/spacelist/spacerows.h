#pragma once

#include "domain/spacedevices.h"
#include "models/sitemodel.h"
#include "models/situation.h"

#include <QSet>

namespace parking::ui {

/// What is looked for among the spaces. Chips of states can be on together; the two others narrow
/// what they find.
struct SpaceFilter {
    QString text = {}; ///< part of code, zone, name or the sensor's name
    QString building = {}; ///< empty: all
    QString floor = {}; ///< empty: all
    QSet<domain::SpaceState> states = {};
    bool isUnknown = false; ///< a chip beside those of the states
    bool isSilent = false;
    bool hasNoSensor = false;
    QSet<domain::SpaceId> only = {}; ///< of these, which were imported; empty: of all

    bool operator==(const SpaceFilter &) const = default;
    bool isEmpty() const { return *this == SpaceFilter(); }
};

/// The site's spaces as a table, as they are filtered and sorted. Live values change in place: a
/// row that no longer fits stays, marked, until the filter or the order is touched. One row costs a
/// number; what a cell says is made when it is drawn.
class SpaceRows : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Tick, Code, Place, State, Since, Sensor, Battery, Next, Features, Lamp };
    static constexpr int kColumns = Lamp + 1;

    /// How a cell is drawn beside its words.
    enum class Tone { Plain, Strong, Quiet, Warning, Danger };
    struct Cell {
        QString text;
        Tone tone = Tone::Plain;
        bool isAmiss = false; ///< with the warning's sign
    };

    SpaceRows(const SiteModel &site, const Situation &situation, QObject *parent = nullptr);

    const SpaceFilter &filter() const { return m_filter; }
    void setFilter(const SpaceFilter &filter);
    void setDevices(const domain::SpaceDevices &devices);
    const domain::FleetDevice *device(const std::optional<domain::DevEui> &eui) const;
    const domain::Display *display(const std::optional<domain::DevEui> &eui) const;
    const QList<domain::FleetDevice> &devices() const { return m_devices; }
    /// Spaces whose form holds what is not saved yet.
    void setDrafts(const QSet<domain::SpaceId> &drafts);
    void setReadOnly(bool readOnly); ///< nothing is ticked
    bool isReadOnly() const { return m_readOnly; }

    int siteRow(int row) const { return m_rows[row]; } ///< in the SiteModel
    const domain::Space &space(int row) const { return m_site.space(m_rows[row]); }
    int rowOf(const domain::SpaceId &space) const; ///< -1: not here
    bool fits(int row) const { return !m_left.contains(space(row).id); }
    bool hasDraft(int row) const { return m_drafts.contains(space(row).id); }
    bool isTicked(int row) const { return m_ticked.contains(space(row).id); }
    QList<domain::Space> ticked() const; ///< in the site's order, also those that are not shown
    int tickedCount() const { return int(m_ticked.size()); }
    void tick(int from, int to, bool on); ///< rows, in any order
    void tickAll(bool on); ///< that are here
    void untickAll(); ///< wherever they are
    Cell cell(int row, int column) const;
    domain::Confidence confidence(int row) const { return m_site.confidence(m_rows[row]); }
    const domain::SpaceStatus &status(int row) const { return m_site.status(m_rows[row]); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override; ///< a tick
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void ticksChanged();
    void shownChanged(); ///< other rows, or another number of them

private:
    bool passes(int siteRow) const;
    void rebuild();
    void follow(const QList<int> &siteRows);
    QVariant sortKey(int siteRow) const;
    Cell stateCell(int siteRow) const;
    Cell sinceCell(int siteRow) const;
    Cell lampCell(int siteRow) const;
    QString next(int siteRow) const;
    QString sensorName(int siteRow) const; ///< empty: none

    const SiteModel &m_site;
    const Situation &m_situation;
    SpaceFilter m_filter;
    QList<int> m_rows; ///< of the SiteModel, as they are shown
    QHash<domain::SpaceId, int> m_rowOf;
    QSet<domain::SpaceId> m_left; ///< no longer fit, and stay
    QSet<domain::SpaceId> m_ticked;
    QSet<domain::SpaceId> m_drafts;
    QList<domain::FleetDevice> m_devices;
    QHash<domain::DevEui, int> m_deviceOf;
    QHash<domain::DevEui, domain::Display> m_displays;
    int m_sortColumn = Code;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_readOnly = false;
};

/// The counts of the chips: they follow the place, and no other chip.
struct SpaceChipCounts {
    domain::Counts counts;
    int noSensor = 0;
};
SpaceChipCounts chipCounts(const SiteModel &site, const QString &building, const QString &floor);

/// "B1 · B"; "Main, B1 · B" where the building is told.
QString placeOf(const domain::Space &space, bool withBuilding);

} // namespace parking::ui

#pragma once

#include "domain/fleet.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QAbstractTableModel>
#include <QHash>

namespace parking::ui {

/// Rows of devices, in the order in which the database gave them. Values that move do so in place:
/// the order changes only with the question.
class FleetModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Signal, Battery, Heard };
    static constexpr int kColumns = Heard + 1;

    FleetModel(const Situation &situation, const Theme &theme, QObject *parent = nullptr);

    /// A new list. `total`: how many there are behind these.
    void setRows(const QList<domain::FleetDevice> &rows, qint64 total);
    /// The same question again: known rows keep their places, those that went are taken out, and
    /// new ones come behind.
    void refresh(const QList<domain::FleetDevice> &rows, qint64 total);
    const domain::FleetDevice &row(int row) const { return m_rows[row]; }
    int rowOf(domain::DevEui eui) const;
    /// Those that are ticked, also where the list does not show them now; by name.
    QList<domain::FleetDevice> ticked() const;
    void setTicked(int row, bool ticked);
    void tickAll(); ///< that are here
    void untickAll();
    qint64 total() const { return m_total; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override; ///< a tick
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    void sort(int column, Qt::SortOrder order) override; ///< asks for it

Q_SIGNALS:
    void ticksChanged();
    void moreWanted();
    void sortWanted(parking::domain::FleetSort sort);

private:
    void noteTicked();
    QString text(const domain::FleetDevice &d, int column) const;
    QString spoken(const domain::FleetDevice &d, int column) const;

    const Situation &m_situation;
    const Theme &m_theme;
    QList<domain::FleetDevice> m_rows;
    QHash<domain::DevEui, domain::FleetDevice> m_ticked; ///< as they were last seen
    qint64 m_total = 0;
};

} // namespace parking::ui

#pragma once

#include "models/sitemodel.h"
#include "models/situation.h"
#include "theme/theme.h"

namespace parking::ui {

/// The overrides that are in force, one row each, in the order of the site. A row that stays is
/// told as changed data: what is chosen stays chosen.
class OverridesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Space, Place, State, Reason, By, Since, Until, ColumnCount };
    static constexpr int kSortRole = Qt::UserRole;

    OverridesModel(const SiteModel &site, const Situation &situation, const Theme &theme,
                   QObject *parent = nullptr);

    const domain::SpaceId &spaceAt(int row) const { return m_spaces[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void load();
    void follow();
    void tellAges();
    QList<domain::SpaceId> inForce() const;
    QString text(const domain::SpaceId &space, int column) const;
    QVariant sortKey(const domain::SpaceId &space, int column) const;

    const SiteModel &m_site;
    const Situation &m_situation;
    const Theme &m_theme;
    QList<domain::SpaceId> m_spaces;
};

} // namespace parking::ui

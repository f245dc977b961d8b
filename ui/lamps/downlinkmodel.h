#pragma once

#include "domain/downlink.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QAbstractTableModel>

#include <functional>

namespace parking::ui {

/// Rows of the ledger, newest first, as one page of the database gave them.
class DownlinkModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Space, Colour, State, Why, Cause, ToChirpStack, ToAir, Attempts, Lamp };
    static constexpr int kColumns = Lamp + 1;

    /// `codeOf` gives the code of a space; empty for one that is gone.
    DownlinkModel(const Situation &situation, const Theme &theme,
                  std::function<QString(const domain::SpaceId &)> codeOf,
                  QObject *parent = nullptr);

    void setRows(const QList<domain::Downlink> &rows);
    const domain::Downlink &row(int row) const { return m_rows[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void noteNewer();
    QString text(int row, int column) const;

    const Situation &m_situation;
    const Theme &m_theme;
    std::function<QString(const domain::SpaceId &)> m_codeOf;
    QList<domain::Downlink> m_rows;
    QList<bool> m_hasNewer; ///< by row: a later command of the same lamp is among the rows
};

} // namespace parking::ui

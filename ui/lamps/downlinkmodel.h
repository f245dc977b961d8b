#pragma once

#include "domain/downlink.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <functional>

namespace parking::ui {

/// Rows of the ledger, newest first: a page of the database, and those behind it as they are asked
/// for.
class DownlinkModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Space, Colour, State, Why, Cause, ToChirpStack, ToAir, Attempts, Lamp };
    static constexpr int kColumns = Lamp + 1;

    /// `codeOf` gives the code of a space; empty for one that is gone.
    DownlinkModel(const Situation &situation, const Theme &theme,
                  std::function<QString(const domain::SpaceId &)> codeOf,
                  QObject *parent = nullptr);

    /// Replaces all. `hasOlder`: more rows lie behind them.
    void setRows(const QList<domain::Downlink> &rows, bool hasOlder = false);
    void addOlder(const QList<domain::Downlink> &rows); ///< the answer to olderWanted(); none: end
    void giveUpOlder(); ///< there was no answer to olderWanted(): it may be asked again
    void update(const QList<domain::Downlink> &rows); ///< those of them that are here, in place
    /// What the filter finds now; a row that it does not find any more stays, and fades.
    void setMatching(const QSet<domain::DownlinkId> &matching);
    const domain::Downlink &row(int row) const { return m_rows[row]; }
    int rowOf(const domain::DownlinkId &id) const { return m_rowOf.value(id, -1); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void olderWanted(qint64 before); ///< a sequence

private:
    void noteNewer();
    QVariant colourOf(const domain::Downlink &row, int column) const;
    QString text(int row, int column) const;

    const Situation &m_situation;
    const Theme &m_theme;
    std::function<QString(const domain::SpaceId &)> m_codeOf;
    QList<domain::Downlink> m_rows;
    QHash<domain::DownlinkId, int> m_rowOf;
    QList<bool> m_hasNewer; ///< by row: a later command of the same lamp is among the rows
    std::optional<QSet<domain::DownlinkId>> m_matching; ///< empty: all
    bool m_hasOlder = false;
    bool m_asksOlder = false;
};

} // namespace parking::ui

#pragma once

#include "domain/act.h"
#include "store/database.h"
#include "store/table.h"

namespace parking::store {

/// Who did what to rows that stay (table `acts`). Nothing is changed or deleted here.
class ActStore {
public:
    explicit ActStore(Database &database) : m_db(database) { }

    /// All of them as one act of somebody, in the caller's transaction; the database's login has
    /// the last word on whose (store::actorOf). None: nothing happens.
    Result<> append(const QList<domain::Act> &acts, const QString &actor, UtcTime now);

    /// The newest first. `subject` and `row`: of one row alone.
    Result<QList<domain::Act>> recent(int limit,
                                      const std::optional<domain::ActSubject> &subject = {},
                                      const QString &row = {});

private:
    Database &m_db;
};

extern const Selection kActEvents;
domain::Act readActRow(RowReader &row);

} // namespace parking::store

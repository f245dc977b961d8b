#pragma once

#include "domain/act.h"
#include "store/database.h"

namespace parking::engine {

/// Of whose act that is: one row of a subject, and which of its fields are not what they were;
/// none: whatever was done last. One that is new to whoever asks may be as it was made.
struct MeanwhileRow {
    domain::ActSubject subject = domain::ActSubject::Space;
    QString row = {};
    QStringList fields = {};
    bool isNew = false;
};
/// See domain::lastOf().
std::optional<domain::Act> lastActOf(store::Database &database, const MeanwhileRow &row);

/// CHANGED_MEANWHILE with details {code, actor}: what is called so is not what it was, and who did
/// that; empty: it is not known, or several did.
Error changedMeanwhile(store::Database &database, const MeanwhileRow &row, const QString &code);

} // namespace parking::engine

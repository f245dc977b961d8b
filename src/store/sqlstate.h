#pragma once

#include "base/error.h"

namespace parking::store {

/// What the caller should do about a failed statement, judged by its SQLSTATE: none, 08, 57, 53,
/// 40, 58, 55P03, 25, 26000, 42 wait; every other class is the data's.
enum class FailureKind { Wait, Data };
FailureKind failureKind(const Error &error);

/// The error of a statement that failed with `state`: DATABASE_ERROR with details {sqlstate,
/// statement, wait (bool)}; for a unique violation DUPLICATE_RESOURCE, with {constraint} besides.
Error statementError(const QString &state, const QString &text, const QString &statement);

/// SQLite has no SQLSTATE: its result code, told apart as one would for PostgreSQL.
QString sqliteState(const QString &nativeCode);

/// True for what PostgreSQL answers when the connection is gone, or every prepared query with it.
bool isLostState(const QString &state);

/// True for what a server answers to a change that takes none: a replica, or one made read-only.
bool isCopyState(const QString &state);

} // namespace parking::store

#include "store/sqlstate.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "domain/problems.h"
#include "store/pooler.h"

namespace parking::store {

namespace {

bool isWaitState(const QString &state)
{
    if (state.isEmpty())
        return true; // QPSQL after the connection died
    // 25: the server takes no changes now. 42: a table, column or right is not as it must be. No
    // message is to blame for that.
    for (const char *kind : {"08", "57", "53", "40", "58", "55P03", "25", "26000", "42"}) {
        if (state.startsWith(QLatin1StringView(kind)))
            return true;
    }
    return false;
}

/// The constraint's name (PostgreSQL) or its columns (SQLite) out of the message.
QString constraintOf(const QString &text)
{
    const qsizetype open = text.indexOf("constraint \""_L1);
    if (open >= 0)
        return text.mid(open + 12).section(u'"', 0, 0);
    const qsizetype failed = text.indexOf("constraint failed: "_L1);
    return failed >= 0 ? text.mid(failed + 19).section(u' ', 0, -1).section(u'\n', 0, 0)
                       : QString();
}

} // namespace

FailureKind failureKind(const Error &error)
{
    return error.details.value(u"wait"_s).toBool() ? FailureKind::Wait : FailureKind::Data;
}

Error statementError(const QString &state, const QString &text, const QString &statement)
{
    const QString shown = text.section(u"(EXECUTE"_s, 0, 0).trimmed().left(500);
    QJsonObject details{{u"sqlstate"_s, state},
                        {u"statement"_s, statement.simplified().left(200)},
                        {u"wait"_s, isWaitState(state)}};
    if (state == "42P05"_L1) // a prepared statement of ours, made in another's session
        return {problem::kPooler, poolerWords(), details};
    if (isCopyState(state))
        return {problem::kDatabase,
                u"the database takes no changes: it is a copy (replica), or was made read-only; "_s
                    + plainText(shown),
                details};
    if (state != "23505"_L1)
        return {problem::kDatabase, plainText(shown), details};
    details.insert(u"constraint"_s, constraintOf(shown));
    return {problem::kDuplicate, plainText(shown), details};
}

// Source: sqlite3.h, result codes.
QString sqliteState(const QString &nativeCode)
{
    switch (nativeCode.toInt() & 0xff) {
    case 19: // CONSTRAINT
        return nativeCode == "2067"_L1 || nativeCode == "1555"_L1 ? u"23505"_s : u"23000"_s;
    case 18: // TOOBIG
    case 20: // MISMATCH
        return u"22000"_s;
    case 1: // ERROR: the statement itself. RAISE in a trigger is a CONSTRAINT
        return u"42000"_s;
    case 5: // BUSY
    case 6: // LOCKED
        return u"40001"_s;
    case 13: // FULL
        return u"53100"_s;
    default: // IOERR, CANTOPEN, READONLY, NOMEM, CORRUPT ...
        return u"58030"_s;
    }
}

bool isLostState(const QString &state)
{
    return state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"57P")
        || state == u"26000";
}

bool isCopyState(const QString &state)
{
    return state == "25006"_L1;
}

} // namespace parking::store

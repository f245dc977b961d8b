#include "archive/olderarchive.h"

#include "base/literals.h"
#include "domain/problems.h"

namespace parking::archive {

namespace {

QString quoted(const QString &name)
{
    return u'"' + name + u'"';
}

bool has(const QList<Column> &columns, const QString &name)
{
    return std::any_of(columns.cbegin(), columns.cend(),
                       [&name](const Column &column) { return column.name == name; });
}

/// A table that came later: its columns, and no rows.
QString emptyView(const QString &table, const QList<Column> &columns)
{
    QStringList words;
    for (const Column &column : columns)
        words.append(u"NULL AS %1"_s.arg(quoted(column.name)));
    return u"CREATE TEMP VIEW %1 AS SELECT %2 WHERE FALSE"_s.arg(quoted(table),
                                                                 words.join(u", "_s));
}

/// A table that has grown since.
Result<QString> grownView(const QString &table, const QList<Column> &own,
                          const QList<Column> &present)
{
    QStringList words;
    for (const Column &column : present) {
        const QString name = quoted(column.name);
        if (has(own, column.name))
            words.append(name);
        else if (!column.standard.isEmpty())
            words.append(u"%1 AS %2"_s.arg(column.standard, name));
        else if (column.mayBeNull)
            words.append(u"NULL AS %1"_s.arg(name));
        else
            return Error{problem::kBadFile,
                         u"its %1 have no %2, which came later"_s.arg(table, column.name)};
    }
    return u"CREATE TEMP VIEW %1 AS SELECT %2 FROM main.%1"_s.arg(quoted(table),
                                                                  words.join(u", "_s));
}

} // namespace

Result<QString> missingViews(const Schema &own, const Schema &present)
{
    QStringList statements;
    for (auto it = present.columns.cbegin(); it != present.columns.cend(); ++it) {
        const auto there = own.columns.constFind(it.key());
        if (there == own.columns.cend()) {
            statements.append(emptyView(it.key(), *it));
            continue;
        }
        const bool isWhole = std::all_of(it->cbegin(), it->cend(), [&there](const Column &column) {
            return has(*there, column.name);
        });
        if (isWhole)
            continue;
        const Result<QString> grown = grownView(it.key(), *there, *it);
        if (!grown)
            return grown.error();
        statements.append(*grown);
    }
    return statements.join(u"\n\n"_s);
}

Result<> supplyMissing(store::Database &database, const Schema &own, const Schema &present)
{
    const Result<QString> views = missingViews(own, present);
    if (!views)
        return views.error();
    if (views->isEmpty())
        return {};
    // The connection writes nothing, not even beside the file, but for this moment.
    return database.runScript(
        u"PRAGMA query_only = OFF\n\n%1\n\nPRAGMA query_only = ON"_s.arg(*views));
}

} // namespace parking::archive

#pragma once

#include "base/id.h"
#include "base/jsontext.h"
#include "base/literals.h"
#include "domain/deveui.h"
#include "store/database.h"
#include "store/json.h"
#include "store/rows.h"

#include <functional>
#include <type_traits>
#include <utility>

/// The one way in which store classes name columns, write rows and read them.
namespace parking::store {

/// What PostgreSQL keeps in a column. SQLite has a number, a text or bytes there.
enum class Type : quint8 {
    Uuid,
    Text,
    SmallInt,
    Int,
    BigInt,
    Float8,
    Numeric,
    Bool,
    Bytes,
    Json,
    Time
};

struct Column {
    const char *name;
    Type type = Type::Text;
    bool fixed = false; ///< stays as it was inserted: no update or upsert writes it
};
constexpr bool kFixed = true;

/// A table, or the part of one that a store class writes. Its first column is the key.
class Table {
public:
    Table(const char *name, QList<Column> columns);

    /// These columns of it, each named as above: what one kind of statement writes or reads.
    Table only(const QList<const char *> &columns) const;

    const char *name() const { return m_name; }
    const QList<Column> &columns() const { return m_columns; }
    const QStringList &names() const { return m_names; }

    /// New rows; `rest` follows the values (ON CONFLICT ...).
    RowStatement insert(const QString &rest = {}) const;
    /// New rows, or the columns that are not fixed of those that are there.
    RowStatement upsert() const;
    /// The columns that are not fixed, by key; `unless(row)` is SQL that keeps a row as it is, with
    /// the new row's columns as `row` + name.
    RowStatement update(const std::function<QString(const QString &row)> &unless = {}) const;

private:
    QString sources() const;
    QString unnested() const;
    QString assignments(const std::function<QString(const Column &)> &value) const;

    const char *m_name;
    QList<Column> m_columns;
    QStringList m_names;
};

/// What a SELECT gives: columns of one table, or of several that it joins.
class Selection {
public:
    /// `alias`: the table's name in the statement; empty: the columns stand alone.
    Selection(const Table &table, const char *alias = "");
    Selection(const char *table, const char *alias, const QList<Column> &columns);
    Selection &with(const Selection &more);

    /// The list behind SELECT; times are integer milliseconds.
    const QString &sql(Dialect dialect) const
    {
        return dialect == Dialect::Postgres ? m_postgres : m_sqlite;
    }

private:
    friend class RowReader;
    struct Part {
        const char *table;
        const char *column;
    };

    QList<Part> m_parts;
    QString m_postgres;
    QString m_sqlite;
};

// --- Writing -------------------------------------------------------------------------------------

/// One row of a table, written column by column; a column that was not set is NULL.
class RowWriter {
public:
    RowWriter(const Table &table, const Database &db);

    template <class T>
    void set(const char *column, const T &value)
    {
        m_values[indexOf(column)] = stored(value);
    }
    /// NULL for an empty text.
    void setOrNull(const char *column, const QString &text)
    {
        m_values[indexOf(column)] = text.isEmpty() ? QVariant() : QVariant(text);
    }

    QVariantList values() const { return m_values; } ///< in the table's order, for Rows
    QVariantMap bound() const; ///< by name, for a statement of one row

private:
    template <class T>
    QVariant stored(const std::optional<T> &value) const
    {
        return value ? stored(*value) : QVariant();
    }
    template <class Tag>
    QVariant stored(const Id<Tag> &id) const
    {
        return id.isNull() ? QVariant() : QVariant(id.toString());
    }
    template <class T>
    QVariant stored(const T &value) const
    {
        if constexpr (std::is_enum_v<T>)
            return nameOf(value);
        else if constexpr (std::is_same_v<T, UtcTime>)
            return m_db.bind(value);
        else if constexpr (std::is_same_v<T, domain::DevEui>)
            return value.toString();
        else if constexpr (std::is_same_v<T, QJsonObject> || std::is_same_v<T, QJsonArray>)
            return toText(value);
        else if constexpr (std::is_same_v<T, JsonText>)
            return QString::fromUtf8(value.utf8());
        else if constexpr (std::is_same_v<T, quint32>)
            return qint64(value);
        else
            return QVariant(value);
    }

    qsizetype indexOf(const char *column);

    const Table &m_table;
    const Database &m_db;
    QVariantList m_values;
    qsizetype m_next = 0; ///< where the column that follows the last one is
};

// --- Reading -------------------------------------------------------------------------------------

/// A row that a query gave, read by the names of its columns. What is there and cannot be read is
/// never taken for something else: error() then says which row and column, and what was read of the
/// row is not to be used.
class RowReader {
public:
    RowReader(const QSqlQuery &row, const Selection &selection) : m_row(row), m_selection(selection)
    {
    }

    bool isNull(const char *column) { return value(column).isNull(); }
    QString text(const char *column) { return value(column).toString(); }
    int integer(const char *column) { return value(column).toInt(); }
    qint64 bigint(const char *column) { return value(column).toLongLong(); }
    double number(const char *column) { return value(column).toDouble(); }
    bool flag(const char *column) { return value(column).toBool(); }
    QByteArray bytes(const char *column) { return value(column).toByteArray(); }
    UtcTime time(const char *column) { return Database::readTime(value(column)); }
    QJsonObject object(const char *column);
    QJsonArray array(const char *column);
    JsonText json(const char *column); ///< an object, as it was written

    // Empty for NULL.
    std::optional<int> maybeInteger(const char *column) { return maybe<int>(column); }
    std::optional<double> maybeNumber(const char *column) { return maybe<double>(column); }
    std::optional<UtcTime> maybeTime(const char *column)
    {
        return Database::readOptionalTime(value(column));
    }

    /// What `parse` (giving an optional or a Result) makes of the text: an id, an EUI, a word. NULL
    /// and what it does not know cannot be read.
    template <class Parse>
    auto parsed(const char *column, Parse parse)
    {
        return made(column, value(column), parse);
    }
    /// As parsed(); empty for NULL.
    template <class Parse>
    auto maybeParsed(const char *column, Parse parse)
    {
        const QVariant found = value(column);
        using Value = decltype(made(column, found, parse));
        return found.isNull() ? std::optional<Value>()
                              : std::optional<Value>(made(column, found, parse));
    }

    const std::optional<Error> &error() const { return m_error; }
    /// For who knows what to do without it: the row counts as read then.
    std::optional<Error> takeError() { return std::exchange(m_error, std::nullopt); }

private:
    template <class T>
    std::optional<T> maybe(const char *column)
    {
        const QVariant found = value(column);
        return found.isNull() ? std::nullopt : std::optional<T>(found.value<T>());
    }
    template <class Parse>
    auto made(const char *column, const QVariant &found, Parse parse)
    {
        const QString text = found.toString();
        auto result = parse(text);
        using Value = std::decay_t<decltype(*result)>;
        if (result)
            return Value(*std::move(result));
        refuse(column, found.isNull() ? u"NULL"_s : text);
        return Value();
    }
    QVariant value(const char *column) { return m_row.value(indexOf(column)); }
    int indexOf(const char *column);
    void refuse(const char *column, const QString &text);

    const QSqlQuery &m_row;
    const Selection &m_selection;
    qsizetype m_next = 0;
    std::optional<Error> m_error;
};

/// What a list does about a row that cannot be read.
enum class BadRows {
    LeaveOut, ///< one bad row hides no other; Database::unreadable() tells of it
    Refuse, ///< the whole list is that row's error (ROW_UNREADABLE)
};

/// The rows of "SELECT <selection> <rest>", each made by `read(RowReader &)`.
template <class Read>
auto select(Database &db, const Selection &selection, const QString &rest, const QVariantMap &bound,
            Read read, BadRows bad = BadRows::LeaveOut)
    -> Result<QList<std::invoke_result_t<Read, RowReader &>>>
{
    QList<std::invoke_result_t<Read, RowReader &>> rows;
    std::optional<Error> refused;
    const Result<> done = db.each(u"SELECT "_s + selection.sql(db.dialect()) + u' ' + rest, bound,
                                  [&](const QSqlQuery &query) {
                                      RowReader row(query, selection);
                                      auto made = read(row);
                                      if (!row.error())
                                          rows.append(std::move(made));
                                      else if (bad == BadRows::LeaveOut)
                                          db.leaveOut(*row.error());
                                      else if (!refused)
                                          refused = row.error();
                                  });
    if (!done)
        return done.error();
    if (refused)
        return *refused;
    return rows;
}

} // namespace parking::store

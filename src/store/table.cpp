#include "store/table.h"

#include "domain/errors.h"

#include <cstring>

namespace parking::store {

namespace {

QString nameOf(const Column &column)
{
    return QString::fromLatin1(column.name);
}

QLatin1StringView typeName(Type type)
{
    switch (type) {
    case Type::Uuid:
        return "uuid"_L1;
    case Type::Text:
    case Type::Bytes: // as hex
        return "text"_L1;
    case Type::SmallInt:
        return "smallint"_L1;
    case Type::Int:
        return "int"_L1;
    case Type::BigInt:
        return "bigint"_L1;
    case Type::Float8:
        return "float8"_L1;
    case Type::Numeric:
        return "numeric"_L1;
    case Type::Bool:
        return "boolean"_L1;
    case Type::Json:
        return "jsonb"_L1;
    case Type::Time:
        return "timestamptz"_L1;
    }
    return {};
}

/// What a statement on PostgreSQL takes from the unnested arrays "r".
QString source(const Column &column)
{
    return (column.type == Type::Bytes ? u"decode(r.%1, 'hex')"_s : u"r.%1"_s).arg(nameOf(column));
}

/// Callers name columns mostly in their order: `next` is tried first, and moves behind what is
/// found.
template <class Columns, class Name>
qsizetype find(const Columns &columns, const char *wanted, qsizetype &next, Name name)
{
    const auto is = [wanted](const char *known) {
        return known == wanted || std::strcmp(known, wanted) == 0;
    };
    qsizetype index = next;
    if (index >= columns.size() || !is(name(columns[index]))) {
        index = 0;
        while (index < columns.size() && !is(name(columns[index])))
            ++index;
        if (index == columns.size()) // also where asserts are off: the next step is out of bounds
            qFatal("no column %s", wanted);
    }
    next = index + 1;
    return index;
}

} // namespace

// --- Table ---------------------------------------------------------------------------------------

Table::Table(const char *name, QList<Column> columns) : m_name(name), m_columns(std::move(columns))
{
    for (const Column &column : std::as_const(m_columns))
        m_names.append(nameOf(column));
}

Table Table::only(const QList<const char *> &columns) const
{
    QList<Column> chosen;
    qsizetype next = 0;
    for (const char *name : columns)
        chosen.append(
            m_columns[find(m_columns, name, next, [](const Column &c) { return c.name; })]);
    return {m_name, chosen};
}

QString Table::sources() const
{
    QStringList list;
    for (const Column &column : m_columns)
        list.append(source(column));
    return list.join(u", "_s);
}

QString Table::unnested() const
{
    QStringList arrays;
    for (const Column &column : m_columns)
        arrays.append(u":%1::%2[]"_s.arg(nameOf(column), typeName(column.type)));
    return u"unnest(%1) AS r (%2)"_s.arg(arrays.join(u", "_s), m_names.join(u", "_s));
}

/// Of all columns that move.
QString Table::assignments(const std::function<QString(const Column &)> &value) const
{
    QStringList list;
    for (qsizetype i = 1; i < m_columns.size(); ++i) {
        if (!m_columns[i].fixed)
            list.append(m_names[i] + u" = "_s + value(m_columns[i]));
    }
    return list.join(u", "_s);
}

RowStatement Table::insert(const QString &rest) const
{
    const QString into =
        u"INSERT INTO %1 (%2) "_s.arg(QLatin1StringView(m_name), m_names.join(u", "_s));
    const QString tail = rest.isEmpty() ? QString() : u' ' + rest;
    return {into + u"SELECT %1 FROM %2"_s.arg(sources(), unnested()) + tail,
            into + u"VALUES (:%1)"_s.arg(m_names.join(u", :"_s)) + tail};
}

RowStatement Table::upsert() const
{
    const auto excluded = [](const Column &column) { return u"excluded."_s + nameOf(column); };
    return insert(
        u"ON CONFLICT (%1) DO UPDATE SET %2"_s.arg(m_names.first(), assignments(excluded)));
}

RowStatement Table::update(const std::function<QString(const QString &)> &unless) const
{
    const auto keep = [&unless](const QString &row) {
        return unless ? u" AND NOT (%1)"_s.arg(unless(row)) : QString();
    };
    const auto bound = [](const Column &column) { return u':' + nameOf(column); };
    const QString table = QString::fromLatin1(m_name);
    return {u"UPDATE %1 SET %2 FROM %3 WHERE %1.%4 = r.%4"_s.arg(table, assignments(source),
                                                                 unnested(), m_names.first())
                + keep(u"r."_s),
            u"UPDATE %1 SET %2 WHERE %3 = :%3"_s.arg(table, assignments(bound), m_names.first())
                + keep(u":"_s)};
}

// --- Selection -----------------------------------------------------------------------------------

Selection::Selection(const Table &table, const char *alias)
    : Selection(table.name(), alias, table.columns())
{
}

Selection::Selection(const char *table, const char *alias, const QList<Column> &columns)
{
    const QString prefix = *alias ? QString::fromLatin1(alias) + u'.' : QString();
    QStringList postgres;
    QStringList sqlite;
    for (const Column &column : columns) {
        const QString name = prefix + nameOf(column);
        m_parts.append(Part{table, column.name});
        sqlite.append(name);
        postgres.append(column.type == Type::Time ? timeColumn(Dialect::Postgres, name) : name);
    }
    m_postgres = postgres.join(u", "_s);
    m_sqlite = sqlite.join(u", "_s);
}

Selection &Selection::with(const Selection &more)
{
    m_parts += more.m_parts;
    m_postgres += u", "_s + more.m_postgres;
    m_sqlite += u", "_s + more.m_sqlite;
    return *this;
}

// --- Rows ----------------------------------------------------------------------------------------

RowWriter::RowWriter(const Table &table, const Database &db)
    : m_table(table), m_db(db), m_values(table.columns().size())
{
}

qsizetype RowWriter::indexOf(const char *column)
{
    return find(m_table.columns(), column, m_next, [](const Column &known) { return known.name; });
}

QVariantMap RowWriter::bound() const
{
    QVariantMap values;
    for (qsizetype i = 0; i < m_values.size(); ++i)
        values.insert(m_table.names()[i], m_values[i]);
    return values;
}

int RowReader::indexOf(const char *column)
{
    return int(find(m_selection.m_parts, column, m_next,
                    [](const Selection::Part &part) { return part.column; }));
}

QJsonObject RowReader::object(const char *column)
{
    const QString text = this->text(column);
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject())
        refuse(column, text);
    return document.object();
}

JsonText RowReader::json(const char *column)
{
    const QByteArray text = this->text(column).toUtf8();
    if (!QJsonDocument::fromJson(text).isObject())
        refuse(column, QString::fromUtf8(text));
    return JsonText::checked(text);
}

QJsonArray RowReader::array(const char *column)
{
    const QString text = this->text(column);
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isArray())
        refuse(column, text);
    return document.array();
}

void RowReader::refuse(const char *column, const QString &text)
{
    if (m_error)
        return;
    m_error = domain::errors::unreadable(
        {.table = QString::fromLatin1(m_selection.m_parts[indexOf(column)].table),
         .column = QString::fromLatin1(column),
         .key = m_row.value(0).toString(),
         .text = text});
}

} // namespace parking::store

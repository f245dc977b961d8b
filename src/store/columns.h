#pragma once

#include "base/literals.h"
#include "domain/deveui.h"
#include "store/database.h"

/// Statements over many rows, made from a table of columns.
namespace parking::store {

/// A column, the PostgreSQL type of its values in arrays, and whether it moves after the insert.
/// Bytes travel as hex (Rows).
struct Column {
    const char *name;
    const char *type;
    bool moves = false;
};

constexpr const char kBytes[] = "bytes";

template <size_t n>
QStringList names(const Column (&columns)[n])
{
    QStringList result;
    for (const Column &column : columns)
        result.append(QString::fromLatin1(column.name));
    return result;
}

inline bool isBytes(const Column &column)
{
    return QByteArrayView(column.type) == kBytes;
}

/// What an INSERT or UPDATE on PostgreSQL takes from the unnested arrays "r".
inline QString source(const Column &column)
{
    return isBytes(column) ? u"decode(r.%1, 'hex')"_s.arg(QLatin1StringView(column.name))
                           : u"r.%1"_s.arg(QLatin1StringView(column.name));
}

template <size_t n>
QString unnested(const Column (&columns)[n])
{
    QStringList arrays;
    for (const Column &column : columns)
        arrays.append(
            u":%1::%2[]"_s.arg(QLatin1StringView(column.name),
                               isBytes(column) ? "text"_L1 : QLatin1StringView(column.type)));
    return u"unnest(%1) AS r (%2)"_s.arg(arrays.join(u", "_s), names(columns).join(u", "_s));
}

template <size_t n>
QString insertInto(const char *table, const Column (&columns)[n], bool postgres)
{
    const QString list = names(columns).join(u", "_s);
    if (!postgres)
        return u"INSERT INTO %1 (%2) VALUES (:%3)"_s.arg(QLatin1StringView(table), list,
                                                         names(columns).join(u", :"_s));
    QStringList sources;
    for (const Column &column : columns)
        sources.append(source(column));
    return u"INSERT INTO %1 (%2) SELECT %3 FROM %4"_s.arg(QLatin1StringView(table), list,
                                                          sources.join(u", "_s), unnested(columns));
}

template <size_t n>
QString selected(const Column (&columns)[n], const Database &db, const QString &prefix)
{
    QStringList list;
    for (const Column &column : columns) {
        const QString name = prefix + QString::fromLatin1(column.name);
        list.append(QByteArrayView(column.type) == "timestamptz" ? db.timeColumn(name) : name);
    }
    return list.join(u", "_s);
}

inline QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

template <class Id>
QVariant idOrNull(const Id &id)
{
    return id.isNull() ? QVariant() : QVariant(id.toString());
}

inline QStringList euiTexts(const QList<domain::DevEui> &devices)
{
    QStringList list;
    for (domain::DevEui device : devices)
        list.append(device.toString());
    return list;
}

} // namespace parking::store

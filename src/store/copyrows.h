#pragma once

#include "base/time.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUuid>

namespace parking::store {

/// Rows for Database::copy(), written field by field as the bytes that PostgreSQL takes in.
/// Source: PostgreSQL 15 documentation, COPY, "Text Format".
class CopyRows {
public:
    explicit CopyRows(QStringList columns) : m_columns(std::move(columns)) { }

    // Fields of a row in the order of the columns.
    void null();
    void text(QStringView value);
    void json(QByteArrayView utf8) { escaped(utf8); }
    void integer(qint64 value);
    void number(double value); ///< shortest text that reads back as the same value
    void flag(bool value);
    void bytes(QByteArrayView value);
    void time(UtcTime value);
    void uuid(const QUuid &value);
    void hex(quint64 value); ///< 16 digits
    void endRow();

    const QStringList &columns() const { return m_columns; }
    qint64 count() const { return m_count; }
    const QByteArray &data() const { return m_data; }

    void reserve(qsizetype bytes) { m_data.reserve(bytes); }

private:
    void begin();
    void escaped(QByteArrayView utf8);
    char *extend(qsizetype bytes);

    QStringList m_columns;
    QByteArray m_data;
    qint64 m_count = 0;
    int m_field = 0;
};

} // namespace parking::store

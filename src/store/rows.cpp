#include "store/rows.h"

#include "base/literals.h"

namespace parking::store {

namespace {

/// An element of a PostgreSQL array literal.
void appendElement(QString &array, const QVariant &value)
{
    if (!value.isValid()) {
        array += "NULL"_L1;
        return;
    }
    switch (value.typeId()) {
    case QMetaType::Bool:
        array += value.toBool() ? u't' : u'f';
        return;
    case QMetaType::QByteArray:
        array += u'"';
        array += QLatin1StringView(value.toByteArray().toHex());
        array += u'"';
        return;
    case QMetaType::QString: {
        QString text = value.toString();
        if (text.contains(u'\\') || text.contains(u'"'))
            text.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1);
        array += u'"';
        array += text;
        array += u'"';
        return;
    }
    default:
        array += value.toString();
    }
}

} // namespace

QString Rows::array(qsizetype column) const
{
    QString array;
    array.reserve(m_rows.size() * 24);
    array += u'{';
    for (const QVariantList &row : m_rows) {
        if (array.size() > 1)
            array += u',';
        appendElement(array, row[column]);
    }
    array += u'}';
    return array;
}

} // namespace parking::store

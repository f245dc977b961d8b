#include "store/condition.h"

#include <QRegularExpression>

namespace parking::store {

QString isAnyOf(const Database &db, const QString &column, const QString &type)
{
    return db.isPostgres() ? u"%1 = ANY(:list::%2[])"_s.arg(column, type)
                           : column + u" IN (SELECT value FROM json_each(:list))"_s;
}

QString listValue(const Database &db, const QStringList &values)
{
    if (db.isPostgres())
        return u'{' + values.join(u',') + u'}';
    QStringList quoted;
    for (const QString &value : values)
        quoted.append(u'"' + value + u'"');
    return u'[' + quoted.join(u',') + u']';
}

QString listTable(const Database &db, const QString &column, const QString &type)
{
    return db.isPostgres() ? u"SELECT unnest(:list::%1[]) AS %2"_s.arg(type, column)
                           : u"SELECT value AS %1 FROM json_each(:list)"_s.arg(column);
}

void Condition::add(const QString &part, const QString &name, const QVariant &value)
{
    m_parts.append(part);
    m_bound.insert(name, value);
}

// SQLite's lower() and LIKE know the case of ASCII letters alone; the driver's REGEXP is
// QRegularExpression, which knows all.
void Condition::addText(const QStringList &columns, const QString &text)
{
    if (text.isEmpty())
        return;
    const QString one =
        m_db.isPostgres() ? u"lower(%1) LIKE lower(:text) ESCAPE '!'"_s : u"%1 REGEXP :text"_s;
    QString pattern = text;
    if (m_db.isPostgres()) {
        for (const QChar special : {u'!', u'%', u'_'})
            pattern.replace(special, u"!"_s + special);
        pattern = u'%' + pattern + u'%';
    } else {
        pattern = u"(?i)"_s + QRegularExpression::escape(text);
    }
    QStringList parts;
    for (const QString &column : columns)
        parts.append(one.arg(column));
    add(u'(' + parts.join(u" OR "_s) + u')', u"text"_s, pattern);
}

QString Condition::where() const
{
    return m_parts.isEmpty() ? QString() : u"WHERE "_s + m_parts.join(u" AND "_s);
}

QVariantMap bound(const Condition &condition, const domain::PageRequest &page)
{
    QVariantMap values = condition.bound();
    values.insert(u"limit"_s, page.limit);
    values.insert(u"offset"_s, page.offset);
    return values;
}

} // namespace parking::store

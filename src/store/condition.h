#pragma once

#include "domain/page.h"
#include "store/table.h"

/// Conditions of statements, and pages of what meets them.
namespace parking::store {

/// SQL that is true when `column` is among the values bound as `:list` (see listValue()).
/// `type` is the column's PostgreSQL type.
QString isAnyOf(const Database &db, const QString &column, const QString &type);

/// One bound value that holds many ids or EUIs: texts without quotes, backslashes and commas.
QString listValue(const Database &db, const QStringList &values);
template <class Value>
QString listValue(const Database &db, const QList<Value> &values)
{
    QStringList texts;
    for (const Value &value : values)
        texts.append(value.toString());
    return listValue(db, texts);
}

/// SQL for a table of the values bound as `:list`, in a column of this name.
QString listTable(const Database &db, const QString &column, const QString &type);

/// The condition of a statement: parts that are all to be met, and what they bind.
class Condition {
public:
    explicit Condition(const Database &db) : m_db(db) { }

    void add(const QString &part) { m_parts.append(part); }
    /// `part` names its value as `:name`.
    void add(const QString &part, const QString &name, const QVariant &value);
    /// That one of the columns contains the text, in any case; its characters all stand for
    /// themselves. An empty text asks nothing.
    void addText(const QStringList &columns, const QString &text);

    QString where() const; ///< "WHERE ...", empty without parts
    const QVariantMap &bound() const { return m_bound; }

private:
    const Database &m_db;
    QStringList m_parts;
    QVariantMap m_bound;
};

/// Where a page's rows come from: "FROM ..." and "ORDER BY ...", which must tell all rows apart.
struct PageSource {
    QString from;
    QString order;
};

/// What a page of rows binds, behind "LIMIT :limit OFFSET :offset".
QVariantMap bound(const Condition &condition, const domain::PageRequest &page);

/// A page of the rows that meet a condition.
template <class Read>
auto selectPage(Database &db, const Selection &selection, const PageSource &source,
                const Condition &condition, const domain::PageRequest &page, Read read)
    -> Result<domain::Page<std::invoke_result_t<Read, RowReader &>>>
{
    if (Result<> checked = domain::validate(page); !checked)
        return checked.error();
    const QString from = source.from + u' ' + condition.where();
    const Result<qint64> total = db.count(u"SELECT count(*) "_s + from, condition.bound());
    if (!total)
        return total.error();
    auto rows =
        select(db, selection, from + u' ' + source.order + u" LIMIT :limit OFFSET :offset"_s,
               bound(condition, page), read);
    if (!rows)
        return rows.error();
    return domain::Page<std::invoke_result_t<Read, RowReader &>>{*std::move(rows), *total};
}

} // namespace parking::store

#include "archive/compare.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QCryptographicHash>

#include <algorithm>
#include <vector>

namespace parking::archive {

namespace {

constexpr qint64 kRowsBetweenWords = 2000;

/// What is asked of a table, as SQL that gives one text a row.
struct Asked {
    QString name;
    QString sql;
};

QString quotedRow(const QStringList &columns)
{
    QStringList quoted;
    for (const QString &column : columns)
        quoted.append(u"quote(%1)"_s.arg(column));
    return quoted.join(u" || ',' || "_s);
}

/// Numbers of spaces and devices are an archive's own, so that ids stand in their place.
QList<Asked> askedTables()
{
    QList<Asked> asked;
    for (const TableRule &table : archivedTables()) {
        QStringList columns;
        for (const ColumnRule &column : table.columns)
            columns.append(QLatin1StringView(column.name));
        const QString name = QLatin1StringView(table.name);
        asked.append({name, u"SELECT %1 FROM %2"_s.arg(quotedRow(columns), name)});
    }
    asked.append(
        {u"archive_heard"_s,
         u"SELECT %1 FROM archive_heard h JOIN archive_spaces s ON s.number = h.space"_s.arg(
             quotedRow({u"s.id"_s, u"h.began_at"_s, u"h.ended_at"_s}))});
    asked.append({u"archive_gaps"_s,
                  u"SELECT %1 FROM archive_gaps"_s.arg(
                      quotedRow({u"began_at"_s, u"ended_at"_s, u"problem"_s}))});
    return asked;
}

using Marks = std::vector<quint64>; ///< eight bytes of each row's hash, in order

Result<Marks> marksOf(store::Database &database, const Asked &asked,
                      const std::function<bool()> &goOn)
{
    Marks marks;
    bool isGivenUp = false;
    const Result<> read = database.eachWhile(asked.sql, {}, [&](const QSqlQuery &row) {
        const QByteArray hash =
            QCryptographicHash::hash(row.value(0).toString().toUtf8(), QCryptographicHash::Sha256);
        quint64 mark = 0;
        std::copy_n(hash.constData(), sizeof(mark), reinterpret_cast<char *>(&mark));
        marks.push_back(mark);
        isGivenUp = goOn && qint64(marks.size()) % kRowsBetweenWords == 0 && !goOn();
        return !isGivenUp;
    });
    if (!read)
        return Error{problem::kBadFile,
                     u"%1 cannot be read: %2"_s.arg(asked.name, read.error().detail)};
    if (isGivenUp)
        return Error{u"CANCELLED"_s, u"reading its rows was given up"_s};
    std::sort(marks.begin(), marks.end());
    return marks;
}

TableDifference difference(const QString &name, const Marks &first, const Marks &second)
{
    Marks both;
    std::set_intersection(first.cbegin(), first.cend(), second.cbegin(), second.cend(),
                          std::back_inserter(both));
    const auto common = qint64(both.size());
    return {name, common, qint64(first.size()) - common, qint64(second.size()) - common};
}

} // namespace

bool Comparison::isSame() const
{
    return std::all_of(tables.cbegin(), tables.cend(),
                       [](const TableDifference &table) { return table.isSame(); });
}

Result<Comparison> compare(const OpenedArchive &first, const OpenedArchive &second,
                           const std::function<bool()> &goOn)
{
    Comparison comparison;
    const QMap<QString, QString> others = second.manifest.toWords();
    const QMap<QString, QString> words = first.manifest.toWords();
    for (auto it = words.cbegin(); it != words.cend(); ++it) {
        if (const QString other = others.value(it.key()); other != *it)
            comparison.words.append({it.key(), *it, other});
    }
    for (const Asked &asked : askedTables()) {
        const Result<Marks> ours = marksOf(*first.database, asked, goOn);
        if (!ours)
            return ours.error();
        const Result<Marks> theirs = marksOf(*second.database, asked, goOn);
        if (!theirs)
            return theirs.error();
        if (!ours->empty() || !theirs->empty())
            comparison.tables.append(difference(asked.name, *ours, *theirs));
    }
    return comparison;
}

} // namespace parking::archive

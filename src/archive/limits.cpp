#include "archive/limits.h"

#include "base/literals.h"

namespace parking::archive {

namespace {

constexpr qint64 kLargestPicture = 64 * 1024 * 1024;
constexpr qint64 kLongestPlan = 4 * 1024 * 1024;
constexpr qint64 kLongestText = 4 * 1024; // of what many rows share, or that stands in each
constexpr qint64 kMostAtOnce = 512 * 1024 * 1024; // of the words of one moment, all spaces

struct Rows {
    const char *table;
    qint64 most;
    const char *words;
};

constexpr Rows kRows[] = {{"spaces", 200'000, "spaces"},
                          {"archive_spaces", 200'000, "spaces"},
                          {"floors", 10'000, "floors"},
                          {"archive_gaps", 10'000, "gaps of recording"},
                          {"archive_heard", 5'000'000, "silences of sensors"}};

struct Text {
    const char *table;
    const char *columns; // with blanks between
    qint64 longest;
};

constexpr Text kTexts[] = {{"floors", "picture", kLargestPicture},
                           {"floors", "plan", kLongestPlan},
                           {"spaces", "metadata", kLongestPlan},
                           {"archive_spaces", "id", kLongestText},
                           {"archive_devices", "dev_eui", kLongestText},
                           {"archive_gaps", "problem", kLongestText},
                           {"archive_change_kinds",
                            "previous_state new_state source actor request_id reason note metadata",
                            kLongestText},
                           {"archive_reading_kinds",
                            "space_id device_type occupancy_state gateway_id notes", kLongestText}};

QString bytesOf(const QString &column)
{
    return u"coalesce(length(CAST(%1 AS BLOB)), 0)"_s.arg(column);
}

} // namespace

Result<QString> exceeded(store::Database &database)
{
    for (const Rows &rows : kRows) {
        const Result<qint64> found = database.count(
            u"SELECT count(*) FROM (SELECT 1 FROM %1 LIMIT %2)"_s.arg(QLatin1StringView(rows.table))
                .arg(rows.most + 1));
        if (!found)
            return found.error();
        if (*found > rows.most)
            return u"more than %1 %2"_s.arg(rows.most).arg(QLatin1StringView(rows.words));
    }
    for (const Text &text : kTexts) {
        const QString table = QLatin1StringView(text.table);
        for (const QString &column : QString::fromLatin1(text.columns).split(u' ')) {
            const Result<qint64> found =
                database.count(u"SELECT max(%1) FROM %2"_s.arg(bytesOf(column), table));
            if (!found)
                return found.error();
            if (*found > text.longest)
                return u"%1 of more than %2 bytes in %3"_s.arg(column).arg(text.longest).arg(table);
        }
    }
    // Each space may be of the kind that has the longest words.
    const Result<qint64> together = database.count(
        u"SELECT (SELECT coalesce(max(%1 + %2 + %3 + %4), 0) FROM archive_change_kinds) * "
        "(SELECT count(*) FROM spaces)"_s.arg(bytesOf(u"source"_s), bytesOf(u"actor"_s),
                                              bytesOf(u"request_id"_s), bytesOf(u"note"_s)));
    if (!together)
        return together.error();
    return *together > kMostAtOnce ? u"words too long for so many spaces"_s : QString();
}

} // namespace parking::archive

#pragma once

#include "domain/space.h"
#include "store/sitestore.h"
#include "testdatabases.h"
#include "verify.h"

#include <QJsonArray>

namespace parking::test {

inline QString text(const char *literal)
{
    return QString::fromUtf8(literal);
}

inline UtcTime at(const char *iso)
{
    const std::optional<UtcTime> time = fromIso(text(iso));
    Q_ASSERT(time);
    return *time;
}

/// A moment that tests pass as `now`: with milliseconds, and no round number.
inline const UtcTime kNow = at("2026-03-29T01:30:00.517Z");

/// The dialect of the running row.
inline store::Dialect rowDialect()
{
    return *static_cast<const store::Dialect *>(
        QTest::qData("dialect", qMetaTypeId<store::Dialect>()));
}

/// Texts that somebody's SQL, LIKE pattern, array or JSON literal would trip over. None is longer
/// than 20 characters, so that they fit everywhere.
inline QList<std::pair<const char *, QString>> hostileTexts()
{
    return {{"single quotes", text("O'Neil ''x'' '")},
            {"double quotes", text("\"x\" \\\"y\\\" \"")},
            {"percent signs", text("100% %1 %s %_ %%")},
            {"underscores", text("a_b __ _")},
            {"escape character of LIKE", text("!% !_ !!")},
            {"backslashes", text("\\ \\\\ \\n \\' C:\\x\\")},
            {"end of statement", text("';--")},
            {"DROP TABLE", text("'); DROP TABLE x;--")},
            {"emoji", text("\U0001F697 \U0001F17F\uFE0F \U0001F469\u200D\U0001F527")},
            {"array", text("{a,b},{\"c\",NULL}")},
            {"NULL", text("NULL")},
            {"placeholders", text(":name ? ::text @p")},
            {"dollar quotes", text("$$ $x$ $1")},
            {"JSON", text("{\"a\":[1,null]}")},
            {"white space", text("  a\t\r\nb  ")},
            {"right to left", text("\u05d7\u05e0\u05d9 \u202eabc\u202c")}};
}

/// The columns `dialect` and `words`, with the hostile texts and one of `longest` characters.
inline void addHostileRows(int longest)
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::addColumn<QString>("words");
    auto texts = hostileTexts();
    texts.append({"as long as may be", QString(longest, u'ß')});
    for (const auto &[name, words] : texts) {
        QTest::addRow("sqlite: %s", name) << store::Dialect::Sqlite << words;
        QTest::addRow("postgres: %s", name) << store::Dialect::Postgres << words;
    }
}

/// The columns `dialect` and `time`, with moments at the rims of years, months and the epoch.
inline void addTimeRows()
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::addColumn<UtcTime>("time");
    for (const char *iso :
         {"1971-01-01T00:00:00.001Z", "1971-12-31T23:59:59.999Z", "2024-02-29T12:00:00.123Z",
          "2026-03-29T01:30:00.500Z", "2026-10-25T02:30:00.999Z", "2099-01-01T00:00:00.000Z",
          "2099-12-31T23:59:59.999Z"}) {
        QTest::addRow("sqlite: %s", iso) << store::Dialect::Sqlite << at(iso);
        QTest::addRow("postgres: %s", iso) << store::Dialect::Postgres << at(iso);
    }
}

inline domain::SiteId firstSite(store::Database &db)
{
    return store::SiteStore(db).first().valueOr(domain::Site()).id;
}

inline domain::Space makeSpace(domain::SiteId site, const QString &code)
{
    domain::Space space;
    space.id = domain::SpaceId::create();
    space.siteId = site;
    space.code = code;
    space.name = text("Space ") + code;
    return space;
}

inline QString newKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace parking::test

Q_DECLARE_METATYPE(parking::UtcTime)

/// `Database &db`: migrated, of its own, in the running row's dialect.
#define OPEN_ROW_DATABASE(db)                                                                      \
    const auto db##Opened = m_databases.open(parking::test::rowDialect());                         \
    VERIFY_OK(db##Opened);                                                                         \
    parking::store::Database &db = **db##Opened

#include "store/fileroom.h"

#include "base/literals.h"

namespace parking::store {

Result<FileRoom> fileRoom(Database &database)
{
    const auto size = database.count(u"PRAGMA page_size"_s);
    const auto pages = database.count(u"PRAGMA page_count"_s);
    const auto empty = database.count(u"PRAGMA freelist_count"_s);
    const auto mode = database.count(u"PRAGMA auto_vacuum"_s);
    for (const auto *read : {&size, &pages, &empty, &mode}) {
        if (!*read)
            return read->error();
    }
    return FileRoom{.bytes = *size * *pages, .emptyBytes = *size * *empty, .givesBack = *mode == 2};
}

Result<> compact(Database &database)
{
    for (const QString &sql : {u"PRAGMA auto_vacuum = INCREMENTAL"_s, u"VACUUM"_s}) {
        if (Result<> done = database.run(sql); !done)
            return done;
    }
    // Until then it stands in the log beside it. Who reads for long puts it off, which is no
    // failure.
    return database.each(u"PRAGMA wal_checkpoint(TRUNCATE)"_s, {}, [](const QSqlQuery &) {});
}

} // namespace parking::store

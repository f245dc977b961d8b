#include "store/noticestore.h"

#include "store/table.h"

namespace parking::store {

namespace {

constexpr Milliseconds kLongestPause = std::chrono::hours(1);

using domain::AlarmNotice;
using domain::Outlet;

const Table kNotices{"alarm_notices",
                     {{"id", Type::Uuid},
                      {"outlet", Type::Text, kFixed},
                      {"alarm_id", Type::Uuid, kFixed},
                      {"event", Type::Text, kFixed},
                      {"content", Type::Json},
                      {"made_at", Type::Time, kFixed},
                      {"attempts", Type::Int},
                      {"next_at", Type::Time},
                      {"problem"},
                      {"sent_at", Type::Time},
                      {"given_up_at", Type::Time}}};

const Selection kSelection(kNotices);

const Table kOutcome =
    kNotices.only({"id", "content", "attempts", "next_at", "problem", "sent_at", "given_up_at"});

const QString kWaits = u"sent_at IS NULL AND given_up_at IS NULL"_s;
const QString kIsOwed = u"sent_at IS NOT NULL AND next_at > sent_at"_s;
const QString kIsOutOfDate = u"EXISTS (SELECT 1 FROM alarm_notices AS later "
                             "WHERE later.outlet = alarm_notices.outlet "
                             "AND later.alarm_id = alarm_notices.alarm_id "
                             "AND later.made_at > alarm_notices.made_at)"_s;

AlarmNotice readNotice(RowReader &row)
{
    AlarmNotice notice;
    notice.id = row.parsed("id", domain::NoticeId::parse);
    notice.outlet = row.parsed("outlet", domain::outletFromString);
    notice.alarm = row.parsed("alarm_id", domain::AlarmId::parse);
    notice.event = row.parsed("event", domain::noticeEventFromString);
    notice.content = row.object("content");
    notice.madeAt = row.time("made_at");
    notice.attempts = row.integer("attempts");
    notice.nextAt = row.time("next_at");
    notice.problem = row.text("problem");
    notice.sentAt = row.maybeTime("sent_at");
    notice.givenUpAt = row.maybeTime("given_up_at");
    return notice;
}

void setOutcome(RowWriter &row, const AlarmNotice &notice)
{
    row.set("id", notice.id);
    row.set("content", notice.content);
    row.set("attempts", notice.attempts);
    row.set("next_at", notice.nextAt);
    row.set("problem", notice.problem);
    row.set("sent_at", notice.sentAt);
    row.set("given_up_at", notice.givenUpAt);
}

} // namespace

Result<> NoticeStore::insert(const QList<AlarmNotice> &notices)
{
    Rows rows(kNotices.names());
    for (const AlarmNotice &notice : notices) {
        RowWriter row(kNotices, m_db);
        row.set("id", notice.id);
        row.set("outlet", notice.outlet);
        row.set("alarm_id", notice.alarm);
        row.set("event", notice.event);
        row.set("content", notice.content);
        row.set("made_at", notice.madeAt);
        row.set("attempts", notice.attempts);
        row.set("next_at", notice.nextAt);
        row.set("problem", notice.problem);
        row.set("sent_at", notice.sentAt);
        row.set("given_up_at", notice.givenUpAt);
        rows.add(row.values());
    }
    static const RowStatement statement = kNotices.insert();
    return m_db.runRows(statement, rows);
}

Result<> NoticeStore::update(const QList<AlarmNotice> &notices)
{
    Rows rows(kOutcome.names());
    for (const AlarmNotice &notice : notices) {
        RowWriter row(kOutcome, m_db);
        setOutcome(row, notice);
        rows.add(row.values());
    }
    static const RowStatement statement = kOutcome.update([](const QString &) {
        return u"(alarm_notices.sent_at IS NOT NULL "
               "AND alarm_notices.next_at <= alarm_notices.sent_at) "
               "OR alarm_notices.given_up_at IS NOT NULL"_s;
    });
    return m_db.runRows(statement, rows);
}

Result<QList<AlarmNotice>> NoticeStore::waiting(Outlet outlet, UtcTime now, int limit)
{
    const QVariantMap bound{{u"outlet"_s, domain::nameOf(outlet)},
                            {u"now"_s, m_db.bind(now)},
                            {u"ahead"_s, m_db.bind(now + kLongestPause)},
                            {u"limit"_s, limit}};
    auto notices = select(
        m_db, kSelection,
        u"FROM alarm_notices WHERE outlet = :outlet AND sent_at IS NULL AND given_up_at IS NULL "
        "AND (next_at <= :now OR next_at > :ahead) AND NOT EXISTS (SELECT 1 FROM alarm_notices AS "
        "earlier "
        "WHERE earlier.outlet = alarm_notices.outlet AND earlier.alarm_id = alarm_notices.alarm_id "
        "AND earlier.made_at < alarm_notices.made_at AND earlier.sent_at IS NULL "
        "AND earlier.given_up_at IS NULL) ORDER BY made_at, id LIMIT :limit"_s,
        bound, readNotice);
    if (!notices)
        return notices;
    auto owed = select(m_db, kSelection,
                       u"FROM alarm_notices WHERE outlet = :outlet AND %1 AND NOT %2 "
                       "AND (next_at <= :now OR next_at > :ahead) "
                       "ORDER BY made_at, id LIMIT :limit"_s.arg(kIsOwed, kIsOutOfDate),
                       bound, readNotice);
    if (!owed)
        return owed;
    owed->removeIf([](const AlarmNotice &notice) { return domain::owedTo(notice).isEmpty(); });
    *notices += *owed;
    return notices->mid(0, limit);
}

Result<qint64> NoticeStore::countWaiting(Outlet outlet)
{
    return m_db.count(u"SELECT count(*) FROM alarm_notices WHERE outlet = :outlet AND "_s + kWaits,
                      {{u"outlet"_s, domain::nameOf(outlet)}});
}

Result<qint64> NoticeStore::countGivenUp(Outlet outlet, UtcTime since)
{
    return m_db.count(u"SELECT count(*) FROM alarm_notices WHERE outlet = :outlet "
                      "AND given_up_at >= :since"_s,
                      {{u"outlet"_s, domain::nameOf(outlet)}, {u"since"_s, m_db.bind(since)}});
}

Result<qint64> NoticeStore::giveUp(Outlet outlet, UtcTime madeBefore, UtcTime now)
{
    const Result<> closed =
        m_db.run(u"UPDATE alarm_notices SET next_at = sent_at WHERE outlet = :outlet AND %1 "
                 "AND (made_at < :before OR %2)"_s.arg(kIsOwed, kIsOutOfDate),
                 {{u"outlet"_s, domain::nameOf(outlet)}, {u"before"_s, m_db.bind(madeBefore)}});
    if (!closed)
        return closed.error();
    return m_db.change(u"UPDATE alarm_notices SET given_up_at = :now WHERE outlet = :outlet "
                       "AND made_at < :before AND "_s
                           + kWaits,
                       {{u"now"_s, m_db.bind(now)},
                        {u"outlet"_s, domain::nameOf(outlet)},
                        {u"before"_s, m_db.bind(madeBefore)}});
}

Result<QList<AlarmNotice>> NoticeStore::recent(int limit)
{
    return select(m_db, kSelection, u"FROM alarm_notices ORDER BY made_at DESC, id LIMIT :limit"_s,
                  {{u"limit"_s, limit}}, readNotice);
}

Result<qint64> NoticeStore::prune(UtcTime madeBefore)
{
    return m_db.change(u"DELETE FROM alarm_notices WHERE made_at < :before "
                       "AND (sent_at IS NOT NULL OR given_up_at IS NOT NULL)"_s,
                       {{u"before"_s, m_db.bind(madeBefore)}});
}

} // namespace parking::store

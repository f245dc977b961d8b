#include "store/actstore.h"

#include "store/condition.h"
#include "store/sessions.h"

#include <QJsonArray>
#include <QUuid>

namespace parking::store {

namespace {

using domain::Act;

constexpr qsizetype kRowMax = 100; // as the table has it
constexpr qsizetype kNameMax = 200;
constexpr qsizetype kActorMax = 100;
constexpr qsizetype kValueMax = 500; // of a difference

const Table kActs{"acts",
                  {{"act_id", Type::Uuid},
                   {"place", Type::Int},
                   {"others", Type::Int},
                   {"made_at", Type::Time},
                   {"actor"},
                   {"subject"},
                   {"verb"},
                   {"row_id"},
                   {"space_id", Type::Uuid},
                   {"name"},
                   {"differences", Type::Json}}};

QJsonArray jsonOf(const QList<domain::ActDifference> &differences)
{
    QJsonArray array;
    for (const domain::ActDifference &one : differences)
        array.append(QJsonObject{{u"field"_s, one.field},
                                 {u"before"_s, one.before.left(kValueMax)},
                                 {u"after"_s, one.after.left(kValueMax)}});
    return array;
}

} // namespace

const Selection kActEvents("acts", "",
                           {{"id", Type::BigInt},
                            {"others", Type::Int},
                            {"made_at", Type::Time},
                            {"actor"},
                            {"subject"},
                            {"verb"},
                            {"row_id"},
                            {"space_id", Type::Uuid},
                            {"name"},
                            {"differences", Type::Json}});

Act readActRow(RowReader &row)
{
    Act act;
    act.id = row.bigint("id");
    act.others = row.integer("others");
    act.time = row.time("made_at");
    act.actor = row.text("actor");
    act.subject = row.parsed("subject", domain::actSubjectFromString);
    act.verb = row.parsed("verb", domain::actVerbFromString);
    act.row = row.text("row_id");
    act.space = row.maybeParsed("space_id", domain::SpaceId::parse).value_or(domain::SpaceId());
    act.name = row.text("name");
    const QJsonArray differences = row.array("differences");
    for (const QJsonValue &one : differences)
        act.differences.append(
            {one[u"field"_s].toString(), one[u"before"_s].toString(), one[u"after"_s].toString()});
    return act;
}

Result<> ActStore::append(const QList<Act> &acts, const QString &actor, UtcTime now)
{
    if (acts.isEmpty())
        return {};
    const Result<QString> name = actorOf(m_db, actor);
    if (!name)
        return name.error();
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Rows rows(kActs.names());
    for (qsizetype place = 0; place < acts.size(); ++place) {
        const Act &act = acts[place];
        RowWriter row(kActs, m_db);
        row.set("act_id", id);
        row.set("place", int(place));
        row.set("others", place == 0 ? int(acts.size() - 1) : 0);
        row.set("made_at", now);
        row.set("actor", name->left(kActorMax));
        row.set("subject", act.subject);
        row.set("verb", act.verb);
        row.set("row_id", act.row.left(kRowMax));
        row.set("space_id", act.space);
        row.set("name", act.name.left(kNameMax));
        row.set("differences", jsonOf(act.differences));
        rows.add(row.values());
    }
    static const RowStatement statement = kActs.insert();
    return m_db.runRows(statement, rows);
}

Result<QList<Act>> ActStore::recent(int limit, const std::optional<domain::ActSubject> &subject,
                                    const QString &row)
{
    Condition condition(m_db);
    if (subject)
        condition.add(u"subject = :subject"_s, u"subject"_s, domain::nameOf(*subject));
    if (!row.isEmpty())
        condition.add(u"row_id = :row"_s, u"row"_s, row.left(kRowMax));
    QVariantMap bound = condition.bound();
    bound.insert(u"limit"_s, limit);
    return select(m_db, kActEvents,
                  u"FROM acts "_s + condition.where() + u" ORDER BY id DESC LIMIT :limit"_s, bound,
                  readActRow);
}

} // namespace parking::store

// parkctl signs: what the signs along the street are to show.

#include "base/literals.h"
#include "base/plaintext.h"
#include "base/terminationsignal.h"
#include "cli/command.h"
#include "domain/sign.h"
#include "read/signs.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QTimer>

namespace parking::cli {

namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kLayoutPause = 60s;

struct SignRow {
    domain::Sign sign;
    domain::SignShown shown;

    bool operator==(const SignRow &) const = default;
};

struct Signs {
    UtcTime at;
    std::optional<UtcTime> takenInUntil;
    domain::DataAge age = domain::DataAge::Gone;
    QList<SignRow> rows;
};

domain::Counts countsOf(const domain::SiteSnapshot &site, const domain::Sign &sign, UtcTime at)
{
    domain::SiteSnapshot part = site;
    part.spaces.removeIf([&sign](const domain::Space &space) {
        return (!sign.building.isEmpty() && space.building != sign.building)
            || (!sign.floor.isEmpty() && space.floor != sign.floor);
    });
    return domain::signboard(part, sign.building, at).counts;
}

/// What seldom changes, so that no look reads it anew.
struct Layout {
    std::optional<domain::SiteSnapshot> site = {};
    Steady::time_point readAt{};
};

Result<> readLayout(store::Database &database, Layout &layout)
{
    if (layout.site && Steady::now() - layout.readAt < kLayoutPause)
        return {};
    Result<domain::SiteSnapshot> site = read::signLayout(database);
    if (!site)
        return site.error();
    layout = {*std::move(site), Steady::now()};
    return {};
}

Result<Signs> look(store::Database &database, Layout &layout)
{
    if (const Result<> done = readLayout(database, layout); !done)
        return done.error();
    const Result<read::SignLook> seen = read::signLook(database, systemNow());
    if (!seen)
        return seen.error();
    domain::SiteSnapshot &site = *layout.site;
    const Result<QList<domain::Sign>> told = domain::parseSigns(site.site.settings);
    if (!told)
        return told.error();
    site.statuses = seen->statuses;
    Signs found;
    found.at = seen->at;
    found.takenInUntil = seen->takenInUntil;
    found.age = domain::dataAge(seen->takenInUntil
                                    ? std::optional<Milliseconds>(seen->at - *seen->takenInUntil)
                                    : std::nullopt);
    QHash<std::pair<QString, QString>, domain::Counts> counted;
    for (const domain::Sign &sign : told->isEmpty() ? domain::signsOf(site) : *told) {
        const std::pair place(sign.building, sign.floor);
        if (!counted.contains(place))
            counted.insert(place, countsOf(site, sign, seen->at));
        found.rows.append({sign, domain::show(sign, counted.value(place), found.age)});
    }
    return found;
}

QJsonObject jsonOf(const SignRow &row)
{
    const domain::Counts &counts = row.shown.counts;
    QJsonObject json{{u"id"_s, row.sign.id},           {u"building"_s, row.sign.building},
                     {u"floor"_s, row.sign.floor},     {u"mode"_s, nameOf(row.shown.mode)},
                     {u"text"_s, row.shown.text},      {u"total"_s, counts.total},
                     {u"unknown"_s, counts.unknown()}, {u"min"_s, row.sign.min},
                     {u"max"_s, row.sign.max},         {u"offset"_s, row.sign.offset},
                     {u"closed"_s, row.sign.closed}};
    // What is not known now is no number, also for a program that reads this.
    if (row.shown.mode == domain::SignMode::Number || row.shown.mode == domain::SignMode::Full)
        json.insert(u"free"_s, counts.free());
    if (row.shown.number)
        json.insert(u"number"_s, *row.shown.number);
    return json;
}

void tell(const Signs &signs, bool asJson)
{
    QJsonArray rows;
    for (const SignRow &row : signs.rows) {
        rows.append(jsonOf(row));
        if (!asJson)
            print(u"%1  %2  of %3"_s
                      .arg(plainText(row.sign.id).leftJustified(20),
                           plainText(row.shown.text).rightJustified(8))
                      .arg(row.shown.counts.total));
    }
    if (!asJson)
        return;
    QJsonObject json{{u"at"_s, toIso(signs.at)},
                     {u"isLive"_s, signs.age == domain::DataAge::Live},
                     {u"signs"_s, rows}};
    if (signs.takenInUntil)
        json.insert(u"asOf"_s, toIso(*signs.takenInUntil));
    printJson(json);
}

/// A line whenever one of them changes, and one a minute. While the database is away all of them
/// are unknown, which is told as well; which signs there are is not known before the first look.
class Watch : public QObject {
public:
    Watch(const settings::Settings &settings, bool asJson) : m_settings(settings), m_asJson(asJson)
    {
        connect(&m_timer, &QTimer::timeout, this, [this] { step(); });
        m_timer.start(2s);
        step();
    }

private:
    Result<Signs> next()
    {
        if (!m_database) {
            auto opened = store::Database::open({.url = m_settings.databaseUrl, .readOnly = true});
            if (!opened)
                return opened.error();
            m_database = std::move(*opened);
        } else if (!m_database->isOpen()) {
            if (const Result<> opened = m_database->reopen(); !opened)
                return opened.error();
        }
        return look(*m_database, m_layout);
    }

    void step()
    {
        Result<Signs> found = next();
        if (found) {
            m_error.clear();
        } else {
            if (std::exchange(m_error, found.error().detail) != found.error().detail)
                complain(m_error);
            m_layout = {}; // it may come back as another one
            found = away();
        }
        const bool isDue = Steady::now() - m_toldAt >= 60s;
        if (found->rows == m_told && !isDue)
            return;
        m_told = found->rows;
        m_toldAt = Steady::now();
        tell(*found, m_asJson);
    }

    Signs away() const
    {
        Signs signs;
        signs.at = systemNow();
        for (const SignRow &row : m_told)
            signs.rows.append({row.sign, domain::show(row.sign, row.shown.counts, signs.age)});
        return signs;
    }

    const settings::Settings m_settings;
    const bool m_asJson;
    std::unique_ptr<store::Database> m_database;
    QTimer m_timer;
    QList<SignRow> m_told;
    Layout m_layout;
    Steady::time_point m_toldAt = Steady::now() - 1h; // the first line is due
    QString m_error;
};

} // namespace

int runSigns(const QStringList &words)
{
    Parser parser("signs",
                  "What the signs along the street are to show: counters of spaces known to be "
                  "free, by the site's setting \"signs\". Data older than a minute is no number.",
                  true);
    parser.addOptions({{u"json"_s, u"As JSON, a line each time."_s},
                       {u"watch"_s, u"Go on, a line whenever one changes and one a minute."_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    if (parser.isSet(u"watch"_s)) {
        const Watch watch(loaded->settings, parser.isSet(u"json"_s));
        const TerminationSignal termination;
        QObject::connect(&termination, &TerminationSignal::received, QCoreApplication::instance(),
                         [] { QCoreApplication::exit(kOk); });
        return QCoreApplication::exec();
    }
    auto database = store::Database::open({.url = loaded->settings.databaseUrl, .readOnly = true});
    if (!database)
        return fail(database.error());
    Layout layout;
    const Result<Signs> found = look(**database, layout);
    if (!found)
        return fail(found.error());
    tell(*found, parser.isSet(u"json"_s));
    return kOk;
}

} // namespace parking::cli

// The station of `parkctl ingest` in a process of its own, by a clock that whoever started it
// turns: several processes have no clock in common that goes faster than the computer's, and the
// programs that people get have no word for another one. Made for tst_bookedday; not installed.
//
// Settings are words KEY=VALUE. One JSON object a line comes in, one goes out:
//   {"turn": ms}, {"leap": ms} (see TurnedClock)
//     -> {"connected", "empty", "all", "ingesting", "appended", "downlinks": {id: is it open?}}
//   {"book": draft, "request": UUID}, {"move": id, "to": draft}, {"cancel": id} -> {"id"} |
//   {"error"}
// It ends when its input does.

#include "base/literals.h"
#include "domain/downlink.h"
#include "engine/engine.h"
#include "settings/commandline.h"
#include "settings/engineoptions.h"
#include "turnedclock.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <iostream>
#include <string>
#include <thread>

using namespace parking;
using namespace std::chrono_literals;

namespace {

class TurnedStation : public QObject {
public:
    TurnedStation(engine::EngineOptions options, std::shared_ptr<test::TurnedClock> clock)
        : m_clock(std::move(clock)), m_engine(std::move(options))
    {
        connect(&m_engine, &engine::Engine::downlinksMoved, this,
                [this](const QList<domain::Downlink> &rows) {
                    for (const domain::Downlink &row : rows)
                        m_downlinks.insert(row.id.toString(), domain::isOpen(row.state));
                });
    }

    engine::Engine &engine() { return m_engine; }
    QJsonObject answer(const QJsonObject &wish);

private:
    QJsonObject facts();
    domain::BookingDraft draft(const QJsonObject &words) const;

    std::shared_ptr<test::TurnedClock> m_clock;
    engine::Engine m_engine;
    QJsonObject m_downlinks; ///< that moved since the last answer
};

Milliseconds milliseconds(const QJsonValue &value)
{
    return Milliseconds(value.toInteger());
}

domain::BookingId bookingId(const QJsonValue &value)
{
    return domain::BookingId::parse(value.toString()).value_or(domain::BookingId());
}

template <class T>
QJsonObject told(const Result<T> &result, const domain::Booking *booking)
{
    if (!result)
        return {{u"error"_s, result.error().code}};
    return {{u"id"_s, booking->id.toString()}};
}

QJsonObject TurnedStation::answer(const QJsonObject &wish)
{
    engine::Bookings &bookings = m_engine.bookings();
    if (wish.contains(u"book")) {
        const auto made = bookings.create({.draft = draft(wish[u"book"].toObject()),
                                           .requestId = wish[u"request"].toString(),
                                           .actor = u"ann"_s});
        return told(made, made ? &made->booking : nullptr);
    }
    if (wish.contains(u"move")) {
        const auto moved =
            bookings.change(bookingId(wish[u"move"]), draft(wish[u"to"].toObject()), u"ben"_s);
        return told(moved, moved ? &moved->booking : nullptr);
    }
    if (wish.contains(u"cancel")) {
        const auto cancelled = bookings.cancel(bookingId(wish[u"cancel"]), u"ill"_s, u"cy"_s);
        return told(cancelled, cancelled ? &*cancelled : nullptr);
    }
    m_clock->turn(milliseconds(wish[u"turn"]));
    if (wish.contains(u"leap"))
        m_clock->leap(milliseconds(wish[u"leap"]));
    return facts();
}

QJsonObject TurnedStation::facts()
{
    journal::Journal *journal = m_engine.journal();
    return {{u"connected"_s, m_engine.isConnected()},
            {u"empty"_s, m_engine.arrival().isEmpty()},
            {u"all"_s, m_engine.arrival().hasTakenAll()},
            {u"ingesting"_s, m_engine.isIdle()},
            {u"appended"_s, journal ? journal->stats().appended : 0},
            {u"downlinks"_s, std::exchange(m_downlinks, {})}};
}

domain::BookingDraft TurnedStation::draft(const QJsonObject &words) const
{
    domain::BookingDraft draft;
    draft.spaceId = domain::SpaceId::parse(words[u"space"].toString()).value_or(domain::SpaceId());
    draft.start = fromMillis(words[u"start"].toInteger());
    draft.end = fromMillis(words[u"end"].toInteger());
    draft.email = u"ann@example.org"_s;
    draft.reason = u"visit"_s;
    return draft;
}

/// Each line is answered in the thread of the engine.
void readLines(TurnedStation &station)
{
    for (std::string line; std::getline(std::cin, line);) {
        QMetaObject::invokeMethod(&station, [&station, bytes = QByteArray::fromStdString(line)] {
            const QJsonObject answer = station.answer(QJsonDocument::fromJson(bytes).object());
            const QByteArray out = QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n';
            std::fwrite(out.constData(), 1, size_t(out.size()), stdout);
            std::fflush(stdout);
        });
    }
    QMetaObject::invokeMethod(&station, [] { QCoreApplication::quit(); });
}

int complain(const Error &error)
{
    std::fprintf(stderr, "%s: %s\n", qPrintable(error.code), qPrintable(error.detail));
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QStringList words = QCoreApplication::arguments().mid(1);
    const UtcTime now = fromMillis(words.takeFirst().toLongLong());
    const auto loaded = settings::load(settings::CommandLine{.pairs = words});
    if (!loaded)
        return complain(loaded.error());
    engine::EngineOptions options = settings::engineOptions(loaded->settings);
    const auto clock = std::make_shared<test::TurnedClock>(now);
    options.clock = clock;
    options.version = u"test"_s;
    options.frozenAfter = 24h; // a step of the clock is no frozen station
    options.mqtt->firstPause = 50ms;
    options.mqtt->maxPause = 200ms;
    TurnedStation station(options, clock);
    if (const Result<> started = station.engine().start(); !started)
        return complain(started.error());
    std::thread reader([&station] { readLines(station); });
    QCoreApplication::exec();
    reader.join();
    station.engine().stop();
    return 0;
}

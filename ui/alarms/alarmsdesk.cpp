#include "alarms/alarmsdesk.h"

#include "alarms/alarmlabels.h"
#include "base/literals.h"
#include "domain/localtime.h"
#include "labels.h"
#include "read/alarms.h"
#include "read/bookings.h"

#include <algorithm>
#include <memory>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Alarm;
using domain::AlarmId;

namespace {

constexpr auto kLook = 30s; // whoever moves alarms tells of it; what was missed shows then
constexpr auto kTellPause = 60s;
constexpr int kBookings = 20;

} // namespace

AlarmsDesk::AlarmsDesk(const Desk &desk, AlarmsPanel &panel) : m_desk(desk), m_panel(panel)
{
    connect(&panel, &AlarmsPanel::acknowledgeAsked, this, &AlarmsDesk::acknowledge);
    connect(&panel, &AlarmsPanel::remedyAsked, this, [this](const Alarm &alarm) {
        if (remedyOf(alarm) == AlarmRemedy::OpenBooking)
            openBooking(alarm);
    });
    connect(&desk.situation, &Situation::nowChanged, this, &AlarmsDesk::look);
    load();
    if (!desk.engine)
        return;
    const engine::Engine &engine = desk.engine->engine();
    connect(&engine, &engine::Engine::alarmsMoved, this, &AlarmsDesk::load);
    connect(&engine, &engine::Engine::ready, this, &AlarmsDesk::load);
}

void AlarmsDesk::look()
{
    const UtcTime now = m_desk.situation.now();
    tellCritical();
    const domain::Health &health = m_desk.situation.health();
    const auto blind = std::find_if(
        health.checks.cbegin(), health.checks.cend(), [](const domain::HealthCheck &check) {
            return (check.name == u"database" || check.name == u"station")
                && check.level == domain::HealthLevel::Unhealthy;
        });
    if (blind != health.checks.cend()) {
        m_looked = {}; // as soon as it is back
        const QString since = labels::moment(blind->since, now);
        m_panel.setUnknown(blind->name == u"station"
                               ? tr("No station looks since %1.").arg(since)
                               : tr("The database is away since %1.").arg(since));
    } else if (now < m_looked || now - m_looked >= kLook) {
        load();
    }
}

/// One question at a time.
void AlarmsDesk::load()
{
    if (m_isReading) {
        m_isDue = true;
        return;
    }
    m_isReading = true;
    m_isDue = false;
    m_looked = m_desk.situation.now();
    const auto done = [this] {
        m_isReading = false;
        if (m_isDue)
            load();
    };
    m_desk.ask(
        this,
        [today = today()](store::Database &database) { return read::alarms(database, today); },
        [this, done](const domain::AlarmsKnown &known) {
            take(known);
            done();
        },
        [this, done](const Error &error) {
            m_panel.setUnknown(labels::text(error));
            m_isDue = false;
            done();
        });
}

void AlarmsDesk::take(const domain::AlarmsKnown &known)
{
    QSet<AlarmId> critical;
    for (const Alarm &alarm : known.open) {
        if (alarm.level != domain::AlarmLevel::Critical || alarm.acknowledgedAt)
            continue; // somebody has seen to it
        critical.insert(alarm.id);
        if (m_critical && !m_critical->contains(alarm.id))
            m_untold.append(alarm);
    }
    m_critical = critical;
    m_panel.setAlarms(known);
    tellCritical();
}

/// At most one a minute, summed up.
void AlarmsDesk::tellCritical()
{
    const UtcTime now = m_desk.situation.now();
    m_untold.removeIf([this](const Alarm &alarm) { return !m_critical->contains(alarm.id); });
    if (m_untold.isEmpty() || (now >= m_told && now - m_told < kTellPause))
        return;
    m_told = now;
    const QString words = m_untold.size() == 1
        ? labels::title(m_untold.first())
        : tr("%n new critical alarms", nullptr, int(m_untold.size()));
    m_untold.clear();
    m_desk.notices.tell(words);
    Q_EMIT criticalTold(words);
}

void AlarmsDesk::acknowledge(const QList<AlarmId> &ids)
{
    m_desk.wish(
        this,
        [ids, actor = m_desk.actor](engine::Engine &engine) {
            return engine.alarms().acknowledge(ids, actor);
        },
        [this](const QList<Alarm> &done) {
            if (done.isEmpty())
                return;
            // Who does it again acknowledges anew: the undo of that is another one.
            const auto last = std::make_shared<QList<Alarm>>(done);
            m_desk.notices.tellDone(
                tr("%n alarms acknowledged", nullptr, int(done.size())),
                [this, last](const Notices::Answer &answer) { withdrawal (*last)(answer); },
                [this, last](const Notices::Answer &answer) {
                    QList<AlarmId> again;
                    for (const Alarm &alarm : std::as_const(*last))
                        again.append(alarm.id);
                    m_desk.wish(
                        this,
                        [again, actor = m_desk.actor](engine::Engine &engine) {
                            return engine.alarms().acknowledge(again, actor);
                        },
                        [last, answer](const QList<Alarm> &now) {
                            *last = now;
                            answer({});
                        },
                        [answer](const Error &error) { answer(error); });
                });
        });
}

Notices::Step AlarmsDesk::withdrawal(const QList<Alarm> &acknowledged)
{
    return [this, acknowledged](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [acknowledged, actor = m_desk.actor](engine::Engine &engine) {
                return engine.alarms().withdraw(acknowledged, actor);
            },
            [answer] { answer({}); }, [answer](const Error &error) { answer(error); });
    };
}

void AlarmsDesk::openBooking(const Alarm &alarm)
{
    const auto id = domain::BookingId::parse(alarm.cause.subject);
    if (!id || alarm.members.isEmpty())
        return;
    m_desk.ask(
        this,
        [space = alarm.members.first().space, now = m_desk.situation.now(),
         persons = m_desk.situation.isReadOnly()
             ? domain::Persons::Hidden
             : domain::Persons::Shown](store::Database &database) {
            return read::bookingsOf(database, space, now, kBookings, persons);
        },
        [this, id](const QList<domain::Booking> &bookings) {
            for (const domain::Booking &booking : bookings) {
                if (booking.id == *id)
                    return Q_EMIT bookingFound(booking);
            }
            m_desk.notices.tell(tr("That booking is over."));
        });
}

/// Of the site's day.
UtcTime AlarmsDesk::today() const
{
    const QTimeZone zone = domain::zoneOf(m_desk.model.site().timeZone);
    const QDate day = toDateTime(m_desk.situation.now()).toTimeZone(zone).date();
    return fromMillis(day.startOfDay(zone).toMSecsSinceEpoch());
}

} // namespace parking::ui

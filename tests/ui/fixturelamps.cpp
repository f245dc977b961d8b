#include "fixturelamps.h"

#include "fixturesite.h"

namespace parking::fixture {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Downlink;
using domain::DownlinkEventKind;
using domain::DownlinkState;
using domain::Evidence;
using domain::SpaceState;

Downlink command(const QString &code, SpaceState state, DownlinkState where)
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.devEui = domain::DevEui(0x2020'2000'0000'0000 + quint64(qHash(code) % 0xffff));
    row.spaceId = spaceId(code);
    row.frame.state = state;
    row.frame.colour = domain::DisplayPolicy().colours[domain::indexOf(state)];
    row.frame.deviceType = u"kuando_busylight"_s;
    row.frame.fPort = 15;
    row.state = where;
    row.decidedAt = kNow - 60s;
    if (where == DownlinkState::Pending)
        return row;
    row.attempts = 1;
    row.postedAt = row.decidedAt + 10ms;
    if (where == DownlinkState::Sending)
        return row;
    row.queuedAt = row.decidedAt + 42ms;
    row.expiresAt = row.decidedAt + 120s;
    if (where == DownlinkState::Sent || where == DownlinkState::Acked
        || where == DownlinkState::Echoed)
        row.sentAt = row.decidedAt + 1200ms;
    if (where == DownlinkState::Acked)
        row.ackedAt = row.decidedAt + 2100ms;
    if (where == DownlinkState::Echoed)
        row.echoedAt = row.decidedAt + 32s;
    if (where == DownlinkState::Superseded || where == DownlinkState::Failed
        || where == DownlinkState::Expired)
        row.endedAt = row.decidedAt + 40s;
    return row;
}

domain::LampStatus lamp(const Downlink &row)
{
    domain::LampStatus status;
    status.display.devEui = row.devEui;
    status.display.profileName = row.frame.deviceType;
    status.display.evidence = Evidence::Echoed;
    status.display.shownColour = domain::Rgb{0, 255, 0};
    status.display.shownState = SpaceState::Free;
    status.display.shownAt = kNow - 1h;
    status.wanted = row.frame;
    status.last = row;
    const auto add = [&](DownlinkEventKind kind, const std::optional<UtcTime> &time,
                         const QString &detail) {
        if (time)
            status.chain.append(
                {.key = {},
                 .kind = kind,
                 .time = *time,
                 .gatewayId = kind == DownlinkEventKind::TxAck ? u"0016c001f153a14c"_s : QString(),
                 .detail = detail,
                 .outcome = kind == DownlinkEventKind::Answer
                     ? std::optional(domain::DownlinkOutcome::Queued)
                     : std::nullopt});
    };
    add(DownlinkEventKind::Post, row.postedAt, u"attempt 1"_s);
    add(DownlinkEventKind::Answer, row.queuedAt, u"queued as 9f2a41d0"_s);
    add(DownlinkEventKind::TxAck, row.sentAt, {});
    add(DownlinkEventKind::Ack, row.ackedAt, {});
    add(DownlinkEventKind::Echo, row.echoedAt, {});
    if (row.sentAt) {
        status.display.evidence = row.echoedAt ? Evidence::Echoed
            : row.ackedAt                      ? Evidence::Acked
                                               : Evidence::Sent;
        status.display.shown = row.frame;
        status.display.shownColour = row.frame.colour;
        status.display.shownState = row.frame.state;
        status.display.shownAt = row.echoedAt ? row.echoedAt
            : row.ackedAt                     ? row.ackedAt
                                              : row.sentAt;
    }
    return status;
}

domain::LampStatus confirmedLamp(const QString &code)
{
    return lamp(command(code, SpaceState::Occupied, DownlinkState::Echoed));
}

domain::LampStatus ignoringLamp(const QString &code)
{
    domain::LampStatus status = lamp(command(code, SpaceState::Occupied, DownlinkState::Sent));
    status.last->cause = domain::DownlinkCause::Mismatch;
    status.display.evidence = Evidence::Echoed;
    status.display.shown.reset();
    status.display.shownColour = domain::Rgb{0, 0, 255};
    status.display.shownState.reset();
    status.display.shownAt = kNow - 20s;
    status.display.problem = u"NOT_FOLLOWING"_s;
    status.display.mismatches = 3;
    return status;
}

domain::LampStatus foreignLamp(const QString &code)
{
    domain::LampStatus status = lamp(command(code, SpaceState::Occupied, DownlinkState::Sent));
    status.last->frame.deviceType = u"heltec_display"_s;
    status.wanted = status.last->frame;
    status.display.shown = status.last->frame;
    status.display.profileName = u"heltec_display"_s;
    status.display.problem = u"WRONG_LAYOUT"_s;
    status.display.suggestedType = u"heltec_status"_s;
    return status;
}

domain::LampStatus unknownLamp(const QString &code)
{
    domain::LampStatus status;
    status.display.devEui = domain::DevEui(0x00aa'bb00'0000'0000 + quint64(qHash(code) % 0xffff));
    status.display.problem = u"NO_TYPE"_s;
    return status;
}

domain::LampStatus waitingLamp(const QString &code)
{
    return lamp(command(code, SpaceState::Occupied, DownlinkState::Pending));
}

domain::LampStatus muteLamp(const QString &code)
{
    Downlink row = command(code, SpaceState::Occupied, DownlinkState::Sent);
    row.frame.deviceType = u"heltec_display"_s;
    row.devEui = domain::DevEui(0x70b3'd57e'd006'0001);
    return lamp(row);
}

domain::DownlinkPage everyOutcome()
{
    using enum DownlinkState;
    domain::DownlinkPage page;
    const auto add = [&page](const char *code, SpaceState state, DownlinkState where,
                             const char *problem = "", const char *detail = "") {
        Downlink row = command(QString::fromLatin1(code), state, where);
        row.decidedAt -= std::chrono::seconds(7 * page.rows.size());
        row.problem = QString::fromLatin1(problem);
        row.detail = QString::fromLatin1(detail);
        page.rows.append(row);
        ++page.totals.byState[size_t(where)];
    };
    add("B1-055", SpaceState::Reserved, Pending);
    add("B1-056", SpaceState::Occupied, Pending, "CHIRPSTACK_INTERNAL", "storage: pool timed out");
    add("B1-057", SpaceState::Free, Sending);
    add("B1-058", SpaceState::Maintenance, Queued);
    add("B1-060", SpaceState::Occupied, Sent);
    add("B1-061", SpaceState::Free, Acked);
    add("B1-062", SpaceState::Free, Echoed);
    add("B1-063", SpaceState::Occupied, Superseded);
    add("B1-064", SpaceState::Occupied, Failed, "CHIRPSTACK_UNAUTHORIZED", "no such device");
    add("B1-065", SpaceState::Free, Failed, "CHIRPSTACK_REFUSED", "FPort must be between 1 - 255");
    add("B1-066", SpaceState::Free, Failed, "NOT_ACKNOWLEDGED");
    add("B1-067", SpaceState::Occupied, Expired, "EXPIRED");
    add("B1-068", SpaceState::Occupied, Failed, "REFUSED_BY_NETWORK", "TX_FREQ");
    page.rows[0].cause = domain::DownlinkCause::Operator;
    page.rows[0].actor = u"anna"_s;
    page.rows[4].cause = domain::DownlinkCause::Mismatch;
    page.total = page.rows.size();
    page.totals.toChirpStackP50Ms = 42;
    page.totals.toChirpStackP95Ms = 1234;
    page.totals.toAirP50Ms = 1180;
    page.totals.toAirP95Ms = 4890;
    return page;
}

domain::Health withChirpStack(const QString &problem, Milliseconds since)
{
    domain::Health health = healthy();
    domain::HealthCheck check;
    check.name = u"chirpstack"_s;
    check.problem = problem;
    check.since = kNow - since;
    if (problem.isEmpty())
        check.latencyMs = 24;
    else if (!problem.endsWith(u"NOT_ASKED"))
        check.level = problem == u"CHIRPSTACK_BUSY" ? domain::HealthLevel::Degraded
                                                    : domain::HealthLevel::Unhealthy;
    health.checks.append(check);
    health.level = check.level;
    return health;
}

} // namespace parking::fixture

#include "checks/chirpstackcheck.h"

#include "base/literals.h"
#include "checks/brokercheck.h"
#include "checks/reach.h"
#include "domain/problems.h"
#include "engine/lamps/keyprobe.h"

#include <QSslSocket>

namespace parking::checks {

using engine::KeyProbe;

namespace {

constexpr qsizetype kMostDevices = 3;

} // namespace

ChirpStackCheck::ChirpStackCheck(chirpstack::RestOptions options, QList<domain::DevEui> devices,
                                 QObject *parent)
    : Check(Subject::ChirpStack, options.timeout, parent), m_options(std::move(options)),
      m_devices(devices.mid(0, kMostDevices))
{
    hide(m_options.apiKey);
}

ChirpStackCheck::~ChirpStackCheck() = default;

void ChirpStackCheck::start()
{
    note(u"server"_s, u"ChirpStack's REST API"_s);
    note(u"usual"_s, u"8090"_s);
    note(u"form"_s, u"https://chirpstack.example.org:8090"_s);
    const bool isSecure = m_options.base.scheme() == u"https";
    if (!m_options.base.isValid() || m_options.base.host().isEmpty()) {
        note(u"why"_s, u"it names no host"_s);
        return end(Finding::AddressWrong);
    }
    pass(Step::Address);
    const auto tls = tlsOf(m_options.caFile);
    if (!tls) {
        note(u"file"_s, tls.error().details.value(u"file"_s));
        note(u"why"_s, tls.error().details.value(u"why"_s));
        return end(Finding::FileUnreadable);
    }
    m_way = &reach(m_options.base.host(), quint16(m_options.base.port(isSecure ? 443 : 80)));
    connect(m_way, &Reach::connected, this, [this, isSecure, tls = *tls] {
        if (isSecure)
            m_way->secure(tls);
        else
            ask();
    });
    connect(m_way, &Reach::secured, this, &ChirpStackCheck::ask);
}

void ChirpStackCheck::ask()
{
    m_way->disconnect(this);
    m_way->socket().abort();
    m_asked.start();
    m_rest = std::make_unique<chirpstack::RestClient>(m_options);
    m_rest->onServerTime([this](UtcTime time) { m_ahead = systemNow() - time; });
    m_probe = std::make_shared<KeyProbe>(
        *m_rest, m_options.apiKey.isEmpty() ? QList<domain::DevEui>() : m_devices,
        m_devices.size());
    m_probe->start([this](const KeyProbe::Outcome &outcome) {
        note(u"ms"_s, double(m_asked.elapsed()));
        const QString code = outcome.error.code;
        switch (outcome.verdict) {
        case KeyProbe::Verdict::Good:
            return conclude();
        case KeyProbe::Verdict::Refused:
        case KeyProbe::Verdict::Unclear:
            pass(Step::Answer);
            if (m_options.apiKey.isEmpty())
                return end(Finding::KeyMissing);
            return end(outcome.verdict == KeyProbe::Verdict::Refused ? Finding::KeyRefused
                                                                     : Finding::KeyUnclear,
                       outcome.error.detail);
        case KeyProbe::Verdict::Trouble:
            break;
        }
        const int status = outcome.error.details.value(u"httpStatus"_s).toInt();
        note(u"code"_s, status > 0 ? QString::number(status) : code);
        if (code == problem::kNotChirpStack || (status == 0 && code == problem::kChirpStackDoubtful)
            || (code == problem::kChirpStackRefused && status == 404))
            return end(Finding::OtherServer, outcome.error.detail);
        end(Finding::ChirpStackTrouble, outcome.error.detail);
    });
}

Finding ChirpStackCheck::late() const
{
    return m_rest ? Finding::AnswerSilent : Check::late();
}

void ChirpStackCheck::conclude()
{
    pass(Step::Answer);
    pass(Step::Login);
    if (m_ahead && std::chrono::abs(*m_ahead) > kClockApart) {
        const QJsonObject clock = clockFacts(*m_ahead);
        for (auto it = clock.begin(); it != clock.end(); ++it)
            note(it.key(), it.value());
        return end(Finding::ChirpStackClock);
    }
    pass(Step::Clock);
    end(Finding::ChirpStackGood);
}

} // namespace parking::checks

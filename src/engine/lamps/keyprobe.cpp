#include "engine/lamps/keyprobe.h"

#include "domain/problems.h"

namespace parking::engine {

using domain::DevEui;

namespace {

// One device that was heard may have been removed since; two at once hardly.
constexpr qsizetype kSurelyKnown = 2;
constexpr int kTexts = 2; // one may be a hiccup

} // namespace

KeyProbe::KeyProbe(chirpstack::RestClient &rest, QList<DevEui> devices, qsizetype heard)
    : m_rest(rest), m_devices(std::move(devices)), m_heard(heard)
{
}

void KeyProbe::start(Done done)
{
    m_done = std::move(done);
    next();
}

void KeyProbe::next()
{
    const auto alive = weak_from_this();
    if (m_asked >= m_devices.size()) {
        m_rest.probeAdministrator([alive](const Result<> &result) {
            if (const auto self = alive.lock())
                self->answered({}, result);
        });
        return;
    }
    const DevEui device = m_devices[m_asked++];
    m_rest.queue(device, [alive, device](const Result<QList<chirpstack::QueueItem>> &items) {
        if (const auto self = alive.lock())
            self->answered(device, items ? Result<>() : Result<>(items.error()));
    });
}

void KeyProbe::answered(DevEui device, const Result<> &result)
{
    if (result)
        return end({Verdict::Good, device, {}});
    const Error &error = result.error();
    if (error.code != problem::kChirpStackUnauthorized)
        return end({Verdict::Trouble, {}, error});
    const bool isText = !error.details.value(u"message").toString().isEmpty();
    if (isText && (++m_texts >= kTexts || device.isNull()))
        return end({Verdict::Refused, {}, error});
    if (!device.isNull())
        return next();
    end({m_heard >= kSurelyKnown ? Verdict::Refused : Verdict::Unclear, {}, error});
}

void KeyProbe::end(Outcome outcome)
{
    const auto keep = shared_from_this(); // the owner lets go of it in `done`
    std::exchange(m_done, {})(outcome);
}

} // namespace parking::engine

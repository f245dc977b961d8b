#include "engine/lamps/keysuspicion.h"

#include <QSet>

#include <algorithm>

namespace parking::engine {

using domain::DevEui;

namespace {

constexpr qsizetype kProbes = 100; // questions for one verdict at most

} // namespace

void KeySuspicion::answered(DevEui device)
{
    m_knownGood = device;
    m_isRefused = false;
}

KeySuspicion::Question KeySuspicion::question(const Devices &devices)
{
    QSet<DevEui> seen;
    for (const Suspect &suspect : std::as_const(m_suspects))
        seen.insert(suspect.device);
    Question question;
    const auto add = [&](DevEui device) {
        if (device.isNull() || seen.contains(device) || question.devices.size() >= kProbes)
            return;
        seen.insert(device);
        question.devices.append(device);
    };
    add(m_knownGood);
    for (DevEui device : devices.heard)
        add(device);
    question.heard = question.devices.size();
    QList<DevEui> others = devices.others;
    std::sort(others.begin(), others.end());
    std::rotate(others.begin(), std::upper_bound(others.begin(), others.end(), m_turn),
                others.end());
    for (DevEui device : std::as_const(others))
        add(device);
    if (question.devices.size() > question.heard)
        m_turn = question.devices.last();
    for (const Suspect &suspect : std::as_const(m_suspects)) {
        if (!question.devices.contains(suspect.device))
            question.devices.append(suspect.device);
    }
    return question;
}

KeySuspicion::Judgement KeySuspicion::judge(const KeyProbe::Outcome &outcome)
{
    const QList<Suspect> suspects = std::exchange(m_suspects, {});
    switch (outcome.verdict) {
    case KeyProbe::Verdict::Trouble:
        return {Verdict::Trouble, {}};
    case KeyProbe::Verdict::Unclear:
        if (suspects.isEmpty() && !m_isRefused) {
            // Nothing waits, so nobody is harmed: the one device that was looked at may be gone.
            m_knownGood = {};
            return {Verdict::Good, {}};
        }
        [[fallthrough]];
    case KeyProbe::Verdict::Refused:
        m_isRefused = true;
        return {Verdict::Refused, {}};
    case KeyProbe::Verdict::Good:
        break;
    }
    m_isRefused = false;
    if (!outcome.device.isNull())
        m_knownGood = outcome.device;
    return {Verdict::Good, suspects};
}

} // namespace parking::engine

#pragma once

#include "base/clock.h"

#include <QCryptographicHash>

namespace parking::simulation {

/// All that happened in a simulated day, as one number: two runs of a seed give the same one, or
/// the simulation is not to be believed. Loud, it writes each line to the standard error.
class Trace {
public:
    Trace(const Clock &clock, bool isLoud) : m_clock(clock), m_isLoud(isLoud) { }

    void note(const char *what, const QByteArray &detail = {});
    QByteArray hash() const { return m_hash.result().toHex().left(16); }
    qint64 lines() const { return m_lines; }

private:
    const Clock &m_clock;
    const bool m_isLoud;
    QCryptographicHash m_hash{QCryptographicHash::Sha1};
    qint64 m_lines = 0;
};

} // namespace parking::simulation

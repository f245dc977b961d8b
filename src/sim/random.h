#pragma once

#include <QUuid>

#include <algorithm>
#include <random>

namespace parking::sim {

/// Seeded numbers that are the same with every standard library: the engine is specified by the
/// C++ standard, its distributions are not, so they are ours.
class Random {
public:
    explicit Random(quint64 seed) : m_engine(seed) { }

    quint64 bits() { return m_engine(); }

    /// 0 <= x < 1
    double unit() { return double(m_engine() >> 11) * 0x1.0p-53; }

    /// low <= x < high
    double between(double low, double high) { return low + (high - low) * unit(); }

    /// 0 <= n < count; count > 0. The bias is below count / 2^53.
    int below(int count) { return std::min(int(unit() * count), count - 1); }

    bool chance(double probability) { return unit() < probability; }

    /// Mean 0, deviation 1, within -6..6: a sum of twelve, which needs no libm.
    double normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += unit();
        return sum;
    }

    /// A version 4 UUID.
    QUuid uuid()
    {
        const quint64 high = bits();
        const quint64 low = bits();
        const auto octet = [low](int shift) { return uchar(low >> shift); };
        return QUuid(uint(high >> 32), ushort(high >> 16), ushort((high & 0x0fff) | 0x4000),
                     uchar((octet(56) & 0x3f) | 0x80), octet(48), octet(40), octet(32), octet(24),
                     octet(16), octet(8), octet(0));
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace parking::sim

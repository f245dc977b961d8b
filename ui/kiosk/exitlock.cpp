#include "kiosk/exitlock.h"

#include "base/passwordhash.h"

namespace parking::ui {

namespace {

constexpr int kTries = 3;
constexpr Milliseconds kPause = std::chrono::seconds(60);

} // namespace

Milliseconds ExitLock::waits(Milliseconds now) const
{
    return std::max(m_until - now, Milliseconds(0));
}

ExitLock::Answer ExitLock::open(const QString &password, Milliseconds now)
{
    if (waits(now) > Milliseconds(0))
        return Answer::Waits;
    if (isUsed() && isPassword(password, m_hash)) {
        m_wrong = 0;
        return Answer::Open;
    }
    if (++m_wrong < kTries)
        return Answer::Wrong;
    m_wrong = 0;
    m_until = now + kPause;
    return Answer::Waits;
}

} // namespace parking::ui

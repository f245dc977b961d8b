#pragma once

#include "base/time.h"

#include <QString>

namespace parking::ui {

/// Who may end a screen: three tries at the password, then a pause.
class ExitLock {
public:
    enum class Answer : quint8 { Open, Wrong, Waits };

    explicit ExitLock(QString hash) : m_hash(std::move(hash)) { }
    bool isUsed() const { return !m_hash.isEmpty(); } ///< else nobody may
    /// `now`: any clock that never goes back. While it waits no password is looked at.
    Answer open(const QString &password, Milliseconds now);
    Milliseconds waits(Milliseconds now) const; ///< for so long; 0: it does not

private:
    const QString m_hash;
    int m_wrong = 0; ///< in a row
    Milliseconds m_until{0};
};

} // namespace parking::ui

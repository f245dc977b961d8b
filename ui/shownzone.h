#pragma once

#include "base/time.h"

#include <QDateTime>
#include <QTimeZone>

namespace parking::ui {

/// By which clock the window tells times: the computer's, but while a ShownZone lives by its zone.
/// The last one that was made holds.
class ShownZone {
public:
    explicit ShownZone(const QTimeZone &zone);
    ~ShownZone();
    ShownZone(const ShownZone &) = delete;
    ShownZone &operator=(const ShownZone &) = delete;

private:
    QTimeZone m_before;
};

namespace labels {

/// A moment by the clock that is shown.
QDateTime local(UtcTime time);
/// The zone's name where it has another time than the computer at one of these; else empty.
QString foreignZone(UtcTime from, UtcTime to);

} // namespace labels
} // namespace parking::ui

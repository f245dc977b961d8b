#include "shownzone.h"

namespace parking::ui {

namespace {

QTimeZone &shown()
{
    static QTimeZone zone; // not valid: the computer's
    return zone;
}

} // namespace

ShownZone::ShownZone(const QTimeZone &zone) : m_before(shown())
{
    shown() = zone;
}

ShownZone::~ShownZone()
{
    shown() = m_before;
}

QDateTime labels::local(UtcTime time)
{
    const QDateTime moment = toDateTime(time);
    return shown().isValid() ? moment.toTimeZone(shown()) : moment.toLocalTime();
}

QString labels::foreignZone(UtcTime from, UtcTime to)
{
    const auto differs = [](UtcTime time) {
        return local(time).offsetFromUtc() != toDateTime(time).toLocalTime().offsetFromUtc();
    };
    return differs(from) || differs(to) ? QString::fromUtf8(shown().id()) : QString();
}

} // namespace parking::ui

#pragma once

#include "domain/alarm.h"

/// What goes out of an alarm to people who do not look at a window: by mail, or to a program of
/// theirs. Databases keep it in the table `alarm_notices` until it was taken.
namespace parking::domain {

struct AlarmChanges;

using NoticeId = Id<struct NoticeTag>;

enum class Outlet : quint8 { Mail, Webhook };
QString nameOf(Outlet outlet); ///< mail, webhook
std::optional<Outlet> outletFromString(QStringView text);

enum class NoticeEvent : quint8 {
    Raised,
    Renewed, ///< it was acknowledged, and more joined that nobody has seen
    Cleared,
};
QString nameOf(NoticeEvent event); ///< raised, renewed, cleared
std::optional<NoticeEvent> noticeEventFromString(QStringView text);

struct AlarmNotice {
    NoticeId id = {}; ///< stays through all attempts: by it a receiver tells repeats apart
    Outlet outlet = Outlet::Mail;
    AlarmId alarm = {};
    NoticeEvent event = NoticeEvent::Raised;
    QJsonObject content = {}; ///< as it is posted: contentOf()
    UtcTime madeAt = {};
    int attempts = 0; ///< that failed
    UtcTime nextAt = {}; ///< not before
    QString problem = {}; ///< of the last attempt, English
    std::optional<UtcTime> sentAt = {}; ///< by then somebody had it
    std::optional<UtcTime> givenUpAt = {};

    bool operator==(const AlarmNotice &) const = default;
};

/// So many devices or spaces are named in a notice; its count counts all.
inline constexpr qsizetype kNoticeMembers = 50;

/// The alarm in one English line, without signs that a terminal or a mail's head would obey.
QString summaryOf(const Alarm &alarm);

/// What a receiver gets: {id, event, site, time, text, alarm: {id, kind, subject, level, count,
/// raisedAt, clearedAt, since, members, facts}}.
QJsonObject contentOf(const AlarmNotice &notice, const Alarm &alarm, const QString &site);

/// Which alarms an outlet tells: these and worse ones.
using OutletLevels = QList<std::pair<Outlet, AlarmLevel>>;

/// Of a mail that some receivers have: who is still to get it. Empty: all, or none any more.
QStringList owedTo(const AlarmNotice &notice);
void setOwed(AlarmNotice &notice, const QStringList &receivers);

/// What changes make known, outlet by outlet. An alarm whose level is not wanted goes nowhere.
QList<AlarmNotice> noticesOf(const AlarmChanges &changes, const OutletLevels &levels,
                             const QString &site, UtcTime now);

/// How long to wait after so many failed attempts: five seconds at first, twice as long each time,
/// a quarter of an hour at most.
Milliseconds noticePause(int attempts);

} // namespace parking::domain

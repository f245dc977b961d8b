#include "domain/alarmnotice.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "domain/alarmrules.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace parking::domain {

using namespace std::chrono_literals;

namespace {

constexpr std::array<const char *, 2> kOutlets{"mail", "webhook"};
constexpr std::array<const char *, 3> kEvents{"raised", "renewed", "cleared"};
constexpr Milliseconds kFirstPause = 5s;
constexpr Milliseconds kLongestPause = 15min;
constexpr qsizetype kNamed = 5;
constexpr qsizetype kLongestText = 120;

template <class Value, size_t size>
std::optional<Value> valueOf(const std::array<const char *, size> &names, QStringView text)
{
    for (size_t i = 0; i < size; ++i) {
        if (text == QLatin1StringView(names[i]))
            return Value(i);
    }
    return std::nullopt;
}

/// Names come from devices, from files and from strangers.
QString plain(const QString &text)
{
    return plainText(text, kLongestText);
}

struct Words {
    AlarmKind kind;
    const char *text; ///< %1: the subject
    const char *one = ""; ///< what its count counts
    const char *many = "";
};

constexpr std::array kWords{
    Words{AlarmKind::NothingHeard, "Nothing is heard", "sensor", "sensors"},
    Words{AlarmKind::GatewayLost, "Gateway %1 is lost", "sensor", "sensors"},
    Words{AlarmKind::ZoneSilent, "%1 is silent", "sensor", "sensors"},
    Words{AlarmKind::SensorsSilent, "Silent", "sensor", "sensors"},
    Words{AlarmKind::BatteryLow, "Battery low", "device", "devices"},
    Words{AlarmKind::NotUnderstood, "Heard and not understood", "sensor", "sensors"},
    Words{AlarmKind::Stuck, "Occupied for very long", "space", "spaces"},
    Words{AlarmKind::Flapping, "Free and occupied in turn", "space", "spaces"},
    Words{AlarmKind::BookingBlocked, "Somebody else stands where a booking runs", "space",
          "spaces"},
    Words{AlarmKind::BookingOverstay, "A car is there after its booking's end", "space", "spaces"},
    Words{AlarmKind::ChirpStackAway, "ChirpStack takes no lamp commands", "lamp", "lamps"},
    Words{AlarmKind::LampsAmiss, "Lamps do not show what they should", "lamp", "lamps"},
    Words{AlarmKind::ClockWrong, "A clock is wrong"},
    Words{AlarmKind::NothingStored, "Messages cannot be kept"},
    Words{AlarmKind::Backlog, "Messages wait to be stored"},
    Words{AlarmKind::DiskFull, "The disk is nearly full"},
    Words{AlarmKind::MessagesRefused, "Many messages were set aside"}};

QString placeOf(const Alarm &alarm)
{
    QStringList place;
    for (const QString &part : {u"building"_s, u"floor"_s, u"zone"_s}) {
        if (const QString name = plain(alarm.facts.value(part).toString()); !name.isEmpty())
            place.append(name);
    }
    return place.join(u" / "_s);
}

QJsonObject toJson(const Alarm &alarm)
{
    Alarm told = alarm;
    told.members = alarm.members.first(std::min(kNoticeMembers, alarm.members.size()));
    QJsonObject json = detailsOf(told);
    json.insert(u"id"_s, alarm.id.toString());
    json.insert(u"kind"_s, nameOf(alarm.cause.kind));
    json.insert(u"subject"_s, alarm.cause.subject);
    json.insert(u"level"_s, nameOf(alarm.level));
    json.insert(u"count"_s, alarm.count);
    json.insert(u"raisedAt"_s, toIso(alarm.raisedAt));
    json.insert(u"clearedAt"_s,
                alarm.clearedAt ? QJsonValue(toIso(*alarm.clearedAt)) : QJsonValue());
    return json;
}

void add(QList<AlarmNotice> &notices, const QList<Alarm> &alarms, AlarmNotice like,
         AlarmLevel least, const QString &site)
{
    for (const Alarm &alarm : alarms) {
        if (alarm.level > least)
            continue;
        like.id = NoticeId::create();
        like.alarm = alarm.id;
        like.content = contentOf(like, alarm, site);
        notices.append(like);
    }
}

} // namespace

QString nameOf(Outlet outlet)
{
    return QString::fromLatin1(kOutlets[size_t(outlet)]);
}

std::optional<Outlet> outletFromString(QStringView text)
{
    return valueOf<Outlet>(kOutlets, text);
}

QString nameOf(NoticeEvent event)
{
    return QString::fromLatin1(kEvents[size_t(event)]);
}

std::optional<NoticeEvent> noticeEventFromString(QStringView text)
{
    return valueOf<NoticeEvent>(kEvents, text);
}

QString summaryOf(const Alarm &alarm)
{
    const Words &words = kWords[size_t(alarm.cause.kind)];
    Q_ASSERT(words.kind == alarm.cause.kind);
    QString text = QString::fromLatin1(words.text);
    if (text.contains(u"%1"))
        text = text.arg(plain(alarm.cause.subject));
    if (alarm.count > 0 && *words.one)
        text += u", %1 %2"_s.arg(QString::number(alarm.count),
                                 QString::fromLatin1(alarm.count == 1 ? words.one : words.many));
    if (const QString place = placeOf(alarm); !place.isEmpty())
        text += u" (%1)"_s.arg(place);
    QStringList names;
    for (const AlarmMember &member : alarm.members.first(std::min(kNamed, alarm.members.size())))
        names.append(plain(member.name));
    if (!names.isEmpty())
        text +=
            u": "_s + names.join(u", "_s) + (alarm.count > names.size() ? u", ..."_s : QString());
    return text;
}

QJsonObject contentOf(const AlarmNotice &notice, const Alarm &alarm, const QString &site)
{
    return {{u"id"_s, notice.id.toString()}, {u"event"_s, u"alarm."_s + nameOf(notice.event)},
            {u"site"_s, plain(site)},        {u"time"_s, toIso(notice.madeAt)},
            {u"text"_s, summaryOf(alarm)},   {u"alarm"_s, toJson(alarm)}};
}

QStringList owedTo(const AlarmNotice &notice)
{
    QStringList receivers;
    for (const QJsonValue &address : notice.content.value(u"owed").toArray())
        receivers.append(address.toString());
    return receivers;
}

void setOwed(AlarmNotice &notice, const QStringList &receivers)
{
    notice.content.remove(u"owed");
    if (!receivers.isEmpty())
        notice.content.insert(u"owed"_s, QJsonArray::fromStringList(receivers));
}

QList<AlarmNotice> noticesOf(const AlarmChanges &changes, const OutletLevels &levels,
                             const QString &site, UtcTime now)
{
    QList<Alarm> renewed;
    for (const Alarm &before : changes.renewed) { // told as they are now
        const auto after =
            std::find_if(changes.updated.cbegin(), changes.updated.cend(),
                         [&before](const Alarm &alarm) { return alarm.id == before.id; });
        renewed.append(after == changes.updated.cend() ? before : *after);
    }
    QList<AlarmNotice> notices;
    for (const auto &[outlet, least] : levels) {
        AlarmNotice like{.outlet = outlet, .madeAt = now, .nextAt = now};
        add(notices, changes.raised, like, least, site);
        like.event = NoticeEvent::Renewed;
        add(notices, renewed, like, least, site);
        like.event = NoticeEvent::Cleared;
        add(notices, changes.cleared, like, least, site);
    }
    return notices;
}

Milliseconds noticePause(int attempts)
{
    Milliseconds pause = kFirstPause;
    for (int i = 1; i < attempts && pause < kLongestPause; ++i)
        pause *= 2;
    return std::min(pause, kLongestPause);
}

} // namespace parking::domain

#include "domain/act.h"

#include "base/literals.h"
#include "domain/settingacts.h"

#include <QMap>

#include <algorithm>
#include <array>

namespace parking::domain {

namespace {

constexpr std::array<const char *, 6> kSubjects{"space", "floor",   "device",
                                                "site",  "booking", "alarm"};
constexpr std::array<const char *, 8> kVerbs{"made",      "changed", "deleted",      "restored",
                                             "cancelled", "ended",   "acknowledged", "withdrawn"};

template <class Value, size_t N>
std::optional<Value> valueIn(const std::array<const char *, N> &words, QStringView text)
{
    for (size_t i = 0; i < N; ++i) {
        if (text == QLatin1StringView(words[i]))
            return Value(i);
    }
    return std::nullopt;
}

void addIfOther(QList<ActDifference> &list, const char *field, const QString &before,
                const QString &after)
{
    if (before != after)
        list.append({QString::fromLatin1(field), before, after});
}

void addIfOther(QList<ActDifference> &list, const char *field, bool isOther)
{
    if (isOther)
        list.append({QString::fromLatin1(field), {}, {}});
}

QString words(const std::optional<DevEui> &eui)
{
    return eui ? eui->toString() : QString();
}

QString placeOf(const Floor &floor)
{
    return floor.building.isEmpty() ? floor.name : u"%1 · %2"_s.arg(floor.building, floor.name);
}

Act valueAct(const ActDifference &difference)
{
    return {.subject = ActSubject::Site,
            .verb = ActVerb::Changed,
            .row = difference.field,
            .name = difference.field,
            .differences = {difference}};
}

std::optional<Act> actOf(const SpaceId &id, const std::optional<Space> &before,
                         const std::optional<Space> &after)
{
    if (saySame(before, after))
        return std::nullopt;
    Act act{.subject = ActSubject::Space,
            .verb = !before ? ActVerb::Made
                : !after    ? ActVerb::Deleted
                            : ActVerb::Changed,
            .row = id.toString(),
            .space = id,
            .name = after ? after->code : before->code};
    if (before && after)
        act.differences = differencesOf(*before, *after);
    else if (after && after->sensorEui)
        act.differences.append({u"sensor"_s, {}, words(after->sensorEui)});
    return act;
}

std::optional<Act> actOf(const FloorId &id, const std::optional<Floor> &before,
                         const std::optional<Floor> &after)
{
    if (before == after)
        return std::nullopt;
    Act act{.subject = ActSubject::Floor,
            .verb = !before ? ActVerb::Made
                : !after    ? ActVerb::Deleted
                            : ActVerb::Changed,
            .row = id.toString(),
            .name = placeOf(after ? *after : *before)};
    if (!before || !after)
        return act;
    QList<ActDifference> &list = act.differences;
    addIfOther(list, "building", before->building, after->building);
    addIfOther(list, "name", before->name, after->name);
    addIfOther(list, "title", before->title, after->title);
    addIfOther(list, "level", QString::number(before->level), QString::number(after->level));
    const auto size = [](const Floor &floor) {
        return floor.widthM > 0 ? u"%1 × %2 m"_s.arg(floor.widthM).arg(floor.heightM) : QString();
    };
    addIfOther(list, "size", size(*before), size(*after));
    addIfOther(list, "picture",
               before->picture != after->picture || before->pictureType != after->pictureType);
    addIfOther(list, "plan", before->plan != after->plan);
    return list.isEmpty() ? std::nullopt : std::optional(act);
}

} // namespace

QString nameOf(ActSubject subject)
{
    return QLatin1StringView(kSubjects[size_t(subject)]);
}

std::optional<ActSubject> actSubjectFromString(QStringView text)
{
    return valueIn<ActSubject>(kSubjects, text);
}

QString nameOf(ActVerb verb)
{
    return QLatin1StringView(kVerbs[size_t(verb)]);
}

std::optional<ActVerb> actVerbFromString(QStringView text)
{
    return valueIn<ActVerb>(kVerbs, text);
}

QList<ActDifference> differencesOf(const Space &before, const Space &after)
{
    QList<ActDifference> list;
    addIfOther(list, "code", before.code, after.code);
    addIfOther(list, "name", before.name, after.name);
    addIfOther(list, "building", before.building, after.building);
    addIfOther(list, "floor", before.floor, after.floor);
    addIfOther(list, "zone", before.zone, after.zone);
    addIfOther(list, "sensor", words(before.sensorEui), words(after.sensorEui));
    addIfOther(list, "lamp", words(before.displayEui), words(after.displayEui));
    addIfOther(list, "features", before.features.join(u", "_s), after.features.join(u", "_s));
    addIfOther(list, "placement", before.placement != after.placement);
    addIfOther(list, "position", before.position != after.position);
    addIfOther(list, "metadata", before.metadata != after.metadata);
    return list;
}

QList<Act> actsOf(const SpacesChange &before, const SpacesChange &after)
{
    QList<Act> acts;
    for (auto it = after.spaces.cbegin(); it != after.spaces.cend(); ++it) {
        if (const auto act = actOf(it.key(), before.spaces.value(it.key()), it.value()))
            acts.append(*act);
    }
    std::sort(acts.begin(), acts.end(), [](const Act &a, const Act &b) { return a.name < b.name; });
    for (auto it = after.floors.cbegin(); it != after.floors.cend(); ++it) {
        if (const auto act = actOf(it.key(), before.floors.value(it.key()), it.value()))
            acts.append(*act);
    }
    return acts;
}

namespace {

/// How people set devices, a row for each.
QList<Act> settingActs(const DeviceChange &before, const DeviceChange &after)
{
    QMap<DevEui, Act> acts;
    const auto note = [&acts](const QString &field, const QHash<DevEui, QString> &was,
                              const QHash<DevEui, QString> &is) {
        for (auto it = is.cbegin(); it != is.cend(); ++it) {
            const ActDifference difference{field, was.value(it.key()), it.value()};
            if (difference.before == difference.after)
                continue;
            if (const auto known = acts.find(it.key()); known != acts.end())
                known->differences.append(difference);
            else
                acts.insert(it.key(), deviceAct(it.key(), difference));
        }
    };
    note(u"name"_s, before.names, after.names);
    note(u"type"_s, before.types, after.types);
    return acts.values();
}

} // namespace

QList<Act> actsOf(const DeviceChange &before, const DeviceChange &after, const QList<Space> &spaces)
{
    QList<Act> acts = settingActs(before, after);
    for (const Space &space : spaces) {
        const auto now = after.bindings.constFind(space.id);
        if (now == after.bindings.cend())
            continue;
        const Binding was = before.bindings.value(space.id);
        Act act{.subject = ActSubject::Space,
                .verb = ActVerb::Changed,
                .row = space.id.toString(),
                .space = space.id,
                .name = space.code};
        addIfOther(act.differences, "sensor", words(was.sensor), words(now->sensor));
        addIfOther(act.differences, "lamp", words(was.display), words(now->display));
        if (!act.differences.isEmpty())
            acts.append(act);
    }
    for (auto it = after.retired.cbegin(); it != after.retired.cend(); ++it) {
        const auto was = before.retired.value(it.key());
        if (was.has_value() != it->has_value())
            acts.append(deviceAct(
                it.key(),
                {u"retired"_s, was ? toIso(*was) : QString(), *it ? toIso(**it) : QString()}));
    }
    return acts;
}

QList<Act> actsOf(const Site &before, const Site &after)
{
    QList<Act> acts;
    if (before.name != after.name)
        acts.append(valueAct({u"name"_s, before.name, after.name}));
    if (before.timeZone != after.timeZone)
        acts.append(valueAct({u"timeZone"_s, before.timeZone, after.timeZone}));
    for (const ActDifference &one : differencesOf(before.settings, after.settings))
        acts.append(valueAct(one));
    return acts;
}

std::optional<Act> actOf(const std::optional<Booking> &before, const Booking &after)
{
    Act act{.subject = ActSubject::Booking,
            .verb = before ? ActVerb::Changed : ActVerb::Made,
            .row = after.id.toString(),
            .space = after.spaceId};
    QList<ActDifference> &list = act.differences;
    const Booking was = before.value_or(Booking());
    const auto moment = [&](UtcTime time) { return before ? toIso(time) : QString(); };
    addIfOther(list, "start", moment(was.start), toIso(after.start));
    addIfOther(list, "end", moment(was.end), toIso(after.end));
    if (!before)
        return act;
    if (was.status != after.status) {
        act.verb = after.status == BookingStatus::Active ? ActVerb::Restored
            : after.status == BookingStatus::Cancelled   ? ActVerb::Cancelled
                                                         : ActVerb::Ended;
    }
    addIfOther(list, "space", was.spaceId != after.spaceId);
    addIfOther(list, "contact", was.email != after.email || was.phone != after.phone);
    addIfOther(list, "plate", was.plate != after.plate);
    addIfOther(list, "title", was.title != after.title || was.reason != after.reason);
    return list.isEmpty() && act.verb == ActVerb::Changed ? std::nullopt : std::optional(act);
}

Act actOf(const Alarm &alarm, ActVerb verb)
{
    return {.subject = ActSubject::Alarm,
            .verb = verb,
            .row = alarm.id.toString(),
            .name = nameOf(alarm.cause.kind),
            .differences = alarm.cause.subject.isEmpty()
                ? QList<ActDifference>()
                : QList<ActDifference>{{u"subject"_s, {}, alarm.cause.subject}}};
}

std::optional<Act> lastOf(const QList<Act> &acts, const QStringList &fields)
{
    if (acts.isEmpty())
        return std::nullopt;
    if (fields.isEmpty())
        return acts.first();
    const auto holds = [](const Act &act, const QString &field) {
        const auto isField = [&field](const ActDifference &one) { return one.field == field; };
        return (act.verb != ActVerb::Changed && act.verb != ActVerb::Made)
            || std::any_of(act.differences.cbegin(), act.differences.cend(), isField);
    };
    const Act *last = nullptr;
    for (const QString &field : fields) {
        const auto found = std::find_if(acts.cbegin(), acts.cend(),
                                        [&](const Act &act) { return holds(act, field); });
        if (found == acts.cend())
            continue;
        if (last && last->actor != found->actor)
            return std::nullopt;
        if (!last || found->id > last->id)
            last = &*found;
    }
    return last ? std::optional(*last) : std::nullopt;
}

std::optional<Act> lastOf(const QList<Act> &acts, const BookingDraft &seen,
                          const BookingDraft &standing)
{
    Booking before;
    static_cast<BookingDraft &>(before) = seen;
    Booking after;
    static_cast<BookingDraft &>(after) = standing;
    QStringList fields;
    if (const auto act = actOf(before, after)) {
        for (const ActDifference &one : act->differences)
            fields.append(one.field);
    }
    return lastOf(acts, fields);
}

Act deviceAct(DevEui device, const ActDifference &difference)
{
    return {.subject = ActSubject::Device,
            .verb = ActVerb::Changed,
            .row = device.toString(),
            .name = device.toString(),
            .differences = {difference}};
}

} // namespace parking::domain

#include "domain/walkrecord.h"

#include "base/literals.h"

#include <QJsonArray>

#include <algorithm>

namespace parking::domain {

namespace {

constexpr qsizetype kLongestNote = 1000;

QJsonArray toJson(const QSet<WalkStep> &steps)
{
    QJsonArray names;
    for (const WalkStep step : kAllWalkSteps) {
        if (steps.contains(step))
            names.append(nameOf(step));
    }
    return names;
}

QSet<WalkStep> stepsOf(const QJsonValue &value)
{
    QSet<WalkStep> steps;
    for (const QJsonValue &name : value.toArray()) {
        if (const auto step = walkStepFromString(name.toString()))
            steps.insert(*step);
    }
    return steps;
}

} // namespace

int WalkRecord::whole() const
{
    return int(std::count_if(entries.cbegin(), entries.cend(),
                             [](const WalkEntry &entry) { return entry.isWhole; }));
}

QJsonObject toJson(const WalkRecord &record)
{
    QJsonObject entries;
    for (auto it = record.entries.cbegin(); it != record.entries.cend(); ++it) {
        QJsonObject entry{{u"done"_s, toJson(it->done)},
                          {u"byHand"_s, toJson(it->byHand)},
                          {u"whole"_s, it->isWhole},
                          {u"note"_s, it->note}};
        if (it->sensor)
            entry.insert(u"sensor"_s, it->sensor->toString());
        if (it->at)
            entry.insert(u"at"_s, toIso(*it->at));
        entries.insert(it.key().toString(), entry);
    }
    return {{u"building"_s, record.building},
            {u"floor"_s, record.floor},
            {u"current"_s, record.current.isNull() ? QString() : record.current.toString()},
            {u"entries"_s, entries}};
}

WalkRecord walkRecordOf(const QJsonObject &object)
{
    WalkRecord record;
    record.building = object.value(u"building").toString();
    record.floor = object.value(u"floor").toString();
    record.current = SpaceId::parse(object.value(u"current").toString()).value_or(SpaceId());
    const QJsonObject entries = object.value(u"entries").toObject();
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        const auto space = SpaceId::parse(it.key());
        if (!space)
            continue;
        const QJsonObject stored = it.value().toObject();
        WalkEntry entry;
        if (const auto sensor = DevEui::parse(stored.value(u"sensor").toString()))
            entry.sensor = *sensor;
        entry.done = stepsOf(stored.value(u"done"));
        entry.byHand = stepsOf(stored.value(u"byHand"));
        entry.isWhole = stored.value(u"whole").toBool();
        entry.note = stored.value(u"note").toString().left(kLongestNote);
        entry.at = fromIso(stored.value(u"at").toString());
        record.entries.insert(*space, entry);
    }
    return record;
}

} // namespace parking::domain

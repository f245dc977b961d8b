#include "desk/devicework.h"

namespace parking::ui {

using domain::DeviceChange;

namespace {

/// Where something else than `expected` stands, nothing is changed.
Notices::Step step(const Desk &desk, QObject *context, const DeviceChange &change,
                   const DeviceChange &expected, const std::function<void()> &changed)
{
    return [=, &desk](const Notices::Answer &answer) {
        desk.wish(
            context,
            [change, expected, actor = desk.actor](engine::Engine &engine) {
                return engine.spaces().changeDevices(change, expected, actor);
            },
            [changed, answer](const DeviceChange &) {
                changed();
                answer({});
            },
            answer);
    };
}

/// What stands where `change` was made and `before` stood: others lost what went elsewhere.
DeviceChange standingAfter(const DeviceChange &change, const DeviceChange &before)
{
    DeviceChange after = change;
    for (auto it = before.bindings.begin(); it != before.bindings.end(); ++it) {
        if (!after.bindings.contains(it.key()))
            after.bindings.insert(it.key(), domain::freed(it.value(), change.bindings));
    }
    return after;
}

} // namespace

void changeDevices(const Desk &desk, QObject *context, const DeviceChange &change,
                   const QString &told, std::function<void()> changed)
{
    desk.wish(
        context,
        [change, actor = desk.actor](engine::Engine &engine) {
            return engine.spaces().changeDevices(change, {}, actor);
        },
        [=, &desk](const DeviceChange &before) {
            changed();
            const DeviceChange after = standingAfter(change, before);
            desk.notices.tellDone(told, step(desk, context, before, after, changed),
                                  step(desk, context, after, before, changed));
        });
}

} // namespace parking::ui

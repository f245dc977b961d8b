#include "desk/devicework.h"

#include "desk/meanwhile.h"

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

domain::Binding bindingOf(const SiteModel &model, const domain::SpaceId &space)
{
    const int row = model.rowOf(space);
    return row < 0 ? domain::Binding()
                   : domain::Binding{model.space(row).sensorEui, model.space(row).displayEui};
}

DeviceChange bindingsOf(const SiteModel &model, const QList<domain::SpaceId> &spaces)
{
    DeviceChange change;
    for (const domain::SpaceId &space : spaces)
        change.bindings.insert(space, bindingOf(model, space));
    return change;
}

void changeDevices(const Desk &desk, QObject *context, const DeviceWish &wish,
                   std::function<void()> changed)
{
    desk.wish(
        context,
        [wish, actor = desk.actor](engine::Engine &engine) {
            return engine.spaces().changeDevices(wish.change, wish.seen, actor);
        },
        [=, &desk](const DeviceChange &before) {
            changed();
            const DeviceChange after = standingAfter(wish.change, before);
            desk.notices.tellDone(wish.told, step(desk, context, before, after, changed),
                                  step(desk, context, after, before, changed));
        },
        [changed, &desk](const Error &error) {
            changed(); // what is shown may be old
            const QString meanwhile = wordsOfMeanwhile(error);
            if (meanwhile.isEmpty())
                desk.notices.tell(error);
            else
                desk.notices.tell(meanwhile);
        });
}

} // namespace parking::ui

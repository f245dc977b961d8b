#include "desk/spacesstep.h"

namespace parking::ui {

Notices::Step spacesStep(const Desk &desk, QObject *context, const domain::SpacesChange &change,
                         const domain::SpacesChange &expected)
{
    return [&desk, context, change, expected](const Notices::Answer &answer) {
        desk.wish(
            context,
            [change, expected, actor = desk.actor](engine::Engine &engine) {
                return engine.spaces().changeSpaces(change, expected, actor);
            },
            [answer](const engine::SpacesChanged &) { answer({}); }, answer);
    };
}

} // namespace parking::ui

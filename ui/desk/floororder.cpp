#include "desk/floororder.h"

#include "desk/desk.h"

#include <QCoreApplication>

namespace parking::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FloorOrder)
};

} // namespace

void orderFloors(const Desk &desk, QObject *context, const QString &building,
                 const QStringList &topFirst)
{
    const QStringList before = desk.model.floorsOf(building);
    const auto ordering = [&desk, context, building](const QStringList &order) {
        return [&desk, context, building, order](const Notices::Answer &answer) {
            desk.wish(
                context,
                [building, order, actor = desk.actor](engine::Engine &engine) {
                    return engine.spaces().orderFloors(building, order, actor);
                },
                [answer] { answer({}); }, answer);
        };
    };
    ordering(topFirst)([=, &desk](const Result<> &result) {
        if (result)
            desk.notices.tellDone(Words::tr("Floors of %1 put in order").arg(building),
                                  ordering(before), ordering(topFirst));
        else
            desk.notices.tell(result.error());
    });
}

} // namespace parking::ui

#include "desk/floororder.h"

#include "base/literals.h"
#include "desk/desk.h"
#include "domain/problems.h"

#include <QCoreApplication>

namespace parking::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FloorOrder)
};

QString wordsOf(const Error &changedMeanwhile, const QString &building)
{
    const QString actor = changedMeanwhile.details.value(u"actor"_s).toString();
    return actor.isEmpty()
        ? Words::tr("Somebody changed the floors of %1 meanwhile, and nothing was put in order. "
                    "Look at them, and order them again.")
              .arg(building)
        : Words::tr("%1 changed the floors of %2 meanwhile, and nothing was put in order. Look at "
                    "them, and order them again.")
              .arg(actor, building);
}

} // namespace

void orderFloors(const Desk &desk, QObject *context, const QString &building,
                 const QStringList &topFirst)
{
    const QStringList before = desk.model.floorsOf(building);
    const auto ordering = [&desk, context, building](const QStringList &order,
                                                     const QStringList &seen) {
        return [&desk, context,
                floors = engine::FloorOrder{building, order, seen}](const Notices::Answer &answer) {
            desk.wish(
                context,
                [floors, actor = desk.actor](engine::Engine &engine) {
                    return engine.spaces().orderFloors(floors, actor);
                },
                [answer] { answer({}); }, answer);
        };
    };
    ordering(topFirst, before)([=, &desk](const Result<> &result) {
        if (result)
            desk.notices.tellDone(Words::tr("Floors of %1 put in order").arg(building),
                                  ordering(before, topFirst), ordering(topFirst, before));
        else if (result.error().code == problem::kChangedMeanwhile)
            desk.notices.tell(wordsOf(result.error(), building));
        else
            desk.notices.tell(result.error());
    });
}

} // namespace parking::ui

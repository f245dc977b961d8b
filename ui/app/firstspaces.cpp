#include "app/firstspaces.h"

#include "base/answered.h"
#include "base/literals.h"
#include "engine/spaces/importplan.h"

#include <QCoreApplication>
#include <QMap>
#include <QSet>

namespace parking::ui {

namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("setup", text, nullptr, n);
}

} // namespace

QList<domain::Space> firstSpaces(const QList<domain::DevEui> &heard)
{
    QMap<QString, domain::DevEui> euis;
    for (const domain::DevEui &eui : heard)
        euis.insert(eui.toString().toUpper(), eui);
    const QStringList names = euis.keys();
    qsizetype length = 4;
    const auto isEnough = [&names](qsizetype count) {
        QSet<QString> ends;
        for (const QString &name : names)
            ends.insert(name.right(count));
        return ends.size() == names.size();
    };
    while (length < 16 && !isEnough(length))
        ++length;
    QList<domain::Space> spaces;
    for (auto it = euis.cbegin(); it != euis.cend(); ++it) {
        domain::Space space;
        space.code = it.key().right(length);
        space.name = space.code;
        space.sensorEui = *it;
        spaces.append(space);
    }
    return spaces;
}

void makeFirstSpaces(engine::EngineThread &engine, const QList<domain::DevEui> &heard,
                     const QString &actor, Notices &notices, QObject *context)
{
    using Made = Result<domain::ImportResult>;
    const QByteArray csv = engine::csvOf(firstSpaces(heard));
    const auto made = engine.ask([csv, actor](engine::Engine &running) -> Made {
        const Result<domain::SiteSnapshot> site = running.spaces().snapshot();
        if (!site)
            return site.error();
        if (!site->spaces.isEmpty())
            return domain::ImportResult();
        return running.spaces().importCsv(csv, false, actor);
    });
    whenAnswered(made, context, [&notices](const Made &result) {
        if (!result)
            notices.tell(
                tr("The first list of spaces was not made: %1").arg(result.error().detail));
        else if (result->created == 0)
            notices.tell(tr("There are spaces already: none were made"));
        else
            notices.tellFinal(
                tr("%n spaces were made, named after their sensors", result->created));
    });
}

} // namespace parking::ui

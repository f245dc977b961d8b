#include "desk/meanwhile.h"

#include "base/literals.h"
#include "domain/deveui.h"
#include "domain/problems.h"

#include <QCoreApplication>

namespace parking::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Meanwhile)
};

} // namespace

QString wordsOfMeanwhile(const Error &error)
{
    const QString code = error.details.value(u"code"_s).toString();
    if (error.code != problem::kChangedMeanwhile || code.isEmpty())
        return {};
    const QString actor = error.details.value(u"actor"_s).toString();
    return Words::tr("%1 changed %2 meanwhile, and nothing was done. Look, and do it again.")
        .arg(actor.isEmpty() ? Words::tr("Somebody") : actor,
             domain::DevEui::normalize(code) ? code.toUpper() : code);
}

} // namespace parking::ui

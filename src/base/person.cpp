#include "base/person.h"

#include "base/literals.h"

#include <QProcessEnvironment>

namespace parking {

QString personName(const QProcessEnvironment &environment, const QString &otherwise)
{
    for (const QString &key : {u"USER"_s, u"LOGNAME"_s, u"USERNAME"_s}) {
        const QString name = environment.value(key).trimmed();
        if (!name.isEmpty())
            return name;
    }
    return otherwise;
}

} // namespace parking

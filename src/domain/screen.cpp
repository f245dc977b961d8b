#include "domain/screen.h"

#include "base/literals.h"

namespace parking::domain {

QString nameOf(DataAge age)
{
    switch (age) {
    case DataAge::Live:
        return u"live"_s;
    case DataAge::Old:
        return u"old"_s;
    case DataAge::Gone:
        break;
    }
    return u"gone"_s;
}

std::optional<DataAge> dataAgeFromString(QStringView text)
{
    for (const DataAge age : {DataAge::Live, DataAge::Old, DataAge::Gone}) {
        if (nameOf(age) == text)
            return age;
    }
    return std::nullopt;
}

} // namespace parking::domain

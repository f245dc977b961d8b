#include "domain/remark.h"

#include "base/literals.h"

namespace parking::domain {

QString nameOf(Remark remark)
{
    switch (remark) {
    case Remark::Repeated:
        return u"repeated"_s;
    case Remark::Older:
        return u"older"_s;
    case Remark::SuspectTime:
        return u"suspect_time"_s;
    case Remark::UnknownType:
        return u"unknown_type"_s;
    case Remark::NoSpace:
        return u"no_space"_s;
    case Remark::NotUnderstood:
        return u"not_understood"_s;
    case Remark::NoOccupancy:
        return u"no_occupancy"_s;
    }
    return {};
}

std::optional<Remark> remarkFromString(QStringView text)
{
    for (const Remark remark : kRemarks) {
        if (text == nameOf(remark))
            return remark;
    }
    return std::nullopt;
}

} // namespace parking::domain

#include "domain/importsheet.h"

#include <algorithm>

namespace parking::domain {

int ImportSheet::count(LineKind kind) const
{
    return int(std::count_if(lines.cbegin(), lines.cend(),
                             [kind](const SheetLine &line) { return line.kind == kind; }));
}

bool ImportSheet::hasCode() const
{
    return std::any_of(columns.cbegin(), columns.cend(),
                       [](const SheetColumn &one) { return one.column == u"code"; });
}

QString floorKey(const SitePlace &place)
{
    return place.building + QChar(0x1f) + place.floor;
}

} // namespace parking::domain

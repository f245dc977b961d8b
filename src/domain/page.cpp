#include "domain/page.h"

#include "base/literals.h"
#include "domain/errors.h"

namespace parking::domain {

Result<> validate(const PageRequest &page)
{
    if (page.limit < 1 || page.limit > 1000)
        return errors::validation(u"limit"_s, u"1 to 1000"_s);
    if (page.offset < 0)
        return errors::validation(u"offset"_s, u"0 or more"_s);
    return {};
}

} // namespace parking::domain

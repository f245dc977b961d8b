#include "store/page.h"

#include "domain/errors.h"

namespace parking::store {

Result<> check(const PageRequest &page)
{
    if (page.limit < 1 || page.limit > 1000)
        return domain::errors::validation(QStringLiteral("limit"), QStringLiteral("1 to 1000"));
    if (page.offset < 0)
        return domain::errors::validation(QStringLiteral("offset"), QStringLiteral("0 or more"));
    return {};
}

QString likePattern(const QString &part)
{
    QString escaped = part.toLower();
    for (const QChar special : {u'!', u'%', u'_'})
        escaped.replace(special, QStringLiteral("!") + special);
    return u'%' + escaped + u'%';
}

} // namespace parking::store

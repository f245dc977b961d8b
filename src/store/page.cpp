#include "store/page.h"

#include "base/literals.h"
#include "domain/errors.h"

#include <QRegularExpression>

namespace parking::store {

Result<> check(const PageRequest &page)
{
    if (page.limit < 1 || page.limit > 1000)
        return domain::errors::validation(u"limit"_s, u"1 to 1000"_s);
    if (page.offset < 0)
        return domain::errors::validation(u"offset"_s, u"0 or more"_s);
    return {};
}

// SQLite's lower() and LIKE know the case of ASCII letters alone; the driver's REGEXP is
// QRegularExpression, which knows all.
QString containsText(const Database &db, const QStringList &columns)
{
    const QString one =
        db.isPostgres() ? u"lower(%1) LIKE lower(:text) ESCAPE '!'"_s : u"%1 REGEXP :text"_s;
    QStringList parts;
    for (const QString &column : columns)
        parts.append(one.arg(column));
    return u'(' + parts.join(u" OR "_s) + u')';
}

QString textPattern(const Database &db, const QString &part)
{
    if (!db.isPostgres())
        return u"(?i)"_s + QRegularExpression::escape(part);
    QString escaped = part;
    for (const QChar special : {u'!', u'%', u'_'})
        escaped.replace(special, u"!"_s + special);
    return u'%' + escaped + u'%';
}

} // namespace parking::store

#include "store/page.h"

#include "domain/errors.h"

#include <QRegularExpression>

namespace parking::store {

Result<> check(const PageRequest &page)
{
    if (page.limit < 1 || page.limit > 1000)
        return domain::errors::validation(QStringLiteral("limit"), QStringLiteral("1 to 1000"));
    if (page.offset < 0)
        return domain::errors::validation(QStringLiteral("offset"), QStringLiteral("0 or more"));
    return {};
}

// SQLite's lower() and LIKE know the case of ASCII letters alone; the driver's REGEXP is
// QRegularExpression, which knows all.
QString containsText(const Database &db, const QStringList &columns)
{
    const QString one = db.isPostgres() ? QStringLiteral("lower(%1) LIKE lower(:text) ESCAPE '!'")
                                        : QStringLiteral("%1 REGEXP :text");
    QStringList parts;
    for (const QString &column : columns)
        parts.append(one.arg(column));
    return u'(' + parts.join(QStringLiteral(" OR ")) + u')';
}

QString textPattern(const Database &db, const QString &part)
{
    if (!db.isPostgres())
        return QStringLiteral("(?i)") + QRegularExpression::escape(part);
    QString escaped = part;
    for (const QChar special : {u'!', u'%', u'_'})
        escaped.replace(special, QStringLiteral("!") + special);
    return u'%' + escaped + u'%';
}

} // namespace parking::store

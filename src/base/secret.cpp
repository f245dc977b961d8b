#include "base/secret.h"

#include "base/literals.h"

#include <QRegularExpression>

namespace parking {

namespace {

// Shorter ones stand in many a word by chance; to cut them out there would tell them.
constexpr qsizetype kTellable = 4;

/// `host`, `host:port`, `[address]:port` and lists of these. Anything else may be `user:password`.
bool areHosts(QStringView text)
{
    static const QRegularExpression host(
        u"\\A(\\[[0-9A-Fa-f:.%]*\\]|[^\\[\\]:@]*)(:[0-9]{1,5})?\\z"_s);
    for (const QStringView part : text.split(u',')) {
        if (!host.match(part).hasMatch())
            return false;
    }
    return true;
}

QString maskedOptions(QStringView query, const QStringList &plain)
{
    QStringList shown;
    for (const QStringView option : query.split(u'&')) {
        const qsizetype equals = option.indexOf(u'=');
        const QString name = option.left(std::max<qsizetype>(equals, 0)).toString();
        shown.append(plain.contains(name) ? option.toString()
                         : equals < 1     ? maskSecret(option)
                                          : name + u'=' + maskSecret(option.mid(equals + 1)));
    }
    return shown.join(u'&');
}

} // namespace

QString maskSecret(QStringView secret)
{
    return secret.isEmpty() ? QString() : u"***"_s;
}

QString maskUrl(const QString &url, const QStringList &plainOptions)
{
    const qsizetype scheme = url.indexOf("://"_L1);
    if (scheme < 0)
        return maskSecret(url);
    const QString start = url.left(scheme + 3);
    QStringView rest = QStringView(url).mid(start.size());
    QString login;
    // A plain `@` in a password is the password's; the last one ends it.
    if (const qsizetype at = rest.lastIndexOf(u'@'); at >= 0) {
        const QStringView whole = rest.left(at);
        const qsizetype colon = whole.indexOf(u':');
        login = (colon < 0 ? whole : whole.left(colon + 1)).toString();
        if (colon >= 0)
            login += maskSecret(whole.mid(colon + 1));
        login += u'@';
        rest = rest.mid(at + 1);
    }
    static const QRegularExpression behindHost(u"[/?#]"_s);
    const qsizetype end = rest.indexOf(behindHost);
    const QStringView hosts = end < 0 ? rest : rest.left(end);
    if (!areHosts(hosts)) {
        const qsizetype colon = hosts.indexOf(u':');
        return start + login + hosts.left(colon + 1).toString() + u"***"_s;
    }
    const QString path = end < 0 ? QString() : rest.mid(end).toString();
    const qsizetype fragment = path.indexOf(u'#');
    const qsizetype question = path.indexOf(u'?');
    const QString shown = start + login + hosts.toString();
    if (fragment >= 0 && (question < 0 || fragment < question))
        return shown + path.left(fragment + 1) + maskSecret(path.mid(fragment + 1));
    if (question < 0)
        return shown + path;
    return shown + path.left(question + 1)
        + maskedOptions(QStringView(path).mid(question + 1), plainOptions);
}

QString withoutSecret(QString text, const QString &secret)
{
    return secret.size() < kTellable ? text : text.replace(secret, maskSecret(secret));
}

} // namespace parking

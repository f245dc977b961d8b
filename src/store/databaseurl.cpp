#include "store/databaseurl.h"

#include "base/authorities.h"
#include "base/literals.h"
#include "domain/problems.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QUrl>
#include <QUrlQuery>

namespace parking::store {

namespace {

// libpq keywords that an address may set; the rest is ours.
constexpr const char *kOptions[] = {
    "sslmode", "channel_binding",      "sslrootcert",     "sslcert",          "sslkey",
    "sslcrl",  "target_session_attrs", "connect_timeout", "application_name", "options"};

#ifdef Q_OS_WIN
constexpr bool kHasDrives = true;
#else
constexpr bool kHasDrives = false;
#endif

Error invalid(const QString &message)
{
    return {problem::kValidation,
            u"DATABASE_URL: %1"_s.arg(message),
            {{u"field"_s, u"DATABASE_URL"_s}, {u"error"_s, message}}};
}

QString decoded(QStringView text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

/// What cannot be decoded is no address: a decoder makes something of it all the same, and another
/// file or another password than the one that was meant.
Result<> checkEncoding(const QString &text)
{
    static const QRegularExpression stray(u"%(?![0-9A-Fa-f]{2})"_s);
    if (text.contains(stray))
        return invalid(u"a % stands before two hexadecimal digits; the sign itself is %25"_s);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString whole = decoder.decode(QByteArray::fromPercentEncoding(text.toUtf8()));
    if (decoder.hasError())
        return invalid(u"what is percent-encoded is not UTF-8"_s);
    if (whole.contains(QChar::Null)) // would end the text inside the drivers
        return invalid(u"holds a character U+0000"_s);
    return {};
}

Result<DatabaseUrl::Host> parseHost(QStringView text)
{
    DatabaseUrl::Host host;
    QStringView port;
    if (text.startsWith(u'[')) { // IPv6
        const qsizetype end = text.indexOf(u']');
        if (end < 0)
            return invalid(u"an address in brackets has no end"_s);
        host.name = text.mid(1, end - 1).toString();
        port = text.mid(end + 1);
        if (!port.isEmpty() && !port.startsWith(u':'))
            return invalid(u"a port follows an address after a colon"_s);
        port = port.mid(1);
    } else {
        const qsizetype colon = text.indexOf(u':');
        host.name = decoded(colon < 0 ? text : text.left(colon));
        port = colon < 0 ? QStringView() : text.mid(colon + 1);
    }
    if (host.name.isEmpty())
        return invalid(u"a host is missing"_s);
    if (host.name.contains(u';'))
        return invalid(u"a host holds a semicolon"_s);
    host.port = port.isEmpty() ? u"5432"_s : port.toString();
    bool ok = false;
    const int number = host.port.toInt(&ok);
    if (!ok || number < 1 || number > 65535)
        return invalid(u"a port is a number from 1 to 65535"_s);
    return host;
}

Result<> parseOptions(QStringView text, DatabaseUrl &url)
{
    const QUrlQuery query(text.toString());
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded)) {
        const QByteArray wanted = name.toLatin1();
        const bool known = std::any_of(std::begin(kOptions), std::end(kOptions),
                                       [&](const char *option) { return wanted == option; });
        // Not named: after a plain `?` in a password this is a part of it.
        if (!known)
            return invalid(
                u"unknown option; known are %1"_s.arg(databaseUrlOptions().join(u", "_s)));
        if (value.contains(u';')) // QPSQL would make a blank of it, as of one in a host
            return invalid(u"an option holds a semicolon"_s);
        url.options.insert(name, value);
    }
    return {};
}

Result<DatabaseUrl> parsePostgres(QStringView rest)
{
    DatabaseUrl url;
    url.isPostgres = true;
    const qsizetype question = rest.indexOf(u'?');
    if (question >= 0) {
        if (Result<> done = parseOptions(rest.mid(question + 1), url); !done)
            return done.error();
        rest = rest.left(question);
    }
    const qsizetype slash = rest.lastIndexOf(u'/');
    const QStringView authority = slash < 0 ? rest : rest.left(slash);
    url.database = slash < 0 ? QString() : decoded(rest.mid(slash + 1));
    if (url.database.isEmpty())
        return invalid(u"the name of the database is missing"_s);
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at >= 0) {
        const QStringView login = authority.left(at);
        const qsizetype colon = login.indexOf(u':');
        url.user = decoded(colon < 0 ? login : login.left(colon));
        url.password = colon < 0 ? QString() : decoded(login.mid(colon + 1));
    }
    for (const QStringView part : authority.mid(at + 1).split(u',')) {
        const Result<DatabaseUrl::Host> host = parseHost(part);
        if (!host)
            return host.error();
        url.hosts.append(*host);
    }
    return url;
}

} // namespace

bool isThisComputer(const QString &host)
{
    static const QRegularExpression loopback(u"\\A127(\\.[0-9]{1,3}){3}\\z"_s);
    return host.startsWith(u'/') || host == u"localhost" || host == u"::1"
        || host.contains(loopback);
}

namespace {

bool isElsewhere(const DatabaseUrl &url)
{
    return std::any_of(url.hosts.cbegin(), url.hosts.cend(),
                       [](const DatabaseUrl::Host &host) { return !isThisComputer(host.name); });
}

} // namespace

QMap<QString, QString> serverOptions(const DatabaseUrl &url, const QString &authorities)
{
    QMap<QString, QString> options = url.options;
    if (isElsewhere(url) && !options.contains(u"sslmode"_s))
        options.insert(u"sslmode"_s, u"verify-full"_s);
    if (options.value(u"sslmode"_s).startsWith(u"verify") && !authorities.isEmpty()
        && !options.contains(u"sslrootcert"_s))
        options.insert(u"sslrootcert"_s, authorities);
    return options;
}

// Source: PostgreSQL 15, 34.19.1 "Client Verification of Server Certificates"
QString authoritiesForLibpq()
{
    if (qEnvironmentVariableIsSet("PGSSLROOTCERT")
        || QFile::exists(QDir::home().filePath(u".postgresql/root.crt"_s)))
        return {};
    return systemAuthorities();
}

QString weakness(const DatabaseUrl &url)
{
    const QString mode = url.options.value(u"sslmode"_s);
    if (!url.isPostgres || !isElsewhere(url))
        return {};
    QString why;
    if (mode == u"disable")
        why = u"the login and all data travel in clear"_s;
    else if (mode == u"allow" || mode == u"prefer")
        why = u"a server that offers no TLS is told the login in clear"_s;
    else if (mode == u"require")
        why = u"whoever stands in between can pose as the server"_s;
    else if (mode == u"verify-ca")
        why = u"whoever has a certificate of the same authority can pose as the server"_s;
    else
        return {};
    return u"sslmode=%1: %2 (verify-full, which holds without any sslmode, would notice)"_s.arg(
        mode, why);
}

Result<DatabaseUrl> parseDatabaseUrl(const QString &text)
{
    if (Result<> checked = checkEncoding(text); !checked)
        return checked.error();
    for (const QLatin1StringView scheme : {"postgresql://"_L1, "postgres://"_L1}) {
        if (text.startsWith(scheme))
            return parsePostgres(QStringView(text).mid(scheme.size()));
    }
    if (text == kMemoryUrl) {
        DatabaseUrl url;
        url.path = u":memory:"_s;
        url.options.insert(u"memory"_s, {});
        return url;
    }
    const QLatin1StringView sqlite("sqlite://");
    const QLatin1StringView archive("archive://");
    const bool isArchive = text.startsWith(archive);
    if (!isArchive && !text.startsWith(sqlite))
        return invalid(u"must begin with postgresql:// or sqlite:///"_s);
    DatabaseUrl url;
    url.path = sqlitePath(
        decoded(QStringView(text).mid(isArchive ? archive.size() : sqlite.size())), kHasDrives);
    if (url.path.isEmpty())
        return invalid(u"sqlite:/// is followed by the file's absolute path"_s);
    if (isArchive)
        url.options.insert(u"immutable"_s, {});
    return url;
}

QString sqlitePath(const QString &written, bool hasDrives)
{
    static const QRegularExpression drive(u"\\A/?([A-Za-z]:[/\\\\].+)\\z"_s);
    if (hasDrives) {
        if (const auto match = drive.match(written); match.hasMatch())
            return match.captured(1).replace(u'\\', u'/');
    }
    return written.startsWith(u'/') && written.size() > 1 ? written : QString();
}

QString archiveUrl(const QString &path)
{
    return u"archive"_s + sqliteUrl(path).mid(int(qstrlen("sqlite")));
}

QString sqliteUrl(const QString &path)
{
    // Only what means something in an address is encoded: people read it, too.
    QString url = QString(path).replace(u'%', u"%25"_s);
    url.replace(u'?', u"%3F"_s).replace(u'#', u"%23"_s).replace(u' ', u"%20"_s);
    return u"sqlite://"_s + (url.startsWith(u'/') ? url : u'/' + url);
}

QStringList databaseUrlOptions()
{
    QStringList names;
    for (const char *option : kOptions)
        names.append(QLatin1StringView(option));
    return names;
}

} // namespace parking::store

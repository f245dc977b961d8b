#include "settings/settingsfile.h"

#include "base/literals.h"
#include "base/regularfile.h"
#include "domain/problems.h"

#include <QRegularExpression>
#include <QStringDecoder>

namespace parking::settings {

namespace {

QString place(const QString &name, qsizetype line)
{
    return u"%1, line %2"_s.arg(name, QString::number(line));
}

Error wrong(const QString &where, const QString &what)
{
    return {problem::kConfiguration, where + u": "_s + what};
}

/// What is in quotes, when the text is that and at most a comment.
std::optional<QString> quoted(const QString &value, QStringView commentSigns)
{
    if (!value.startsWith(u'"') && !value.startsWith(u'\''))
        return std::nullopt;
    const qsizetype end = value.indexOf(value.front(), 1);
    const QString behind = end < 0 ? QString() : value.mid(end + 1).trimmed();
    if (!behind.isEmpty() && commentSigns.contains(behind.front()))
        return value.mid(1, end - 1);
    if (value.size() >= 2 && value.back() == value.front())
        return value.mid(1, value.size() - 2);
    return std::nullopt;
}

/// What stands behind the `=` of a .env line, without quotes and comment.
QString unquoted(const QString &text)
{
    const QString value = text.trimmed();
    if (const auto inside = quoted(value, u"#"))
        return *inside;
    const qsizetype comment = text.indexOf(" #"_L1);
    return comment < 0 ? value : text.left(comment).trimmed();
}

Result<QString> textOf(const QString &path, const Result<QByteArray> &bytes)
{
    if (!bytes)
        return Error{problem::kConfiguration, bytes.error().detail};
    QStringList lines;
    for (const QByteArray &line : bytes->split('\n')) {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString text = decoder.decode(line);
        if (decoder.hasError() || text.contains(QChar::Null))
            return wrong(place(path, lines.size() + 1), u"this is no UTF-8 text"_s);
        lines.append(text.endsWith(u'\r') ? text.chopped(1) : text);
    }
    return lines.join(u'\n').replace(u'\r', u'\n');
}

} // namespace

Result<QString> readSettingsFile(const QString &path)
{
    return textOf(path, readRegularFile(path, kMaxSettingsFile));
}

Result<QString> readSecretsFile(const QString &path)
{
    return textOf(path, readTrustedFile(path, kMaxSettingsFile));
}

Result<Source> parseIniFile(const QString &text, const QString &name)
{
    static const QRegularExpression comment(u"\\s[;#]"_s);
    Source source;
    qsizetype number = 0;
    for (const QString &whole : text.split(u'\n')) {
        const QString line = whole.trimmed();
        const QString where = place(name, ++number);
        if (line.isEmpty() || line.startsWith(u';') || line.startsWith(u'#')
            || (line.startsWith(u'[') && line.endsWith(u']')))
            continue;
        const qsizetype equals = line.indexOf(u'=');
        if (equals < 1) // not shown: it may be the rest of a secret
            return wrong(where, u"this is neither KEY=value nor [section] nor a comment"_s);
        const QString key = line.left(equals).trimmed();
        const QString value = line.mid(equals + 1);
        const std::optional<QString> inside = quoted(value.trimmed(), u";#");
        if (!inside && value.contains(comment))
            return wrong(where,
                         u"a value with a blank before ; or # stands in quotes, and a comment on a "
                         "line of its own"_s);
        source.insert(key, {inside.value_or(value.trimmed()), where});
    }
    return source;
}

Source parseEnvFile(const QString &text, const QString &name)
{
    Source source;
    int number = 0;
    for (QString line : text.split(u'\n')) {
        ++number;
        line = line.trimmed();
        if (line.startsWith("export "_L1))
            line = line.mid(7).trimmed();
        const qsizetype equals = line.indexOf(u'=');
        if (line.startsWith(u'#') || equals < 1)
            continue;
        source.insert(line.left(equals).trimmed(),
                      {unquoted(line.mid(equals + 1)), place(name, number)});
    }
    return source;
}

} // namespace parking::settings

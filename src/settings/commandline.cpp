#include "settings/commandline.h"

#include "base/literals.h"
#include "base/regularfile.h"
#include "domain/problems.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>

namespace parking::settings {

namespace {

constexpr qint64 kMaxValueFile = 64 * 1024; // bytes

Error wrong(const QString &detail)
{
    return {problem::kConfiguration, detail};
}

QString keyOf(const QString &pair)
{
    return pair.section(u'=', 0, 0);
}

bool isPair(const QString &pair)
{
    static const QRegularExpression name(u"\\A[A-Za-z0-9_]+=.*\\z"_s,
                                         QRegularExpression::DotMatchesEverythingOption);
    return name.match(pair).hasMatch();
}

/// `@FILE` as what is in the file.
Result<Given> valueOf(const QString &word, const QString &origin)
{
    if (!word.startsWith(u'@'))
        return Given{word, origin, true};
    const QString path = word.mid(1);
    if (!QFileInfo::exists(path)) // not shown: it may be a secret that begins with an @
        return wrong(
            u"the file behind @ is not there; a value that begins with @ comes by a file"_s);
    const Result<QByteArray> bytes = readRegularFile(path, kMaxValueFile);
    if (!bytes)
        return wrong(bytes.error().detail);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(*bytes);
    if (decoder.hasError() || text.contains(QChar::Null))
        return wrong(u"\"%1\" holds no UTF-8 text"_s.arg(path));
    if (text.endsWith(u'\n'))
        text.chop(text.endsWith("\r\n"_L1) ? 2 : 1);
    return Given{text, path};
}

/// What the words of the command line set.
Result<Source> given(const CommandLine &line)
{
    Source source;
    const auto take = [&source](const QString &key, const QString &word, const QString &origin) {
        const Result<Given> value = valueOf(word, origin);
        if (!value)
            return Result<>(wrong(u"%1: %2"_s.arg(key, value.error().detail)));
        source.insert(key, *value);
        return Result<>();
    };
    for (const QString &pair : line.pairs) {
        if (!isPair(pair)) // not shown: it may be a secret with a slip of the pen
            return wrong(u"--set takes KEY=VALUE or KEY=@FILE"_s);
        if (Result<> done = take(keyOf(pair), pair.section(u'=', 1), u"command line"_s); !done)
            return done.error();
    }
    for (auto it = line.others.cbegin(); it != line.others.cend(); ++it) {
        if (Result<> done = take(it.key(), it->value, it->origin); !done)
            return done.error();
    }
    return source;
}

/// The settings whose secrets were words of the command line.
QStringList seenByAll(const Loaded &loaded)
{
    QStringList keys;
    for (const Effective &row : loaded.table) {
        if (row.isMasked && row.isWord)
            keys.append(row.key);
    }
    return keys;
}

/// Others than its owner may read it. On Windows the rights of the folder count.
bool isOpen(const QString &file)
{
#ifdef Q_OS_UNIX
    return QFile::permissions(file) & (QFileDevice::ReadGroup | QFileDevice::ReadOther);
#else
    Q_UNUSED(file);
    return false;
#endif
}

} // namespace

Result<QList<Source>> sourcesOf(const CommandLine &line)
{
    const Result<Source> words = given(line);
    if (!words)
        return words.error();
    Result<QList<Source>> sources = systemSources(line.iniFile);
    if (sources)
        sources->append(*words);
    return sources;
}

Result<Loaded> load(const CommandLine &line)
{
    const Result<QList<Source>> sources = sourcesOf(line);
    if (!sources)
        return sources.error();
    Result<Loaded> loaded = load(*sources, defaultDataDir());
    if (!loaded)
        return loaded;
    for (const QString &pair : line.pairs) {
        const QString key = keyOf(pair).toUpper();
        const auto isKey = [&key](const Effective &row) { return row.key == key; };
        if (std::none_of(loaded->table.cbegin(), loaded->table.cend(), isKey))
            return wrong(
                u"--set: there is no setting \"%1\"; `parkctl config` lists all"_s.arg(key));
    }
    if (const QStringList seen = seenByAll(*loaded); !seen.isEmpty())
        loaded->warnings.append(
            u"%1 on a command line can be read by everybody on this computer: let it stand in a "
            "file (--set %2=@FILE) or in the settings"_s.arg(seen.join(u", "_s), seen.first()));
    if (const QString file = ownFiles(line.iniFile).secrets; isOpen(file))
        loaded->warnings.append(
            u"%1 can be read by others on this computer: chmod 600 mends it"_s.arg(file));
    return loaded;
}

} // namespace parking::settings

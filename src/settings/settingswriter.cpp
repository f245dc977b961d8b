#include "settings/settingswriter.h"

#include "base/literals.h"
#include "base/privatefile.h"
#include "domain/problems.h"
#include "settings/settingsfile.h"

#include <QFileInfo>
#include <QSaveFile>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace parking::settings {

namespace {

/// Empty: it cannot be written on one line.
std::optional<QString> written(const QString &value)
{
    if (value.contains(u'\n') || value.contains(u'\r') || value.contains(QChar::Null))
        return std::nullopt;
    const auto givesItBack = [&value](const QString &text) {
        const Result<Source> read = parseIniFile(u"K="_s + text, {});
        return read && read->value(u"K"_s).value == value;
    };
    for (const QString &text : {value, u'"' + value + u'"', u'\'' + value + u'\''}) {
        if (givesItBack(text))
            return text;
    }
    return std::nullopt;
}

QString keyOf(const QString &line)
{
    const QString text = line.trimmed();
    if (text.startsWith(u';') || text.startsWith(u'#') || text.startsWith(u'['))
        return {};
    return text.section(u'=', 0, 0).trimmed().toUpper();
}

enum class Kind { Ini, Secrets };

Error wrong(const QString &path, const QString &why)
{
    return {problem::kConfiguration, path + u": "_s + why, {{u"file"_s, path}}};
}

/// Empty where there is none.
Result<QString> textOf(Kind kind, const QString &path)
{
    if (!QFileInfo::exists(path))
        return QString();
    return kind == Kind::Secrets ? readSecretsFile(path) : readSettingsFile(path);
}

/// Of the file that this one replaces.
void keepOwner(QSaveFile &file, const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat found = {};
    if (::stat(QFile::encodeName(path).constData(), &found) != 0)
        return;
    // One after the other: who may not give it away may still let it have its group.
    [[maybe_unused]] const bool hasGroup = ::fchown(file.handle(), uid_t(-1), found.st_gid) == 0;
    [[maybe_unused]] const bool hasOwner = ::fchown(file.handle(), found.st_uid, gid_t(-1)) == 0;
#else
    Q_UNUSED(file);
    Q_UNUSED(path);
#endif
}

/// Whole or not at all; what says the same already stays untouched.
Result<> writeFile(Kind kind, const QString &path, const QString &before, const QString &after)
{
    if (after == before)
        return {};
    if (!makePrivateFolder(QFileInfo(path).absolutePath()))
        return wrong(path, u"its folder cannot be made"_s);
    // What QSaveFile puts in the place of an old one has its rights, and as far as we may its owner
    // too. A new one, and one with secrets, is for its owner alone before anything is in it.
    const bool isPrivate = kind == Kind::Secrets || !QFileInfo::exists(path);
    QSaveFile file(path);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly))
        return wrong(path, file.errorString());
    keepOwner(file, path);
    const QByteArray bytes = after.toUtf8();
    // A disk that is full takes a part of them, and Qt calls that no error.
    if ((isPrivate && !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        || file.write(bytes) != bytes.size() || !file.commit())
        return wrong(path, file.errorString());
    return {};
}

/// As it stood before writeFile(). False: it does not.
bool putBack(Kind kind, const QString &path, const QString &now, const QString &before,
             bool wasThere)
{
    if (now == before)
        return true;
    return wasThere ? bool(writeFile(kind, path, now, before))
                    : QFile::remove(QFileInfo(path).canonicalFilePath()); // of a link its target
}

} // namespace

Error halfSaved(Error error, Half what)
{
    const bool isSecret = what == Half::Secret;
    error.details.insert(u"error"_s, error.detail);
    error.detail.prepend(isSecret ? u"The secret was saved, the rest was not. "_s
                                  : u"A part was saved, the rest was not. "_s);
    error.details.insert(u"saved"_s, isSecret ? u"secret"_s : u"part"_s);
    return error;
}

Result<QString> changedIni(const QString &text, const Changes &changes)
{
    QStringList lines = text.split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        const auto isOfKey = [&it](const QString &line) { return keyOf(line) == it.key(); };
        const auto first = std::find_if(lines.cbegin(), lines.cend(), isOfKey);
        qsizetype at = first == lines.cend() ? lines.size() : first - lines.cbegin();
        lines.removeIf(isOfKey);
        if (!*it)
            continue;
        const std::optional<QString> value = written(**it);
        if (!value)
            return Error{problem::kValidation,
                         it.key() + u": this text cannot be kept in a settings file"_s,
                         {{u"field"_s, it.key()}}};
        lines.insert(std::min(at, lines.size()), it.key() + u'=' + *value);
    }
    return lines.isEmpty() ? QString() : lines.join(u'\n') + u'\n';
}

Result<> writeSettings(const OwnFiles &files, const Changes &changes)
{
    Changes plain;
    Changes secret;
    Changes newSecrets;
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        const QString key = it.key().toUpper();
        const bool isSecret = *it && holdsSecret(key, **it);
        // It stands in one of them; what it was before goes from the other.
        plain.insert(key, isSecret ? std::nullopt : *it);
        secret.insert(key, isSecret ? *it : std::nullopt);
        if (isSecret)
            newSecrets.insert(key, *it);
    }
    // All texts before anything is written.
    const Result<QString> ini = textOf(Kind::Ini, files.ini);
    const Result<QString> secrets = textOf(Kind::Secrets, files.secrets);
    for (const Result<QString> *text : {&ini, &secrets}) {
        if (!*text)
            return text->error();
    }
    const Result<QString> iniAfter = changedIni(*ini, plain);
    const Result<QString> withNew = changedIni(*secrets, newSecrets);
    const Result<QString> secretsAfter = changedIni(*secrets, secret);
    for (const Result<QString> *text : {&iniAfter, &withNew, &secretsAfter}) {
        if (!*text)
            return text->error();
    }
    const bool hadIni = QFileInfo::exists(files.ini);
    const bool hadSecrets = QFileInfo::exists(files.secrets);
    const auto putSecretsBack = [&] {
        return putBack(Kind::Secrets, files.secrets, *withNew, *secrets, hadSecrets);
    };
    // What moves is in its new place before it goes from the old one, whichever way.
    if (Result<> done = writeFile(Kind::Secrets, files.secrets, *secrets, *withNew); !done)
        return done;
    if (Result<> done = writeFile(Kind::Ini, files.ini, *ini, *iniAfter); !done)
        return putSecretsBack() ? done.error() : halfSaved(done.error(), Half::Secret);
    if (Result<> done = writeFile(Kind::Secrets, files.secrets, *withNew, *secretsAfter); !done) {
        const bool isBack =
            putBack(Kind::Ini, files.ini, *iniAfter, *ini, hadIni) && putSecretsBack();
        return isBack ? done.error() : halfSaved(done.error(), Half::Part);
    }
    return {};
}

} // namespace parking::settings

// Where settings come from on this computer: files, environment, platform's folders.

#include "base/literals.h"
#include "settings/settings.h"
#include "settings/settingsfile.h"
#include "store/databaseurl.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QStandardPaths>

namespace parking::settings {

namespace {

/// A link that leads nowhere is there too: somebody meant a file by it.
bool isThere(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();
}

} // namespace

QString defaultDataDir()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + u"/smart-parking"_s;
}

QString embeddedDatabase(const QString &dataDir)
{
    return store::sqliteUrl(QDir(dataDir).filePath(u"parking.sqlite"_s));
}

OwnFiles ownFiles(const QString &iniFile)
{
    const QString ini = iniFile.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
            + u"/smart-parking.ini"_s
        : iniFile;
    const QString base = ini.endsWith(".ini"_L1) ? ini.chopped(4) : ini;
    return {ini, base + u".secrets"_s};
}

Result<QList<Source>> systemSources(const QString &iniFile)
{
    QList<Source> sources;
    const OwnFiles own = ownFiles(iniFile);
    for (const QString &path : {own.ini, own.secrets}) {
        const bool isNamed = path == own.ini && !iniFile.isEmpty();
        if (!isNamed && !isThere(path))
            continue;
        const Result<QString> text =
            path == own.secrets ? readSecretsFile(path) : readSettingsFile(path);
        if (!text)
            return text.error();
        Result<Source> ini = parseIniFile(*text, path);
        if (!ini)
            return ini.error();
        for (Given &value : *ini)
            value.isOurs = true;
        sources.append(*ini);
    }
    const QString env = u".env"_s;
    if (isThere(env) && !QFileInfo(env).isDir()) { // such a folder is no settings file of anybody
        const Result<QString> text = readSettingsFile(env);
        if (!text)
            return text.error();
        sources.append(parseEnvFile(*text, env));
    }

    Source environment;
    const QProcessEnvironment process = QProcessEnvironment::systemEnvironment();
    for (const QString &name : keyNames()) {
        if (process.contains(name))
            environment.insert(name, {process.value(name), u"environment"_s});
    }
    sources.append(environment);
    return sources;
}

} // namespace parking::settings

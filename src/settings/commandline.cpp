#include "settings/commandline.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QFileInfo>

#include <algorithm>

namespace parking::settings {

namespace {

Error wrong(const QString &detail)
{
    return {problem::kConfiguration, detail};
}

QString keyOf(const QString &pair)
{
    return pair.section(u'=', 0, 0);
}

} // namespace

Result<Loaded> load(const CommandLine &line)
{
    if (!line.iniFile.isEmpty() && !QFileInfo(line.iniFile).isReadable())
        return wrong(u"--config: \"%1\" cannot be read"_s.arg(line.iniFile));
    Source given;
    for (const QString &pair : line.pairs)
        given.insert(keyOf(pair), {pair.section(u'=', 1), u"command line"_s});
    given.insert(line.others);
    QList<Source> sources = systemSources(line.iniFile);
    sources.append(given);
    Result<Loaded> loaded = load(sources, defaultDataDir());
    if (!loaded)
        return loaded;
    for (const QString &pair : line.pairs) {
        const QString key = keyOf(pair).toUpper();
        const auto isKey = [&key](const Effective &row) { return row.key == key; };
        if (std::none_of(loaded->table.cbegin(), loaded->table.cend(), isKey))
            return wrong(
                u"--set: there is no setting \"%1\"; `parkctl config` lists all"_s.arg(key));
    }
    return loaded;
}

} // namespace parking::settings

#include "settings/commandline.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QRegularExpression>

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

bool isPair(const QString &pair)
{
    static const QRegularExpression name(u"\\A[A-Za-z0-9_]+=.*\\z"_s,
                                         QRegularExpression::DotMatchesEverythingOption);
    return name.match(pair).hasMatch();
}

} // namespace

Result<Loaded> load(const CommandLine &line)
{
    Source given;
    for (const QString &pair : line.pairs) {
        if (!isPair(pair)) // not shown: it may be a secret with a slip of the pen
            return wrong(u"--set takes KEY=VALUE"_s);
        given.insert(keyOf(pair), {pair.section(u'=', 1), u"command line"_s});
    }
    given.insert(line.others);
    Result<QList<Source>> sources = systemSources(line.iniFile);
    if (!sources)
        return sources.error();
    sources->append(given);
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
    return loaded;
}

} // namespace parking::settings

#include "base/literals.h"
#include "cli/command.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

int runConfig(const QStringList &words)
{
    Parser parser("config",
                  "Prints every setting, its value (secrets masked) and where it was set.", true);
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    if (parser.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const settings::Effective &row : loaded->table)
            rows.append(QJsonObject{{u"key"_s, row.key},
                                    {u"value"_s, row.value},
                                    {u"origin"_s, row.origin},
                                    {u"description"_s, row.description},
                                    {u"allowed"_s, row.allowed},
                                    {u"note"_s, row.note}});
        print(QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact)));
        return kOk;
    }
    for (const settings::Effective &row : loaded->table) {
        print(u"%1 = %2\n    from %3. %4 Allowed: %5."_s.arg(row.key, row.value, row.origin,
                                                             row.description, row.allowed));
        if (!row.note.isEmpty())
            print(u"    Weak: %1."_s.arg(row.note));
    }
    return kOk;
}

} // namespace parking::cli

#include "cli/command.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

int runConfig(const QStringList &words)
{
    Parser parser("config",
                  "Prints every setting, its value (secrets masked) and where it was set.", true);
    parser.addOption({QStringLiteral("json"), QStringLiteral("As JSON.")});
    if (const auto exit = parser.parse(words))
        return *exit;
    const auto loaded = parser.settings();
    if (!loaded)
        return kUsage;
    if (parser.isSet(QStringLiteral("json"))) {
        QJsonArray rows;
        for (const settings::Effective &row : loaded->table)
            rows.append(QJsonObject{{QStringLiteral("key"), row.key},
                                    {QStringLiteral("value"), row.value},
                                    {QStringLiteral("origin"), row.origin},
                                    {QStringLiteral("description"), row.description},
                                    {QStringLiteral("allowed"), row.allowed}});
        print(QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact)));
        return kOk;
    }
    for (const settings::Effective &row : loaded->table)
        print(QStringLiteral("%1 = %2\n    from %3. %4 Allowed: %5.")
                  .arg(row.key, row.value, row.origin, row.description, row.allowed));
    return kOk;
}

} // namespace parking::cli

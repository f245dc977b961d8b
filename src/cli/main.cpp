// parkctl: the console program. Each subcommand is a function in a file of its own.

#include "cli/command.h"

#include <QCoreApplication>

namespace {

using namespace parking::cli;

QString overview()
{
    QString text = QStringLiteral("Usage: parkctl COMMAND [options]\n\nCommands:\n");
    for (const Command &command : commands())
        text += QStringLiteral("  %1 %2\n")
                    .arg(QLatin1StringView(command.name), -10)
                    .arg(QLatin1StringView(command.summary));
    text +=
        QStringLiteral("\n`parkctl COMMAND --help` tells more; `parkctl --version` the version.");
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("parkctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARKING_VERSION));
    const QStringList words = QCoreApplication::arguments().mid(1);
    if (words.isEmpty()) {
        complain(overview());
        return kUsage;
    }
    if (words.first() == u"--help" || words.first() == u"-h") {
        print(overview());
        return kOk;
    }
    if (words.first() == u"--version") {
        print(QStringLiteral("parkctl " PARKING_VERSION));
        return kOk;
    }
    for (const Command &command : commands()) {
        if (words.first() == QLatin1StringView(command.name))
            return command.run(words.mid(1));
    }
    complain(QStringLiteral("parkctl has no command \"%1\".\n\n%2").arg(words.first(), overview()));
    return kUsage;
}

// parkctl: the console program. Each subcommand is a function in a file of its own.

#include "base/literals.h"
#include "base/privatefile.h"
#include "base/utf8console.h"
#include "cli/command.h"
#include "cli/completion.h"

#include <QCoreApplication>

using namespace parking;
using namespace parking::cli;

namespace {

QString overview()
{
    QString text = u"Usage: parkctl COMMAND [options]\n\nCommands:\n"_s;
    for (const Command &command : commands())
        text += u"  %1 %2\n"_s.arg(QLatin1StringView(command.name), -11)
                    .arg(QLatin1StringView(command.summary));
    text += u"\n`parkctl COMMAND --help` tells more; `parkctl --version` the version."_s;
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    makeFilesPrivate();
    const Utf8Console console;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"parkctl"_s);
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
    if (words.first() == kCompleteWord)
        return complete(words.mid(1));
    for (const Command &command : commands()) {
        if (words.first() == QLatin1StringView(command.name))
            return command.run(words.mid(1));
    }
    complain(u"parkctl has no command \"%1\".\n\n%2"_s.arg(words.first(), overview()));
    return kUsage;
}

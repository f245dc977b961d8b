#include "cli/completion.h"

#include "base/literals.h"

#include <QRegularExpression>

namespace parking::cli {

namespace {

/// Stands before the word under the cursor, which is the last.
constexpr QLatin1StringView kAsked("--complete=");

void addWhere(QList<Candidate> &found, const QString &begin, const Candidate &candidate)
{
    if (candidate.word.startsWith(begin))
        found.append(candidate);
}

/// What follows a command's name: "list|ack ID|export FILE" are three, each with its verb in front.
QStringList waysOf(const Parser &parser)
{
    QStringList ways = parser.places().value(0).split(u'|', Qt::SkipEmptyParts);
    const QString more = parser.command().section(u' ', 1); // "spaces import FILE.csv"
    if (!more.isEmpty())
        ways.append(more);
    return ways;
}

QList<Candidate> settingNames(const QString &begin)
{
    QList<Candidate> found;
    const Result<settings::Loaded> known = settings::load({}, u"/"_s);
    if (!known)
        return found;
    for (const settings::Effective &row : known->table)
        addWhere(found, begin, {row.key + u'=', row.description});
    return found;
}

/// Of an option that takes a value: what its value may be.
QList<Candidate> valuesOf(const QCommandLineOption &option, const QString &begin)
{
    if (option.names().contains(u"set"_s))
        return settingNames(begin);
    const QString name = option.valueName();
    if (name.startsWith(u"FILE") || name.startsWith(u"DIR"))
        return {files()};
    QList<Candidate> found;
    if (name.contains(u'|')) {
        for (const QString &word : name.split(u'|'))
            addWhere(found, begin, {word, {}});
    }
    return found;
}

const QCommandLineOption *optionOf(const Parser &parser, const QString &word)
{
    if (!word.startsWith(u"--"))
        return nullptr;
    for (const QCommandLineOption &option : parser.options()) {
        if (option.names().contains(word.mid(2)))
            return &option;
    }
    return nullptr;
}

/// Words that stand for themselves: no options, and no values of options.
qsizetype placesBefore(const Parser &parser, const QStringList &typed)
{
    qsizetype places = 0;
    for (qsizetype i = 0; i + 1 < typed.size(); ++i) {
        const QCommandLineOption *option = optionOf(parser, typed[i]);
        if (option && !option->valueName().isEmpty())
            ++i; // its value
        else if (!typed[i].startsWith(u'-'))
            ++places;
    }
    return places;
}

} // namespace

const Candidate &files()
{
    static const Candidate candidate{u":files"_s, {}};
    return candidate;
}

QString toLine(const Candidate &candidate)
{
    return candidate.text.isEmpty() ? candidate.word : candidate.word + u'\t' + candidate.text;
}

std::optional<QStringList> typedWords(const QStringList &words)
{
    if (words.isEmpty() || !words.last().startsWith(kAsked))
        return std::nullopt;
    return words.first(words.size() - 1) << words.last().mid(kAsked.size());
}

QList<Candidate> candidatesFor(const Parser &parser, const QStringList &typed)
{
    const QString begin = typed.last();
    const QString before = typed.value(typed.size() - 2);
    const QCommandLineOption *option = optionOf(parser, before);
    if (option && !option->valueName().isEmpty())
        return valuesOf(*option, begin);
    QList<Candidate> found;
    if (begin.startsWith(u'-')) {
        for (const QCommandLineOption &one : parser.options())
            addWhere(found, begin, {u"--"_s + one.names().last(), one.description()});
        return found;
    }
    if (parser.places().value(placesBefore(parser, typed)).startsWith(u"FILE"))
        return {files()};
    static const QRegularExpression verb(u"\\A[a-z]+(-[a-z]+)*\\z"_s);
    for (const QString &way : waysOf(parser)) {
        const QString first = way.section(u' ', 0, 0);
        if (!verb.match(first).hasMatch())
            continue;
        if (typed.size() == 1)
            addWhere(found, begin, {first, {}});
        else if (typed.first() == first && way.contains(u"FILE"))
            return {files()};
    }
    return found;
}

int complete(const QStringList &words)
{
    const QString name = words.value(0);
    if (words.size() > 1) {
        for (const Command &command : commands()) {
            if (name == QLatin1StringView(command.name))
                return command.run(words.mid(1, words.size() - 2) << kAsked + words.last());
        }
        return kOk;
    }
    QList<Candidate> found;
    for (const Command &command : commands())
        addWhere(found, name,
                 {QLatin1StringView(command.name), QLatin1StringView(command.summary)});
    if (name.startsWith(u'-')) {
        addWhere(found, name, {u"--help"_s, u"Tell the commands"_s});
        addWhere(found, name, {u"--version"_s, u"Tell the version"_s});
    }
    for (const Candidate &candidate : std::as_const(found))
        print(toLine(candidate));
    return kOk;
}

} // namespace parking::cli

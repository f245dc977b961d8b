#pragma once

#include "cli/command.h"

/// What may follow the words that somebody has typed so far. The shells' scripts ask
/// `parkctl --complete WORD...`, the last word being the one under the cursor; each command answers
/// by its own parser, so that nothing is listed twice.
namespace parking::cli {

inline constexpr QLatin1StringView kCompleteWord("--complete");

struct Candidate {
    QString word; ///< ends with `=` where a value follows in the same word
    QString text; ///< what it is; may be empty

    bool operator==(const Candidate &) const = default;
};

/// Instead of words: the shell offers the names of files.
const Candidate &files();

/// `word`, a tabulator, `text`, as the scripts read it.
QString toLine(const Candidate &candidate);

/// The words typed after a command's name, when `words` ask for what may follow them.
std::optional<QStringList> typedWords(const QStringList &words);

/// `typed`: at least one word, the last of which may be empty.
QList<Candidate> candidatesFor(const Parser &parser, const QStringList &typed);

/// `parkctl --complete WORD...`
int complete(const QStringList &words);

} // namespace parking::cli

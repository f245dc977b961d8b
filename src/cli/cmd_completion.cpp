// parkctl completion: the shells' side of it. What may follow is asked of the program itself each
// time (completion.h), so the scripts list nothing.

#include "base/literals.h"
#include "cli/command.h"

namespace parking::cli {

namespace {

constexpr char kBash[] = R"(# Completion of parkctl for bash, printed by `parkctl completion bash`.
_parkctl() {
    local line word IFS=$'\n'
    COMPREPLY=()
    # Words as they were typed: bash takes them apart at = and :, which addresses and settings hold.
    local -a words
    local typed="${COMP_LINE:0:COMP_POINT}"
    IFS=$' \t' read -r -a words <<< "$typed"
    [[ $typed == *[[:space:]] ]] && words+=("")
    local last="${words[-1]}"
    local cut="" # what bash leaves standing before the word that it replaces
    if [[ $last == *[=:]* && $COMP_WORDBREAKS == *[=:]* ]]; then
        cut="${last%"${last##*[=:]}"}"
    fi
    while IFS= read -r line; do
        word="${line%%$'\t'*}"
        if [[ $word == :files ]]; then
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$last")
            return
        fi
        [[ $word == *= ]] && compopt -o nospace
        COMPREPLY+=("${word#"$cut"}")
    done < <("${words[0]}" --complete "${words[@]:1}" 2> /dev/null)
}
complete -F _parkctl parkctl)";

constexpr char kZsh[] = R"(#compdef parkctl
# Completion of parkctl for zsh, printed by `parkctl completion zsh`.
_parkctl() {
    local line word text
    local -a found values
    while IFS= read -r line; do
        word="${line%%$'\t'*}"
        text="${line#*$'\t'}"
        if [[ $word == :files ]]; then
            _files
            return
        elif [[ $word == *= ]]; then
            values+=("${word//:/\\:}:$text")
        else
            found+=("${word//:/\\:}:$text")
        fi
    done < <("${words[1]}" --complete "${(@)words[2,CURRENT]}" 2> /dev/null)
    (( $#values )) && _describe -t settings setting values -S ''
    (( $#found )) && _describe -t words word found
}
if [[ "${funcstack[1]}" == _parkctl ]]; then
    _parkctl "$@"
else
    compdef _parkctl parkctl
fi)";

} // namespace

int runCompletion(const QStringList &words)
{
    Parser parser("completion",
                  "Prints what lets a shell complete this program's words: for bash into a file of "
                  "/etc/bash_completion.d, for zsh into a file _parkctl of a folder of its fpath. "
                  "The packages for Linux bring both.",
                  false);
    parser.takeVerbs({u"bash"_s, u"zsh"_s});
    if (const auto exit = parser.parse(words))
        return *exit;
    print(QLatin1StringView(parser.verb() == u"bash" ? kBash : kZsh));
    return kOk;
}

} // namespace parking::cli

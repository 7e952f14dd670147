/**
 * Completion script for bash. It needs no package bash-completion, can be loaded again, and passes the typed words on as
 * they are: nothing of them is evaluated.
 */
export const BASH_COMPLETION = `# bash completion for kda
__kda_complete() {
    local current="\${COMP_WORDS[COMP_CWORD]}" line
    COMPREPLY=()
    while IFS= read -r line; do
        # The last line is a number for the shell; a description follows a tab.
        [[ $line == :* ]] && continue
        line="\${line%%$'\\t'*}"
        [[ $line == "$current"* ]] && COMPREPLY+=("$line")
    done < <(kda complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F __kda_complete kda`;

/**
 * Completion scripts. The words of the command line are passed on as they are, never evaluated, and nothing is
 * defined outside of names that begin with `_exops`.
 */
export const completionScripts = {
  bash: `# bash completion for exops
_exops() {
  local IFS=$'\\n' line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(exops complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _exops exops
`,
  zsh: `#compdef exops
_exops() {
  local -a lines
  lines=("\${(@f)$(exops complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  lines=("\${(@)\${(@)lines:#}//:/\\\\:}")
  lines=("\${(@)lines/$'\\t'/:}")
  if (( \${#lines} )); then
    _describe exops lines
  else
    _files
  fi
}
compdef _exops exops
`,
  fish: `# fish completion for exops
function _exops
  set -l words (commandline -opc) (commandline -ct)
  exops complete -- $words[2..-1] 2>/dev/null
end
complete -c exops -a '(_exops)'
`,
} as const;

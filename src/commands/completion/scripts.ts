/**
 * Completion scripts. The words of the command line are passed on as they are, never evaluated, and nothing is
 * defined outside of names that begin with `_exops`. An empty line alone says that nothing fits, files neither.
 */
export const completionScripts = {
  // bash splits words at : and = too, and puts its answer in the place of the last part: they are put together again.
  bash: `# bash completion for exops
_exops() {
  local IFS=$'\\n' line=$COMP_LINE part=\${COMP_WORDS[COMP_CWORD]} word last=-1 found whole=()
  for word in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ last -lt 0 || -z $COMP_LINE || $line == [[:blank:]]* ]]; then whole[++last]=; fi
    whole[last]+=$word
    line=\${line#"\${line%%[![:blank:]]*}"}
    line=\${line#"$word"}
  done
  found=$(exops complete --shell bash -- "\${whole[@]:1}" 2>/dev/null; echo .)
  COMPREPLY=()
  if [[ $found == $'\\n.' ]]; then compopt +o default +o bashdefault 2>/dev/null; return 0; fi
  read -r -d '' -a COMPREPLY <<<"\${found%.}"
  if [[ $part == [:=] ]]; then part=; fi
  word=\${whole[last]}
  COMPREPLY=("\${COMPREPLY[@]#"\${word%"$part"}"}")
  if [[ $part == [\\'\\"]* ]]; then COMPREPLY=("\${COMPREPLY[@]#?}"); fi
}
complete -o bashdefault -o default -F _exops exops
`,
  zsh: `#compdef exops
_exops() {
  local found=$(exops complete --shell zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null; echo .)
  if [[ $found == . ]]; then
    _files
  elif [[ $found != $'\\n.' ]]; then
    local -a lines=("\${(@f)\${found%$'\\n.'}}")
    _describe exops lines
  fi
}
compdef _exops exops
`,
  fish: `# fish completion for exops
function _exops
  set -l words (commandline -opc) (commandline -ct)
  set -l found (exops complete --shell fish -- $words[2..-1] 2>/dev/null)
  if test (count $found) -eq 0
    __fish_complete_path (commandline -ct)
  else if test -n "$found[1]"
    printf '%s\\n' $found
  end
end
complete -c exops -f -a '(_exops)'
`,
} as const;

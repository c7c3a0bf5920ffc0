# Files of lines "Key=Value".

# field FILE KEY: the value.
field() {
  sed -n "s/^$2=//p" "$1"
}

# change FILE: replaces or adds the lines on standard input.
change() {
  changed=$(mktemp "$1.XXXXXX") || exit 125
  awk -F = '
    NR == FNR { fresh[$1] = $0; next }
    $1 in fresh { print fresh[$1]; delete fresh[$1]; next }
    { print }
    END { for (key in fresh) print fresh[key] }
  ' - "$1" >"$changed"
  chmod 666 "$changed"
  mv "$changed" "$1"
}

# restart_of FOLDER: what the lab has planned for the next restart; otherwise the lines on standard input.
restart_of() {
  if [ -e "$1/restart-error" ]; then
    cat "$1/restart-error" >&2
    exit 1
  fi
  if [ -e "$1/after-restart" ]; then change "$1/fields" <"$1/after-restart" && cat >/dev/null; else change "$1/fields"; fi
}

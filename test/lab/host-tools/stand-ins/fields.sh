# Files of lines "Key=Value".

# field FILE KEY: the value.
field() {
  sed -n "s/^$2=//p" "$1"
}

# change FILE: replaces or adds the lines on standard input, of which the last of a key counts.
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

# restart_of FOLDER: the lines on standard input, and over them what the lab has planned for the next restart; one
# that is refused changes what was planned beside it, or nothing.
restart_of() {
  if [ -e "$1/restart-error" ]; then
    cat >/dev/null
    [ ! -e "$1/after-restart" ] || change "$1/fields" <"$1/after-restart"
    cat "$1/restart-error" >&2
    exit 1
  fi
  if [ -e "$1/after-restart" ]; then cat - "$1/after-restart"; else cat; fi | change "$1/fields"
}

# moment: now, as docker writes it.
moment() {
  date -u '+%Y-%m-%dT%H:%M:%S.%NZ'
}

# Stands in for systemctl: answers from $lab/units/UNIT/fields, in systemd's own words.
# shellcheck source=fields.sh
. "$lab/lib/fields.sh"

properties=
values_only=no
quiet=no
words=
while [ $# -gt 0 ]; do
  case $1 in
    --property=*) properties=$properties,${1#*=} ;;
    -p | --property) properties=$properties,$2 && shift ;;
    -p*) properties=$properties,${1#-p} ;;
    --value) values_only=yes ;;
    -q | --quiet) quiet=yes ;;
    --no-pager | --no-ask-password | --no-legend | --plain | --full | -l | --system | --type=service | --all | -a) ;;
    --) ;;
    -*) refuse "systemctl $1" ;;
    *) words="$words $1" ;;
  esac
  shift
done

unit_name() {
  case $1 in
    *.service | *.target | *.timer | *.socket) echo "$1" ;;
    *) echo "$1.service" ;;
  esac
}

show() {
  file=$lab/units/$1/fields
  if [ -e "$file" ]; then cat "$file"; else printf '%s\n' "Id=$1" LoadState=not-found ActiveState=inactive SubState=dead MainPID=0 NRestarts=0; fi |
    awk -F = -v wanted="$properties" -v bare="$values_only" '
      BEGIN { some = split(wanted, list, ","); for (i = 1; i <= some; i++) if (list[i] != "") keep[list[i]] = ++kept }
      kept && !($1 in keep) { next }
      { print bare == "yes" ? substr($0, length($1) + 2) : $0 }
    '
}

active() {
  if [ -e "$lab/units/$1/fields" ]; then field "$lab/units/$1/fields" ActiveState; else echo inactive; fi
}

# act VERB UNIT
act() {
  if [ -z "$EXOPS_LAB_SUDO" ] && [ "$(id -u)" != 0 ]; then
    printf 'Failed to %s %s: Interactive authentication required.\nSee system logs and '\''systemctl status %s'\'' for details.\n' "$1" "$2" "$2" >&2
    exit 1
  fi
  if [ ! -e "$lab/units/$2/fields" ]; then
    echo "Failed to $1 $2: Unit $2 not found." >&2
    exit 5
  fi
  now=$(date -u '+%a %Y-%m-%d %H:%M:%S UTC')
  case $1 in
    stop)
      printf '%s\n' ActiveState=inactive SubState=dead MainPID=0 "InactiveEnterTimestamp=$now" | change "$lab/units/$2/fields"
      ;;
    *)
      printf '%s\n' ActiveState=active SubState=running Result=success ExecMainStatus=0 "MainPID=$$" NRestarts=0 \
        "ActiveEnterTimestamp=$now" "InactiveExitTimestamp=$now" "InactiveEnterTimestamp=$now" |
        restart_of "$lab/units/$2" || exit 1
      ;;
  esac
}

# shellcheck disable=SC2086
set -- $words
verb=${1:-list-units}
[ $# -eq 0 ] || shift
status=0
case $verb in
  show)
    [ $# -gt 0 ] || refuse 'systemctl show without a unit'
    first=yes
    for one; do
      [ "$first" = yes ] || echo
      first=no
      show "$(unit_name "$one")"
    done
    ;;
  is-active)
    for one; do
      state=$(active "$(unit_name "$one")")
      [ "$quiet" = yes ] || echo "$state"
      [ "$state" = active ] || status=3
    done
    ;;
  status)
    for one; do
      unit=$(unit_name "$one")
      if [ ! -e "$lab/units/$unit/fields" ]; then
        echo "Unit $unit could not be found." >&2
        exit 4
      fi
      printf '%s - %s\n     Active: %s (%s)\n' "$unit" "$(field "$lab/units/$unit/fields" Description)" "$(active "$unit")" "$(field "$lab/units/$unit/fields" SubState)"
      [ "$(active "$unit")" = active ] || status=3
    done
    ;;
  list-units)
    for folder in "$lab"/units/*/; do
      [ -e "$folder/fields" ] || continue
      printf '%s %s %s %s %s\n' "$(field "$folder/fields" Id)" "$(field "$folder/fields" LoadState)" "$(field "$folder/fields" ActiveState)" "$(field "$folder/fields" SubState)" "$(field "$folder/fields" Description)"
    done
    ;;
  restart | start | stop | try-restart)
    for one; do act "$verb" "$(unit_name "$one")"; done
    ;;
  *) refuse "systemctl $verb" ;;
esac
exit "$status"

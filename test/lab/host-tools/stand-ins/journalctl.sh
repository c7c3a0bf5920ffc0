# Stands in for journalctl: shows $lab/units/UNIT/journal, line by line as it was given.
lines=+1
follow=no
unit=
while [ $# -gt 0 ]; do
  case $1 in
    -u | --unit) unit=$2 && shift ;;
    -u*) unit=${1#-u} ;;
    --unit=*) unit=${1#*=} ;;
    -n | --lines) lines=$2 && shift ;;
    -n*) lines=${1#-n} ;;
    --lines=*) lines=${1#*=} ;;
    -f | --follow) follow=yes ;;
    -o | --output | -S | --since | -U | --until) shift ;;
    --no-pager | -q | --quiet | --no-hostname | --utc | --output=* | --since=* | --until=*) ;;
    *) refuse "journalctl $1" ;;
  esac
  shift
done
[ -n "$unit" ] || refuse 'journalctl without a unit'

journal=$lab/units/${unit%.service}.service/journal
if [ ! -s "$journal" ]; then
  echo '-- No entries --'
  [ "$follow" = yes ] && [ -e "$journal" ] || exit 0
fi
if [ "$follow" = yes ]; then
  [ "$lines" != +1 ] || lines=10
  # For its signals to be written down, this process outlives the one that follows.
  tail -n "$lines" -f "$journal" &
  helpers=$!
  wait "$helpers"
else
  [ "$lines" = all ] && lines=+1
  tail -n "$lines" "$journal"
fi

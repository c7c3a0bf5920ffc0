#!/bin/sh
# Runs a command that can't outlive whoever started it:
#   supervise.sh COMMAND [ARGUMENT…]   with the lifeline, a pipe nobody writes to, on descriptor 3.
# When the far end of the lifeline closes, for whatever reason, the command is killed. SIGTERM is passed on.
exec 4<&0
"$@" <&4 3<&- 4<&- &
command=$!
exec 4<&- </dev/null

# Its output goes nowhere, or it would hold the command's pipes open.
{ read -r _; kill -s KILL "$command"; } <&3 >/dev/null 2>&1 &
watcher=$!

trap 'kill -s TERM "$command"' TERM
wait "$command"
status=$?
# A trapped signal ends the wait early.
while kill -0 "$command" 2>/dev/null; do
  wait "$command"
  status=$?
done
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
exit "$status"

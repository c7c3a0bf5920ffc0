# Stands in for a program that can't be had here: answers what the lab was told to.
reply=$lab/replies/$tool
echo "$tool: a recorder of the exops lab, not the program itself" >&2

if [ -e "$reply/reads-input" ]; then
  exec 3<&0
  cat <&3 >"$call/stdin" 3<&- &
  exec 3<&-
  helpers=$!
  wait "$helpers"
fi
if [ -e "$reply/stdout" ]; then cat "$reply/stdout"; fi
if [ -e "$reply/stderr" ]; then cat "$reply/stderr" >&2; fi
if [ -e "$reply/waits" ]; then
  sleep 86400 <&- >/dev/null 2>&1 &
  helpers=$!
  wait "$helpers"
fi
if [ -e "$reply/status" ]; then exit "$(cat "$reply/status")"; fi
exit 0

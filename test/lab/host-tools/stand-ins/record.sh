# Writes down a call of $tool of the lab's folder $lab; sourced first by every tool. The call's folder is $call.
: "${EXOPS_LAB_FOLDER:=$lab}"
export EXOPS_LAB_FOLDER

mask=$(umask)
umask 0
number=1
until [ ! -d "$lab/calls/$tool.$number" ] && mkdir "$lab/calls/$tool.$number" 2>/dev/null; do
  if [ ! -d "$lab/calls/$tool.$number" ]; then
    echo "$tool: the exops lab can't write to $lab/calls" >&2
    exit 125
  fi
  number=$((number + 1))
done
call=$lab/calls/$tool.$number
: >"$call/argv"
if [ $# -gt 0 ]; then printf '%s\0' "$@" >"$call/argv"; fi
pwd >"$call/cwd"
umask "$mask"

# A signal is written down, and then ends this process as it would have.
received() {
  echo "$1" >>"$call/signals"
  trap - "$1"
  for one in $helpers; do kill "$one" 2>/dev/null; done
  kill -s "$1" "$$"
}

helpers=
for name in HUP INT QUIT TERM; do
  # shellcheck disable=SC2064
  trap "received $name" "$name"
done

# Last, because a call with it is complete, and its signals are heard.
echo "$$" >"$call/pid"

# For what a stand-in doesn't know: it must not look like an answer.
refuse() {
  echo "$tool: the exops lab's stand-in can't do this: $*" >&2
  exit 125
}

#!/bin/sh
# Sends a signal to every process that belongs to a folder of the lab:
#   signal-owned.sh SIGNAL FOLDER
# Such a process has EXOPS_LAB_FOLDER=FOLDER in its environment, or its errors go to a file in the folder.
# KILL is sent until none is left.
signal=$1
folder=$2

owned() {
  grep -lzsFx "EXOPS_LAB_FOLDER=$folder" /proc/[0-9]*/environ
  find /proc/[0-9]*/fd/2 -maxdepth 0 -lname "$folder/*" 2>/dev/null
}

rounds=0
while pids=$(owned | cut -d / -f 3 | grep -vx "$$"); do
  # shellcheck disable=SC2086
  kill -s "$signal" $pids 2>/dev/null
  rounds=$((rounds + 1))
  if [ "$signal" != KILL ] || [ "$rounds" -gt 200 ]; then break; fi
  sleep 0.02
done

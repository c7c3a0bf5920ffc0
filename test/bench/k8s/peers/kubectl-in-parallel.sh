#!/bin/sh
# The same for who is in a hurry: kubectl restarts all workloads by one command, and waits for each by a process of its own.
#   kubectl-in-parallel.sh SECRET SERVERS WORKLOAD…
# KUBECTL is the program.
set -e
secret=$1 servers=$2
shift 2

"$KUBECTL" patch secret "$secret" -p "{\"stringData\":{\"KAFKA_BOOTSTRAP_SERVERS\":\"$servers\"}}"
"$KUBECTL" rollout restart "$@"
statuses=
for workload; do
  "$KUBECTL" rollout status "$workload" &
  statuses="$statuses $!"
done
for status in $statuses; do wait "$status"; done

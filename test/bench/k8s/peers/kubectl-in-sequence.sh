#!/bin/sh
# What people have in a script: kubectl patches the secret, and then restarts each workload and waits for it.
#   kubectl-in-sequence.sh SECRET SERVERS WORKLOAD…
# KUBECTL is the program.
set -e
secret=$1 servers=$2
shift 2

"$KUBECTL" patch secret "$secret" -p "{\"stringData\":{\"KAFKA_BOOTSTRAP_SERVERS\":\"$servers\"}}"
for workload; do
  "$KUBECTL" rollout restart "$workload"
  "$KUBECTL" rollout status "$workload"
done

#!/bin/sh
# When its standard input ends, ends everything that runs in network namespaces of the lab and deletes them:
#   end-namespaces.sh NAMESPACE…
read -r _
for name; do
  case $name in
    exops-lab-*) ;;
    *) continue ;;
  esac
  # shellcheck disable=SC2046
  kill -s KILL $(ip netns pids "$name" 2>/dev/null) 2>/dev/null
  ip netns delete "$name" 2>/dev/null
  rm -rf -- "/etc/netns/$name"
done
# Goes only when it is empty.
rmdir /etc/netns 2>/dev/null
exit 0

#!/bin/sh
# What sshd's AuthorizedKeysCommand runs to learn which keys may log in now:
#   pushed-keys.sh KEYS INSTANCE USER
# KEYS/INSTANCE/USER has a line "#Timestamp=" with the Unix second of expiry in front of each key.
file=$1/$2/$3
[ -r "$file" ] || exit 0
awk -v now="$(date +%s)" '
  /^#Timestamp=/ { split($0, part, "="); expires = part[2]; next }
  /^(ssh|ecdsa)-/ { if (expires > now) print; expires = 0 }
' "$file"

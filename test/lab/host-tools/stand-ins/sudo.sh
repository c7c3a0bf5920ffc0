# Stands in for sudo: runs the command as the same user, and lets the lab's other stand-ins know of it.
asks=yes
while [ $# -gt 0 ]; do
  case $1 in
    -n | --non-interactive) asks=no ;;
    -u | -g | -D | --user | --group | --chdir) shift ;;
    --) shift && break ;;
    -H | -E | -i | -S | --set-home | --preserve-env | --user=* | --group=*) ;;
    -*) refuse "sudo $1" ;;
    [A-Za-z_]*=*) export "${1?}" ;;
    *) break ;;
  esac
  shift
done

if [ -e "$lab/switches/sudo-missing" ]; then
  # A shell's words for a program that it doesn't find.
  echo 'exops: 1: exec: sudo: not found' >&2
  exit 127
fi
if [ -e "$lab/switches/sudo-asks" ]; then
  if [ "$asks" = yes ]; then
    echo 'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper' >&2
  fi
  echo 'sudo: a password is required' >&2
  exit 1
fi
if ! command -v "$1" >/dev/null; then
  echo "sudo: $1: command not found" >&2
  exit 1
fi
EXOPS_LAB_SUDO=1
export EXOPS_LAB_SUDO
if [ -e "$lab/switches/sudo-shields" ]; then
  trap '' HUP INT TERM
  exec setsid --fork --wait env --default-signal=HUP,INT,TERM "$@"
fi
exec "$@"

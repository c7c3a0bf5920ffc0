# Stands in for docker: there is no Docker engine in the lab. Containers are folders, docker exec starts processes
# of this machine.
# shellcheck source=containers.sh
. "$lab/lib/containers.sh"

list() {
  all=no
  ids_only=no
  whole_ids=no
  format=
  filters=
  while [ $# -gt 0 ]; do
    case $1 in
      -a | --all) all=yes ;;
      -q | --quiet) ids_only=yes ;;
      -aq | -qa) all=yes && ids_only=yes ;;
      --no-trunc) whole_ids=yes ;;
      -f | --filter) filters="$filters$2
" && shift ;;
      --filter=*) filters="$filters${1#*=}
" ;;
      --format) format=$2 && shift ;;
      --format=*) format=${1#*=} ;;
      *) refuse "docker ps $1" ;;
    esac
    shift
  done
  [ "$ids_only" = no ] || format='{{.ID}}'
  columns='{{.ID}}   {{.Image}}   {{.Status}}   {{.Ports}}   {{.Names}}'
  [ -n "$format" ] || echo 'CONTAINER ID   IMAGE   STATUS   PORTS   NAMES'
  for folder in "$lab"/containers/*; do
    [ -e "$folder/fields" ] || continue
    fits "$folder" && render ps "${format:-$columns}" "$folder" "$whole_ids"
  done
  return 0
}

# fits FOLDER: whether $all and $filters let the container be listed. Filters of one key are alternatives, but for
# labels, of which it has to have all.
fits() {
  state=$(field "$1/fields" State)
  case $filters in
    *status=*) ;;
    *) [ "$all" = yes ] || [ "$state" = running ] || [ "$state" = restarting ] || return 1 ;;
  esac
  for key in name id status ancestor; do
    case "
$filters" in
      *"
$key="*) ;;
      *) continue ;;
    esac
    printf '%s' "$filters" | sed -n "s/^$key=//p" | {
      while IFS= read -r wanted; do has "$1" "$key" "$wanted" && exit 0; done
      exit 1
    } || return 1
  done
  printf '%s' "$filters" | sed -n 's/^label=//p' | {
    while IFS= read -r wanted; do has "$1" label "$wanted" || exit 1; done
  } || return 1
  case $(printf '%s' "$filters" | grep -v -E '^(name|id|status|ancestor|label)=') in
    '') return 0 ;;
    *) refuse "docker ps --filter $filters" ;;
  esac
}

# has FOLDER KEY WANTED
has() {
  image=$(field "$1/fields" Image)
  case $2 in
    name) printf '%s\n/%s\n' "${1##*/}" "${1##*/}" | grep -q -E -e "$3" ;;
    id) case $(field "$1/fields" ID) in "$3"*) ;; *) return 1 ;; esac ;;
    status) [ "$(field "$1/fields" State)" = "$3" ] ;;
    ancestor) [ "$image" = "$3" ] || [ "${image%%:*}" = "$3" ] ;;
    label) case $3 in *=*) [ "$(label "$1" "${3%%=*}")" = "${3#*=}" ] ;; *) [ -n "$(label "$1" "$3")" ] ;; esac ;;
  esac
}

inspect() {
  template=
  while [ $# -gt 0 ]; do
    case $1 in
      -f | --format) template=$2 && shift ;;
      --format=*) template=${1#*=} ;;
      -*) refuse "docker inspect $1" ;;
      *) break ;;
    esac
    shift
  done
  [ -n "$template" ] || refuse 'docker inspect without --format'
  status=0
  for name; do
    if folder=$(container "$name" 2>/dev/null); then
      render inspect "$template" "$folder" yes || exit 64
    else
      echo "Error: No such object: $name" >&2
      status=1
    fi
  done
  exit "$status"
}

execute() {
  interactive=no
  terminal=no
  detached=no
  while [ $# -gt 0 ]; do
    case $1 in
      -i | --interactive) interactive=yes ;;
      -t | --tty) terminal=yes ;;
      -it | -ti) interactive=yes && terminal=yes ;;
      -d | --detach) detached=yes ;;
      -e | --env) export "${2?}" && shift ;;
      --env=*) export "${1#*=}" ;;
      -u | --user | -w | --workdir) shift ;;
      --user=* | --workdir=* | --privileged) ;;
      -*)
        echo "unknown flag: $1" >&2
        exit 125
        ;;
      *) break ;;
    esac
    shift
  done
  if [ $# -lt 2 ]; then
    echo '"docker exec" requires at least 2 arguments.' >&2
    exit 1
  fi
  if [ "$interactive$terminal" = yesyes ] && ! [ -t 0 ]; then
    echo 'the input device is not a TTY' >&2
    exit 1
  fi
  folder=$(container "$1") || exit 1
  shift
  if [ "$(field "$folder/fields" State)" != running ]; then
    echo "Error response from daemon: container $(field "$folder/fields" ID) is not running" >&2
    exit 1
  fi
  # Inside, the host's own tools can't be seen.
  PATH=$folder/root/usr/local/bin:/usr/bin:/bin
  program=$1
  if [ "${1#/}" != "$1" ] && [ -x "$folder/root$1" ]; then program=$folder/root$1; fi
  if ! command -v "$program" >/dev/null; then
    echo "OCI runtime exec failed: exec failed: unable to start container process: exec: \"$1\": executable file not found in \$PATH: unknown" >&2
    exit 127
  fi
  shift
  # It isn't told of this client's signals or end, as a process in a container isn't.
  if [ "$terminal" = yes ]; then
    on_terminal env --default-signal=INT,QUIT --ignore-signal=HUP "$program" "$@"
  elif [ "$detached" = yes ]; then
    setsid env --default-signal=INT,QUIT "$program" "$@" </dev/null >/dev/null 2>&1 &
  else
    attached setsid env --default-signal=INT,QUIT "$program" "$@"
  fi
}

# Through files, so that what runs inside can go on writing when nobody reads any more.
attached() {
  if [ "$interactive" = yes ]; then exec 3<&0; else exec 3</dev/null; fi
  mask=$(umask)
  umask 0
  : >"$call/stdout"
  : >"$call/stderr"
  umask "$mask"
  "$@" <&3 3<&- >"$call/stdout" 2>"$call/stderr" &
  inner=$!
  exec 3<&- </dev/null
  tail -s 0.02 --pid="$inner" -c +1 -f "$call/stdout" &
  helpers=$!
  tail -s 0.02 --pid="$inner" -c +1 -f "$call/stderr" >&2 &
  helpers="$helpers $!"
  echo "$inner" >"$call/inner"
  # The shell would say that a signal killed it.
  wait "$inner" 2>/dev/null
  status=$?
  # shellcheck disable=SC2086
  wait $helpers
  exit "$status"
}

on_terminal() {
  line=
  for word; do line="$line '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"; done
  SHELL=/bin/sh
  export SHELL
  exec script -q -e -f -c "echo \$\$ >'$call/inner'; exec$line" /dev/null
}

case $1 in
  ps | container)
    daemon
    [ "$1" = ps ] || { [ "$2" = ls ] && shift; } || refuse "docker $*"
    shift
    list "$@"
    ;;
  exec)
    daemon
    shift
    execute "$@"
    ;;
  compose)
    if [ -e "$lab/switches/no-compose-plugin" ]; then
      printf 'docker: unknown command: docker compose\n\nRun '\''docker --help'\'' for more information\n' >&2
      exit 1
    fi
    shift
    # shellcheck source=compose.sh
    . "$lab/lib/compose.sh"
    ;;
  inspect)
    daemon
    shift
    inspect "$@"
    ;;
  restart | start | stop)
    daemon
    verb=$1
    shift
    for name; do
      folder=$(container "$name") || exit 1
      begin "$verb" "$folder" || exit 1
      echo "$name"
    done
    ;;
  logs)
    daemon
    shift
    follow=no
    lines=+1
    while [ $# -gt 1 ]; do
      case $1 in
        -f | --follow) follow=yes ;;
        -n | --tail) lines=$2 && shift ;;
        --tail=*) lines=${1#*=} ;;
        --since=*) ;;
        --since) shift ;;
        *) refuse "docker logs $1" ;;
      esac
      shift
    done
    [ "$lines" != all ] || lines=+1
    folder=$(container "$1") || exit 1
    if [ "$follow" = yes ]; then
      tail -n "$lines" -f "$folder/log" &
      helpers=$!
      wait "$helpers"
    else
      tail -n "$lines" "$folder/log"
    fi
    ;;
  version | info) daemon && echo 'the exops lab: no Docker engine' ;;
  *) refuse "docker $*" ;;
esac

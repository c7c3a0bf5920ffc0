# Stands in for docker compose and docker-compose: a project's containers are those with its labels.
# shellcheck source=containers.sh
. "$lab/lib/containers.sh"
# shellcheck source=compose-file.sh
. "$lab/lib/compose-file.sh"

project=
directory=$PWD
while [ $# -gt 0 ]; do
  case $1 in
    --project-directory) directory=$2 && shift ;;
    --project-directory=*) directory=${1#*=} ;;
    -f | --file) directory=$(dirname "$2") && shift ;;
    --file=*) directory=$(dirname "${1#*=}") ;;
    -p | --project-name) project=$2 && shift ;;
    --project-name=*) project=${1#*=} ;;
    --ansi | --progress) shift ;;
    --ansi=* | --progress=*) ;;
    -*) refuse "compose $1" ;;
    *) break ;;
  esac
  shift
done
verb=${1:-help}
[ $# -eq 0 ] || shift

# The version can be asked without a project and without a daemon, and the file read without a daemon.
if [ "$verb" = version ]; then
  echo "Docker Compose version v2.29.7 (the exops lab's stand-in)"
  exit 0
fi
file=$(compose_file "${directory%/}")
if [ -e "$file/problem" ]; then
  cat "$file/problem" >&2
  exit 15
fi
[ "$verb" = config ] || daemon

format=table
quiet=no
services_only=no
all=no
follow=no
prefix=yes
lines=+1
detached=no
build=no
whole_ids=no
services=
while [ $# -gt 0 ]; do
  case $1 in
    --format) format=$2 && shift ;;
    --format=*) format=${1#*=} ;;
    -q | --quiet) quiet=yes ;;
    -a | --all) all=yes ;;
    --services) services_only=yes ;;
    --no-trunc) whole_ids=yes ;;
    -f | --follow) follow=yes ;;
    -n | --tail) lines=$2 && shift ;;
    --tail=*) lines=${1#*=} ;;
    --no-log-prefix) prefix=no ;;
    -d | --detach) detached=yes ;;
    --build) build=yes ;;
    --since | --until | -t | --timeout) shift ;;
    --since=* | --until=* | --timeout=* | --no-color | --timestamps | --no-deps) ;;
    -*) refuse "compose $verb $1" ;;
    *) services="$services $1" ;;
  esac
  shift
done
[ "$lines" != all ] || lines=+1

# The folders of the project's containers, of all of them or of the services that were named.
members() {
  for folder in "$lab"/containers/*; do
    [ -e "$folder/fields" ] || continue
    if [ -n "$project" ]; then
      [ "$(label "$folder" com.docker.compose.project)" = "$project" ] || continue
    else
      [ "$(label "$folder" com.docker.compose.project.working_dir)" = "${directory%/}" ] || continue
    fi
    case " $services " in
      '  ' | *" $(service "$folder") "*) echo "$folder" ;;
    esac
  done
}

service() {
  label "$1" com.docker.compose.service
}

# visible FOLDER: whether compose ps shows it without --all.
visible() {
  [ "$all" = yes ] || [ "$(field "$1/fields" State)" != exited ]
}

# Old ones, which answer in an array, don't shorten ids.
json() {
  [ ! -e "$lab/switches/compose-array" ] || whole_ids=yes
  printf '%s\n' "Name=${1##*/}" "Service=$(service "$1")" "Project=$(label "$1" com.docker.compose.project)" | cat "$1/fields" - >"$call/fields"
  render compose json "$call" "$whole_ids"
}

show() {
  folder=$1
  name="$(service "$folder")-1"
  if [ "$prefix" = no ]; then name=; else name="$name  | "; fi
  # What runs in the background hears no Ctrl-C, and ends with this process.
  if [ "$follow" = yes ]; then tail -n "$lines" -s 0.1 --pid="$$" -f "$folder/log"; else tail -n "$lines" "$folder/log"; fi |
    sed -u "s/^/$name/"
}

wanted=$services
services=
known=$(declared)
if [ -z "$known" ]; then
  echo 'no configuration file provided: not found' >&2
  exit 14
fi
for one in $wanted; do
  if ! printf '%s\n' "$known" | grep -q -x -F -e "$one"; then
    echo "no such service: $one" >&2
    exit 1
  fi
done
services=$wanted
chosen=$(members)

case $verb in
  config)
    [ "$services_only" = yes ] || refuse 'compose config without --services'
    printf '%s\n' "$known"
    ;;
  ps)
    if [ -e "$lab/switches/compose-no-json" ] && [ "$format" != table ]; then
      printf 'List containers.\n\nUsage: ps [options] [--] [SERVICE...]\n' >&2
      exit 1
    fi
    [ "$format$quiet$services_only" != tablenono ] || echo 'NAME   IMAGE   SERVICE   STATUS   PORTS'
    if [ -e "$lab/switches/compose-array" ] && [ "$format" = json ]; then array=yes; else array=no; fi
    for folder in $chosen; do
      visible "$folder" || continue
      if [ "$services_only" = yes ]; then
        service "$folder"
      elif [ "$quiet" = yes ]; then
        field "$folder/fields" ID
      elif [ "$format" = json ]; then
        json "$folder"
      else
        echo "${folder##*/}   $(field "$folder/fields" Image)   $(service "$folder")   $(field "$folder/fields" Status)   $(field "$folder/fields" Ports)"
      fi
    done | if [ "$array" = yes ]; then paste -s -d , - | sed 's/^.*$/[&]/'; else cat; fi
    ;;
  logs)
    # Each in the background, or the first one that is followed would be the only one.
    helpers=
    for folder in $chosen; do
      show "$folder" &
      helpers="$helpers $!"
      # shellcheck disable=SC2086
      [ "$follow" = yes ] || wait $helpers
    done
    # shellcheck disable=SC2086
    wait $helpers
    ;;
  up)
    [ "$detached" = yes ] || refuse 'compose up without --detach'
    for one in ${wanted:-$known}; do up "$one"; done
    ;;
  restart | start | stop | down)
    for folder in $chosen; do
      begin "$verb" "$folder" || exit 1
      echo " Container ${folder##*/}  $verb" >&2
    done
    ;;
  *) refuse "compose $verb" ;;
esac

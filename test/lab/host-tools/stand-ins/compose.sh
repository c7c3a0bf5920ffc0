# Stands in for docker compose and docker-compose: a project's services are the containers with its labels.
# shellcheck source=containers.sh
. "$lab/lib/containers.sh"

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

# The version can be asked without a project and without a daemon.
if [ "$verb" = version ]; then
  echo "Docker Compose version v2.29.7 (the exops lab's stand-in)"
  exit 0
fi
daemon

format=table
quiet=no
services_only=no
all=no
follow=no
prefix=yes
lines=+1
services=
while [ $# -gt 0 ]; do
  case $1 in
    --format) format=$2 && shift ;;
    --format=*) format=${1#*=} ;;
    -q | --quiet) quiet=yes ;;
    -a | --all) all=yes ;;
    --services) services_only=yes ;;
    -f | --follow) follow=yes ;;
    -n | --tail) lines=$2 && shift ;;
    --tail=*) lines=${1#*=} ;;
    --no-log-prefix) prefix=no ;;
    --since | --until | -t | --timeout) shift ;;
    --since=* | --until=* | --timeout=* | --no-color | --timestamps | -d | --detach | --no-deps | --force-recreate | --wait | --no-recreate) ;;
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

json() {
  printf '%s\n' "Name=${1##*/}" "Service=$(service "$1")" "Project=$(label "$1" com.docker.compose.project)" | cat "$1/fields" - >"$call/fields"
  render json "$call"
}

show() {
  folder=$1
  name="$(service "$folder")-1"
  if [ "$prefix" = no ]; then name=; else name="$name  | "; fi
  if [ "$follow" = yes ]; then tail -n "$lines" -f "$folder/log"; else tail -n "$lines" "$folder/log"; fi |
    sed -u "s/^/$name/"
}

wanted=$services
services=
everyone=$(members)
if [ -z "$everyone" ]; then
  echo 'no configuration file provided: not found' >&2
  exit 14
fi
for one in $wanted; do
  services=$one
  if [ -z "$(members)" ]; then
    echo "no such service: $one" >&2
    exit 1
  fi
done
services=$wanted
chosen=$(members)

case $verb in
  ps)
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
  restart | start | stop | up | down)
    for folder in $chosen; do
      begin "$verb" "$folder" || exit 1
      echo " Container ${folder##*/}  $verb" >&2
    done
    ;;
  *) refuse "compose $verb" ;;
esac

# What the docker stand-ins share: $lab/containers/NAME/fields holds what docker knows of a container.
# shellcheck source=fields.sh
. "$lab/lib/fields.sh"

# daemon: ends this process, in docker's words, when there is none or the user may not ask it.
daemon() {
  if [ -e "$lab/switches/docker-down" ]; then
    echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2
    exit 1
  fi
  if [ -e "$lab/switches/docker-denied" ] && [ -z "$EXOPS_LAB_SUDO" ]; then
    echo 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied' >&2
    exit 1
  fi
}

# container NAME-OR-ID: the container's folder.
container() {
  for folder in "$lab"/containers/*; do
    [ -e "$folder/fields" ] || continue
    case $(field "$folder/fields" ID) in
      "$1"*) matches=yes ;;
      *) matches=no ;;
    esac
    if [ "$1" = "${folder##*/}" ] || [ "$matches" = yes ]; then
      echo "$folder"
      return
    fi
  done
  echo "Error response from daemon: No such container: $1" >&2
  return 1
}

# label FOLDER NAME: the value of a container's label.
label() {
  field "$1/fields" Labels | tr , '\n' | sed -n "s/^$2=//p"
}

# begin VERB FOLDER: starts, restarts or stops a container.
begin() {
  case $1 in
    stop | kill | down)
      printf '%s\n' State=exited 'Status=Exited (143) Less than a second ago' ExitCode=143 "FinishedAt=$(moment)" Health= |
        change "$2/fields"
      ;;
    *) started "$2" | restart_of "$2" ;;
  esac
}

# started FOLDER: the fields of a container that has just been started, and is well at once where anything checks it.
started() {
  health=$(field "$1/fields" Health)
  [ -z "$health" ] || health=healthy
  printf '%s\n' State=running "Status=Up Less than a second${health:+ ($health)}" 'RunningFor=Less than a second ago' \
    "StartedAt=$(moment)" RestartCount=0 ExitCode=0 OOMKilled=false "Health=$health"
}

# render KIND TEMPLATE FOLDER [WHOLE-IDS]: a line of docker ps --format, docker inspect --format and the like.
render() {
  KIND=$1 TEMPLATE=$2 WHOLE_IDS=${4:-no} awk -f "$lab/lib/render.awk" "$3/fields"
}

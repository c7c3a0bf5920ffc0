# What a compose file says: $lab/compose/*/folder names the folder that it is in. Without one, the services are those
# that the folder's containers belong to.

# compose_file FOLDER: the lab's folder of the file, or nothing.
compose_file() {
  for one in "$lab"/compose/*; do
    [ -e "$one/folder" ] && [ "$(cat "$one/folder")" = "$1" ] && echo "$one" && return
  done
  return 0
}

# declared: the services, a line each.
declared() {
  if [ -n "$file" ]; then cat "$file/services"; else for one in $(members); do service "$one"; done | sort -u; fi
}

# up SERVICE: builds it when $build says so, and starts it anew where its image is another one or it doesn't run.
up() {
  rebuilt=no
  if [ "$build" = yes ]; then
    echo '#0 building with the exops lab: there is no builder' >&2
    if [ -e "$file/$1.failed" ]; then
      cat "$file/$1.failed" >&2
      exit "$(cat "$file/$1.status")"
    fi
    [ -e "$file/$1.unchanged" ] || rebuilt=yes
  fi
  services=$1
  found=$(members)
  if [ -z "$found" ]; then
    found=$lab/containers/$(project_name)-$1-1
    create "$found" "$1"
    rebuilt=yes
  fi
  for folder in $found; do
    if [ "$rebuilt" = yes ]; then
      echo " Container ${folder##*/}  Recreated" >&2
      recreate "$folder" "$1"
    elif [ "$(field "$folder/fields" State)" = running ]; then
      echo " Container ${folder##*/}  Running" >&2
      continue
    else
      begin start "$folder" || exit 1
    fi
    echo " Container ${folder##*/}  Started" >&2
  done
}

project_name() {
  if [ -n "$project" ]; then echo "$project"; else basename "$directory" | tr A-Z a-z | tr -cd 'a-z0-9_-'; fi
}

# create FOLDER SERVICE: a container that was not there.
create() {
  mask=$(umask)
  umask 0
  mkdir -p "$1"
  labels=com.docker.compose.project=$(project_name),com.docker.compose.project.working_dir=${directory%/}
  printf '%s\n' "Names=${1##*/}" "Image=$(project_name)-$2" Health= Ports= FinishedAt=0001-01-01T00:00:00Z \
    "Labels=$labels,com.docker.compose.service=$2,com.docker.compose.oneoff=False" >"$1/fields"
  umask "$mask"
}

# recreate FOLDER SERVICE: another container of the same name, with a log of its own.
recreate() {
  mask=$(umask)
  umask 0
  rm -f "$1/log" "$1/restart-error" "$1/after-restart"
  if [ -e "$file/$2.log" ]; then cat "$file/$2.log" >"$1/log"; else : >"$1/log"; fi
  umask "$mask"
  {
    printf 'ID=%s\n' "$(echo "$1 $call" | sha256sum | cut -c -64)"
    started "$1"
    [ ! -e "$file/$2.becomes" ] || cat "$file/$2.becomes"
  } | change "$1/fields"
}

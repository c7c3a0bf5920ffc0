# What the docker stand-ins share: $lab/containers/NAME/fields holds what docker ps knows of a container.
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
    stop | kill | down) printf '%s\n' State=exited 'Status=Exited (143) Less than a second ago' Health= | change "$2/fields" ;;
    *) printf '%s\n' State=running 'Status=Up Less than a second' RunningFor='Less than a second ago' | restart_of "$2" ;;
  esac
}

# render TEMPLATE FOLDER: a line of docker ps --format or docker inspect --format.
render() {
  TEMPLATE=$1 awk -F = '
    function text(key) {
      if (key == "State.Status") return value["State"]
      if (key == "State.Running") return value["State"] == "running" ? "true" : "false"
      if (key == "State.Health.Status") return value["Health"]
      if (key == "Config.Image") return value["Image"]
      if (key == "Name") return "/" value["Names"]
      if (key == "Id") return value["ID"]
      return value[key]
    }
    function escaped(string) {
      gsub(/\\/, "\\\\", string); gsub(/"/, "\\\"", string)
      return "\"" string "\""
    }
    function whole(  result, i) {
      for (i = 1; i <= count; i++) result = result (i > 1 ? "," : "") escaped(keys[i]) ":" escaped(value[keys[i]])
      return "{" result "}"
    }
    function labelled(name,  parts, total, i) {
      total = split(value["Labels"], parts, ",")
      for (i = 1; i <= total; i++) if (index(parts[i], name "=") == 1) return substr(parts[i], length(name) + 2)
      return ""
    }
    function answer(expression,  words) {
      gsub(/^[ \t]+|[ \t]+$/, "", expression)
      if (expression == "json .") return whole()
      if (expression ~ /^json \.[A-Za-z.]+$/) return escaped(text(substr(expression, 7)))
      if (expression ~ /^\.Label "/) { split(expression, words, "\""); return labelled(words[2]) }
      if (expression ~ /^\.[A-Za-z.]+$/) return text(substr(expression, 2))
      unknown = expression
      return ""
    }
    { keys[++count] = $1; value[$1] = substr($0, length($1) + 2) }
    END {
      rest = ENVIRON["TEMPLATE"]
      if (rest == "json") rest = "{{json .}}"
      gsub(/\\t/, "\t", rest)
      while ((at = index(rest, "{{")) > 0) {
        end = index(rest, "}}")
        line = line substr(rest, 1, at - 1) answer(substr(rest, at + 2, end - at - 2))
        rest = substr(rest, end + 2)
      }
      if (unknown != "") { print "the exops lab has no {{" unknown "}}" >"/dev/stderr"; exit 64 }
      print line rest
    }
  ' "$2/fields"
}

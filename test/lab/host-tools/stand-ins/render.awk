# A line of docker ps --format, docker compose ps --format json or docker inspect --format, out of a file of lines
# "Key=Value". $KIND is ps, compose or inspect, which know different fields; $TEMPLATE is what stands after --format.
BEGIN {
  FS = "="
  kind = ENVIRON["KIND"]
}

function quoted(string,  result, i, one) {
  for (i = 1; i <= length(string); i++) {
    one = substr(string, i, 1)
    result = result (one == "\\" || one == "\"" ? "\\" : "") one
  }
  return "\"" result "\""
}

# The two that follow say in "type" what they return: text, bare for what JSON doesn't quote, none for no such field.
function inspected(key) {
  type = "text"
  if (key == "Id") return value["ID"]
  if (key == "Name") return "/" value["Names"]
  if (key == "Config.Image") return value["Image"]
  if (key == "State.Status") return value["State"]
  if (key == "State.StartedAt" || key == "State.FinishedAt") return value[substr(key, 7)]
  if (key == "State.Health.Status" && value["Health"] != "") return value["Health"]
  type = "bare"
  if (key == "RestartCount") return value["RestartCount"]
  if (key == "State.OOMKilled" || key == "State.ExitCode") return value[substr(key, 7)]
  if (key ~ /^State\.(Running|Paused|Restarting|Dead)$/) return tolower(substr(key, 7)) == value["State"] ? "true" : "false"
  if (key == "State" && is_json) return state()
  type = "none"
  return ""
}

function listed(key) {
  type = "text"
  if (key ~ /^(ID|Names|Image|State|Status|Ports|RunningFor|Labels)$/) return value[key]
  if (kind == "compose" && key ~ /^(Name|Service|Project|Health)$/) return value[key]
  type = kind == "compose" && key == "ExitCode" ? "bare" : "none"
  return type == "bare" ? value[key] : ""
}

function field(key) { return kind == "inspect" ? inspected(key) : listed(key) }

# member(PREFIX, KEY): "KEY":value, with a comma before it unless it is the first; nothing for no such field.
function member(prefix, key, so_far,  raw) {
  raw = field(prefix key)
  if (type == "none") return so_far
  return so_far (so_far == "" ? "" : ",") quoted(key) ":" (type == "text" ? quoted(raw) : raw)
}

function state(  keys, total, i, result) {
  total = split("Status Running Paused Restarting OOMKilled Dead ExitCode StartedAt FinishedAt", keys, " ")
  for (i = 1; i <= total; i++) result = member("State.", keys[i], result)
  if (value["Health"] != "") result = result ",\"Health\":{\"Status\":" quoted(value["Health"]) "}"
  type = "bare"
  return "{" result "}"
}

function whole(  keys, total, i, result) {
  total = split("ID Name Names Service Project Image State Status Health ExitCode Ports RunningFor Labels", keys, " ")
  for (i = 1; i <= total; i++) result = member("", keys[i], result)
  return "{" result "}"
}

function label(name,  parts, total, i) {
  total = split(value["Labels"], parts, ",")
  for (i = 1; i <= total; i++) if (index(parts[i], name "=") == 1) return substr(parts[i], length(name) + 2)
  return ""
}

function answer(expression,  words, raw) {
  gsub(/^[ \t]+|[ \t]+$/, "", expression)
  if (kind != "inspect" && expression == "json .") return whole()
  if (kind != "inspect" && expression ~ /^\.Label "/) { split(expression, words, "\""); return label(words[2]) }
  is_json = sub(/^json /, "", expression)
  type = "none"
  if (expression ~ /^\.[A-Za-z.]+$/) raw = field(substr(expression, 2))
  if (type == "none") unknown = expression
  return is_json && type == "text" ? quoted(raw) : raw
}

{ value[$1] = substr($0, length($1) + 2) }

END {
  if (ENVIRON["WHOLE_IDS"] != "yes") value["ID"] = substr(value["ID"], 1, 12)
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

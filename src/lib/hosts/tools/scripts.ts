import { quoteCommand, quoteWord } from '../../ssh/quote.js';
import type { ContainerTool, HostTool } from './tool-location.js';
import { containerPattern } from './tool-names.js';

/** The variable that marks every process of one run, on the host and in a container. */
export const runVariable = 'EXOPS_RUN';

/**
 * What the mark of a process in a container ends with: where a container shares the processes of its host, those of the
 * same run that hold its streams must not be taken for the tool.
 */
export const insideSuffix = '.inside';

/** Begins a line that is meant for us, among what a tool writes. */
export const markStart = '\x1e';

/** The status of a script that found no tool to run. */
export const notFoundStatus = 97;

const folders = [
  '/opt/kafka/bin',
  '/opt/kafka*/bin',
  '/usr/share/kafka/bin',
  '/opt/bitnami/kafka/bin',
  '/opt/redpanda/bin',
];

/** Where a tool is looked for, in words. */
export const searchedFolders = `on the PATH, in ${folders.join(', ')}`;

const candidates = ['"$(command -v "$file")"', ...folders.map((folder) => `${folder}/"$file"`)].join(' ');

/** Images whose name has Kafka or Redpanda in it, and which are no brokers. */
const otherImages =
  'console*|*connect*|*operator*|*kafka-ui*|akhq*|kafdrop*|*exporter*|*schema-registry*|*kafka-rest*|*manager*|*zookeeper*';

/**
 * Sends the signal `$2` to the processes of the run `$1` and prints to how many. A container may have no grep, and
 * BusyBox's reads no further than a zero byte unless it is told. A login can see this of its own processes only.
 */
export const killScript = `slowly() {
  for file in /proc/[0-9]*/environ; do
    [ -r "$file" ] || continue
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in *"$1"*) echo "$file"; break ;; esac
    done <"$file"
  done 2>/dev/null
}
if echo x | grep -zq x 2>/dev/null; then
  found=$(grep -zlsF "${runVariable}=$1" /proc/[0-9]*/environ)
else
  found=$(slowly "${runVariable}=$1")
fi
n=0
for file in $found; do
  file=\${file%/environ}
  kill -s "$2" "\${file#/proc/}" 2>/dev/null && n=$((n + 1))
done
echo "$n"`;

/** In a container: runs the tool `$2`, or with `$1` = check says by its status whether it is there. */
const innerScript = `how=$1 tool=$2
shift 2
for file in "$tool" "$tool.sh"; do
  for path in ${candidates}; do
    [ -f "$path" ] && [ -x "$path" ] || continue
    [ "$how" = check ] && exit 0
    exec "$path" "$@"
  done
done
printf "\\036%s\\n" "\${${runVariable}%${insideSuffix}} absent" >&2
exit ${notFoundStatus}`;

/**
 * What follows needs: `say WORDS` for a line to us, `guard_host` before the tool takes the place of this shell, and
 * `guarded COMMAND…` for one that runs it in a container.
 *
 * sshd leaves a command without a terminal running when the connection is gone, and docker leaves it in any case, so
 * somebody has to watch sshd, which is this shell's parent. The watcher ignores what a terminal sends to everybody.
 */
const common = `parent=$PPID inside=$${runVariable}${insideSuffix}
say() { printf "\\036%s\\n" "$${runVariable} $*" >&2; }
there() { kill -0 "$1" 2>/dev/null; }

guard_host() {
  there "$parent" || return 0
  ( (
    trap '' HUP INT QUIT TERM
    while there "$parent"; do
      sleep 1
      there $$ || exit 0
    done
    kill -TERM -$$ || kill -TERM $$
    sleep 5
    kill -KILL -$$ || kill -KILL $$
  ) </dev/null >/dev/null 2>&1 & )
}

guarded() {
  guard=
  if there "$parent"; then
    (
      trap '' HUP INT QUIT TERM
      while there "$parent"; do sleep 1; done
      stop TERM
      sleep 5
      stop KILL
    ) </dev/null >/dev/null 2>&1 &
    guard=$!
  fi
  trap : INT
  "$@"
  status=$?
  exec 2>/dev/null
  [ -z "$guard" ] || kill -s KILL "$guard"
  exit "$status"
}
`;

/** Runs a tool that the host has, as the settings say it. */
export function hostScript({ argv }: HostTool): string {
  return `${common}
guard_host
exec ${quoteCommand(argv)} "$@"`;
}

/** Runs a tool in a container, as the settings say it. `terminal` is whether it runs on one, `input` whether it has any. */
export function containerScript(tool: ContainerTool, input: boolean, terminal: boolean): string {
  const { exec, options, name, argv } = tool;
  const mark = `-e "${runVariable}=$inside"`;
  const words = [...exec, ...streamOptions(tool, input, terminal), ...options].map(quoteWord).join(' ');
  return `${common}
killer=${quoteWord(killScript)}
stop() { ${quoteCommand(stopWords(tool))} -c "$killer" exops "$inside" "$1"; }
guarded ${words} ${mark} ${quoteCommand([name, ...argv])} "$@"`;
}

/** A shell in the container, for what ends the tool there. */
export function stopWords(tool: ContainerTool): readonly string[] {
  return [...tool.exec, ...streamOptions(tool, false, false), ...tool.options, tool.name, 'sh'];
}

/** Compose has input and a terminal by default, the others have neither. */
function streamOptions({ isCompose }: ContainerTool, input: boolean, terminal: boolean): readonly string[] {
  if (isCompose) return terminal ? [] : ['-T'];
  if (terminal) return ['-i', '-t'];
  return input ? ['-i'] : [];
}

/**
 * Finds the tool on the host, else in a running container of docker or podman, and runs it. Says where it is, or
 * where it isn't, before anything of the tool's own.
 */
export function searchingScript(tool: string, input: boolean, terminal: boolean): string {
  return `${common}
tool=${quoteWord(tool)} io=${terminal ? '-it' : input ? '-i' : ''}
killer=${quoteWord(killScript)}
finder=${quoteWord(innerScript)}
for file in "$tool" "$tool.sh"; do
  for path in ${candidates}; do
    [ -f "$path" ] && [ -x "$path" ] || continue
    say "host $path"
    guard_host
    exec "$path" "$@"
  done
done

set -f
limit=
if timeout 5 true </dev/null >/dev/null 2>&1; then limit='timeout 10'; fi
engines= names= why=
for engine in docker podman; do
  command -v "$engine" >/dev/null || continue
  answer=refused
  for as in '' 'sudo -n'; do
    list=$($limit $as $engine ps --format '{{.Names}} {{.Image}}' </dev/null 2>&1) || {
      [ -n "$why" ] || why="$engine: $list"
      continue
    }
    answer=listed
    docker="$as $engine"
    IFS='
'
    for line in $list; do
      name=\${line%% *}
      name=\${name%%,*}
      case $name in *[!a-zA-Z0-9_.-]*) continue ;; esac
      image=\${line##* }
      case \${image##*/} in ${otherImages}) continue ;; esac
      case $line in ${containerPattern(tool)}) names="$names $name" ;; esac
    done
    unset IFS
    [ "$engine$names" = podman ] || break
  done
  engines="$engines $engine:$answer"
  [ -z "$names" ] || break
done

stop() { $docker exec "$name" sh -c "$killer" exops "$inside" "$1"; }
count() { echo $#; }
seen=$names
if [ "$(count $names)" -gt 1 ]; then
  names=
  for name in $seen; do
    $limit $docker exec "$name" sh -c "$finder" exops check "$tool" </dev/null >/dev/null 2>&1 && names="$names $name"
  done
fi
if [ "$(count $names)" -gt 1 ]; then
  say several "$docker" , $names
  exit ${notFoundStatus}
fi
for name in $names; do
  say container "$name" $docker
  guarded $docker exec $io -e "${runVariable}=$inside" "$name" sh -c "$finder" exops run "$tool" "$@"
done
[ -z "$why" ] || say why "\${why%%\n*}"
say nowhere $engines , $seen
exit ${notFoundStatus}`;
}

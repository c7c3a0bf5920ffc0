import { quoteCommand } from '../../ssh/quote.js';
import { findDocker } from './docker-shell.js';
import { unitProperties } from './unit-state.js';

/** One question to the host. */
export interface Probe {
  readonly ask: 'unit' | 'health' | 'project';
  /** The unit, the URL, the folder. */
  readonly target: string;
  /** Of a project: whether the services of its file are wanted, too. */
  readonly withDeclared?: boolean;
}

/** How a field of `docker inspect` is written; one line a container, without spaces in a field. */
const inspectFormat =
  '{{.Id}} {{.State.Status}} {{.State.StartedAt}} {{.State.FinishedAt}} {{.RestartCount}} {{.State.ExitCode}} ' +
  '{{.State.OOMKilled}}';

/**
 * Asks all probes at once and answers in their order, each under lines that begin with the mark: nobody else's output
 * can be taken for one. Nothing is written to the host's disk, which may be full. An answer that hangs holds up only
 * those after it.
 */
const script = String.raw`
LC_ALL=C
TZ=UTC0
export LC_ALL TZ
unset CDPATH
no_proxy=localhost,127.0.0.1,::1,$no_proxy
export no_proxy
mark=$1
shift
${findDocker}
section() { printf '\n%s %s\n' "$mark" "$*"; }

unit() {
  section "$1" unit
  $limit systemctl show -p ${unitProperties.join(',')} -- "$2" 2>&1
}

health() {
  section "$1" health
  if command -v curl >/dev/null 2>&1; then
    curl -g -sS -o /dev/null -m 3 -w '\ncurl %{http_code}\n' "$2" 2>&1
  elif command -v wget >/dev/null 2>&1; then
    $limit wget -nv -S -O /dev/null -T 3 -t 1 "$2" 2>&1
    printf '\nwget %s\n' "$?"
  else
    echo 'neither curl nor wget is on the host'
  fi
}

project() {
  section "$1" said
  find_docker 2>&1 || return
  form=none
  status=1
  if [ -n "$compose" ]; then
    form=compose
    { out=$(in_folder "$2" $bound $compose ps -a --format json 2>&3); } 3>&1
    status=$?
    if [ "$status" -ne 0 ]; then
      form=broken
      if in_folder "$2" $bound $compose ps -q >/dev/null 2>&1; then form=old; fi
    fi
  fi
  if [ "$status" -ne 0 ]; then
    { out=$($sudo $bound docker ps -a --no-trunc \
      --filter "label=com.docker.compose.project.working_dir=$2" \
      --filter label=com.docker.compose.oneoff=False --format '{{json .}}' 2>&3); } 3>&1
    status=$?
  fi
  ids=$(printf '%s\n' "$out" | tr ',{}' '\n\n\n' |
    sed -n 's/^[[:space:]]*"ID"[[:space:]]*:[[:space:]]*"\([0-9a-f]\{12,64\}\)".*/\1/p')
  section "$1" inspect
  [ -z "$ids" ] || $sudo $bound docker inspect --format '${inspectFormat}' $ids 2>/dev/null
  section "$1" declared
  if [ "$3" = declared ] && [ -n "$compose" ]; then
    in_folder "$2" $bound $compose config --services 2>/dev/null
  fi
  section "$1" list "$form" "$status"
  printf '%s\n' "$out"
}

all() {
  [ $# -gt 0 ] || return 0
  (shift 4; all "$@") | {
    mine=$("$1" "$2" "$3" "$4")
    printf '%s\n' "$mine"
    cat
  }
}

section now
date +%s
all "$@"
section end
`;

/**
 * The command line that asks a host everything in one go.
 * @param mark a word that nothing on the host can know
 */
export function observeCommand(probes: readonly Probe[], mark: string): string {
  const words = probes.flatMap(({ ask, target, withDeclared }, index) => [
    ask,
    String(index),
    target,
    withDeclared === true ? 'declared' : '',
  ]);
  return quoteCommand(['sh', '-c', script, 'exops', mark, ...words]);
}

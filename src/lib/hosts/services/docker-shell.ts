import { quoteCommand } from '../../ssh/quote.js';

/**
 * Functions of POSIX sh that find out how docker is reached on a host. `find_docker` sets `$sudo` (sudo is used only
 * when docker itself denies permission), `$bound` (what ends a docker that doesn't answer) and `$compose`, or says on
 * stderr why docker can't be used. `in_folder FOLDER COMMAND…` runs a command there, as root if the login may not enter.
 */
export const findDocker = String.raw`
limit=
if command -v timeout >/dev/null 2>&1; then limit='timeout 6'; fi

find_docker() {
  sudo=
  compose=
  bound=$limit
  why=$($limit docker ps -q 2>&1 >/dev/null) || use_sudo || return 1
  if $sudo $bound docker compose version >/dev/null 2>&1; then
    compose='docker compose'
  else
    compose=$(command -v docker-compose)
  fi
  return 0
}

use_sudo() {
  case $why in
    *[Pp]'ermission denied'*) ;;
    '') echo 'docker does not answer' >&2; return 1 ;;
    *) printf '%s\n' "$why" >&2; return 1 ;;
  esac
  sudo='sudo -n'
  $sudo $limit true >/dev/null 2>&1 || bound=
  why=$($sudo $bound docker ps -q 2>&1 >/dev/null) || {
    printf '%s\n' "$why" >&2
    return 1
  }
}

in_folder() {
  if cd -- "$1" 2>/dev/null; then
    shift
    $sudo "$@"
  else
    $sudo sh -c 'cd -- "$1" && shift && exec "$@"' sh "$@"
  fi
}
`;

const runCompose = `
LC_ALL=C
export LC_ALL
${findDocker}
find_docker || exit 1
if [ -z "$compose" ]; then
  echo 'neither docker compose nor docker-compose is installed' >&2
  exit 127
fi
folder=$1
shift
in_folder "$folder" $compose "$@"
`;

/** The command line for one subcommand of docker compose in a folder of the host. */
export function composeCommand(folder: string, args: readonly string[]): string {
  return quoteCommand(['sh', '-c', runCompose, 'exops', folder, ...args]);
}

import { UsageError } from '../../errors.js';

/** Where a tool is on a host, and how it is started there. */
export type ToolLocation = HostTool | ContainerTool;

export interface HostTool {
  readonly in: 'host';
  readonly argv: readonly string[];
}

/** A tool in a running container: `exec` `options` `name` `argv`. */
export interface ContainerTool {
  readonly in: 'container';
  /** What runs a command in a container, up to the word `exec`: `sudo -n docker exec`. */
  readonly exec: readonly string[];
  /** Further options of the user's own, as `-u redpanda`. */
  readonly options: readonly string[];
  /** The container, or the service when `isCompose`. */
  readonly name: string;
  /** What is run in it, without the arguments. */
  readonly argv: readonly string[];
  readonly isCompose: boolean;
}

/** Docker's own rule, which podman and compose keep to. */
const containerName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Options of `docker exec`, `podman exec` and `docker compose exec` that have their value in the next word. */
const withValue: ReadonlySet<string> = new Set(
  '-e --env --env-file -u --user -w --workdir --detach-keys --index --preserve-fds --cidfile'.split(' '),
);

/** Whether there is input and a terminal is known only when the tool is run. */
const decidedLater = /^(?:-[it]+|-T|--(?:interactive|tty|no-tty|no-TTY)(?:=.*)?)$/;

const engines: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'docker-compose',
  'podman-compose',
  'nerdctl',
]);

export function isContainerName(name: string): boolean {
  return containerName.test(name);
}

/**
 * What `tools:` in `exops.yaml` says about one tool. A command of docker, podman or compose that runs something in a
 * container is understood as that, since such a tool has to be stopped in another way.
 * @param where how the setting is called in messages: `hosts.kafka.tools.rpk`
 * @throws UsageError when it names no command, or no container
 */
export function configuredTool(words: readonly string[], where: string): ToolLocation {
  if (words.length === 0) throw new UsageError(`${where} is empty: it takes the words that start the tool.`);
  const at = words.indexOf('exec');
  const engine = words.slice(0, at).map(baseName);
  const isContainer = at > 0 && engine.some((word) => engines.has(word));
  return isContainer ? containerTool(words, at, where) : { in: 'host', argv: words };
}

function containerTool(words: readonly string[], at: number, where: string): ContainerTool {
  const exec = words.slice(0, at + 1);
  const isCompose = exec.some((word) => word === 'compose' || baseName(word).endsWith('-compose'));
  const options: string[] = [];
  let next = at + 1;
  for (let word = words[next]; word?.startsWith('-') === true; word = words[next]) {
    const length = withValue.has(word) ? 2 : 1;
    if (!decidedLater.test(word)) options.push(...words.slice(next, next + length));
    next += length;
  }
  const [name, ...argv] = words.slice(next);
  if (name === undefined || argv.length === 0) {
    throw new UsageError(`${where} needs a container and a command after "exec": ${words.join(' ')}`, {
      hint: 'As in: [docker, exec, redpanda, rpk]',
    });
  }
  if (!isContainerName(name)) {
    throw new UsageError(`${where} has a container name that can't be one: ${JSON.stringify(name)}`);
  }
  return { in: 'container', exec, options, name, argv, isCompose };
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

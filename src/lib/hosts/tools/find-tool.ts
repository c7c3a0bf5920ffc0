import { ExopsError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { searchedFolders } from './scripts.js';
import { isContainerName, type ToolLocation } from './tool-location.js';

/** What the script on the host told about the tool it was to run. */
export interface Finding {
  /** Where it was found, and run. */
  readonly location: ToolLocation | undefined;
  /** Why it wasn't run; undefined when it was, as far as the host knows. */
  readonly problem: SearchProblem | undefined;
}

export type SearchProblem =
  /** In the only container that could have it. */
  | { readonly kind: 'absent'; readonly container: string | undefined }
  | { readonly kind: 'several'; readonly containers: readonly string[]; readonly docker: readonly string[] }
  | {
      readonly kind: 'nowhere';
      /** `docker:listed`, `podman:refused`: those that are installed. */
      readonly engines: readonly string[];
      /** Running ones that have a likely name, and not the tool. */
      readonly containers: readonly string[];
      /** The system's own words. */
      readonly why: string | undefined;
    };

/**
 * Reads what the script said, line by line, without the marks around it. Of places only the first counts, which was said
 * before the tool began: a tool knows its own mark, and what is said here is run on the host to end it.
 */
export function readFinding(lines: readonly string[], tool: string): Finding {
  let location: ToolLocation | undefined;
  let problem: SearchProblem | undefined;
  let why: string | undefined;
  for (const line of lines) {
    const [verb, ...words] = line.split(' ').filter((word) => word !== '');
    if (verb === 'host') location ??= { in: 'host', argv: [line.slice('host '.length)] };
    if (verb === 'container') location ??= containerLocation(words, tool);
    if (verb === 'why') why = line.slice('why '.length);
    if (verb === 'absent') problem = { kind: 'absent', container: nameOf(location) };
    if (verb === 'several') {
      const [docker, containers] = halves(words);
      problem = { kind: 'several', docker, containers };
    }
    if (verb === 'nowhere') {
      const [engines, containers] = halves(words);
      problem = { kind: 'nowhere', engines, containers, why };
    }
  }
  return { location, problem };
}

const engine = /^(?:sudo -n )?(?:docker|podman)$/;

function containerLocation(
  [name = '', ...docker]: readonly string[],
  tool: string,
): ToolLocation | undefined {
  if (!isContainerName(name) || !engine.test(docker.join(' '))) return undefined;
  return { in: 'container', exec: [...docker, 'exec'], options: [], name, argv: [tool], isCompose: false };
}

function nameOf(location: ToolLocation | undefined): string | undefined {
  return location?.in === 'container' ? location.name : undefined;
}

function halves(words: readonly string[]): [readonly string[], readonly string[]] {
  const comma = words.indexOf(',');
  return [words.slice(0, comma), words.slice(comma + 1)];
}

/** Says why a tool wasn't run, where it was looked for, and how `exops.yaml` can say where it is. */
export function explainSearch(problem: SearchProblem, tool: string, host: string): ExopsError {
  switch (problem.kind) {
    case 'several':
      return new ExopsError(
        `${tool} is in ${problem.containers.length} containers on ${host}: ${names(problem.containers)}.`,
        {
          hint: `Choose one in exops.yaml, at the host: ${setting(tool, problem.docker, problem.containers[0])}`,
        },
      );
    case 'absent':
      return new ExopsError(
        `${tool} isn't on ${host}: not ${searchedFolders}, and not in container ${printable(problem.container ?? '')}.`,
        { hint: elsewhere(tool) },
      );
    case 'nowhere':
      return new ExopsError(
        `${tool} isn't on ${host}: not ${searchedFolders}, and ${inContainers(problem)}.`,
        { hint: elsewhere(tool) },
      );
  }
}

function inContainers({ engines, containers, why }: SearchProblem & { kind: 'nowhere' }): string {
  const listed = engines.filter((engine) => engine.endsWith(':listed')).map((engine) => engine.split(':')[0]);
  if (containers.length > 0) return `not in the containers ${names(containers)}`;
  if (listed.length > 0) return `in no running container of ${listed.join(' or ')}`;
  if (why !== undefined) return `its containers can't be listed (${printable(why)})`;
  return 'there is neither docker nor podman';
}

function names(containers: readonly string[]): string {
  return containers.map(printable).join(', ');
}

function elsewhere(tool: string): string {
  return `If it is somewhere else, say so in exops.yaml, at the host: ${setting(tool, ['docker'], 'NAME')}`;
}

function setting(tool: string, docker: readonly string[], container = 'NAME'): string {
  return `tools: { ${tool}: [${[...docker, 'exec', container, tool].join(', ')}] }`;
}

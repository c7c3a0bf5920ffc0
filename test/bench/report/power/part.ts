import type { Night } from '../../power/measure-power.js';
import { type Circumstances, writtenBy } from '../circumstances.js';
import { formatTime } from '../figures.js';
import { code, table } from '../markdown.js';

export interface PowerMeasured {
  /** Seconds that the slowest resource of each kind takes. */
  readonly longest: number;
  readonly nights: readonly Night[];
}

/** What we set out for: total time by the slowest chain of resources that wait for each other. */
const mostByChain = 1.05;

/** What docs/benchmarks.md says of nights and mornings. */
export function powerPart(
  present: readonly { readonly name: string; readonly version: string }[],
  { longest, nights }: PowerMeasured,
  run: Circumstances,
): string {
  const names = present.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `## Asleep and awake

${writtenBy(run)}, against an
emulated AWS on the same machine. Measured: ${names}. No peer does this as one command.

- The resources are node groups, Auto Scaling groups, ECS services, databases and instances, as many of each. The slowest
  of each kind takes ${longest} s to fall asleep and to wake, the others less; on AWS it is minutes, and the ratio nearer to 1.
- The slowest chain is what AWS itself takes: sleeping, the slowest application, then the slowest database, then the slowest
  instance; waking, the slowest database or instance, then the slowest application. What is over 1× is exops: its start,
  its requests, and that a state is seen only when it is asked for again.
- Requests that read are those for all five kinds together. EKS answers for one node group at a time; all others are asked
  for many resources at once.

${table(['', 'aim', 'measured', 'slowest chain', 'requests that read', 'that change'], nights.map(row))}`;
}

function row({ resources, command, ms, chainMs, reads, writes }: Night): readonly string[] {
  const ratio = ms / chainMs;
  const measured = `${ratio > mostByChain ? 'missed: ' : ''}**${ratio.toFixed(3)}×** ${formatTime(ms)}`;
  return [
    `${code(`exops ${command}`)}, ${resources} resources`,
    `at most ${mostByChain}×`,
    measured,
    formatTime(chainMs),
    String(reads),
    String(writes),
  ];
}

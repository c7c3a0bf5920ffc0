import type { Look, Looks } from '../../doctor/measure-doctor.js';
import { median } from '../../series.js';
import { type Circumstances, writtenBy } from '../circumstances.js';
import { formatTime } from '../figures.js';
import { table } from '../markdown.js';

/** What we set out for: total time by the slowest chain of layers that wait for each other. */
const mostByChain = 1.3;

/** What docs/benchmarks.md says of the doctor. */
export function doctorPart(
  present: readonly { readonly name: string; readonly version: string }[],
  measured: readonly Looks[],
  run: Circumstances,
): string {
  const names = present.map(({ name, version }) => `${name} ${version}`).join(', ');
  const paths = measured.map(({ what, looks }) => `- Slowest chain of ${what}: ${chainWords(looks)}.`);
  return `## exops doctor

${writtenBy(run)}, against
Kafka, an emulated AWS, OpenSSH and Kubernetes on the same machine. Measured: ${names}. No peer does this.

- A healthy environment is looked at. What is compared is the time from the first layer's beginning to the last one's end;
  the whole command with its start and exit has a column of its own.
- The slowest chain is made of the layers that wait for each other and take longest together, each as long as that run says
  it took by itself. What is over 1× is layers that could have been looked at sooner, and a machine that is busy.
- All layers together is what it would take to look at one after the other.
${paths.join('\n')}

${table(['', 'aim', 'measured', 'slowest chain', 'all layers together', 'the command'], measured.map(row))}`;
}

function row({ what, looks }: Looks): readonly string[] {
  const of = (value: (look: Look) => number) => median(looks.map(value)) ?? 0;
  const ratio = of(({ ms, chain }) => ms / chain.ms);
  const runs = looks.length === 1 ? '1 run' : `${looks.length} runs`;
  const figure = `**${ratio.toFixed(2)}×** ${formatTime(of(({ ms }) => ms))} (${runs})`;
  return [
    what,
    `at most ${mostByChain}×`,
    `${ratio > mostByChain ? 'missed: ' : ''}${figure}`,
    formatTime(of(({ chain }) => chain.ms)),
    formatTime(of(({ sumMs }) => sumMs)),
    formatTime(of(({ commandMs }) => commandMs)),
  ];
}

function chainWords(looks: readonly Look[]): string {
  return looks.at(-1)?.chain.layers.join(', ') ?? '';
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exopsCommand } from '../contenders/exops.js';
import { timeCommands } from '../timed-commands.js';
import { type Delays, plainScene, type Scene, wholeScene } from './scene.js';
import { type Chain, slowestChain, stepsOfDoctor, type Took } from './slowest-chain.js';

/** One `exops doctor` of a healthy environment. */
export interface Look {
  /** From the start of the command to its exit. */
  readonly commandMs: number;
  /** From the first layer's beginning to the last one's end, as it says itself. */
  readonly ms: number;
  /** Of its own slowest chain of layers that wait for each other. */
  readonly chain: Chain;
  /** Of all layers together: what it would take one after the other. */
  readonly sumMs: number;
}

export interface Looks {
  readonly what: string;
  readonly looks: readonly Look[];
}

export interface DoctorScale extends Delays {
  readonly runs: number;
}

export async function measureDoctor(
  scale: DoctorScale,
  { scratch, capMs }: { readonly scratch: string; readonly capMs: number },
): Promise<readonly Looks[]> {
  const measured: Looks[] = [];
  for (const [name, open] of Object.entries({ plain: plainScene, whole: wholeScene })) {
    const folder = join(scratch, `doctor-${name}`);
    await mkdir(folder);
    const scene = await open(folder, scale);
    try {
      console.error(scene.what);
      const looks: Look[] = [];
      // The first one fills caches that later ones find, pins of hosts among them.
      await look(scene, folder, { scratch, capMs });
      for (let run = 0; run < scale.runs; run++) looks.push(await look(scene, folder, { scratch, capMs }));
      measured.push({ what: scene.what, looks });
    } finally {
      await scene.stop();
    }
  }
  return measured;
}

async function look(
  { env }: Scene,
  cwd: string,
  limits: { readonly scratch: string; readonly capMs: number },
): Promise<Look> {
  const { ms, output } = await timeCommands([{ ...exopsCommand('doctor', '-o', 'json'), cwd, env }], limits);
  const { layers, tookMs } = documentIn(output);
  const unhealthy = layers.filter(({ status }) => status !== 'ok' && status !== 'skipped');
  if (unhealthy.length > 0) throw new Error(`It is to be healthy: ${JSON.stringify(unhealthy)}`);
  return {
    commandMs: ms,
    ms: tookMs,
    chain: slowestChain(stepsOfDoctor(), layers),
    sumMs: layers.reduce((sum, { tookMs }) => sum + tookMs, 0),
  };
}

/** Its document stands between lines for people. */
function documentIn(output: string): Document {
  return JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) as Document;
}

interface Document {
  readonly tookMs: number;
  readonly layers: readonly (Took & { readonly status: string })[];
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsCall } from '../../lab/aws/calls.js';
import { startAws } from '../../lab/aws/start.js';
import { exopsCommand } from '../contenders/exops.js';
import { timeCommands } from '../timed-commands.js';
import { startNightEnvironment } from './environment.js';

/** One `exops dev sleep`, or `dev wake`, of so many resources. */
export interface Night {
  readonly resources: number;
  readonly command: 'dev sleep' | 'dev wake';
  /** From the start of the command to its exit. */
  readonly ms: number;
  /** What the slowest chain of resources that wait for each other takes by itself. */
  readonly chainMs: number;
  /** Requests that only read, and those that change something. */
  readonly reads: number;
  readonly writes: number;
}

export interface PowerScale {
  /** Numbers of resources; multiples of five. */
  readonly sizes: readonly number[];
  /** Seconds that the slowest resource of each kind takes. */
  readonly longest: number;
}

/** A night and a morning of each size, in an emulated AWS of its own. */
export async function measurePower(
  { sizes, longest }: PowerScale,
  { scratch, capMs }: { readonly scratch: string; readonly capMs: number },
): Promise<readonly Night[]> {
  const nights: Night[] = [];
  for (const size of sizes) {
    const aws = await startAws();
    try {
      console.error(`resources: ${size}`);
      const folder = join(scratch, `night-${size}`);
      await mkdir(folder);
      const environment = await startNightEnvironment(aws, { size, longest, folder });
      const limits = { scratch, capMs: capMs + 10 * 1_000 * longest };
      for (const verb of ['sleep', 'wake'] as const) {
        const { length: before } = await aws.calls();
        const command = exopsCommand('dev', verb, '--yes', '--no-kafka');
        const { ms } = await timeCommands([{ ...command, cwd: folder, env: aws.env }], limits);
        const calls = (await aws.calls()).slice(before);
        nights.push({
          ...{ resources: size, command: `dev ${verb}`, ms },
          chainMs: verb === 'sleep' ? environment.sleepChainMs : environment.wakeChainMs,
          reads: calls.filter(isRead).length,
          writes: calls.filter((call) => !isRead(call)).length,
        });
      }
    } finally {
      await aws.stop();
    }
  }
  return nights;
}

const isRead = ({ action }: AwsCall): boolean => /^(Describe|List|Get)/.test(action);

import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../../lab/ports.js';
import { supervise } from '../../../lab/supervised-process.js';
import type { Command } from '../../timed-commands.js';
import { askEcho } from './requests.js';
import type { Servers } from './servers.js';

/** Local ports that lead to the servers through the host, as long as it isn't closed. */
export interface Forward {
  readonly sourcePort: number;
  readonly echoPort: number;
  close(): Promise<void>;
}

const patienceMs = 20_000;

/**
 * Starts a command that forwards ports, and resolves when they lead there.
 * @param command given the arguments of its `-L` options
 */
export async function openForward(
  { sourcePort, echoPort }: Servers,
  scratch: string,
  command: (forwards: readonly string[]) => Command,
): Promise<Forward> {
  const [source = 0, echo = 0] = await freePorts(2);
  const specs = [`127.0.0.1:${source}:127.0.0.1:${sourcePort}`, `127.0.0.1:${echo}:127.0.0.1:${echoPort}`];
  const words = withBareEnvironment(command(specs.flatMap((spec) => ['-L', spec])), scratch);
  const { child, hasExited, terminate } = supervise(words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      said += data.toString();
    });
  const close = () => terminate(2_000);
  const deadline = Date.now() + patienceMs;
  while (!(await answers(echo))) {
    if (hasExited() || Date.now() > deadline) {
      await close();
      throw new Error(`${words.join(' ')} forwards nothing. It says:\n${said}`);
    }
    await sleep(50);
  }
  return { sourcePort: source, echoPort: echo, close };
}

async function answers(port: number): Promise<boolean> {
  return askEcho(port).then(
    () => true,
    () => false,
  );
}

/** The words that run a command with nothing but what a contender is given. */
export function withBareEnvironment({ argv, env }: Command, scratch: string): readonly string[] {
  const given = { PATH: process.env['PATH'] ?? '', HOME: scratch, LANG: 'C.UTF-8', ...env };
  return ['env', '-i', ...Object.entries(given).map(([name, value]) => `${name}=${value}`), ...argv];
}

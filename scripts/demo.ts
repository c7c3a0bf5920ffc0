import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { startCluster } from '../test/lab/kafka/cluster.js';
import { kafkaTool } from '../test/lab/kafka/tools.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const executable = join(root, 'bin/exops.js');
const examples = join(root, 'docs/examples');

interface Step {
  readonly say: string;
  readonly folder: string;
  readonly args: readonly string[];
  /** What a person types when asked. */
  readonly answer?: string;
  /** Done before, out of sight. */
  readonly prepare?: (bootstrap: string) => Promise<unknown>;
}

/** Plays the demo in a terminal of 80 columns, typing the answers. @returns 0 when every step ended as it should */
export async function runDemo(): Promise<number> {
  say('Starting Apache Kafka, two brokers (the first time it is fetched, which takes a minute) …');
  const cluster = await startCluster({ brokers: 2 });
  const folder = await mkdtemp(join(tmpdir(), 'exops-demo-'));
  try {
    const stricter = await readFile(join(examples, 'ticketing/topics.yaml'), 'utf8');
    await writeFile(join(folder, 'stricter.yaml'), stricter.replace('retention.ms: 3d', 'retention.ms: 1d'));
    for (const step of steps(folder)) {
      const code = await play(step, cluster.bootstrap, folder);
      if (code !== 0) {
        say(`The demo stopped: exit code ${code}.`);
        return 1;
      }
    }
    say(
      'That was it; nothing is left running. Next: README.md, docs/examples, and `npm run lab` to try it yourself.',
    );
    return 0;
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function steps(folder: string): Step[] {
  const ticketing = join(examples, 'ticketing');
  const sync = ['topics', 'sync'];
  const others: [example: string, environment: string, answer: string][] = [
    ['exchange', 'dev', 'y'],
    ['order-matching', 'prod', '3 topics'],
    ['game', 'local', 'y'],
    ['cdk-dev', 'dev', 'y'],
  ];
  return [
    {
      say: 'A manifest declares four topics. exops shows the plan, asks, applies, verifies:',
      folder: ticketing,
      args: [...sync, '-e', 'dev'],
      answer: 'y',
    },
    { say: 'The second run has nothing to do:', folder: ticketing, args: [...sync, '-e', 'dev'] },
    {
      say: 'Less retention loses data: the plan says how much, and wants the name typed:',
      folder: ticketing,
      args: [...sync, join(folder, 'stricter.yaml'), '-e', 'dev'],
      answer: 'reservation.events',
      prepare: (bootstrap) => produce(bootstrap, 'reservation.events', 1_000),
    },
    ...others.map(([example, environment, answer]) => ({
      say: `The example ${example}:`,
      folder: join(examples, example),
      args: [...sync, '-e', environment],
      answer,
    })),
    { say: 'What is there now:', folder: ticketing, args: ['topics', 'list', '-e', 'dev'] },
  ];
}

function produce(bootstrap: string, topic: string, count: number): Promise<string> {
  const records = Array.from({ length: count }, (_, index) => `{"seat":${index}}\n`).join('');
  return kafkaTool(bootstrap, 'console-producer', ['--topic', topic], { input: records });
}

async function play(step: Step, bootstrap: string, state: string): Promise<number> {
  await step.prepare?.(bootstrap);
  say(step.say);
  process.stdout.write(
    `$ cd ${relative(root, step.folder)} && exops ${step.args.map((arg) => arg.replace(`${state}/`, '')).join(' ')}\n`,
  );
  const reach = ['--brokers', bootstrap, '--auth', 'none'];
  const terminal = spawn(process.execPath, [executable, ...step.args, ...reach], {
    cwd: step.folder,
    cols: 80,
    rows: 50,
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      EXOPS_STATE_DIR: state,
      TERM: process.env['TERM'] ?? 'xterm-256color',
    },
  });
  let isAnswered = step.answer === undefined;
  let shown = '';
  terminal.onData((text) => {
    shown += text;
    process.stdout.write(process.stdout.isTTY ? text : withoutCursor(text));
    if (isAnswered || !/(to apply: |\[y\/N\] )/.test(shown)) return;
    isAnswered = true;
    terminal.write(`${step.answer}\r`);
  });
  return new Promise((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
}

/** In a log, moves of the cursor are noise. */
function withoutCursor(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is looked for
  return text.replaceAll('\r\n', '\n').replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}

function say(text: string): void {
  process.stdout.write(`\n# ${text}\n`);
}

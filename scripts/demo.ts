import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { type ConfiguredHost, startConfiguredHost } from '../test/lab/configured-host.js';
import { startCluster } from '../test/lab/kafka/cluster.js';
import { kafkaTool } from '../test/lab/kafka/tools.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const executable = join(root, 'bin/exops.js');
const examples = join(root, 'docs/examples');

interface Step {
  readonly say: string;
  readonly folder: string;
  readonly args: readonly string[];
  /** Reaches the cluster by its address, in the place of what the example's file says. */
  readonly isElsewhere?: boolean;
  readonly env?: Readonly<Record<string, string>>;
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
  let host: ConfiguredHost | undefined;
  try {
    const stricter = await readFile(join(examples, 'ticketing/topics.yaml'), 'utf8');
    await writeFile(join(folder, 'stricter.yaml'), stricter.replace('retention.ms: 3d', 'retention.ms: 1d'));
    if (!(await playAll(topicSteps(folder), cluster.bootstrap, folder))) return 1;
    say('Starting an EC2 instance: moto for AWS, and a real sshd that takes keys pushed for it …');
    host = await startConfiguredHost(folder, cluster.bootstrap);
    if (!(await playAll(hostSteps(folder, cluster.bootstrap, host), cluster.bootstrap, folder))) return 1;
    say(
      'That was it; nothing is left running. Next: README.md, docs/examples, and `npm run lab` to try it yourself.',
    );
    return 0;
  } finally {
    await host?.stop();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function playAll(steps: readonly Step[], bootstrap: string, state: string): Promise<boolean> {
  for (const step of steps) {
    const code = await play(step, bootstrap, state);
    if (code === 0) continue;
    say(`The demo stopped: exit code ${code}.`);
    return false;
  }
  return true;
}

function hostSteps(folder: string, bootstrap: string, { env, rpkIsReal }: ConfiguredHost): Step[] {
  const rpk = rpkIsReal ? 'rpk, too' : 'rpk, too (this machine has none: a recorder stands in for it)';
  return [
    {
      say: 'Getting in: the host key is verified, a key is pushed for 60 seconds, a command runs there:',
      ...{ folder, env, args: ['connect', '--', 'uname', '-sn'] },
    },
    {
      say: "Kafka's own tools run where they live:",
      ...{ folder, env, args: ['kafka-topics', '--list'] },
    },
    { say: `${rpk}:`, folder, env, args: ['rpk', 'topic', 'list', '-X', `brokers=${bootstrap}`] },
    {
      say: 'And topics are synced through the host, as if the cluster were here:',
      ...{ folder, env, args: ['topics', 'sync'], answer: 'y' },
    },
  ];
}

function topicSteps(folder: string): Step[] {
  const ticketing = join(examples, 'ticketing');
  const sync = ['topics', 'sync'];
  const others: [example: string, environment: string, answer: string][] = [
    ['exchange', 'dev', 'y'],
    ['order-matching', 'prod', '3 topics'],
    ['game', 'local', 'y'],
    ['cdk-dev', 'dev', 'y'],
  ];
  const steps: Step[] = [
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
  return steps.map((step) => ({ ...step, isElsewhere: true }));
}

function produce(bootstrap: string, topic: string, count: number): Promise<string> {
  const records = Array.from({ length: count }, (_, index) => `{"seat":${index}}\n`).join('');
  return kafkaTool(bootstrap, 'console-producer', ['--topic', topic], { input: records });
}

async function play(step: Step, bootstrap: string, state: string): Promise<number> {
  await step.prepare?.(bootstrap);
  say(step.say);
  process.stdout.write(
    `$ ${step.folder === state ? '' : `cd ${relative(root, step.folder)} && `}exops ${step.args.map((arg) => arg.replace(`${state}/`, '')).join(' ')}\n`,
  );
  const elsewhere = ['--brokers', bootstrap, '--auth', 'none', '--via', 'direct'];
  const terminal = spawn(
    process.execPath,
    [executable, ...step.args, ...(step.isElsewhere === true ? elsewhere : [])],
    {
      cwd: step.folder,
      cols: 80,
      rows: 50,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
        ...step.env,
        EXOPS_STATE_DIR: join(state, 'state'),
        TERM: process.env['TERM'] ?? 'xterm-256color',
      },
    },
  );
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

import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type SupervisedProcess, supervise } from '../supervised-process.js';
import { temporaryFolder } from '../temporary-folder.js';
import { type AwsAccess, type AwsLab, joinAws } from './aws-lab.js';
import { controlAws } from './control.js';
import { installMoto } from './install.js';

export interface AwsOptions {
  /** Listens in this network namespace, whose loopback must be up; needs root. The lab's methods reach it from here. */
  readonly namespace?: string;
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** How long a pushed key lets in; 60 when left out, as on AWS. */
  readonly keyTtlSeconds?: number;
  /** How long an instance is pending, stopping and shutting down; not at all when left out. */
  readonly transitionSeconds?: number;
  readonly timeoutMs?: number;
}

export interface StartedAws extends AwsLab {
  /** The process group. */
  readonly pid: number;
  /** Tracebacks of what went wrong inside. */
  log(): Promise<string>;
  /** Forgets everything: resources, faults, calls and pushes of everybody who joined. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const layerParent = fileURLToPath(new URL('.', import.meta.url));

/** Starts an AWS for tests and resolves when it listens. The first time it is fetched, which takes a while. */
export async function startAws(options: AwsOptions = {}): Promise<StartedAws> {
  const { host = '127.0.0.1', timeoutMs = 60_000 } = options;
  const python = await installMoto();
  const folder = await temporaryFolder();
  const keysFolder = join(folder.path, 'keys');
  const controlSocket = join(folder.path, 'control.sock');
  const logFile = join(folder.path, 'aws.log');
  // sshd reads the keys as a user who owns nothing.
  await chmod(folder.path, 0o755);
  await mkdir(keysFolder);
  await chmod(keysFolder, 0o755);
  const output = await open(logFile, 'a');
  const server = supervise(command(python, keysFolder, controlSocket, options), {
    cwd: layerParent,
    stdio: ['ignore', 'pipe', output.fd],
  });
  await output.close();
  const stop = async (): Promise<void> => {
    await server.kill();
    await folder.remove();
  };
  const log = (): Promise<string> => readFile(logFile, 'utf8');
  try {
    const port = await announcedPort(server, timeoutMs);
    const access: AwsAccess = { endpoint: `http://${host}:${port}`, controlSocket, keysFolder };
    const reset = (): Promise<void> => controlAws(controlSocket)('reset');
    return { ...joinAws(access), pid: server.pid, log, reset, stop };
  } catch (error) {
    const said = await log();
    await stop();
    throw new Error(`The AWS lab didn't start: ${(error as Error).message}\n${said}`, { cause: error });
  }
}

function command(
  python: string,
  keysFolder: string,
  controlSocket: string,
  { namespace, host, keyTtlSeconds, transitionSeconds }: AwsOptions,
): readonly string[] {
  const given = {
    '--keys': keysFolder,
    '--control': controlSocket,
    '--host': host,
    '--key-seconds': keyTtlSeconds,
    '--transition-seconds': transitionSeconds,
  };
  const args = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [name, `${value}`],
  );
  const inside = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  // Neither the caller's Python settings, nor compiled files beside the layer.
  return [...inside, python, '-E', '-s', '-B', '-m', 'layer', ...args];
}

/** The server says where it listens as soon as it does. */
function announcedPort({ child, exited }: SupervisedProcess, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it said nothing for ${timeoutMs} ms.`)), timeoutMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    exited.then(
      ({ code, signal }) => settle(() => reject(new Error(`it ended with ${signal ?? code}.`))),
      (error) => settle(() => reject(error)),
    );
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', (line) =>
      settle(() => resolve((JSON.parse(line) as { port: number }).port)),
    );
  });
}

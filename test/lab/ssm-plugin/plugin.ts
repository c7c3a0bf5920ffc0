import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SsmSession } from '../../../src/lib/aws/aws.js';

/** What goes wrong with a session, and with what words. */
export interface SessionFaults {
  /** The session can't be started. */
  readonly refuse?: string;
  /** The plugin writes this to its standard error and dies. */
  readonly crash?: string;
  /** Nothing is ever carried. */
  readonly silent?: string;
  /** And SIGINT isn't heard. */
  readonly stubborn?: string;
  /** A message of the administrators comes first. */
  readonly message?: string;
  /** AWS ends the session as soon as something is sent, and says why. */
  readonly farewell?: string;
}

/** What is secret about the sessions here. */
export const labToken = 'exops-lab-session-token';

/** The answer to StartSession for a session that leads to a port of this machine, in the stand-in's terms. */
export function labSession(
  port: number,
  faults: SessionFaults = {},
  target = 'i-0123456789abcdef0',
): SsmSession {
  const query = new URLSearchParams({ ...faults });
  return {
    response: JSON.stringify({
      SessionId: 'kim-0123456789abcdef0',
      TokenValue: labToken,
      StreamUrl: `tcp://127.0.0.1:${port}?${query}`,
    }),
    request: JSON.stringify({
      Target: target,
      DocumentName: 'AWS-StartSSHSession',
      Parameters: { portNumber: ['22'] },
    }),
    endpoint: 'https://ssm.ap-northeast-2.amazonaws.com',
  };
}

const folder = fileURLToPath(new URL('bin/', import.meta.url));

/** Variables with which the stand-in is found as session-manager-plugin, in place of a real one. */
export function pluginEnv(
  options: {
    /** The version that it says it is. */
    readonly version?: string;
    /** A file that gets a line for each session. */
    readonly log?: string;
  } = {},
): Readonly<Record<string, string>> {
  return {
    PATH: [folder, process.env['PATH'] ?? ''].join(delimiter),
    ...(options.version === undefined ? {} : { LAB_SSM_PLUGIN_VERSION: options.version }),
    ...(options.log === undefined ? {} : { LAB_SSM_PLUGIN_LOG: options.log }),
  };
}

export interface PluginRun {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** The sessions that a log has. */
export async function pluginRuns(log: string): Promise<readonly PluginRun[]> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

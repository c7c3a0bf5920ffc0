import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { abortable } from '../../abortable.js';
import type { Aws, SsmSession } from '../../aws/aws.js';
import type { Variables } from '../../config/environment-variables.js';
import { ExopsError } from '../../errors.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import type { DialTarget } from './dial-target.js';
import { collectText, endWords, SsmPluginStream, stopPlugin } from './ssm-plugin-stream.js';
import { pluginName } from './ssm-plugin-version.js';
import { findBanner, readComplaint } from './ssm-plugin-words.js';
import { within } from './within.js';

export interface SsmDeps {
  readonly aws: { readonly region: string; readonly ssm: Pick<Aws['ssm'], 'startSshSession'> };
  readonly env: Variables;
  readonly profile: string | undefined;
}

/**
 * Opens a session of AWS Systems Manager to the SSH port of an instance, carried by the session-manager-plugin.
 * Resolves once the SSH server has said something, as the plugin itself doesn't tell how it got on.
 * @throws AccessError when the right is missing, ExopsError in the plugin's words
 */
export function dialSsm(
  target: DialTarget,
  { aws, env, profile }: SsmDeps,
  signal: AbortSignal,
): Promise<Duplex> {
  const { instanceId, port, timeoutMs } = target;
  const late = () => unreachable(target, `no answer in ${formatElapsed(timeoutMs)}`);
  return within(timeoutMs, late, signal, async (stop) => {
    const session = await abortable(aws.ssm.startSshSession(instanceId, port, stop), stop);
    const child = startPlugin(session, aws.region, profile, env);
    try {
      const first = await abortable(untilBanner(child, target, tokenOf(session)), stop);
      return new SsmPluginStream(child, sessionIdOf(session), first);
    } catch (error) {
      stopPlugin(child);
      throw error;
    }
  });
}

/** The variable is the AWS CLI's; it names it in place of the token, which nobody sees on a command line then. */
const tokenVariable = 'AWS_SSM_START_SESSION_RESPONSE';

function startPlugin(
  { response, request, endpoint }: SsmSession,
  region: string,
  profile: string | undefined,
  env: Variables,
): ChildProcessWithoutNullStreams {
  const args = [tokenVariable, region, 'StartSession', profile ?? '', request, endpoint];
  return spawn(pluginName, args, {
    env: { ...withoutOurs(env), [tokenVariable]: response },
    stdio: 'pipe',
    // In a process group of its own a Ctrl-C that is meant for the remote command doesn't end the connection.
    detached: true,
    windowsHide: true,
  });
}

const longestPreamble = 65_536;

/** What the plugin wrote of SSH, from its first byte on; the plugin's output is paused then. */
function untilBanner(
  child: ChildProcessWithoutNullStreams,
  target: DialTarget,
  token: string,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const errorOutput = collectText(child.stderr);
    let written = Buffer.alloc(0);
    const take = (chunk: Buffer) => {
      written = Buffer.concat([written, chunk]);
      const begin = findBanner(written);
      if (begin >= 0) {
        child.stdout.pause();
        child.stdout.off('data', take);
        resolve(written.subarray(begin));
      } else if (written.length > longestPreamble) {
        reject(unreachable(target, `the ${pluginName} writes something else than SSH`));
      }
    };
    child.stdout.on('data', take);
    child.once('error', (cause) => reject(cannotStart(cause)));
    child.once('close', (code) => {
      const complaint = readComplaint(written.toString('utf8'), errorOutput())?.replaceAll(token, '…');
      reject(
        unreachable(target, complaint?.replace(/\.$/, '') ?? endWords(code, undefined).replace(/\.$/, '')),
      );
    });
  });
}

function unreachable({ name, port }: DialTarget, why: string): ExopsError {
  return new ExopsError(`Can't reach SSH on ${name} through AWS Systems Manager: ${why}.`, {
    hint: [
      `Check that sshd listens on port ${port} there, and that the SSM agent is 2.3.672.0 or newer.`,
      'It needs a way to the services ssm and ssmmessages of the region.',
    ].join('\n'),
  });
}

function cannotStart(cause: Error): ExopsError {
  return new ExopsError(`The ${pluginName} can't be started: ${cause.message}.`, { cause });
}

/** What must not be in any message; a word that nothing holds when there is none. */
function tokenOf({ response }: SsmSession): string {
  return /"TokenValue"\s*:\s*"([^"]+)"/.exec(response)?.[1] ?? '\0';
}

/** Not by JSON.parse, whose errors quote what they couldn't read. */
function sessionIdOf({ response }: SsmSession): string {
  return /"SessionId"\s*:\s*"([^"]+)"/.exec(response)?.[1] ?? '';
}

/** A password of ours is no business of the plugin's. */
function withoutOurs(env: Variables): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('EXOPS_')));
}

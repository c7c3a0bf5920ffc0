import { spawn } from 'node:child_process';
import type { Variables } from '../config/environment-variables.js';
import { endProgram } from './end-program.js';
import type { ExecPlugin } from './exec-plugin.js';
import { explainExecFailure, explainNoProgram, explainStrangeAnswer } from './explain-exec.js';
import { type Fields, isFields, isText } from './kubeconfig-files.js';

/** https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
export interface ExecCredential {
  readonly token?: string;
  /** PEM */
  readonly certificate?: string;
  readonly key?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

export interface ExecSurroundings {
  readonly env: Variables;
  readonly timeoutMs: number;
  /** Nobody waits any more, and exops may end at any moment: the program is killed at once. */
  readonly signal?: AbortSignal | undefined;
}

const answerLimit = 1024 * 1024;
const errorTail = 8 * 1024;

/**
 * Runs a credential plugin, without a shell and without a terminal.
 * @throws UnauthenticatedError
 */
export async function execCredential(
  plugin: ExecPlugin,
  surroundings: ExecSurroundings,
): Promise<ExecCredential> {
  const { stdout, stderr, code } = await run(plugin, surroundings);
  if (code !== 0) throw explainExecFailure(plugin, code, stderr);
  const credential = parseCredential(stdout);
  if (credential === undefined) throw explainStrangeAnswer(plugin);
  return credential;
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when it was ended for taking too long. */
  readonly code: number | undefined;
}

function run(plugin: ExecPlugin, surroundings: ExecSurroundings): Promise<Ended> {
  const { env, timeoutMs, signal } = surroundings;
  return new Promise((resolve, reject) => {
    const child = spawn(plugin.command, [...plugin.args], {
      env: { ...env, KUBERNETES_EXEC_INFO: execInfo(plugin), ...plugin.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let isStopped = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length > answerLimit) stop(() => resolve({ stdout: '', stderr, code: 0 }));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-errorTail);
    });
    const settle = (end: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      end();
    };
    const stop = (end: () => void) => {
      isStopped = true;
      // What it started may hold them open.
      child.stdout.destroy();
      child.stderr.destroy();
      void endProgram(child).then(() => settle(end));
    };
    const kill = () => {
      child.kill('SIGKILL');
      stop(() => reject(signal?.reason));
    };
    const timer = setTimeout(() => stop(() => resolve({ stdout: '', stderr, code: undefined })), timeoutMs);
    child.once('error', (error) => settle(() => reject(explainNoProgram(plugin, error))));
    child.once('close', (code) => {
      if (!isStopped) settle(() => resolve({ stdout, stderr, code: code ?? 1 }));
    });
    signal?.addEventListener('abort', kill, { once: true });
    if (signal?.aborted) kill();
  });
}

function execInfo({ apiVersion }: ExecPlugin): string {
  return JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
}

function parseCredential(text: string): ExecCredential | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // Node's message would quote it.
    return undefined;
  }
  const status = isFields(answer) ? answer['status'] : undefined;
  return isFields(status) ? credentialOf(status) : undefined;
}

function credentialOf(status: Fields): ExecCredential | undefined {
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = status;
  const hasKeyPair = isText(clientCertificateData) && isText(clientKeyData);
  if (!isText(token) && !hasKeyPair) return undefined;
  const expiresAt = isText(expirationTimestamp) ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    ...(isText(token) ? { token } : {}),
    ...(hasKeyPair ? { certificate: clientCertificateData, key: clientKeyData } : {}),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
  };
}

import type { Instance } from '../../../../src/lib/aws/aws.js';
import { AccessError } from '../../../../src/lib/errors.js';
import { hostKeyTag } from '../../../../src/lib/hosts/trust/tag.js';
import { hostKeyVerifier, type Trust } from '../../../../src/lib/hosts/trust/verify-host-key.js';
import type { Pin } from '../../../../src/lib/ssh/known-hosts-line.js';
import type { HostKey } from '../../../../src/lib/ssh/ssh.js';
import type { Answer } from '../../../../src/lib/terminal/terminal.js';
import { awsWith } from '../../aws/aws-with.js';
import { plainInstance } from '../../aws/plain-instance.js';
import { noBytes } from '../../terminal/no-bytes.js';

export const { id: instanceId } = plainInstance;

export function instanceWith(over: Partial<Instance> = {}): Instance {
  return { ...plainInstance, tags: new Map([['Name', 'exchange-dev-kafka']]), ...over };
}

/** An answer of AWS, or how asking for it fails. */
type Said<Value> = Value | Error | ((signal: AbortSignal | undefined) => Promise<Value>);

interface World {
  readonly pins?: readonly Pin[];
  /** How pinning fails. */
  readonly pinError?: Error;
  readonly tag?: string;
  readonly console?: Said<string>;
  readonly isManaged?: Said<boolean>;
  readonly script?: Said<string | undefined>;
  readonly acceptNew?: boolean;
  /** What a person types; nobody is there without it. */
  readonly answer?: string | 'end of input' | (() => Promise<Answer>);
  readonly stop?: AbortController;
}

export interface Verified {
  readonly trust: Trust | undefined;
  readonly error: unknown;
  /** What was asked and written, in order. */
  readonly calls: readonly string[];
  readonly err: string;
  readonly traces: readonly string[];
}

/** Verifies a key in a world that is all made up. AWS says no to everything that isn't given. */
export async function verified(key: HostKey, world: World): Promise<Verified> {
  const calls: string[] = [];
  const err: string[] = [];
  const traces: string[] = [];
  const said = async <Value>(call: string, value: Said<Value> | undefined, signal?: AbortSignal) => {
    calls.push(call);
    if (value instanceof Error) throw value;
    if (value === undefined) throw new AccessError(`${call} is not allowed.`);
    return typeof value === 'function' ? (value as (signal?: AbortSignal) => Promise<Value>)(signal) : value;
  };
  const unused = () => Promise.reject(new Error('not asked for'));
  const tags = world.tag === undefined ? [] : [[hostKeyTag, world.tag] as const];
  const verify = hostKeyVerifier(
    {
      knownHosts: {
        file: '/state/known_hosts',
        find: async () => world.pins ?? [],
        pin: async (id, pinnedKey, source) => {
          if (world.pinError !== undefined) throw world.pinError;
          calls.push(`pin ${id} ${pinnedKey.type} ${pinnedKey === key} ${source}`);
        },
        forget: unused,
      },
      aws: awsWith({
        ec2: { consoleOutput: (id, signal) => said(`console ${id}`, world.console, signal) },
        ssm: {
          isManaged: (id, signal) => said(`agent ${id}`, world.isManaged, signal),
          runScript: (id, script, signal) => said(`run ${id} ${script}`, world.script, signal),
        },
      }),
      terminal: {
        canAsk: world.answer !== undefined,
        ask: async (question) => {
          calls.push(`ask ${question}`);
          const { answer = 'end of input' } = world;
          if (typeof answer === 'function') return answer();
          return answer === 'end of input' ? answer : { text: answer };
        },
        isCi: false,
        bytes: noBytes,
        readInput: unused,
        out: { isTerminal: false, columns: 80, colorLevel: 0, line: () => {}, write: () => {} },
        err: {
          isTerminal: true,
          columns: 80,
          colorLevel: 0,
          line: (text = '') => err.push(`${text}\n`),
          write: (text) => err.push(text),
        },
      },
      signal: (world.stop ?? new AbortController()).signal,
      trace: (event) => traces.push(event),
    },
    {
      instance: instanceWith({ tags: new Map([['Name', 'exchange-dev-kafka'], ...tags]) }),
      acceptNew: world.acceptNew ?? false,
      shownName: `kafka (${instanceId})`,
    },
  );
  const result = await verify(key).then(
    (trust) => ({ trust, error: undefined }),
    (error: unknown) => ({ trust: undefined, error }),
  );
  return { ...result, calls, err: err.join(''), traces };
}

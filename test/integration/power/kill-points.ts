import { type Started, start } from '../../e2e/exops.js';
import type { AwsProxy, ProxiedCall } from './aws-proxy.js';
import type { Night } from './night.js';

export type Verb = 'sleep' | 'wake';

/** Where the built program dies: at the first call of a kind, once it has begun to write. */
export interface KillPoint {
  readonly verb: Verb;
  /** `StopDBInstance`, `POST /clusters/…/node-groups/…/update-config` */
  readonly call: string;
  /** Whether the call had reached AWS, and had its answer on the way. */
  readonly moment: 'before' | 'after';
}

/** What a whole run asks from its first write on, each kind of call before and after it, in the order of their first. */
export async function killPoints(here: Night, proxy: AwsProxy, verb: Verb): Promise<readonly KillPoint[]> {
  const calls = new Set<string>();
  proxy.onCall((call) => {
    if (call.isWrite || calls.size > 0) calls.add(kindOf(call));
    return 'forward';
  });
  const { code, stderr } = await begin(here, proxy, verb).finished;
  proxy.onCall();
  if (code !== 0) throw new Error(stderr);
  return [...calls].flatMap((call) =>
    (['before', 'after'] as const).map((moment) => ({ verb, call, moment })),
  );
}

/** Kills the built program there; false when it came to its end without such a call. */
export async function killAt(
  here: Night,
  proxy: AwsProxy,
  { verb, call: wanted, moment }: KillPoint,
): Promise<boolean> {
  let started: Started | undefined;
  let hasBegun = false;
  let fatal: ProxiedCall | undefined;
  proxy.onCall((call) => {
    hasBegun ||= call.isWrite;
    if (!hasBegun || fatal !== undefined || kindOf(call) !== wanted) return 'forward';
    fatal = call;
    if (moment === 'after') return 'forward';
    started?.child.kill('SIGKILL');
    return 'drop';
  });
  proxy.onAnswer((call) => {
    if (call === fatal) started?.child.kill('SIGKILL');
  });
  started = begin(here, proxy, verb);
  const { code, signal, stderr } = await started.finished;
  proxy.onCall();
  proxy.onAnswer();
  if (signal === 'SIGKILL') return true;
  if (code !== 0) throw new Error(stderr);
  return false;
}

function begin(here: Night, proxy: AwsProxy, verb: Verb): Started {
  const env = { ...here.env, AWS_ENDPOINT_URL: proxy.endpoint };
  return start(['dev', verb, '--no-kafka', '--yes'], { cwd: here.cwd, env });
}

/** Without the names of what it is about. */
function kindOf({ words }: ProxiedCall): string {
  return words
    .replace(/\?.*/, '')
    .replace(/\/tags\/.+/, '/tags/…')
    .replaceAll(/\/(clusters|node-groups|updates)\/[^/]+/g, '/$1/…');
}

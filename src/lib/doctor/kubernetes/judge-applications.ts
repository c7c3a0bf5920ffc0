import type { MskAuth } from '../../aws/contract/msk.js';
import { isHostList } from '../../bootstrap/rules/host-list.js';
import { parseBroker } from '../../config/parse-broker.js';
import { type Address, formatAddress } from '../../kafka/address.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import type { ProblemId } from '../problems/problems.js';
import type { ApplicationValue } from './application-values.js';
import type { KubernetesCommands } from './commands.js';
import { judgeHost, judgePort, judgeServers } from './judge-format.js';
import { judgeLoginPort, type LoginFault } from './judge-login-port.js';

export interface SecretValue {
  readonly secret: string;
  readonly key: string;
  readonly value: string;
}

export interface SeenApplications {
  /** What the keys of `kubernetes.bootstrap` hold. */
  readonly keys: readonly SecretValue[];
  readonly values: readonly ApplicationValue[];
  /** Where it is MSK: how exops logs in there. */
  readonly cluster: { readonly auth: MskAuth | undefined } | undefined;
  /** Of the environment, as exops dials them. */
  readonly brokers: readonly Address[];
  readonly commands: KubernetesCommands;
}

interface Fault {
  readonly verdict: 'warning' | 'broken';
  readonly problem: ProblemId;
  readonly words: string;
}

interface Found extends Fault {
  /** Printable. */
  readonly place: string;
  /** What changes it, for the first place that has it. */
  readonly next: readonly string[];
  readonly isKey: boolean;
}

/** Pure: each mistake once, with all the places that have it. */
export function judgeApplications(seen: SeenApplications): Outcome<undefined> {
  const { keys, values } = seen;
  if (keys.length + values.length === 0)
    return { findings: [], skipped: 'no workload is told where Kafka is by a variable', value: undefined };
  const found = [...keys.flatMap((one) => ofKey(one, seen)), ...values.flatMap((one) => ofValue(one, seen))];
  if (found.length > 0)
    return { findings: together(found).map((same) => findingOf(same, seen)), value: undefined };
  const places = new Set([...keys.map(keyPlace), ...values.map(valuePlace)]);
  return {
    findings: [{ verdict: 'ok', saw: `${countOf(places.size, 'setting')} of the form that clients take` }],
    value: undefined,
  };
}

function ofKey(one: SecretValue, seen: SeenApplications): readonly Found[] {
  const { faults, servers = [] } = judgeServers(one.value);
  const readers = seen.values.filter(({ key }) => key?.secret === one.secret && key.key === one.key);
  const local = readers.every(({ isAlone }) => isAlone) ? localFault(servers, seen.brokers) : undefined;
  // How each workload logs in is asked of those that read it.
  const login = readers.length > 0 ? undefined : ofEnvironment(servers, seen);
  return [...faults, ...opt(local), ...opt(login)].map((fault) => ({
    ...{ ...fault, place: keyPlace(one), isKey: true },
    next: [
      "Set the cluster's brokers in the form that clients take:",
      seen.commands.exops('k8s patch-bootstrap'),
    ],
  }));
}

function ofValue(one: ApplicationValue, seen: SeenApplications): readonly Found[] {
  return faultsOf(one, seen).map((fault) => ({
    ...{ ...fault, place: valuePlace(one), isKey: false, next: nextOf(one, fault, seen) },
  }));
}

function faultsOf(one: ApplicationValue, seen: SeenApplications): readonly Fault[] {
  if (one.shape === 'port') return judgePort(one.value);
  if (one.shape === 'host') {
    const faults = judgeHost(one.value);
    return faults.length > 0 ? faults : opt(one.isAlone ? localFault([one.value], seen.brokers) : undefined);
  }
  const { faults, servers = [] } = judgeServers(one.value);
  const { login } = one;
  const ofLogin =
    login === undefined
      ? ofEnvironment(servers, seen)
      : judgeLoginPort(servers, login, seen.cluster !== undefined);
  // The form of what comes from a key is told of the key.
  if (one.key !== undefined) return opt(ofLogin);
  return [...faults, ...opt(one.isAlone ? localFault(servers, seen.brokers) : undefined), ...opt(ofLogin)];
}

function ofEnvironment(servers: readonly string[], { cluster }: SeenApplications): LoginFault | undefined {
  if (cluster?.auth === undefined) return undefined;
  return judgeLoginPort(servers, { auth: cluster.auth, saidBy: undefined }, true);
}

/** A pod is alone at its own address, unless exops itself finds the cluster there. */
function localFault(servers: readonly string[], brokers: readonly Address[]): Fault | undefined {
  const known = new Set(brokers.map((address) => formatAddress(address).toLowerCase()));
  const local = servers.find((server) => isLocal(server) && !known.has(server.toLowerCase()));
  if (local === undefined || (known.size > 0 && [...known].some(isLocal))) return undefined;
  return {
    ...{ verdict: 'broken', problem: 'servers-local' },
    words: `${printable(local)} is the pod itself, where no broker runs`,
  };
}

function isLocal(server: string): boolean {
  const parsed = parseBroker(server);
  const host = 'address' in parsed ? parsed.address.host : server.trim();
  return /^(?:localhost|127\.\d+\.\d+\.\d+|::1|\[::1\]|0\.0\.0\.0)$/i.test(host);
}

function nextOf(
  one: ApplicationValue,
  fault: Fault,
  { brokers, commands }: SeenApplications,
): readonly string[] {
  const { workload, container, variable, key, shape, value, kind } = one;
  if (key !== undefined)
    return [
      'It reads the key under another name than what the key holds. See its template:',
      commands.kubectl('get', workload, '-o', 'yaml'),
    ];
  const right = rightValue(fault, shape, value, brokers);
  if (right === undefined || kind === 'Rollout')
    return [
      'Correct it where its template comes from (chart, manifest). As it is now:',
      commands.kubectl('get', workload, '-o', 'yaml'),
    ];
  return [
    'Correct it where its template comes from (chart, manifest), or at once, which starts its pods anew:',
    commands.kubectl('set', 'env', workload, '-c', container, `${variable}=${right}`),
  ];
}

/** What belongs there, where that is known. */
function rightValue(
  { problem }: Fault,
  shape: ApplicationValue['shape'],
  value: string,
  brokers: readonly Address[],
): string | undefined {
  const parsed = parseBroker(value.trim());
  if (problem === 'host-with-port' && 'address' in parsed) return parsed.address.host;
  const { servers } = judgeServers(value);
  const isReadable = servers !== undefined && isHostList(servers.join(','));
  const isOfForm =
    problem === 'servers-untidy' || problem === 'servers-scheme' || problem === 'servers-twice';
  if (shape === 'servers' && isOfForm && isReadable) return [...new Set(servers)].join(',');
  if (shape !== 'servers' || brokers.length === 0 || problem === 'port-of-other-login') return undefined;
  return brokers.map(formatAddress).join(',');
}

/** Those that are the same mistake in the same words, and changed in the same way. */
function together(found: readonly Found[]): readonly (readonly Found[])[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const name = [one.problem, one.verdict, one.words, one.isKey].join('\n');
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
}

const named = 3;

function findingOf(same: readonly Found[], { brokers }: SeenApplications): Finding {
  const [first] = same;
  if (first === undefined) throw new TypeError('a group has one at least');
  const places = [...new Set(same.map(({ place }) => place))];
  const more = places.length - named;
  const where = [...places.slice(0, named), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const canPatch = first.isKey && first.problem !== 'port-of-other-login' && brokers.length > 0;
  return {
    ...{ verdict: first.verdict, saw: `${where}: ${first.words}`, problem: first.problem, next: first.next },
    ...(canPatch ? { fix: { kind: 'patch bootstrap' } as const } : {}),
  };
}

function keyPlace({ secret, key }: SecretValue): string {
  return `secret ${printable(secret)} ${printable(key)}`;
}

function valuePlace({ workload, variable }: ApplicationValue): string {
  return `${workload} ${variable}`;
}

function opt<One>(one: One | undefined): readonly One[] {
  return one === undefined ? [] : [one];
}

import type { ObservedSecret } from '../../bootstrap/model.js';
import { hostsWords } from '../../k8s-status/status-words.js';
import { type Address, formatAddress } from '../../kafka/address.js';
import { listenerOf, mskPort } from '../../kafka/msk-ports.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import type { KubernetesCommands } from './commands.js';
import { type Comparison, compareServers, type KnownBrokers } from './compare-servers.js';
import { judgeServers } from './judge-format.js';
import type { SeenSecrets } from './secret-step.js';

export interface SecretFacts extends KnownBrokers {
  /** The secrets that exops.yaml has the values of. */
  readonly declared: readonly string[];
  readonly commands: KubernetesCommands;
}

/** Pure: a finding for each key. Of a value that isn't of the form of servers, only that is said: what is wrong with it belongs to `applications`. */
export function judgeSecrets(secrets: readonly ObservedSecret[], facts: SecretFacts): Outcome<SeenSecrets> {
  const findings = secrets.flatMap((one) =>
    one.found === undefined ? [withoutSecret(one, facts)] : one.keys.map((key) => judgeKey(one, key, facts)),
  );
  return { findings, value: { secrets } };
}

function withoutSecret({ secret, keys }: ObservedSecret, { declared, commands }: SecretFacts): Finding {
  const command = declared.includes(secret)
    ? commands.exops('k8s sync-secrets', secret)
    : commands.kubectl('get', 'secrets');
  const hint = declared.includes(secret)
    ? 'exops.yaml declares it; create it with:'
    : 'Create it, or write its right name into kubernetes.bootstrap. Those that are there:';
  return {
    verdict: 'broken',
    saw: `${printable(secret)}: there is no secret of this name, which should have ${keys.map(printable).join(', ')}`,
    problem: 'bootstrap-secret-missing',
    next: [hint, command],
  };
}

function judgeKey({ secret, found }: ObservedSecret, key: string, facts: SecretFacts): Finding {
  const place = `${printable(secret)} ${printable(key)}`;
  const value = found?.text(key);
  if (value === undefined) return withoutKey(place, found?.keys ?? [], facts);
  const { servers, faults } = judgeServers(value);
  if (servers === undefined || faults.some(({ verdict }) => verdict === 'broken'))
    return { verdict: 'ok', saw: `${place}: not of the form host:port,host:port; see applications` };
  return judgeComparison(place, hostsWords(value), compareServers(servers, facts), facts);
}

function withoutKey(place: string, keys: readonly string[], { brokers, commands }: SecretFacts): Finding {
  const has = keys.length === 0 ? 'it is empty' : `it has ${keys.map(printable).join(', ')}`;
  return {
    verdict: 'broken',
    saw: `${place}: there is no such key; ${has}`,
    problem: 'bootstrap-key-missing',
    next: [
      'Add the key, and restart what reads it:',
      commands.exops('k8s patch-bootstrap', '--create-key', ...serversFlag(brokers)),
    ],
  };
}

function serversFlag(brokers: readonly Address[] | undefined): readonly string[] {
  return brokers === undefined ? ['--servers', 'HOST:PORT'] : [];
}

function judgeComparison(place: string, held: string, comparison: Comparison, facts: SecretFacts): Finding {
  switch (comparison.kind) {
    case 'same':
      return { verdict: 'ok', saw: `${place}: ${held}` };
    case 'unknown':
      return {
        verdict: 'ok',
        saw: `${place}: ${held}, compared with nothing: the cluster's addresses aren't known`,
      };
    case 'other login': {
      const port = mskPort(comparison.port);
      const listener = port === undefined ? '' : `, for ${listenerOf(port)}`;
      return { verdict: 'ok', saw: `${place}: ${held}${listener}` };
    }
    case 'other port':
      return {
        verdict: 'warning',
        saw: `${place}: ${held}, and the cluster is at ${today(facts)}`,
        problem: 'bootstrap-other-port',
        next: ['Another listener of the same brokers, or an old port. If it is old:', patch(facts)],
      };
    case 'partly':
      return {
        verdict: 'warning',
        saw: `${place}: ${comparison.gone.map(printable).join(', ')} is no broker of the cluster any more; it is at ${today(facts)}`,
        problem: 'bootstrap-broker-gone',
        next: [
          'Clients begin with the others. Set those of today, and restart what reads them:',
          patch(facts),
        ],
        ...fixOf(facts),
      };
    case 'elsewhere':
      return {
        verdict: 'broken',
        saw: `${place}: ${held}, and the cluster is at ${today(facts)}`,
        problem: 'bootstrap-stale',
        next: ["Set today's brokers, and restart what reads them:", patch(facts)],
        ...fixOf(facts),
      };
  }
}

function fixOf({ brokers }: SecretFacts): Pick<Finding, 'fix'> {
  return brokers === undefined ? {} : { fix: { kind: 'patch bootstrap' } };
}

function today({ brokers, advertised }: KnownBrokers): string {
  return (brokers ?? advertised ?? []).map((one) => printable(formatAddress(one))).join(',');
}

function patch({ brokers, advertised, commands }: SecretFacts): string {
  const given = brokers === undefined ? ['--servers', (advertised ?? []).map(formatAddress).join(',')] : [];
  return commands.exops('k8s patch-bootstrap', ...given);
}

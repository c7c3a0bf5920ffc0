import type { MskAccess } from '../aws/contract/msk.js';
import { looksLikeArn, parseClusterArn } from '../msk/cluster-arn.js';
import type { Algorithm, Mechanism } from './auth-rules.js';
import type { ClusterKind } from './cluster-schema.js';
import { referencesIn } from './reference-syntax.js';

/** What the file says of a cluster. */
export interface ClusterKeys {
  readonly kind?: ClusterKind;
  readonly brokers?: unknown;
  readonly name?: string;
  readonly arn?: string;
  readonly access?: MskAccess;
  readonly auth?: {
    readonly mechanism: Mechanism;
    readonly tls?: boolean;
    readonly algorithm?: Algorithm;
  };
}

/** A mistake, and through which keys of the cluster it is found; through none when it is the cluster itself. */
export interface ClusterMisfit {
  readonly at: readonly string[];
  readonly message: string;
}

const ways = ['brokers', 'name', 'arn'] as const;

/** How the keys of a cluster don't go together. */
export function clusterMisfits(cluster: ClusterKeys): readonly ClusterMisfit[] {
  const given = ways.filter((way) => cluster[way] !== undefined);
  const [first, ...others] = given;
  if (first === undefined)
    return [{ at: [], message: 'expected brokers, or the name or arn of an MSK cluster' }];
  const twice = others.map((way) => ({
    at: [way],
    message: `${first} says already where the cluster is: keep one of brokers, name and arn`,
  }));
  const isLookedUp = cluster.brokers === undefined;
  return [
    ...twice,
    ...(isLookedUp ? lookedUpMisfits(cluster) : brokersMisfits(cluster)),
    ...iamMisfits(cluster),
  ];
}

function brokersMisfits({ access, name, arn }: ClusterKeys): readonly ClusterMisfit[] {
  if (access === undefined || name !== undefined || arn !== undefined) return [];
  return [{ at: ['access'], message: 'goes with the name or arn of an MSK cluster, not with brokers' }];
}

function lookedUpMisfits({ kind, name, arn, access, auth }: ClusterKeys): readonly ClusterMisfit[] {
  const key = name === undefined ? 'arn' : 'name';
  return [
    misfit(
      kind !== undefined && kind !== 'msk',
      ['kind'],
      `${key} is of an MSK cluster: write msk, or leave kind out`,
    ),
    nameMisfit(name),
    arnMisfit(arn),
    ...loginMisfits(auth),
    misfit(
      access !== undefined && access !== 'private' && (auth === undefined || auth.mechanism === 'none'),
      ['access'],
      "MSK takes clients without a login from the cluster's own network only: private",
    ),
  ].filter((one) => one !== undefined);
}

function loginMisfits(auth: ClusterKeys['auth']): readonly (ClusterMisfit | undefined)[] {
  return [
    misfit(auth?.mechanism === 'plain', ['auth', 'mechanism'], mskTakesNoPlain),
    misfit(
      auth?.mechanism === 'scram' && auth.tls === false,
      ['auth', 'tls'],
      'MSK takes passwords over TLS only',
    ),
    misfit(
      auth?.mechanism === 'scram' && auth.algorithm === 'sha-256',
      ['auth', 'algorithm'],
      "MSK's SCRAM is sha-512",
    ),
  ];
}

/** In words that follow `mechanism`. */
export const mskTakesNoPlain = 'MSK takes iam, scram, tls or none, not plain';

function iamMisfits({ kind, auth }: ClusterKeys): readonly ClusterMisfit[] {
  const isElsewhere = auth?.mechanism === 'iam' && kind !== undefined && kind !== 'msk';
  const wrong = misfit(isElsewhere, ['auth', 'mechanism'], `iam is MSK's, and kind is ${kind}`);
  return wrong === undefined ? [] : [wrong];
}

function nameMisfit(name: string | undefined): ClusterMisfit | undefined {
  const problem = name === undefined || hasReferences(name) ? undefined : problemOfName(name);
  return misfit(problem !== undefined, ['name'], problem ?? '');
}

function arnMisfit(arn: string | undefined): ClusterMisfit | undefined {
  const problem = arn === undefined || hasReferences(arn) ? undefined : problemOfArn(arn);
  return misfit(problem !== undefined, ['arn'], problem ?? '');
}

/** https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html; undefined for a name that a cluster may have. */
export function problemOfName(name: string): string | undefined {
  if (looksLikeArn(name)) return 'that is an ARN: write it as arn';
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(name)) return undefined;
  return `${JSON.stringify(name)} can't be an MSK cluster's: that has up to 64 letters, digits and dashes`;
}

/** Undefined for what may be the ARN of a cluster. */
export function problemOfArn(arn: string): string | undefined {
  if (parseClusterArn(arn) !== undefined) return undefined;
  const isName = !looksLikeArn(arn) && problemOfName(arn) === undefined;
  return isName
    ? 'that is no ARN: write it as name'
    : `expected arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/ID, got ${JSON.stringify(arn)}`;
}

function hasReferences(text: string): boolean {
  return text === '' || referencesIn(text).length > 0 || text.includes('${');
}

function misfit(isWrong: boolean, at: readonly string[], message: string): ClusterMisfit | undefined {
  return isWrong ? { at, message } : undefined;
}
